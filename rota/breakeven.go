package rota

import (
	"errors"
	"fmt"
	"strings"
)

// A BreakEven is where a cost meets a budget. With On-costs switched on they are
// part of the cost.
type BreakEven struct {
	Budget Pence
	Fit    Fit
	// Value is the largest that the budget bears: pence an hour on every trust rate,
	// or the share at BMA rates in hundredths of a per cent.
	Value int64
	// At is the cost at Value, no more than the budget; Above is the cost one penny an
	// hour, or one hundredth of a per cent, higher, and is more than the budget. Where
	// Fit is Always, Above is nil; where it is Never, At is the least cost, and over.
	At    Pence
	Above *Pence
}

// Fit says how a cost stands to a budget.
type Fit int

// The fits.
const (
	Meets  Fit = iota // up to Value the budget bears it
	Always            // the budget bears the most that can be asked
	Never             // the budget does not bear the least
)

// ErrNotKnown means that a cost is not known because a rate is missing.
var ErrNotKnown = errors.New("a rate that the cost needs is not known")

// Uplifted is the card with some pence an hour more on every rate that is known;
// less for a negative one, but never below nought.
func (c Card) Uplifted(by Pence) Card {
	more := func(rate *Pence) *Pence {
		if rate == nil {
			return nil
		}
		return ptr(max(0, *rate+by))
	}
	rates := make([]RateRow, len(c.Rates))
	for i, r := range c.Rates {
		for b := range r.Rate {
			r.Rate[b] = more(r.Rate[b])
		}
		r.Called = more(r.Called)
		rates[i] = r
	}
	c.Rates = rates
	return c
}

// FlooredWords names the rates that [Card.Uplifted] by some pence would take below nought
// and so leaves at nought; "" when there are none.
func (c Card) FlooredWords(by Pence) string {
	const named = 3
	var names []string
	note := func(r RateRow, rate *Pence, words string) {
		if rate == nil || *rate+by >= 0 {
			return
		}
		if r.PayPoint != "" {
			words = r.PayPoint + ", " + words
		}
		names = append(names, words+" ("+rate.String()+")")
	}
	for _, r := range c.Rates {
		for b, rate := range r.Rate {
			note(r, rate, LowerFirst(Band(b).Words()))
		}
		note(r, r.Called, "called in from on call")
	}
	if len(names) == 0 {
		return ""
	}
	out := strings.Join(names[:min(len(names), named)], "; ")
	if more := len(names) - named; more > 0 {
		out += fmt.Sprintf("; and %d more", more)
	}
	return "No rate falls below £0, so these stop there: " + out
}

// MaxUplift bounds a break-even uplift: £10,000 an hour.
const MaxUplift = MaxRate

// BreakEvenUplift finds the most pence an hour that may be added to every trust
// rate before the cost on a basis passes the budget. It may be negative: what
// must come off, at most the dearest rate of the card. It gives [ErrNotKnown]
// when a rate is missing.
func (p Problem) BreakEvenUplift(plan Plan, how Pricing, basis Basis, budget Pence) (BreakEven, error) {
	trust := p.Cards.Trust
	return straddle(budget, -int64(trust.dearest()), int64(MaxUplift), func(v int64) *Pence {
		p.Cards.Trust = trust.Uplifted(Pence(v))
		return p.Ledger(plan, how).Total().All().At(basis)
	})
}

// dearest is the highest rate of the card.
func (c Card) dearest() Pence {
	var most Pence
	for _, r := range c.Rates {
		for _, rate := range append(r.Rate[:], r.Called) {
			if rate != nil {
				most = max(most, *rate)
			}
		}
	}
	return most
}

// BreakEvenShare finds the largest share of the hours paid for that the budget
// bears at BMA rates, with the rest at trust rates ([Pricing.BMAShare]). It gives
// [ErrNotKnown] when a rate is missing.
func (p Problem) BreakEvenShare(plan Plan, how Pricing, budget Pence) (BreakEven, error) {
	return straddle(budget, 0, int64(Whole), func(v int64) *Pence {
		how.BMAShare = ptr(PerCent(v))
		return p.Ledger(plan, how).Total().All().Agreed
	})
}

// straddle finds v with cost(v) ≤ budget < cost(v+1), from low to high.
func straddle(budget Pence, low, high int64, cost func(int64) *Pence) (BreakEven, error) {
	least, most := cost(low), cost(high)
	out := BreakEven{Budget: budget, Value: low, Above: most}
	switch {
	case least == nil || most == nil:
		return out, ErrNotKnown
	case *least > budget:
		out.Fit, out.At, out.Above = Never, *least, nil
		return out, nil
	case *most <= budget:
		out.Fit, out.Value, out.At, out.Above = Always, high, *most, nil
		return out, nil
	}
	out.At = *least
	for high-out.Value > 1 {
		middle := out.Value + (high-out.Value)/2
		if v := cost(middle); *v <= budget {
			out.Value, out.At = middle, *v
		} else {
			high, out.Above = middle, v
		}
	}
	return out, nil
}
