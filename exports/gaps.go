package exports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// wardOpenFields are the columns of open places for those who go by the rota, to be read from a wall.
var wardOpenFields = []field{
	{"Service", 16, poster}, {"Unit", 22, poster}, {"Role", 21, poster}, {"Site", 18, poster}, {"Date", 15, posterDay}, {"From", 9, posterClock}, {"To", 14, posterWhen}, {"Mode", 11, poster},
	{"Skills needed", 21, poster}, {"Priority", 12, poster}, {"Open", 9, poster}, {"What to do", 34, poster}, {"Whom to ring", 20, poster},
}

// writeWardOpen writes one row a slot with open places, and what to do about each: nothing of
// why nobody takes them.
func (l ledger) writeWardOpen(b *book) error {
	t := listing{name: "OpenPlaces", fields: wardOpenFields}
	for _, o := range l.openByTime() {
		s := o.slot
		t.add(s.Service, s.Unit, s.Role, s.Site, s.Start, s.Start, plainEnd(s.Span), s.Mode.Words(), skillWords(s), priorityWords(s.Priority), fmt.Sprintf("%d of %d", o.Places, s.Places),
			l.todo(o), rota.UpperFirst(l.officeName()))
	}
	s := b.sheet(openSheet, layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 2, titleRow: tableHeadRow})
	l.headed(s, openSheet, "Nobody covers these places for consultants.")
	s.list(t, l.coveredWords())
	return s.flush()
}

// coveredWords say that no place is open, or why there is none.
func (l ledger) coveredWords() string {
	if l.Only != "" && len(l.Problem.Slots) == 0 {
		return "There is no slot of these services in this rota."
	}
	return "Every place is covered."
}

// todo says what a ward does about an open place.
func (l ledger) todo(o openPlace) string {
	if left := l.leftOpen(o.Slot); left.Places >= o.Places {
		return "Nobody is being looked for. Plan without it, and ring if that is not safe."
	}
	switch o.slot.Priority {
	case 1:
		return "Somebody is being looked for. Ring before it starts if nobody has been named to you: it cannot wait."
	case 2:
		return "Somebody is being looked for. Ring if nobody has come when it starts."
	}
	return "Plan without it. Ring if that is not safe."
}

// An openPlace is an open slot of the plan.
type openPlace struct {
	rota.Open
	slot rota.Slot
}

// openByTime are the open slots by time, then as people look for them.
func (l ledger) openByTime() []openPlace {
	var out []openPlace
	for _, o := range l.Plan.Open {
		if s, ok := l.Problem.Slot(o.Slot); ok {
			out = append(out, openPlace{o, s})
		}
	}
	slices.SortStableFunc(out, func(a, b openPlace) int { return cmp.Or(a.slot.Compare(b.slot.Span), compareSlots(a.slot, b.slot)) })
	return out
}

// writeOpen writes one row a slot with open places, and why nobody could take them.
func (l ledger) writeOpen(b *book) error {
	t := l.openList()
	s := b.sheet(openSheet, layout{widths: t.widths(), paper: paperA3, landscape: true, frozenRow: tableHeadRow, frozenCol: 1, titleRow: tableHeadRow})
	l.headed(s, openSheet, "Nobody covers these places for consultants: what stops each of them, and what would fill it. For those who make the rota alone.")
	s.list(t, l.coveredWords())
	return s.flush()
}

var openFields = []field{
	{"Date", 16, date}, {"Start", 7, clock}, {"End", 10, dayClock}, {"Service", 11, wrapped}, {"Unit", 15, wrapped}, {"Role", 14, wrapped},
	{"Site", 12, wrapped}, {"Mode", 9, plain}, {"Priority", 9, whole}, {"Places", 8, whole}, {"Open", 7, whole}, {"Skills needed", 16, wrapped},
	{"Why nobody could take it", 42, wrapped}, {"What cannot all hold", 34, wrapped}, {"What would fix it", 44, wrapped}, {"Slot", 12, wrapped},
}

// openList is one row a slot with open places: why nobody could take them, and what would fill them.
func (l ledger) openList() listing {
	t := listing{name: "OpenPlaces", fields: openFields}
	for _, o := range l.openByTime() {
		slot, ways := o.slot, l.onPurpose(o.Open, l.Ways[o.Slot])
		t.add(rota.DateOf(slot.Start), slot.Start, slot.End, slot.Service, slot.Unit, slot.Role, slot.Site, slot.Mode.Words(),
			slot.Priority, slot.Places, o.Places, skillWords(slot), l.why(o.Open), ways.conflict(), ways.words(), string(slot.ID))
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

// onPurpose are the ways out of an open slot: none is looked for where all its open places are to stay so.
func (l ledger) onPurpose(o rota.Open, w WaysOut) WaysOut {
	left := l.leftOpen(o.Slot)
	switch {
	case left.Places == 0 || left.Places < o.Places:
		return w
	case left.Begun():
		w.Conflict = "Not looked for: it had begun when the rest was planned anew."
	default:
		w.Conflict = "Not looked for: it was left open on purpose."
	}
	w.Note = orElse(w.Note, "It is to stay open, so what would fill it is not looked for.")
	return w
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
