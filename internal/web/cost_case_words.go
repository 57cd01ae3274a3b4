package web

import (
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// assumedWords say what a case assumes that is not so, in the order in which its page asks.
func assumedWords(k rota.CostCase, c costing, may func(auth.Act) bool) string {
	var out []string
	switch {
	case k.Uplift > 0:
		out = append(out, "Every trust rate "+k.Uplift.String()+" an hour more")
	case k.Uplift < 0:
		out = append(out, "Every trust rate "+(-k.Uplift).String()+" an hour less")
		if floored := flooredWords(k, c); floored != "" {
			out = append(out, floored)
		}
	}
	for _, r := range k.Rates {
		out = append(out, rateChangeWords(r, c.cards))
	}
	out = append(out, calledInWords(k, c)...)
	out = append(out, termWords(k.Terms, c, may)...)
	if k.BMAShare != nil {
		out = append(out, k.BMAShare.Words()+" of the hours paid for at BMA rates and the rest at trust rates, whatever was agreed; job plan and time off still £0")
	}
	if out == nil {
		return "Nothing changed"
	}
	return strings.Join(out, ". ")
}

// flooredWords name the trust rates that a case would take below £0.
func flooredWords(k rota.CostCase, c costing) string {
	changed, _ := rota.CostCase{Rates: k.Rates}.Apply(c.problem(), c.money.Pricing)
	return changed.Cards.Trust.FlooredWords(k.Uplift)
}

// calledInWords say what share of on-call time a case takes to be called in, and that this, or a rate
// for it, does nothing where nobody is on call or none of it is.
func calledInWords(k rota.CostCase, c costing) []string {
	now := c.money.CalledShare
	onCall := slices.ContainsFunc(c.made.plan.Assignments, func(a rota.Assignment) bool {
		slot, ok := c.made.problem.Slot(a.Slot)
		return ok && slot.Mode == rota.OnCall
	})
	switch {
	case (k.CalledShare != nil || k.ChangesCalled()) && !onCall:
		return []string{"Hours called in change nothing: in this rota nobody is on call"}
	case k.CalledShare != nil:
		return []string{k.CalledShare.Words() + " of on-call time spent called in, now " + now.Words()}
	case now == 0 && k.ChangesCalled():
		return []string{"A called-in rate does nothing while 0% of on-call time is spent called in"}
	}
	return nil
}

// rateChangeWords are one rate of a case beside the card's own.
func rateChangeWords(r rota.RateChange, cards rota.Cards) string {
	card := namedCards(cards)[r.Card]
	words := cellWords(sentence(card.name)+" rate", r) + ": " + r.Rate.String() + " an hour"
	for _, row := range card.card.Rates {
		if row.PayPoint != r.PayPoint {
			continue
		}
		switch now := r.Now(row); {
		case now != nil:
			return words + ", now " + now.String()
		case r.Called:
			return words + ", now as the hour’s band"
		case usedBand(row, r.Band) != r.Band && row.Rate[rota.OnCallBand] != nil:
			return words + ", now as on call"
		}
		return words + ", now not known"
	}
	return words + " (does nothing: the card has no such rate)"
}

// termWords are the changes of terms. Who may not see how single consultants are
// paid reads that some are changed, and not whose.
func termWords(changes []rota.TermChange, c costing, may func(auth.Act) bool) []string {
	var out []string
	others := 0
	for _, t := range changes {
		to := "“" + rota.LowerFirst(t.To.Words()) + "”"
		switch {
		case t.Consultant == "":
			out = append(out, "Those on “"+rota.LowerFirst(t.From.Words())+"” are on "+to)
		case !may(auth.SeePay):
			others++
		default:
			words := c.made.name(t.Consultant) + " is on " + to
			if who, ok := c.made.problem.Consultant(t.Consultant); ok {
				words += ", now “" + rota.LowerFirst(who.Terms.Words()) + "”"
			}
			out = append(out, words)
		}
	}
	if others > 0 {
		out = append(out, "Other terms for "+count(others, "single consultant")+", whom the rota coordinator can name")
	}
	return out
}
