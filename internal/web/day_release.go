package web

import (
	"slices"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// goes is how a form says that somebody is told that they are not needed any more.
const goes = "go"

// releases are the consultants who may be told that they are not needed any more, by who
// came, for those who may know that.
func (in dayInput) releases() []rota.Release {
	if !in.may(auth.SeePeople) {
		return nil
	}
	span := rota.Span{Start: in.watch.at, End: in.watch.day.End}
	return in.m.entry.Released(in.m.asShown(), span, nextQuarter(in.watch.at))
}

// spareWords say how many may go, and whether by who came or by what residents have said alone; "" for none.
func (in dayInput) spareWords() string {
	list := in.releases()
	if list == nil {
		return ""
	}
	by := "what residents have said"
	for _, r := range list {
		whole := in.m.entry.Whole(r.Slot)
		if slices.ContainsFunc(in.m.entry.Duties, func(d rota.Duty) bool { return d.Slot == whole && d.Attendance == rota.Worked }) {
			by = "who came"
		}
	}
	return count(len(list), "consultant is", "consultants are") + " not needed any more, by " + by + "."
}

// releaseWords say from when on somebody is not needed, and what speaks for letting them go.
func (in dayInput) releaseWords(r rota.Release) string {
	slot, _ := in.m.slot(r.Slot)
	words := "Not needed in " + in.m.problem.SlotWords(slot)
	if r.From.After(slot.Start) {
		words += " from " + rota.ClockWords(r.From) + " on"
	}
	words += ": residents fill it."
	if r.Loss > 0 {
		words += " They can do own work that it displaces."
	}
	if r.Agreed != nil && *r.Agreed > 0 && in.may(auth.SeeCost) {
		who, _ := in.m.problem.Consultant(r.Consultant)
		words += " All of it costs " + in.m.agreedWords(r.Agreed, slot, who) + " on their terms."
	}
	return words
}

// releaseEdit lets somebody go: what they have worked of a slot that has begun stays theirs,
// and their place stays open, for residents.
func (in dayInput) releaseEdit(r rota.Release) rota.Edit {
	e := rota.Edit{LeftOpen: in.m.draft.NotNeeded(r.Pair), Reason: rota.NotNeededReason}
	slot, _ := in.m.slot(r.Slot)
	if r.From.After(slot.Start) {
		e.Cuts = []rota.Cut{rota.NewRelease(slot, r.Consultant, r.From, in.taken)}
		return e
	}
	e.Leaves = []rota.Pair{r.Pair}
	e.Unlocks = in.m.locked(e.Leaves)
	return e
}

// taken reports whether a slot, or a part of one that is lost, has this id.
func (in dayInput) taken(id rota.SlotID) bool {
	_, there := in.m.slot(id)
	return there || slices.ContainsFunc(in.m.entry.Lost, func(s rota.Slot) bool { return s.ID == id })
}
