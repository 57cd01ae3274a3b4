package solve

import (
	"context"
	"fmt"
	"slices"

	"strikerota/rota"
)

// TwoPrices are the best plans for one problem at two sets of rate cards, A and B.
type TwoPrices struct {
	A, B           rota.Plan
	Dropped, Added []rota.Pair // from A to B; both empty when the prices change nobody
	// What each plan costs at each set of cards: AAtB is what changing nobody costs.
	AAtA, AAtB, BAtA, BAtB rota.Totals
}

// Same reports whether the same people cover the same slots at both prices.
func (t TwoPrices) Same() bool { return len(t.Dropped) == 0 && len(t.Added) == 0 }

// AtTwoPrices solves the problem at the cards a and again at the cards b, and
// gives both plans with their difference, so that it shows where a dearer rate
// would change who covers. Unless the problem has a published plan to stay near,
// the second solve keeps to the first plan wherever its own aims leave it free, as
// a last aim: what differs then differs for the price. Options hold for each solve.
func AtTwoPrices(ctx context.Context, p rota.Problem, a, b rota.Cards, o Options) (TwoPrices, error) {
	first, err := pricedAt(p, a)
	if err != nil {
		return TwoPrices{}, fmt.Errorf("price at the first cards: %w", err)
	}
	second, err := pricedAt(p, b)
	if err != nil {
		return TwoPrices{}, fmt.Errorf("price at the second cards: %w", err)
	}
	out := TwoPrices{}
	if out.A, err = Solve(ctx, first, o); err != nil {
		return TwoPrices{}, fmt.Errorf("solve at the first cards: %w", err)
	}
	if len(p.Published) == 0 {
		near := second
		near.Published = out.A.Pairs()
		near.Aims = append(slices.DeleteFunc(slices.Clone(p.Aims), func(a rota.Aim) bool { return a == rota.AimChanges }), rota.AimChanges)
		if second, err = rota.NewProblem(near); err != nil {
			return TwoPrices{}, fmt.Errorf("stay near the first plan: %w", err)
		}
	}
	if out.B, err = Solve(ctx, second, o); err != nil {
		return TwoPrices{}, fmt.Errorf("solve at the second cards: %w", err)
	}
	out.Dropped, out.Added = difference(out.A.Pairs(), out.B.Pairs())
	out.AAtA, out.AAtB = rota.Total(first.Lines(out.A)), rota.Total(second.Lines(out.A))
	out.BAtA, out.BAtB = rota.Total(first.Lines(out.B)), rota.Total(second.Lines(out.B))
	return out, nil
}

func pricedAt(p rota.Problem, cards rota.Cards) (rota.Problem, error) {
	p.Cards = cards
	return rota.NewProblem(p)
}

// difference is what of a is not in b, and of b not in a. Both are sorted.
func difference(a, b []rota.Pair) (dropped, added []rota.Pair) {
	missing := func(from, in []rota.Pair) []rota.Pair {
		var out []rota.Pair
		for _, pair := range from {
			if _, ok := slices.BinarySearchFunc(in, pair, rota.Pair.Compare); !ok {
				out = append(out, pair)
			}
		}
		return out
	}
	return missing(a, b), missing(b, a)
}
