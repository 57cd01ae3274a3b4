package rota

import (
	"slices"
	"time"
)

// A CopiedDay is a day of a strike whose slots are those of a day of another.
type CopiedDay struct{ Day, From Date }

// CopySlots gives the slots that another strike would have if it needed what this
// one did. Each day takes the slots that started on the same day of the week, or
// else on the first working day, or for a Saturday or Sunday on the other day of
// that weekend; a bank holiday counts as the day of the week it is. Times stay as
// the clocks show them. borrowed are the days that took another day of the week,
// bare those that found none. Slots that would start outside the other strike, or
// at a time that the clocks skip, are left out. Slots are given [WithoutCuts] of the day.
func CopySlots(slots []Slot, from, to Span) (out []Slot, borrowed []CopiedDay, bare []Date) {
	byDay := map[Date][]Slot{}
	var days []Date
	for _, s := range slots {
		if s.Start.Before(from.Start) || !s.Start.Before(from.End) {
			continue
		}
		d := DateOf(s.Start)
		if len(byDay[d]) == 0 && wholeDay(d, from) {
			days = append(days, d)
		}
		byDay[d] = append(byDay[d], s)
	}
	slices.SortFunc(days, Date.Compare)
	for d := DateOf(to.Start); wall(d, 0).Before(to.End); d = d.Add(1) {
		source, ok := likeDay(d, days)
		n := len(out)
		for _, s := range byDay[source] {
			moved, err := s.OnDay(d)
			if err == nil && !moved.Start.Before(to.Start) && moved.Start.Before(to.End) {
				out = append(out, moved)
			}
		}
		switch {
		case len(out) > n && source.Weekday() != d.Weekday():
			borrowed = append(borrowed, CopiedDay{d, source})
		case !ok && wholeDay(d, to):
			bare = append(bare, d)
		}
	}
	return out, borrowed, bare
}

// likeDay is the day, of those given, whose needs are most like another's.
func likeDay(d Date, days []Date) (Date, bool) {
	for _, like := range []func(Date) bool{
		func(o Date) bool { return o.Weekday() == d.Weekday() },
		func(o Date) bool { return atWeekend(o) == atWeekend(d) },
	} {
		if i := slices.IndexFunc(days, like); i >= 0 {
			return days[i], true
		}
	}
	return Date{}, false
}

func atWeekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// wholeDay is whether the day's working hours lie inside the strike.
func wholeDay(d Date, strike Span) bool { return wall(d, 7).Before(strike.End.Add(-time.Minute)) }

// OnDay is a slot as this one, without an id, that starts on another day, at the same
// times by the clock. The error says that the clocks skip one of them.
func (s Slot) OnDay(to Date) (Slot, error) {
	from := DateOf(s.Start)
	move := func(t time.Time) (time.Time, error) {
		d, offset := DateOf(t), 0
		for from.Add(offset).Before(d) {
			offset++
		}
		h, m, _ := t.In(london).Clock()
		return London(to.Add(offset), h, m)
	}
	start, err := move(s.Start)
	if err != nil {
		return s, err
	}
	end, err := move(s.End)
	s.Span = Span{Start: start, End: end}
	s.ID = ""
	return s, err
}

// A ClockChange is a night on which London's clocks change: the day, and whether
// they go forward, which makes it an hour shorter, or back.
type ClockChange struct {
	Day     Date
	Forward bool
}

// ClockChanges are those inside the span.
func (s Span) ClockChanges() []ClockChange {
	var out []ClockChange
	offset := func(t time.Time) int { _, n := t.In(london).Zone(); return n }
	for d := DateOf(s.Start); wall(d, 0).Before(s.End); d = d.Add(1) {
		start, end := wall(d, 0), wall(d.Add(1), 0)
		if s.Start.After(start) {
			start = s.Start
		}
		if s.End.Before(end) {
			end = s.End
		}
		if before, after := offset(start), offset(end); before != after {
			out = append(out, ClockChange{d, after > before})
		}
	}
	return out
}
