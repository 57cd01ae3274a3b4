package web

import (
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota/rotatest"
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

// TestAttendanceWaits: before the strike the page of residents offers no attendance to confirm, as the overview says.
func TestAttendanceWaits(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	for begun, at := range map[bool]string{false: "2025-07-24 10:00", true: "2025-07-25 10:00"} {
		now = rotatest.At(at)
		v := s.as(auth.Coordinator)
		if got := strings.Contains(v.get(strikePath(s.strike, "residents")).Body.String(), "Confirm attendance"); got != begun {
			t.Errorf("at %s the button is there: %v", at, got)
		}
		if got := strings.Contains(pageText(t, v, strikePath(s.strike)), "Once the strike has begun"); got == begun {
			t.Errorf("at %s the overview says that it waits: %v", at, got)
		}
	}
}
