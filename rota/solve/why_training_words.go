package solve

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"strikerota/rota"
)

// Words says what one more person is worth, and what they would fill: where one place
// is, and others could be instead, it says that it is one of them.
func (t Training) Words(p rota.Problem) string {
	who := "One more person"
	if len(t.Skills) > 0 {
		who += " trained in " + listed(t.Skills, len(t.Skills))
	}
	when := " on the day of "
	if t.Night {
		when = " on the night of "
	}
	return who + when + t.Date.Words() + ", and " + gainWords(t.Minutes) + t.fillWords(p) + "."
}

// fillWords names what would be filled, and what could be instead.
func (t Training) fillWords(p rota.Problem) string {
	fills, instead := t.counted(p, t.Fills, t.byWhom), t.named(p, t.Instead)
	if len(fills) == 0 {
		return ""
	}
	if len(t.Fills) == 1 && t.Fills[0].Places == 1 && len(t.Opens) == 0 && len(instead) > 0 {
		return ": one of " + strings.Join(shortened(append(fills, instead...)), "; ")
	}
	out := ": " + strings.Join(shortened(fills), "; ")
	if len(t.Opens) > 0 {
		out += ", though then this would be open: " + strings.Join(shortened(t.counted(p, t.Opens, t.slotWords)), "; ")
	}
	if len(instead) > 0 {
		out += ". At the same worth, this could be filled instead: " + strings.Join(shortened(instead), "; ")
	}
	return out
}

// counted names slots, with how many places where it is more than one.
func (t Training) counted(p rota.Problem, list []PlaceCount, name func(rota.Problem, rota.SlotID) string) []string {
	places := map[string]int{}
	for _, c := range list {
		places[name(p, c.Slot)] += c.Places
	}
	var out []string
	for _, words := range slices.Sorted(maps.Keys(places)) {
		if n := places[words]; n > 1 {
			words += fmt.Sprintf(" (%d places)", n)
		}
		out = append(out, words)
	}
	return out
}

func (t Training) named(p rota.Problem, ids []rota.SlotID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, t.slotWords(p, id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// slotWords names a slot, with its date where it is not that of the person.
func (t Training) slotWords(p rota.Problem, id rota.SlotID) string {
	s, _ := p.Slot(id)
	if rota.DateOf(s.Start) != t.Date {
		return p.SlotWords(s)
	}
	return p.RoleWords(s) + ", " + s.Times()
}

// byWhom names a slot, and says so where the person cannot be who fills it: somebody
// who works when they do is then free for it.
func (t Training) byWhom(p rota.Problem, id rota.SlotID) string {
	s, _ := p.Slot(id)
	if rota.DateOf(s.Start) == t.Date && s.IsNight() == t.Night {
		return t.slotWords(p, id)
	}
	return t.slotWords(p, id) + ", by somebody whom this frees"
}

// shortened counts the names after the first few.
func shortened(names []string) []string {
	if n := len(names) - mostNamed; n > 1 {
		return append(slices.Clone(names[:mostNamed]), fmt.Sprintf("and %d more", n))
	}
	return names
}
