package rota

import (
	"maps"
	"slices"
)

// A KeptOff is a slot that a person has taken a consultant off by hand: their offer
// does not count for it, so that solving does not put them back, while it counts for
// all else. The reason is the trust's own; a problem has none.
type KeptOff struct {
	Pair
	Reason string
}

func keptOffIndex(list []KeptOff, pair Pair) int {
	return slices.IndexFunc(list, func(k KeptOff) bool { return k.Pair == pair })
}

func withoutKeptOff(list []KeptOff, pair Pair) []KeptOff {
	return slices.DeleteFunc(slices.Clone(list), func(k KeptOff) bool { return k.Pair == pair })
}

// KeptOff lists whom the problem keeps off which slots, in order.
func (p Problem) KeptOff() []Pair {
	var out []Pair
	for _, c := range p.Consultants {
		for _, id := range c.KeptOff {
			out = append(out, Pair{id, c.ID})
		}
	}
	slices.SortFunc(out, Pair.Compare)
	return out
}

// KeepingOff is the problem that keeps these off, and nobody else.
func (p Problem) KeepingOff(list []KeptOff) Problem {
	off := map[ConsultantID]map[SlotID]bool{}
	for _, k := range list {
		if off[k.Consultant] == nil {
			off[k.Consultant] = map[SlotID]bool{}
		}
		off[k.Consultant][k.Slot] = true
	}
	p.Consultants = slices.Clone(p.Consultants)
	for i, c := range p.Consultants {
		p.Consultants[i].KeptOff = slices.Sorted(maps.Keys(off[c.ID]))
	}
	return p
}

// keptOff is what the problem of an entry keeps off: never whom a lock puts there.
func (e Entry) keptOff() []KeptOff {
	return slices.DeleteFunc(slices.Clone(e.KeptOff), func(k KeptOff) bool { return lockIndex(e.Locks, k.Pair) >= 0 })
}
