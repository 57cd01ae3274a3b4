package rota

import (
	"slices"
	"time"
)

// An Unasked is a role that goes on round the clock, and the hours at the start of the strike
// for which no slot of it asks for anybody.
type Unasked struct {
	Slot Slot // the first of the role
	Span Span
}

// FirstHours lists the roles that go on round the clock once their first slot has begun, and
// whose first slot begins later than the strike, within half a day: duties that began before
// the strike may last until then, or nobody has been thought of. Roles come by time, then in
// the order entered.
func (e Entry) FirstHours() []Unasked {
	var out []Unasked
	roles := map[[4]string][]Slot{}
	var order [][4]string
	for _, s := range slices.Concat(e.Slots, e.Lost) { // somebody was asked for in a part that is lost
		key := [4]string{s.Service, s.Unit, s.Site, s.Role}
		if roles[key] == nil {
			order = append(order, key)
		}
		roles[key] = append(roles[key], s)
	}
	for _, key := range order {
		slots := roles[key]
		slices.SortFunc(slots, func(a, b Slot) int { return a.Compare(b.Span) })
		first := Span{e.Strike.Start, slots[0].Start}
		if first.End.After(first.Start) && first.Minutes() < 12*60 && goOn(slots) {
			out = append(out, Unasked{slots[0], first})
		}
	}
	slices.SortStableFunc(out, func(a, b Unasked) int { return a.Span.Compare(b.Span) })
	return out
}

// goOn reports whether slots, by time, follow each other without a gap for a day.
func goOn(slots []Slot) bool {
	end := slots[0].End
	for _, s := range slots {
		if s.Start.After(end) {
			break
		}
		if s.End.After(end) {
			end = s.End
		}
	}
	return end.Sub(slots[0].Start) >= 24*time.Hour
}
