package web

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

func TestSlug(t *testing.T) {
	tests := []struct{ text, want string }{
		{"July 2025", "july-2025"},
		{"July 2025 (small example)", "july-2025-small-example"},
		{"  Été\r\n\"quoted\"; filename=x.exe ", "t-quoted-filename-x-exe"},
		{"日本", "strike"},
		{"", "strike"},
		{strings.Repeat("a", 200), strings.Repeat("a", 60)},
	}
	for _, tt := range tests {
		if got := slug(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFileName(t *testing.T) {
	at := rotatest.At("2025-07-24 09:14")
	for key, want := range map[string]string{
		"rota.xlsx": "july-2025-rota-20250724-0914.xlsx", "plan.json": "july-2025-plan-20250724-0914.json", "empty.xlsx": "strikerota-entries-empty.xlsx",
	} {
		if got := fileName("July 2025", key, at); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
}

// TestDownloadsPage holds which files are there before and after a rota, and for whom.
func TestDownloadsPage(t *testing.T) {
	at := time.Date(2025, 7, 24, 8, 14, 0, 0, time.UTC)
	names := func(p *downloadsView) string {
		var out []string
		for _, row := range p.Table.Rows {
			out = append(out, row[0].Href[strings.LastIndex(row[0].Href, "/")+1:])
		}
		return strings.Join(out, " ")
	}
	only := func(act auth.Act) func(auth.Act) bool { return func(a auth.Act) bool { return a == act } }
	tests := []struct {
		name string
		made *time.Time
		may  func(auth.Act) bool
		want string
	}{
		{"with a rota", &at, anything, "rota.xlsx entries.xlsx empty.xlsx problem.json plan.json"},
		{"without", nil, anything, "entries.xlsx empty.xlsx"},
		{"without names", &at, only(auth.Download), "rota.xlsx empty.xlsx problem.json plan.json"},
	}
	for _, tt := range tests {
		if got := names(newDownloads(strikeBaseForTest(), tt.made, tt.may)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestDownload(t *testing.T) {
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	problem, plan, record, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	get := func(file string) []byte {
		t.Helper()
		w := want(t, v.get(strikePath(s.strike, "downloads", file)), http.StatusOK)
		stem, ending, _ := strings.Cut(file, ".")
		if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="`) || !strings.Contains(got, stem) || !strings.HasSuffix(got, "."+ending+`"`) {
			t.Errorf("%s is called %s", file, got)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", file, got)
		}
		return w.Body.Bytes()
	}
	for _, file := range []string{"rota.xlsx", "entries.xlsx", "empty.xlsx"} {
		if !bytes.HasPrefix(get(file), []byte("PK")) {
			t.Errorf("%s is no workbook", file)
		}
	}
	if !bytes.Equal(get("problem.json"), record.Problem) || !bytes.Equal(get("plan.json"), record.Plan) {
		t.Error("the documents are not those kept")
	}
	gotProblem, err := document.ReadProblem(bytes.NewReader(get("problem.json")))
	if err != nil {
		t.Fatal(err)
	}
	gotPlan, err := document.ReadPlan(bytes.NewReader(get("plan.json")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plan, gotPlan); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if len(gotProblem.Slots) != len(problem.Slots) || !rota.Check(gotProblem, gotPlan).OK() {
		t.Error("the referee refuses what was downloaded")
	}
	want(t, v.get(strikePath(s.strike, "downloads", "secrets.xlsx")), http.StatusNotFound)
	want(t, s.as(auth.Finance).get(strikePath(s.strike, "downloads", "rota.xlsx")), http.StatusNotFound)
	empty := newSite(t)
	want(t, empty.as(auth.Coordinator).get(strikePath(empty.strike, "downloads", "rota.xlsx")), http.StatusNotFound)
}
