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
		slices.CompareFunc(f.After, o.After, func(a, b rota.AimValue) int { return cmp.Compare(a.Value, b.Value) }),
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

// fixes solves every single change that could fill the slot, and gives the cheapest
// that do, and whether all were tried.
func (e *explainer) fixes(ctx context.Context, s int, c Conflict) ([]Fix, bool, error) {
	tried := 0
	var good []Fix
	for _, group := range e.candidates(s, c) {
		useful, err := e.useful(ctx, s, group)
		if err != nil {
			return nil, false, err
		}
		for _, f := range group {
			if !useful {
				break
			}
			if e.late() || e.options.Tries > 0 && tried >= e.options.Tries {
				return e.cheapest(ctx, s, good, false)
			}
			tried++
			if f, err = e.try(ctx, s, f, []rota.Aim{rota.AimCover}); err != nil {
				return nil, false, err
			}
			if better(f.Gain) {
				good = append(good, f)
			}
		}
	}
	return e.cheapest(ctx, s, good, true)
}

// late reports whether the time for the slot is over.
func (e *explainer) late() bool { return !e.deadline.IsZero() && !time.Now().Before(e.deadline) }

// cheapest solves the changes for every aim, those with the best cover first, until
// there are enough that fill the slot. One is solved however late it is.
func (e *explainer) cheapest(ctx context.Context, s int, good []Fix, all bool) ([]Fix, bool, error) {
	slices.SortFunc(good, Fix.compare)
	out := []Fix{}
	for i, f := range good {
		if i > 0 && len(out) >= e.options.Most && !sameCover(f, good[i-1]) {
			break
		}
		if i > 0 && e.late() {
			all = false
			break
		}
		f, err := e.try(ctx, s, f, e.problem.Aims)
		if err != nil {
			return nil, false, err
		}
		if f.Less > 0 || f.Shared {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, Fix.compare)
	return out[:min(len(out), e.options.Most)], all, nil
}

func sameCover(a, b Fix) bool { return a.Gain == b.Gain }

// useful reports whether better cover can be had at all with every change of the
// group at once. What is there is only ever more for a plan to use, so if it cannot,
// no single one of them helps. Locks are no such group.
func (e *explainer) useful(ctx context.Context, s int, group []Fix) (bool, error) {
	if len(group) < 2 || group[0].Kind == FixLock {
		return true, nil
	}
	p := withFixes(*e.problem, group...)
	p.Aims = []rota.Aim{rota.AimCover}
	r, err := e.again(ctx, p, append(e.touched(group), s), peopleOf(group), e.options.Solve)
	if err != nil {
		return false, err
	}
	return r.plan.Status != rota.Proved || better(gain(e.before(), r.aims)), nil
}

// try solves the problem with the change, and fills in what comes of it. A change that
// does not reach the slot's part saves nothing for it.
func (e *explainer) try(ctx context.Context, s int, f Fix, aims []rota.Aim) (Fix, error) {
	p := withFixes(*e.problem, f)
	p.Aims = aims
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
	if f.Less == 0 && better(f.Gain) && len(aims) == len(e.problem.Aims) {
		f.Shared, err = e.alike(ctx, s, p, coverOf(r.aims), r.inSlot)
	}
	return f, err
}

// rerun solves the changed problem, once for all the slots that ask for it.
func (e *explainer) rerun(ctx context.Context, p rota.Problem, f Fix) (rerun, error) {
	key := fmt.Sprintf("%q %q %q %q %q %v", f.Kind, f.Consultant, f.Slot, f.Session, f.Rule, p.Aims)
	if r, ok := e.known[key]; ok {
		return r, nil
	}
	r, err := e.again(ctx, p, e.touched([]Fix{f}), peopleOf([]Fix{f}), e.options.Solve)
	if err == nil {
		e.known[key] = r
	}
	return r, err
}

// touched lists the slots whose parts a change may alter: all, for the one that binds everybody.
func (e *explainer) touched(fixes []Fix) []int {
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
func (e *explainer) before() []rota.AimValue {
	p := *e.problem
	p.Aims = []rota.Aim{rota.AimCover}
	return rota.Values(p, e.plan)
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

// candidates lists the changes to try, kind by kind. Those that cannot fill the slot are left out.
func (e *explainer) candidates(s int, c Conflict) [][]Fix {
	var slots []int
	for _, id := range c.Slots {
		if i := e.index[id]; i != s {
			slots = append(slots, i)
		}
	}
	groups := [][]Fix{e.offers([]int{s}), e.offers(slots), e.limits(c), e.sessions(c), e.unlocks(c)}
	return slices.DeleteFunc(groups, func(g []Fix) bool { return len(g) == 0 })
}

// offers lists who has the skill and works at the site but has not offered one of
// the slots, and could take it by themselves: beside their locks and fixed sessions.
func (e *explainer) offers(slots []int) []Fix {
	var out []Fix
	for _, s := range slots {
		slot := e.problem.Slots[s]
		for _, q := range e.keepers {
			c := e.problem.Consultants[q.index]
			f := Fix{Kind: FixOffer, Consultant: c.ID, Slot: slot.ID}
			if candidate(c, slot) || !candidate(f.changed(*e.problem, c), slot) || slices.ContainsFunc(q.items, func(it item) bool { return it.slot == s && it.kind == cover }) {
				continue
			}
			if q.couldTake(slotItem(slot, s)) {
				out = append(out, f)
			}
		}
	}
	return out
}

// couldTake reports whether the consultant could hold one more item beside their
// locks and fixed sessions.
func (q *keeper) couldTake(it item) bool {
	one := *q.person
	one.items = []item{it}
	for _, have := range q.items {
		if !have.free() {
			one.items = append(one.items, have)
		}
	}
	one.sortItems()
	k := keeper{person: &one, problem: q.problem}
	all := k.most(map[int]bool{it.slot: true})
	return !slices.ContainsFunc(jointRules(), func(rule rota.RuleID) bool { return k.broken(rule, all) })
}

// limits lists the limits of those who could be in a slot of the conflict, but for
// those that they would keep whatever they did.
func (e *explainer) limits(c Conflict) []Fix {
	var out []Fix
	days := false
	e.eachEligible(c, func(q *keeper, all []int) {
		for _, rule := range []rota.RuleID{ruleCover, ruleNights} {
			if q.broken(rule, all) {
				out = append(out, Fix{Kind: FixLimit, Consultant: q.id, Rule: rule})
			}
		}
		days = days || q.broken(ruleDays, all)
	})
	if days {
		out = append(out, Fix{Kind: FixLimit, Rule: ruleDays})
	}
	return out
}

// sessions lists the fixed sessions of those who could be in a slot of the conflict.
func (e *explainer) sessions(c Conflict) []Fix {
	var out []Fix
	e.eachEligible(c, func(q *keeper, all []int) {
		matters := slices.ContainsFunc([]rota.RuleID{ruleOverlap, ruleRest, ruleDays}, func(rule rota.RuleID) bool { return q.broken(rule, all) })
		for _, i := range q.fixed {
			if matters {
				out = append(out, Fix{Kind: FixSession, Consultant: q.id, Session: rota.SessionID(q.items[i].id)})
			}
		}
	})
	slices.SortFunc(out, Fix.order)
	return out
}

// unlocks lists the locks of those who could be in a slot of the conflict.
func (e *explainer) unlocks(c Conflict) []Fix {
	var out []Fix
	e.eachEligible(c, func(q *keeper, _ []int) {
		for _, it := range q.items {
			if it.locked {
				out = append(out, Fix{Kind: FixLock, Consultant: q.id, Slot: rota.SlotID(it.id)})
			}
		}
	})
	slices.SortFunc(out, Fix.order)
	return out
}

// eachEligible gives each who could be in a slot of the conflict, and all that they could hold at once.
func (e *explainer) eachEligible(c Conflict, do func(q *keeper, all []int)) {
	for _, q := range e.keepers {
		if !slices.Contains(c.Eligible, q.id) {
			continue
		}
		all := make([]int, len(q.items))
		for i := range all {
			all[i] = i
		}
		do(q, all)
	}
}
