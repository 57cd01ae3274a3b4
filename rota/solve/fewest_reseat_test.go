package solve

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestReseat holds every sharing out against all there are among the people looked
// at, and what is kept beside it against the state.
func TestReseat(t *testing.T) {
	lessWaits, swaps := 0, 0
	for seed := range uint64(fewer(60)) {
		p := rotatest.Tasks(8+int(seed%5), 24+int(seed%30), seed)
		people := people(p)
		c := newCalls(&p, people)
		s := newSeating(c, slices.Repeat([]int{1}, len(c.vacancies)), seed)
		r := rand.New(rand.NewPCG(seed, 2))
		for k := range s.may {
			s.may[k] = r.IntN(3) > 0
			s.usedBy[k] = r.IntN(8) == 0
			s.may[k] = s.may[k] || s.usedBy[k]
		}
		for v := range s.weight {
			s.weight[v] = 1 + r.Int64N(5)
		}
		for range 120 {
			if len(s.waiting) == 0 {
				break
			}
			j := s.waiting[r.IntN(len(s.waiting))]
			may, waited := slices.Clone(s.may), s.waitingWeight()
			held := slices.Clone(s.holder)
			less := s.reseat(j)
			if len(s.seats[s.jobs[j]]) == 0 {
				continue
			}
			consistent(t, &p, s)
			if count(may) != count(s.may) {
				t.Fatalf("seed %d: %d may be called in, %d before", seed, count(s.may), count(may))
			}
			got := waited - s.waitingWeight()
			if less != (got > 0) {
				t.Fatalf("seed %d: less waits: %t, but %d less", seed, less, got)
			}
			if most := s.weight[s.jobs[j]] - s.leastWaiting(0, make([]int, len(s.again.people)), s.weight[s.jobs[j]], may); got != most {
				t.Fatalf("seed %d: %d less waits, but %d is possible: %v of %v", seed, got, most, s.again.jobs, s.again.people)
			}
			if less {
				lessWaits++
			}
			if !slices.Equal(may, s.may) && !slices.Equal(held, s.holder) {
				swaps++
			}
		}
	}
	if lessWaits < fewer(300) || swaps < fewer(100) {
		t.Errorf("less waited only %d times, and another was called in %d times", lessWaits, swaps)
	}
}

func count(may []bool) int {
	n := 0
	for _, m := range may {
		if m {
			n++
		}
	}
	return n
}

func (s *seating) waitingWeight() int64 {
	var sum int64
	for _, j := range s.waiting {
		sum += s.weight[s.jobs[j]]
	}
	return sum
}

// leastWaiting tries all that the people looked at can do with the jobs from the
// nth on: until is when each is done with those before, 0 for nothing so far.
func (s *seating) leastWaiting(n int, until []int, best int64, may []bool) int64 {
	r := s.again
	if n == len(r.jobs) || best < 0 {
		return min(best, 0)
	}
	need := s.vacancies[s.jobs[r.jobs[n]]]
	w := s.weight[s.jobs[r.jobs[n]]]
	best = min(best, w+s.leastWaiting(n+1, until, best-w, may))
	calls, called := 0, 0
	for x, k := range r.people {
		if may[k] && !s.usedBy[k] {
			calls++
		}
		if until[x] > 0 && !s.usedBy[k] {
			called++
		}
	}
	for x, k := range r.people {
		if s.itemOf[k][s.jobs[r.jobs[n]]] < 0 || until[x] > need.start || until[x] == 0 && !s.usedBy[k] && called == calls {
			continue
		}
		before := until[x]
		until[x] = need.end
		best = min(best, s.leastWaiting(n+1, until, best, may))
		until[x] = before
	}
	return best
}

// consistent fails the test unless all that a seating keeps says the same, and keeps every rule.
func consistent(t *testing.T, p *rota.Problem, s *seating) {
	t.Helper()
	sound(t, p, s.people, s.state)
	held := 0
	for k := range s.people {
		busy := newSet(len(s.moments))
		for _, i := range s.usable[k] {
			j := s.jobAt[k][i]
			if s.state[k][i] != (j >= 0) || s.present[k].has(i) != (j >= 0) || j >= 0 && (s.holder[j] != k || s.jobs[j] != s.vacancyOf[k][i]) {
				t.Fatalf("person %d, item %d: job %d", k, i, j)
			}
			if j >= 0 {
				held++
				busy.fill(s.vacancies[s.jobs[j]].from, s.vacancies[s.jobs[j]].to)
				if !s.may[k] {
					t.Fatalf("person %d may not be called in", k)
				}
			}
		}
		if s.busy != nil && !slices.Equal(s.busy[k], busy) {
			t.Fatalf("person %d is busy at %b, and it says %b", k, busy, s.busy[k])
		}
	}
	for at, j := range s.waiting {
		if s.holder[j] >= 0 || s.place[j] != at {
			t.Fatalf("job %d waits at %d and is held by %d", j, s.place[j], s.holder[j])
		}
	}
	if held+len(s.waiting) != len(s.jobs) {
		t.Fatalf("%d jobs, %d held, %d wait", len(s.jobs), held, len(s.waiting))
	}
}

