package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// inRotaWords says where the rota has the consultant, and where they are locked; "" when nowhere.
func (m *madeRota) inRotaWords(id rota.ConsultantID) string {
	if m == nil {
		return ""
	}
	var where []string
	for _, a := range m.plan.Assignments {
		if a.Consultant != id {
			continue
		}
		words := m.slotWords(a.Slot)
		if a.Locked {
			words += " (locked)"
		}
		where = append(where, words)
	}
	if where == nil {
		return ""
	}
	return " They are in the rota as it is, where each of their places has to be filled again: " + strings.Join(where, "; ") + "."
}

// deleted reports whether somebody in the slot has been deleted since.
func (in coverInput) deleted() bool {
	return slices.ContainsFunc(in.m.plan.Holders(in.slot.ID), func(a rota.Assignment) bool {
		_, known := in.m.people[a.Consultant]
		return !known
	})
}

// fullWords says why nobody can be chosen for a slot that has no place left.
func (in coverInput) fullWords() string {
	if in.deleted() {
		return "Somebody here has been deleted. Make the rota again first."
	}
	if !slices.ContainsFunc(in.m.plan.Holders(in.slot.ID), func(a rota.Assignment) bool { return !in.broken(a) }) {
		return "Whoever is in it breaks a rule on purpose, and stays until taken off. Take somebody off first."
	}
	if !slices.ContainsFunc(in.m.plan.Holders(in.slot.ID), func(a rota.Assignment) bool { return a.Locked }) {
		return "Everybody in it is kept, and nobody else could take a place by the rules. Take somebody off first."
	}
	if in.workedOut() {
		return "Whoever is in it has worked it, so nobody else can be put in their place."
	}
	return "Everybody in it is locked, which keeps them there whatever is planned. Unlock somebody first, or take them off."
}

// workedOut reports whether everybody in the slot is there for a part of it that they have worked.
func (in coverInput) workedOut() bool {
	locks := lockedPairs(in.m.entry)
	return !slices.ContainsFunc(in.m.plan.Holders(in.slot.ID), func(a rota.Assignment) bool { return locks[a.Pair()].Reason != rota.WorkedReason })
}

// unable says who in the slot, or in any for "", could no longer take it by what is
// entered now: an offer, a site or a skill is gone. Where that rule was broken on
// purpose already, nothing is new.
func (m *madeRota) unable(id rota.SlotID) []string {
	var out []string
	for _, pair := range m.stranded() {
		if id == "" && withdrawnBy(m.withdrawn, pair) == "" || id == pair.Slot {
			out = append(out, m.name(pair.Consultant)+" in "+m.slotWords(pair.Slot))
		}
	}
	return out
}

// cannotAnyMore is how many consultants an edition has in slots that they could take then, and cannot by what is
// entered now: they declined, cannot come, or their offer, site or training is gone.
func cannotAnyMore(was rota.Made, e rota.Entry) int {
	people, slots, gone := peopleOf(e), map[rota.SlotID]rota.Slot{}, map[rota.ConsultantID]bool{}
	for _, s := range e.Slots {
		slots[s.ID] = s
	}
	for _, a := range was.Plan.Assignments {
		who, known := people[a.Consultant]
		slot, there := slots[a.Slot]
		then, _ := was.Problem.Consultant(a.Consultant)
		planned, _ := was.Problem.Slot(a.Slot)
		off := slices.ContainsFunc(e.KeptOff, func(k rota.KeptOff) bool { return k.Pair == a.Pair() && strings.HasPrefix(k.Reason, cannotCome) })
		if known && there && (off || rota.Able(then, planned) && !ableNow(e, who, slot)) {
			gone[a.Consultant] = true
		}
	}
	return len(gone)
}

// ableNow reports whether the consultant could take the slot by what is entered now. Where they have agreed to a lock
// on it, which is recorded with the lock, its time counts as offered.
func ableNow(e rota.Entry, who rota.Consultant, slot rota.Slot) bool {
	if keptAsAgreed(e, rota.Pair{Slot: slot.ID, Consultant: who.ID}) {
		who.Offers = append(slices.Clone(who.Offers), rota.Offer{Span: slot.Span, Modes: []rota.Mode{slot.Mode}})
	}
	return rota.Able(who.Without(e.Declined), slot)
}

// stranded are those assignments, whose places have to be filled again.
func (m *madeRota) stranded() []rota.Pair {
	var out []rota.Pair
	for _, a := range m.plan.Assignments {
		who, known := m.people[a.Consultant]
		slot, there := m.slot(a.Slot)
		was, _ := m.problem.Consultant(a.Consultant)
		planned, _ := m.problem.Slot(a.Slot)
		if known && there && rota.Able(was, planned) && !ableNow(m.entry, who, slot) {
			out = append(out, a.Pair())
		}
	}
	return out
}

// mostUnable is how many are named at once.
const mostUnable = 5

// unableWords says it of the slot, or of any for ""; "" for nobody.
func (m *madeRota) unableWords(id rota.SlotID) string {
	list := m.unable(id)
	switch {
	case len(list) == 0:
		return ""
	case m.apart():
		return unavailable + ": " + firstFew(list, mostUnable) + "."
	}
	return "The offer, site or training is gone of " + firstFew(list, mostUnable) + "."
}

// firstFew names the first of a list, and how many more there are.
func firstFew(list []string, most int) string {
	if n := len(list) - most; n > 0 {
		list = append(slices.Clone(list[:most]), fmt.Sprintf("and %d more", n))
	}
	return strings.Join(list, "; ")
}

// atOnce says who would be in two slots at once, and that the time counts once.
func (e editing) atOnce() []string {
	var out []string
	before := map[rota.Pair]int{}
	for _, l := range e.m.problem.Lines(e.m.plan) {
		before[rota.Pair{Slot: l.Slot.ID, Consultant: l.Consultant.ID}] = l.Elsewhere
	}
	for _, l := range e.after.Problem.Lines(e.after.Plan) {
		if l.Elsewhere > before[rota.Pair{Slot: l.Slot.ID, Consultant: l.Consultant.ID}] {
			out = append(out, fmt.Sprintf("Puts %s in two slots at once: hours, nights and cost count that time once", e.m.name(l.Consultant.ID)))
		}
	}
	return out
}
