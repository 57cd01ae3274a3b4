package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// What a rota costs goes by the terms of its consultants when it was made, for they are part of what it
// answers; what is entered of them since counts once it is made again. Rates are those of now.

// termsThen is the consultant as the rota was made with them, and whether what is entered now pays them otherwise.
func (m *madeRota) termsThen(id rota.ConsultantID) (then rota.Consultant, changed bool) {
	then, made := m.problem.Consultant(id)
	now, entered := m.people[id]
	switch {
	case !made:
		return now, false
	case !entered:
		return then, false
	}
	return then, then.Terms != now.Terms || then.PayPoint != now.PayPoint
}

// termsWords say how a consultant is paid: on which terms, and where these have changed since the rota was made,
// which count in its cost.
func (m *madeRota) termsWords(id rota.ConsultantID) string {
	then, changed := m.termsThen(id)
	if !changed {
		return then.Terms.Words()
	}
	now := m.people[id]
	return fmt.Sprintf("%s when the rota was made, which its cost goes by. Entered now: %s. That counts when the rota is made again", paidWords(then, now), rota.LowerFirst(paidWords(now, then)))
}

// paidWords are the terms, with the pay point where the other has another.
func paidWords(who, other rota.Consultant) string {
	if who.PayPoint == other.PayPoint {
		return who.Terms.Words()
	}
	return who.Terms.Words() + ", " + payPointWords(who.PayPoint)
}

// payPointWords name the row of the cards that prices somebody.
func payPointWords(point string) string {
	if point == "" {
		return "the card’s general row"
	}
	return "pay point " + point
}

// basisCosts names what a rota costs on each basis.
var basisCosts = [rota.BasisCount]string{rota.AtTrust: "Cost at trust rates", rota.AtBMA: "Cost at BMA rates", rota.AsAgreed: "Cost as agreed"}

// costRows are what some lines of one consultant cost on each basis, as the page of costs has them: at the rates as
// they are now, with on-costs and hours called in.
func (m *madeRota) costRows(how rota.Pricing, lines ...rota.Line) []SummaryRow {
	p, own := m.ownPlan(lines[0].Consultant.ID)
	total, with := rota.Ledger{}, ""
	for _, e := range p.Ledger(own, how).Entries {
		if slices.ContainsFunc(lines, func(l rota.Line) bool { return l.Slot.ID == e.Slot.ID }) {
			total.Entries = append(total.Entries, e)
		}
	}
	if onCostWords(how) != "" {
		with = ", on-costs included"
	}
	doubtful := p.Cards.Doubtful(how, lines)
	var rows []SummaryRow
	all := total.Total().All()
	for _, b := range rota.Bases() {
		rows = append(rows, SummaryRow{Key: basisCosts[b] + with, Value: markedWords(all.At(b), doubtful[b])})
	}
	return rows
}

// onTermsNow is the problem with everybody paid as is entered now, and how many with cover are paid otherwise than
// when the rota was made.
func (c costing) onTermsNow() (p rota.Problem, changed int) {
	p = c.problem()
	covers := map[rota.ConsultantID]bool{}
	for _, a := range c.made.plan.Assignments {
		covers[a.Consultant] = true
	}
	people := make([]rota.Consultant, len(p.Consultants))
	for i, who := range p.Consultants {
		if _, other := c.made.termsThen(who.ID); other {
			now := c.made.people[who.ID]
			who.Terms, who.PayPoint = now.Terms, now.PayPoint
			if covers[who.ID] {
				changed++
			}
		}
		people[i] = who
	}
	p.Consultants = people
	return p, changed
}

// termsNote says on the page of costs that some are paid otherwise by what is entered now, and what the rota would
// cost so; "" when nobody is.
func (c costing) termsNote() string {
	p, n := c.onTermsNow()
	if n == 0 {
		return ""
	}
	words := fmt.Sprintf("The terms or pay points of %s with cover have changed since the rota was made. Costs here and in the workbook go by those when it was made; the new ones count when the rota is made again. ",
		count(n, "consultant", "consultants"))
	now := p.Ledger(c.made.plan, c.money.Pricing).Total().All()
	return words + fmt.Sprintf("With the same cover on the terms as they are now it would cost %s as agreed, %s all at trust rates and %s all at BMA rates.",
		notKnownWords(now.Agreed), notKnownWords(now.Trust), notKnownWords(now.BMA))
}

// notKnownWords is an amount within a sentence.
func notKnownWords(p *rota.Pence) string { return rota.LowerFirst(knownWords(p)) }

// pricedWords say what amounts hold beside pay, and what pay alone comes to, by which rotas are compared; "" where
// amounts are pay alone.
func pricedWords(c costing) string {
	words := ""
	if on := onCostWords(c.money.Pricing); on != "" {
		words = "Every amount includes the employer’s " + on + ". "
	}
	if share := c.money.CalledShare; share > 0 {
		words += share.Words() + " of on-call time is taken to be spent called in, and priced at the called rate. "
	}
	if words == "" {
		return ""
	}
	pay := rota.Total(c.problem().Lines(c.made.plan))
	return words + "Rotas are compared by pay alone with nobody called in, which at the rates used here is " + notKnownWords(pay.Trust) + " all at trust rates, " +
		notKnownWords(pay.BMA) + " all at BMA rates and " + notKnownWords(pay.Agreed) + " as agreed."
}

// onCostWords names the on-costs that are switched on.
func onCostWords(how rota.Pricing) string {
	var on []string
	if how.NI.On {
		on = append(on, "National Insurance ("+how.NI.Rate.Words()+")")
	}
	if how.Pension.On {
		on = append(on, "pension contribution ("+how.Pension.Rate.Words()+")")
	}
	return strings.Join(on, " and ")
}
