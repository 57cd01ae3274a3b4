package solve

import (
	"cmp"
	"fmt"
	"strings"

	"strikerota/rota"
)

// Worth compares the plan after the candidate with the plan as it is, by the aims in
// their order: below 0 it is better, 0 no better and no worse, above 0 worse.
func (c Candidate) Worth() int {
	for _, e := range c.Effect {
		if e.After != e.Before {
			return cmp.Compare(e.After, e.Before)
		}
	}
	return 0
}

// Brief says in a few words what comes of it, without the name of who takes the slot,
// which is to stand before it: with whom they change, what opens, what is lost and
// what it costs: "in place of Dr B; opens Oncology, …; +£96.00"; "" when nothing else
// changes. Whose place is taken goes without saying where there is one only, and open
// place-minutes are left to what opens. name gives a consultant's name.
func (c Candidate) Brief(p rota.Problem, name func(rota.ConsultantID) string) string {
	mine, theirs := c.split()
	var parts []string
	switch other := name(theirs.Consultant); c.Kind {
	case Replace:
		if s, _ := p.Slot(c.Slot); s.Places > 1 {
			parts = append(parts, "in place of "+other)
		}
	case Pass:
		parts = append(parts, other+" takes over "+slotsWords(p, mine.Leaves))
	case Exchange:
		parts = append(parts, "exchanges with "+other)
	case Swap:
		parts = append(parts, "swaps with "+other)
	}
	if len(c.Opens) > 0 {
		parts = append(parts, "opens "+slotsWords(p, c.Opens))
	}
	for _, e := range c.Effect {
		if text := e.brief(); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

// Details say what Brief leaves out: which slots change hands, and whose sessions are
// displaced or put back, also without the name of who takes it; "" when it has said all.
func (c Candidate) Details(p rota.Problem, name func(rota.ConsultantID) string) string {
	mine, theirs := c.split()
	var parts []string
	switch other := name(theirs.Consultant); c.Kind {
	case Exchange:
		parts = append(parts, fmt.Sprintf("gives %s %s in exchange for %s, and takes this as well", other, slotsWords(p, mine.Leaves), slotsWords(p, theirs.Leaves)))
	case Swap:
		parts = append(parts, fmt.Sprintf("moves here from %s, and %s goes there", slotsWords(p, mine.Leaves), other))
	}
	for _, m := range c.Moves {
		whose := "a session of " + name(m.Consultant)
		if m.Consultant == c.Consultant {
			whose = "their own session"
		}
		parts = append(parts, m.sessionWords(p, whose)...)
	}
	return strings.Join(parts, "; ")
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

func slotsWords(p rota.Problem, ids []rota.SlotID) string {
	var out []string
	for _, id := range ids {
		s, _ := p.Slot(id)
		out = append(out, p.SlotWords(s))
	}
	return strings.Join(out, ", and ")
}

// sessionWords says which sessions are displaced and put back.
func (m Move) sessionWords(p rota.Problem, whose string) []string {
	who, _ := p.Consultant(m.Consultant)
	var out []string
	say := func(verb string, ids []rota.SessionID) {
		for _, id := range ids {
			for _, s := range who.Sessions {
				if s.ID == id {
					out = append(out, fmt.Sprintf("%s %s, %s (%s)", verb, whose, s.Span.Words(), rota.LossWords(int64(s.Loss))))
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
		return plusMinus(by, rota.LossWords(max(by, -by))) + " from displaced sessions"
	case rota.AimChanges:
		return fmt.Sprintf("%s %s from the published plan", size, more+" "+nounFor(by, "change"))
	case rota.AimConsultants:
		return fmt.Sprintf("%s %s called in", size, more+" "+nounFor(by, "consultant"))
	case rota.AimSpread:
		return fmt.Sprintf("%s %s on the busiest consultant", size, more)
	}
	return fmt.Sprintf("%s %s open at priority %s", size, more, strings.TrimPrefix(e.Aim, "cover/"))
}

// brief is Words in fewer of them; "" for open places, which are named instead.
func (e Effect) brief() string {
	by := e.After - e.Before
	switch {
	case by == 0, strings.HasPrefix(e.Aim, "cover/"):
		return ""
	case e.Aim == string(rota.AimCostAgreed):
		return plusMinus(by, rota.Pence(max(by, -by)).String())
	case e.Aim == string(rota.AimDisplaced):
		return plusMinus(by, rota.LossWords(max(by, -by)))
	}
	return e.Words()
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
