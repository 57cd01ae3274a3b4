package rota

import (
	"slices"
	"strings"
	"time"
)

// A Shift is a part of the day that the slots of a strike have in common, such as
// all that start in the morning and end the same day. Who is asked when they are
// free is asked by these: an offer of one holds every slot of its kind.
type Shift struct {
	Key  string // day, evening, night or whole
	From int    // minutes after midnight at which the first of its slots starts
	To   int    // minutes after the same midnight at which the last ends, as clocks show them
}

// The keys of shifts, in the order of the day.
var shiftKeys = []string{"day", "evening", "night", "whole"}

// Words are the shift's kind: "Day".
func (s Shift) Words() string {
	if s.Key == "whole" {
		return "24 hours"
	}
	return strings.ToUpper(s.Key[:1]) + s.Key[1:]
}

// On is when the shift is on a date; false when the clocks skip its start or end.
func (s Shift) On(d Date) (Span, bool) {
	at := func(minutes int) (time.Time, error) {
		return London(d.Add(minutes/dayMinutes), minutes%dayMinutes/60, minutes%60)
	}
	start, err := at(s.From)
	if err != nil {
		return Span{}, false
	}
	end, err := at(s.To)
	return Span{start, end}, err == nil
}

const dayMinutes = 24 * 60

// Shifts are the shifts of the slots, in the order of the day.
func Shifts(slots []Slot) []Shift {
	var out []Shift
	for _, key := range shiftKeys {
		found := Shift{Key: key, From: -1}
		for _, s := range slots {
			if s.shiftKey() != key {
				continue
			}
			from, to := s.clocks()
			if found.From < 0 || from < found.From {
				found.From = from
			}
			found.To = max(found.To, to)
		}
		if found.From >= 0 {
			out = append(out, found)
		}
	}
	return out
}

// shiftKey is the shift that the slot is of: 20 hours and more are a whole day, 3 hours
// or more between 23:00 and 07:00 a night, and what starts from noon an evening.
func (s Span) shiftKey() string {
	from, _ := s.clocks()
	switch {
	case s.Minutes() >= 20*60:
		return "whole"
	case s.nightly() >= NightMinutes:
		return "night"
	case from >= 12*60:
		return "evening"
	}
	return "day"
}

// clocks are the start and the end in minutes after the midnight before the start, as clocks show them.
func (s Span) clocks() (from, to int) {
	h, m, _ := s.Start.In(london).Clock()
	from = h*60 + m
	h, m, _ = s.End.In(london).Clock()
	to = h*60 + m
	for d := DateOf(s.Start); d.Before(DateOf(s.End)); d = d.Add(1) {
		to += dayMinutes
	}
	return from, to
}

// Offered reports whether one of the offers holds all of the span.
func Offered(offers []Offer, span Span) bool {
	return slices.ContainsFunc(offers, func(o Offer) bool { return o.Contains(span) })
}

// Reoffer takes spans out of the offers that hold them whole and adds others in the
// modes. What is added is whole in one offer afterwards; so is what is kept, in the
// modes that it had, even where either overlaps what is taken out. An offer of a part
// of what is taken out stays: it was made by itself.
func Reoffer(offers []Offer, drop, keep, add []Span, modes []Mode) []Offer {
	var out []Offer
	for _, o := range offers {
		left := []Offer{o}
		for _, d := range drop {
			if o.Contains(d) {
				left = cut(left, d)
			}
		}
		out = append(out, left...)
	}
	for _, k := range keep {
		for _, o := range offers {
			if o.Contains(k) && !slices.ContainsFunc(out, func(n Offer) bool { return n.Contains(k) && slices.Equal(n.Modes, o.Modes) }) {
				out = append(out, Offer{Span: k, Modes: o.Modes})
			}
		}
	}
	for _, a := range add {
		if !Offered(out, a) {
			out = append(out, Offer{Span: a, Modes: slices.Clone(modes)})
		}
	}
	slices.SortStableFunc(out, func(a, b Offer) int { return a.Span.Compare(b.Span) })
	return out
}

// cut is what is left of the offers before and after a span.
func cut(offers []Offer, s Span) []Offer {
	var out []Offer
	for _, o := range offers {
		out = append(out, o.without(s)...)
	}
	return out
}

// without is what is left of the offer before and after a span.
func (o Offer) without(s Span) []Offer {
	if !o.Overlaps(s) {
		return []Offer{o}
	}
	var out []Offer
	if o.Start.Before(s.Start) {
		out = append(out, Offer{Span: Span{o.Start, s.Start}, Modes: o.Modes})
	}
	if s.End.Before(o.End) {
		out = append(out, Offer{Span: Span{s.End, o.End}, Modes: o.Modes})
	}
	return out
}
