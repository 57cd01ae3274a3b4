package solve

import (
	"errors"
	"fmt"
	"slices"

	"strikerota/rota"
)

// ErrMove means that moves cannot be made: a rule stops them, or they do not fit the plan.
var ErrMove = errors.New("the move cannot be made")

// Effect gives every stage before and after moves by hand, with sessions displaced
// at the least loss: the moves' own Displaces and Restores are not looked at. The
// error is ErrMove when somebody locked would move, a slot would have too many, or
// a must-hold rule would be broken; rota.ErrNotFound when something does not exist.
func (b *Board) Effect(moves []Move) ([]Effect, error) {
	changes, err := b.changes(moves)
	if err != nil {
		return nil, err
	}
	return b.effect(b.after(changes)), nil
}

// Apply gives the plan after the moves, with everything that follows from them:
// values, open places with their reasons, and costs. Bounds are kept where they
// still hold, so that the plan says "proved" only where that is so. The errors
// are those of Effect; the board's own plan stays as it is.
func (b *Board) Apply(moves []Move) (rota.Plan, error) {
	changes, err := b.changes(moves)
	if err != nil {
		return rota.Plan{}, err
	}
	plan := rota.Plan{Run: b.plan.Run, Assignments: []rota.Assignment{}}
	for _, a := range b.plan.Assignments {
		k := b.whoIndex[a.Consultant]
		if !slices.ContainsFunc(changes, func(c reseat) bool { return c.who == k }) {
			plan.Assignments = append(plan.Assignments, a)
		}
	}
	for _, c := range changes {
		plan.Assignments = append(plan.Assignments, c.roster.assignments(c.present)...)
	}
	slices.SortFunc(plan.Assignments, func(x, y rota.Assignment) int { return x.Pair().Compare(y.Pair()) })
	plan.Aims, plan.Status = b.judged(b.after(changes))
	plan.Open = rota.Explain(b.problem, plan)
	plan.Cost = rota.Total(b.problem.Lines(plan))
	plan.Broken = rota.Check(b.problem, plan).Broken()
	return plan, nil
}

// Apply gives the plan after the candidate, as [Board.Apply] does. The problem
// and the plan must be those that the candidate was found for.
func (c Candidate) Apply(p rota.Problem, plan rota.Plan) (rota.Plan, error) {
	b, err := NewBoard(p, plan)
	if err != nil {
		return rota.Plan{}, err
	}
	return b.Apply(c.Moves)
}

// judged puts bounds to the values. A bound speaks of the plans that are as good
// in every stage before it: it holds no more once one of those has become worse.
func (b *Board) judged(after []int64) ([]rota.AimValue, rota.Status) {
	aims, status, holds := []rota.AimValue{}, rota.Proved, len(b.plan.Aims) == len(after)
	for i, stage := range b.stages {
		a := rota.AimValue{Aim: stage, Value: after[i]}
		if holds {
			a.Bound = b.plan.Aims[i].Bound
		}
		a.Bound = min(a.Bound, a.Value)
		holds = holds && after[i] <= b.values[i]
		if a.Bound != a.Value {
			status = rota.BestFound
		}
		aims = append(aims, a)
	}
	return aims, status
}

// changes checks moves and works them out, with the moves of one person made one.
func (b *Board) changes(moves []Move) ([]reseat, error) {
	var out []reseat
	for _, m := range moves {
		k, ok := b.whoIndex[m.Consultant]
		if !ok {
			return nil, fmt.Errorf("move %s: %w", m.Consultant, rota.ErrNotFound)
		}
		i := slices.IndexFunc(out, func(c reseat) bool { return c.who == k })
		if i < 0 {
			i, out = len(out), append(out, reseat{who: k})
		}
		var err error
		if out[i].takes, err = b.added(out[i].takes, m.Takes); err != nil {
			return nil, err
		}
		if out[i].leaves, err = b.added(out[i].leaves, m.Leaves); err != nil {
			return nil, err
		}
	}
	for i, c := range out {
		done, err := b.made(c)
		if err != nil {
			return nil, err
		}
		out[i] = done
	}
	for _, n := range netShifts(out) {
		if n.more > 0 && len(b.holders[n.slot])+n.more > b.problem.Slots[n.slot].Places {
			return nil, fmt.Errorf("slot %s is full: %w", b.problem.Slots[n.slot].ID, ErrMove)
		}
	}
	return out, nil
}

// added joins slots given by id to those already there, ascending.
func (b *Board) added(slots []int, ids []rota.SlotID) ([]int, error) {
	for _, id := range ids {
		s, ok := b.slotIndex[id]
		if !ok {
			return nil, fmt.Errorf("move to or from slot %s: %w", id, rota.ErrNotFound)
		}
		if slices.Contains(slots, s) {
			return nil, fmt.Errorf("slot %s is given twice for one person: %w", id, ErrMove)
		}
		slots = append(slots, s)
	}
	slices.Sort(slots)
	return slots, nil
}

// made tries a change that a person has given.
func (b *Board) made(c reseat) (reseat, error) {
	id := b.problem.Consultants[c.who].ID
	for _, s := range c.leaves {
		if !slices.Contains(b.movable(c.who), s) {
			return reseat{}, fmt.Errorf("%s is not in slot %s, or is locked there: %w", id, b.problem.Slots[s].ID, ErrMove)
		}
	}
	for _, s := range c.takes {
		if b.holds(c.who, s) || !candidate(b.problem.Consultants[c.who], b.problem.Slots[s]) {
			return reseat{}, fmt.Errorf("%s cannot take slot %s, or is in it: %w", id, b.problem.Slots[s].ID, ErrMove)
		}
	}
	done, ok := b.try(c.who, c.takes, c.leaves)
	if !ok {
		return reseat{}, fmt.Errorf("a rule stops %s: %w", id, ErrMove)
	}
	return done, nil
}
