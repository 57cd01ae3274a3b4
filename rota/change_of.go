package rota

import "slices"

// Of is what the change did to one consultant: nothing of anybody else is in it. Its People
// are empty when the change touches others alone.
func (c Change) Of(id ConsultantID) Change {
	out := Change{Before: c.Before.of(id), After: c.After.of(id)}
	for _, b := range c.Broken {
		if b.Consultant == id {
			out.Broken = append(out.Broken, b)
		}
	}
	if slices.Contains(c.People, id) {
		out.People, out.Reason = []ConsultantID{id}, c.Reason
	}
	return out
}

// of is what the part has of one consultant.
func (p Part) of(id ConsultantID) Part {
	var out Part
	for _, a := range p.Assignments {
		if a.Consultant == id {
			out.Assignments = append(out.Assignments, a)
		}
	}
	for _, l := range p.Locks {
		if l.Consultant == id {
			out.Locks = append(out.Locks, l)
		}
	}
	for _, k := range p.KeptOff {
		if k.Consultant == id {
			out.KeptOff = append(out.KeptOff, k)
		}
	}
	return out
}
