package web

import (
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
)

// TestSaidIsNotPrinted holds the one rule for paper: names beside what residents have said are on the screen alone;
// who came is printed for the day, without who was expected.
func TestSaidIsNotPrinted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	id := string(s.entry().Residents[0].ID)
	for _, path := range [][]string{{"residents", "replies"}, {"residents", "attendance"}, {"residents", id, "edit"}, {"residents", id, "delete"}} {
		body := v.get(strikePath(s.strike, path...)).Body.String()
		if !strings.Contains(body, `app-on-screen"`) || !strings.Contains(body, `<p class="app-only-print">Not printed: what residents have said`) {
			t.Errorf("%v may be printed", path)
		}
	}
	if body := v.get(strikePath(s.strike, "residents")).Body.String(); strings.Contains(body, "app-on-screen") {
		t.Error("the counts of residents are not printed")
	}
	var now time.Time
	s = daySite(t, &now)
	doc := parse(t, s.as(auth.Coordinator).get(strikePath(s.strike, "day", "attendance")))
	for _, cell := range doc.Find("th, td").EachIter() {
		if text := cell.Text(); strings.Contains(text, "xpected") && !cell.HasClass("app-noprint") {
			t.Errorf("%q is printed", text)
		}
	}
	if doc.Find("th.app-noprint").Length() == 0 || doc.Find(".app-on-screen").Length() > 0 {
		t.Error("who came is not printed, or who was expected is")
	}
}
