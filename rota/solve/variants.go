package solve

import (
	"context"
	"fmt"
	"slices"

	"strikerota/rota"
)

// Variants solves one problem in variants, such as at other prices, with the silent
// counted in another way or with the aims in another order, and gives a plan for
// each. Every plan after the first answers its problem near the first plan (see
// [Near]), so that what differs does so for what was varied. Options hold for each
// solve; progress counts the stages of all.
func Variants(ctx context.Context, problems []rota.Problem, o Options) ([]rota.Plan, error) {
	stages := 0
	for i, p := range problems {
		stages += len(p.Stages())
		if i > 0 {
			near, err := Near(p, rota.Plan{})
			if err != nil {
				return nil, err
			}
			stages += len(near.Stages()) - len(p.Stages())
		}
	}
	var plans []rota.Plan
	before := 0
	for i, p := range problems {
		if i > 0 {
			var err error
			if p, err = Near(p, plans[0]); err != nil {
				return nil, err
			}
		}
		plan, err := Solve(ctx, p, o.within(before, stages))
		if err != nil {
			return nil, fmt.Errorf("solve variant %d: %w", i+1, err)
		}
		plans, before = append(plans, plan), before+len(p.Stages())
	}
	return plans, nil
}

// Near is the problem with the plan to keep to wherever its own aims leave it free,
// as a last aim. Of the plan counts what the problem has. A problem that has a
// published plan to stay near keeps to that.
func Near(p rota.Problem, plan rota.Plan) (rota.Problem, error) {
	if len(p.Published) > 0 {
		return p, nil
	}
	p.Aims = append(slices.DeleteFunc(slices.Clone(p.Aims), func(a rota.Aim) bool { return a == rota.AimChanges }), rota.AimChanges)
	p.Published = slices.DeleteFunc(plan.Pairs(), func(pair rota.Pair) bool {
		_, slot := p.Slot(pair.Slot)
		_, who := p.Consultant(pair.Consultant)
		return !slot || !who
	})
	p, err := rota.NewProblem(p)
	if err != nil {
		return p, fmt.Errorf("stay near a plan: %w", err)
	}
	return p, nil
}

// Changes are who covers in the first plan and not in the second, dropped, and the
// other way round, added; both sorted.
func Changes(from, to rota.Plan) (dropped, added []rota.Pair) {
	return rota.Missing(from.Pairs(), to.Pairs()), rota.Missing(to.Pairs(), from.Pairs())
}

// within are the options of a solve whose stages follow others, of so many in all.
func (o Options) within(before, stages int) Options {
	if tell := o.Progress; tell != nil {
		o.Progress = func(p Progress) {
			p.Index, p.Stages = p.Index+before, stages
			tell(p)
		}
	}
	return o
}
