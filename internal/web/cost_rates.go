package web

import (
	"slices"
	"strings"

	"strikerota/rota"
)

// A usedRate is a cell of one of the two cards that a cost uses.
type usedRate struct {
	namedCard
	cell rota.UsedCell
}

// usedRates lists the cells that the costs of the rota use, and of other plans beside it, each
// once, in the order of the shifts.
func (c costing) usedRates(beside ...rota.Plan) []usedRate {
	lines := c.problem().Lines(c.made.plan)
	for _, plan := range beside {
		lines = append(lines, c.problem().Lines(plan)...)
	}
	var out []usedRate
	for _, card := range namedCards(c.cards) {
		seen := map[rota.UsedCell]bool{}
		for _, l := range lines {
			for _, cell := range c.money.Uses(card.card, l) {
				if !seen[cell] {
					seen[cell] = true
					out = append(out, usedRate{card, cell})
				}
			}
		}
	}
	return out
}

// row is the row of the card; the cell must have one.
func (u usedRate) row() rota.RateRow { return u.card.Rates[u.cell.Row] }

func (u usedRate) missing() bool {
	return u.cell.Row < 0 || !u.cell.Called && u.row().Rate[u.cell.Band] == nil
}

// words name the cell: "The night rate of the trust card".
func (u usedRate) words() string {
	if u.cell.Called {
		return strings.Replace(strings.TrimSuffix(missingWords(u.name, u.row().PayPoint, rota.OnCallBand), " is missing."), "on-call", "called-in", 1)
	}
	return strings.TrimSuffix(missingWords(u.name, u.row().PayPoint, u.cell.Band), " is missing.")
}

// missingRates lists every cell that a cost needs and a card does not give. Whom a card has no row for is named
// for those who may edit people.
func missingRates(strikeID string, c costing, named bool) []mend {
	var out []mend
	for _, u := range c.usedRates() {
		if !u.missing() {
			continue
		}
		text := noRowWords(u.name, u.card) + "."
		if u.cell.Row >= 0 {
			text = u.words() + " is missing."
		}
		to := Link{Text: "Set the rate", Href: strikePath(strikeID, "cost", "rates", u.kind)}
		if !slices.ContainsFunc(namedCards(c.made.entry.Cards), func(own namedCard) bool { return own.kind == u.kind && own.card.Name == u.card.Name }) { // another is priced at
			text, to = strings.TrimSuffix(text, ".")+", priced at “"+u.card.Name+"”.", Link{Text: "Rate cards of the trust", Href: "/cards"}
		}
		if u.cell.Row < 0 && len(u.card.Rates) > 0 {
			out = append(out, unpricedMends(strikeID, u.name, u.card, c.cards, c.paid(), named, "", to)...)
			continue
		}
		out = append(out, mend{text, to})
	}
	return out
}

// unconfirmedRates lists the cells used that nobody at the trust has confirmed, each
// with who published it.
func unconfirmedRates(c costing, beside ...rota.Plan) []string {
	var out []string
	for _, u := range c.usedRates(beside...) {
		by, doubtful := u.card.Doubtful(u.cell)
		if !doubtful {
			continue
		}
		words := u.words()
		if by != "" {
			words += ": published by " + by
		}
		out = append(out, words)
	}
	return out
}

// unconfirmedNote says on pages that only use rates that some are not confirmed, and where to see
// which; "" when all are. It speaks of the rates of the rota, and of other plans beside it.
func unconfirmedNote(c costing, beside ...rota.Plan) string {
	n := len(unconfirmedRates(c, beside...))
	if n == 0 {
		return ""
	}
	return "Of the rates used here " + count(n, "is not confirmed by the trust", "are not confirmed by the trust") + ": the rate cards mark them."
}

// A namedCard is a card with its name within a sentence and in addresses.
type namedCard struct {
	kind, name string
	card       rota.Card
}

func namedCards(c rota.Cards) []namedCard {
	return []namedCard{{"trust", "trust", c.Trust}, {"bma", "BMA", c.BMA}}
}

// usedBand is the band whose rate counts: standby without its own takes the on-call rate.
func usedBand(r rota.RateRow, b rota.Band) rota.Band {
	if b == rota.StandbyBand && r.Rate[b] == nil {
		return rota.OnCallBand
	}
	return b
}

// paid are the consultants whom the rota calls in.
func (c costing) paid() []rota.Consultant {
	var out []rota.Consultant
	for _, l := range c.problem().Lines(c.made.plan) {
		who := l.Consultant
		who.Name = nameOr(c.made.people[who.ID].Name, string(who.ID))
		out = append(out, who)
	}
	return out
}
