package intake

import (
	"slices"

	"strikerota/rota"
)

// rates compares the cells of cards. Cells that the file does not give stay as they are.
func (ch *changer) rates(r Result) {
	for _, c := range r.Records.Cards {
		ch.card(c)
	}
	for _, rec := range r.Records.Rates {
		ch.rate(rec)
	}
}

func (ch *changer) cardOf(name string) *rota.Card {
	if name == "bma" {
		return &ch.entry.Cards.BMA
	}
	return &ch.entry.Cards.Trust
}

// card fills in what the entry's card lacks beside its rates.
func (ch *changer) card(r CardRecord) {
	card := ch.cardOf(r.Card)
	card.Name, card.Region, card.Source = orElse(card.Name, r.Name), orElse(card.Region, r.Region), orElse(card.Source, r.Source)
	if card.ValidFrom.IsZero() {
		card.ValidFrom = r.ValidFrom
	}
}

func (ch *changer) rate(r RateRecord) {
	card := ch.cardOf(r.Card)
	key := "rate/" + r.Card + "/" + r.PayPoint + "/" + r.Band.Key()
	c := Change{Key: key, What: "rate", Label: rateLabel(r), At: r.Place}
	i := slices.IndexFunc(card.Rates, func(row rota.RateRow) bool { return row.PayPoint == r.PayPoint })
	var was rota.RateRow
	if i >= 0 {
		was = card.Rates[i]
	}
	fields := []FieldChange{
		{Field: "rate", Before: penceText(was.Rate[r.Band]), After: r.Rate.Plain()},
		{Field: "confirmed", Before: confirmedText(was.Unconfirmed[r.Band]), After: confirmedText(r.Unconfirmed)},
	}
	says := values(fields)
	c.Fields = differ(fields)
	switch {
	case was.Rate[r.Band] == nil:
		c.Op = Added
	default:
		c.Op = opOf(c.Fields)
	}
	if !ch.note(c) {
		return
	}
	if i < 0 {
		i = len(card.Rates)
		card.Rates = append(card.Rates, rota.RateRow{PayPoint: r.PayPoint})
	}
	rate := r.Rate
	card.Rates[i].Rate[r.Band], card.Rates[i].Unconfirmed[r.Band] = &rate, r.Unconfirmed
	ch.given(key, says)
}

func rateLabel(r RateRecord) string {
	out := "Trust card"
	if r.Card == "bma" {
		out = "BMA card"
	}
	if r.PayPoint != "" {
		out += ", " + r.PayPoint
	}
	return out + ": " + r.Band.Words()
}

func penceText(p *rota.Pence) string {
	if p == nil {
		return ""
	}
	return p.Plain()
}

func confirmedText(unconfirmed bool) string {
	if unconfirmed {
		return "no"
	}
	return "yes"
}
