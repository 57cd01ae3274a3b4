package rota

import "slices"

// Of is the part of the plan, with its problem. What a consultant of it does elsewhere is not in it,
// nor are the sessions of theirs that it displaces: the part is for showing, and no rule may be
// looked at in it. Figures of aims are those of the whole.
func (m Made) Of(o Own) Made {
	if o.services.All {
		return m
	}
	m.Problem.Slots = slices.DeleteFunc(slices.Clone(m.Problem.Slots), func(s Slot) bool { return !o.Slot(s.ID) })
	m.Problem.Locks, m.Problem.Published, m.Problem.LeftOpen = o.Pairs(m.Problem.Locks), o.Pairs(m.Problem.Published), o.LeftOpen(m.Problem.LeftOpen)
	gone := Plan{Assignments: slices.DeleteFunc(slices.Clone(m.Plan.Assignments), func(a Assignment) bool { return o.Slot(a.Slot) })}.displaced()
	var people []Consultant
	for _, c := range m.Problem.Consultants {
		if !o.Person(c.ID) {
			continue
		}
		c.KeptOff = slices.DeleteFunc(slices.Clone(c.KeptOff), func(id SlotID) bool { return !o.Slot(id) })
		c.Sessions = slices.DeleteFunc(slices.Clone(c.Sessions), func(s Session) bool { return gone[c.ID][s.ID] })
		people = append(people, c)
	}
	m.Problem.Consultants, m.Plan = people, m.Plan.of(o)
	return m
}

func (p Plan) of(o Own) Plan {
	p.Assignments = slices.DeleteFunc(slices.Clone(p.Assignments), func(a Assignment) bool { return !o.Slot(a.Slot) })
	p.Open = slices.DeleteFunc(slices.Clone(p.Open), func(x Open) bool { return !o.Slot(x.Slot) })
	for i, x := range p.Open {
		p.Open[i].Reasons = slices.DeleteFunc(slices.Clone(x.Reasons), func(r Reason) bool { return !o.Person(r.Consultant) })
		for j, r := range p.Open[i].Reasons {
			p.Open[i].Reasons[j].Because = o.because(r.Because)
		}
	}
	var broken []Breach
	for _, b := range p.Broken {
		if b.Slots = o.breached(b.Slots); len(b.Slots) > 0 && b.Slots[0] != Hidden {
			broken = append(broken, b)
		}
	}
	p.Broken, p.Cost = broken, Totals{}
	return p
}

// because are the ids of slots and sessions, with [Hidden] for slots of other services.
func (o Own) because(ids []string) []string {
	out := slices.Clone(ids)
	for i, id := range out {
		if theirs, isSlot := o.slots[SlotID(id)]; isSlot && !theirs {
			out[i] = string(Hidden)
		}
	}
	return out
}

// breached are the slots of a breach: their own first, and one [Hidden] for all others.
func (o Own) breached(ids []SlotID) []SlotID {
	out := slices.DeleteFunc(slices.Clone(ids), func(id SlotID) bool { return !o.Slot(id) })
	if len(out) < len(ids) {
		out = append(out, Hidden)
	}
	return out
}

// Of is the part of the draft, for showing: nothing can be changed in it.
func (d Draft) Of(o Own) Draft {
	if o.services.All {
		return d
	}
	now := Made{d.Problem, d.Plan}.Of(o)
	was := Made{d.made.problem, d.made.plan}.Of(o)
	return Draft{Problem: now.Problem, Plan: now.Plan, Locks: o.Locks(d.Locks), Left: o.LeftOpen(d.Left), KeptOff: o.KeptOff(d.KeptOff),
		made: made{was.Problem, was.Plan}, base: now.Problem, whole: now.Problem,
		cuts: slices.DeleteFunc(slices.Clone(d.cuts), func(c Cut) bool { return !o.services.Has(c.Slot.Service) })}
}

// Of is the part of what is entered: slots of the services, what was decided of them, and the people of the
// part. Of all others who are trained for one of the slots it is left what counts who could take it, without
// an id or a name.
func (e Entry) Of(o Own) Entry {
	if o.services.All {
		return e
	}
	e.Slots, e.Lost = o.services.Slots(e.Slots), o.services.Slots(e.Lost)
	here := map[SlotID]bool{}
	for _, s := range e.Slots {
		here[s.ID] = true
	}
	on := map[ResidentID]bool{}
	e.Duties = slices.DeleteFunc(slices.Clone(e.Duties), func(d Duty) bool { return !here[d.Slot] })
	for _, d := range e.Duties {
		on[d.Resident] = true
	}
	e.Residents = slices.DeleteFunc(slices.Clone(e.Residents), func(r Resident) bool { return !on[r.ID] })
	var people []Consultant
	others := slices.DeleteFunc(slices.Clone(e.Declined), func(t Told) bool { return o.Pair(t.Pair) })
	for _, c := range e.Consultants {
		switch {
		case o.Person(c.ID):
			people = append(people, c.Without(others))
		case slices.ContainsFunc(e.Slots, func(s Slot) bool { return skilled(&c, &s) }):
			c = c.Without(e.Declined)
			people = append(people, Consultant{Skills: c.Skills, Sites: c.Sites, Offers: c.Offers})
		}
	}
	e.Consultants, e.Declined = people, slices.DeleteFunc(slices.Clone(e.Declined), func(t Told) bool { return !o.Pair(t.Pair) })
	e.Locks, e.LeftOpen, e.KeptOff, e.Published = o.Locks(e.Locks), o.LeftOpen(e.LeftOpen), o.KeptOff(e.KeptOff), o.Pairs(e.Published)
	if e.AsMade != nil {
		places := map[SlotID]int{}
		for id, n := range e.AsMade {
			if here[id] {
				places[id] = n
			}
		}
		e.AsMade = places
	}
	return e
}
