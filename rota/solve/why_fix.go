package solve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// FixKind says what a fix changes.
type FixKind string

// The kinds of fix.
const (
	FixOffer   FixKind = "offer"   // Consultant offers exactly Slot, in its mode
	FixLimit   FixKind = "limit"   // the limit of Rule no longer binds Consultant; without one, nobody
	FixSession FixKind = "session" // the fixed Session of Consultant is moved, at no loss
	FixLock    FixKind = "lock"    // Consultant is no longer locked into Slot
)

// A Fix is one change that would fill an open place. The problem with the change was
// solved again: then cover is better and the slot has, or could have, fewer open places.
type Fix struct {
	Kind       FixKind
	Consultant rota.ConsultantID
	Slot       rota.SlotID
	Session    rota.SessionID
	Rule       rota.RuleID
	// After is the value of every stage with the change; Bound equals Value when proved, else it is 0.
	// Costs that need a rate which is missing, as they may for who takes the slot then, are left out.
	After []rota.AimValue
	// Gain is the open place-minutes saved, by priority less one. It may be below 0
	// for a less urgent priority.
	Gain [3]int64
	// Less is how many places fewer are then open in the slot.
	Less int
	// Shared says that the plan solved fills another slot instead, and that one of
	// the same cover fills this one. Less is then 0.
	Shared bool
}

func (f Fix) compare(o Fix) int {
	return cmp.Or(
		slices.CompareFunc(f.After, o.After, func(a, b rota.AimValue) int {
			if a.Aim != b.Aim { // the one whose cost is known first
				return cmp.Or(cmp.Compare(len(o.After), len(f.After)), strings.Compare(a.Aim, b.Aim))
			}
			return cmp.Compare(a.Value, b.Value)
		}),
		f.order(o))
}

// order compares what the fixes change.
func (f Fix) order(o Fix) int {
	kind := func(k FixKind) int { return slices.Index([]FixKind{FixOffer, FixLimit, FixSession, FixLock}, k) }
	return cmp.Or(kind(f.Kind)-kind(o.Kind), strings.Compare(string(f.Consultant), string(o.Consultant)),
		strings.Compare(string(f.Slot), string(o.Slot)), strings.Compare(string(f.Session), string(o.Session)),
		strings.Compare(string(f.Rule), string(o.Rule)))
}

// Most minutes of cover and nights or days in a row that a problem may name.
const (
	noCoverLimit = 100_000
	noRowLimit   = 31
)

// withFixes gives the problem with the fixes made.
func withFixes(p rota.Problem, fixes ...Fix) rota.Problem {
	p.Consultants = slices.Clone(p.Consultants)
	for _, f := range fixes {
		i, _ := slices.BinarySearchFunc(p.Consultants, f.Consultant, func(c rota.Consultant, id rota.ConsultantID) int {
			return strings.Compare(string(c.ID), string(id))
		})
		switch {
		case f.Kind == FixLock:
			p.Locks = slices.DeleteFunc(slices.Clone(p.Locks), func(l rota.Pair) bool { return l == rota.Pair{Slot: f.Slot, Consultant: f.Consultant} })
		case f.Rule == ruleDays:
			p.Rules.MaxDaysInARow = nil
		default:
			p.Consultants[i] = f.changed(p, p.Consultants[i])
		}
	}
	return p
}

// changed gives the consultant with the fix made.
func (f Fix) changed(p rota.Problem, c rota.Consultant) rota.Consultant {
	minutes, row := noCoverLimit, noRowLimit
	switch f.Kind {
	case FixOffer:
		s, _ := p.Slot(f.Slot)
		c.Offers = append(slices.Clone(c.Offers), rota.Offer{Span: s.Span, Modes: []rota.Mode{s.Mode}})
	case FixSession:
		c.Sessions = slices.Clone(c.Sessions)
		for i := range c.Sessions {
			if c.Sessions[i].ID == f.Session {
				c.Sessions[i].Kind, c.Sessions[i].Loss = rota.Planned, 0
			}
		}
	case FixLimit:
		if f.Rule == ruleCover {
			c.MaxCover = &minutes
		} else {
			c.MaxNightsInARow = &row
		}
	}
	return c
}

