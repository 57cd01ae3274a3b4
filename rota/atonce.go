package rota

import (
	"cmp"
	"slices"
)

// Somebody whom a person has put in two slots at once, against the rule, is in one place
// all the same: their time counts once, as hours of cover, as nights and as pay. It
// counts in the slot on site before one from home, and of two alike in the one that
// starts first. Slots that may share their time (see mayShare) both count.

// counted gives the time that counts of each slot of one consultant, by time; nil when
// all of all counts, as for nearly everybody.
func (r Rules) counted(slots []Slot) map[SlotID][]Span {
	if !r.atOnce(slots) {
		return nil
	}
	slots = slices.Clone(slots)
	slices.SortFunc(slots, func(a, b Slot) int {
		return cmp.Or(slices.Index(Modes(), a.Mode)-slices.Index(Modes(), b.Mode), a.Compare(b.Span), cmp.Compare(a.ID, b.ID))
	})
	out := map[SlotID][]Span{}
	for i, s := range slots {
		left := []Span{s.Span}
		for _, o := range slots[:i] {
			if !mayShare(r, s, o) {
				left = outside(left, out[o.ID])
			}
		}
		out[s.ID] = left
	}
	return out
}

// atOnce reports whether two of the slots are at the same time and may not share it.
func (r Rules) atOnce(slots []Slot) bool {
	for i, a := range slots {
		for _, b := range slots[:i] {
			if a.Overlaps(b.Span) && !mayShare(r, a, b) {
				return true
			}
		}
	}
	return false
}

// outside is the spans less some others, by time.
func outside(spans, taken []Span) []Span {
	for _, t := range taken {
		var left []Span
		for _, s := range spans {
			if !s.Overlaps(t) {
				left = append(left, s)
				continue
			}
			if s.Start.Before(t.Start) {
				left = append(left, Span{s.Start, t.Start})
			}
			if t.End.Before(s.End) {
				left = append(left, Span{t.End, s.End})
			}
		}
		spans = left
	}
	return spans
}

func minutesOf(spans []Span) int {
	sum := 0
	for _, s := range spans {
		sum += s.Minutes()
	}
	return sum
}

// heldBy gives the slots of each consultant, in the plan's order.
func (p Problem) heldBy(plan Plan) map[ConsultantID][]Slot {
	out := map[ConsultantID][]Slot{}
	for _, a := range plan.Assignments {
		if s, ok := p.Slot(a.Slot); ok {
			out[a.Consultant] = append(out[a.Consultant], s)
		}
	}
	return out
}

// counting gives the time that counts of an assignment of the plan.
func (p Problem) counting(plan Plan) func(Slot, ConsultantID) []Span {
	less := map[ConsultantID]map[SlotID][]Span{}
	for who, slots := range p.heldBy(plan) {
		if counted := p.Rules.counted(slots); counted != nil {
			less[who] = counted
		}
	}
	return func(s Slot, who ConsultantID) []Span {
		if counted, ok := less[who]; ok {
			return counted[s.ID]
		}
		return []Span{s.Span}
	}
}

// OnceWords say of an assignment how much of it counts in another slot.
func OnceWords(minutes int) string {
	return "Of this, " + Hours(minutes) + " are counted in the other slot at the same time, and once"
}

// A Load is what one consultant covers. Time in two slots at once counts once.
type Load struct {
	Duties  int
	Minutes int
	Nights  int // two that are at the same time are one
}

// Loads gives what everybody who is in the plan covers.
func (p Problem) Loads(plan Plan) map[ConsultantID]Load {
	out := map[ConsultantID]Load{}
	for who, slots := range p.heldBy(plan) {
		out[who] = Load{Duties: len(slots), Minutes: p.Rules.minutes(slots), Nights: nightsOf(slots)}
	}
	return out
}

// minutes is how long a consultant with the slots covers.
func (r Rules) minutes(slots []Slot) int {
	counted := r.counted(slots)
	sum := 0
	for _, s := range slots {
		if counted == nil {
			sum += s.Minutes()
		} else {
			sum += minutesOf(counted[s.ID])
		}
	}
	return sum
}

// nightsOf is how many nights the slots of one consultant are.
func nightsOf(slots []Slot) int {
	nights := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return !s.IsNight() })
	slices.SortFunc(nights, func(a, b Slot) int { return a.Compare(b.Span) })
	n := 0
	var last Span
	for _, s := range nights {
		if n == 0 || !s.Overlaps(last) {
			n, last = n+1, s.Span
		}
	}
	return n
}
