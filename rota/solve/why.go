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

// WhyOptions steer explanations. The zero value tries every fix and shows the best five.
type WhyOptions struct {
	// Most is how many of the best fixes to tell from the others of a slot; 0 is five,
	// below 0 none is looked for.
	Most int
	// Tries is how many single changes to solve for a slot at most; 0 is no limit.
	Tries int
	// Limit is the longest time to look at a slot, or at the training of a plan, not
	// counting a solve under way; 0 is none. What was tried then may differ from run to run.
	Limit time.Duration
	// Solve are the options of every solve made on the way.
	Solve Options
}

func (o WhyOptions) withDefaults() WhyOptions {
	if o.Most == 0 {
		o.Most = 5
	}
	o.Solve.Progress = nil
	return o
}

// An Explanation says why a slot has open places and what would fill one.
type Explanation struct {
	Slot     rota.SlotID
	Conflict Conflict
	Fixes    []Fix // the best by the aims in their order, best first
	// More are the other changes found that fill a place, best cover first. After may
	// give their stages of cover alone.
	More []Fix
	// Tried is how many single changes were looked at: solved one by one, or found by
	// one solve with all of them to be of no use.
	Tried    int
	AllTried bool // every single change was tried; if not, there may be better fixes
}

// A Conflict is a set of demands that cannot all hold: Places[i] places of Slots[i]
// filled, for every i, and each Binding. Without any one of them the rest can hold.
// Skill, site and offer always hold. Nothing else is demanded: other slots may stay
// open, other rules be broken, and planned sessions be displaced. Slots are sorted.
//
// Places is every place of the slot, but in a slot that the plan itself leaves
// partly open it is those that the plan fills.
type Conflict struct {
	// None says that no conflict was found: all that is as urgent as the slot can be
	// filled beside it, so that a plan that was stopped early left it open.
	None bool
	// Unsure says that something was too hard to decide: not everything named may be
	// needed; with None, it is not known whether the slot can be filled.
	Unsure   bool
	Slots    []rota.SlotID
	Places   []int
	Binding  []Binding
	Eligible []rota.ConsultantID // who could be in any of Slots, by offer or lock; sorted
}

// A Binding is one rule of a conflict and who keeps it. For a lock, Rule is
// [rota.RuleLock] and Slot is where the consultant is locked in.
type Binding struct {
	Consultant rota.ConsultantID
	Rule       rota.RuleID
	Slot       rota.SlotID
}

func (b Binding) compare(o Binding) int {
	order := func(r rota.RuleID) int { return slices.Index(append(jointRules(), rota.RuleLock), r) }
	return cmp.Or(strings.Compare(string(b.Consultant), string(o.Consultant)), order(b.Rule)-order(o.Rule),
		strings.Compare(string(b.Slot), string(o.Slot)))
}

// Why explains the open places of one slot of a plan for the problem. The problem
// must come from [rota.NewProblem], and the plan must be one that [rota.Check] passes.
// It is an error if the slot has no open place.
func Why(ctx context.Context, p rota.Problem, plan rota.Plan, slot rota.SlotID, o WhyOptions) (Explanation, error) {
	e := NewExplainer(p, plan)
	defer e.Close()
	return e.Why(ctx, slot, o)
}

// WhyAll explains every slot with open places, sorted by slot.
func WhyAll(ctx context.Context, p rota.Problem, plan rota.Plan, o WhyOptions) ([]Explanation, error) {
	e := NewExplainer(p, plan)
	defer e.Close()
	out := []Explanation{}
	for i, s := range p.Slots {
		if e.open(i) == 0 {
			continue
		}
		x, err := e.Why(ctx, s.ID, o)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Why explains the open places of one slot, as the function of that name does.
func (e *Explainer) Why(ctx context.Context, id rota.SlotID, o WhyOptions) (Explanation, error) {
	s, ok := e.index[id]
	if !ok || e.open(s) == 0 {
		return Explanation{}, fmt.Errorf("explain slot %s: it has no open place", id)
	}
	e.options, e.deadline = o.withDefaults(), time.Time{}
	if o.Limit > 0 {
		e.deadline = time.Now().Add(o.Limit)
	}
	c, err := e.conflictOnce(ctx, s)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain slot %s: %w", id, err)
	}
	out := Explanation{Slot: id, Conflict: c, Fixes: []Fix{}}
	if c.None || e.options.Most < 0 {
		return out, nil
	}
	if err = e.fixes(ctx, s, &out); err != nil {
		return Explanation{}, fmt.Errorf("look for fixes of slot %s: %w", id, err)
	}
	return out, nil
}

// requirement is the skills that a slot asks for, as a key.
func requirement(s rota.Slot) string {
	all, any := slices.Sorted(slices.Values(s.SkillsAll)), slices.Sorted(slices.Values(s.SkillsAny))
	return fmt.Sprintf("%q %q", all, any)
}
