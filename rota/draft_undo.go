package rota

import "slices"

// Undo takes a change back. Where the people and slots that it touched are as it left
// them, they are put as they were before it, just so. Where something else was done with
// them since, only what the change did is taken back, if that is still there and no rule
// is broken by it that was kept. It is an ErrConflict when something that was done since
// has to be undone first.
func (d Draft) Undo(c Change) (Draft, Change, error) {
	h, ok := d.before(c)
	if !ok {
		return d, Change{}, ErrConflict
	}
	out := d.As(h)
	return out, Change{People: c.People, Slots: c.Slots, Before: d.Part(c.People, c.Slots), After: out.Part(c.People, c.Slots),
		Cuts: reversed(c.Cuts), Broken: newBreaches(d.Plan.Broken, out.Plan.Broken), Reason: c.Reason}, nil
}

func reversed(cuts []Cut) []Cut {
	var out []Cut
	for _, c := range slices.Backward(cuts) {
		out = append(out, c.reversed())
	}
	return out
}

// CanUndo reports whether the change can be taken back.
func (d Draft) CanUndo(c Change) bool {
	_, ok := d.before(c)
	return ok
}

// before is the draft without the change. Nobody is put back into what they have
// declined: that is to be taken back first, as must be whatever was done since with a slot
// that the change divided.
func (d Draft) before(c Change) (Hand, bool) {
	if len(d.Declines(c)) > 0 {
		return Hand{}, false
	}
	part, begun := d.settled(c)
	if SameThing(part, c.After) {
		h := d.justBefore(c)
		h.Locks, h.LeftOpen = append(h.Locks, begun.Locks...), append(h.LeftOpen, begun.LeftOpen...)
		if h, base, ok := d.uncut(c, h); ok && d.hasRoom(c, base) {
			return h, true
		}
	}
	if len(c.Cuts) > 0 {
		return Hand{}, false
	}
	w := undoing{d.working()}
	ok := w.back(c)
	return w.hand, ok
}

// settled is what the draft holds of the people and slots of a change, without what planning
// the rest anew has settled since of work that the change left alone: locks on what had begun,
// and places of it that nobody held. These are told apart, since they stay; of slots that the
// change divided nothing does.
func (d Draft) settled(c Change) (part, begun Part) {
	part = d.Part(c.People, c.Slots)
	before := pairsOf(c.Before.Assignments)
	part.Locks = slices.DeleteFunc(part.Locks, func(l Lock) bool {
		apart := l.Reason == BegunReason && slices.Contains(before, l.Pair) && lockIndex(c.Before.Locks, l.Pair) < 0 && lockIndex(c.After.Locks, l.Pair) < 0
		if apart {
			begun.Locks = append(begun.Locks, l)
		}
		return apart
	})
	for i, a := range part.Assignments {
		part.Assignments[i].Locked = a.Locked && lockIndex(begun.Locks, a.Pair()) < 0
	}
	moved := c.moved()
	part.LeftOpen = slices.DeleteFunc(part.LeftOpen, func(l LeftOpen) bool {
		apart := l.Reason == BegunReason && leftIndex(c.Before.LeftOpen, l.Slot) < 0 && leftIndex(c.After.LeftOpen, l.Slot) < 0
		if apart && !slices.Contains(moved, l.Slot) {
			begun.LeftOpen = append(begun.LeftOpen, l)
		}
		return apart
	})
	return part, begun
}

// moved lists the slots that the change divided, and those in which it changed who is in them.
func (c Change) moved() []SlotID {
	var out []SlotID
	for _, cut := range c.Cuts {
		out = append(out, cut.Slots()...)
	}
	for _, pair := range slices.Concat(Missing(c.Before.Holders, c.After.Holders), Missing(c.After.Holders, c.Before.Holders)) {
		out = append(out, pair.Slot)
	}
	return out
}

