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
	for i := range rosters {
		if reason, stopped := rosters[i].firstStop(&slot); stopped {
			out = append(out, reason)
		}
	}
	return out
}

// firstStop puts the consultant in the slot with every planned session of theirs
// given up, and gives the first rule that this breaks.
func (r *roster) firstStop(slot *Slot) (Reason, bool) {
	for i := range r.cover {
		if r.cover[i].ID == slot.ID {
			return Reason{r.who.ID, ruleOverlap.ID, []string{string(slot.ID)}}, true
		}
	}
	if rule := r.unable(slot); rule != "" {
		return Reason{r.who.ID, rule, []string{}}, true
	}
	with := *r
	with.cover = append(slices.Clip(r.cover), held{Slot: *slot})
	with.sortCover()
	with.kept = slices.DeleteFunc(slices.Clone(r.kept), func(s Session) bool { return s.Kind == Planned })
	for _, b := range with.breaches() {
		if !b.Locked && slices.Contains(b.Slots, slot.ID) {
			return Reason{r.who.ID, b.Rule, b.Because(slot.ID)}, true
		}
	}
	return Reason{}, false
}

// unable is the first of the rules about one slot by itself, which are the first
// of [MustHold], that stops the consultant from the slot; "" when none does. For
// nearly everybody one does.
func (r *roster) unable(slot *Slot) RuleID {
	switch {
	case !skilled(&r.who, slot):
		return ruleSkill.ID
	case !sited(&r.who, slot):
		return ruleSite.ID
	case !offered(&r.who, slot):
		return ruleOffer.ID
	}
	return ""
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
