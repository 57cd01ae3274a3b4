package web

import (
	"errors"
	"strings"

	"strikerota/rota"
)

// missingRates lists every cell that a cost needs and a card does not give.
func missingRates(strikeID string, c costing, lines []rota.Line) []mend {
	var out []mend
	seen := map[string]bool{}
	for _, named := range namedCards(c.cards) {
		for _, l := range lines {
			_, err := named.card.Cost(l.Slot, l.Consultant.PayPoint)
			var m *rota.MissingRate
			if !errors.As(err, &m) {
				continue
			}
			text := "The " + named.name + " card has no row for everybody."
			if m.Row >= 0 {
				text = missingWords(named.name, named.card.Rates[m.Row].PayPoint, m.Band)
			}
			if !seen[text] {
				seen[text] = true
				out = append(out, mend{text, Link{Text: "Set the rate", Href: strikePath(strikeID, "cost", "rates", named.kind)}})
			}
		}
	}
	return out
}

// A namedCard is a card with its name within a sentence and in addresses.
type namedCard struct {
	kind, name string
	card       rota.Card
}

func namedCards(c rota.Cards) []namedCard {
	return []namedCard{{"trust", "trust", c.Trust}, {"bma", "BMA", c.BMA}}
}

// unconfirmedRates lists the cells used that nobody at the trust has confirmed.
func unconfirmedRates(cards rota.Cards, lines []rota.Line) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range namedCards(cards) {
		for _, l := range lines {
			row := c.card.Row(l.Consultant.PayPoint)
			if row < 0 {
				continue
			}
			for b, minutes := range c.card.Minutes(l.Slot) {
				band := usedBand(c.card.Rates[row], rota.Band(b))
				text := strings.TrimSuffix(missingWords(c.name, c.card.Rates[row].PayPoint, band), " is missing.")
				if minutes > 0 && c.card.Rates[row].Unconfirmed[band] && !seen[text] {
					seen[text] = true
					out = append(out, text)
				}
			}
		}
	}
	return out
}

// usedBand is the band whose rate counts: standby without its own takes the on-call rate.
func usedBand(r rota.RateRow, b rota.Band) rota.Band {
	if b == rota.StandbyBand && r.Rate[b] == nil {
		return rota.OnCallBand
	}
	return b
}
