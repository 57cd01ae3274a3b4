package solve

import (
	"context"
	"iter"
	"slices"

	"strikerota/rota"
)

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
	options RobustOptions
	settled bool // every choice up to size was looked at, and each answer was exact
	holds   []bool
	worst   AwayCase // of that size
}

// cases fills in the day's cases, and what holds in them.
func (d *robustDay) cases(ctx context.Context, o RobustOptions) error {
	total := d.result.Silent
	all, err := d.allAway(ctx)
	if err != nil {
		return err
	}
	certain := all.exact && all.open == OpenMinutes{} // fewer away are no harder to replace
	w := &choiceSweep{day: d, size: -1, options: o, settled: true, holds: slices.Repeat([]bool{true}, len(d.slots))}
	for k, size := range [awayCases]int{0, min(1, total), min(2, total), total} {
		if !certain {
			if size == total {
				w.keep(all.full) // soonest shows that there is nothing left to settle
			}
			if err := w.goOn(ctx, size); err != nil {
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

// allAway is the answer when all the silent are away. Where the reach is too
// small to be sure, the solver is asked.
func (d *robustDay) allAway(ctx context.Context) (coverAnswer, error) {
	open := d.opened(d.everyone())
	all := d.answer(open, d.full)
	if all.exact {
		return all, nil
	}
	p, err := d.covering(open)
	if err != nil {
		return coverAnswer{}, err
	}
	plan, err := Solve(ctx, p, Options{Threads: 1})
	if err != nil {
		return coverAnswer{}, err
	}
	solved := coverAnswer{left: slices.Clone(open), exact: plan.Status == rota.Proved}
	for i, s := range d.slots {
		if open[i] > 0 && d.able[i] > 0 {
			o, _ := plan.OpenIn(s.slot.ID)
			solved.left[i] = o.Places
		}
	}
	solved.open = d.minutes(solved.left)
	return solved, nil
}

// covering is the problem of covering so many open places of each slot with the
// day's stand-ins, who keep what the plan gives them.
func (d *robustDay) covering(open []int) (rota.Problem, error) {
	p := rota.Problem{Strike: d.problem.Strike, Rules: d.problem.Rules, Aims: []rota.Aim{rota.AimCover}}
	kept := map[rota.SlotID]rota.Slot{}
	for _, h := range d.standIns {
		c, _ := d.problem.Consultant(h.id)
		p.Consultants = append(p.Consultants, c)
		for _, s := range d.held[h.id] {
			s.Places = kept[s.ID].Places + 1
			kept[s.ID] = s
			p.Locks = append(p.Locks, rota.Pair{Slot: s.ID, Consultant: h.id})
		}
	}
	for i, s := range d.slots {
		if open[i] > 0 && d.able[i] > 0 {
			n := s.slot
			n.Places = kept[n.ID].Places + open[i]
			p.Slots = append(p.Slots, n)
			delete(kept, n.ID)
		}
	}
	for _, s := range kept {
		p.Slots = append(p.Slots, s) // NewProblem sorts them
	}
	return rota.NewProblem(p)
}

// goOn goes on to the choices of the size given, unless nothing more can be settled.
func (w *choiceSweep) goOn(ctx context.Context, size int) error {
	for w.settled && w.size < size {
		if w.size >= 2 && w.hopeless() {
			return nil // only the worst of all is still asked for, and that is known
		}
		w.size++
		w.worst = AwayCase{}
		first := true
		for away := range w.day.choices(w.size) {
			if w.looked += w.effort(); w.looked > w.options.Choices {
				w.settled = false
				return nil
			}
			a, err := w.answer(ctx, w.day.opened(away))
			if err != nil {
				return err
			}
			if w.settled = a.exact; !w.settled {
				return nil
			}
			w.keep(a.full)
			if first || a.open.Compare(w.worst.Worst) > 0 {
				w.worst.Worst, w.worst.Choice, w.worst.Open = w.day.worst(a, away)
			}
			first = false
		}
	}
	return nil
}

// answer reads the answer off the day's reach. Where that is too small, a few
// doctors away get a reach of their own, which needs room only for what they leave open.
func (w *choiceSweep) answer(ctx context.Context, open []int) (coverAnswer, error) {
	if ctx.Err() != nil {
		return coverAnswer{}, context.Cause(ctx)
	}
	a := w.day.answer(open, w.day.full)
	if a.exact || w.day.partial || w.size > 2 {
		return a, nil
	}
	own, err := w.day.reachOf(ctx, open, w.options.States)
	if err != nil {
		return coverAnswer{}, err
	}
	return w.day.answer(open, own), nil
}

// effort is what a choice counts for: more than one where it is one of many and
// the reach is hard to read.
func (w *choiceSweep) effort() int {
	if w.size <= 2 {
		return 1
	}
	return 1 + len(w.day.full.peaks)/256
}

// keep lets only those slots hold that are full.
func (w *choiceSweep) keep(full []bool) {
	for i := range full {
		w.holds[i] = w.holds[i] && full[i]
	}
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
