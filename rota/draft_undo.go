package rota

import "slices"

// Undo takes a change back: the people and slots that it touched are put as they
// were before it, just so. It is an ErrConflict when they are no longer as they were
// after it: something that was done since has to be undone first.
func (d Draft) Undo(c Change) (Draft, Change, error) {
	if !d.CanUndo(c) {
		return d, Change{}, ErrConflict
	}
	touched := func(pair Pair) bool { return slices.Contains(c.People, pair.Consultant) }
	h := Hand{
		Assignments: slices.DeleteFunc(slices.Clone(d.Plan.Assignments), func(a Assignment) bool { return touched(a.Pair()) }),
		Locks:       slices.DeleteFunc(slices.Clone(d.Locks), func(l Lock) bool { return touched(l.Pair) }),
		LeftOpen:    slices.DeleteFunc(slices.Clone(d.Left), func(l LeftOpen) bool { return slices.Contains(c.Slots, l.Slot) }),
		KeptOff:     slices.DeleteFunc(slices.Clone(d.KeptOff), func(k KeptOff) bool { return touched(k.Pair) }),
	}
	h.Assignments = append(h.Assignments, c.Before.Assignments...)
	h.Locks = append(h.Locks, c.Before.Locks...)
	h.LeftOpen = append(h.LeftOpen, c.Before.LeftOpen...)
	h.KeptOff = append(h.KeptOff, c.Before.KeptOff...)
	out := d.As(h)
	return out, Change{People: c.People, Slots: c.Slots, Before: c.After, After: c.Before,
		Broken: newBreaches(d.Plan.Broken, out.Plan.Broken), Reason: c.Reason}, nil
}

// CanUndo reports whether what the change touched is as it was after it, still has room
// for what was before it (on the day the rest may have been planned anew with fewer
// places), and nobody would be put back into what they have declined: that is to be taken
// back first.
func (d Draft) CanUndo(c Change) bool {
	return SameThing(d.Part(c.People, c.Slots), c.After) && d.hasRoom(c) && len(d.Declines(c)) == 0
}

// Declines are those whom taking the change back would put into what they have declined.
func (d Draft) Declines(c Change) []Pair {
	var out []Pair
	for _, pair := range Missing(pairsOf(c.Before.Assignments), pairsOf(c.After.Assignments)) {
		if slices.ContainsFunc(d.declined, func(t Told) bool { return t.Pair == pair }) {
			out = append(out, pair)
		}
	}
	return out
}

// hasRoom reports whether every slot that people leave by the change has a place for all
// who would be in it without.
func (d Draft) hasRoom(c Change) bool {
	counts := d.Plan.counts()
	for _, a := range c.After.Assignments {
		counts[a.Slot]--
	}
	for _, a := range c.Before.Assignments {
		counts[a.Slot]++
	}
	for _, a := range c.Before.Assignments {
		if s, ok := d.Problem.Slot(a.Slot); !ok || counts[a.Slot] > s.Places {
			return false
		}
	}
	return true
}

// Meets reports whether two changes touch a person or a slot in common.
func (c Change) Meets(o Change) bool { return c.MeetsAny(o.People, o.Slots) }

// MeetsAny reports whether the change touches one of the people or the slots.
func (c Change) MeetsAny(people []ConsultantID, slots []SlotID) bool {
	return slices.ContainsFunc(c.People, func(id ConsultantID) bool { return slices.Contains(people, id) }) ||
		slices.ContainsFunc(c.Slots, func(id SlotID) bool { return slices.Contains(slots, id) })
}
