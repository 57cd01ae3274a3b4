package exports

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"strikerota/rota"
)

// writeOpen writes one row a slot with open places, and why nobody could take them.
func (l ledger) writeOpen(b *book) error {
	t := l.openList()
	s := b.sheet(openSheet, layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 1, titleRow: tableHeadRow})
	l.headed(s, openSheet)
	s.list(t, "Every place is covered.")
	return s.flush()
}

var openFields = []field{
	{"Date", 14, date}, {"Start", 7, clock}, {"End", 10, dayClock}, {"Service", 11, wrapped}, {"Unit", 15, wrapped}, {"Role", 14, wrapped},
	{"Site", 12, wrapped}, {"Mode", 9, plain}, {"Priority", 9, whole}, {"Places", 8, whole}, {"Open", 7, whole}, {"Skills needed", 16, wrapped},
	{"Why nobody could take it", 42, wrapped}, {"What cannot all hold", 34, wrapped}, {"What would fix it", 44, wrapped}, {"Slot", 12, wrapped},
}

// openList is one row a slot with open places: why nobody could take them, and what would fill them.
func (l ledger) openList() listing {
	t := listing{name: "OpenPlaces", fields: openFields}
	open := slices.Clone(l.Plan.Open)
	sort.SliceStable(open, func(i, j int) bool {
		a, _ := l.Problem.Slot(open[i].Slot)
		b, _ := l.Problem.Slot(open[j].Slot)
		if c := a.Compare(b.Span); c != 0 {
			return c < 0
		}
		return compareSlots(a, b) < 0
	})
	for _, o := range open {
		slot, ok := l.Problem.Slot(o.Slot)
		if !ok {
			continue
		}
		ways := l.Ways[o.Slot]
		t.add(rota.DateOf(slot.Start), slot.Start, slot.End, slot.Service, slot.Unit, slot.Role, slot.Site, slot.Mode.Words(),
			slot.Priority, slot.Places, o.Places, skillWords(slot), l.why(o), ways.conflict(), ways.words(), string(slot.ID))
	}
	return t
}

// words lists the ways in order, and how far they were looked for.
func (w WaysOut) words() string {
	var out []string
	for i, way := range w.Ways {
		text := fmt.Sprintf("%d. %s", i+1, way.Text)
		if way.Effect != "" {
			text += " (" + way.Effect + ")"
		}
		out = append(out, text)
	}
	return strings.Join(append(out, w.note()), "\n")
}

// note says how far ways were looked for.
func (w WaysOut) note() string {
	switch {
	case w.More:
		return stillWords
	case w.Note == "" && len(w.Ways) == 0:
		return "Not known: it was not worked out when this file was made."
	}
	return w.Note
}

const stillWords = "Still being worked out when this file was made: download it again in a minute."

// conflict is what cannot all hold.
func (w WaysOut) conflict() string {
	if w.Conflict == "" && w.More {
		return "Still being worked out"
	}
	return orElse(w.Conflict, "Not known")
}

// unfinished reports whether more is being worked out about an open place.
func (h Handout) unfinished() bool {
	return slices.ContainsFunc(h.Plan.Open, func(o rota.Open) bool { return h.Ways[o.Slot].More })
}

func skillWords(s rota.Slot) string {
	t := strings.Join(s.SkillsAll, ", ")
	if len(s.SkillsAny) > 0 {
		if t != "" {
			t += "; and "
		}
		t += "one of " + strings.Join(s.SkillsAny, ", ")
	}
	return orElse(t, "none given")
}

// most is how many people one rule names before it counts the rest.
const most = 10

// why says in words what stops everybody, grouped by rule in the order of the
// rules. Those whom their own shifts or sessions stop are named, since moving
// them could help; the untrained and those without an offer are counted.
func (l ledger) why(o rota.Open) string {
	var out []string
	if left := l.leftOpen(o.Slot); left.Places > 0 {
		out = append(out, leftWords(left))
	}
	for _, stop := range l.stops(o) {
		out = append(out, stop.words+": "+l.stopped(stop.reasons))
	}
	if free := l.free(o); len(free) > 0 {
		out = append(out, "Nothing stops, solve again: "+list(free))
	}
	return orElse(strings.Join(out, "\n"), "There is no consultant in this strike.")
}

func (l ledger) stopped(reasons []rota.Reason) string {
	var names []string
	for _, r := range reasons {
		if len(r.Because) == 0 {
			return fmt.Sprint(len(reasons))
		}
		names = append(names, l.name(r.Consultant)+" ("+l.because(r)+")")
	}
	return list(names)
}

func list(names []string) string {
	slices.Sort(names)
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// because names what stands in the way: other slots and own sessions.
func (l ledger) because(r rota.Reason) string {
	who, _ := l.Problem.Consultant(r.Consultant)
	var out []string
	for _, id := range r.Because {
		if s, ok := l.Problem.Slot(rota.SlotID(id)); ok {
			out = append(out, s.Unit+" "+stamp(s.Span))
			continue
		}
		for _, s := range who.Sessions {
			if string(s.ID) == id {
				out = append(out, l.session(who.ID, s.ID)+" "+stamp(s.Span))
			}
		}
	}
	if len(out) > 3 {
		out = append(out[:2], fmt.Sprintf("%d more", len(out)-2))
	}
	return strings.Join(out, ", ")
}

// stamp is the start of a span in few letters.
func stamp(s rota.Span) string { return s.Start.In(rota.Zone()).Format("Mon 15:04") }

// free lists who is neither in the slot nor stopped from it: a plan that is not
// proved best may have overlooked them.
func (l ledger) free(o rota.Open) []string {
	taken := map[rota.ConsultantID]bool{}
	for _, r := range o.Reasons {
		taken[r.Consultant] = true
	}
	for _, a := range l.holders[o.Slot] {
		taken[a.Consultant] = true
	}
	var out []string
	for _, c := range l.Problem.Consultants {
		if !taken[c.ID] {
			out = append(out, l.name(c.ID))
		}
	}
	return out
}
