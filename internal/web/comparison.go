package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// A comparison is the plans of variants side by side.
type comparison struct {
	Headline  string
	Weigh     string // of two orders, what speaks for which
	Old       string // when what is entered has changed since
	Notes     []string
	Orders    [][]string // the aims of each variant in order, when they are what differs
	Figures   Table
	Open      *Table
	Displaced *Table
	People    *Table
	Changes   *Table
}

// newComparison puts the answer into tables, with a column for each variant.
func newComparison(in variantsInput) *comparison {
	a, people := in.answer, peopleOf(in.entry)
	name := func(id rota.ConsultantID) string { return nameOr(people[id].Name, string(id)) }
	who := func(list []rota.Consultant) string {
		names := make([]string, len(list))
		for i, c := range list {
			names[i] = name(c.ID)
		}
		if len(names) == 0 {
			return "Nobody"
		}
		return rota.ListWords(names)
	}
	c := &comparison{Headline: "The same people would cover the same slots", Figures: a.figures(), Open: a.openPlaces(), Displaced: a.displaced(name), People: a.needed(name)}
	if changes := a.changedSlots(); len(changes) > 0 {
		c.Headline = count(len(changes), "slot differs", "slots differ")
		t := changesTable("variant-slots", "Slots that differ"+firstOf(len(changes)), a.names(), changes, who)
		t.Compact = true
		c.Changes = &t
	}
	c.Notes = []string{"Answered at " + moment(a.at) + ", from what was entered and at the rates of then. The rota stays as it is."}
	if unsure := a.unproved(); len(unsure) > 0 {
		c.Notes = append(c.Notes, "There was not the time to prove all of them best, so something may differ for another reason: "+strings.Join(unsure, "; ")+".")
	}
	if a.doubtful(in.entry.Cards) {
		c.Notes = append(c.Notes, "Some of the rates used here are not confirmed by the trust: the rate cards mark them.")
	}
	c.Notes = append(c.Notes, a.alike()...)
	if in.may(auth.SeePeople) {
		c.Notes = append(c.Notes, a.lockedBeside()...)
	}
	if a.old(in.entry) {
		c.Old = "What is entered has changed since: compare again for an answer about it."
	}
	if len(a.Variants) == 2 {
		c.Orders = a.orders()
		var of [2]weight
		for i, v := range a.Variants {
			of[i] = weightOf(rota.Made{Problem: v.Problem, Plan: a.plans[i]}, v.Cost(a.plans[i]))
		}
		c.Weigh = weighed("“"+a.Variants[0].Name+"”", "“"+a.Variants[1].Name+"”", of[0], of[1], 0)
	}
	return c
}

// lockedBeside says of each variant how many of its places are there for a lock alone, so that nobody looks for
// the residents who leave them.
func (a *answered) lockedBeside() []string {
	var out []string
	for _, v := range a.Variants {
		n := 0
		for _, s := range v.Problem.Slots {
			n += s.Unneeded
		}
		if n > 0 {
			out = append(out, "“"+v.Name+"” counts "+count(n, "place that residents would fill, and that is there for a lock alone", "places that residents would fill, and that are there for locks alone")+": unlock whoever is in it, and it goes.")
		}
	}
	return out
}

// alike says which cases need the same places, and why: of one resident in a slot, any share
// is the whole of them.
func (a *answered) alike() []string {
	var out []string
	if len(a.Variants) < 3 { // orders of aims always need the same
		return nil
	}
	for i, v := range a.Variants[1:] {
		if before := a.Variants[i]; sameDocument(before.Problem, v.Problem) {
			out = append(out, fmt.Sprintf("“%s” needs the same places as “%s”: the share is rounded up to whole people, slot by slot.", v.Name, before.Name))
		}
	}
	return out
}

// doubtful reports whether a cost that is told, or that a variant was made cheapest by, is made of
// a rate that nobody has confirmed. The documents of a question do not say which: the cards do.
func (a *answered) doubtful(cards rota.Cards) bool {
	for i, v := range a.Variants {
		by := cards.Doubtful(rota.Pricing{}, v.Problem.Lines(a.plans[i]))
		if by[v.Basis] && v.Cost(a.plans[i]) != nil || slices.ContainsFunc(rota.Bases(), func(b rota.Basis) bool { return by[b] && slices.Contains(v.Problem.Aims, b.Aim()) }) {
			return true
		}
	}
	return false
}

// orders are the aims of each variant, in words.
func (a *answered) orders() [][]string {
	var out [][]string
	for _, v := range a.Variants {
		var words []string
		for _, aim := range v.Problem.Aims {
			words = append(words, aim.Words())
		}
		out = append(out, words)
	}
	return out
}

func firstOf(n int) string {
	if n <= shownChanges {
		return ""
	}
	return fmt.Sprintf(": the first %d of %d", shownChanges, n)
}

func (a *answered) names() []string {
	out := make([]string, len(a.Variants))
	for i, v := range a.Variants {
		out[i] = v.Name
	}
	return out
}

// old reports whether the first or the last variant would be another problem now.
func (a *answered) old(e rota.Entry) bool {
	first, last := a.Variants[0].Problem, a.Variants[len(a.Variants)-1].Problem
	if len(a.Variants) == 2 { // two orders of aims
		return !sameDocument(variantOf(e).problem, first)
	}
	now, err := casesQuestion(e, 0)
	return err != nil || !sameDocument(now.Variants[0].Problem, first) || !sameDocument(now.Variants[2].Problem, last)
}

