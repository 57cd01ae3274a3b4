package rota

import (
	"maps"
	"slices"
	"strings"
)

// A Draft is a plan that people change by hand: the plan as it was made, with all
// that they have decided since. Its problem has the locks and the places left open
// as they are now, and none that was stood down; its plan is what the referee passes for
// that problem. A rule that was broken on purpose is broken by locks alone, as [Breach] tells.
type Draft struct {
	Problem Problem
	Plan    Plan
	Locks   []Lock     // those of the problem, with their reasons
	Left    []LeftOpen // those of the problem, and those stood down
	KeptOff []KeptOff  // those of the problem, with their reasons
	made    made
	base    Problem // the run's, with the cuts made in its slots
	whole   Problem // the draft's, with the places that were stood down
	cuts    []Cut

	declined []Told
}

// made is what a run made.
type made struct {
	problem Problem
	plan    Plan
}

// A Hand is a draft without what follows from the run that made it: who is where, and
// what people have decided.
type Hand struct {
	Assignments []Assignment
	Locks       []Lock
	LeftOpen    []LeftOpen
	KeptOff     []KeptOff
	Cuts        []Cut // of slots of the run, in order
}

// NewDraft is a sound plan that nobody has changed. Reasons are looked up among the
// decisions that are entered. Changes count from what is published now, if anything is,
// and what consultants have declined since counts as not offered.
func NewDraft(p Problem, plan Plan, e Entry) Draft {
	p, plan = since(p, plan, sortedPairs(e.Published))
	d := Draft{Problem: p, Plan: plan, made: made{p, plan}, base: p, whole: p, declined: e.Declined}
	for _, pair := range p.Locks {
		d.Locks = append(d.Locks, Lock{pair, reasonOf(e.Locks, pair)})
	}
	for _, l := range p.LeftOpen {
		if i := leftIndex(e.LeftOpen, l.Slot); i >= 0 {
			l.Reason = e.LeftOpen[i].Reason
		}
		d.Left = append(d.Left, l)
	}
	for _, pair := range p.KeptOff() {
		k := KeptOff{Pair: pair}
		if i := keptOffIndex(e.KeptOff, pair); i >= 0 {
			k = e.KeptOff[i]
		}
		d.KeptOff = append(d.KeptOff, k)
	}
	if d.standing(p, plan.Assignments) == nil && !slices.ContainsFunc(d.Left, LeftOpen.StoodDown) {
		return d
	}
	return d.As(d.Hand())
}

// since counts the plan's changes from what is published now. Where that is another
// plan than the one that the run went by, what it proved of changes and of all aims
// after them does not hold.
func since(p Problem, plan Plan, published []Pair) (Problem, Plan) {
	if len(published) == 0 || slices.Equal(p.Published, published) {
		return p, plan
	}
	p.Published = published
	i := slices.IndexFunc(plan.Aims, func(a AimValue) bool { return a.Aim == string(AimChanges) })
	if i < 0 {
		return p, plan
	}
	plan.Aims = slices.Clone(plan.Aims)
	plan.Aims[i].Value = changes(published, plan.Pairs())
	for j := i; j < len(plan.Aims); j++ {
		plan.Aims[j].Bound = 0
	}
	plan.prove()
	return p, plan
}

// prove closes what needs no solver, and says whether all is proved then. A plan that
// changes nothing of the published one is the only one that does: no other is better
// by the aims that come after.
func (p *Plan) prove() {
	p.Status = Proved
	alone := false
	for i, a := range p.Aims {
		alone = alone || a.Aim == string(AimChanges) && a.Value == 0
		if alone {
			p.Aims[i].Bound = a.Value
		}
		if p.Aims[i].Bound != a.Value {
			p.Status = BestFound
		}
	}
}

func reasonOf(locks []Lock, pair Pair) string {
	if i := lockIndex(locks, pair); i >= 0 {
		return locks[i].Reason
	}
	return ""
}

