package rota

import (
	"cmp"
	"slices"
	"strings"
)

// A Made is a plan with the problem that it answers.
type Made struct {
	Problem Problem
	Plan    Plan
}

// A SlotChange is what differs in one slot between two plans.
type SlotChange struct {
	Slot       Slot           // as it is after, or as it was when it is gone
	Was        *Slot          // before, when its time, mode or site is another
	Leave      []ConsultantID // are in it before only
	Come       []ConsultantID // are in it after only
	OpenBefore int
	OpenAfter  int
	Fresh      bool // needs no consultant before
	Gone       bool // needs none after
}

// A PersonChange is what differs for one consultant between two plans.
type PersonChange struct {
	Consultant                  ConsultantID
	Lose, Gain                  []Slot
	Moved                       []Slot // theirs in both, at another time or site or in another mode after
	MinutesBefore, MinutesAfter int
}

// A Difference is all that differs between two plans: slots by time, consultants by id.
type Difference struct {
	Slots  []SlotChange
	People []PersonChange
}

// Same reports whether nothing differs for anybody.
func (d Difference) Same() bool { return len(d.Slots) == 0 && len(d.People) == 0 }

// Differ compares two plans, which may answer different problems of one strike.
func Differ(before, after Made) Difference {
	var d Difference
	for _, s := range after.Problem.Slots {
		was, there := before.Problem.Slot(s.ID)
		c := SlotChange{Slot: s, Fresh: !there}
		if there && !was.told("").Same(s.told("")) {
			c.Was = &was
		}
		d.slot(c, before.Plan, after.Plan)
	}
	for _, s := range before.Problem.Slots {
		if _, there := after.Problem.Slot(s.ID); !there {
			d.slot(SlotChange{Slot: s, Gone: true}, before.Plan, after.Plan)
		}
	}
	slices.SortFunc(d.Slots, func(a, b SlotChange) int {
		return cmp.Or(a.Slot.Compare(b.Slot.Span), strings.Compare(string(a.Slot.ID), string(b.Slot.ID)))
	})
	d.people(before, after)
	return d
}

// slot adds the change, if anything of the slot differs.
func (d *Difference) slot(c SlotChange, before, after Plan) {
	was, now := holdersOf(before, c.Slot.ID), holdersOf(after, c.Slot.ID)
	c.Leave, c.Come = without(was, now), without(now, was)
	if o, open := before.OpenIn(c.Slot.ID); open {
		c.OpenBefore = o.Places
	}
	if o, open := after.OpenIn(c.Slot.ID); open {
		c.OpenAfter = o.Places
	}
	if c.Leave != nil || c.Come != nil || c.OpenBefore != c.OpenAfter || c.Was != nil && was != nil {
		d.Slots = append(d.Slots, c)
	}
}

func holdersOf(p Plan, id SlotID) []ConsultantID {
	var out []ConsultantID
	for _, a := range p.Holders(id) {
		out = append(out, a.Consultant)
	}
	return out
}

// without are those of the list who are not in the other.
func without(list, other []ConsultantID) []ConsultantID {
	var out []ConsultantID
	for _, id := range list {
		if !slices.Contains(other, id) {
			out = append(out, id)
		}
	}
	return out
}

// people turns the changes of slots round: what each consultant loses and gains.
func (d *Difference) people(before, after Made) {
	index := map[ConsultantID]int{}
	of := func(id ConsultantID) *PersonChange {
		i, ok := index[id]
		if !ok {
			i = len(d.People)
			index[id] = i
			d.People = append(d.People, PersonChange{Consultant: id})
		}
		return &d.People[i]
	}
	for _, c := range d.Slots {
		old := c.Slot
		if c.Was != nil {
			old = *c.Was
		}
		for _, id := range c.Leave {
			p := of(id)
			p.Lose = append(p.Lose, old)
		}
		for _, id := range c.Come {
			p := of(id)
			p.Gain = append(p.Gain, c.Slot)
		}
		if c.Was == nil {
			continue
		}
		for _, id := range holdersOf(after.Plan, c.Slot.ID) {
			if !slices.Contains(c.Come, id) {
				p := of(id)
				p.Moved = append(p.Moved, c.Slot)
			}
		}
	}
	was, now := before.Problem.Loads(before.Plan), after.Problem.Loads(after.Plan)
	for i, p := range d.People {
		d.People[i].MinutesBefore, d.People[i].MinutesAfter = was[p.Consultant].Minutes, now[p.Consultant].Minutes
	}
	slices.SortFunc(d.People, func(a, b PersonChange) int { return strings.Compare(string(a.Consultant), string(b.Consultant)) })
}

// DisplacedSessions is how many sessions the plan displaces, and what that loses.
func (m Made) DisplacedSessions() (sessions int, loss int64) {
	for _, gone := range m.Plan.displaced() {
		sessions += len(gone)
	}
	return sessions, displacedLoss(m.Problem, m.Plan)
}