// columns are those of a table with one for each variant.
func (a *answered) columns(first ...string) []Column {
	var out []Column
	for _, head := range append(first, a.names()...) {
		out = append(out, Column{Text: head})
	}
	return out
}

// figures are what each plan comes to.
func (a *answered) figures() Table {
	names := []string{"Places for consultants", "Open places", "Open places of priority 1", "Hours open", "Consultants needed", "Lists and clinics displaced", "Loss from them", "Cost as agreed", "How sure it is"}
	rows := make([][]Cell, len(names))
	for i, name := range names {
		rows[i] = []Cell{{Text: name}}
	}
	for i, v := range a.Variants {
		for j, text := range planFigures(v.Problem, a.plans[i], v.Cost(a.plans[i])) {
			rows[j] = append(rows[j], Cell{Text: text})
		}
	}
	return NewTable("variant-figures", "What it comes to", a.columns("Figure"), rows)
}

func planFigures(p rota.Problem, plan rota.Plan, cost *rota.Pence) []string {
	places, open, first, minutes := 0, 0, 0, 0
	for _, s := range p.Slots {
		places += s.Places
	}
	for _, o := range plan.Open {
		slot, _ := p.Slot(o.Slot)
		open, minutes = open+o.Places, minutes+o.Places*slot.Minutes()
		if slot.Priority == 1 {
			first += o.Places
		}
	}
	used := map[rota.ConsultantID]bool{}
	for _, a := range plan.Assignments {
		used[a.Consultant] = true
	}
	lists, loss := rota.Made{Problem: p, Plan: plan}.DisplacedSessions()
	return []string{fmt.Sprint(places), fmt.Sprint(open), fmt.Sprint(first), rota.Hours(minutes), fmt.Sprint(len(used)), fmt.Sprint(lists), rota.LossWords(loss), knownWords(cost), plan.ProofWords()}
}

// openPlaces lists the slots of which a place is open in any variant; nil when there is none.
func (a *answered) openPlaces() *Table {
	var rows [][]Cell
	for _, s := range a.slots() {
		if !slices.ContainsFunc(s.in, func(f filling) bool { return f.open() > 0 }) {
			continue
		}
		row := []Cell{{Text: s.words}, {Text: s.slot.Span.Words()}, {Text: fmt.Sprint(s.slot.Priority)}}
		for _, f := range s.in {
			text := "Covered"
			switch {
			case f.places == 0:
				text = "Not needed"
			case f.open() > 0:
				text = fmt.Sprintf("%d of %d open", f.open(), f.places)
			}
			row = append(row, Cell{Text: text})
		}
		rows = append(rows, row)
	}
	return a.table("variant-open", "Open places", a.columns("Slot", "When", "Priority"), rows)
}

// displaced lists the lists and clinics that any variant displaces.
func (a *answered) displaced(name func(rota.ConsultantID) string) *Table {
	type list struct {
		who rota.ConsultantID
		id  rota.SessionID
	}
	in := map[list][]bool{}
	for i, plan := range a.plans {
		for _, x := range plan.Assignments {
			for _, id := range x.Displaces {
				key := list{x.Consultant, id}
				if in[key] == nil {
					in[key] = make([]bool, len(a.plans))
				}
				in[key][i] = true
			}
		}
	}
	var rows [][]Cell
	for _, c := range a.Variants[0].Problem.Consultants {
		for _, s := range c.Sessions {
			gone := in[list{c.ID, s.ID}]
			if gone == nil {
				continue
			}
			row := []Cell{{Text: name(c.ID)}, {Text: s.Span.Words()}, {Text: rota.LossWords(int64(s.Loss))}}
			for _, g := range gone {
				row = append(row, Cell{Text: map[bool]string{true: "Displaced", false: "Kept"}[g]})
			}
			rows = append(rows, row)
		}
	}
	return a.table("variant-lists", "Lists and clinics displaced", a.columns("Whose", "When", "Loss"), rows)
}

// needed lists who covers in any variant, and how much.
func (a *answered) needed(name func(rota.ConsultantID) string) *Table {
	in := map[rota.ConsultantID][]rota.Load{}
	for i, plan := range a.plans {
		for id, load := range a.Variants[i].Problem.Loads(plan) {
			if in[id] == nil {
				in[id] = make([]rota.Load, len(a.plans))
			}
			in[id][i] = load
		}
	}
	var rows [][]Cell
	for id, works := range in {
		row := []Cell{{Text: name(id), Sort: string(id)}}
		for _, w := range works {
			text := "Not needed"
			if w.Duties > 0 {
				text = count(w.Duties, "duty", "duties") + ", " + rota.Hours(w.Minutes)
			}
			row = append(row, Cell{Text: text})
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(x, y []Cell) int {
		return cmp.Or(cmp.Compare(x[0].Text, y[0].Text), cmp.Compare(x[0].Sort, y[0].Sort))
	})
	for i := range rows {
		rows[i][0].Sort = ""
	}
	return a.table("variant-people", "Who is needed", a.columns("Consultant"), rows)
}

// table is a compact table of at most as many rows as are listed; nil when it has none.
func (a *answered) table(id, caption string, columns []Column, rows [][]Cell) *Table {
	if len(rows) == 0 {
		return nil
	}
	t := NewTable(id, caption+firstOf(len(rows)), columns, rows[:min(len(rows), shownChanges)])
	t.Compact = true
	return &t
}
