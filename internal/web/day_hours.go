package web

import (
	"fmt"
	"slices"
	"time"

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
}

// An hourCell is one hour: how many are in of those needed, at its worst.
type hourCell struct {
	Words, Class string
	About        string // what the words are of: places open, or with nobody in; or why nobody is needed
}

// parted are the rows in which somebody is missing, and the others.
func (t hourTable) parted() (missing, full hourTable) {
	missing, full = t, t
	missing.Rows, full.Rows = nil, nil
	for _, r := range t.Rows {
		if slices.ContainsFunc(r.Cells, func(c hourCell) bool { return c.About != "" }) {
			missing.Rows = append(missing.Rows, r)
		} else {
			full.Rows = append(full.Rows, r)
		}
	}
	missing.Caption += ", where a place has nobody"
	full.ID, full.Caption = t.ID+"-full", t.Caption+", where nobody is missing"
	return missing, full
}

// Words say how many rows there are, for the fold.
func (t hourTable) Words() string {
	return t.Caption + ": " + count(len(t.Rows), "role")
}

// newHourTable counts the slots of the list, which is sorted by role, for each hour of the span.
// The first column goes from its start to the next full hour.
func newHourTable(id, caption string, p rota.Problem, sorted []rota.Standing, span rota.Span) hourTable {
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
			row.Cells = append(row.Cells, newHourCell(sorted[:n], h))
		}
		t.Rows = append(t.Rows, row)
		sorted = sorted[n:]
	}
	return t
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
		c := hourCell{Words: fmt.Sprintf("%d of %d", worst.in, worst.needed), Class: "app-hour--open", About: "nobody"}
		if worst.open > 0 {
			c.About = "open"
		}
		return c
	case worst.in == 0 && worst.needed == 0:
		return hourCell{Words: "–", Class: "app-hour--none"}
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
