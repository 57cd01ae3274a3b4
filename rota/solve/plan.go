package solve

import (
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// plan writes the parts' best solutions as a plan.
func (s *search) plan() rota.Plan {
	plan := rota.Plan{Status: rota.Proved, Aims: s.aims, Assignments: []rota.Assignment{}}
	for _, t := range s.parts {
		for k, q := range t.people {
			plan.Assignments = append(plan.Assignments, q.assignments(t.present(k, t.best))...)
		}
	}
	slices.SortFunc(plan.Assignments, func(a, b rota.Assignment) int { return a.Pair().Compare(b.Pair()) })
	plan.Assignments = split(plan.Assignments, s.groups)
	s.recount(&plan)
	for _, a := range plan.Aims {
		if a.Value != a.Bound {
			plan.Status = rota.BestFound
		}
	}
	plan.Open = rota.Explain(s.problem, plan)
	plan.Cost = rota.Total(s.problem.Lines(plan))
	plan.Run = rota.Run{
		Engine: Engine(), Seed: s.options.Seed, Stages: len(plan.Aims),
		Seconds: float64(time.Since(s.started).Milliseconds()) / 1000,
	}
	return plan
}

// recount takes the values of stages that a later one improved by chance: a stage
// that was cut short may be better in the final plan than when it was left.
func (s *search) recount(plan *rota.Plan) {
	for i, stage := range s.problem.Stages() {
		outcomes := make([]outcome, len(s.parts))
		for n, t := range s.parts {
			outcomes[n] = t.asItStands(stage)
		}
		v := s.total(stage, outcomes).Value
		plan.Aims[i].Value = v
		plan.Aims[i].Bound = min(plan.Aims[i].Bound, v)
	}
}

// assignments lists what the person covers, each with the sessions that it displaces.
func (q *person) assignments(present []bool) []rota.Assignment {
	var out []rota.Assignment
	var held []item
	for i, it := range q.items {
		if it.kind == cover && present[i] {
			held = append(held, it)
			out = append(out, rota.Assignment{Slot: rota.SlotID(it.id), Consultant: q.id, Locked: it.locked})
		}
	}
	for i, it := range q.items {
		if it.kind == planned && !present[i] && len(held) > 0 {
			n := displacer(held, it)
			out[n].Displaces = append(out[n].Displaces, rota.SessionID(it.id))
		}
	}
	for i := range out {
		slices.SortFunc(out[i].Displaces, func(a, b rota.SessionID) int { return strings.Compare(string(a), string(b)) })
	}
	return out
}

// displacer is the index of the cover that a displaced session is counted under:
// the first that overlaps it, or else the one nearest to it.
func displacer(held []item, session item) int {
	best, distance := 0, -1
	for i, h := range held {
		d := max(0, h.start-session.end, session.start-h.end)
		if distance < 0 || d < distance {
			best, distance = i, d
		}
	}
	return best
}
