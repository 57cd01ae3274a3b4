package rota

// ruleOverlap: cover overlaps neither other cover nor a session that is kept.
// The trust may allow on call or standby beside an on-site slot of the same
// unit; a slot with "no other duty" never shares its time (RCoA, Guidelines for
// the Provision of Anaesthesia Services, chapter 9: the duty anaesthetist for
// labour ward has no other duty).
var ruleOverlap = Rule{
	ID: "overlap", Name: "One place at a time",
	Source: "RCoA GPAS chapter 9 for slots with no other duty; otherwise nobody can be in two places",
	find:   overlaps,
}

func overlaps(r roster) []Breach {
	var out []Breach
	for i, a := range r.cover {
		for _, b := range r.cover[i+1:] {
			if a.Overlaps(b.Span) && !mayShare(r.rules, a.Slot, b.Slot) {
				out = append(out, Breach{Slots: []SlotID{a.ID, b.ID}, Locked: a.locked && b.locked})
			}
		}
		for _, s := range r.kept {
			if a.Overlaps(s.Span) {
				out = append(out, Breach{Slots: []SlotID{a.ID}, Sessions: []SessionID{s.ID}, Locked: a.locked && s.Kind == Fixed})
			}
		}
	}
	return out
}

func mayShare(rules Rules, a, b Slot) bool {
	onSite := 0
	for _, s := range []Slot{a, b} {
		if s.NoOtherDuty {
			return false
		}
		if s.Mode == OnSite {
			onSite++
		}
	}
	return rules.OnCallWithOnSite && onSite == 1 && a.Service == b.Service && a.Unit == b.Unit
}
