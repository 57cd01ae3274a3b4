package rota

// ruleCover: no consultant covers more minutes over the strike than their own
// limit, or else the trust's. Every mode counts, and time in two locked slots at once counts once.
var ruleCover = Rule{
	ID: "max_cover", Name: "Hours of cover over the strike",
	Source: "Trust's limit; the 48-hour week of the Working Time Regulations 1998, regulation 4, is an average over 17 or 26 weeks",
	find:   tooMuch,
}

func tooMuch(r roster) []Breach {
	limit := r.rules.MaxCover
	if r.who.MaxCover != nil {
		limit = r.who.MaxCover
	}
	sum, locked := 0, true
	var slots []SlotID
	for _, h := range r.cover {
		sum += h.Minutes()
		locked = locked && h.locked
		slots = append(slots, h.ID)
	}
	if limit == nil || sum <= *limit || len(slots) == 0 || sum-r.twice() <= *limit {
		return nil
	}
	return []Breach{{Slots: slots, Locked: locked}}
}

// twice is how much of the locked cover is at the same time as other locked cover that
// it may not share its time with.
func (r roster) twice() int {
	var slots []Slot
	sum := 0
	for _, h := range r.cover {
		if h.locked {
			slots, sum = append(slots, h.Slot), sum+h.Minutes()
		}
	}
	return sum - r.rules.minutes(slots)
}
