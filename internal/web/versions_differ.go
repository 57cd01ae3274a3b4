package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// A differing is two editions with what differs.
type differing struct {
	before, after edition
	rota.Difference
}

func differBetween(before, after edition) differing {
	return differing{before, after, rota.Differ(before.made, after.made)}
}

// person is a name as the later edition has it.
func (d differing) person(id rota.ConsultantID) string {
	if _, ok := d.after.names[id]; ok {
		return d.after.person(id)
	}
	return d.before.person(id)
}

// persons are names in order; "Nobody" for none.
func (d differing) persons(ids []rota.ConsultantID) string {
	var out []string
	for _, id := range ids {
		out = append(out, d.person(id))
	}
	slices.Sort(out)
	return nameOr(strings.Join(out, ", "), "Nobody")
}

// slotWords is a slot of either.
func (d differing) slotWords(s rota.Slot) string {
	if _, ok := d.after.made.Problem.Slot(s.ID); ok {
		return d.after.made.Problem.SlotWords(s)
	}
	return d.before.made.Problem.SlotWords(s)
}

// leavers are those who leave the slot: all of it, or before its end where it ends earlier and somebody else, or nobody,
// has the rest.
func (d differing) leavers(c rota.SlotChange) string {
	var out []string
	for _, id := range c.Leave {
		out = append(out, d.person(id))
	}
	if c.Was != nil && c.Slot.End.Before(c.Was.End) {
		for _, a := range d.after.made.Plan.Holders(c.Slot.ID) {
			stayed := slices.ContainsFunc(d.before.made.Plan.Holders(c.Slot.ID), func(b rota.Assignment) bool { return b.Consultant == a.Consultant })
			if stayed && !d.goesOn(a.Consultant, c.Slot) {
				out = append(out, d.person(a.Consultant)+" (at "+rota.ClockWords(c.Slot.End)+")")
			}
		}
	}
	slices.Sort(out)
	return nameOr(strings.Join(out, ", "), "Nobody")
}

// goesOn reports whether somebody is in what follows a slot in the same role after.
func (d differing) goesOn(id rota.ConsultantID, s rota.Slot) bool {
	return slices.ContainsFunc(d.after.made.Plan.Assignments, func(a rota.Assignment) bool {
		next, _ := d.after.made.Problem.Slot(a.Slot)
		return a.Consultant == id && next.Start.Equal(s.End) && next.Unit == s.Unit && next.Role == s.Role && next.Site == s.Site
	})
}

func (d differing) slotsWords(list []rota.Slot) string {
	var out []string
	for _, s := range list {
		out = append(out, d.slotWords(s))
	}
	return nameOr(strings.Join(out, "; "), "Nothing")
}

// slotNote is what else to know of a slot that differs. Why a slot came or went is not
// told: it may be what a single resident said.
func (d differing) slotNote(c rota.SlotChange) string {
	switch {
	case c.Fresh:
		return "Not in the rota before"
	case c.Gone:
		return "Not in the rota any more"
	case c.Was != nil:
		return "Was " + d.before.made.Problem.SlotWords(*c.Was)
	}
	return "None"
}

// slotColumns and slotRows are what differs by slot, for pages and for CSV.
var slotColumns = []Column{{Text: "Slot"}, {Text: "Comes"}, {Text: "Leaves"}, {Text: "Open"}, {Text: "Note"}}

func (d differing) slotRows() [][]Cell {
	var rows [][]Cell
	for _, c := range d.Slots {
		open := fmt.Sprint(c.OpenAfter)
		if c.OpenBefore != c.OpenAfter {
			open = fmt.Sprintf("%d, was %d", c.OpenAfter, c.OpenBefore)
		}
		rows = append(rows, []Cell{{Text: d.slotWords(c.Slot)}, {Text: d.persons(c.Come)}, {Text: d.leavers(c)}, {Text: open}, {Text: d.slotNote(c)}})
	}
	return rows
}

var personColumns = []Column{{Text: "Consultant"}, {Text: "New"}, {Text: "No longer"}, {Text: "At another time or place"}, {Text: "Hours of cover"}}

func (d differing) personRows() [][]Cell {
	var rows [][]Cell
	for _, c := range d.People {
		hours := hoursWords(c.MinutesAfter)
		if c.MinutesBefore != c.MinutesAfter {
			hours += ", was " + hoursWords(c.MinutesBefore)
		}
		rows = append(rows, []Cell{{Text: d.person(c.Consultant)}, {Text: d.slotsWords(c.Gain)}, {Text: d.slotsWords(c.Lose)}, {Text: d.slotsWords(c.Moved)}, {Text: hours}})
	}
	slices.SortStableFunc(rows, func(a, b []Cell) int { return strings.Compare(a[0].Text, b[0].Text) })
	return rows
}

// tables are what differs by slot and by consultant; none when nothing does.
func (d differing) tables() []Table {
	var out []Table
	add := func(id, caption string, columns []Column, rows [][]Cell) {
		if len(rows) > 0 {
			out = append(out, NewTable(id, caption+firstOf(len(rows)), columns, rows[:min(len(rows), shownChanges)]))
		}
	}
	add("by-slot", "What differs, by slot", slotColumns, d.slotRows())
	add("by-person", "What differs, by consultant", personColumns, d.personRows())
	add("displaced", "Lists and clinics displaced in one of them alone", []Column{{Text: "Whose"}, {Text: "When"}, {Text: "Loss"}, {Text: "Displaced in"}}, d.displacedRows())
	return out
}

// displacedRows are the sessions that one of the two displaces and the other does not, by time.
func (d differing) displacedRows() [][]Cell {
	var rows [][]Cell
	for _, side := range []struct{ in, not edition }{{d.before, d.after}, {d.after, d.before}} {
		kept := side.not.displaced()
		for _, a := range side.in.made.Plan.Assignments {
			who, _ := side.in.made.Problem.Consultant(a.Consultant)
			for _, s := range who.Sessions {
				if slices.Contains(a.Displaces, s.ID) && !kept[displacedSession{a.Consultant, s.ID}] {
					rows = append(rows, []Cell{{Text: d.person(a.Consultant)}, {Text: s.Span.Words(), Sort: s.Start.UTC().Format(time.RFC3339)}, {Text: rota.LossWords(int64(s.Loss))}, {Text: side.in.name}})
				}
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b []Cell) int {
		return cmp.Or(strings.Compare(a[1].Sort, b[1].Sort), strings.Compare(a[0].Text, b[0].Text))
	})
	return rows
}

// A displacedSession is one consultant's session that does not take place.
type displacedSession struct {
	who rota.ConsultantID
	id  rota.SessionID
}

func (e edition) displaced() map[displacedSession]bool {
	out := map[displacedSession]bool{}
	for _, a := range e.made.Plan.Assignments {
		for _, id := range a.Displaces {
			out[displacedSession{a.Consultant, id}] = true
		}
	}
	return out
}

// words sum the difference up.
func (d differing) words() string {
	if d.Same() {
		return "Nobody’s cover differs."
	}
	return fmt.Sprintf("%s for %s.", count(len(d.Slots), "slot differs", "slots differ"), count(len(d.People), "consultant"))
}

// since is what the later changed.
func (d differing) since() string {
	return "Since " + rota.LowerFirst(d.before.name) + ": " + rota.LowerFirst(d.words())
}
