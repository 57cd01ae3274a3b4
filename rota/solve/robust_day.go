package solve

import (
	"context"
	"iter"
	"math/big"
	"slices"
	"strings"

	"strikerota/rota"
)

// A robustDay is one unit on one day being looked at.
type robustDay struct {
	slots   []robustSlot
	held    map[rota.ConsultantID][]rota.Slot // what the plan gives each consultant
	dims    []int                             // indexes of the slots that somebody could fill, most important first
	able    []int                             // for each slot how many could take a place of it
	space   *placeSpace                       // of the dims
	helpers []helper                          // by id
	peaks   [][]int                           // what everybody together can fill
	result  UnitDay
}

// A helper is a consultant who could take places of the day beside the plan's.
type helper struct {
	id      rota.ConsultantID
	alone   []int   // indexes of the slots that they could take
	rosters [][]int // the largest sets of dims that they could take together
}

// look fills in the day's result.
func (d *robustDay) look(ctx context.Context, p rota.Problem, o RobustOptions) error {
	if err := d.findHelpers(ctx, p); err != nil {
		return err
	}
	d.makeSpace(o.States)
	everybody := d.space.nobody()
	for i := range d.helpers {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		h := &d.helpers[i]
		c, _ := p.Consultant(h.id)
		h.rosters = d.rosters(p.Rules, c, h.alone)
		everybody = d.space.add(everybody, h.rosters)
	}
	d.peaks = d.space.peaks(everybody)
	first := d.slots[0].slot
	d.result = UnitDay{Service: first.Service, Unit: first.Unit, Date: rota.DateOf(first.Start)}
	for _, s := range d.slots {
		d.result.Silent += s.silent
		d.result.Slots = append(d.result.Slots, SlotHold{Slot: s.slot, Silent: s.silent})
	}
	if err := d.cases(ctx, o.Choices); err != nil {
		return err
	}
	var err error
	d.result.Standby, err = standby(ctx, []*robustDay{d})
	return err
}

// findHelpers lists who could take a place that may be open, and counts them for each slot.
func (d *robustDay) findHelpers(ctx context.Context, p rota.Problem) error {
	d.able = make([]int, len(d.slots))
	for _, c := range p.Consultants {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		h := helper{id: c.ID}
		for i, s := range d.slots {
			if s.open(s.silent) > 0 && rota.Able(c, s.slot) && mayTake(p.Rules, c, d.held[c.ID], []rota.Slot{s.slot}) {
				h.alone = append(h.alone, i)
				d.able[i]++
			}
		}
		if len(h.alone) > 0 {
			d.helpers = append(d.helpers, h)
		}
	}
	return nil
}

// makeSpace gives every slot that can be filled as many places as are ever open
// and there are people for.
func (d *robustDay) makeSpace(states int) {
	for i := range d.slots {
		if d.able[i] > 0 {
			d.dims = append(d.dims, i)
		}
	}
	slices.SortStableFunc(d.dims, func(a, b int) int { return d.slots[a].slot.Priority - d.slots[b].slot.Priority })
	want := make([]int, len(d.dims))
	for n, i := range d.dims {
		want[n] = min(d.able[i], d.slots[i].open(d.slots[i].silent))
	}
	d.space = newSpace(want, states)
}

// rosters lists the largest sets of dims that the consultant can take together.
// What is allowed stays allowed when a slot is taken away, so sets grow one by one.
func (d *robustDay) rosters(rules rota.Rules, c rota.Consultant, alone []int) [][]int {
	var out [][]int
	var dims []int
	for n, i := range d.dims {
		if d.space.caps[n] > 0 && slices.Contains(alone, i) {
			dims = append(dims, n)
		}
	}
	var grow func(set []int, slots []rota.Slot, from int)
	grow = func(set []int, slots []rota.Slot, from int) {
		for k := from; k < len(dims); k++ {
			wider := append(slots[:len(slots):len(slots)], d.slots[d.dims[dims[k]]].slot)
			if len(set) == 0 || mayTake(rules, c, d.held[c.ID], wider) {
				grow(append(set[:len(set):len(set)], dims[k]), wider, k+1)
			}
		}
		// A set comes after those that it could be grown to with later dims, so
		// one that is part of another is always found out here.
		if len(set) > 0 && !slices.ContainsFunc(out, func(big []int) bool { return partOf(set, big) }) {
			out = append(out, set)
		}
	}
	grow(nil, nil, 0)
	return out
}

// partOf reports whether every number of a is in b.
func partOf(a, b []int) bool {
	return !slices.ContainsFunc(a, func(n int) bool { return !slices.Contains(b, n) })
}

