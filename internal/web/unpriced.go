package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// unpriced lists those of some people for whom a card has no row, each once, by pay point.
func unpriced(card rota.Card, who []rota.Consultant) []rota.Consultant {
	var out []rota.Consultant
	for _, c := range who {
		if card.Unpriced(c.PayPoint) && !slices.ContainsFunc(out, func(o rota.Consultant) bool { return o.ID == c.ID }) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b rota.Consultant) int { return strings.Compare(a.PayPoint, b.PayPoint) })
	return out
}

// unpricedMends say for whom a card has no row, and how to mend it: for each of them by name with their form where
// the reader may edit people, else for each pay point how many they are. what ends the sentence, and toRates leads to the card.
func unpricedMends(strikeID, name string, card rota.Card, cards rota.Cards, who []rota.Consultant, named bool, what string, toRates Link) []mend {
	var out []mend
	who = unpriced(card, who)
	for i, c := range who {
		if named {
			who := nameOr(c.Name, string(c.ID))
			to := Link{Text: "Set the pay point of " + who, Href: strikePath(strikeID, "consultants", string(c.ID), "edit") + "#pay-point"}
			out = append(out, mend{fmt.Sprintf("The %s card has no row for %s, of %s, nor one for everybody%s.", name, who, payPointOr(c.PayPoint), what) + liesIn(cards, c.PayPoint), to})
		} else if i == 0 || who[i-1].PayPoint != c.PayPoint {
			n := 0
			for _, o := range who {
				if o.PayPoint == c.PayPoint {
					n++
				}
			}
			out = append(out, mend{fmt.Sprintf("The %s card has no row for %s (%s), nor one for everybody%s.", name, payPointOr(c.PayPoint), count(n, "consultant", "consultants"), what) + liesIn(cards, c.PayPoint), toRates})
		}
	}
	return out
}

func payPointOr(point string) string {
	if point == "" {
		return "no pay point"
	}
	return "pay point " + point
}

// liesIn says which row of the cards holds the years of a pay point that no row has; "" when none does.
func liesIn(cards rota.Cards, point string) string {
	if row, same := cards.PayPoint(point); row != "" && !same {
		return " " + point + " lies in " + row + ", if it counts years: then choose that for them."
	}
	return ""
}

// payPointHint is what stands by the choice of a pay point.
func payPointHint(cards rota.Cards, point string) string {
	points := cards.PayPoints()
	if point == "" || len(points) == 0 || slices.Contains(points, point) {
		return "A row of the rate cards"
	}
	return "“" + point + "” is no row of the rate cards." + strings.Replace(liesIn(cards, point), "for them.", "here.", 1)
}

// rateMends are mends of rates that an aim needs. Where a card has no row for somebody, they say for whom.
func rateMends(strikeID string, e rota.Entry, faults []rota.Fault, named bool) []mend {
	var out []mend
	for i, m := range mends(strikeID, e, faults) {
		var people []mend
		for _, c := range namedCards(e.Cards) {
			if faults[i].Path == "cards."+c.kind {
				people = unpricedMends(strikeID, c.name, c.card, e.Cards, pricedBy(e, c.kind, faults[i]), named, ", so the cost of some shifts is not known", m.Link)
			}
		}
		if people == nil {
			people = []mend{m}
		}
		out = append(out, people...)
	}
	return out
}

// pricedBy are the consultants with offers whose cover the aim of a fault prices at the card.
func pricedBy(e rota.Entry, kind string, f rota.Fault) []rota.Consultant {
	return slices.DeleteFunc(slices.Clone(e.Consultants), func(c rota.Consultant) bool {
		terms := rota.TrustRate
		if kind == "bma" {
			terms = rota.BMARate
		}
		return len(c.Offers) == 0 || strings.Contains(f.Text, string(rota.AimCostAgreed)) && c.Terms != terms
	})
}
