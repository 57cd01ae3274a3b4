package web

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/rota"
)

// shownChanges is how many changed slots are listed.
const shownChanges = 300

// A changedSlot is a slot that is not covered alike in all variants of a question.
type changedSlot struct {
	slot  rota.Slot
	words string
	in    []filling // by variant
}

// A filling is how one plan covers a slot. Places is 0 when the slot needs nobody.
type filling struct {
	people []rota.Consultant
	places int
}

// open is how many places nobody covers.
func (c filling) open() int { return max(0, c.places-len(c.people)) }

// changedSlots lists the slots that differ in who covers, or in how many places are
// open or needed, in the order of time.
func (a *answered) changedSlots() []changedSlot {
	var out []changedSlot
	for _, s := range a.slots() {
		first := s.in[0]
		if slices.ContainsFunc(s.in[1:], func(c filling) bool { return !c.same(first) }) {
			out = append(out, s)
		}
	}
	return out
}

func (c filling) same(o filling) bool {
	return c.places == o.places && slices.EqualFunc(c.people, o.people, func(x, y rota.Consultant) bool { return x.ID == y.ID })
}

// slots are all the slots of the variants in the order of time.
func (a *answered) slots() []changedSlot {
	index := map[rota.SlotID]int{}
	var out []changedSlot
	for i, v := range a.Variants {
		holders := map[rota.SlotID][]rota.Consultant{}
		for _, pair := range a.plans[i].Pairs() {
			who, _ := v.Problem.Consultant(pair.Consultant)
			holders[pair.Slot] = append(holders[pair.Slot], who)
		}
		for _, slot := range v.Problem.Slots {
			at, ok := index[slot.ID]
			if !ok {
				at, index[slot.ID] = len(out), len(out)
				out = append(out, changedSlot{slot: slot, words: v.Problem.RoleWords(slot), in: make([]filling, len(a.Variants))})
			}
			out[at].in[i] = filling{people: holders[slot.ID], places: slot.Places}
		}
	}
	slices.SortFunc(out, func(x, y changedSlot) int {
		return cmp.Or(x.slot.Start.Compare(y.slot.Start), cmp.Compare(x.slot.ID, y.slot.ID))
	})
	return out
}

// changesTable lists changed slots, with a column for each variant.
func changesTable(id, caption string, heads []string, changes []changedSlot, who func([]rota.Consultant) string) Table {
	columns := []Column{{Text: "Slot"}, {Text: "When"}}
	for _, head := range heads {
		columns = append(columns, Column{Text: head})
	}
	var rows [][]Cell
	for _, c := range changes[:min(len(changes), shownChanges)] {
		row := []Cell{{Text: c.words}, {Text: c.slot.Span.Words()}}
		for _, cover := range c.in {
			row = append(row, Cell{Text: cover.words(who)})
		}
		rows = append(rows, row)
	}
	return NewTable(id, caption, columns, rows)
}

// words say who covers: "Dr A and Dr B, 1 place open".
func (c filling) words(who func([]rota.Consultant) string) string {
	switch {
	case c.places == 0:
		return "Not needed"
	case c.open() == 0 || len(c.people) == 0 && c.places == 1:
		return who(c.people)
	}
	return fmt.Sprintf("%s, %s open", who(c.people), count(c.open(), "place"))
}