func lockIndex(locks []Lock, pair Pair) int {
	return slices.IndexFunc(locks, func(l Lock) bool { return l.Pair == pair })
}

func leftIndex(left []LeftOpen, id SlotID) int {
	return slices.IndexFunc(left, func(l LeftOpen) bool { return l.Slot == id })
}

// Hand is what people have made of the draft.
func (d Draft) Hand() Hand {
	return Hand{Assignments: d.Plan.Assignments, Locks: d.Locks, LeftOpen: d.Left, KeptOff: d.KeptOff, Cuts: d.cuts}
}

// As is the draft as a hand has it, with everything that follows: the values of the
// aims, open places with their reasons, costs and the rules broken. The bounds of
// the run stand where they still hold.
func (d Draft) As(h Hand) Draft {
	out := Draft{Locks: slices.Clone(h.Locks), Left: sortedLeftOpen(h.LeftOpen), KeptOff: slices.Clone(h.KeptOff), made: d.made, cuts: h.Cuts, declined: d.declined}
	out.base, _ = d.made.problem.cut(h.Cuts, Plan{Assignments: h.Assignments}.counts())
	out.Problem = out.base
	slices.SortFunc(out.Locks, func(a, b Lock) int { return a.Compare(b.Pair) })
	slices.SortFunc(out.KeptOff, func(a, b KeptOff) int { return a.Compare(b.Pair) })
	out.Problem = out.Problem.KeepingOff(out.KeptOff)
	locked := map[Pair]bool{}
	out.Problem.Locks, out.Problem.LeftOpen = nil, nil
	for _, l := range out.Locks {
		locked[l.Pair] = true
		out.Problem.Locks = append(out.Problem.Locks, l.Pair)
	}
	for _, l := range out.Left {
		l.Reason = ""
		if s, _ := out.Problem.Slot(l.Slot); len(h.Cuts) > 0 {
			l.Places = min(l.Places, s.Places) // residents may be counted on in what was cut
		}
		if l.Places > 0 {
			out.Problem.LeftOpen = append(out.Problem.LeftOpen, l)
		}
	}
	assignments := slices.Clone(h.Assignments)
	for i, a := range assignments {
		assignments[i].Locked = locked[a.Pair()]
	}
	slices.SortFunc(assignments, func(a, b Assignment) int { return a.Pair().Compare(b.Pair()) })
	touched, declined := !d.untouched(out, assignments), d.standing(out.Problem, assignments)
	if !touched && declined == nil && !slices.ContainsFunc(out.Left, LeftOpen.StoodDown) {
		out.Problem, out.Plan, out.whole = d.made.problem, d.made.plan, d.made.problem
		return out
	}
	out.Problem = out.Problem.Without(declined)
	out.Plan = Plan{Assignments: assignments, Run: d.made.plan.Run, ByHand: touched}
	out.whole = out.Problem.withoutUnneeded(out.Plan.counts())
	out.Problem = out.whole.WithoutReleased(out.Left)
	out.Plan.Open = Explain(out.Problem, out.Plan)
	out.Plan.Cost = Total(out.Problem.Lines(out.Plan))
	out.Plan.Broken = broken(out.Problem, out.Plan)
	out.judge()
	return out
}

// standing is what has been declined and is still offered in the problem. Somebody who
// was put into what they declined before that was known is left in it, until the rota
// is made again or they are taken off: whoever is locked there breaks the rule of offers.
func (d Draft) standing(p Problem, assignments []Assignment) []Told {
	var out []Told
	for _, t := range d.declined {
		c, ok := p.Consultant(t.Consultant)
		loose := slices.ContainsFunc(assignments, func(a Assignment) bool { return a.Pair() == t.Pair && !a.Locked })
		if ok && !loose && slices.ContainsFunc(c.Offers, t.within) {
			out = append(out, t)
		}
	}
	return out
}

