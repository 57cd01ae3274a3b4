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
	was := ch.entry.Cards
	made := map[string]bool{} // cards of which a rate changes
	for _, rec := range r.Records.Rates {
		if ch.rate(rec) {
			made[rec.Card] = true
		}
	}
	for _, c := range r.Records.Cards {
		if !made[c.Card] {
			continue
		}
		source := was.Trust.Source
		if c.Card == "bma" {
			source = was.BMA.Source
		}
		ch.source(c, r.Records.Rates, source)
	}
}

// source says of a card where its rates come from now: the file, and before it what
// the card said of those rates that the file does not give.
func (ch *changer) source(r CardRecord, given []RateRecord, before string) {
	card := ch.cardOf(r.Card)
	rest := ""
	for _, row := range card.Rates {
		for b, rate := range row.Rate {
			here := slices.ContainsFunc(given, func(g RateRecord) bool {
				return g.Card == r.Card && g.PayPoint == row.PayPoint && g.Band == rota.Band(b)
			})
			if rate != nil && !here && before != "" {
				rest = "Other rates: " + before
			}
		}
	}
	card.Source = rota.SourceOf(r.Source, ch.k.By, rest)
}

func (ch *changer) cardOf(name string) *rota.Card {
	if name == "bma" {
		return &ch.entry.Cards.BMA
	}
	return &ch.entry.Cards.Trust
}

// card fills in what the entry's card lacks beside its rates and where they come from.
func (ch *changer) card(r CardRecord) {
	card := ch.cardOf(r.Card)
	card.Name, card.Region = orElse(card.Name, r.Name), orElse(card.Region, r.Region)
	if card.ValidFrom.IsZero() {
		card.ValidFrom = r.ValidFrom
	}
}

// rate compares one cell and reports whether it becomes another rate than it was, or
// one that stands otherwise.
func (ch *changer) rate(r RateRecord) bool {
	card := ch.cardOf(r.Card)
	key := "rate/" + r.Card + "/" + r.PayPoint + "/" + r.Band.Key()
	c := Change{Key: key, What: "rate", Label: rateLabel(r), At: r.Place}
	i := slices.IndexFunc(card.Rates, func(row rota.RateRow) bool { return row.PayPoint == r.PayPoint })
	var was rota.RateRow
	if i >= 0 {
		was = card.Rates[i]
	}
	unconfirmed := r.Said != IsConfirmed
	if same := was.Rate[r.Band]; r.Said == "" && same != nil && *same == r.Rate {
		unconfirmed = was.Unconfirmed[r.Band] // the file does not speak of it
	}
	fields := []FieldChange{
		{Field: "rate", Before: penceText(was.Rate[r.Band]), After: r.Rate.Plain()},
		{Field: "confirmed", Before: confirmedText(was.Unconfirmed[r.Band]), After: confirmedText(unconfirmed)},
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
		return false
	}
	if i < 0 {
		i = len(card.Rates)
		card.Rates = append(card.Rates, rota.RateRow{PayPoint: r.PayPoint})
	}
	ch.given(key, says)
	if c.Op == Same {
		return false
	}
	rate, by := r.Rate, ""
	if !unconfirmed {
		by = ch.k.By
	}
	card.Rates[i].Rate[r.Band], card.Rates[i].Unconfirmed[r.Band], card.Rates[i].ConfirmedBy[r.Band] = &rate, unconfirmed, by
	return true
}

func rateLabel(r RateRecord) string {
	out := cardLabel(r.Card)
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
