package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota/rotatest"
)

// sickSite is a published rota in which c2 worked in the only place of a slot until half past
// eleven, and it was recorded at midday.
func sickSite(t *testing.T, now *time.Time) (*site, *visitor) {
	t.Helper()
	s := daySite(t, now)
	s.publishNow()
	*now = rotatest.At("2025-07-26 12:00")
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "unable")
	form := fields(t, v.get(page+"?consultant=c2"), page)
	form.Set(untilName("late"), "2025-07-26T10:30:00Z")
	want(t, v.post(page, form), http.StatusSeeOther)
	return s, v
}

// TestPartOfASlotIsAChange: who has stopped in the middle of a slot is where the version has
// them, but not as long: the pages of the day count that, and publishing is offered. They say
// since when they cannot come.
func TestPartOfASlotIsAChange(t *testing.T) {
	var now time.Time
	s, v := sickSite(t, &now)
	day, calls := strikePath(s.strike, "day"), strikePath(s.strike, "day", "calls")
	for _, path := range []string{day, calls} {
		if got := pageText(t, v, path); !strings.Contains(got, "Draft: 1 change since version 1, published at ") {
			t.Errorf("%s says:\n%s", path, got)
		}
	}
	if n := parse(t, v.get(calls)).Find("main a[href='" + strikePath(s.strike, "publish") + "']").Length(); n != 1 {
		t.Errorf("publishing is offered %d times", n)
	}
	if got := pageText(t, v, day); !strings.Contains(got, "Dr c2: cannot come from 11:30am on Sat 26 July") {
		t.Errorf("since when they cannot come:\n%s", got)
	}
}
