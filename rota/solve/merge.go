package solve

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// Slots that nothing but their names tells apart are one slot of more places to
// the solver: whoever could take one could take the other, at the same time, cost
// and worth. Without this a plan would have as many twins as there are ways to
// swap such slots. A slot with a lock, and any while changes count, stays itself.

// joined is the problem with such slots joined under the first id of each group,
// and the slots of every group.
func joined(p rota.Problem) (rota.Problem, map[rota.SlotID][]rota.Slot) {
	own := map[rota.SlotID]bool{}
	for _, l := range p.Locks {
		own[l.Slot] = true
	}
	changes := slices.Contains(p.Aims, rota.AimChanges)
	groups := map[rota.SlotID][]rota.Slot{}
	first := map[string]int{}
	var slots []rota.Slot
	for _, s := range p.Slots {
		key := twin(p.Rules, s)
		at, twins := first[key]
		if own[s.ID] || changes || !twins {
			if !own[s.ID] {
				first[key] = len(slots)
			}
			slots = append(slots, s)
			groups[s.ID] = []rota.Slot{s}
			continue
		}
		slots[at].Places += s.Places
		id := slots[at].ID
		groups[id] = append(groups[id], s)
	}
	p.Slots = slots
	return p, groups
}

// twin is a text that is the same for slots that can be joined.
func twin(rules rota.Rules, s rota.Slot) string {
	unit := ""
	if rules.OnCallWithOnSite {
		unit = s.Service + "\x00" + s.Unit
	}
	return fmt.Sprintf("%d %d %s %d %t\x00%s\x00%s\x00%s\x00%s", s.Start.Unix(), s.End.Unix(), s.Mode, s.Priority,
		s.NoOtherDuty, s.Site, unit, names(s.SkillsAll), names(s.SkillsAny))
}

func names(list []string) string {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), "\x01")
}

// split gives every assignment to a joined slot one of its slots: the first that has a place left.
func split(assignments []rota.Assignment, groups map[rota.SlotID][]rota.Slot) []rota.Assignment {
	taken := map[rota.SlotID]int{}
	for i, a := range assignments {
		group := groups[a.Slot]
		if len(group) < 2 {
			continue
		}
		for _, s := range group {
			if taken[s.ID] < s.Places {
				taken[s.ID]++
				assignments[i].Slot = s.ID
				break
			}
		}
	}
	slices.SortFunc(assignments, func(a, b rota.Assignment) int { return a.Pair().Compare(b.Pair()) })
	return assignments
}
