package solve

import (
	"context"
	"fmt"
	"slices"

	"strikerota/rota"
)

// TwoPrices are the best plans for one problem at two prices, A and B.
type TwoPrices struct {
	A, B rota.Plan
}

// Dropped is who covers in plan A and not in B, sorted.
func (t TwoPrices) Dropped() []rota.Pair { return missing(t.A.Pairs(), t.B.Pairs()) }

// Added is who covers in plan B and not in A, sorted.
func (t TwoPrices) Added() []rota.Pair { return missing(t.B.Pairs(), t.A.Pairs()) }

// Same reports whether the same people cover the same slots at both prices.
func (t TwoPrices) Same() bool { return len(t.Dropped()) == 0 && len(t.Added()) == 0 }

// AtTwoPrices solves a problem at two prices, a and b (see [rota.Problem.At]), so
// that the two plans show where a dearer rate would change who covers. The second
// plan answers b near the first plan (see [Near]): what differs then differs for the
// price. Options hold for each solve; progress counts the stages of both.
func AtTwoPrices(ctx context.Context, a, b rota.Problem, o Options) (TwoPrices, error) {
	near, err := Near(b, rota.Plan{})
	if err != nil {
		return TwoPrices{}, err
	}
	first, second := len(a.Stages()), len(near.Stages())
	var out TwoPrices
	if out.A, err = Solve(ctx, a, o.within(0, first+second)); err != nil {
		return TwoPrices{}, fmt.Errorf("solve at the first price: %w", err)
	}
	if near, err = Near(b, out.A); err != nil {
		return TwoPrices{}, err
	}
	if out.B, err = Solve(ctx, near, o.within(first, first+second)); err != nil {
		return TwoPrices{}, fmt.Errorf("solve at the second price: %w", err)
	}
	return out, nil
}

// Near is the problem with the plan to keep to wherever its own aims leave it free,
// as a last aim. A problem that has a published plan to stay near keeps to that.
func Near(p rota.Problem, plan rota.Plan) (rota.Problem, error) {
	if len(p.Published) > 0 {
		return p, nil
	}
	p.Aims = append(slices.DeleteFunc(slices.Clone(p.Aims), func(a rota.Aim) bool { return a == rota.AimChanges }), rota.AimChanges)
	p.Published = plan.Pairs()
	p, err := rota.NewProblem(p)
	if err != nil {
		return p, fmt.Errorf("stay near a plan: %w", err)
	}
	return p, nil
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

// missing is what of the one sorted list is not in the other.
func missing(from, in []rota.Pair) []rota.Pair {
	var out []rota.Pair
	for _, pair := range from {
		if _, ok := slices.BinarySearchFunc(in, pair, rota.Pair.Compare); !ok {
			out = append(out, pair)
		}
	}
	return out
}
