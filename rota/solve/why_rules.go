package solve

import (
	"slices"

	"strikerota/rota"
)

// The rules that a conflict can name: those that bind what a consultant does together.
// Skill, site and offer always hold, so they say who can be in a slot at all.
const (
	ruleOverlap rota.RuleID = "overlap"
	ruleTravel  rota.RuleID = "travel"
	ruleRest    rota.RuleID = "rest"
	ruleCover   rota.RuleID = "max_cover"
	ruleNights  rota.RuleID = "max_nights_in_a_row"
	ruleDays    rota.RuleID = "max_days_in_a_row"
)

// jointRules lists them in the order of [rota.MustHold].
func jointRules() []rota.RuleID {
	return []rota.RuleID{ruleOverlap, ruleTravel, ruleRest, ruleCover, ruleNights, ruleDays}
}

// A keeper is one consultant as conflicts see them: every slot that they could be
// in, or are locked into, and the sessions that nothing moves. Planned sessions are
// left out: they may be displaced, so they never stop cover.
//
// Each rule is a list of sets of items that may not all be held. A set of locks and
// fixed sessions alone is none: a person has decided it. Whatever holds fewer items
// breaks no more, so the sets that matter are the smallest.
type keeper struct {
	*person
	problem *rota.Problem
	fixed   []int                    // items that are always there
	rules   map[rota.RuleID]*binding // made when first asked for
}

// A binding is one rule of one consultant.
type binding struct {
	alone []bool  // items that break it by themselves
	pairs []set   // pairs[i] holds j: i and j break it together
	more  [][]int // larger sets, found when a trial broke them
}

// keepers lists every consultant of the problem, in its order.
func keepers(p *rota.Problem) []*keeper {
	locked := map[rota.Pair]bool{}
	for _, l := range p.Locks {
		locked[l] = true
	}
	out := make([]*keeper, len(p.Consultants))
	for n, c := range p.Consultants {
		out[n] = newKeeper(p, n, c, locked)
	}
	return out
}

func newKeeper(p *rota.Problem, n int, c rota.Consultant, locked map[rota.Pair]bool) *keeper {
	k := &keeper{person: newPerson(*p, n, c), problem: p, rules: map[rota.RuleID]*binding{}}
	for j, s := range p.Slots {
		lock := locked[rota.Pair{Slot: s.ID, Consultant: c.ID}]
		if lock || candidate(c, s) {
			it := slotItem(s, j)
			it.locked = lock
			k.items = append(k.items, it)
		}
	}
	for _, s := range c.Sessions {
		if s.Kind == rota.Fixed {
			k.items = append(k.items, sessionItem(s))
		}
	}
	k.sortItems()
	for i, it := range k.items {
		if it.kind == fixed {
			k.fixed = append(k.fixed, i)
		}
	}
	return k
}

// broken reports whether the held items, sorted, break the rule.
func (k *keeper) broken(rule rota.RuleID, held []int) bool {
	switch rule {
	case ruleOverlap, ruleTravel:
		return k.apart(rule, held)
	case ruleRest:
		return k.longRun(held)
	case ruleCover:
		return k.overLimit(held)
	case ruleNights:
		return k.inARow(held, k.maxNights, func(it item) bool { return it.night })
	}
	return k.inARow(held, k.maxDays, func(it item) bool { return it.onSite })
}

// apart looks for two held items that the rule keeps apart.
func (k *keeper) apart(rule rota.RuleID, held []int) bool {
	for n, i := range held {
		for _, j := range held[n+1:] {
			a, b := k.items[i], k.items[j]
			if !a.free() && !b.free() {
				continue
			}
			both := a.kind == cover && b.kind == cover
			if rule == ruleOverlap {
				if b.start < a.end && !(both && shares(*k.problem, a.slot, b.slot)) {
					return true
				}
			} else if both && a.onSite && b.onSite && b.start >= a.end && b.start-a.end < k.travel(a, b) {
				return true
			}
		}
	}
	return false
}

