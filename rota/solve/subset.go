package solve

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/rota/solve/highs"
)

// Subset-row cuts: take an odd number of rows of the model, three mostly, halve
// their sum and round down. Of rosters that stand in two or three of three rows, no
// more than half of what the rows allow can be chosen. Each is one more row, which fractions break. (Jepsen
// and others, 2008, for routes; the argument is Chvátal's.)

// A cut is one of them.
type cut struct {
	rows  []int32 // place rows, or len(need) and up for people, in order
	times []int64 // how often each row is counted; nil is once
	by    int64   // what their sum is divided by
	limit int64
	costs *costs // of a local cut, which has no rows: see local.go
}

// often is how often a row is counted.
func (c cut) often(row int32) int64 {
	n, ok := slices.BinarySearch(c.rows, row)
	switch {
	case !ok:
		return 0
	case c.times == nil:
		return 1
	}
	return c.times[n]
}

// people lists those of a local cut.
func (c cut) people() []int {
	var out []int
	for k, in := range c.costs.only {
		if in {
			out = append(out, k)
		}
	}
	return out
}

func (c cut) key() string { return fmt.Sprint(c.rows) }

// known reports whether the cut is in the model.
func (m *master) known(c cut) bool { return slices.ContainsFunc(m.cuts, c.same) }

// same reports whether both count the same.
func (c cut) same(o cut) bool {
	return c.costs == nil && o.costs == nil && o.by == c.by && slices.Equal(o.rows, c.rows) && slices.Equal(o.times, c.times)
}

// places is what a row of places or of a person allows.
func (m *master) places(row int32) int64 {
	if int(row) < len(m.need) {
		return m.need[row]
	}
	return 1
}

// counts is what roster r of person k counts in the cut.
func (c cut) counts(m *master, k int, r int32) int64 {
	if c.costs != nil {
		return c.costs.of(m.all, k, r)
	}
	n := c.often(int32(len(m.need) + k))
	for _, i := range m.all.of(r) {
		n += c.often(m.row[k][i])
	}
	return n / c.by
}

// newCuts is the most cuts that join the model at a time.
const newCuts = 40

// separate lists the cuts that the linear model's solution breaks most.
func (r *run) separate() []cut {
	f := r.fractions()
	type found struct {
		cut
		by float64
	}
	var list []found
	for a, near := range f.near {
		for x, b := range near {
			if int(b) <= a {
				continue
			}
			for _, c := range near[x+1:] {
				if v, limit := f.broken(r, int32(a), b, c); v > 0.02 {
					list = append(list, found{threeRows(f.rows[a], f.rows[b], f.rows[c], limit), v})
				}
			}
			for _, c := range f.near[b] { // not near a: only two pairs, but both may be heavy
				if c > b && !slices.Contains(near, c) {
					if v, limit := f.broken(r, int32(a), b, c); v > 0.02 {
						list = append(list, found{threeRows(f.rows[a], f.rows[b], f.rows[c], limit), v})
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(b.by, a.by) })
	var out []cut
	used := map[int32]int{}
	for _, c := range list {
		if r.known(c.cut) || used[c.rows[0]] > 4 && used[c.rows[1]] > 4 && used[c.rows[2]] > 4 {
			continue
		}
		for _, row := range c.rows {
			used[row]++
		}
		if out = append(out, c.cut); len(out) == newCuts {
			break
		}
	}
	if len(out) == 0 {
		return r.cycles(f)
	}
	return out
}

func threeRows(a, b, c int32, limit int64) cut {
	rows := []int32{a, b, c}
	slices.Sort(rows)
	return cut{rows: rows, by: 2, limit: limit}
}

// addCuts adds cuts to the linear model.
func (r *run) addCuts(cuts []cut) error {
	rows := make([]highs.Row, len(cuts))
	for n, c := range cuts {
		rows[n] = rowTo(c.limit, false)
		for j, id := range r.pool {
			if v := c.counts(r.master, r.person(id), id); v != 0 {
				rows[n].Index = append(rows[n].Index, int32(len(r.softRows())+j))
				rows[n].Value = append(rows[n].Value, float64(v))
			}
		}
	}
	r.cuts = append(r.cuts, cuts...)
	return r.failed(r.lp.AddRows(rows))
}

// fractions are the rosters that a linear solution chooses in part, by rows.
type fractions struct {
	rows   []int32     // that such rosters stand in
	near   [][]int32   // rows, as indexes into rows, that share a roster with each, in order
	pair   [][]float64 // the share of rosters in both
	filled []float64   // the share of all rosters in each
	shares []float64
	stands [][]int32 // the rows of every such roster, in order
}

func (r *run) fractions() *fractions {
	f := r.divisions()
	f.pair = make([][]float64, len(f.rows))
	for a := range f.pair {
		f.pair[a] = make([]float64, len(f.rows))
	}
	for n, rows := range f.stands {
		for x, a := range rows {
			for _, b := range rows[x+1:] {
				f.pair[a][b] += f.shares[n]
				f.pair[b][a] += f.shares[n]
			}
		}
	}
	f.near = make([][]int32, len(f.rows))
	for a := range f.near {
		for b, v := range f.pair[a] {
			if v > 0 {
				f.near[a] = append(f.near[a], int32(b))
			}
		}
	}
	return f
}

// divisions lists the rosters chosen in part, without how their rows go together.
func (r *run) divisions() *fractions {
	f := &fractions{}
	index := map[int32]int32{}
	whole := map[int32]float64{}
	for j, v := range r.x {
		if v < 1e-6 {
			continue
		}
		id := r.pool[j]
		k := r.person(id)
		if v > 1-1e-6 {
			for _, i := range r.all.of(id) {
				whole[r.row[k][i]]++
			}
			continue
		}
		rows := []int32{int32(len(r.need) + k)}
		for _, i := range r.all.of(id) {
			rows = append(rows, r.row[k][i])
		}
		for n, row := range rows {
			if _, ok := index[row]; !ok {
				index[row] = int32(len(f.rows))
				f.rows = append(f.rows, row)
			}
			rows[n] = index[row]
		}
		slices.Sort(rows)
		f.shares, f.stands = append(f.shares, v), append(f.stands, rows)
	}
	f.filled = make([]float64, len(f.rows))
	for n, rows := range f.stands {
		for _, a := range rows {
			f.filled[a] += f.shares[n]
		}
	}
	for a, row := range f.rows {
		f.filled[a] += whole[row]
	}
	return f
}

// broken is by how much the solution breaks the cut of three rows, and the cut's limit.
func (f *fractions) broken(r *run, a, b, c int32) (float64, int64) {
	places := r.places(f.rows[a]) + r.places(f.rows[b]) + r.places(f.rows[c])
	limit := places / 2
	v := f.pair[a][b] + f.pair[a][c] + f.pair[b][c] - float64(limit)
	if places%2 == 0 || v <= 0.02 {
		return 0, limit
	}
	for n, rows := range f.stands {
		if slices.Contains(rows, a) && slices.Contains(rows, b) && slices.Contains(rows, c) {
			v -= 2 * f.shares[n]
		}
	}
	return v, limit
}