// mayTake asks the referee whether the consultant can take the slots beside those
// held, which stay whatever they break, with every planned session given up.
func mayTake(rules rota.Rules, c rota.Consultant, held, more []rota.Slot) bool {
	p := rota.Problem{Rules: rules, Consultants: []rota.Consultant{c}}
	var plan rota.Plan
	for n, s := range slices.Concat(held, more) {
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

// A coverAnswer is the best cover of the day's open places.
type coverAnswer struct {
	open  OpenMinutes
	left  []int  // for each slot the places that stay open in one best answer
	full  []bool // for each slot whether some best answer leaves none open
	exact bool   // false when the space was too small to be sure that nothing is better
}

// answer covers so many open places of each slot as well as the peaks can.
func (d *robustDay) answer(open []int, peaks [][]int) coverAnswer {
	best := coverAnswer{full: make([]bool, len(open)), exact: true}
	for n, i := range d.dims {
		best.exact = best.exact && min(open[i], d.able[i]) <= d.space.caps[n]
	}
	for _, peak := range peaks {
		left := slices.Clone(open)
		for n, i := range d.dims {
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
			best.open, best.left = minutes, left
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

// opened is how many places of each slot are open when so many of its silent are away.
func (d *robustDay) opened(away []int) []int {
	out := make([]int, len(away))
	for i, s := range d.slots {
		out[i] = s.open(away[i])
	}
	return out
}

// everyone is the choice of all silent doctors.
func (d *robustDay) everyone() []int {
	out := make([]int, len(d.slots))
	for i, s := range d.slots {
		out[i] = s.silent
	}
	return out
}

// choices gives every way to choose so many of the silent, the earliest slots
// first. A choice is good only until the next.
func (d *robustDay) choices(size int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		away := make([]int, len(d.slots))
		behind := make([]int, len(d.slots)+1) // silent doctors of the slots from here on
		for i := len(d.slots) - 1; i >= 0; i-- {
			behind[i] = behind[i+1] + d.slots[i].silent
		}
		var walk func(i, left int) bool
		walk = func(i, left int) bool {
			if i == len(d.slots) {
				return yield(away)
			}
			for n := min(left, d.slots[i].silent); n >= 0 && left-n <= behind[i+1]; n-- {
				away[i] = n
				if !walk(i+1, left-n) {
					return false
				}
			}
			return true
		}
		if size <= behind[0] {
			walk(0, size)
		}
	}
}

// A choiceSweep looks at the choices of a day, the smallest first.
type choiceSweep struct {
	day     *robustDay
	size    int // of the choices looked at last
	looked  int
	limit   int
	settled bool // every choice up to size was looked at, and none was beyond the space
	holds   []bool
	worst   AwayCase // of that size
}

// cases fills in the day's cases, and what holds in them.
func (d *robustDay) cases(ctx context.Context, limit int) error {
	total := d.result.Silent
	all := d.answer(d.opened(d.everyone()), d.peaks)
	certain := all.exact && all.open == OpenMinutes{} // fewer away are no harder to replace
	w := &choiceSweep{day: d, size: -1, limit: limit, settled: true, holds: slices.Repeat([]bool{true}, len(d.slots))}
	for k, size := range [awayCases]int{0, min(1, total), min(2, total), total} {
		if !certain {
			if err := w.reach(ctx, size); err != nil {
				return err
			}
		}
		c := AwayCase{Worst: all.open}
		if w.settled && !certain {
			c = w.worst
		}
		if size == total {
			c.Worst, c.Choice, c.Open = d.worst(all, d.everyone())
		}
		c.Away, c.Proved = size, w.settled && (size < total || all.exact)
		d.result.Cases[k] = c
		for i := range d.slots {
			d.result.Slots[i].Holds[k] = w.settled && w.holds[i]
		}
	}
	return nil
}

// reach goes on to the choices of the size given, unless nothing more can be settled.
func (w *choiceSweep) reach(ctx context.Context, size int) error {
	for w.settled && w.size < size {
		if w.size >= 2 && w.hopeless() {
			return nil // only the worst of all is still asked for, and that is known
		}
		w.size++
		w.worst = AwayCase{}
		first := true
		for away := range w.day.choices(w.size) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if w.looked++; w.looked > w.limit {
				w.settled = false
				return nil
			}
			a := w.day.answer(w.day.opened(away), w.day.peaks)
			w.settled = w.settled && a.exact
			for i, full := range a.full {
				w.holds[i] = w.holds[i] && full
			}
			if first || a.open.Compare(w.worst.Worst) > 0 {
				w.worst.Worst, w.worst.Choice, w.worst.Open = w.day.worst(a, away)
			}
			first = false
		}
	}
	return nil
}

// hopeless reports whether no slot that may ever be open still holds.
func (w *choiceSweep) hopeless() bool {
	for i, s := range w.day.slots {
		if w.holds[i] && s.open(s.silent) > 0 {
			return false
		}
	}
	return true
}

// worst writes an answer down as the worst of a case.
func (d *robustDay) worst(a coverAnswer, away []int) (OpenMinutes, []SlotCount, []SlotCount) {
	if a.open == (OpenMinutes{}) {
		return a.open, nil, nil
	}
	return a.open, d.counts(away), d.counts(a.left)
}

// counts names the slots that have any.
func (d *robustDay) counts(numbers []int) []SlotCount {
	var out []SlotCount
	for i, n := range numbers {
		if n > 0 {
			out = append(out, SlotCount{d.slots[i].slot.ID, n})
		}
	}
	return out
}

// best is what stays open when all the silent are away and those in the set stand by.
func (d *robustDay) best(set *big.Int) OpenMinutes {
	return d.answer(d.opened(d.everyone()), d.space.peaks(set)).open
}
