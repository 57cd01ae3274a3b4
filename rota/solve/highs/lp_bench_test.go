package highs

import (
	"math/rand/v2"
	"testing"
	"time"
)

// partition makes the beginning of a set partitioning model, a dear column for every row, and
// batches of columns to add to it, each of which covers some rows.
func partition(rows, batches, size int, seed uint64) (*Model, [][]Column) {
	random := rand.New(rand.NewPCG(seed, 2))
	m := &Model{}
	for i := range rows {
		m.Cols = append(m.Cols, Col{Upper: inf, Obj: 1000})
		m.Rows = append(m.Rows, Row{1, 1, []int32{int32(i)}, []float64{1}})
	}
	all := make([][]Column, batches)
	for b := range all {
		for range size {
			c := Column{Col: Col{Upper: inf}}
			for _, i := range random.Perm(rows)[:2+random.IntN(8)] {
				c.Index = append(c.Index, int32(i))
				c.Value = append(c.Value, 1)
				c.Obj += float64(5 + random.IntN(20))
			}
			all[b] = append(all[b], c)
		}
	}
	return m, all
}

// with is m with columns added to its end.
func with(m *Model, cols []Column) *Model {
	n := &Model{Cols: append([]Col{}, m.Cols...), Offset: m.Offset}
	for _, r := range m.Rows {
		r.Index, r.Value = append([]int32{}, r.Index...), append([]float64{}, r.Value...)
		n.Rows = append(n.Rows, r)
	}
	for _, c := range cols {
		for k, i := range c.Index {
			r := &n.Rows[i]
			r.Index, r.Value = append(r.Index, int32(len(n.Cols))), append(r.Value, c.Value[k])
		}
		n.Cols = append(n.Cols, c.Col)
	}
	return n
}

// BenchmarkLP adds columns in batches and solves after each: in a live LP, and each time anew.
func BenchmarkLP(b *testing.B) {
	e := open(b)
	start, batches := partition(300, 20, 50, 1)
	var models []*Model
	var cols []Column
	for _, batch := range batches {
		cols = append(cols, batch...)
		models = append(models, with(start, cols))
	}
	var warm, cold time.Duration
	var warmSteps, coldSteps int64
	for b.Loop() {
		began := time.Now()
		l := newLP(b, e, start)
		for k := range batches {
			if err := l.AddCols(batches[k]); err != nil {
				b.Fatal(err)
			}
			warmSteps += solveLP(b, l).Iterations
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		warm += time.Since(began)
		began = time.Now()
		for _, m := range models {
			coldSteps += solve(b, e, m, Options{}).Iterations
		}
		cold += time.Since(began)
	}
	n := float64(b.N)
	b.ReportMetric(warm.Seconds()/n, "warm-s/op")
	b.ReportMetric(cold.Seconds()/n, "cold-s/op")
	b.ReportMetric(cold.Seconds()/warm.Seconds(), "cold/warm")
	b.ReportMetric(float64(coldSteps)/float64(warmSteps), "cold/warm-steps")
}