// TestFewestOfADay: problems of a day are proved, with fewer called in than the plan that
// they were cut from does, but for the first; the last two cannot be covered whole.
func TestFewestOfADay(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background(), nodes: 1000}
	for _, c := range []struct {
		consultants, slots int
		seed               uint64
		open, called       int64
	}{
		{60, 400, 1, 0, 54}, {60, 400, 2, 0, 52}, {60, 400, 3, 0, 49}, {100, 600, 4, 1330, 85}, {140, 1000, 4, 2100, 118},
	}[:fewer(5)] {
		p := rotatest.Tasks(c.consultants, c.slots, c.seed)
		people := people(p)
		filled, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		out, err := fewest(context.Background(), engine, &p, people, filled, b)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, &p, people, out.state)
		if filled.open != [4]int64{1: c.open} || filled.least != filled.open || out.open != filled.open {
			t.Errorf("%v: open %v, at least %v, at last %v", c, filled.open, filled.least, out.open)
		}
		if out.called != c.called || out.bound != c.called {
			t.Errorf("%v: %d called in, bound %d", c, out.called, out.bound)
		}
	}
}

// TestLoss: the losses of all come to how many may be called in, less the bound of what places
// are worth, and what waits on top; nobody's is less than nothing. Those looked at
// mostly lose as much as what waits is worth.
func TestLoss(t *testing.T) {
	looked, enough := 0, 0
	for seed := range uint64(20) {
		p := rotatest.Tasks(20, 100, seed)
		people := people(p)
		c := newCalls(&p, people)
		r := rand.New(rand.NewPCG(seed, 3))
		places := slices.Repeat([]int{1}, len(c.vacancies))
		s := newSeating(c, places, seed)
		for k := range s.may {
			s.usedBy[k] = r.IntN(8) == 0
			s.may[k] = s.usedBy[k] || r.IntN(4) > 0
		}
		s.value = c.value(places, newWorths(c), func() bool { return false })
		for range 200 {
			if len(s.waiting) == 0 {
				break
			}
			j, before := s.waiting[r.IntN(len(s.waiting))], s.allLosses(t)
			s.reseat(j)
			var lost int64
			for _, k := range s.again.people {
				lost += before[k]
			}
			if len(s.seats[s.jobs[j]]) > 0 && len(s.jobs)-len(s.waiting) > 70 {
				looked++
				if lost >= s.value.place[s.jobs[j]] {
					enough++
				}
			}
		}
		var all int64
		for _, lost := range s.allLosses(t) {
			all += lost
		}
		if want := s.lossesWanted(); all != want {
			t.Errorf("seed %d: all lose %d, want %d", seed, all, want)
		}
	}
	if looked < 1000 || enough < looked*9/10 {
		t.Errorf("of %d times, only %d had people who lose enough", looked, enough)
	}
}

// allLosses is what each person loses.
func (s *seating) allLosses(t *testing.T) []int64 {
	t.Helper()
	out := make([]int64, len(s.people))
	for k := range out {
		if out[k] = s.loss(k); out[k] < 0 {
			t.Fatalf("person %d loses %d", k, out[k])
		}
	}
	return out
}

// lossesWanted is what all must lose together.
func (s *seating) lossesWanted() int64 {
	var out int64
	for k, dearest := range s.value.dearest {
		cost := int64(worthUnit)
		if s.usedBy[k] {
			cost = 0
		} else if s.may[k] {
			out += cost
		}
		out += max(0, dearest-cost)
	}
	for v, worth := range s.value.place {
		if !slices.ContainsFunc(s.waiting, func(j int) bool { return s.jobs[j] == v }) {
			out -= worth
		}
	}
	return out
}

// TestWorth: the bound that follows from what places are worth is below the fewest,
// and not by much.
func TestWorth(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background()}
	for seed := range uint64(fewer(8)) {
		p := rotatest.Tasks(20, 100, seed)
		people := people(p)
		filled, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		r := newCallRun(context.Background(), engine, &p, people, b)
		out, err := r.fewest(filled)
		if err != nil {
			t.Fatal(err)
		}
		places := r.filled(out.state)
		worth := r.worth(places, newWorths(r.calls), func() bool { return false })
		bound := r.slopeAt(worth, places, newWorths(r.calls), make([]float64, len(worth)))
		if float64(out.called) < bound-1e-6 || bound < 0.95*float64(out.called) {
			t.Errorf("seed %d: bound %.2f, but %d are called in", seed, bound, out.called)
		}
	}
}
