package intake

import (
	"strikerota/rota"
)

// Why is why a duty that was brought in is tied to no slot.
type Why string

// The reasons.
const (
	Outside    Why = "they start before the strike or after it"
	NoUnit     Why = "no slot is of their unit"
	NoTimes    Why = "no slot of their unit lies within them, at their site and in their way (on site or on call)"
	OtherLevel Why = "the slots at that time want another level of doctor"
	Several    Why = "more than one slot fits, and nothing says which"
)

// Whys are the reasons in the order in which they are told.
func Whys() []Why { return []Why{Outside, NoUnit, NoTimes, OtherLevel, Several} }

// tieOnly ties a duty to the one slot of its unit that it lasts for the whole of, where the role of
// the slot or the grade of the resident says no level; or else, of a duty of this file, it counts why not.
func (ch *changer) tieOnly(d *rota.Duty, who tier, roles []tier) {
	facts := ch.memory.Duties[d.ID]
	unit, within := false, false
	var fits []rota.SlotID
	for j, s := range ch.entry.Slots {
		if facts.Unit == "" || facts.Unit != s.Unit {
			continue
		}
		unit = true
		if !isWithin(*d, facts, s) {
			continue
		}
		within = true
		if who == roles[j] || who == unknownTier || roles[j] == unknownTier {
			fits = append(fits, s.ID)
		}
	}
	why := Several
	switch {
	case len(ch.entry.Slots) == 0:
		return // none is entered yet
	case !within && ch.outside(*d):
		why = Outside
	case !unit:
		why = NoUnit
	case !within:
		why = NoTimes
	case len(fits) == 0:
		why = OtherLevel
	case len(fits) == 1:
		d.Slot = fits[0]
		return
	}
	if !ch.ofThisFile(*d) {
		return
	}
	if ch.out.Untied == nil {
		ch.out.Untied = map[Why]int{}
	}
	ch.out.Untied[why]++
}

// outside reports whether a duty starts at a time at which nobody strikes.
func (ch *changer) outside(d rota.Duty) bool {
	strike := ch.entry.Strike
	return !strike.Start.IsZero() && (d.Start.Before(strike.Start) || !d.Start.Before(strike.End))
}

// ofThisFile reports whether the file makes or changes a duty, or takes its slot away.
func (ch *changer) ofThisFile(d rota.Duty) bool {
	was, known := ch.before[d.ID]
	return !known || was.Slot != "" || !was.Span.Equal(d.Span)
}
