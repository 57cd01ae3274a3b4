package web

import (
	"fmt"
	"strings"

	"strikerota/rota"
)

// solveFacts say what making the rota goes by.
func solveFacts(strikeID string, e rota.Entry, p rota.Problem, made bool) SummaryList {
	kept := SummaryRow{Key: "Kept as they are", Value: keptWords(e, p)}
	if made && len(e.Locks) > 0 {
		kept.Change, kept.ChangeText = lockedPath(strikeID), "See what is locked"
	}
	rows := []SummaryRow{
		{Key: "Places to cover", Value: placesWords(e, p), Change: strikePath(strikeID, "gaps"), ChangeText: "See the gaps"},
		{Key: "How residents are counted", Value: caseWords(e.Case), Change: strikePath(strikeID, "details")},
		kept,
	}
	return Summary(rows...)
}

func placesWords(e rota.Entry, p rota.Problem) string {
	if len(p.Slots) == 0 && len(e.Slots) > 0 && len(p.Aims) == 0 {
		return "Not known until the faults are mended"
	}
	places := 0
	for _, s := range p.Slots {
		places += s.Places
	}
	switch {
	case len(e.Slots) == 0:
		return "None: no critical slot has been entered"
	case places == 0:
		return "None: residents who will be there fill every slot"
	}
	return fmt.Sprintf("%s for consultants, in %d of %s", count(places, "place"), len(p.Slots), count(len(e.Slots), "slot"))
}

// keptWords say who is locked where, and how many slots have places left open.
func keptWords(e rota.Entry, p rota.Problem) string {
	var out, locks []string
	slots, people := map[rota.SlotID]rota.Slot{}, peopleOf(e)
	for _, s := range e.Slots {
		slots[s.ID] = s
	}
	for _, l := range e.Locks {
		if slot, ok := slots[l.Slot]; ok {
			locks = append(locks, nameOr(people[l.Consultant].Name, string(l.Consultant))+" in "+p.SlotWords(slot))
		}
	}
	if locks != nil {
		out = append(out, count(len(locks), "locked assignment")+": "+firstFew(locks, nextShown))
	}
	purpose, day := 0, 0
	for _, l := range e.LeftOpen {
		if l.Begun() || l.StoodDown() {
			day++
		} else {
			purpose++
		}
	}
	if purpose > 0 {
		out = append(out, count(purpose, "slot with places left open on purpose", "slots with places left open on purpose"))
	}
	if day > 0 {
		out = append(out, count(day, "slot with places that had begun or were stood down on the day", "slots with places that had begun or were stood down on the day"))
	}
	if out == nil {
		return "Nothing is locked"
	}
	return strings.Join(out, ". ")
}
