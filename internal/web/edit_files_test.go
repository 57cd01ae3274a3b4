package web

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/document"
)

// bookText is every part of a workbook as one text.
func bookText(t *testing.T, data []byte) string {
	t.Helper()
	var out strings.Builder
	for _, text := range sheettest.Parts(t, data) {
		out.WriteString(html.UnescapeString(string(text)))
	}
	return out.String()
}

// TestHandInFiles holds that pages and files say that people have changed the rota, and
// nothing of a bound of the run that no longer holds.
func TestHandInFiles(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	action, values := s.open(v, "later", rota.Edit{Leaves: []rota.Pair{{Slot: "later", Consultant: "c2"}}})
	want(t, v.post(action, values), http.StatusSeeOther)
	for _, page := range []string{"rota", "downloads"} {
		if got := pageText(t, v, strikePath(s.strike, page)); !strings.Contains(got, "Last changed by hand ") {
			t.Errorf("%s: %q", page, got)
		}
	}
	for _, file := range []string{"downloads/rota.xlsx", "downloads/costs.xlsx", "slots/later/evidence.xlsx"} {
		got := bookText(t, want(t, v.get(strikePath(s.strike)+"/"+file), http.StatusOK).Body.Bytes())
		proof := strings.Contains(got, "Changed by hand since it was made") // of which wards are not told
		if proof == strings.HasSuffix(file, "rota.xlsx") || !strings.Contains(got, ">Changed by hand<") || strings.Contains(got, "Best found") || strings.Contains(got, " better)") {
			t.Errorf("%s: %s", file, got)
		}
	}
	if got := pageText(t, v, coverPath(s.strike, "later")); !strings.Contains(got, "It was filled in the rota as it was made at ") || !strings.Contains(got, "worked out anew each time") {
		t.Errorf("of a place that was opened by hand the page says: %q", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "downloads", "personal")); !strings.Contains(got, "Dr c2 Cover None any more") {
		t.Errorf("personal files: %q", got)
	}
	own := strikePath(s.strike, "downloads", "personal", "c2")
	if got := bookText(t, want(t, v.get(own+"/duties.xlsx"), http.StatusOK).Body.Bytes()); !strings.Contains(got, "No longer yours since the rota was made, taken off by hand: ") {
		t.Errorf("their sheet: %s", got)
	}
	if got := want(t, v.get(own+"/duties.ics"), http.StatusOK).Body.String(); strings.Count(got, "BEGIN:VEVENT") != 1 || !strings.Contains(got, "STATUS:CANCELLED") {
		t.Errorf("their calendar: %s", got)
	}
	plan, err := document.ReadPlan(want(t, v.get(strikePath(s.strike, "downloads", "plan.json")), http.StatusOK).Body)
	if err != nil || plan.ProofWords() != "Changed by hand since it was made" {
		t.Errorf("the document reads as %q, %v", plan.ProofWords(), err)
	}
}
