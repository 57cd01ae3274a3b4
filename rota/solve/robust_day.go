package solve

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"strikerota/rota"
)

// A robustDay is one unit on one day being looked at.
type robustDay struct {
	problem  rota.Problem
	slots    []robustSlot
	held     map[rota.ConsultantID][]rota.Slot // what the plan gives each consultant
	able     []int                             // for each slot how many could take a place of it
	standIns []standIn                         // by id
	partial  bool                              // somebody's rosters are not all known
	full     reach                             // of the places open when all the silent are away
	ranked   []way                             // of that reach
	result   UnitDay
}

// A standIn is a consultant who could take places of the day beside the plan's.
type standIn struct {
	id      rota.ConsultantID
	alone   []int   // indexes of the slots that they could take
	rosters [][]int // the largest sets of them that they could take together
}

// look fills in the day's result.
func (d *robustDay) look(ctx context.Context, o RobustOptions) error {
	if err := d.findStandIns(ctx); err != nil {
		return err
	}
	var err error
	if d.full, err = d.reachOf(ctx, d.opened(d.everyone()), o.States); err != nil {
		return err
	}
	d.ranked = d.rank()
	first := d.slots[0].slot
	d.result = UnitDay{Service: first.Service, Unit: first.Unit, Date: rota.DateOf(first.Start)}
	for _, s := range d.slots {
		d.result.Silent += s.silent
		d.result.Slots = append(d.result.Slots, SlotHold{Slot: s.slot, Silent: s.silent})
	}
	if err := d.cases(ctx, o); err != nil {
		return err
	}
	d.result.Standby, err = standby(ctx, []*robustDay{d})
	return err
}

// findStandIns lists who could take a place that may be open, and counts them for each slot.
func (d *robustDay) findStandIns(ctx context.Context) error {
	d.able = make([]int, len(d.slots))
	for _, c := range d.problem.Consultants {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		h := standIn{id: c.ID}
		for i, s := range d.slots {
			if s.open(s.silent) > 0 && rota.Able(c, s.slot) && d.mayTake(c, []int{i}) {
				h.alone = append(h.alone, i)
				d.able[i]++
			}
		}
		if len(h.alone) > 0 {
			h.rosters = d.rosters(c, h.alone)
			d.standIns = append(d.standIns, h)
		}
	}
	return nil
}

// rosterChecks is how many sets of slots are tried for one consultant and day;
// rest and overlap leave far fewer on any real day.
const rosterChecks = 4096

// rosters lists the largest sets of slots that the consultant can take together.
// What is allowed stays allowed when a slot is taken away, so sets grow one by one.
func (d *robustDay) rosters(c rota.Consultant, alone []int) [][]int {
	var out [][]int
	checks := 0
	var grow func(set []int, from int)
	grow = func(set []int, from int) {
		for k := from; k < len(alone); k++ {
			if checks++; checks > rosterChecks {
				d.partial = true
				break
			}
			wider := append(set[:len(set):len(set)], alone[k])
			if len(set) == 0 || d.mayTake(c, wider) {
				grow(wider, k+1)
			}
		}
		// A set comes after those that it could be grown to with later slots, so
		// one that is part of another is always found out here.
		if len(set) > 0 && !slices.ContainsFunc(out, func(big []int) bool { return partOf(set, big) }) {
			out = append(out, set)
		}
	}
	grow(nil, 0)
	return out
}

// partOf reports whether every number of a is in b.
func partOf(a, b []int) bool {
	return !slices.ContainsFunc(a, func(n int) bool { return !slices.Contains(b, n) })
}

