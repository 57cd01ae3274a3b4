package web

import (
	"fmt"

	"strikerota/rota"
)

// cutWords says which slots were divided or joined, and what that alone moved: who is in a
// part of what they were in, and which slots lost places with nobody in.
func (m *madeRota) cutWords(cuts []rota.Cut) (out []string, parts map[rota.Pair]bool) {
	parts = map[rota.Pair]bool{}
	for _, c := range cuts {
		slot := m.problem.SlotWords(c.Slot)
		if c.Joined {
			out = append(out, slot+" is one slot again")
		} else if left, ok := c.Left(); ok {
			out = append(out, fmt.Sprintf("What is left of %s from %s on is a slot of its own", slot, rota.ClockWords(left.Start)))
		}
		parts[rota.Pair{Slot: c.Slot.ID}] = true
		for _, p := range c.Pieces {
			parts[rota.Pair{Slot: p.ID}] = true
			if p.Gone && !c.Joined && (c.Due > 0 || !m.apart()) { // as rota.DueLost
				out = append(out, "Nobody is in it from "+rota.ClockWords(p.Start)+" to "+rota.ClockWords(p.End)+": that part is lost")
			}
			if p.Who == "" {
				continue
			}
			parts[rota.Pair{Slot: p.ID, Consultant: p.Who}], parts[rota.Pair{Slot: c.Slot.ID, Consultant: p.Who}] = true, true
			words := "%s worked in it until %s"
			if c.Joined {
				words = "%s is in all of it, and not only until %s"
			}
			out = append(out, fmt.Sprintf(words, m.name(p.Who), rota.ClockWords(p.End)))
		}
	}
	return out, parts
}
