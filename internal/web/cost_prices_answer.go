package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// An answered is a question about prices with its answer.
type answered struct {
	runs.PriceQuestion
	solve.TwoPrices
	at time.Time
}

// answered loads the newest question that was answered; nil when there is none.
func (s *Server) answered(v *visit, strikeID string) (*answered, error) {
	record, err := s.store.PriceAnswer(v.ctx(), strikeID)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a := &answered{at: record.MadeAt}
	if a.PriceQuestion, err = runs.ReadPriceQuestion(record.Problem, record.Prices); err != nil {
		return nil, err
	}
	a.TwoPrices, err = runs.ReadTwoPlans(record.Plans)
	return a, err
}

// A priceAnswer says whether the price changes who covers.
type priceAnswer struct {
	Headline string
	Words    []string
	Notes    []string
	Costs    Table
	Changes  *Table
}

// shownChanges is how many changed slots are listed.
const shownChanges = 300

// newPriceAnswer puts the answer into words and tables.
func newPriceAnswer(in pricesInput) *priceAnswer {
	a := in.answer
	p := &priceAnswer{Costs: priceCosts(a), Notes: priceNotes(in),
		Words: []string{"The two prices: “" + a.First.Name + "”, and “" + a.Second.Name + "”."}}
	changes := changedSlots(a)
	if len(changes) == 0 {
		p.Headline = "The same people would cover at both prices"
	} else {
		p.Headline = "Another price would change who covers " + count(len(changes), "slot")
		t := changesTable(changes[:min(len(changes), shownChanges)], in.who())
		p.Changes = &t
		if len(changes) > shownChanges {
			p.Words = append(p.Words, fmt.Sprintf("The first %d of these slots are listed.", shownChanges))
		}
	}
	if stay, change := a.Second.Cost(a.A), a.Second.Cost(a.B); len(changes) > 0 && stay != nil && change != nil {
		p.Words = append(p.Words, stayWords(*stay-*change))
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
	return "At the second price both rotas cost the same: the second does better by a later aim."
}

// priceNotes say how far the answer can be relied on.
func priceNotes(in pricesInput) []string {
	a := in.answer
	out := []string{"Answered at " + moment(a.at) + ", for the rota as it was made and at the rates of then."}
	if a.Rota != in.made.run {
		out = append(out, "The rota has been made again since: ask again for an answer about it.")
	}
	if a.A.Status != rota.Proved || a.B.Status != rota.Proved {
		out = append(out, "There was not the time to prove both rotas best, so what differs may differ for another reason than the price. "+
			"At the first price: "+lowerFirst(a.A.ProofWords())+"; at the second: "+lowerFirst(a.B.ProofWords())+".")
	}
	if in.money.CalledShare > 0 || in.money.NI.On || in.money.Pension.On {
		out = append(out, "Amounts are pay alone, by which rotas are compared: on-costs, and time spent called in, are on the page of costs.")
	}
	return out
}

// priceCosts has what each rota costs at each price.
func priceCosts(a *answered) Table {
	row := func(name string, plan rota.Plan) []Cell {
		return []Cell{{Text: name}, {Text: knownWords(a.First.Cost(plan))}, {Text: knownWords(a.Second.Cost(plan))}}
	}
	rows := [][]Cell{row("Best rota at the first price", a.A)}
	if !a.Same() {
		rows = append(rows, row("Best rota at the second price", a.B))
	} else {
		rows[0][0].Text = "Best rota at both prices"
	}
	return NewTable("price-costs", "What cover costs", []Column{{Text: "Rota"}, {Text: "First price: " + lowerFirst(a.First.Name), Numeric: true},
		{Text: "Second price: " + lowerFirst(a.Second.Name), Numeric: true}}, rows)
}

// A changedSlot is a slot that others cover at the second price.
type changedSlot struct {
	slot     rota.Slot
	words    string
	from, to []rota.Consultant
}

// changedSlots lists them in the order of time.
func changedSlots(a *answered) []changedSlot {
	var out []changedSlot
	of := func(id rota.SlotID) *changedSlot {
		for i := range out {
			if out[i].slot.ID == id {
				return &out[i]
			}
		}
		slot, _ := a.First.Problem.Slot(id)
		out = append(out, changedSlot{slot: slot, words: a.First.Problem.RoleWords(slot)})
		return &out[len(out)-1]
	}
	for _, pair := range a.Dropped() {
		who, _ := a.First.Problem.Consultant(pair.Consultant)
		s := of(pair.Slot)
		s.from = append(s.from, who)
	}
	for _, pair := range a.Added() {
		who, _ := a.Second.Problem.Consultant(pair.Consultant)
		s := of(pair.Slot)
		s.to = append(s.to, who)
	}
	slices.SortFunc(out, func(x, y changedSlot) int {
		return cmp.Or(x.slot.Start.Compare(y.slot.Start), cmp.Compare(x.slot.ID, y.slot.ID))
	})
	return out
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
				names = append(names, in.made.name(who.ID)+" ("+lowerFirst(who.Terms.Words())+")")
			}
			return listWords(names)
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
				out = append(out, fmt.Sprintf("%s (%s)", count(n, "consultant"), lowerFirst(t.Words())))
			}
		}
		return strings.Join(out, ", ")
	}
}

func changesTable(changes []changedSlot, who func([]rota.Consultant) string) Table {
	var rows [][]Cell
	for _, c := range changes {
		rows = append(rows, []Cell{{Text: c.words}, {Text: c.slot.Span.Words()}, {Text: who(c.from)}, {Text: who(c.to)}})
	}
	return NewTable("price-changes", "Who would cover instead", []Column{{Text: "Slot"}, {Text: "When"}, {Text: "At the first price"}, {Text: "At the second price"}}, rows)
}
