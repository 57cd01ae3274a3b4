package web

import (
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// A couldTake is who could take a slot of the rota, in groups by what comes of it.
type couldTake struct {
	Heading string
	Points  bool   // some line speaks of points of loss
	None    string // said when there is no group
	Groups  []couldGroup
}

// A couldGroup is the ways with one kind of outcome, best first.
type couldGroup struct {
	Heading string
	List    *shortList
}

// outcomes are the kinds, in the order in which they stand.
var outcomes = []struct {
	heading string
	of      func(c solve.Candidate, open bool) bool
}{
	{"Fills the place and opens nothing", func(c solve.Candidate, open bool) bool { return open && len(c.Opens) == 0 }},
	{"Better by your aims, but opens another place", func(c solve.Candidate, open bool) bool { return open && c.Worth() < 0 }},
	{"Better by your aims", func(c solve.Candidate, _ bool) bool { return c.Worth() < 0 }},
	{"No better and no worse by your aims", func(c solve.Candidate, _ bool) bool { return c.Worth() == 0 }},
	{"Worse by your aims", func(solve.Candidate, bool) bool { return true }},
}

// couldTake ranks who could take the slot: nil when the rota is out of date or does
// not have the slot.
func (m *madeRota) couldTake(slot rota.SlotID, may func(auth.Act) bool) (*couldTake, error) {
	in, ok := m.problem.Slot(slot)
	if !ok || len(m.changed) > 0 {
		return nil, nil
	}
	all, err := m.candidates(slot)
	if err != nil {
		return nil, err
	}
	open := len(m.plan.Holders(slot)) < in.Places
	c := &couldTake{Heading: "Who could take this", None: "Nobody could, even by leaving other slots or changing places with somebody."}
	if !open {
		c.Heading = "Who else could take this"
	}
	if m.part != nil {
		c.None = "Nobody whom you see could, even by leaving another slot that you see. The rota coordinators see all services."
	}
	c.Points = slices.ContainsFunc(all, func(c solve.Candidate) bool {
		return slices.ContainsFunc(c.Moves, func(m solve.Move) bool { return len(m.Displaces)+len(m.Restores) > 0 })
	})
	c.Groups = m.couldGroups(all, open, may)
	return c, nil
}

// couldGroups puts each way into the first group that it belongs to. So many lines are
// seen at once in all of them.
func (m *madeRota) couldGroups(all []solve.Candidate, open bool, may func(auth.Act) bool) []couldGroup {
	var out []couldGroup
	seen := manyShown
	for _, o := range outcomes {
		var lines []listLine
		all = slices.DeleteFunc(slices.Clone(all), func(c solve.Candidate) bool {
			if !o.of(c, open) {
				return false
			}
			line := m.candidateLine(c, may(auth.SeeCost))
			if may(auth.SeePeople) {
				line.Note = m.people[c.Consultant].Note
			}
			lines = append(lines, line)
			return true
		})
		if lines == nil {
			continue
		}
		list := shorten(lines, seen, "way")
		seen = max(0, seen-len(list.First))
		out = append(out, couldGroup{o.heading, list})
	}
	return out
}

// doubtfulEffect reports whether a cost that changes among the effects is made of a rate which
// nobody has confirmed. The pairs are all that change.
func (m *madeRota) doubtfulEffect(effects []solve.Effect, pairs []rota.Pair) bool {
	var lines []rota.Line
	for _, x := range pairs {
		slot, _ := m.problem.Slot(x.Slot)
		who, _ := m.problem.Consultant(x.Consultant)
		lines = append(lines, rota.Line{Slot: slot, Consultant: who})
	}
	doubtful := m.entry.Cards.Doubtful(rota.Pricing{}, lines)
	return slices.ContainsFunc(effects, func(e solve.Effect) bool {
		return e.Before != e.After && slices.ContainsFunc(rota.Bases(), func(b rota.Basis) bool { return doubtful[b] && e.Aim == string(b.Aim()) })
	})
}

// moved are the pairs that the candidate takes apart or puts together.
func moved(c solve.Candidate) []rota.Pair {
	var out []rota.Pair
	for _, m := range c.Moves {
		for _, slot := range slices.Concat(m.Takes, m.Leaves) {
			out = append(out, rota.Pair{Slot: slot, Consultant: m.Consultant})
		}
	}
	return out
}

// candidateLine is the candidate in a line, without costs for those who may not see them.
func (m *madeRota) candidateLine(c solve.Candidate, cost bool) listLine {
	paid := slices.ContainsFunc(c.Effect, func(e solve.Effect) bool { return rota.IsCost(e.Aim) && e.Before != e.After })
	if !cost {
		c.Effect = slices.DeleteFunc(slices.Clone(c.Effect), func(e solve.Effect) bool { return rota.IsCost(e.Aim) })
	}
	text := c.Brief(m.problem, m.name)
	if text == "" && !paid {
		text = "nothing else changes"
	}
	if cost && paid && m.doubtfulEffect(c.Effect, moved(c)) {
		text += notConfirmedMark
	}
	if m.refusedThen(c) {
		text = strings.TrimPrefix(text+"; they have said no to other cover at that time", "; ")
	}
	return listLine{Name: m.name(c.Consultant), Text: unbroken.Replace(text), Details: sentence(c.Details(m.problem, m.name))}
}
