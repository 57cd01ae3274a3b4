package solve

import (
	"fmt"
	"strings"

	"strikerota/rota"
)

// Words says the candidate in one plain sentence without a full stop: who goes
// where, whose sessions are displaced or put back, whether a place opens, and what
// every aim gains or loses. name gives a consultant's name.
func (c Candidate) Words(p rota.Problem, name func(rota.ConsultantID) string) string {
	parts := c.moveWords(p, name)
	for _, m := range c.Moves {
		parts = append(parts, m.sessionWords(p, name)...)
	}
	effect := len(parts)
	for _, e := range c.Effect {
		if text := e.Words(); text != "" && e.Aim != string(rota.AimDisplaced) { // the sessions have said so
			parts = append(parts, text)
		}
	}
	if effect == len(parts) {
		parts = append(parts, "no other aim changes")
	}
	return strings.Join(parts, "; ")
}

// moveWords says who goes where.
func (c Candidate) moveWords(p rota.Problem, name func(rota.ConsultantID) string) []string {
	who := name(c.Consultant)
	mine, theirs := c.split()
	from, other := candidateSlots(p, mine.Leaves), name(theirs.Consultant)
	there := "that"
	if len(mine.Leaves) > 1 {
		there = "those"
	}
	switch c.Kind {
	case Replace:
		return []string{who + " takes it in place of " + other}
	case Release:
		return []string{who + " moves here from " + from, "a place opens in " + there}
	case Pass:
		return []string{who + " moves here from " + from, other + " takes " + there, "no place opens"}
	case Exchange:
		return []string{fmt.Sprintf("%s gives %s %s in exchange for %s", who, other, from, candidateSlots(p, theirs.Leaves)),
			who + " then takes this as well", "no place opens"}
	case Swap:
		return []string{who + " moves here from " + from, other + " goes there instead", "no place opens"}
	}
	return []string{who + " takes it"}
}

// split gives the move of who takes the slot, and of the second person, if any.
func (c Candidate) split() (mine, theirs Move) {
	for _, m := range c.Moves {
		if m.Consultant == c.Consultant {
			mine = m
		} else {
			theirs = m
		}
	}
	return mine, theirs
}

func candidateSlots(p rota.Problem, ids []rota.SlotID) string {
	var out []string
	for _, id := range ids {
		s, _ := p.Slot(id)
		out = append(out, s.Words())
	}
	return strings.Join(out, " and from ")
}

// sessionWords says which sessions are displaced and put back.
func (m Move) sessionWords(p rota.Problem, name func(rota.ConsultantID) string) []string {
	who, _ := p.Consultant(m.Consultant)
	var out []string
	say := func(verb string, ids []rota.SessionID) {
		for _, id := range ids {
			for _, s := range who.Sessions {
				if s.ID == id {
					out = append(out, fmt.Sprintf("%s a session of %s, %s (loss %d)", verb, name(m.Consultant), s.Span.Words(), s.Loss))
				}
			}
		}
	}
	say("displaces", m.Displaces)
	say("puts back", m.Restores)
	return out
}

// Words says by how much the stage changes: "cost as agreed +£96.00", "12 hours
// less open at priority 1"; "" when it does not.
func (e Effect) Words() string {
	by := e.After - e.Before
	if by == 0 {
		return ""
	}
	more, less := "more", "fewer"
	size := rota.AimValue{Aim: e.Aim, Value: max(by, -by)}.Words()
	if strings.HasPrefix(e.Aim, "cover/") || e.Aim == string(rota.AimSpread) {
		less = "less"
	}
	if by < 0 {
		more = less
	}
	switch aim := rota.Aim(e.Aim); aim {
	case rota.AimCostAgreed:
		return "cost as agreed " + plusMinus(by, size)
	case rota.AimCostTrust:
		return "cost at trust rates " + plusMinus(by, size)
	case rota.AimCostBMA:
		return "cost at BMA rates " + plusMinus(by, size)
	case rota.AimDisplaced:
		return "loss from displaced sessions " + plusMinus(by, size)
	case rota.AimChanges:
		return fmt.Sprintf("%s %s from the published plan", size, more+" "+nounFor(by, "change"))
	case rota.AimConsultants:
		return fmt.Sprintf("%s %s called in", size, more+" "+nounFor(by, "consultant"))
	case rota.AimSpread:
		return fmt.Sprintf("%s %s on the busiest consultant", size, more)
	}
	return fmt.Sprintf("%s %s open at priority %s", size, more, strings.TrimPrefix(e.Aim, "cover/"))
}

func plusMinus(by int64, size string) string {
	if by < 0 {
		return "-" + size
	}
	return "+" + size
}

// nounFor is the noun for so many, whatever the sign.
func nounFor(n int64, noun string) string {
	if n == 1 || n == -1 {
		return noun
	}
	return noun + "s"
}
