package solve

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// Where there are not too many, a trial is asked in whole rosters: for each consultant
// the largest sets of slots that break no demanded rule, one of which they have. What
// a roster holds too much of does no harm, so smaller sets are not needed. Consultants
// with the same sets are counted, not told apart.

// byRosters makes the model; false when somebody has too many sets of slots.
func (t *trial) byRosters() (highs.Model, bool) {
	var m highs.Model
	alike := map[string]int{} // the row of those who have the same sets
	rows := map[int]*highs.Row{}
	for s, places := range t.need {
		rows[s] = &highs.Row{Lower: float64(places), Upper: math.Inf(1)}
	}
	for n := range t.who {
		sets, ok := t.largest(n)
		if !ok {
			return m, false
		}
		key := fmt.Sprint(sets)
		if row, ok := alike[key]; ok {
			m.Rows[row].Upper++
			for _, j := range m.Rows[row].Index {
				m.Cols[j].Upper++
			}
			continue
		}
		alike[key] = len(m.Rows)
		one := highs.Row{Lower: math.Inf(-1), Upper: 1}
		for _, set := range sets {
			j := int32(len(m.Cols))
			m.Cols = append(m.Cols, highs.Col{Upper: 1, Integer: true})
			one.Index, one.Value = append(one.Index, j), append(one.Value, 1)
			for _, s := range set {
				rows[s].Index, rows[s].Value = append(rows[s].Index, j), append(rows[s].Value, 1)
			}
		}
		m.Rows = append(m.Rows, one)
	}
	for _, s := range slices.Sorted(maps.Keys(rows)) {
		m.Rows = append(m.Rows, *rows[s])
	}
	return m, true
}

// mostSets bounds the sets of slots of one consultant that are looked at.
const mostSets = 4_000

// largest lists the sets of demanded slots in which the consultant breaks no demanded
// rule, and to which nothing can be added; false when there are too many sets.
func (t *trial) largest(n int) ([][]int, bool) {
	k := t.who[n]
	q := t.all[k]
	held := slices.Clone(q.fixed)
	var choice []int
	for i, j := range t.col[n] {
		if j < 0 || t.model.Cols[j].Upper == 0 {
			continue
		}
		if t.model.Cols[j].Lower == 1 {
			held = merged(held, []int{i})
		} else {
			choice = append(choice, i)
		}
	}
	var out [][]int
	seen := 0
	var walk func(at int, held, left []int)
	walk = func(at int, held, left []int) {
		if seen++; seen > mostSets {
			return
		}
		for ; at < len(choice); at++ {
			more := merged(held, choice[at:at+1])
			if t.anyBroken(k, more) {
				continue
			}
			walk(at+1, more, left)
			left = append(slices.Clone(left), choice[at])
		}
		for _, i := range left {
			if !t.anyBroken(k, merged(held, []int{i})) {
				return // not the largest
			}
		}
		out = append(out, t.slotsOf(q, held))
	}
	walk(0, held, nil)
	return out, seen <= mostSets
}

// slotsOf gives the demanded slots among the items.
func (t *trial) slotsOf(q *keeper, held []int) []int {
	var out []int
	for _, i := range held {
		if _, ok := t.need[q.items[i].slot]; ok && q.items[i].kind == cover {
			out = append(out, q.items[i].slot)
		}
	}
	return out
}
