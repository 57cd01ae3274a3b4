package solve

import (
	"context"
	"errors"
	"slices"

	"strikerota/rota"
)

// A screen tells of many changes, without solving anything again, that they gain
// nothing. The linear models of cover, part by part, have prices that prove how good
// cover can be at best (see master). What one consultant could do more changes nothing
// else in them, so that the same prices prove how good it can be then: by how much it
// may be better is how much less the least of that consultant's strikes costs.
type screen struct {
	part   []int // of every slot; -1 where nobody could be in it but by a lock: it has no price
	home   []int // of every consultant; -1 without a part
	stages []screenStage
}

// A screenStage is one priority of cover. Figures are in 1/unit minutes.
type screenStage struct {
	weight []int64 // of a place of every slot, at the prices
	least  []int64 // of the strikes of every consultant
	value  []int64 // of every part in the plan
	bound  []int64 // what the prices prove of it
	step   []int64 // in what steps it is better
	known  []bool
}

// newScreen finds the prices of every part that is not too large, at the values that
// the plan has.
func (e *Explainer) newScreen(ctx context.Context) (*screen, error) {
	s := &screen{part: slices.Repeat([]int{-1}, len(e.problem.Slots)), home: slices.Repeat([]int{-1}, len(e.problem.Consultants))}
	parts := parts(e.problem, people(*e.problem))
	for range e.before() {
		s.stages = append(s.stages, screenStage{
			weight: make([]int64, len(e.problem.Slots)), least: make([]int64, len(e.problem.Consultants)),
			value: make([]int64, len(parts)), bound: make([]int64, len(parts)), step: make([]int64, len(parts)), known: make([]bool, len(parts)),
		})
	}
	for n, t := range parts {
		for _, q := range t.people {
			s.home[q.index] = n
			for _, it := range q.items {
				if it.kind == cover && !it.locked {
					s.part[it.slot] = n
				}
			}
		}
		if err := e.screenPart(ctx, s, n, t); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// screenRosters is the most bytes of rosters of a part that is screened.
const screenRosters = 64 << 20

// screenPart does so for part n, unless it is too large.
func (e *Explainer) screenPart(ctx context.Context, s *screen, n int, t *part) error {
	all := t.enumerate(screenRosters)
	if all == nil || len(t.people) > usualSizes.people {
		return nil
	}
	t.columns()
	t.best = t.vector(e.stateOf(t))
	m := newMaster(t, all, usualSizes)
	engine, err := e.solver(ctx)
	if err != nil {
		return err
	}
	for i, before := range e.before() {
		o, c, to := t.objective(before.Aim), t.costs(before.Aim, all), &s.stages[i]
		r := m.begin(ctx, engine, c, budget{stop: ctx})
		r.score, r.least = o.at, c.units(o.least())
		if err := errors.Join(r.relax(), r.close()); err != nil {
			return ignoreSpent(err)
		}
		value := o.at(t.best)
		to.value[n], to.bound[n], to.step[n] = value*unit, c.base*unit+c.scale*r.bound.total, c.scale
		to.known[n] = true
		for k, q := range t.people {
			to.least[q.index] = c.scale * r.bound.least[k]
			w := m.weigh(c, r.bound.y, k)
			for j, it := range q.items {
				if m.row[k][j] >= 0 {
					to.weight[it.slot] = c.scale * w.item[j]
				}
			}
		}
		m.carried = append(m.carried, carried{c, c.units(value)})
	}
	return nil
}

// stateOf says which items of a part's people stand in the plan.
func (e *Explainer) stateOf(t *part) [][]bool {
	held := map[rota.Pair]bool{}
	for _, a := range e.plan.Assignments {
		held[a.Pair()] = true
	}
	out := make([][]bool, len(t.people))
	for k, q := range t.people {
		out[k] = make([]bool, len(q.items))
		for i, it := range q.items {
			out[k][i] = it.kind != cover || it.locked || held[rota.Pair{Slot: rota.SlotID(it.id), Consultant: q.id}]
		}
	}
	return out
}

// gainsNothing reports whether it is sure that cover is no better when a consultant of
// the problem, or one more than it has (index -1), is changed to c, who can do what
// they could before.
func (e *Explainer) gainsNothing(ctx context.Context, c rota.Consultant, index int) (bool, error) {
	if e.screen == nil {
		var err error
		if e.screen, err = e.newScreen(ctx); err != nil {
			return false, err
		}
	}
	one := *e.problem
	one.Consultants = []rota.Consultant{c}
	list := people(one)
	if len(list) == 0 {
		return true, nil
	}
	all := &rosters{from: []int32{0}}
	if !newEnumerator(list[0], all, screenRosters/16).add(0, 0) {
		return false, nil
	}
	return e.screen.rules(list[0], all, index), nil
}

// rules reports whether the prices prove that the rosters gain nothing.
func (s *screen) rules(q *person, all *rosters, index int) bool {
	var touched []int
	if index >= 0 && s.home[index] >= 0 {
		touched = append(touched, s.home[index])
	}
	for _, it := range q.items {
		if it.kind == cover {
			touched = append(touched, s.part[it.slot])
		}
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	for n, stage := range s.stages {
		if n > 0 && len(touched) > 1 { // what one priority has in both parts together may be shared out anew
			return false
		}
		if !stage.rules(q, all, index, touched) {
			return false
		}
	}
	return true
}

// rules does so for one priority, if the more urgent are as good as in the plan.
func (s screenStage) rules(q *person, all *rosters, index int, parts []int) bool {
	var value, bound, step int64
	for _, n := range parts {
		if n < 0 || !s.known[n] {
			return false
		}
		value, bound, step = value+s.value[n], bound+s.bound[n], gcd(step, s.step[n])
	}
	if index >= 0 {
		bound -= s.least[index]
	}
	var least int64
	for r := range all.loss {
		var sum int64
		for _, i := range all.of(int32(r)) {
			sum += s.weight[q.items[i].slot]
		}
		least = min(least, sum)
	}
	return bound+least > value-step*unit
}
