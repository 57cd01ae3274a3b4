package solve

import (
	"slices"
	"strings"

	"strikerota/rota"
)

// after gives every stage's value once the changes are made. Nobody may be in two of them.
func (b *Board) after(changes []reseat) []int64 {
	out := make([]int64, len(b.stages))
	for i, stage := range b.stages {
		out[i] = b.values[i]
		switch aim := rota.Aim(stage); {
		case strings.HasPrefix(stage, "cover/"):
			out[i] += b.opened(changes, int(stage[len(stage)-1]-'0'))
		case aim == rota.AimSpread:
			out[i] = b.most(changes)
		default:
			for _, c := range changes {
				out[i] += b.differs(aim, c)
			}
		}
	}
	return out
}

// shift is how many more are in a slot.
type shift struct{ slot, more int }

// netShifts adds up over the changes how many more are in each slot touched.
func netShifts(changes []reseat) []shift {
	var out []shift
	add := func(slot, n int) {
		for i := range out {
			if out[i].slot == slot {
				out[i].more += n
				return
			}
		}
		out = append(out, shift{slot, n})
	}
	for _, c := range changes {
		for _, s := range c.takes {
			add(s, 1)
		}
		for _, s := range c.leaves {
			add(s, -1)
		}
	}
	return out
}

// opened is by how much the open place-minutes of a priority grow.
func (b *Board) opened(changes []reseat, priority int) int64 {
	var sum int64
	for _, n := range netShifts(changes) {
		s := b.problem.Slots[n.slot]
		if s.Priority != priority {
			continue
		}
		in, need := len(b.holders[n.slot]), s.Places-s.Unneeded
		open := max(0, need-in-n.more) - max(0, need-in)
		sum += int64(open) * int64(b.slots[n.slot].minutes())
	}
	return sum
}

// most is the greatest number of minutes on one consultant.
func (b *Board) most(changes []reseat) int64 {
	var most int64
	for _, k := range b.busiest {
		if !slices.ContainsFunc(changes, func(c reseat) bool { return c.who == k }) {
			most = b.people[k].minutes
			break
		}
	}
	for _, c := range changes {
		most = max(most, c.minutes)
	}
	return most
}

// differs is by how much one person's change makes an aim that adds up over people grow.
func (b *Board) differs(aim rota.Aim, c reseat) int64 {
	switch aim {
	case rota.AimDisplaced:
		return c.loss - b.people[c.who].loss
	case rota.AimConsultants:
		return calledIn(c.slots) - calledIn(len(b.people[c.who].held))
	}
	var sum int64
	for _, s := range c.takes {
		sum += b.worth(aim, c.who, s)
	}
	for _, s := range c.leaves {
		sum -= b.worth(aim, c.who, s)
	}
	return sum
}

func calledIn(slots int) int64 { return int64(min(1, slots)) }

// worth is what consultant k in slot s adds to a cost, or to the changes.
func (b *Board) worth(aim rota.Aim, k, s int) int64 {
	if aim != rota.AimChanges {
		return b.cost(aim, k, s)
	}
	if b.published[rota.Pair{Slot: b.problem.Slots[s].ID, Consultant: b.problem.Consultants[k].ID}] {
		return -1
	}
	return 1
}

// priced is a question of what a consultant costs in a slot.
type priced struct {
	aim     rota.Aim
	who, in int
}

// cost is in pence.
func (b *Board) cost(aim rota.Aim, k, s int) int64 {
	key := priced{aim, k, s}
	if v, ok := b.pence[key]; ok {
		return v
	}
	v := int64(costOf(aim, b.problem.Cards, b.problem.Slots[s], b.problem.Consultants[k]))
	b.pence[key] = v
	return v
}