// justBefore puts the people and slots as they were.
func (d Draft) justBefore(c Change) Hand {
	touched := func(pair Pair) bool { return slices.Contains(c.People, pair.Consultant) }
	h := Hand{
		Assignments: slices.DeleteFunc(slices.Clone(d.Plan.Assignments), func(a Assignment) bool { return touched(a.Pair()) }),
		Locks:       slices.DeleteFunc(slices.Clone(d.Locks), func(l Lock) bool { return touched(l.Pair) }),
		LeftOpen:    slices.DeleteFunc(slices.Clone(d.Left), func(l LeftOpen) bool { return slices.Contains(c.Slots, l.Slot) }),
		KeptOff:     slices.DeleteFunc(slices.Clone(d.KeptOff), func(k KeptOff) bool { return touched(k.Pair) }),
		Cuts:        d.cuts,
	}
	h.Assignments = append(h.Assignments, c.Before.Assignments...)
	h.Locks = append(h.Locks, c.Before.Locks...)
	h.LeftOpen = append(h.LeftOpen, c.Before.LeftOpen...)
	h.KeptOff = append(h.KeptOff, c.Before.KeptOff...)
	return h
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

// hasRoom reports whether every slot of the problem that people leave by the change has a place for all
// who would be in it without: on the day the rest may have been planned anew with fewer
// places.
func (d Draft) hasRoom(c Change, base Problem) bool {
	counts := d.Plan.counts()
	for _, a := range c.After.Assignments {
		counts[a.Slot]--
	}
	for _, a := range c.Before.Assignments {
		counts[a.Slot]++
	}
	for _, a := range c.Before.Assignments {
		if s, ok := base.Slot(a.Slot); !ok || counts[a.Slot] > s.Places {
			return false
		}
	}
	return true
}

// An undoing takes a change out of a draft that has been changed since.
type undoing struct{ working }

// back reports whether the change could be taken out; the hand is without it then.
func (u *undoing) back(c Change) bool {
	return u.unseat(c) && u.relock(c) && u.reallow(c) && u.reopen(c) && u.fits(c)
}

// unseat puts people back in what they left, and takes them off what they took.
func (u *undoing) unseat(c Change) bool {
	before, after := pairsOf(c.Before.Assignments), pairsOf(c.After.Assignments)
	u.hand.Assignments = slices.Clone(u.hand.Assignments)
	for _, pair := range Missing(after, before) {
		i := u.index(pair)
		if i < 0 {
			return false
		}
		u.hand.Assignments = slices.Delete(u.hand.Assignments, i, i+1)
	}
	for _, pair := range Missing(before, after) {
		if u.index(pair) >= 0 {
			return false
		}
		u.hand.Assignments = append(u.hand.Assignments, Assignment{Slot: pair.Slot, Consultant: pair.Consultant})
	}
	return true
}

// relock takes the locks off that the change set, and sets those again that it took off.
func (u *undoing) relock(c Change) bool {
	for _, l := range c.After.Locks {
		if lockIndex(c.Before.Locks, l.Pair) >= 0 {
			continue
		}
		i := lockIndex(u.locks, l.Pair)
		if i < 0 {
			return false
		}
		u.locks = slices.Delete(u.locks, i, i+1)
	}
	for _, l := range c.Before.Locks {
		if lockIndex(c.After.Locks, l.Pair) >= 0 {
			continue
		}
		if lockIndex(u.locks, l.Pair) >= 0 || u.index(l.Pair) < 0 {
			return false
		}
		u.locks = append(u.locks, l)
	}
	return !slices.ContainsFunc(u.locks, func(l Lock) bool { return u.index(l.Pair) < 0 })
}

// reallow does the same with whom the change kept off.
func (u *undoing) reallow(c Change) bool {
	for _, k := range c.After.KeptOff {
		if keptOffIndex(c.Before.KeptOff, k.Pair) >= 0 {
			continue
		}
		if keptOffIndex(u.hand.KeptOff, k.Pair) < 0 {
			return false
		}
		u.hand.KeptOff = withoutKeptOff(u.hand.KeptOff, k.Pair)
	}
	for _, k := range c.Before.KeptOff {
		if keptOffIndex(c.After.KeptOff, k.Pair) >= 0 {
			continue
		}
		if keptOffIndex(u.hand.KeptOff, k.Pair) >= 0 {
			return false
		}
		u.hand.KeptOff = append(slices.Clone(u.hand.KeptOff), k)
	}
	return true
}

// reopen leaves as many places open as before, where nobody has decided otherwise since.
func (u *undoing) reopen(c Change) bool {
	u.hand.LeftOpen = slices.Clone(u.hand.LeftOpen)
	for _, id := range c.Slots {
		was, is, now := leftOf(c.Before.LeftOpen, id), leftOf(c.After.LeftOpen, id), leftOf(u.hand.LeftOpen, id)
		if was.Places == is.Places {
			continue
		}
		if now.Places != is.Places {
			return false
		}
		u.leaveOpen(was)
	}
	return true
}

func leftOf(left []LeftOpen, id SlotID) LeftOpen {
	if i := leftIndex(left, id); i >= 0 {
		return left[i]
	}
	return LeftOpen{Slot: id}
}

// fits reports whether all have places, and whether nobody breaks a rule who did not
// before; it seats the people anew.
func (u *undoing) fits(c Change) bool {
	for _, id := range c.Slots {
		slot, _ := u.draft.base.Slot(id)
		if u.count(id) > slot.Places-leftOf(u.hand.LeftOpen, id).Places {
			return false
		}
	}
	old := working{draft: u.draft, hand: u.draft.Hand(), locks: u.draft.Locks}
	for _, id := range c.People {
		u.seat(id)
		who, _ := u.draft.Problem.Consultant(id)
		was := old.breaches(who, old.of(id))
		for _, b := range u.breaches(who, u.of(id)) {
			if !slices.ContainsFunc(was, b.within) {
				return false
			}
		}
	}
	u.hand.Locks = u.locks
	return true
}

// of is what the person covers.
func (w *working) of(id ConsultantID) []Assignment {
	return slices.DeleteFunc(slices.Clone(w.hand.Assignments), func(a Assignment) bool { return a.Consultant != id })
}

// within reports whether the breach is another, or a part of it.
func (b Breach) within(o Breach) bool {
	part := func(s SlotID) bool { return !slices.Contains(o.Slots, s) }
	session := func(s SessionID) bool { return !slices.Contains(o.Sessions, s) }
	return b.Rule == o.Rule && !slices.ContainsFunc(b.Slots, part) && !slices.ContainsFunc(b.Sessions, session)
}

// Meets reports whether two changes touch a person or a slot in common.
func (c Change) Meets(o Change) bool { return c.MeetsAny(o.People, o.Slots) }

// MeetsAny reports whether the change touches one of the people or the slots.
func (c Change) MeetsAny(people []ConsultantID, slots []SlotID) bool {
	return slices.ContainsFunc(c.People, func(id ConsultantID) bool { return slices.Contains(people, id) }) ||
		slices.ContainsFunc(c.Slots, func(id SlotID) bool { return slices.Contains(slots, id) })
}
