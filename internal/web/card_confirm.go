package web

import (
	"strings"

	"strikerota/rota"
)

// calledWords names the called rate.
const calledWords = "Called in from on call"

// confirmed says that a cell has been confirmed by whom: as before when it is as it
// was, else by the person who saves it now. Of a cell that is not confirmed it keeps
// where the rate was published, while it is that rate.
func confirmed(was, now *rota.Pence, wasUnconfirmed, unconfirmed bool, wasBy, by string) string {
	switch {
	case now == nil:
		return ""
	case was != nil && *was == *now && wasUnconfirmed == unconfirmed:
		return wasBy
	case unconfirmed:
		return ""
	}
	return by
}

// confirm fills in who confirmed each cell of a card that is being saved over another.
func confirm(was, now rota.Card, by string) rota.Card {
	old := map[string]rota.RateRow{}
	for _, r := range was.Rates {
		old[r.PayPoint] = r
	}
	rates := make([]rota.RateRow, len(now.Rates))
	for i, r := range now.Rates {
		o := old[r.PayPoint]
		for b := range r.Rate {
			r.ConfirmedBy[b] = confirmed(o.Rate[b], r.Rate[b], o.Unconfirmed[b], r.Unconfirmed[b], o.ConfirmedBy[b], by)
		}
		r.CalledBy = confirmed(o.Called, r.Called, o.CalledUnconfirmed, r.CalledUnconfirmed, o.CalledBy, by)
		rates[i] = r
	}
	if len(rates) > 0 {
		now.Rates = rates
	}
	return now
}

// sameCard reports whether two cards say the same.
func sameCard(a, b rota.Card) bool {
	return strings.Join(cardText(a), "\n") == strings.Join(cardText(b), "\n")
}

// cardText is all that a card says, for comparing.
func cardText(c rota.Card) []string {
	out := []string{c.Name, c.Region, c.ValidFrom.String(), c.Source, c.Note}
	for _, d := range c.BankHolidays {
		out = append(out, d.String())
	}
	for _, r := range c.Rates {
		out = append(out, "row "+r.PayPoint)
		for b, rate := range r.Rate {
			out = append(out, rateWords(r, rota.Band(b), rate)+r.ConfirmedBy[b])
		}
		out = append(out, knownWords(r.Called), r.CalledBy)
	}
	return out
}
