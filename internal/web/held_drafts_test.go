package web

import (
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestHeldDrafts: a consultant is told what they had in rotas that were never published, but not in which
// of them a slot was missing: from that they could tell when a resident said that they are at work there.
func TestHeldDrafts(t *testing.T) {
	t.Parallel()
	s := newSiteOf(t, dayEntry())
	path := strikePath(s.strike, "consultants", "c1", "held")
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c1"))
	s.finish(rotatest.In("day", "c1"))
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c1"))
	got := pageText(t, s.as(auth.Coordinator), path)
	_, made, _ := strings.Cut(got, "Rotas that were made and published")
	if strings.Count(made, "In any that was made Fri 25 July, 8am to 8pm") != 1 || strings.Count(made, "8am to 8pm: ") != 2 || strings.Contains(made, "Made at") {
		t.Errorf("of rotas that were made it says:\n%s", made)
	}
}

// TestAllWorkingTells: a rota of the case in which everybody who has not said is at work tells who is away:
// the choice, the page that publishes and the resident's own page say so, and those of no other case.
func TestAllWorkingTells(t *testing.T) {
	t.Parallel()
	for kind, tells := range map[rota.CaseKind]bool{rota.AllAway: false, rota.ShareAway: false, rota.AllWorking: true} {
		e := dayEntry()
		e.Case = rota.Case{Kind: kind, Share: 50}
		s := newSiteOf(t, e)
		s.finish(rotatest.In("day", "c1"))
		if got := pageText(t, s.as(auth.Coordinator), strikePath(s.strike, "publish")); strings.Contains(got, "can tell who. Plan as if they will be away") != tells {
			t.Errorf("%s: publishing says:\n%s", kind, got)
		}
		if got := plannedForWords(e.Case); strings.Contains(got, "tells whoever knows your shifts that you have said that you will be away") != tells ||
			strings.Contains(got, "you have said that you will be working") != (kind == rota.AllAway) {
			t.Errorf("%s: a resident reads %q", kind, got)
		}
	}
}
