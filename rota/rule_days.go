package rota

import (
	"slices"
	"time"
)

// ruleDays: work starts on no more consecutive dates than the trust's limit. Work
// is on-site cover and sessions kept; a row of days without cover is not the
// plan's. Six days leave the weekly rest of 24 hours of the Working Time
// Regulations 1998, regulation 11.
var ruleDays = Rule{
	ID: "max_days_in_a_row", Name: "Days in a row",
	Source: "Trust's limit; weekly rest of the Working Time Regulations 1998, regulation 11",
	find:   tooManyDays,
}

func tooManyDays(r roster) []Breach {
	if r.rules.MaxDaysInARow == nil {
		return nil
	}
	days := map[Date]*worked{}
	for _, h := range r.cover {
		if h.Mode == OnSite {
			day(days, h.Start).cover(h)
		}
	}
	for _, s := range r.kept {
		d := day(days, s.Start)
		d.sessions = append(d.sessions, s.ID)
		d.chosen = d.chosen || s.Kind == Planned
	}
	return inARow(days, *r.rules.MaxDaysInARow)
}

// worked is what starts on one date; chosen as in run.
type worked struct {
	slots    []SlotID
	sessions []SessionID
	chosen   bool
}

func day(days map[Date]*worked, t time.Time) *worked {
	d := DateOf(t)
	if days[d] == nil {
		days[d] = &worked{}
	}
	return days[d]
}

func (w *worked) cover(h held) {
	w.slots = append(w.slots, h.ID)
	w.chosen = w.chosen || !h.locked
}

// inARow gives a breach for every row of consecutive dates that is longer than
// the limit and has some cover in it.
func inARow(days map[Date]*worked, limit int) []Breach {
	dates := make([]Date, 0, len(days))
	for d := range days {
		dates = append(dates, d)
	}
	slices.SortFunc(dates, Date.Compare)
	var out []Breach
	for i := 0; i < len(dates); {
		j := i + 1
		for j < len(dates) && dates[j] == dates[j-1].Add(1) {
			j++
		}
		b := Breach{Locked: true}
		for _, d := range dates[i:j] {
			b.Slots = append(b.Slots, days[d].slots...)
			b.Sessions = append(b.Sessions, days[d].sessions...)
			b.Locked = b.Locked && !days[d].chosen
		}
		if j-i > limit && len(b.Slots) > 0 {
			out = append(out, b)
		}
		i = j
	}
	return out
}
