package rotatest

import (
	"fmt"
	"time"

	"strikerota/rota"
)

// Moved is the entry with its strike, slots, duties, offers and sessions so many days later, at the same times
// by the clock. The error says that the clocks skip one of them.
func Moved(e rota.Entry, days int) (rota.Entry, error) {
	var failed error
	move := func(s *rota.Span) {
		for _, t := range []*time.Time{&s.Start, &s.End} {
			h, m, _ := t.In(rota.Zone()).Clock()
			moved, err := rota.London(rota.DateOf(*t).Add(days), h, m)
			if err != nil && failed == nil {
				failed = fmt.Errorf("move an example by %d days: %w", days, err)
			}
			*t = moved
		}
	}
	move(&e.Strike.Span)
	for i := range e.Slots {
		move(&e.Slots[i].Span)
	}
	for i := range e.Duties {
		move(&e.Duties[i].Span)
	}
	for i := range e.Consultants {
		for j := range e.Consultants[i].Offers {
			move(&e.Consultants[i].Offers[j].Span)
		}
		for j := range e.Consultants[i].Sessions {
			move(&e.Consultants[i].Sessions[j].Span)
		}
	}
	return e, failed
}

// Ahead is the small example with a strike that begins on a Friday two to three weeks after a day, so that all can be
// tried that ends with a strike, such as personal links. It is a week later where the clocks
// change in it.
func Ahead(seed uint64, today rota.Date) (rota.Entry, error) {
	first := rota.DateOf(Small(seed).Strike.Start)
	days := 0
	for first.Add(days).Before(today.Add(14)) {
		days += 7
	}
	e, err := Moved(Small(seed), days)
	if err != nil || e.Validate() != nil {
		e, err = Moved(Small(seed), days+7)
	}
	return e, err
}
