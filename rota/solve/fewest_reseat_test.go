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
	for seed := range uint64(60) {
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
	if lessWaits < 300 || swaps < 100 {
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
		for _, i := range s.usable[k] {
			j := s.jobAt[k][i]
			if s.state[k][i] != (j >= 0) || s.present[k].has(i) != (j >= 0) || j >= 0 && (s.holder[j] != k || s.jobs[j] != s.vacancyOf[k][i]) {
				t.Fatalf("person %d, item %d: job %d", k, i, j)
			}
			if j >= 0 {
				held++
				if !s.may[k] {
					t.Fatalf("person %d may not be called in", k)
				}
			}
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

// TestFewestOfADay: problems of 60 consultants and 400 slots are proved, with fewer called in
// than the plan that they were cut from does, but for the first.
func TestFewestOfADay(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background(), nodes: 1000}
	for seed, want := range map[uint64]int64{1: 54, 2: 52, 3: 49} {
		p := rotatest.Tasks(60, 400, seed)
		people := people(p)
		filled, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		out, err := fewest(context.Background(), engine, &p, people, filled.state, b)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, &p, people, out.state)
		if out.called != want || out.bound != want || out.open != [4]int64{} {
			t.Errorf("seed %d: %d called in, bound %d, want %d; open %v", seed, out.called, out.bound, want, out.open)
		}
	}
}

// TestWorth: the bound that follows from what places are worth is below the fewest,
// and not by much.
func TestWorth(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background()}
	for seed := range uint64(8) {
		p := rotatest.Tasks(20, 100, seed)
		people := people(p)
		filled, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		r := newCallRun(context.Background(), engine, &p, people, b)
		out, err := r.fewest(filled.state)
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
