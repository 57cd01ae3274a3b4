package rota

import "time"

// NightMinutes is how much of a slot must lie between 23:00 and 07:00 to make it
// a night: three hours (Working Time Regulations 1998, regulation 2, "night worker").
const NightMinutes = 180

// ruleNights: no more nights on consecutive dates than the consultant's own limit,
// or else the trust's. A night belongs to the date on which it starts.
var ruleNights = Rule{
	ID: "max_nights_in_a_row", Name: "Nights in a row",
	Source: "Trust's limit; night worker as in the Working Time Regulations 1998, regulation 2",
	find:   tooManyNights,
}

// IsNight reports whether the slot is on site with at least three hours between 23:00 and 07:00.
func (s Slot) IsNight() bool {
	return s.Mode == OnSite && s.nightly() >= NightMinutes
}

// nightly is the minutes of s between 23:00 and 07:00.
func (s Span) nightly() int {
	night := 0
	for d := DateOf(s.Start).Add(-1); !startOf(d).After(s.End); d = d.Add(1) {
		night += s.shared(Span{wall(d, 23), wall(d.Add(1), 7)})
	}
	return night
}

// shared is the minutes that s and o have in common.
func (s Span) shared(o Span) int {
	from, to := s.Start, s.End
	if o.Start.After(from) {
		from = o.Start
	}
	if o.End.Before(to) {
		to = o.End
	}
	return max(0, int(to.Sub(from)/time.Minute))
}

func tooManyNights(r roster) []Breach {
	limit := r.rules.MaxNightsInARow
	if r.who.MaxNightsInARow != nil {
		limit = r.who.MaxNightsInARow
	}
	if limit == nil {
		return nil
	}
	days := map[Date]*worked{}
	for _, h := range r.cover {
		if h.IsNight() {
			day(days, h.Start).cover(h)
		}
	}
	return inARow(days, *limit)
}
