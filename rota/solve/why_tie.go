package solve

import (
	"context"
	"errors"
	"math"
	"slices"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// alike reports whether some plan of the changed problem has cover as good as after
// in every priority and fewer open places in the slot than the plan explained. The
// one that was solved may have filled another slot of the same worth in its stead.
// What is too hard to decide is no.
func (e *Explainer) alike(ctx context.Context, s int, changed rota.Problem, after []rota.AimValue, inSlot map[int]bool) (bool, error) {
	other := NewExplainer(changed, e.plan)
	other.options = e.options
	other.engine = e.engine
	defer func() { e.engine = other.engine }()
	slot := member{slot: s, places: e.filled[s] + 1}
	demands := []member{slot}
	for i := range changed.Slots {
		if inSlot[i] && i != s {
			demands = append(demands, member{slot: i})
		}
	}
	t := other.newTrial(slices.Concat(demands, other.bindings(demands)))
	t.columns(other)
	if !t.places(other) {
		return false, nil
	}
	t.ruleRows()
	t.coverRows(other, inSlot, after)
	ok, err := other.solve(ctx, t)
	if errors.Is(err, errUndecided) {
		return false, nil
	}
	return ok, err
}

// coverRows holds the open place-minutes of each priority at what they are in after.
// Slots that nobody could be in, and those outside the part, stay as they are.
func (t *trial) coverRows(e *Explainer, inSlot map[int]bool, after []rota.AimValue) {
	taken := make([][]int32, len(e.problem.Slots))
	locks := make([]int, len(e.problem.Slots))
	for n, k := range t.who {
		for i, j := range t.col[n] {
			if it := t.all[k].items[i]; j >= 0 {
				taken[it.slot] = append(taken[it.slot], int32(j))
				if it.locked {
					locks[it.slot]++
				}
			}
		}
	}
	for _, a := range after {
		row := highs.Row{Lower: -float64(a.Value), Upper: math.Inf(1)}
		for i, s := range e.problem.Slots {
			if s.Priority != int(a.Aim[len(a.Aim)-1]-'0') || locks[i] >= s.Places {
				continue
			}
			if !inSlot[i] {
				row.Lower += float64(e.open(i) * s.Minutes())
				continue
			}
			row.Lower += float64(s.Places * s.Minutes())
			places := highs.Row{Lower: math.Inf(-1), Upper: float64(s.Places)}
			for _, j := range taken[i] {
				row.Index, row.Value = append(row.Index, j), append(row.Value, float64(s.Minutes()))
				places.Index, places.Value = append(places.Index, j), append(places.Value, 1)
			}
			if len(places.Index) > 0 {
				t.model.Rows = append(t.model.Rows, places)
			}
		}
		t.model.Rows = append(t.model.Rows, row)
	}
}
