package runs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve"
)

// An Explanation says why places of a plan are open, what would fill them, and what
// one more trained person would be worth.
type Explanation struct {
	Open     []OpenSlot // sorted by slot
	Training []solve.Training
	// TrainingAllTried says that the value of everybody who could be trained was looked at.
	TrainingAllTried bool
	// More says that this is what is known so far, and more is being worked out;
	// Later, that other runs come first.
	More, Later bool
}

// An OpenSlot is what is known of one slot with open places.
type OpenSlot struct {
	Slot     rota.SlotID
	Conflict *solve.Conflict // nil when there was no time to look for it
	Fixes    []solve.Fix     // the best, best first
	More     []solve.Fix     // the others that fill a place
	Tried    int             // how many single changes were
	AllTried bool            // every single change was tried
}

// Of gives what is known of a slot; false when it has no open place.
func (x Explanation) Of(id rota.SlotID) (OpenSlot, bool) {
	for _, o := range x.Open {
		if o.Slot == id {
			return o, true
		}
	}
	return OpenSlot{}, false
}

// Final reports whether nothing about the slot was left out for want of time.
func (o OpenSlot) Final() bool { return o.Conflict != nil && (o.AllTried || o.Conflict.None) }

// found is a measure of how much is known.
func (x Explanation) found() int {
	n := len(x.Training)
	for _, o := range x.Open {
		n += o.Tried
		if o.Conflict != nil {
			n++
		}
	}
	return n
}

// Complete reports whether nothing was left out for want of time.
func (x Explanation) Complete() bool {
	return x.TrainingAllTried && !slices.ContainsFunc(x.Open, func(o OpenSlot) bool { return !o.Final() })
}

// ExplainOptions steer an explanation.
type ExplainOptions struct {
	Slot    rota.SlotID   // this slot alone, and no training; "" is all
	Limit   time.Duration // longest time to take, but for what is under way; 0 is none
	Seed    int64
	Threads int
	Now     func() time.Time // nil means time.Now
	// Tell, if not nil, is given what is known so far, whenever there is more.
	Tell func(Explanation)
}

// Explain looks at every slot of the plan with open places: first for what stands
// against each, the most urgent first, then for the value of training, then for
// fixes. When the limit is over or ctx ends it gives what it has, and says for each
// what it did not look at; it then has no error. The problem must come from
// [rota.NewProblem], and the plan must be one that [rota.Check] passes.
func Explain(ctx context.Context, p rota.Problem, plan rota.Plan, o ExplainOptions) (Explanation, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if len(p.LeftOpen) > 0 { // nobody asks why those are open
		p = p.Fillable()
		plan = p.Recounted(plan)
	}
	x := &explaining{problem: p, why: solve.NewExplainer(p, plan), options: o, end: o.Now().Add(o.Limit)}
	defer x.why.Close()
	x.out = unexplained(plan)
	if o.Slot != "" {
		x.out.Open = slices.DeleteFunc(x.out.Open, func(s OpenSlot) bool { return s.Slot != o.Slot })
	}
	x.urgentFirst()
	err := x.all(ctx)
	if ctx.Err() != nil {
		err = nil // what was under way is lost, and nothing else
	}
	return x.sorted(), err
}

// unexplained is an explanation in which nothing was looked at.
func unexplained(plan rota.Plan) Explanation {
	var x Explanation
	for _, o := range plan.Open {
		x.Open = append(x.Open, OpenSlot{Slot: o.Slot})
	}
	return x
}

// An explaining is an explanation under way.
type explaining struct {
	problem rota.Problem
	why     *solve.Explainer
	options ExplainOptions
	end     time.Time
	out     Explanation
}

func (x *explaining) all(ctx context.Context) error {
	for _, step := range []func(context.Context) error{x.conflicts, x.training, x.fixes} {
		if err := step(ctx); err != nil {
			return err
		}
		x.tell()
	}
	return nil
}

// tell passes on what is known so far.
func (x *explaining) tell() {
	if x.options.Tell != nil {
		known := x.sorted()
		known.More = true
		x.options.Tell(known)
	}
}

// sorted is a copy of what is known, in the order in which it is given.
func (x *explaining) sorted() Explanation {
	out := x.out
	out.Open = slices.Clone(x.out.Open)
	slices.SortFunc(out.Open, func(a, b OpenSlot) int { return cmp.Compare(a.Slot, b.Slot) })
	return out
}

func (x *explaining) urgentFirst() {
	priority := map[rota.SlotID]int{}
	for _, s := range x.problem.Slots {
		priority[s.ID] = s.Priority
	}
	slices.SortFunc(x.out.Open, func(a, b OpenSlot) int {
		return cmp.Or(priority[a.Slot]-priority[b.Slot], cmp.Compare(a.Slot, b.Slot))
	})
}

// late reports whether no time is left.
func (x *explaining) late() bool { return x.options.Limit > 0 && !x.options.Now().Before(x.end) }

// enough is the least time worth spending on the fixes of a slot. What is most
// urgent gets it, rather than everything too little.
const enough = 2 * time.Second

// share are options with one part in so many of the time left, but no less than
// the least. No solve under way takes more than the time for two.
func (x *explaining) share(parts int, least time.Duration) solve.WhyOptions {
	o := solve.WhyOptions{Solve: solve.Options{Seed: x.options.Seed, Threads: x.options.Threads}}
	if x.options.Limit > 0 {
		left := max(x.end.Sub(x.options.Now()), time.Millisecond)
		o.Limit = min(max(left/time.Duration(parts), least, time.Millisecond), left)
		o.Solve.Limit = min(left, 2*o.Limit)
	}
	return o
}

// conflicts looks for what stands against each slot. It takes half of the time at most.
func (x *explaining) conflicts(ctx context.Context) error {
	for i := range x.out.Open {
		if x.late() || ctx.Err() != nil {
			break
		}
		s := &x.out.Open[i]
		o := x.share(2*(len(x.out.Open)-i), 0)
		o.Most = -1
		found, err := x.why.Why(ctx, s.Slot, o)
		if err != nil {
			return err
		}
		s.Conflict = &found.Conflict
	}
	return nil
}

// training values one more person of every kind. It takes a third of what is left at most.
func (x *explaining) training(ctx context.Context) error {
	if x.options.Slot != "" || x.late() || ctx.Err() != nil {
		return nil
	}
	o := x.share(3, 0)
	started := x.options.Now()
	found, err := x.why.TrainingValue(ctx, o)
	if err != nil {
		return err
	}
	x.out.Training = found
	x.out.TrainingAllTried = o.Limit == 0 || x.options.Now().Sub(started) < o.Limit
	return nil
}

// fixes looks for what would fill each slot, with the time left shared among them.
func (x *explaining) fixes(ctx context.Context) error {
	for i := range x.out.Open {
		s := &x.out.Open[i]
		if s.Conflict == nil || s.Conflict.None {
			continue
		}
		if x.late() || ctx.Err() != nil {
			break
		}
		found, err := x.why.Why(ctx, s.Slot, x.share(len(x.out.Open)-i, enough))
		if err != nil {
			return err
		}
		s.Fixes, s.More, s.Tried, s.AllTried = found.Fixes, found.More, found.Tried, found.AllTried
		if !found.Conflict.Unsure { // the one found first had more time
			s.Conflict = &found.Conflict
		}
		x.tell()
	}
	return nil
}
