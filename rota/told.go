package rota

import "slices"

// A Told is cover that a consultant has been told of, as it was then: the slot may
// change or go.
type Told struct {
	Pair
	Span
	Mode Mode
	Site string
}

// Told is what the plan's consultants are told of, in the plan's order.
func (m Made) Told() []Told {
	var out []Told
	for _, a := range m.Plan.Assignments {
		if s, ok := m.Problem.Slot(a.Slot); ok {
			out = append(out, s.told(a.Consultant))
		}
	}
	return out
}

func (s Slot) told(id ConsultantID) Told { return Told{Pair{s.ID, id}, s.Span, s.Mode, s.Site} }

// Same reports whether who was told of one need not be told of the other.
func (t Told) Same(o Told) bool {
	return t.Pair == o.Pair && t.Span.Equal(o.Span) && t.Mode == o.Mode && t.Site == o.Site
}

// Without is the problem in which nobody offers what they have declined: within its
// span, no offer of theirs counts for cover of its mode. No reason is asked or kept.
func (p Problem) Without(declined []Told) Problem {
	if len(declined) == 0 {
		return p
	}
	people := slices.Clone(p.Consultants)
	for i := range people {
		people[i] = people[i].Without(declined)
	}
	p.Consultants = people
	return p
}

// Without is the consultant without offers of what they have declined.
func (c Consultant) Without(declined []Told) Consultant {
	for _, d := range declined {
		if d.Consultant != c.ID {
			continue
		}
		var left []Offer
		for _, o := range c.Offers {
			left = append(left, o.declined(d)...)
		}
		c.Offers = left
	}
	return c
}

// declined is what is left of the offer: all of it for other modes, and what lies
// before and after for the mode that was declined.
func (o Offer) declined(d Told) []Offer {
	if !d.within(o) {
		return []Offer{o}
	}
	var out []Offer
	others := slices.DeleteFunc(slices.Clone(o.Modes), func(m Mode) bool { return m == d.Mode })
	if len(others) > 0 {
		out = append(out, Offer{o.Span, others})
	}
	return append(out, Offer{o.Span, []Mode{d.Mode}}.without(d.Span)...)
}

// within reports whether the offer is of any of it.
func (t Told) within(o Offer) bool { return slices.Contains(o.Modes, t.Mode) && o.Overlaps(t.Span) }
