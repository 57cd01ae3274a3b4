package solve

import (
	"slices"

	"strikerota/rota"
)

// candidates lists the changes to try, kind by kind. Those that cannot fill the slot are left out.
func (e *Explainer) candidates(s int, c Conflict) [][]Fix {
	var slots []int
	for _, id := range c.Slots {
		if i := e.index[id]; i != s {
			slots = append(slots, i)
		}
	}
	groups := [][]Fix{e.offers([]int{s}), e.offers(slots), e.limits(c), e.sessions(c), e.unlocks(c)}
	return slices.DeleteFunc(groups, func(g []Fix) bool { return len(g) == 0 })
}

// offers lists who has the skill and works at the site but has not offered one of
// the slots, and could take it by themselves: beside their locks and fixed sessions.
func (e *Explainer) offers(slots []int) []Fix {
	var out []Fix
	for _, s := range slots {
		slot := e.problem.Slots[s]
		for _, q := range e.keepers {
			c := e.problem.Consultants[q.index]
			f := Fix{Kind: FixOffer, Consultant: c.ID, Slot: slot.ID}
			if candidate(c, slot) || !candidate(f.changed(*e.problem, c), slot) || slices.ContainsFunc(q.items, func(it item) bool { return it.slot == s && it.kind == cover }) {
				continue
			}
			if q.couldTake(slotItem(slot, s)) {
				out = append(out, f)
			}
		}
	}
	return out
}

// couldTake reports whether the consultant could hold one more item beside their
// locks and fixed sessions.
func (q *keeper) couldTake(it item) bool {
	one := *q.person
	one.items = []item{it}
	for _, have := range q.items {
		if !have.free() {
			one.items = append(one.items, have)
		}
	}
	one.sortItems()
	k := keeper{person: &one, problem: q.problem}
	all := k.most(map[int]bool{it.slot: true})
	return !slices.ContainsFunc(jointRules(), func(rule rota.RuleID) bool { return k.broken(rule, all) })
}

// limits lists the limits of those who could be in a slot of the conflict, but for
// those that they would keep whatever they did.
func (e *Explainer) limits(c Conflict) []Fix {
	var out []Fix
	days := false
	e.eachEligible(c, func(q *keeper, all []int) {
		for _, rule := range []rota.RuleID{ruleCover, ruleNights} {
			if q.broken(rule, all) {
				out = append(out, Fix{Kind: FixLimit, Consultant: q.id, Rule: rule})
			}
		}
		days = days || q.broken(ruleDays, all)
	})
	if days {
		out = append(out, Fix{Kind: FixLimit, Rule: ruleDays})
	}
	return out
}

// sessions lists the fixed sessions of those who could be in a slot of the conflict.
func (e *Explainer) sessions(c Conflict) []Fix {
	var out []Fix
	e.eachEligible(c, func(q *keeper, all []int) {
		matters := slices.ContainsFunc([]rota.RuleID{ruleOverlap, ruleRest, ruleDays}, func(rule rota.RuleID) bool { return q.broken(rule, all) })
		for _, i := range q.fixed {
			if matters {
				out = append(out, Fix{Kind: FixSession, Consultant: q.id, Session: rota.SessionID(q.items[i].id)})
			}
		}
	})
	slices.SortFunc(out, Fix.order)
	return out
}

// unlocks lists the locks of those who could be in a slot of the conflict.
func (e *Explainer) unlocks(c Conflict) []Fix {
	var out []Fix
	e.eachEligible(c, func(q *keeper, _ []int) {
		for _, it := range q.items {
			if it.locked {
				out = append(out, Fix{Kind: FixLock, Consultant: q.id, Slot: rota.SlotID(it.id)})
			}
		}
	})
	slices.SortFunc(out, Fix.order)
	return out
}

// eachEligible gives each who could be in a slot of the conflict, and all that they could hold at once.
func (e *Explainer) eachEligible(c Conflict, do func(q *keeper, all []int)) {
	for _, q := range e.keepers {
		if !slices.Contains(c.Eligible, q.id) {
			continue
		}
		all := make([]int, len(q.items))
		for i := range all {
			all[i] = i
		}
		do(q, all)
	}
}
