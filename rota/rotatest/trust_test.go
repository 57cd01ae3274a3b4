package rotatest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"strikerota/rota"
	"strikerota/rota/document"
)

// digest is of the problem as a document, which fields that no document holds do not change.
func digest(t *testing.T, p rota.Problem) string {
	t.Helper()
	sum := sha256.New()
	if err := document.WriteProblem(sum, p); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// A shape is what is counted of a problem.
type shape struct {
	places, consultants int
	pairs               int // consultants who are able, over all slots
	able                int // consultants with any slot
	scarce              int // per cent of slots with at most twice as many able as places
	parts               []partShape
}

type partShape struct{ consultants, places int }

// shapeOf counts the parts with a union of slots that a consultant joins.
func shapeOf(p rota.Problem) shape {
	out := shape{consultants: len(p.Consultants)}
	root := make([]int, len(p.Slots))
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	one := map[rota.ConsultantID]int{} // a slot of each
	scarce := 0
	for i, s := range p.Slots {
		root[i] = i
		out.places += s.Places
		able := p.Eligible(s)
		out.pairs += len(able)
		if len(able) <= 2*s.Places {
			scarce++
		}
		for _, id := range able {
			if j, ok := one[id]; ok {
				root[find(i)] = find(j)
			} else {
				one[id] = i
			}
		}
	}
	out.able, out.scarce = len(one), 100*scarce/len(p.Slots)
	people, places := make([]int, len(p.Slots)), make([]int, len(p.Slots))
	for _, i := range one {
		people[find(i)]++
	}
	for i, s := range p.Slots {
		places[find(i)] += s.Places
	}
	for i, n := range people {
		if n > 0 {
			out.parts = append(out.parts, partShape{n, places[i]})
		}
	}
	return out
}

func (s shape) largest() partShape {
	var out partShape
	for _, p := range s.parts {
		if p.places > out.places {
			out = p
		}
	}
	return out
}

func (s shape) String() string {
	l := s.largest()
	return fmt.Sprintf("%d consultants, %d places, %d pairs (%d a consultant), %d%% scarce, %d parts, the largest %d × %d",
		s.consultants, s.places, s.pairs, s.pairs/s.able, s.scarce, len(s.parts), l.consultants, l.places)
}

// TestTrustShape pins sizes and parts, and that tightness orders how scarce people are.
func TestTrustShape(t *testing.T) {
	all := []Tightness{Easy, Tight, Short}
	for _, c := range []struct {
		name                string
		size                Size
		seeds               uint64
		tight               []Tightness
		consultants, places int
		parts, largest      [2]int // from, to; of places
		pairs               [2]int // a consultant who has any
	}{
		{"small", SmallTrust, 5, all, 60, 80, [2]int{3, 5}, [2]int{25, 42}, [2]int{5, 25}},
		{"large", LargeTrust, 5, all, 700, 900, [2]int{15, 20}, [2]int{80, 120}, [2]int{8, 25}},
		{"region", Region, 1, []Tightness{Tight}, 7000, 9000, [2]int{120, 160}, [2]int{1300, 1400}, [2]int{8, 25}},
	} {
		for seed := range c.seeds {
			before := -1
			for _, tight := range c.tight {
				got := shapeOf(Trust(c.size, tight, seed))
				if got.consultants != c.consultants || got.places != c.places || !in(len(got.parts), c.parts) ||
					!in(got.largest().places, c.largest) || !in(got.pairs/got.able, c.pairs) {
					t.Errorf("%s, tightness %d, seed %d: %v", c.name, tight, seed, got)
				}
				if got.scarce <= before {
					t.Errorf("%s, seed %d: %d%% of slots are scarce in tightness %d, %d%% in the one before", c.name, seed, got.scarce, tight, before)
				}
				before = got.scarce
			}
		}
	}
}

func in(n int, limits [2]int) bool { return limits[0] <= n && n <= limits[1] }

// TestTrustHoldsEverything looks for each thing that makes rosters hard.
func TestTrustHoldsEverything(t *testing.T) {
	for seed := range uint64(4) {
		p := Trust(LargeTrust, Tight, seed)
		if p.Rules.OnCallWithOnSite != (seed%2 == 0) || *p.Rules.Rest != 660 || *p.Rules.MaxRun != 780 || len(p.Rules.Travel) == 0 {
			t.Errorf("seed %d: rules %+v", seed, p.Rules)
		}
		got := map[string]int{}
		for _, s := range p.Slots {
			got[fmt.Sprint("priority ", s.Priority)]++
			got[fmt.Sprint("places ", s.Places)]++
			got[string(s.Mode)]++
			got[fmt.Sprint("alone ", s.NoOtherDuty)]++
		}
		for _, c := range p.Consultants {
			got[string(c.Terms)]++
			got[fmt.Sprint("sites ", len(c.Sites))]++
			got[fmt.Sprint("skills ", len(c.Skills))]++
			got[fmt.Sprint("limit ", c.MaxCover != nil)]++
			got[fmt.Sprint("nights ", c.MaxNightsInARow != nil)]++
			got[fmt.Sprint("offers ", len(c.Offers) > 0)]++
			for _, s := range c.Sessions {
				got[string(s.Kind)]++
			}
		}
		for _, want := range []string{
			"priority 1", "priority 2", "priority 3", "places 1", "places 2", "places 3", "on_site", "on_call", "standby",
			"alone true", "alone false", "in_job_plan", "trust_rate", "bma_rate", "time_off", "sites 1", "sites 2", "skills 1", "skills 2",
			"skills 3", "limit true", "nights true", "offers true", "offers false", "fixed", "planned",
		} {
			if got[want] < 5 {
				t.Errorf("seed %d: %s %d times", seed, want, got[want])
			}
		}
	}
}

func TestTrustsAreTheSame(t *testing.T) {
	for _, c := range []struct {
		size  Size
		tight Tightness
		want  string
	}{{SmallTrust, Short, "3a70fc00d9c7087a"}, {LargeTrust, Easy, "59e48d4b6264883f"}} {
		got, again, other := digest(t, Trust(c.size, c.tight, 1)), digest(t, Trust(c.size, c.tight, 1)), digest(t, Trust(c.size, c.tight, 2))
		if got != again || got == other {
			t.Errorf("seed 1 gives %s and %s, seed 2 %s", got, again, other)
		}
		if got != c.want {
			t.Errorf("size %d, tightness %d is now %s", c.size, c.tight, got)
		}
	}
}
