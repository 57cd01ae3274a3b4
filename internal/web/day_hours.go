package web

import (
	"fmt"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// An hourTable is how many are in, hour by hour, for each role of each unit.
type hourTable struct {
	ID, Caption string
	Hours       []string
	Rows        []hourRow
}

// An hourRow is one role of one unit.
type hourRow struct {
	Unit, Role string
	Cells      []hourCell
	OnScreen   bool // and not on paper: it is of residents alone
}

// An hourCell is one hour: how many are in of those needed, at its worst.
type hourCell struct {
	Words, Class string
	Paper        string // what stands in place of the words on paper, which hangs where everybody reads it; "" for the same
	About        string // what the words are of: places open, or with nobody in; or why nobody is needed
}

// parted are the rows in which somebody is missing, and the others.
func (t hourTable) parted() (missing, full hourTable) {
	missing, full = t, t
	missing.Rows, full.Rows = nil, nil
	for _, r := range t.Rows {
		if slices.ContainsFunc(r.Cells, func(c hourCell) bool { return c.About != "" && c.Class != hourNone }) {
			missing.Rows = append(missing.Rows, r)
		} else {
			full.Rows = append(full.Rows, r)
		}
	}
	missing.Caption += ", where a place has no consultant"
	full.ID, full.Caption = t.ID+"-full", t.Caption+", where nobody is missing"
	return missing, full
}

// Words say how many rows there are, for the fold.
func (t hourTable) Words() string {
	return t.Caption + ": " + count(len(t.Rows), "role")
}

// newHourTable counts the slots of the list, which is sorted by role, for each hour of the span.
// The first column goes from its start to the next full hour. Where there is none it says what is
// known of those that have no place for a consultant.
func newHourTable(id, caption string, p rota.Problem, sorted []rota.Standing, span rota.Span, without placeless) hourTable {
	hours := hoursOf(span)
	t := hourTable{ID: id, Caption: caption}
	for i, h := range hours {
		t.Hours = append(t.Hours, rota.ClockWords(h.Start))
		if i == 0 {
			t.Hours[0] = "Now"
		}
	}
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && byRole(sorted[n].Slot, sorted[0].Slot) == 0 {
			n++
		}
		first := sorted[0].Slot
		row := hourRow{Unit: first.Unit, Role: first.Role}
		if slices.ContainsFunc(p.Slots, func(s rota.Slot) bool { return s.Site != first.Site }) {
			row.Unit += " (" + first.Site + ")"
		}
		for _, h := range hours {
			cell := newHourCell(sorted[:n], h)
			if cell.Class == hourNone {
				cell = without.cell(first, h)
			}
			row.Cells = append(row.Cells, cell)
		}
		row.OnScreen = !slices.ContainsFunc(sorted[:n], func(s rota.Standing) bool { return s.Slot.Places > 0 || s.Holders != nil })
		t.Rows = append(t.Rows, row)
		sorted = sorted[n:]
	}
	return t
}

// hourNone is the class of an hour in which nobody is needed.
const hourNone = "app-hour--none"

// A placeless is the slots in which the rota has no place for a consultant, and what that is
// called: that residents cover them is for those alone who may know it.
type placeless struct {
	slots     []rota.Slot
	residents bool
}

// cell is the hour of a role in which no consultant is needed.
func (w placeless) cell(role rota.Slot, hour rota.Span) hourCell {
	c := hourCell{Words: "–", Class: hourNone}
	switch {
	case !slices.ContainsFunc(w.slots, func(s rota.Slot) bool { return byRole(s, role) == 0 && s.Overlaps(hour) }):
	case w.residents:
		c.Words, c.Paper = "Residents", "–"
	default:
		c.About = "no place in this rota"
	}
	return c
}

// standing are the slots that residents cover within the span: their roles have a row too.
func (w placeless) standing(span rota.Span) []rota.Standing {
	var out []rota.Standing
	for _, s := range w.slots {
		if s.Places = 0; w.residents && s.Overlaps(span) {
			out = append(out, rota.Standing{Slot: s})
		}
	}
	return out
}

// placeless are those of the rota, by who came for those who may see people.
func (in dayInput) placeless() placeless {
	out := placeless{residents: in.may(auth.SeePeople)}
	needs, lost, held := in.m.entry.Needs(), in.m.lostNow(), in.m.plan.Pairs()
	if out.residents {
		needs = in.m.entry.Attended(held).Needs()
	}
	for _, n := range needs {
		holds := slices.ContainsFunc(held, func(pair rota.Pair) bool { return pair.Slot == n.Slot.ID })
		if n.Places == 0 && !holds && !n.Slot.LostIn(lost) {
			out.slots = append(out.slots, n.Slot)
		}
	}
	return out
}

// hoursOf cuts the span at the full hours of the clock.
func hoursOf(span rota.Span) []rota.Span {
	var out []rota.Span
	for at := span.Start; at.Before(span.End); {
		next := at.Truncate(time.Hour).Add(time.Hour) // London is whole hours from UTC
		if next.After(span.End) {
			next = span.End
		}
		out = append(out, rota.Span{Start: at, End: next})
		at = next
	}
	return out
}

// newHourCell is the hour at its worst: most open, then fewest in.
func newHourCell(slots []rota.Standing, hour rota.Span) hourCell {
	points := []time.Time{hour.Start}
	for _, s := range slots {
		for _, at := range []time.Time{s.Slot.Start, s.Slot.End} {
			if hour.Holds(at) {
				points = append(points, at)
			}
		}
	}
	var worst headcount
	for i, at := range points {
		var c headcount
		for _, s := range slots {
			if s.Slot.Holds(at) {
				c = headcount{c.needed + s.Slot.Places, c.empty + s.Empty(), c.open + s.Open(), c.in + len(s.Holders)}
			}
		}
		if i == 0 || c.worse(worst) {
			worst = c
		}
	}
	switch {
	case worst.empty > 0:
		c := hourCell{Words: fmt.Sprintf("%d of %d", worst.in, worst.needed), Class: "app-hour--open", About: "no consultant"}
		if worst.open > 0 {
			c.About = "open"
		}
		return c
	case worst.in == 0 && worst.needed == 0:
		return hourCell{Words: "–", Class: hourNone}
	}
	return hourCell{Words: fmt.Sprint(worst.in), Class: "app-hour--in"}
}

// A headcount is how many places there are at an instant, how many of them nobody is in and how
// many are open, and how many people are in them.
type headcount struct{ needed, empty, open, in int }

// worse reports whether more is missing, or fewer are in.
func (c headcount) worse(o headcount) bool {
	return c.empty > o.empty || c.empty == o.empty && c.needed > 0 && (o.needed == 0 || c.in < o.in)
}