// mayTake asks the referee whether the consultant can take the slots beside those
// the plan gives them, which stay whatever they break, with every planned session
// given up.
func (d *robustDay) mayTake(c rota.Consultant, more []int) bool {
	p := rota.Problem{Rules: d.problem.Rules, Consultants: []rota.Consultant{c}}
	var plan rota.Plan
	held := d.held[c.ID]
	all := slices.Clone(held)
	for _, i := range more {
		all = append(all, d.slots[i].slot)
	}
	for n, s := range all {
		if slices.ContainsFunc(p.Slots, func(o rota.Slot) bool { return o.ID == s.ID }) {
			return false // nobody takes two places of a slot
		}
		s.Places = 1
		p.Slots = append(p.Slots, s)
		a := rota.Assignment{Slot: s.ID, Consultant: c.ID, Locked: n < len(held)}
		if a.Locked {
			p.Locks = append(p.Locks, a.Pair())
		}
		plan.Assignments = append(plan.Assignments, a)
	}
	for _, s := range c.Sessions {
		if s.Kind == rota.Planned {
			plan.Assignments[0].Displaces = append(plan.Assignments[0].Displaces, s.ID)
		}
	}
	slices.SortFunc(p.Slots, func(a, b rota.Slot) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return !slices.ContainsFunc(rota.Check(p, plan).Breaches, func(b rota.Breach) bool { return !b.Locked })
}

// A reach is which places of some slots consultants can fill together.
type reach struct {
	dims    []int // indexes of the slots with places that somebody could fill, most important first
	space   *placeSpace
	rosters [][][]int // for each stand-in the rosters, as numbers of dims
	// everybody is the set of ways that all of them together can fill, and peaks its peaks.
	everybody *big.Int
	peaks     [][]int
}

// reachOf finds what can be filled of so many open places of each slot.
func (d *robustDay) reachOf(ctx context.Context, open []int, states int) (reach, error) {
	var r reach
	for i := range d.slots {
		if open[i] > 0 && d.able[i] > 0 {
			r.dims = append(r.dims, i)
		}
	}
	slices.SortStableFunc(r.dims, func(a, b int) int { return d.slots[a].slot.Priority - d.slots[b].slot.Priority })
	want := make([]int, len(r.dims))
	for n, i := range r.dims {
		want[n] = min(open[i], d.able[i])
	}
	r.space = newSpace(want, states)
	r.everybody = r.space.nobody()
	for _, h := range d.standIns {
		if ctx.Err() != nil {
			return reach{}, context.Cause(ctx)
		}
		rosters := r.project(h.rosters)
		r.rosters = append(r.rosters, rosters)
		r.everybody = r.space.add(r.everybody, rosters)
	}
	r.peaks = r.space.peaks(r.everybody)
	return r, nil
}

// project leaves of each roster what has a place in the space.
func (r reach) project(rosters [][]int) [][]int {
	var out [][]int
	for _, roster := range rosters {
		var part []int
		for n, i := range r.dims {
			if r.space.caps[n] > 0 && slices.Contains(roster, i) {
				part = append(part, n)
			}
		}
		if len(part) > 0 && !slices.ContainsFunc(out, func(o []int) bool { return slices.Equal(o, part) }) {
			out = append(out, part)
		}
	}
	return out
}

// A coverAnswer is the best cover of the day's open places.
type coverAnswer struct {
	open  OpenMinutes
	left  []int  // for each slot the places that stay open in one best answer
	full  []bool // for each slot whether some best answer leaves none open; nil when not known
	exact bool   // false when nobody can be sure that nothing is better
}

// answer covers as many open places of each slot as the reach has.
func (d *robustDay) answer(open []int, r reach) coverAnswer {
	best := coverAnswer{full: make([]bool, len(open)), exact: !d.partial}
	for n, i := range r.dims {
		best.exact = best.exact && min(open[i], d.able[i]) <= r.space.caps[n]
	}
	left := make([]int, len(open))
	for _, peak := range r.peaks {
		copy(left, open)
		for n, i := range r.dims {
			left[i] -= min(left[i], peak[n])
		}
		minutes := d.minutes(left)
		c := -1
		if best.left != nil {
			c = minutes.Compare(best.open)
		}
		if c < 0 {
			clear(best.full)
		}
		if c < 0 || c == 0 && slices.Compare(left, best.left) < 0 {
			best.open, best.left = minutes, slices.Clone(left)
		}
		if c <= 0 {
			for i, n := range left {
				best.full[i] = best.full[i] || n == 0
			}
		}
	}
	return best
}

// minutes adds up places left open, by priority.
func (d *robustDay) minutes(left []int) OpenMinutes {
	var out OpenMinutes
	for i, n := range left {
		s := d.slots[i].slot
		out[s.Priority-1] += int64(n) * int64(s.Minutes())
	}
	return out
}
