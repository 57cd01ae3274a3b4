package solve

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve/highs"
)

// callEngine is a solver for one test.
func callEngine(t *testing.T) *highs.Engine {
	t.Helper()
	e, err := highs.New(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// sound fails the test unless a state holds every rule, every lock and every
// fixed session, and fills no more places than there are.
func sound(t *testing.T, p *rota.Problem, people []*person, state [][]bool) {
	t.Helper()
	filled, locks := map[int]int{}, map[int]int{}
	for k, q := range people {
		if cuts := q.cuts(state[k]); len(cuts) > 0 {
			t.Fatalf("%s breaks a rule: %v", q.id, cuts)
		}
		for i, it := range q.items {
			if (it.kind == fixed || it.locked) && !state[k][i] {
				t.Fatalf("%s: a lock or a fixed session is gone", q.id)
			}
			if it.kind == cover && state[k][i] {
				filled[it.slot]++
				if it.locked {
					locks[it.slot]++
				}
			}
		}
	}
	for s, n := range filled {
		if n > max(p.Slots[s].Places, locks[s]) {
			t.Fatalf("slot %d has %d people", s, n)
		}
	}
}

// TestFewestBrute holds the cover, the fewest and both bounds against all plans
// there are, for tiny problems: every other one as it is, so that every rule binds
// often, and every other one without any rule but overlap, for which people are
// shared out anew.
func TestFewestBrute(t *testing.T) {
	n := fewer(1000)
	engine, reseated := callEngine(t), 0
	for seed := range n {
		p, err := tiny(uint64(seed / 2))
		if err != nil {
			t.Fatal(err)
		}
		if seed%2 == 1 {
			p = onlyOverlap(t, p)
		}
		p.Aims = []rota.Aim{rota.AimCover, rota.AimConsultants}
		people := people(p)
		if len(people) == 0 {
			continue
		}
		if newCalls(&p, people).itemOf != nil {
			reseated++
		}
		againstBrute(t, engine, seed, p, people)
	}
	if reseated < n/3 {
		t.Errorf("only %d of %d problems have no rule but overlap", reseated, n)
	}
}

// onlyOverlap takes away every rule but that two slots at a time are too many.
func onlyOverlap(t *testing.T, p rota.Problem) rota.Problem {
	t.Helper()
	p.Rules = rota.Rules{}
	p.Consultants = slices.Clone(p.Consultants)
	for i := range p.Consultants {
		p.Consultants[i].MaxCover, p.Consultants[i].MaxNightsInARow = nil, nil
	}
	out, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func againstBrute(t *testing.T, engine *highs.Engine, seed int, p rota.Problem, people []*person) {
	t.Helper()
	b := budget{stop: context.Background()}
	filled, err := fillPlaces(context.Background(), engine, &p, people, b)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	sound(t, &p, people, filled.state)
	out, err := fewest(context.Background(), engine, &p, people, filled, b)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	sound(t, &p, people, out.state)
	if filled.open != filled.least || out.called != out.bound || out.open != filled.open {
		t.Fatalf("seed %d: open %v, bound %v; called %d, bound %d, open %v", seed, filled.open, filled.least, out.called, out.bound, out.open)
	}
	want := bruteForce(p)
	got := openEverywhere(&p, people, out.open)
	if called := want[len(want)-1]; out.called != called {
		t.Fatalf("seed %d: %d called in, want %d", seed, out.called, called)
	}
	for i, v := range want[:len(want)-1] {
		if got[i] != v {
			t.Fatalf("seed %d: open %v, want %v", seed, got, want)
		}
	}
}

// openEverywhere is the value of every cover stage: what people leave open and slots that nobody may take.
func openEverywhere(p *rota.Problem, people []*person, open [4]int64) []int64 {
	asked := map[int]bool{}
	for _, q := range people {
		for _, it := range q.items {
			if it.kind == cover {
				asked[it.slot] = true
			}
		}
	}
	var there [4]bool
	for i, s := range p.Slots {
		there[s.Priority] = true
		if !asked[i] {
			open[s.Priority] += int64(s.Places) * int64(s.Minutes())
		}
	}
	var out []int64
	for priority, is := range there {
		if is {
			out = append(out, open[priority])
		}
	}
	return out
}

// TestFewestAgainstWhole holds the fewest against the whole model, asked without
// any bound that was found before.
func TestFewestAgainstWhole(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background()}
	for seed := range uint64(10) {
		p := rotatest.Tasks(8+int(seed), 24, seed)
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
		r := newCallRun(context.Background(), engine, &p, people, b)
		r.bound.rows, r.bound.held = nil, filled.open
		state, _, err := r.bound.exact(r.each(), make([]float64, len(r.vacancies)), nil).solve(context.Background(), filled.state, r.limit)
		if err != nil || state == nil {
			t.Fatalf("seed %d: the whole model has no answer: %v", seed, err)
		}
		if want := r.called(state); out.called != want || out.bound != want || out.open != filled.least {
			t.Errorf("seed %d: %d called, bound %d, want %d; open %v, bound %v", seed, out.called, out.bound, want, out.open, filled.least)
		}
	}
}

// TestLeastCalled: where something stays open, the bound takes in what is in doubt, and
// what was found when places were filled.
func TestLeastCalled(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background(), nodes: 1000}
	for _, c := range []struct {
		consultants, slots int
		want               int64
	}{{60, 400, 55}, {140, 1000, 118}, {200, 2000, 190}}[:fewer(3)] {
		p := rotatest.Tasks(c.consultants, c.slots, 4)
		people := people(p)
		out, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		r := newCallRun(context.Background(), engine, &p, people, b)
		r.bound.held = out.open
		if err := r.leastCalled(&out); err != nil || out.bound != c.want {
			t.Errorf("%v: bound %d: %v", c, out.bound, err)
		}
	}
}

// TestPricedBound holds priced bounds with random prices against a plan that is known.
func TestPricedBound(t *testing.T) {
	engine, b := callEngine(t), budget{stop: context.Background()}
	for seed := range uint64(40) {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		p.Aims = []rota.Aim{rota.AimCover, rota.AimConsultants}
		people := people(p)
		out, err := fillPlaces(context.Background(), engine, &p, people, b)
		if err != nil {
			t.Fatal(err)
		}
		c := newCalls(&p, people)
		filled, random := c.filled(out.state), rand.New(rand.NewPCG(seed, 1))
		for range 50 {
			price, left := make([]int64, len(c.vacancies)), int64(0)
			for v := range price {
				price[v] = random.Int64N(4)
				left += price[v] * int64(c.vacancies[v].places-filled[v])
			}
			bound := c.pricedBound(price, newWorths(c))
			for k := range people {
				if c.callsIn(k, out.state) {
					left += bound.worth[k]
				}
			}
			if left < bound.total {
				t.Fatalf("seed %d: a plan breaks the bound of prices %v: %d < %d", seed, price, left, bound.total)
			}
		}
	}
}

// TestFewestLimits: what a limit cuts short is sound and its bound true, and the
// same steps give the same plan.
func TestFewestLimits(t *testing.T) {
	engine := callEngine(t)
	p := rotatest.Tasks(20, 100, 1)
	people := people(p)
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	limits := map[string]budget{
		"time":    {began: time.Now(), deadline: time.Microsecond, stop: context.Background()},
		"stopped": {stop: stopped},
		"steps":   {nodes: 1, stop: context.Background()},
	}
	for name, b := range limits {
		var before callResult
		for n := range 2 {
			filled, err := fillPlaces(context.Background(), engine, &p, people, b)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sound(t, &p, people, filled.state)
			out, err := fewest(context.Background(), engine, &p, people, filled, b)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sound(t, &p, people, out.state)
			if out.bound > 16 || out.bound > out.called {
				t.Errorf("%s: bound %d, but 16 are enough for all; %d called", name, out.bound, out.called)
			}
			if n > 0 && name == "steps" && !reflect.DeepEqual(out, before) {
				t.Error("the same steps gave another plan")
			}
			before = out
		}
	}
}
