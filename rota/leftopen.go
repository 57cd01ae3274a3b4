package rota

import (
	"slices"
	"strings"
)

// A LeftOpen is places of a slot that a person has decided to leave open: solving
// fills them no more than it moves a lock, and they count as open all the same. The
// reason is the trust's own; a problem has none.
type LeftOpen struct {
	Slot   SlotID
	Places int
	Reason string
}

// LeftOpenIn is how many places of the slot are left open on purpose.
func (p Problem) LeftOpenIn(id SlotID) int {
	i := slices.IndexFunc(p.LeftOpen, func(l LeftOpen) bool { return l.Slot == id })
	if i < 0 {
		return 0
	}
	return p.LeftOpen[i].Places
}

// Fillable is the problem without the places that are left open on purpose, and
// without the slots that have no others.
func (p Problem) Fillable() Problem {
	if len(p.LeftOpen) == 0 {
		return p
	}
	slots := make([]Slot, 0, len(p.Slots))
	for _, s := range p.Slots {
		if s.Places -= p.LeftOpenIn(s.ID); s.Places > 0 {
			slots = append(slots, s)
		}
	}
	p.Slots, p.LeftOpen = slots, nil
	return p
}

// Recounted is a plan for another problem that differs from this one only in places
// left open on purpose, as a plan for this one: each bound is as far below the new
// value as it was below the old one.
func (p Problem) Recounted(plan Plan) Plan {
	short := map[string]int64{}
	for _, a := range plan.Aims {
		short[a.Aim] = a.Value - a.Bound
	}
	plan.Aims = Values(p, plan)
	for i, a := range plan.Aims {
		plan.Aims[i].Bound = a.Value - short[a.Aim]
	}
	plan.Open = Explain(p, plan)
	plan.Broken = Check(p, plan).Broken()
	return plan
}

// closed is what the problem of an entry leaves open: never a place that a lock fills.
func (e Entry) closed(slots []Slot, locks map[SlotID]int) []LeftOpen {
	var out []LeftOpen
	for _, l := range e.LeftOpen {
		i := slices.IndexFunc(slots, func(s Slot) bool { return s.ID == l.Slot })
		if i < 0 {
			continue
		}
		if n := min(l.Places, slots[i].Places-locks[l.Slot]); n > 0 {
			out = append(out, LeftOpen{Slot: l.Slot, Places: n})
		}
	}
	return out
}

func sortedLeftOpen(list []LeftOpen) []LeftOpen {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b LeftOpen) int { return strings.Compare(string(a.Slot), string(b.Slot)) })
	return out
}

// validateLeftOpen refuses places that are not there, and those that locks fill.
func (p Problem) validateLeftOpen(f *faults) {
	locks, seen := map[SlotID]int{}, map[SlotID]bool{}
	for _, l := range p.Locks {
		locks[l.Slot]++
	}
	for i, l := range p.LeftOpen {
		path := at("left_open", i)
		n := slices.IndexFunc(p.Slots, func(s Slot) bool { return s.ID == l.Slot })
		switch {
		case n < 0:
			f.add(path+".slot", "no slot has this id")
		case seen[l.Slot]:
			f.add(path, "is given twice")
		case l.Places < 1 || l.Places > p.Slots[n].Places-locks[l.Slot]:
			f.add(path+".places", "must be from 1 to the %d places that are not locked", max(0, p.Slots[n].Places-locks[l.Slot]))
		}
		seen[l.Slot] = true
	}
}
