package web

import (
	"fmt"
	"slices"
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

// outdated reports whether a cell is marked as confirmed by a tick that was for another
// rate: it was there before the rate was changed.
func outdated(was, now *rota.Pence, wasUnconfirmed, unconfirmed bool) bool {
	return was != nil && now != nil && *was != *now && !wasUnconfirmed && !unconfirmed
}

// carried reports whether a cell of a row that was given another pay point is marked as
// confirmed by a tick that was for the pay point of before.
func carried(was, now *rota.Pence, wasUnconfirmed, unconfirmed bool) bool {
	return was != nil && now != nil && !wasUnconfirmed && !unconfirmed
}

// renamedRows are the rows of before whose pay point is gone, by the new pay points that stand
// in their places.
func renamedRows(was, now rota.Card) map[string]rota.RateRow {
	missing := func(from, in rota.Card) (out []rota.RateRow) {
		for _, r := range from.Rates {
			if !slices.ContainsFunc(in.Rates, func(x rota.RateRow) bool { return x.PayPoint == r.PayPoint }) {
				out = append(out, r)
			}
		}
		return out
	}
	gone, fresh := missing(was, now), missing(now, was)
	out := map[string]rota.RateRow{}
	for i := range min(len(gone), len(fresh)) {
		out[fresh[i].PayPoint] = gone[i]
	}
	return out
}

// confirm fills in who confirmed each cell of a card that is being saved over another,
// and counts the rates that are not confirmed any more since they were changed, or are for
// another pay point.
func confirm(was, now rota.Card, by string) (rota.Card, int) {
	again := 0
	lapse := func(unconfirmed *bool, outdated bool) {
		if outdated {
			*unconfirmed = true
			again++
		}
	}
	old := map[string]rota.RateRow{}
	for _, r := range was.Rates {
		old[r.PayPoint] = r
	}
	renamed := renamedRows(was, now)
	rates := make([]rota.RateRow, len(now.Rates))
	for i, r := range now.Rates {
		o := old[r.PayPoint]
		for b := range r.Rate {
			lapse(&r.Unconfirmed[b], carried(renamed[r.PayPoint].Rate[b], r.Rate[b], renamed[r.PayPoint].Unconfirmed[b], r.Unconfirmed[b]))
			lapse(&r.Unconfirmed[b], outdated(o.Rate[b], r.Rate[b], o.Unconfirmed[b], r.Unconfirmed[b]))
			r.ConfirmedBy[b] = confirmed(o.Rate[b], r.Rate[b], o.Unconfirmed[b], r.Unconfirmed[b], o.ConfirmedBy[b], by)
		}
		lapse(&r.CalledUnconfirmed, carried(renamed[r.PayPoint].Called, r.Called, renamed[r.PayPoint].CalledUnconfirmed, r.CalledUnconfirmed))
		lapse(&r.CalledUnconfirmed, outdated(o.Called, r.Called, o.CalledUnconfirmed, r.CalledUnconfirmed))
		r.CalledBy = confirmed(o.Called, r.Called, o.CalledUnconfirmed, r.CalledUnconfirmed, o.CalledBy, by)
		rates[i] = r
	}
	if len(rates) > 0 {
		now.Rates = rates
	}
	return now, again
}

// cardSaved says that rates were saved, and of how many the tick was for another rate.
func cardSaved(what string, again int) string {
	switch again {
	case 0:
		return what
	case 1:
		return what + ". 1 rate was changed and counts as not confirmed: tick it again once the trust has confirmed it"
	}
	return fmt.Sprintf("%s. %d rates were changed and count as not confirmed: tick them again once the trust has confirmed them", what, again)
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
