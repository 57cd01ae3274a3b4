package rotatest

import (
	"slices"
	"sort"

	"strikerota/rota"
)

// In is an assignment for [Plan], with the sessions that it displaces.
func In(slot rota.SlotID, c rota.ConsultantID, displaces ...rota.SessionID) rota.Assignment {
	return rota.Assignment{Slot: slot, Consultant: c, Displaces: displaces}
}

// Plan makes the plan with these assignments and everything that follows from
// them: the locks marked, the values of the aims with bounds as great, the open
// places with their reasons, and the costs. It says "proved", true or not.
func Plan(p rota.Problem, assignments ...rota.Assignment) rota.Plan {
	plan := rota.Plan{Status: rota.Proved, Assignments: slices.Clone(assignments)}
	for i, a := range plan.Assignments {
		plan.Assignments[i].Locked = slices.Contains(p.Locks, a.Pair())
	}
	sort.SliceStable(plan.Assignments, func(i, j int) bool {
		return plan.Assignments[i].Pair().Compare(plan.Assignments[j].Pair()) < 0
	})
	plan.Aims = rota.Values(p, plan)
	for i := range plan.Aims {
		plan.Aims[i].Bound = plan.Aims[i].Value
	}
	plan.Open = rota.Explain(p, plan)
	plan.Cost = rota.Total(p.Lines(plan))
	plan.Broken = rota.Check(p, plan).Broken()
	plan.Run = rota.Run{Engine: "by hand", Stages: len(plan.Aims)}
	return plan
}

// Greedy makes a sound plan quickly, without looking for a good one: locks first,
// then slot by slot, priority 1 first, whoever has the least cover. It
// stands in for the solver where a test only needs a plan.
func Greedy(p rota.Problem) rota.Plan {
	g := greedy{p: p, taken: map[rota.ConsultantID][]rota.Assignment{}, minutes: map[rota.ConsultantID]int{}}
	for _, l := range p.Locks {
		g.put(In(l.Slot, l.Consultant), true)
	}
	slots := slices.Clone(p.Slots)
	sort.SliceStable(slots, func(i, j int) bool { return slots[i].Priority < slots[j].Priority })
	for _, s := range slots {
		g.fill(s)
	}
	var all []rota.Assignment
	for _, c := range p.Consultants {
		all = append(all, g.taken[c.ID]...)
	}
	plan := Plan(p, all...)
	for i := range plan.Aims {
		plan.Aims[i].Bound = 0
		if plan.Aims[i].Value != 0 {
			plan.Status = rota.BestFound
		}
	}
	return plan
}

type greedy struct {
	p       rota.Problem
	taken   map[rota.ConsultantID][]rota.Assignment
	minutes map[rota.ConsultantID]int
	filled  map[rota.SlotID]int
}

func (g *greedy) fill(s rota.Slot) {
	able := g.p.Eligible(s)
	sort.SliceStable(able, func(i, j int) bool { return g.minutes[able[i]] < g.minutes[able[j]] })
	for _, c := range able {
		if g.filled[s.ID] < s.Places-g.p.LeftOpenIn(s.ID) && !g.holds(c, s.ID) {
			g.put(In(s.ID, c), false)
		}
	}
}

func (g *greedy) holds(c rota.ConsultantID, s rota.SlotID) bool {
	return slices.ContainsFunc(g.taken[c], func(a rota.Assignment) bool { return a.Slot == s })
}

// put adds the assignment if no rule stops it, or at any rate when it is locked,
// and displaces planned sessions one by one until every rule holds.
func (g *greedy) put(a rota.Assignment, locked bool) {
	a.Locked = locked
	who, _ := g.p.Consultant(a.Consultant)
	alone := g.p
	alone.Consultants = []rota.Consultant{who}
	for {
		mine := append(slices.Clone(g.taken[who.ID]), a)
		stop := false
		var give rota.SessionID
		for _, b := range rota.Check(alone, rota.Plan{Assignments: mine}).Breaches {
			if b.Consultant != who.ID || b.Locked || b.Rule == rota.RuleLock {
				continue
			}
			stop = true
			if give == "" {
				give = planned(who, b.Sessions)
			}
		}
		if stop && give != "" {
			a.Displaces = append(a.Displaces, give)
			continue
		}
		if !stop || locked {
			g.add(a, mine)
		}
		return
	}
}

func (g *greedy) add(a rota.Assignment, mine []rota.Assignment) {
	if g.filled == nil {
		g.filled = map[rota.SlotID]int{}
	}
	s, _ := g.p.Slot(a.Slot)
	g.taken[a.Consultant] = mine
	g.minutes[a.Consultant] += s.Minutes()
	g.filled[a.Slot]++
}

// planned is the first of the sessions that can be displaced, or "".
func planned(c rota.Consultant, ids []rota.SessionID) rota.SessionID {
	for _, s := range c.Sessions {
		if s.Kind == rota.Planned && slices.Contains(ids, s.ID) {
			return s.ID
		}
	}
	return ""
}
