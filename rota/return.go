package rota

import (
	"cmp"
	"slices"
	"strings"
)

// A ReturnCell counts the residents of one service and grade on one day of a
// strike, as NHS England's workforce return asks: how many were due at work, and
// how many were absent. Absence is confirmed attendance alone; what anybody has
// declared plays no part. Counts are exact, so a cell is for those who may see
// names: for all others there is [Share].
type ReturnCell struct {
	Day            Date
	Service, Grade string
	Due            int
	Absent         int
	Unconfirmed    int // due, and nobody has said yet whether they came
	// Shown are the slots of the cell in which the rota itself shows residents at work.
	Shown []ShownSlot
}

// A ShownSlot is a slot in which the rota shows residents at work: how many of those
// due in it they are, but not which. Due and Absent count the residents of one cell.
type ShownSlot struct {
	Slot        SlotID
	Places      int // that the rota shows residents in
	Due, Absent int
}

// OtherService stands for residents of units for which no critical slot is entered.
const OtherService = "Other units (no critical slots)"

// Return counts by day, service and grade, in that order. Each resident counts
// once a day, in the service of their first duty that starts on it: that of its slot or, where a
// duty is tied to none, that of the resident's unit when its slots are of one service. A duty
// belongs to the day on which it starts, and counts when that is inside the
// strike. shown says in how many places of a slot the rota shows residents at work.
func (e Entry) Return(shown func(SlotID) int) []ReturnCell {
	type key struct {
		day            Date
		service, grade string
	}
	serviceOf, grades := e.returnServices(), map[ResidentID]string{}
	for _, r := range e.Residents {
		grades[r.ID] = r.Grade
	}
	cells := map[key]*ReturnCell{}
	for _, d := range e.dueDays() {
		k := key{d.day, serviceOf(d), grades[d.resident]}
		if cells[k] == nil {
			cells[k] = &ReturnCell{Day: k.day, Service: k.service, Grade: k.grade}
		}
		cells[k].add(d, shown)
	}
	out := make([]ReturnCell, 0, len(cells))
	for _, c := range cells {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b ReturnCell) int {
		return cmp.Or(a.Day.Compare(b.Day), strings.Compare(a.Service, b.Service), strings.Compare(a.Grade, b.Grade))
	})
	return out
}

// returnServices gives the service in which a resident counts on a day.
func (e Entry) returnServices() func(dueDay) string {
	ofSlot, ofUnit, units := map[SlotID]string{}, map[string]string{}, map[ResidentID]string{}
	for _, s := range e.Slots {
		ofSlot[s.ID] = s.Service
		if was, met := ofUnit[s.Unit]; met && was != s.Service {
			ofUnit[s.Unit] = ""
			continue
		}
		ofUnit[s.Unit] = s.Service
	}
	for _, r := range e.Residents {
		units[r.ID] = r.Unit
	}
	return func(d dueDay) string {
		return cmp.Or(ofSlot[d.duties[0].Slot], ofUnit[units[d.resident]], OtherService)
	}
}

// A dueDay is one resident due on one day, with the duties that start on it.
type dueDay struct {
	resident ResidentID
	day      Date
	duties   []Duty
}

// dueDays are the struck duties by resident and day.
func (e Entry) dueDays() []dueDay {
	duties := slices.DeleteFunc(slices.Clone(e.Duties), func(d Duty) bool { return !e.Strike.Struck(d) })
	slices.SortFunc(duties, func(a, b Duty) int {
		return cmp.Or(strings.Compare(string(a.Resident), string(b.Resident)), a.Compare(b.Span), strings.Compare(string(a.ID), string(b.ID)))
	})
	var out []dueDay
	for _, d := range duties {
		day := DateOf(d.Start)
		if n := len(out); n > 0 && out[n-1].resident == d.Resident && out[n-1].day == day {
			out[n-1].duties = append(out[n-1].duties, d)
			continue
		}
		out = append(out, dueDay{d.Resident, day, []Duty{d}})
	}
	return out
}

// absent reports whether the resident was absent from any of the day's duties.
func (d dueDay) absent() bool {
	return slices.ContainsFunc(d.duties, func(d Duty) bool { return d.Attendance == Absent })
}

func (d dueDay) unconfirmed() bool {
	return !d.absent() && slices.ContainsFunc(d.duties, func(d Duty) bool { return d.Attendance == NotConfirmed })
}

func (c *ReturnCell) add(d dueDay, shown func(SlotID) int) {
	c.Due++
	switch {
	case d.absent():
		c.Absent++
	case d.unconfirmed():
		c.Unconfirmed++
	}
	var met []SlotID
	for _, duty := range d.duties {
		if duty.Slot == "" || slices.Contains(met, duty.Slot) {
			continue
		}
		met = append(met, duty.Slot)
		if places := shown(duty.Slot); places > 0 {
			c.Shown = join(c.Shown, ShownSlot{duty.Slot, places, 1, boolCount(d.absent())})
		}
	}
}

// join adds what is counted of a slot to what is counted of it already.
func join(all []ShownSlot, s ShownSlot) []ShownSlot {
	i := slices.IndexFunc(all, func(x ShownSlot) bool { return x.Slot == s.Slot })
	if i < 0 {
		return append(all, s)
	}
	all[i].Due += s.Due
	all[i].Absent += s.Absent
	return all
}

func boolCount(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