// untouched reports whether it is all as the run made it.
func (d Draft) untouched(out Draft, assignments []Assignment) bool {
	same := func(a, b Assignment) bool {
		return a.Pair() == b.Pair() && slices.Equal(a.Displaces, b.Displaces)
	}
	return len(out.cuts) == 0 && slices.Equal(out.Problem.Locks, d.made.problem.Locks) && slices.Equal(out.Problem.LeftOpen, d.made.problem.LeftOpen) &&
		slices.Equal(out.Problem.KeptOff(), d.made.problem.KeptOff()) &&
		slices.EqualFunc(assignments, d.made.plan.Assignments, same)
}

// broken lists the rules that locks alone break, without the referee's sums.
func broken(p Problem, plan Plan) []Breach {
	return Report{Breaches: breachesOf(p, plan)}.Broken()
}

func breachesOf(p Problem, plan Plan) []Breach {
	out := checkPlan(p, plan)
	for _, r := range rostersOf(p, plan) {
		out = append(out, r.breaches()...)
	}
	return out
}

// judge gives the plan its values, and the bounds of the run as far as they hold: a
// bound speaks of all plans that are as good in every stage before it. More locks,
// places left open and people kept off leave fewer plans, so that it still holds; one of
// these taken back, a rule broken on purpose and a slot that was cut leave others.
//
// Places that were stood down are open in none of them, so that all are judged with them.
func (d *Draft) judge() {
	holds, was := d.narrower(), map[string]AimValue{}
	for _, a := range d.made.plan.Aims {
		was[a.Aim] = a
	}
	d.Plan.Aims = Values(d.Problem, d.Plan)
	whole := Values(d.whole, d.Plan)
	for i, a := range d.Plan.Aims {
		bound := int64(0)
		if holds {
			bound = max(0, was[a.Aim].Bound-(whole[i].Value-a.Value))
		}
		holds = holds && whole[i].Value <= was[a.Aim].Value
		d.Plan.Aims[i].Bound = min(bound, a.Value)
	}
	d.Plan.prove()
}

// narrower reports whether every plan for the draft's problem is also one for the run's.
func (d *Draft) narrower() bool {
	if len(d.cuts) > 0 {
		return false
	}
	for _, pair := range d.made.problem.Locks {
		if _, ok := slices.BinarySearchFunc(d.Problem.Locks, pair, Pair.Compare); !ok {
			return false
		}
	}
	for _, l := range d.made.problem.LeftOpen {
		if d.whole.LeftOpenIn(l.Slot) < l.Places {
			return false
		}
	}
	for _, pair := range d.made.problem.KeptOff() {
		if keptOffIndex(d.KeptOff, pair) < 0 {
			return false
		}
	}
	return len(newBreaches(d.made.plan.Broken, d.Plan.Broken)) == 0
}

// newBreaches are those after that were not before.
func newBreaches(before, after []Breach) []Breach {
	old := map[string]bool{}
	for _, b := range before {
		old[b.String()] = true
	}
	var out []Breach
	for _, b := range after {
		if !old[b.String()] {
			out = append(out, b)
		}
	}
	return out
}

// sorted are the keys in order.
func sorted[T ~string](set map[T]bool) []T {
	return slices.SortedFunc(maps.Keys(set), func(a, b T) int { return strings.Compare(string(a), string(b)) })
}

// AsMade is the plan as its run made it.
func (d Draft) AsMade() Plan { return d.made.plan }

// Divided reports whether slots of the run have been divided since.
func (d Draft) Divided() bool { return len(d.cuts) > 0 }

// Off lists who is no longer where the run put them, in order.
func (d Draft) Off() []Pair {
	return Missing(d.made.plan.Pairs(), d.Plan.Pairs())
}

// Moved reports whether anybody is elsewhere than the run put them.
func (d Draft) Moved() bool { return !slices.Equal(d.Plan.Pairs(), d.made.plan.Pairs()) }