func (k *keeper) travel(a, b item) int {
	return k.problem.Rules.TravelMinutes(k.problem.Slots[a.slot].Site, k.problem.Slots[b.slot].Site)
}

// longRun looks for a duty run that is too long and has something to decide.
func (k *keeper) longRun(held []int) bool {
	if k.maxRun < 0 {
		return false
	}
	start, end, free, any := 0, 0, false, false
	for _, i := range held {
		it := k.items[i]
		if !it.onSite {
			continue
		}
		if !any || it.start-end >= k.rest {
			if free && end-start > k.maxRun {
				return true
			}
			start, end, free, any = it.start, it.end, false, true
		}
		end, free = max(end, it.end), free || it.free()
	}
	return free && end-start > k.maxRun
}

func (k *keeper) overLimit(held []int) bool {
	sum, free := 0, false
	for _, i := range held {
		if it := k.items[i]; it.kind == cover {
			sum, free = sum+it.minutes(), free || it.free()
		}
	}
	return k.maxCover >= 0 && free && sum > k.maxCover && sum-k.twice(held) > k.maxCover
}

// twice is how much of the held locks counts in another of them, at the same time.
func (k *keeper) twice(held []int) int {
	var plan rota.Plan
	sum := 0
	for _, i := range held {
		if it := k.items[i]; it.locked {
			plan.Assignments = append(plan.Assignments, rota.Assignment{Slot: rota.SlotID(it.id), Consultant: k.id})
			sum += it.minutes()
		}
	}
	return sum - k.problem.Loads(plan)[k.id].Minutes
}

// inARow looks for more than limit consecutive dates with something to decide.
func (k *keeper) inARow(held []int, limit int, counts func(item) bool) bool {
	if limit < 0 {
		return false
	}
	first, last, free, any := 0, 0, false, false
	for _, i := range held {
		it := k.items[i]
		if !counts(it) {
			continue
		}
		if !any || it.date > last+1 {
			if free && last-first >= limit {
				return true
			}
			first, free, any = it.date, false, true
		}
		last, free = it.date, free || it.free()
	}
	return free && last-first >= limit
}

// bind gives the rule's sets of one and two items, and those of more found so far.
func (k *keeper) bind(rule rota.RuleID) *binding {
	if b := k.rules[rule]; b != nil {
		return b
	}
	n := len(k.items)
	b := &binding{alone: make([]bool, n), pairs: make([]set, n)}
	for i := range n {
		b.pairs[i] = newSet(n)
		if k.items[i].free() {
			b.alone[i] = k.broken(rule, merged(k.fixed, []int{i}))
		}
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			slots := k.items[i].kind == cover && k.items[j].kind == cover
			if slots && !b.alone[i] && !b.alone[j] && k.broken(rule, []int{i, j}) {
				b.pairs[i].add(j)
				b.pairs[j].add(i)
			}
		}
	}
	k.rules[rule] = b
	return b
}

// merged joins two sorted lists.
func merged(a, b []int) []int {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return out
}

// smallest lists sets of slots of the held items that break the rule beside the
// fixed sessions, each without one to spare.
func (k *keeper) smallest(rule rota.RuleID, held []int) [][]int {
	var out [][]int
	held = slices.Clone(held)
	for k.broken(rule, held) {
		left := slices.Clone(held)
		for n := len(left) - 1; n >= 0; n-- {
			if k.items[left[n]].kind == fixed {
				continue
			}
			if fewer := slices.Delete(slices.Clone(left), n, n+1); k.broken(rule, fewer) {
				left = fewer
			}
		}
		left = slices.DeleteFunc(left, func(i int) bool { return k.items[i].kind == fixed })
		out = append(out, left)
		drop := left[slices.IndexFunc(left, func(i int) bool { return k.items[i].free() })]
		held = slices.DeleteFunc(held, func(i int) bool { return i == drop })
	}
	return out
}
