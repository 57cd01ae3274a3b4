package solve

import (
	"context"

	"strikerota/rota"
)

// leavingOpen solves a problem with places that are left open on purpose: they are
// taken out of it, and count as open in the values told and in the plan.
func leavingOpen(ctx context.Context, p rota.Problem, o Options) (rota.Plan, error) {
	if tell := o.Progress; tell != nil {
		closed := map[string]int64{}
		for _, v := range rota.Values(rota.Problem{Slots: closedSlots(p), Aims: p.Aims[:1]}, rota.Plan{}) {
			closed[v.Aim] = v.Value
		}
		o.Progress = func(n Progress) {
			n.Best, n.Bound = n.Best+closed[n.Stage], n.Bound+closed[n.Stage]
			tell(n)
		}
	}
	plan, err := Solve(ctx, p.Fillable(), o)
	if err != nil {
		return rota.Plan{}, err
	}
	plan = p.Recounted(plan)
	return plan, passed(rota.Check(p, plan))
}

// closedSlots are the slots with the places that are left open on purpose, and no others.
func closedSlots(p rota.Problem) []rota.Slot {
	var out []rota.Slot
	for _, s := range p.Slots {
		if s.Places = p.LeftOpenIn(s.ID); s.Places > 0 {
			out = append(out, s)
		}
	}
	return out
}
