package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// A priceAnswer says whether the price changes who covers.
type priceAnswer struct {
	Headline string
	Words    []string
	Notes    []string
	Costs    Table
	Changes  *Table
}

// newPriceAnswer puts the answer into words and tables.
func newPriceAnswer(in pricesInput) *priceAnswer {
	a := in.answer
	p := &priceAnswer{Costs: priceCosts(a), Notes: priceNotes(in),
		Words: []string{"The two prices: “" + a.Variants[0].Name + "”, and “" + a.Variants[1].Name + "”."}}
	changes := a.changedSlots()
	if len(changes) == 0 {
		p.Headline = "The same people would cover at both prices"
	} else {
		p.Headline = "Another price would change who covers " + count(len(changes), "slot")
		t := changesTable("price-changes", "Who would cover instead", []string{"At the first price", "At the second price"}, changes, in.who())
		p.Changes = &t
		tellApart(t)
		if len(changes) > shownChanges {
			p.Words = append(p.Words, fmt.Sprintf("The first %d of these slots are listed.", shownChanges))
		}
	}
	if stay, change := a.Variants[1].Cost(a.plans[0]), a.Variants[1].Cost(a.plans[1]); len(changes) > 0 && stay != nil && change != nil {
		p.Words = append(p.Words, stayWords(*stay-*change))
		if *stay == *change {
			p.Headline = "No money is involved: other people could cover " + count(len(changes), "slot") + " for the same cost"
		}
	}
	p.Words = append(p.Words, "The rota stays as it is: nothing has been put in its place.")
	return p
}

// stayWords say what keeping to the first rota costs at the second price, more than changing.
func stayWords(more rota.Pence) string {
	switch {
	case more > 0:
		return "At the second price, keeping to the first rota would cost " + more.String() + " more than changing."
	case more < 0:
		return "At the second price the first rota would cost " + (-more).String() + " less than the second, which does better by an earlier aim."
	}
	return "At the second price both rotas cost the same: what differs does so by a later aim or by chance, and is no reason to change anything."
}

// tellApart says of cells that read the same, where people are not named, that others are meant.
func tellApart(t Table) {
	for _, row := range t.Rows {
		if then, now := &row[len(row)-2], &row[len(row)-1]; then.Text == now.Text {
			now.Text = "Others, on the same terms"
		}
	}
}

// unknown are the changes since the rota was made that the answer has not taken in: it goes by
// the rates of when it was asked for.
func (in pricesInput) unknown() []string {
	asked, now := rota.Problem{Cards: in.answer.Variants[0].Problem.Cards}, rota.Problem{Cards: in.made.entry.Cards}
	return slices.DeleteFunc(in.made.changedApart(), func(words string) bool { return words == ratesPart && sameDocument(asked, now) })
}

// priceNotes say how far the answer can be relied on.
func priceNotes(in pricesInput) []string {
	a := in.answer
	out := []string{"Answered at " + moment(a.at) + ", for the rota as it was made and at the rates of then."}
	if a.Rota != in.made.run {
		out = append(out, "The rota has been made again since: ask again for an answer about it.")
	}
	if words := in.unknown(); len(words) > 0 {
		out = append(out, "Since the rota was made these have changed, which the answer does not know of: "+strings.Join(words, "; ")+". Make the rota again, then ask again.")
	}
	if a.Rota == in.made.run && in.made.edited.After(a.at) {
		out = append(out, "The rota has been changed by hand since: the answer is about the rota as it was made.")
	}
	for i, v := range a.Variants {
		if v.Note != "" {
			out = append(out, "At the "+[]string{"first", "second"}[i]+" price: "+rota.LowerFirst(v.Note)+".")
		}
	}
	if note := unconfirmedNote(in.costing, a.plans...); note != "" {
		out = append(out, note)
	}
	if unsure := a.unproved(); len(unsure) > 0 {
		out = append(out, "There was not the time to prove both rotas best, so what differs may differ for another reason than the price: "+strings.Join(unsure, "; ")+".")
	}
	if in.money.CalledShare > 0 || in.money.NI.On || in.money.Pension.On {
		out = append(out, "Amounts are pay alone, by which rotas are compared: on-costs, and time spent called in, are on the page of costs.")
	}
	return out
}

// priceCosts has what each rota costs at each price.
func priceCosts(a *answered) Table {
	row := func(name string, plan rota.Plan) []Cell {
		return []Cell{{Text: name}, {Text: knownWords(a.Variants[0].Cost(plan))}, {Text: knownWords(a.Variants[1].Cost(plan))}}
	}
	rows := [][]Cell{row("Best rota at the first price", a.plans[0])}
	if !a.same() {
		rows = append(rows, row("Best rota at the second price", a.plans[1]))
	} else {
		rows[0][0].Text = "Best rota at both prices"
	}
	return NewTable("price-costs", "What cover costs", []Column{{Text: "Rota"}, {Text: "First price: " + rota.LowerFirst(a.Variants[0].Name), Numeric: true},
		{Text: "Second price: " + rota.LowerFirst(a.Variants[1].Name), Numeric: true}}, rows)
}

// who says who people are: by name to those who may see pay by name, and by their terms to others.
func (in pricesInput) who() func([]rota.Consultant) string {
	return func(people []rota.Consultant) string {
		if len(people) == 0 {
			return "Nobody"
		}
		if in.may(auth.SeePay) {
			var names []string
			for _, who := range people {
				names = append(names, in.made.name(who.ID)+" (own terms: "+rota.LowerFirst(who.Terms.Words())+")")
			}
			return rota.ListWords(names)
		}
		var out []string
		for _, t := range rota.AllTerms() {
			n := 0
			for _, who := range people {
				if who.Terms == t {
					n++
				}
			}
			if n > 0 {
				out = append(out, fmt.Sprintf("%s (own terms: %s)", count(n, "consultant"), rota.LowerFirst(t.Words())))
			}
		}
		return strings.Join(out, ", ")
	}
}
