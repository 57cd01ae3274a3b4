package web

import (
	"fmt"
	"slices"
	"time"

	"strikerota/rota"
)

// lostNow are the parts of slots that are lost, by what is known now of who came.
func (m *madeRota) lostNow() []rota.Slot { return m.entry.StillLost(m.plan.Pairs()) }

// needsNone are the slots that need no consultant by what is known now of who came.
func (m *madeRota) needsNone() map[rota.SlotID]bool {
	out := map[rota.SlotID]bool{}
	for _, n := range m.entry.Attended(m.plan.Pairs()).Needs() {
		out[n.Slot.ID] = n.Places == 0
	}
	return out
}

// lostTable lists parts of slots that nobody was in and that nobody can cover any more; nil
// when there are none. It says where files have fewer, since the others tell that a resident did not come.
func (m *madeRota) lostTable(lost []rota.Slot) *Table { return lostTable(m.problem, lost) }

func lostTable(p rota.Problem, lost []rota.Slot) *Table {
	var rows [][]Cell
	apart := ""
	for _, s := range lost {
		if s.Due() < s.Places {
			apart = ". Files have only places in which a consultant had been due: the others tell that a resident did not come"
		}
		rows = append(rows, []Cell{{Text: s.Span.Words()}, {Text: p.RoleWords(s)}, {Text: fmt.Sprint(s.Places)}})
	}
	if rows == nil {
		return nil
	}
	t := NewTable("lost", "Lost: nobody was in these parts of slots, and nobody can be any more. They are not open"+apart, []Column{{Text: "When"}, {Text: "Unit and role"}, {Text: "Places", Numeric: true}}, rows)
	if apart != "" {
		t.Size = "s" // a sentence more
	}
	return &t
}

// lostBefore are the parts that were lost in the hours before the one that is shown.
func (in dayInput) lostBefore() []rota.Slot {
	span := rota.Span{Start: in.watch.at.Add(-dayWindow), End: in.watch.span().End}
	return slices.DeleteFunc(slices.Clone(in.m.lostNow()), func(s rota.Slot) bool { return !s.Overlaps(span) })
}

// lostWords say of a slot which parts before, after or beside it are lost.
func (m *madeRota) lostWords(s rota.Slot) []string {
	out := m.lostParts(s)
	for i := range out {
		out[i] = "Lost: " + out[i]
	}
	return out
}

// lostParts are these words without the first.
func (m *madeRota) lostParts(s rota.Slot) []string {
	var out []string
	for _, l := range m.lostNow() {
		if m.entry.Whole(l.ID) == m.entry.Whole(s.ID) && !l.Start.After(s.End) && !l.End.Before(s.Start) {
			out = append(out, fmt.Sprintf("%s, %s. %s: it is not open.", count(l.Places, "place"), l.Span.Words(), nobodyWords(l.Span, m.now)))
		}
	}
	return out
}

// nobodyWords say that nobody is in a part of a slot, as of now.
func nobodyWords(s rota.Span, now time.Time) string {
	if !s.End.After(now) {
		return "Nobody was there, and nobody can be any more"
	}
	return "Nobody has been there so far, and nobody will be until " + rota.ClockWords(s.End)
}

// isStoodDown reports whether places of the slot were stood down.
func (m *madeRota) isStoodDown(id rota.SlotID) bool {
	return slices.ContainsFunc(m.draft.Left, func(l rota.LeftOpen) bool { return l.Slot == id && l.StoodDown() })
}

// apart reports whether the rota is shown to somebody who may not see what residents have said
// or done.
func (m *madeRota) apart() bool { return m.entry.AsMade != nil }
