package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// A keptOff is one person who was taken off the slot by hand, and where that is taken back.
type keptOff struct{ Name, Words, Allow string }

// keptOff are those who are kept off the slot.
func (in coverInput) keptOff(strikeID string) []keptOff {
	var out []keptOff
	for _, k := range in.m.draft.KeptOff {
		if k.Slot != in.slot.ID {
			continue
		}
		line := keptOff{Name: in.m.name(k.Consultant), Words: in.m.name(k.Consultant) + "."}
		if k.Reason != "" && in.may(auth.SeePeople) {
			line.Words = in.m.name(k.Consultant) + ": " + strings.TrimRight(k.Reason, ".") + "."
		}
		if in.may(auth.EditRota) && in.inRota() && in.lockable(k.Consultant) {
			line.Allow = checkPath(strikeID, k.Slot, rota.Edit{Allow: []rota.Pair{k.Pair}})
		}
		out = append(out, line)
	}
	return out
}

// isKeptOff reports whether the rota keeps the consultant off the slot.
func (m *madeRota) isKeptOff(pair rota.Pair) bool { return hasKeptOff(m.draft.KeptOff, pair) }

func hasKeptOff(list []rota.KeptOff, pair rota.Pair) bool {
	return slices.ContainsFunc(list, func(k rota.KeptOff) bool { return k.Pair == pair })
}

// whyKeptOff are those whom only a decision by hand keeps off the slot.
func (m *madeRota) whyKeptOff(id rota.SlotID, in map[rota.ConsultantID]bool) map[rota.ConsultantID]bool {
	slot, _ := m.problem.Slot(id)
	out := map[rota.ConsultantID]bool{}
	for _, k := range m.draft.KeptOff {
		who, ok := m.problem.Consultant(k.Consultant)
		if k.Slot != id || !ok || in[k.Consultant] {
			continue
		}
		who.KeptOff = nil
		if rota.Able(who, slot) {
			out[k.Consultant] = true
		}
	}
	return out
}

// keptOffWords says whom a change keeps off which slots, and whom no longer: a line a person,
// with how many slots where it is more than one.
func (m *madeRota) keptOffWords(c rota.Change) []string {
	var off, may []rota.Pair
	for _, k := range c.After.KeptOff {
		if !hasKeptOff(c.Before.KeptOff, k.Pair) {
			off = append(off, k.Pair)
		}
	}
	takes := pairSet(pairsIn(c.After))
	for _, k := range c.Before.KeptOff {
		if !hasKeptOff(c.After.KeptOff, k.Pair) && !takes[k.Pair] {
			may = append(may, k.Pair)
		}
	}
	return slices.Concat(m.byPerson("Making the rota again does not put %s back in %s", off), m.byPerson("Making the rota again may put %s in %s", may))
}

// byPerson says something of each person in the pairs and of their slots, in the order of the pairs.
func (m *madeRota) byPerson(format string, pairs []rota.Pair) []string {
	slots := map[rota.ConsultantID]int{}
	for _, pair := range pairs {
		slots[pair.Consultant]++
	}
	var out []string
	for _, pair := range pairs {
		switch n := slots[pair.Consultant]; {
		case n == 1:
			out = append(out, fmt.Sprintf(format, m.name(pair.Consultant), m.slotWords(pair.Slot)))
		case n > 1:
			out = append(out, fmt.Sprintf(format, m.name(pair.Consultant), count(n, "slot")))
			slots[pair.Consultant] = 0
		}
	}
	return out
}

// madeAgainWords says what making the rota again does with those whom a change moves:
// who takes a slot is locked there, and who leaves one can be put back unless they are
// kept off it.
func (m *madeRota) madeAgainWords(c rota.Change) []string {
	var out []string
	before, after := pairSet(pairsIn(c.Before)), pairSet(pairsIn(c.After))
	for _, l := range c.After.Locks {
		if after[l.Pair] && !before[l.Pair] {
			out = append(out, fmt.Sprintf("Making the rota again keeps %s in %s: they are locked there", m.name(l.Consultant), m.slotWords(l.Slot)))
		}
	}
	for _, a := range c.Before.Assignments {
		if !after[a.Pair()] && !hasKeptOff(c.After.KeptOff, a.Pair()) {
			out = append(out, fmt.Sprintf("Making the rota again may put %s back in %s, if a place is free: they are not kept off it", m.name(a.Consultant), m.slotWords(a.Slot)))
		}
	}
	return out
}

// onlyKeptOff are the consultants with what they are kept off, and nothing else.
func onlyKeptOff(p rota.Problem) []rota.Consultant {
	var out []rota.Consultant
	for _, c := range p.Consultants {
		if len(c.KeptOff) > 0 {
			out = append(out, rota.Consultant{ID: c.ID, KeptOff: c.KeptOff})
		}
	}
	return out
}
