package web

import (
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// came says what was recorded of the residents of the slot that differs from what was
// expected, and how many consultants it needs by that; "" for nothing, and for those who may
// not know.
func (in coverInput) came() string {
	if in.m == nil || !in.may(auth.SeePeople) {
		return ""
	}
	return cameInSlot(in.m.entry, in.slot.ID, in.m.plan.Pairs())
}

// cameInSlot says it of a slot as entered, in a rota in which these are standing.
func cameInSlot(e rota.Entry, id rota.SlotID, standing []rota.Pair) string {
	var came, gone int
	for _, d := range e.Duties {
		expected := e.Strike.Expects(d)
		switch {
		case d.Slot != id:
		case d.Attendance == rota.Worked && !expected:
			came++
		case d.Attendance == rota.Absent && expected:
			gone++
		}
	}
	var out []string
	if came > 0 {
		out = append(out, count(came, "resident who was not expected has come", "residents who were not expected have come"))
	}
	if gone > 0 {
		out = append(out, count(gone, "resident who was expected is absent", "residents who were expected are absent"))
	}
	if n := e.CameBack(id, standing); n > 0 {
		out = append(out, count(n, "resident is there after all, in this slot too", "residents are there after all, in this slot too"))
	}
	if out == nil {
		return ""
	}
	words := "Recorded on the day: " + strings.Join(out, ", and ") + "."
	for _, n := range e.Attended(standing).Needs() {
		if n.Slot.ID == id {
			words += " By that the slot needs " + count(n.Places, "consultant") + "."
		}
	}
	return words
}
