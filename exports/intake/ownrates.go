package intake

import (
	"slices"
	"strings"

	"strikerota/rota"
)

// This file reads what the planner's own list of rates has beyond those of others: a card for each
// row, and the bands that the trust has not confirmed.

// noRate reports whether a cell gives no rate, in the words of the planner's own list too.
func noRate(text string) bool {
	return slices.Contains([]string{"", "-", "not known", "as on call", "as its band"}, plain(text))
}

// noneYet reports whether a cell says that there is no rate, or none yet.
func noneYet(text string) bool {
	return slices.Contains([]string{"n/a", "na", "not applicable", "tbc", "tba", "to be confirmed", "to be agreed", "not agreed", "not agreed yet"}, plain(text))
}

// rowCard is the card of the row, by its column of cards; "" in a file without one.
func (l *line) rowCard() (card string, ok bool) {
	if !l.has(OfCard) {
		return "", true
	}
	switch t := plain(l.text(OfCard)); {
	case regexpBMA.MatchString(t):
		card = "bma"
	case regexpTrust.MatchString(t):
		card = "trust"
	default:
		l.fault(l.col(OfCard), "no such card", "Nothing says whose rates these are.", "Type Trust or BMA, or leave the row out.")
		return "", false
	}
	if !slices.ContainsFunc(l.out.Records.Cards, func(x CardRecord) bool { return x.Card == card }) {
		l.out.Records.Cards = append(l.out.Records.Cards, CardRecord{Card: card, Source: tidy(l.book.File)})
	}
	return card, true
}

// calledIn is the rate of an hour called in, which is no band of the week and is not brought in.
const calledIn = "called in from on call"

// publishedMark stands behind a band whose rate somebody else has published.
const publishedMark = "(published)"

// listed says whether a rate is among those that the trust has not confirmed. A text that names no
// band is about all of them.
func (l *line) listed(of rota.Band) string {
	for part := range strings.SplitSeq(l.text(Doubtful), ";") {
		part = plain(strings.ReplaceAll(part, publishedMark, ""))
		if part == calledIn {
			continue
		}
		named := slices.ContainsFunc(bandWords(), func(w string) bool { return w == part })
		if part != "" && (!named || part == plain(of.Words())) {
			return NotConfirmed
		}
	}
	return IsConfirmed
}

func bandWords() []string {
	var out []string
	for b := range rota.BandCount {
		out = append(out, plain(b.Words()))
	}
	return out
}
