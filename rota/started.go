package rota

import (
	"slices"
	"time"
)

// Started is the problem as it is left at an instant of the strike, to plan the
// rest of it anew with as few changes as can be (AimChanges). Work that has begun
// is not moved: every published assignment whose slot starts at or before then is
// locked. What nobody held when its slot began can no longer be covered whole, so
// those places are left open, and count as open; a doctor who comes late is a slot of
// its own, from when they come. Published
// assignments of people or slots that the problem no longer has count as dropped.
//
// The sorted order of [NewProblem] is kept. Whoever was published and is not there
// must be taken out of Published first, or the lock would hold them.
func (p Problem) Started(at time.Time) Problem {
	held := map[SlotID]int{}
	begun := func(id SlotID) bool {
		s, ok := p.Slot(id)
		return ok && !s.Start.After(at)
	}
	p = p.Underway(p.Published, at, "")
	for _, l := range p.Locks {
		held[l.Slot]++
	}
	left := slices.DeleteFunc(slices.Clone(p.LeftOpen), func(l LeftOpen) bool { return begun(l.Slot) })
	for _, s := range p.Slots {
		if open := s.Places - held[s.ID]; open > 0 && begun(s.ID) {
			left = append(left, LeftOpen{Slot: s.ID, Places: open})
		}
	}
	p.LeftOpen = sortedLeftOpen(left)
	return p
}

// ToCome is what of the problem has not begun at an instant: its slots, with the locks and
// the places left open of these.
func (p Problem) ToCome(at time.Time) Problem {
	come := map[SlotID]bool{}
	p.Slots = slices.DeleteFunc(slices.Clone(p.Slots), func(s Slot) bool { return !s.Start.After(at) })
	for _, s := range p.Slots {
		come[s.ID] = true
	}
	p.Locks = slices.DeleteFunc(slices.Clone(p.Locks), func(l Pair) bool { return !come[l.Slot] })
	p.LeftOpen = slices.DeleteFunc(slices.Clone(p.LeftOpen), func(l LeftOpen) bool { return !come[l.Slot] })
	return p
}

// Underway is the problem with everybody locked in the work of the pairs that has begun at an
// instant, but for one slot: whoever could be put there is not taken out of any other.
func (p Problem) Underway(pairs []Pair, at time.Time, but SlotID) Problem {
	locks := slices.Clone(p.Locks)
	for _, pair := range pairs {
		s, ok := p.Slot(pair.Slot)
		_, known := p.Consultant(pair.Consultant)
		if ok && known && s.ID != but && !s.Start.After(at) && !slices.Contains(locks, pair) {
			locks = append(locks, pair)
		}
	}
	p.Locks = sortedPairs(locks)
	return p
}
