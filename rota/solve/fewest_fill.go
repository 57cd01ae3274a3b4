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
	out.doubt, out.rows = r.bound.inDoubt(x), r.bound.rows
	for priority := 1; priority <= 3; priority++ {
		thought := out.least[priority]
		if err := r.fillExactly(priority, &out, x); err != nil {
			return out, err
		}
		if out.open[priority] > thought { // the bounds of later ones were found as if it were not
			clear(out.least[priority+1:])
		}
	}
	for k, q := range r.people {
		q.keep(out.state[k])
	}
	out.called = r.called(out.state)
	return out, r.ctx.Err()
}

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

// leastOpen bounds what stays open, and chooses what does as far as it knows.
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
			return x, nil
		}
		x = y
	}
	return x, nil
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

// restSteps is how many steps filling the rest may take for each place.
const restSteps = 100

// fillExactly fills places of one priority as the whole model says, of no more than
// what is in doubt: its bound holds for all. When the rest cannot be filled beside
// what it leaves open, what is hard to place is in doubt too.
func (r *callRun) fillExactly(priority int, out *callResult, x callChoice) error {
	minutes, g := r.minutesOpen(priority)
	for later := priority; later <= 3; later++ {
		r.bound.held[later] = -1
	}
	for wider := true; wider && g > 0 && out.open[priority] > out.least[priority] && !r.spent(); {
		state, open := out.state, x.open
		wider = r.itemsOf(out.doubt) <= mostItems
		if wider {
			m := r.bound.exact(make([]float64, len(r.people)), minutes, out.doubt)
			found, bound, err := m.solve(r.budget.stop, out.state, r.third)
			if err != nil {
				return err
			}
			out.least[priority] = max(out.least[priority], g*roundUp(bound))
			if found != nil {
				state, open = found, m.open
			}
			wider = found != nil
		}
		hard := r.fillRest(out, state, open, priority)
		wider = wider && r.widen(out.doubt, hard)
	}
	r.bound.held[priority] = out.open[priority]
	return nil
}

// fillRest seats all that a choice does not leave open, from a state on, but for
// priorities after one. It gives the vacancies that were hard to place.
func (r *callRun) fillRest(out *callResult, state [][]bool, open []float64, priority int) []int {
	places := make([]int, len(r.vacancies))
	for v, need := range r.vacancies {
		if need.priority <= priority {
			places[v] = need.places - int(math.Round(open[v]))
		}
	}
	s := newSeating(r.calls, places, uint64(r.budget.seed))
	s.fill(state)
	s.fill(out.state)
	s.run(restSteps*len(s.jobs), r.spent)
	r.better(out, r.complete(s.result(), 0))
	var hard []int
	for _, j := range s.waiting {
		s.weight[s.jobs[j]]++
	}
	for v, w := range s.weight {
		if w > 1 {
			hard = append(hard, v)
		}
	}
	return hard
}

// inDoubt are the vacancies of bounds in which a choice leaves something open.
func (m *callBound) inDoubt(x callChoice) []bool {
	out := make([]bool, len(m.vacancies))
	for _, row := range m.rows {
		if !slices.ContainsFunc(row.Index, func(j int32) bool { return int(j) >= len(m.people) && x.open[int(j)-len(m.people)] > 0.5 }) {
			continue
		}
		for _, j := range row.Index {
			if int(j) >= len(m.people) {
				out[int(j)-len(m.people)] = true
			}
		}
	}
	return out
}

// widen puts vacancies in doubt, or, when they are, all at the same time, or, when
// those are, everything. It reports whether there were any.
func (c *calls) widen(doubt []bool, hard []int) bool {
	for _, near := range []func(v, h int) bool{
		func(v, h int) bool { return v == h },
		func(v, h int) bool {
			return c.vacancies[v].start < c.vacancies[h].end && c.vacancies[h].start < c.vacancies[v].end
		},
		func(v, h int) bool { return true },
	} {
		found := false
		for v := range doubt {
			if !doubt[v] && slices.ContainsFunc(hard, func(h int) bool { return near(v, h) }) {
				doubt[v], found = true, true
			}
		}
		if found {
			return true
		}
	}
	return false
}

// itemsOf is how many columns the whole model of some vacancies has for who takes what.
func (c *calls) itemsOf(some []bool) int {
	n := 0
	for v, seats := range c.seats {
		if some[v] {
			n += len(seats)
		}
	}
	return n
}
