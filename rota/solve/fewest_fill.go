package solve

import (
	"context"
	"math"
	"slices"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// fillPlaces finds a plan for one part that leaves as few minutes open as it can,
// priority by priority, with whoever is there. It applies where [callsApply] says
// so. The bounds are in least; it tells no progress. Without a limit the result is
// proved, unless the part is too large for the whole model.
func fillPlaces(ctx context.Context, engine *highs.Engine, p *rota.Problem, people []*person, b budget) (callResult, error) {
	r := newCallRun(ctx, engine, p, people, b)
	return r.fillPlaces()
}

func (r *callRun) fillPlaces() (callResult, error) {
	out := callResult{state: cloneStates(r.base)}
	out.open = r.open(out.state)
	r.better(&out, r.complete(out.state, 0))
	x, err := r.leastOpen(&out)
	if err != nil {
		return out, err
	}
	if r.itemOf != nil && !out.leastReached() {
		r.fillMore(&out)
	}
	weight := make([]float64, len(r.vacancies))
	for try := 0; try < fillTries && !out.leastReached() && x.called != nil && !r.spent(); try++ {
		r.better(&out, r.complete(r.try(x, out.state, uint64(try), weight, mostSteps), uint64(try)))
		if x, err = r.otherOpen(weight); err != nil {
			return out, err
		}
	}
	out.forget()
	for priority := 1; priority <= 3 && !r.spent(); priority++ {
		if err := r.fillExactly(priority, &out); err != nil {
			return out, err
		}
	}
	for k, q := range r.people {
		q.keep(out.state[k])
	}
	out.called = r.called(out.state)
	return out, r.ctx.Err()
}

// Tries before the whole model is asked.
const fillTries = 12

// leastReached reports whether no less can be left open.
func (out callResult) leastReached() bool { return out.open == out.least }

// better takes a state over that leaves less open.
func (r *callRun) better(out *callResult, state [][]bool) {
	if open := r.open(state); slices.Compare(open[:], out.open[:]) < 0 {
		out.state, out.open = state, open
	}
}

// minutesOpen is the objective of a priority, and what it was divided by; 0 when it has no vacancy.
func (r *callRun) minutesOpen(priority int) ([]float64, int64) {
	open, g, any := make([]float64, len(r.vacancies)), r.step(priority), false
	for v, need := range r.vacancies {
		if need.priority == priority {
			open[v], any = float64(need.minutes()/g), true
		}
	}
	if !any {
		return nil, 0
	}
	return open, g
}

// leastOpen bounds what stays open, and chooses what does.
func (r *callRun) leastOpen(out *callResult) (callChoice, error) {
	none := make([]float64, len(r.people))
	x := callChoice{called: none, open: make([]float64, len(r.vacancies))}
	for priority := 1; priority <= 3; priority++ {
		open, g := r.minutesOpen(priority)
		r.bound.held[priority] = 0
		if g == 0 {
			continue
		}
		r.bound.held[priority] = -1
		y, err := r.bound.minimise(r.budget.stop, none, open, 0.999, true)
		if err != nil {
			return x, err
		}
		out.least[priority] = g * roundUp(y.bound)
		r.bound.held[priority] = out.least[priority]
		if y.called == nil {
			return callChoice{}, nil
		}
		x = y
	}
	return everybody(x), nil
}

// everybody lets everybody be called in.
func everybody(x callChoice) callChoice {
	x.called = slices.Clone(x.called)
	for k := range x.called {
		x.called[k] = 1
	}
	return x
}

// otherOpen chooses what stays open again: no more than must, and above all what was hard to place.
func (r *callRun) otherOpen(weight []float64) (callChoice, error) {
	wish := make([]float64, len(weight))
	most := 1.0
	for v, w := range weight {
		wish[v] = -w
		most += w
	}
	x, err := r.bound.minimise(r.budget.stop, make([]float64, len(r.people)), wish, most, true)
	if err != nil || x.called == nil {
		return callChoice{}, err
	}
	return everybody(x), nil
}

// complete seats on everybody whatever else fits beside a state.
func (r *callRun) complete(state [][]bool, seed uint64) [][]bool {
	places := make([]int, len(r.vacancies))
	for v, need := range r.vacancies {
		places[v] = need.places
	}
	s := newSeating(r.calls, places, seed)
	s.fill(state)
	for _, j := range slices.Clone(s.waiting) {
		s.step++
		s.chain(j)
	}
	return s.result()
}

// fillMore shares out anew what people have, and never lets more minutes wait.
func (r *callRun) fillMore(out *callResult) {
	places := make([]int, len(r.vacancies))
	for v, need := range r.vacancies {
		places[v] = need.places
	}
	s := newSeating(r.calls, places, uint64(r.budget.seed))
	s.steady = true
	for v, need := range r.vacancies {
		s.weight[v] = need.minutes() << (12 * (3 - need.priority))
	}
	s.fill(out.state)
	s.run(mostSteps*len(s.jobs), func() bool { return r.spent() || r.open(s.state) == out.least })
	r.better(out, s.result())
}

// forget takes back the bounds of priorities after one that is left more open than
// was thought when they were found.
func (out *callResult) forget() {
	for priority := 1; priority <= 3; priority++ {
		if out.open[priority] > out.least[priority] {
			for later := priority + 1; later <= 3; later++ {
				out.least[later] = 0
			}
			return
		}
	}
}

// fillExactly asks the whole model for one priority, unless nothing is left to find.
func (r *callRun) fillExactly(priority int, out *callResult) error {
	open, g := r.minutesOpen(priority)
	if g == 0 || out.open[priority] <= out.least[priority] || r.items() > mostItems {
		r.bound.held[priority] = out.open[priority]
		return nil
	}
	for later := priority; later <= 3; later++ {
		r.bound.held[later] = -1
	}
	m := r.bound.exact(make([]float64, len(r.people)), open, nil)
	state, bound, err := m.solve(r.budget.stop, out.state, r.third)
	if err != nil {
		return err
	}
	if state != nil {
		r.better(out, state)
	}
	if !math.IsInf(bound, 0) {
		out.least[priority] = max(out.least[priority], g*roundUp(bound))
	}
	r.bound.held[priority] = out.open[priority]
	return nil
}
