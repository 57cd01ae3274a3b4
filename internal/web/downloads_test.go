package web

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

func TestSlug(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	at := rotatest.At("2025-07-24 09:14").Add(5 * time.Second)
	for key, want := range map[string]string{
		"rota.xlsx": "july-2025-rota-20250724-091405.xlsx", "plan.json": "july-2025-plan-20250724-091405.json", "empty.xlsx": "strikerota-entries-empty.xlsx",
	} {
		if got := fileName("July 2025", key, at); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
}

// TestDownloadsPage holds which files are there before and after a rota, and for whom.
func TestDownloadsPage(t *testing.T) {
	t.Parallel()
	const at = "The rota was made at 9:14am on Thu 24 July"
	names := func(p *downloadsView) string {
		var out []string
		tables := slices.Clone(p.Tables)
		if p.Named != nil {
			tables = append(tables, *p.Named)
		}
		for _, table := range tables {
			for _, row := range table.Rows {
				out = append(out, strings.TrimPrefix(row[0].Href, strikePath(strikeBaseForTest().Strike.ID, "downloads")+"/"))
			}
		}
		if p.Personal != "" {
			out = append(out, "personal")
		}
		return strings.Join(out, " ")
	}
	as := func(role auth.Role) func(auth.Act) bool { return func(a auth.Act) bool { return auth.Can(role, a) } }
	tests := []struct {
		name string
		made string
		may  func(auth.Act) bool
		want string
	}{
		{"a coordinator", at, as(auth.Coordinator), "rota.xlsx costs.xlsx return.xlsx rota.csv open.csv costs.csv rates.csv return.csv empty.xlsx problem.json plan.json " +
			"named/entries.xlsx named/return-exact.xlsx named/costs-exact.xlsx personal"},
		{"without a rota", "", as(auth.Coordinator), "return.xlsx return.csv empty.xlsx named/entries.xlsx named/return-exact.xlsx"},
		{"finance", at, as(auth.Finance), "costs.xlsx return.xlsx costs.csv rates.csv return.csv"},
		{"a lead", at, as(auth.Lead), "rota.xlsx rota.csv personal"},
		{"an administrator", at, as(auth.Administrator), ""},
	}
	for _, tt := range tests {
		in := downloadsInput{made: tt.made, may: tt.may, deleteBy: rota.Date{Year: 2025, Month: 9, Day: 10}}
		if got := names(newDownloads(strikeBaseForTest(), in)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
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
	for _, f := range files() {
		if f.group == namedFile || f.key == robustFile { // asked for with a reason; there once it is worked out
			continue
		}
		starts := map[string]string{sheetType: "PK", csvType: "\ufeff", jsonType: "{"}[f.kind]
		if data := get(f.key); starts == "" || !bytes.HasPrefix(data, []byte(starts)) {
			t.Errorf("%s is not %s", f.key, f.kind)
		} else if f.act != auth.SeeCounts && !bytes.Equal(data, get(f.key)) { // a return says when attendance was read
			t.Errorf("%s has other bytes the second time", f.key)
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
	empty := newSite(t)
	want(t, empty.as(auth.Coordinator).get(strikePath(empty.strike, "downloads", "rota.xlsx")), http.StatusNotFound)
}

// TestNamedFile holds that a file that names residents is given for a reason alone, and that who asked is kept and shown.
func TestNamedFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	path := strikePath(s.strike, "downloads", "named", "entries.xlsx")
	want(t, v.get(strikePath(s.strike, "downloads", "entries.xlsx")), http.StatusNotFound)
	page := want(t, v.get(path), http.StatusOK)
	values := fields(t, page, path)
	refused := want(t, v.post(path, values), http.StatusUnprocessableEntity)
	contract(t, refused)
	if given, err := s.store.FileRequests(t.Context(), s.strike); err != nil || len(given) != 0 {
		t.Fatalf("without a reason: %v, %v", given, err)
	}
	values.Set(reasonField, "To correct the grades")
	w := want(t, v.post(path, values), http.StatusOK)
	if !bytes.HasPrefix(w.Body.Bytes(), []byte("PK")) || !strings.Contains(w.Header().Get("Content-Disposition"), "entries") {
		t.Error("the answer is not the workbook")
	}
	list := want(t, v.get(strikePath(s.strike, "downloads")), http.StatusOK)
	contract(t, list)
	if text := list.Body.String(); !strings.Contains(text, "To correct the grades") || !strings.Contains(text, "Who was given them") {
		t.Error("the page does not say who was given the file")
	}
	audit, err := s.store.Audit(t.Context(), s.strike, 1)
	if err != nil || audit[0].Action != store.HandedOut || audit[0].ID != "entries.xlsx" {
		t.Errorf("audit %+v, %v", audit, err)
	}
	if strings.Contains(s.log.String(), "correct the grades") {
		t.Error("the reason is in the log")
	}
	for _, role := range []auth.Role{auth.Finance, auth.Lead, auth.Administrator} {
		want(t, s.as(role).get(path), http.StatusNotFound)
	}
}

// TestPersonalFiles holds that a consultant's own files hold nobody else's duties.
// TestRateFileNames holds that files at the rates of now are called by the time at which
// they are made, and files of the rota by when that was.
func TestRateFileNames(t *testing.T) {
	t.Parallel()
	var later time.Duration
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return time.Now().Add(later) } }).planned()
	_, _, record, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	later = 49 * time.Hour
	v := s.as(auth.Coordinator)
	made, now := record.MadeAt, time.Now().Add(later)
	for file, at := range map[string]time.Time{"rota.csv": made, "costs.csv": now, "rates.csv": now, "costs.xlsx": now} {
		name := want(t, v.get(strikePath(s.strike, "downloads", file)), http.StatusOK).Header().Get("Content-Disposition")
		stem, _, _ := strings.Cut(file, ".")
		if want := "-draft-" + stem + "-" + at.In(rota.Zone()).Format("20060102") + "-"; !strings.Contains(name, want) {
			t.Errorf("%s is called %s, want %s in it", file, name, want)
		}
	}
}

// TestContactsMissing holds that the page says whose contact the rota lacks, and who may enter them where.
func TestContactsMissing(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	for i, want := range []string{"4 of 4 consultants with cover have no contact", "3 of 4 consultants", "2 of 4 consultants", "1 of 4 consultants with cover has no contact", ""} {
		if got := contactsMissing(m); !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("%d known: %q", i, got)
		}
		id := rota.ConsultantID(fmt.Sprintf("c%d", i+1))
		m.people[id] = rota.Consultant{ID: id, Contact: "Bleep 1"}
	}
	in := downloadsInput{made: "Made", contacts: "1 of 4 has none", may: func(a auth.Act) bool { return auth.Can(auth.Lead, a) }}
	if p := newDownloads(strikeBaseForTest(), in); p.Contacts == "" || p.Enter != "" {
		t.Errorf("a lead reads %q and is sent to %q", p.Contacts, p.Enter)
	}
	in.may = finance
	if p := newDownloads(strikeBaseForTest(), in); p.Contacts != "" {
		t.Errorf("finance, which gets no rota, reads %q", p.Contacts)
	}
	in.may = anything
	if p := newDownloads(strikeBaseForTest(), in); p.Enter != "/strikes/s1/consultants" {
		t.Errorf("a coordinator is sent to %q", p.Enter)
	}
}

func TestPersonalFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Lead)
	_, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	who := plan.Assignments[0].Consultant
	contract(t, want(t, v.get(strikePath(s.strike, "downloads", "personal")), http.StatusOK))
	calendar := want(t, v.get(strikePath(s.strike, "downloads", "personal", string(who), "duties.ics")), http.StatusOK).Body.String()
	mine := 0
	for _, a := range plan.Assignments {
		if a.Consultant == who {
			mine++
		}
	}
	if got := strings.Count(calendar, "BEGIN:VEVENT"); got != mine {
		t.Errorf("%d events, want %d", got, mine)
	}
	for _, c := range e.Consultants {
		if strings.Contains(calendar, c.Name) {
			t.Errorf("the calendar names %s", c.ID)
		}
	}
	w := want(t, v.get(strikePath(s.strike, "downloads", "personal", string(who), "duties.xlsx")), http.StatusOK)
	if name := w.Header().Get("Content-Disposition"); !strings.Contains(name, "-duties-"+strings.ToLower(string(who))+"-") {
		t.Errorf("the file's name does not tell it from another's: %s", name)
	}
	want(t, v.get(strikePath(s.strike, "downloads", "personal", "nobody", "duties.xlsx")), http.StatusNotFound)
	want(t, s.as(auth.Finance).get(strikePath(s.strike, "downloads", "personal", string(who), "duties.xlsx")), http.StatusNotFound)
}

// TestEvidence holds that an open slot has its evidence by codes, and a covered one sends to its page.
func TestEvidence(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	_, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	open := plan.Open[0].Slot
	w := want(t, v.get(slotPath(s.strike, open, "evidence.xlsx")), http.StatusOK)
	if !bytes.HasPrefix(w.Body.Bytes(), []byte("PK")) {
		t.Error("the evidence is no workbook")
	}
	for _, a := range plan.Assignments {
		if _, isOpen := plan.OpenIn(a.Slot); !isOpen {
			want(t, v.get(slotPath(s.strike, a.Slot, "evidence.xlsx")), http.StatusSeeOther)
			break
		}
	}
	want(t, v.get(slotPath(s.strike, "none", "evidence.xlsx")), http.StatusNotFound)
	want(t, s.as(auth.Finance).get(slotPath(s.strike, open, "evidence.xlsx")), http.StatusNotFound)
}

// TestBehindReturnIsTold: once attendance is corrected that was all confirmed, those who may have the exact
// return read on the page of files that the shared one is behind, and nobody else does.
func TestBehindReturnIsTold(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	now = rotatest.At("2025-07-26 09:00")
	page, behind := strikePath(s.strike, "downloads"), "Attendance of Fri 25 July was corrected since all of it was confirmed, or went back with a backup"
	var all []store.AttendanceChange
	for _, d := range s.entry().Duties {
		all = append(all, store.AttendanceChange{Duty: d.ID, From: d.Attendance, To: rota.Absent})
	}
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, all); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, s.as(auth.Coordinator), page); strings.Contains(got, "was corrected") {
		t.Errorf("before any correction the page says:\n%s", got)
	}
	d := s.entry().Duties[0]
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: rota.Absent, To: rota.Worked}}); err != nil {
		t.Fatal(err)
	}
	for role, reads := range map[auth.Role]bool{auth.Coordinator: true, auth.Finance: false, auth.Lead: false} {
		w := want(t, s.as(role).get(page), http.StatusOK)
		contract(t, w)
		if got := parse(t, w).Find("main").Text(); strings.Contains(got, behind) != reads {
			t.Errorf("a %s reads:\n%s", role, got)
		}
	}
}
