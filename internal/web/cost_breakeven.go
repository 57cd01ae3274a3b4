package web

import (
	"errors"

	"strikerota/rota"
)

// breakEvenWords say how the cost stands to the budget, and what would meet it: a
// change of every trust rate, or a share of the hours at BMA rates.
func breakEvenWords(c costing, total rota.Sum) []string {
	if c.money.Budget == nil {
		return nil
	}
	budget := *c.money.Budget
	agreed := total.All().Agreed
	if agreed == nil {
		return []string{"The budget is " + budget.String() + ". Whether the cost meets it is not known, because a rate is missing."}
	}
	p := c.problem()
	out := []string{againstBudget(budget, *agreed)}
	uplift, err := p.BreakEvenUplift(c.made.plan, c.money.Pricing, rota.AsAgreed, budget)
	out = append(out, orNotKnown("Trust rates", err, func() string {
		words := upliftWords(uplift, *agreed)
		if floored := p.Cards.Trust.FlooredWords(rota.Pence(uplift.Value)); uplift.Fit == rota.Meets && floored != "" {
			words += " " + floored + "."
		}
		return words
	}))
	share, err := p.BreakEvenShare(c.made.plan, c.money.Pricing, budget)
	return append(out, orNotKnown("Share at BMA rates", err, func() string {
		all, how := rota.Whole, c.money.Pricing
		how.BMAShare = &all
		if most := p.Ledger(c.made.plan, how).Total().All().Agreed; share.Fit == rota.Never && most != nil && *most <= budget {
			return "BMA rates are the lower ones here. With every hour paid for at them the cost is " + most.String() + ", " + besideBudget(budget, *most) + "."
		}
		return shareWords(share)
	}))
}

func orNotKnown(what string, err error, words func() string) string {
	if errors.Is(err, rota.ErrNotKnown) {
		return what + ": what the budget bears is not known, because a rate is missing."
	}
	return what + ": " + words()
}

// againstBudget sets the cost as agreed beside the budget.
func againstBudget(budget, cost rota.Pence) string {
	return "The budget is " + budget.String() + ". As agreed the cover costs " + cost.String() + ", " + besideBudget(budget, cost) + "."
}

// besideBudget is how far a cost is from the budget.
func besideBudget(budget, cost rota.Pence) string {
	switch {
	case cost < budget:
		return (budget - cost).String() + " under the budget"
	case cost > budget:
		return (cost - budget).String() + " over the budget"
	}
	return "exactly the budget"
}

// upliftWords say what may be added to every trust rate, or must come off, given the
// cost as agreed.
func upliftWords(b rota.BreakEven, agreed rota.Pence) string {
	by := rota.Pence(b.Value)
	switch {
	case b.Fit == rota.Always:
		return "the budget is met whatever they are, because next to no hours are paid at them."
	case b.Fit == rota.Never:
		return "no change of them meets the budget. With no uplift the cost is " + (agreed - b.Budget).String() +
			" over; even with every trust rate at £0 an hour it would be " + b.At.String() + ", " + besideBudget(b.Budget, b.At) + "."
	case by < 0:
		return "to meet the budget, every one must be at least " + (-by).String() + " an hour lower. The cost is then " + b.At.String() + ", " +
			besideBudget(b.Budget, b.At) + "; lowered by a penny an hour less, it is " + b.Above.String() + ", " + besideBudget(b.Budget, *b.Above) + "."
	case by == 0:
		return "the budget bears no uplift. A penny an hour more on every one makes the cost " + b.Above.String() + ", " + besideBudget(b.Budget, *b.Above) + "."
	}
	return "the budget bears at most " + by.String() + " an hour more on every one. The cost is then " + b.At.String() + ", " +
		besideBudget(b.Budget, b.At) + "; with a penny an hour more it is " + b.Above.String() + ", " + besideBudget(b.Budget, *b.Above) + "."
}

// shareWords say how many of the hours paid for may be at BMA rates and the rest at
// trust rates, whatever was agreed.
func shareWords(b rota.BreakEven) string {
	switch b.Fit {
	case rota.Always:
		return "the budget is met even if every hour paid for is at BMA rates. The cost is then " + b.At.String() + ", " + besideBudget(b.Budget, b.At) + "."
	case rota.Never:
		return "no share meets the budget. Even if every hour paid for is at trust rates and none at BMA rates, the cost is " + b.At.String() + ", " + besideBudget(b.Budget, b.At) + "."
	}
	return "the budget bears BMA rates for at most " + rota.PerCent(b.Value).Words() + " of the hours paid for, with the rest at trust rates. The cost is then " + b.At.String() +
		", " + besideBudget(b.Budget, b.At) + "; with 0.01% more it is " + b.Above.String() + ", " + besideBudget(b.Budget, *b.Above) + "."
}
