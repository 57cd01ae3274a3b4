package rota

import "time"

// A Span is the time [Start, End): touching spans do not overlap.
type Span struct {
	Start, End time.Time
}

// Minutes is the real length in minutes: a night over a clock change is 11 or 13 hours.
func (s Span) Minutes() int { return int(s.End.Sub(s.Start) / time.Minute) }

// Overlaps reports whether s and o share any time.
func (s Span) Overlaps(o Span) bool { return s.Start.Before(o.End) && o.Start.Before(s.End) }

// Contains reports whether all of o lies in s.
func (s Span) Contains(o Span) bool { return !o.Start.Before(s.Start) && !o.End.After(s.End) }

// Holds reports whether the instant t lies in s; the end does not.
func (s Span) Holds(t time.Time) bool { return !t.Before(s.Start) && t.Before(s.End) }

// Equal reports whether s and o start and end at the same instants.
func (s Span) Equal(o Span) bool { return s.Start.Equal(o.Start) && s.End.Equal(o.End) }

// Compare orders spans by start, then end.
func (s Span) Compare(o Span) int {
	if c := s.Start.Compare(o.Start); c != 0 {
		return c
	}
	return s.End.Compare(o.End)
}

// fault says what is wrong with the span, or "" when it is a whole number of minutes longer than none.
func (s Span) fault() string {
	switch {
	case s.Start.IsZero():
		return "start is missing"
	case s.End.IsZero():
		return "end is missing"
	case !s.Start.Before(s.End):
		return "end must be after start"
	case s.Start.Second() != 0 || s.End.Second() != 0 || s.Start.Nanosecond() != 0 || s.End.Nanosecond() != 0:
		return "start and end must be whole minutes"
	}
	return ""
}
