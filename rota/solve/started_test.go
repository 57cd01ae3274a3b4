package solve

import (
	"slices"
	"testing"
	"time"

	"strikerota/rota"
)

// TestFewestChanges plans the rest of a strike anew from a published plan, at
// moments when some of it has begun: nothing that has begun moves, and each aim
// with the changes first is the best of all plans there are.
func TestFewestChanges(t *testing.T) {
	n := uint64(400)
	if testing.Short() || raceEnabled {
		n = 30
	}
	begun := 0
	for seed := range n {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		p.Published = solved(t, p, Options{}).Pairs()
		gone := p.Consultants[int(seed)%len(p.Consultants)].ID // cannot come after all
		p.Published = slices.DeleteFunc(p.Published, func(l rota.Pair) bool { return l.Consultant == gone })
		p.Locks = slices.DeleteFunc(slices.Clone(p.Locks), func(l rota.Pair) bool { return l.Consultant == gone })
		p.Consultants = slices.DeleteFunc(slices.Clone(p.Consultants), func(c rota.Consultant) bool { return c.ID == gone })
		p.Aims = []rota.Aim{rota.AimCover, rota.AimChanges, rota.AimDisplaced, rota.AimSpread}
		left := p.Started(friday.Add(time.Duration(seed%40) * time.Hour))
		plan := solved(t, left, Options{})
		for i, want := range bruteForce(left) {
			if a := plan.Aims[i]; a.Value != want || a.Bound != want {
				t.Fatalf("seed %d: %s is %d, bound %d, but the best is %d", seed, a.Aim, a.Value, a.Bound, want)
			}
		}
		for _, l := range p.Published {
			if s, ok := left.Slot(l.Slot); ok && !s.Start.After(friday.Add(time.Duration(seed%40)*time.Hour)) {
				begun++
				if !slices.Contains(plan.Pairs(), l) {
					t.Fatalf("seed %d: %v has begun and was moved", seed, l)
				}
			}
		}
	}
	if begun < int(n)/4 {
		t.Errorf("only %d assignments had begun", begun)
	}
}
