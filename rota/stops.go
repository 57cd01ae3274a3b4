package rota

import "slices"

// Stops lists the first rule that stops each consultant from taking one more
// place of the slot beside what the plan gives them, in the order of their ids.
// Whoever is in the slot already is stopped by it. A consultant whom nothing
// stops is left out.
func Stops(p Problem, plan Plan, id SlotID) []Reason {
	slot, ok := p.Slot(id)
	if !ok {
		return nil
	}
	return stopped(rostersOf(p, plan), slot)
}

func stopped(rosters []roster, slot Slot) []Reason {
	out := make([]Reason, 0, len(rosters)) // nearly everybody: in a region these lists are what takes memory
	for _, r := range rosters {
		if reason, stopped := r.firstStop(slot); stopped {
			out = append(out, reason)
		}
	}
	return out
}

// firstStop puts the consultant in the slot with every planned session of theirs
// given up, and gives the first rule that this breaks.
func (r roster) firstStop(slot Slot) (Reason, bool) {
	for _, h := range r.cover {
		if h.ID == slot.ID {
			return Reason{r.who.ID, ruleOverlap.ID, []string{string(slot.ID)}}, true
		}
	}
	alone := roster{who: r.who, rules: r.rules, cover: []held{{Slot: slot}}}
	for _, rule := range []Rule{ruleSkill, ruleSite, ruleOffer} { // the first of MustHold, and quickly told
		if len(rule.find(alone)) > 0 {
			return Reason{r.who.ID, rule.ID, []string{}}, true
		}
	}
	r.cover = append(slices.Clip(r.cover), held{Slot: slot})
	r.sortCover()
	r.kept = slices.DeleteFunc(slices.Clone(r.kept), func(s Session) bool { return s.Kind == Planned })
	for _, b := range r.breaches() {
		if !b.Locked && slices.Contains(b.Slots, slot.ID) {
			return Reason{r.who.ID, b.Rule, b.Because(slot.ID)}, true
		}
	}
	return Reason{}, false
}

// Explain lists the open places of the plan's assignments with their reasons, sorted by slot.
func Explain(p Problem, plan Plan) []Open {
	out, rosters, held := []Open{}, rostersOf(p, plan), plan.counts()
	for _, s := range p.Slots {
		if open := s.Places - held[s.ID]; open > 0 {
			out = append(out, Open{Slot: s.ID, Places: open, Reasons: stopped(rosters, s)})
		}
	}
	return out
}
