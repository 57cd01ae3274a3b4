package rota

import "slices"

// Attended is the entry by what is known of who came: a resident who worked a duty is
// there, and one who was absent is not, whatever they had said. Who is there after all in
// a slot of which places were divided since nobody was in them is in what is left of
// these, beside the consultants of standing who hold the rest. Nothing that was said is
// rewritten: this is for looking at the day and planning the rest of it.
func (e Entry) Attended(standing []Pair) Entry {
	e, _ = e.attended(standing)
	return e
}

// StillLost are the lost parts by what is known of who came: without the places in which
// residents were after all. Where places are as a rota has them, that is not known.
func (e Entry) StillLost(standing []Pair) []Slot {
	if e.AsMade != nil {
		return e.Lost
	}
	_, back := e.attended(standing)
	var out []Slot
	for _, l := range e.Lost {
		n := back[l.ID]
		l.Places, l.Unneeded = l.Places-n, max(0, l.Unneeded-n)
		if l.Places > 0 {
			out = append(out, l)
		}
	}
	return out
}

// attended is the entry by who came, and in how many places of each part of a divided slot
// residents are after all.
func (e Entry) attended(standing []Pair) (Entry, map[SlotID]int) {
	duties := make([]Duty, 0, len(e.Duties))
	for _, d := range e.Duties {
		switch d.Attendance {
		case Absent:
			continue
		case Worked:
			d.Declaration = Working
		}
		duties = append(duties, d)
	}
	e.Duties = duties
	back := map[SlotID]int{}
	for _, c := range e.Cuts {
		n := e.returned(c, standing)
		for _, p := range c.Pieces {
			back[p.ID] = n
		}
		e.fill(c, n)
	}
	e.Cuts = nil // who did not come is no longer among the duties
	return e, back
}

// returned is in how many of the places that the cut divides residents are: all who are there
// where it divides the whole slot, and else those beyond the places that nobody holds of the others.
func (e Entry) returned(c Cut, standing []Pair) int {
	slot, ok := e.slot(c.Slot.ID)
	if !ok || c.Spare {
		return 0
	}
	var expected, silent int
	for _, d := range e.Duties {
		switch {
		case d.Slot != slot.ID:
		case e.Strike.Expects(d):
			expected++
		case d.Declaration != Away:
			silent++
		}
	}
	if _, keeps := c.kept(); keeps {
		return min(c.Places, expected)
	}
	free := slot.Places
	for _, pair := range standing {
		if pair.Slot == slot.ID {
			free--
		}
	}
	there := expected + silent - e.Case.away(silent)
	return max(0, min(c.Places, expected, there-max(0, free)))
}

// fill has as many of the residents who are in the slot in what is left of the divided places,
// or nowhere if nothing is.
func (e Entry) fill(c Cut, n int) {
	left, _ := c.Left()
	slot, there := e.slot(left.ID)
	for i, d := range e.Duties {
		if n > 0 && d.Slot == c.Slot.ID && e.Strike.Expects(d) && (!there || d.Contains(slot.Span)) {
			e.Duties[i].Slot = slot.ID
			n--
		}
	}
}

// slot finds a slot as entered.
func (e Entry) slot(id SlotID) (Slot, bool) {
	i := slices.IndexFunc(e.Slots, func(s Slot) bool { return s.ID == id })
	if i < 0 {
		return Slot{}, false
	}
	return e.Slots[i], true
}

// CameBack is how many residents are in the slot by who came who were entered for one of which
// it is what was left.
func (e Entry) CameBack(id SlotID, standing []Pair) (n int) {
	was := map[DutyID]SlotID{}
	for _, d := range e.Duties {
		was[d.ID] = d.Slot
	}
	for _, d := range e.Attended(standing).Duties {
		if d.Slot == id && was[d.ID] != id {
			n++
		}
	}
	return n
}

// Whole is the slot of which another is a part, as it was entered; the slot itself, if it is none.
func (e Entry) Whole(id SlotID) SlotID {
	for _, c := range slices.Backward(e.Cuts) {
		if slices.ContainsFunc(c.Pieces, func(p Piece) bool { return p.ID == id }) {
			id = c.Slot.ID
		}
	}
	return id
}
