package solve

import (
	"context"
	"errors"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A callModel is the truth of some vacancies or of all: the columns of a callBound, and one
// more for each consultant and such vacancy, in rows over those of one consultant that clash.
type callModel struct {
	*callBound
	model *highs.Model
	col   [][]int   // of each person and item, or -1
	open  []float64 // places of each vacancy that the solution leaves open
}

// exact builds the whole model, or that of who takes some of the vacancies: then it
// is below the truth, as what others there are is known by bounds alone.
func (m *callBound) exact(person, vacancy []float64, only []bool) *callModel {
	e := &callModel{callBound: m, model: m.model(person, vacancy, true)}
	places := make([]highs.Row, len(m.vacancies))
	for v, need := range m.vacancies {
		places[v] = highs.Row{Lower: float64(need.places), Upper: float64(need.places), Index: []int32{int32(len(m.people) + v)}, Value: []float64{1}}
	}
	for k, q := range m.people {
		col := slices.Repeat([]int{-1}, len(q.items))
		e.col = append(e.col, col)
		var items []int
		for _, i := range m.usable[k] {
			v := m.vacancyOf[k][i]
			if only != nil && !only[v] {
				continue
			}
			items = append(items, i)
			col[i] = len(e.model.Cols)
			e.model.Cols = append(e.model.Cols, highs.Col{Upper: 1, Integer: true})
			places[v].Index, places[v].Value = append(places[v].Index, int32(col[i])), append(places[v].Value, 1)
		}
		for _, clique := range q.cliquesOf(items) {
			e.atMost(k, clique, nil, 1)
		}
		e.limitMinutes(k, items)
	}
	for v := range places {
		if only == nil || only[v] {
			e.model.Rows = append(e.model.Rows, places[v])
		}
	}
	return e
}

// atMost adds the row Σ weight × taken ≤ most × called, for items of people[k].
func (e *callModel) atMost(k int, items []int, weights []int, most int) {
	row := highs.Row{Lower: math.Inf(-1), Index: []int32{int32(k)}, Value: []float64{-float64(most)}}
	for n, i := range items {
		w := 1
		if weights != nil {
			w = weights[n]
		}
		row.Index, row.Value = append(row.Index, int32(e.col[k][i])), append(row.Value, float64(w))
	}
	e.model.Rows = append(e.model.Rows, row)
}

// limitMinutes adds the row of the most minutes that items of people[k] take, where it can bind.
func (e *callModel) limitMinutes(k int, items []int) {
	q := e.people[k]
	left, sum := q.maxCover, 0
	for _, it := range q.items {
		if it.locked {
			left -= it.minutes()
		}
	}
	var weights []int
	for _, i := range items {
		weights = append(weights, q.items[i].minutes())
		sum += q.items[i].minutes()
	}
	if q.maxCover < 0 || sum <= left {
		return
	}
	e.atMost(k, items, weights, max(left, 0))
}

// cliquesOf covers every item given, and every clash of two, by sets in which all clash.
func (q *person) cliquesOf(items []int) [][]int {
	var out [][]int
	done := map[[2]int]bool{}
	for n, i := range items {
		alone := true
		for _, j := range items[n+1:] {
			if !q.clash[i].has(j) {
				continue
			}
			alone = false
			if done[[2]int{i, j}] {
				continue
			}
			clique := q.growClique([]int{i, j}, items)
			for a, x := range clique {
				for _, y := range clique[a+1:] {
					done[[2]int{min(x, y), max(x, y)}] = true
				}
			}
			out = append(out, clique)
		}
		if alone {
			out = append(out, []int{i})
		}
	}
	return out
}

func (q *person) growClique(clique, items []int) []int {
	for _, i := range items {
		if !slices.Contains(clique, i) && !slices.ContainsFunc(clique, func(j int) bool { return !q.clash[i].has(j) }) {
			clique = append(clique, i)
		}
	}
	return clique
}

// vector is the columns of a state.
func (e *callModel) vector(state [][]bool) []float64 {
	x := make([]float64, len(e.model.Cols))
	for v, filled := range e.filled(state) {
		x[len(e.people)+v] = float64(e.vacancies[v].places - filled)
	}
	for k := range e.people {
		if e.callsIn(k, state) {
			x[k] = 1
		}
		for _, i := range e.usable[k] {
			if state[k][i] && e.col[k][i] >= 0 {
				x[e.col[k][i]] = 1
			}
		}
	}
	return x
}

// solve minimises over the model. It gives the best state found, or nil,
// and a bound on the objective. Rules that the rows leave out are added as rows
// when a solution breaks them.
func (e *callModel) solve(ctx context.Context, start [][]bool, options func() (highs.Options, bool)) ([][]bool, float64, error) {
	bound := math.Inf(-1)
	for {
		o, ok := options()
		if !ok {
			return nil, bound, nil
		}
		o.AbsGap, o.Start = 0.999, e.vector(start)
		r, err := e.engine.Solve(ctx, e.model, o)
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, bound, err
		}
		if r == nil {
			return nil, bound, nil
		}
		bound = max(bound, r.Bound)
		if !r.HasX {
			return nil, bound, nil
		}
		state, broken := e.state(r.X)
		if !broken {
			e.open = r.X[len(e.people) : len(e.people)+len(e.vacancies)]
			return state, bound, nil
		}
		if r.Status != highs.Optimal && r.Status != highs.Target {
			return nil, bound, nil
		}
	}
}

// state is what a solution says, and whether it breaks rules, which are then added.
func (e *callModel) state(x []float64) ([][]bool, bool) {
	broken := false
	var out [][]bool
	for k, q := range e.people {
		state := slices.Clone(e.base[k])
		for _, i := range e.usable[k] {
			state[i] = e.col[k][i] >= 0 && x[e.col[k][i]] > 0.5
		}
		for _, cut := range q.cuts(state) {
			broken = true
			e.atMost(k, cut, nil, len(cut)-1)
		}
		out = append(out, state)
	}
	return out, broken
}