// fixes solves every single change that could fill the slot, and adds those that do
// to the explanation.
func (e *Explainer) fixes(ctx context.Context, s int, x *Explanation) error {
	solved := 0
	var good []Fix
	for _, group := range e.candidates(s, x.Conflict) {
		all := len(group)
		group, err := e.promising(ctx, group)
		if err != nil {
			return err
		}
		if x.Tried += all - len(group); len(group) == 0 {
			continue
		}
		useful, err := e.useful(ctx, s, group)
		if err != nil {
			return err
		}
		if !useful {
			x.Tried += len(group)
			continue
		}
		for _, f := range group {
			if e.late() || e.options.Tries > 0 && solved >= e.options.Tries {
				return e.cheapest(ctx, s, good, x)
			}
			solved, x.Tried = solved+1, x.Tried+1
			if f, err = e.try(ctx, s, f, coverAlone); err != nil {
				return err
			}
			if better(f.Gain) {
				good = append(good, f)
			}
		}
	}
	x.AllTried = true
	return e.cheapest(ctx, s, good, x)
}

// promising leaves out the changes to one consultant that are sure to gain nothing.
func (e *Explainer) promising(ctx context.Context, group []Fix) ([]Fix, error) {
	var out []Fix
	for _, f := range group {
		i, ok := slices.BinarySearchFunc(e.problem.Consultants, f.Consultant, func(c rota.Consultant, id rota.ConsultantID) int {
			return strings.Compare(string(c.ID), string(id))
		})
		nothing := false
		if ok && f.Kind != FixLock {
			var err error
			if nothing, err = e.gainsNothing(ctx, f.changed(*e.problem, e.problem.Consultants[i]), i); err != nil {
				return nil, err
			}
		}
		if !nothing {
			out = append(out, f)
		}
	}
	return out, nil
}

// coverAlone are the aims of a solve that asks about open places only.
var coverAlone = []rota.Aim{rota.AimCover}

// late reports whether the time for the slot is over.
func (e *Explainer) late() bool { return !e.deadline.IsZero() && !time.Now().Before(e.deadline) }

// cheapest solves the changes for every aim, those with the best cover first, until
// there are enough that fill the slot. One is solved however late it is. Of the
// others it only finds out whether they fill the slot.
func (e *Explainer) cheapest(ctx context.Context, s int, good []Fix, x *Explanation) error {
	slices.SortFunc(good, Fix.compare)
	enough := false
	for i, f := range good {
		enough = enough || i > 0 && len(x.Fixes) >= e.options.Most && !sameCover(f, good[i-1])
		if !enough && i > 0 && e.late() {
			enough, x.AllTried = true, false
		}
		aims := e.problem.Aims
		if enough {
			aims = coverAlone
		}
		f, err := e.try(ctx, s, f, aims)
		if err != nil {
			return err
		}
		if f.Less == 0 && enough && e.late() {
			x.AllTried = false
			continue
		}
		if f, err = e.sharing(ctx, s, f); err != nil {
			return err
		}
		switch fills := f.Less > 0 || f.Shared; {
		case fills && enough:
			x.More = append(x.More, f)
		case fills:
			x.Fixes = append(x.Fixes, f)
		}
	}
	slices.SortFunc(x.Fixes, Fix.compare)
	n := min(len(x.Fixes), e.options.Most)
	x.Fixes, x.More = x.Fixes[:n:n], slices.Concat(x.Fixes[n:], x.More)
	return nil
}

func sameCover(a, b Fix) bool { return a.Gain == b.Gain }

