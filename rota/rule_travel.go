package rota

// ruleTravel: between on-site slots at two sites there is time to get from one to the other.
var ruleTravel = Rule{
	ID: "travel", Name: "Time to travel between sites",
	Source: "Trust's own travel times between its sites",
	find:   travels,
}

func travels(r roster) []Breach {
	var out []Breach
	for i, a := range r.cover {
		for _, b := range r.cover[i+1:] {
			if a.Mode != OnSite || b.Mode != OnSite || a.Overlaps(b.Span) {
				continue
			}
			if gap := (Span{a.End, b.Start}).Minutes(); gap < r.rules.TravelMinutes(a.Site, b.Site) {
				out = append(out, Breach{Slots: []SlotID{a.ID, b.ID}, Locked: a.locked && b.locked})
			}
		}
	}
	return out
}
