package rota

// A place is not needed where residents fill the slot, and somebody who was locked
// there before keeps a place beside them. It is there as long as somebody is in it, so
// that it is never open.

// needed is how many places of the slot somebody is needed in.
func (s Slot) needed() int { return s.Places - s.Unneeded }

// withoutUnneeded is the problem without the places that are not needed and that nobody
// is in, and without the slots that have no others. held is how many are in each slot.
func (p Problem) withoutUnneeded(held map[SlotID]int) Problem {
	slots := make([]Slot, 0, len(p.Slots))
	for _, s := range p.Slots {
		need := s.needed()
		s.Places = max(need, min(s.Places, held[s.ID]))
		s.Unneeded = s.Places - need
		if s.Places > 0 {
			slots = append(slots, s)
		}
	}
	p.Slots = slots
	return p
}
