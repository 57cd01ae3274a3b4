package solve

import (
	"context"
	"math"

	"strikerota/rota/solve/highs"
)

// load is the row of minutes of cover of people[k], and its greatest value.
func (t *part) load(k int) (highs.Row, int64) {
	row := highs.Row{Lower: math.Inf(-1)}
	var most int64
	for i, it := range t.people[k].items {
		if it.kind == cover {
			row.Index = append(row.Index, int32(t.vars[k][i]))
			row.Value = append(row.Value, float64(it.minutes()))
			most += int64(it.minutes())
		}
	}
	return row, most
}

// most is the greatest number of minutes on one consultant of the part in x.
func (t *part) most(x []float64) int64 {
	var most int64
	for k := range t.people {
		row, _ := t.load(k)
		var sum int64
		for n, j := range row.Index {
			if x[j] > 0.5 {
				sum += int64(row.Value[n])
			}
		}
		most = max(most, sum)
	}
	return most
}

// step is the greatest number that divides the minutes of every slot of the part, and
// what counts of each.
func (t *part) step() int64 {
	var g int64
	for _, i := range t.slots {
		g = gcd(g, int64(t.problem.Slots[i].Minutes()))
	}
	t.eachItem(func(_, _ int, it item) {
		if it.double > 0 {
			g = gcd(g, int64(it.minutes()))
		}
	})
	return max(g, 1)
}

// compactSpread minimises the most minutes on one consultant: T ≥ every load.
func (t *part) compactSpread(ctx context.Context, engine *highs.Engine, b budget) (outcome, error) {
	t.build()
	g := t.step()
	m := highs.Model{Cols: append([]highs.Col(nil), t.cols...)}
	column := len(m.Cols)
	t.addBusiest(&m, g)
	kept := t.rows
	t.rows = append(t.rows[:len(t.rows):len(t.rows)], m.Rows...)
	before := len(t.rows)
	bound, err := t.minimise(ctx, engine, m, b, func(x []float64) float64 { return float64(t.most(x[:column]) / g) },
		func(v float64) int64 { return g * int64(max(v, 0)) })
	t.rows = append(kept[:len(kept):len(kept)], t.rows[before:]...) // chains found stay, the rows of T go
	if err != nil {
		return outcome{}, err
	}
	out := outcome{value: t.most(t.best), bound: g * int64(max(bound, 0))}
	out.bound = min(out.bound, out.value)
	return out, nil
}

// addBusiest adds the column of the most minutes on one consultant, in units of g,
// and the rows that hold every load below it.
func (t *part) addBusiest(m *highs.Model, g int64) {
	column := int32(len(m.Cols))
	m.Cols = append(m.Cols, highs.Col{Upper: float64(t.most(t.best) / g), Obj: 1, Integer: true})
	for k := range t.people {
		row, _ := t.load(k)
		for n := range row.Value {
			row.Value[n] /= float64(g)
		}
		row.Index, row.Value = append(row.Index, column), append(row.Value, -1)
		row.Upper = 0
		m.Rows = append(m.Rows, row)
	}
}

// spreadRows keep every load at no more than the value.
func (t *part) spreadRows(value int64) []highs.Row {
	var out []highs.Row
	for k := range t.people {
		if row, most := t.load(k); most > value {
			row.Upper = float64(value) + 0.5
			out = append(out, row)
		}
	}
	return out
}
