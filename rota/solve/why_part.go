package solve

import (
	"context"
	"slices"
	"time"

	"strikerota/rota"
)

// A rerun is the plan with one part of it solved again after a change.
type rerun struct {
	plan   rota.Plan
	aims   []rota.AimValue // of the whole, as the changed problem counts them
	inSlot map[int]bool    // the slots of the part
	proved bool            // of the part
	limit  time.Duration   // of the solve; 0 is none
}

// again solves the part of the slots and consultants named, as it is in the changed
// problem, and leaves the rest of the plan as it is. The changed problem has the same
// slots, and the same consultants but for those added at the end.
func (e *Explainer) again(ctx context.Context, p rota.Problem, slots []int, people []rota.ConsultantID, o Options) (rerun, error) {
	inSlot, inPart := e.part(p, slots, people)
	sub, err := rota.NewProblem(e.subproblem(p, inSlot, inPart))
	if err != nil {
		return rerun{}, err
	}
	plan, err := Solve(ctx, sub, o)
	if err != nil {
		return rerun{}, err
	}
	whole := rota.Plan{Status: plan.Status}
	if e.plan.Status != rota.Proved {
		whole.Status = rota.BestFound
	}
	for _, a := range e.plan.Assignments {
		if !inPart[a.Consultant] {
			whole.Assignments = append(whole.Assignments, a)
		}
	}
	for _, a := range plan.Assignments {
		if inPart[a.Consultant] {
			whole.Assignments = append(whole.Assignments, a)
		}
	}
	slices.SortFunc(whole.Assignments, func(a, b rota.Assignment) int { return a.Pair().Compare(b.Pair()) })
	aims := rota.Values(p, whole)
	if whole.Status == rota.Proved {
		for i := range aims {
			aims[i].Bound = aims[i].Value
		}
	}
	return rerun{plan: whole, aims: aims, inSlot: inSlot, proved: plan.Status == rota.Proved}, nil
}

// part follows offers, skills, sites and locks, before and after the change, from the
// slots and consultants named to all that they join.
func (e *Explainer) part(p rota.Problem, slots []int, people []rota.ConsultantID) (map[int]bool, map[rota.ConsultantID]bool) {
	extra := map[int][]rota.ConsultantID{} // who could be in a slot only after the change
	joins := map[rota.ConsultantID][]int{}
	for _, id := range people {
		c, _ := p.Consultant(id)
		for i, s := range p.Slots {
			if candidate(c, s) {
				extra[i] = append(extra[i], id)
				joins[id] = append(joins[id], i)
			}
		}
	}
	for _, q := range e.keepers {
		for _, it := range q.items {
			if it.kind == cover {
				joins[q.id] = append(joins[q.id], it.slot)
			}
		}
	}
	inSlot, inPart := map[int]bool{}, map[rota.ConsultantID]bool{}
	var queue []int
	reach := func(id rota.ConsultantID) {
		if inPart[id] {
			return
		}
		inPart[id] = true
		for _, i := range joins[id] {
			if !inSlot[i] {
				inSlot[i] = true
				queue = append(queue, i)
			}
		}
	}
	for _, i := range slots {
		inSlot[i] = true
		queue = append(queue, i)
	}
	for _, id := range people {
		reach(id)
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, at := range e.seats[queue[0]] {
			reach(e.keepers[at.who].id)
		}
		for _, id := range extra[queue[0]] {
			reach(id)
		}
	}
	return inSlot, inPart
}

// subproblem cuts the part out of the problem.
func (e *Explainer) subproblem(p rota.Problem, inSlot map[int]bool, inPart map[rota.ConsultantID]bool) rota.Problem {
	sub := p
	sub.Slots, sub.Consultants, sub.Locks, sub.Published = nil, nil, nil, nil
	ids := map[rota.SlotID]bool{}
	for i, s := range p.Slots {
		if inSlot[i] {
			sub.Slots = append(sub.Slots, s)
			ids[s.ID] = true
		}
	}
	for _, c := range p.Consultants {
		if inPart[c.ID] {
			sub.Consultants = append(sub.Consultants, c)
		}
	}
	for _, l := range p.Locks {
		if inPart[l.Consultant] && ids[l.Slot] {
			sub.Locks = append(sub.Locks, l)
		}
	}
	for _, l := range p.Published {
		if inPart[l.Consultant] && ids[l.Slot] {
			sub.Published = append(sub.Published, l)
		}
	}
	if slices.Contains(p.Aims, rota.AimSpread) {
		e.addBusiest(p, &sub, inPart)
	}
	return sub
}

// addBusiest puts whoever has most cover outside the part beside it, locked into
// what they cover: the part need not spread its work more evenly than that, and
// must not pay for it in the aims that come after.
func (e *Explainer) addBusiest(p rota.Problem, sub *rota.Problem, inPart map[rota.ConsultantID]bool) {
	minutes := map[rota.ConsultantID]int{}
	var busiest rota.ConsultantID
	for _, a := range e.plan.Assignments {
		if !inPart[a.Consultant] {
			s, _ := p.Slot(a.Slot)
			minutes[a.Consultant] += s.Minutes()
		}
	}
	for _, c := range p.Consultants {
		if minutes[c.ID] > minutes[busiest] {
			busiest = c.ID
		}
	}
	c, ok := p.Consultant(busiest)
	if !ok {
		return
	}
	sub.Consultants = append(sub.Consultants, c)
	for _, a := range e.plan.Assignments {
		if a.Consultant == busiest {
			s, _ := p.Slot(a.Slot)
			s.Places = 1
			sub.Slots = append(sub.Slots, s)
			sub.Locks = append(sub.Locks, a.Pair())
		}
	}
}