// useful reports whether better cover can be had at all with every change of the
// group at once. What is there is only ever more for a plan to use, so if it cannot,
// no single one of them helps. Locks are no such group.
func (e *Explainer) useful(ctx context.Context, s int, group []Fix) (bool, error) {
	if len(group) < 2 || group[0].Kind == FixLock {
		return true, nil
	}
	p := withFixes(*e.problem, group...)
	p.Aims = coverAlone
	r, err := e.again(ctx, p, append(e.touched(group), s), peopleOf(group), e.options.Solve)
	if err != nil {
		return false, err
	}
	return r.plan.Status != rota.Proved || better(gain(e.before(), r.aims)), nil
}

// try solves the problem with the change, and fills in what comes of it. A change that
// does not reach the slot's part saves nothing for it.
func (e *Explainer) try(ctx context.Context, s int, f Fix, aims []rota.Aim) (Fix, error) {
	p := withFixes(*e.problem, f)
	p.Aims = aims
	p.Aims = p.PricedAims()
	r, err := e.rerun(ctx, p, f)
	if err != nil {
		return f, err
	}
	f.After, f.Gain, f.Less, f.Shared = r.aims, [3]int64{}, 0, false
	if !r.inSlot[s] {
		return f, nil
	}
	f.Gain = gain(e.before(), r.aims)
	slot := e.problem.Slots[s]
	f.Less = max(0, e.open(s)-max(0, slot.Places-len(r.plan.Holders(slot.ID))))
	return f, nil
}

// sharing finds out whether the change could fill the slot where the plan solved with
// it fills another of the same worth.
func (e *Explainer) sharing(ctx context.Context, s int, f Fix) (Fix, error) {
	if f.Less > 0 || !better(f.Gain) {
		return f, nil
	}
	p := withFixes(*e.problem, f)
	inSlot, _ := e.part(p, e.touched([]Fix{f}), peopleOf([]Fix{f}))
	var err error
	f.Shared, err = e.alike(ctx, s, p, coverOf(f.After), inSlot)
	return f, err
}

// rerun solves the changed problem, once for all the slots that ask for it.
func (e *Explainer) rerun(ctx context.Context, p rota.Problem, f Fix) (rerun, error) {
	key := fmt.Sprintf("%q %q %q %q %q %v", f.Kind, f.Consultant, f.Slot, f.Session, f.Rule, p.Aims)
	limit := e.options.Solve.Limit
	if r, ok := e.known[key]; ok && (r.proved || r.limit == 0 || limit > 0 && limit <= r.limit) {
		return r, nil
	}
	r, err := e.again(ctx, p, e.touched([]Fix{f}), peopleOf([]Fix{f}), e.options.Solve)
	if err == nil {
		r.limit = limit
		e.known[key] = r
	}
	return r, err
}

// touched lists the slots whose parts a change may alter: all, for the one that binds everybody.
func (e *Explainer) touched(fixes []Fix) []int {
	var out []int
	for _, f := range fixes {
		if f.Slot != "" {
			out = append(out, e.index[f.Slot])
		}
		if f.Consultant == "" {
			for i := range e.problem.Slots {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// coverOf gives the stages of cover.
func coverOf(aims []rota.AimValue) []rota.AimValue {
	n := slices.IndexFunc(aims, func(a rota.AimValue) bool { return !strings.HasPrefix(a.Aim, "cover/") })
	if n < 0 {
		return aims
	}
	return aims[:n]
}

func peopleOf(fixes []Fix) []rota.ConsultantID {
	var out []rota.ConsultantID
	for _, f := range fixes {
		if f.Consultant != "" {
			out = append(out, f.Consultant)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// before is the plan's open place-minutes, by stage.
func (e *Explainer) before() []rota.AimValue {
	if e.opened == nil {
		p := *e.problem
		p.Aims = coverAlone
		e.opened = rota.Values(p, e.plan)
	}
	return e.opened
}

// gain is the open place-minutes saved, by priority less one.
func gain(before, after []rota.AimValue) [3]int64 {
	var out [3]int64
	for i, a := range before {
		out[a.Aim[len(a.Aim)-1]-'1'] = a.Value - after[i].Value
	}
	return out
}

// better reports whether cover is better, the most urgent first.
func better(gain [3]int64) bool { return slices.Compare(gain[:], []int64{0, 0, 0}) > 0 }
