package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestCameIsSaid: what was recorded of who came is on the pages of the slot, the rota and the
// overview for those who may know it, and nowhere for leads and finance.
func TestCameIsSaid(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v, e := s.as(auth.Coordinator), s.entry()
	before := s.leadReads(e)
	says := map[string]string{coverPath(s.strike, "day"): "1 resident who was not expected has come. By that the slot needs 1 consultant.",
		slotPath(s.strike, "day", "edit"): "1 resident who was not expected has come. By that the slot needs 1 consultant.",
		coverPath(s.strike, "eve"):        "1 resident who was expected is absent. By that the slot needs 1 consultant.",
		strikePath(s.strike):              "Who came differs from what this rota expects: 2 slots need", strikePath(s.strike, "rota"): "Who came differs from what this rota expects: 2 slots need"}
	for path, words := range says {
		if got := pageText(t, v, path); strings.Contains(got, words) {
			t.Errorf("%s says %q before anything was recorded", path, words)
		}
	}
	changes := []store.AttendanceChange{{Duty: e.Duties[0].ID, To: rota.Worked}, {Duty: e.Duties[1].ID, To: rota.Absent}}
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, changes); err != nil {
		t.Fatal(err)
	}
	for path, words := range says {
		if got := pageText(t, v, path); !strings.Contains(got, words) {
			t.Errorf("%s does not say %q:\n%s", path, words, got)
		}
	}
	after := s.leadReads(e)
	delete(before, "finance cost") // what is withheld is theirs to know, by the counts of the return
	delete(after, "finance cost")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("leads and finance read (-before +after):\n%s", diff)
	}
}

// TestFirstHoursAreSaid: that no slot asks for anybody when the strike begins is on the overview
// and where the rota is published.
func TestFirstHoursAreSaid(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v, lead, e := s.as(auth.Coordinator), s.as(auth.Lead), dayEntry()
	pages := []string{strikePath(s.strike), strikePath(s.strike, "publish")}
	for round, says := range []bool{false, true, false} {
		now = rotatest.At([]string{"2025-07-24 10:00", "2025-07-25 07:59", "2025-07-25 08:00"}[round])
		if says { // a night goes on from the day
			night := e.Slots[0]
			night.ID, night.Span = "night", rotatest.Span("2025-07-25 20:00", "2025-07-26 08:00")
			e.Slots = append(e.Slots, night)
			if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
				t.Fatal(err)
			}
		}
		if got := pageText(t, lead, pages[0]); strings.Contains(got, "add a slot.") || strings.Contains(got, "the rota office adds a slot.") != says {
			t.Errorf("round %d: a lead, who adds none, reads:\n%s", round, got)
		}
		for _, page := range pages {
			w := want(t, v.get(page), http.StatusOK)
			contract(t, w)
			if got := parse(t, w).Find("main").Text(); strings.Contains(got, "Where none does, add a slot.") != says || strings.Contains(got, "the first hours of the strike, until 8am, in 1 role that goes on round the clock: Labour ward, registrar tier.") != says {
				t.Errorf("round %d: %s says:\n%s", round, page, got)
			}
		}
	}
}
