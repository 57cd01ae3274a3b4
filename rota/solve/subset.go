package solve

import (
	"cmp"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// Subset-row cuts: take three rows of the model, halve their sum and round down.
// Of rosters that stand in two or three of the rows, no more than half of what the
// rows allow can be chosen. Each is one more row, which fractions break. (Jepsen
// and others, 2008, for routes; the argument is Chvátal's.)

// A cut is one of them.
type cut struct {
	rows  [3]int32 // place rows, or len(need) and up for people
	limit int64
}

// has reports whether row is one of the cut's.
func (c cut) has(row int32) bool { return c.rows[0] == row || c.rows[1] == row || c.rows[2] == row }

// counts is what roster r of person k counts in the cut.
func (c cut) counts(m *master, k int, r int32) int64 {
	var n int64
	if c.has(int32(len(m.need) + k)) {
		n++
	}
	for _, i := range m.all.of(r) {
		if c.has(m.row[k][i]) {
			n++
		}
	}
	return n / 2
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
					list = append(list, found{cut{[3]int32{f.rows[a], f.rows[b], f.rows[c]}, limit}, v})
				}
			}
			for _, c := range f.near[b] { // not near a: only two pairs, but both may be heavy
				if c > b && !slices.Contains(near, c) {
					if v, limit := f.broken(r, int32(a), b, c); v > 0.02 {
						list = append(list, found{cut{[3]int32{f.rows[a], f.rows[b], f.rows[c]}, limit}, v})
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(b.by, a.by) })
	var out []cut
	used := map[int32]int{}
	for _, c := range list {
		if slices.Contains(r.cuts, c.cut) || used[c.rows[0]] > 4 && used[c.rows[1]] > 4 && used[c.rows[2]] > 4 {
			continue
		}
		for _, row := range c.rows {
			used[row]++
		}
		if out = append(out, c.cut); len(out) == newCuts {
			break
		}
	}
	return out
}

// addCuts adds cuts to the linear model.
func (r *run) addCuts(cuts []cut) error {
	rows := make([]highs.Row, len(cuts))
	for n, c := range cuts {
		rows[n] = highs.Row{Lower: math.Inf(-1), Upper: float64(c.limit)}
		for j, id := range r.pool {
			if v := c.counts(r.master, r.person(id), id); v > 0 {
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
	shares []float64
	stands [][]int32 // the rows of every such roster, in order
}

func (r *run) fractions() *fractions {
	f := &fractions{}
	index := map[int32]int32{}
	for j, v := range r.x {
		if v < 1e-6 || v > 1-1e-6 {
			continue
		}
		id := r.pool[j]
		k := r.person(id)
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

// broken is by how much the solution breaks the cut of three rows, and the cut's limit.
func (f *fractions) broken(r *run, a, b, c int32) (float64, int64) {
	places := int64(0)
	for _, row := range []int32{f.rows[a], f.rows[b], f.rows[c]} {
		if int(row) < len(r.need) {
			places += r.need[row]
		} else {
			places++
		}
	}
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
