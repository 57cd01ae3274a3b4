package solve

import (
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A master is the model of a part in rosters: at most one for each person, and of
// each slot no more than its places.
//
// Prices on the rows give each roster a reduced cost and all of them together a
// bound that nothing is below (Lagrange). Prices are whole numbers of 1/unit, and
// every roster is looked at, so bounds are exact whatever rounding the linear
// solver does. A roster whose reduced cost is above the distance from the bound to
// a known plan stands in no better one, and leaves.
type master struct {
	part    *part
	sizes   sizes
	all     *rosters
	row     [][]int32 // the place row of every item of every person; -1 for sessions and locks
	need    []int64   // places that rosters may fill, by place row
	full    []bool    // place rows that every plan still looked at fills
	losses  []float64 // the most that a roster of each person loses beyond their locks
	must    []bool    // people who have cover in every plan still looked at
	alive   []int32   // rosters that may still be chosen, in order
	carried []carried
	cuts    []cut
	pool    []int32 // rosters to begin the next linear model with
	reduced []int64 // reduced costs of the alive, by the last prices
	soft    int64   // what breaking exact and carried rows costs for each unit; 0 is that they hold
	softAll bool    // whether rows that are not exact have columns for that as well: they may become so
}

// unit is what a price of 1 is a fraction of.
const unit = 1 << 24

// A carried stage is one before, held at its value by a row.
type carried struct {
	costs *costs
	limit int64 // in its units
}

func newMaster(t *part, all *rosters, z sizes) *master {
	m := &master{part: t, all: all, sizes: z, must: make([]bool, len(t.people))}
	index := map[int]int32{}
	locks := map[int]int64{}
	for _, s := range t.slots {
		index[s] = int32(len(m.need))
		m.need = append(m.need, int64(t.problem.Slots[s].Places))
	}
	t.eachItem(func(_, _ int, it item) {
		if it.locked {
			locks[it.slot]++
		}
	})
	for s, n := range locks {
		m.need[index[s]] = max(0, m.need[index[s]]-n)
	}
	m.full = make([]bool, len(m.need))
	for _, q := range t.people {
		row := make([]int32, len(q.items))
		for i, it := range q.items {
			row[i] = -1
			if it.kind == cover && !it.locked {
				row[i] = index[it.slot]
			}
		}
		m.row = append(m.row, row)
	}
	m.losses = make([]float64, len(t.people))
	m.alive = make([]int32, 0, all.count())
	for k := range t.people {
		for r := all.first[k]; r < all.first[k+1]; r++ {
			m.losses[k] = max(m.losses[k], math.Abs(float64(int64(all.loss[r])-all.base[k])))
			if m.fits(k, r) {
				m.alive = append(m.alive, r)
			}
		}
	}
	return m
}

// fits reports whether every slot of the roster has a place that is not locked.
func (m *master) fits(k int, r int32) bool {
	for _, i := range m.all.of(r) {
		if m.need[m.row[k][i]] == 0 {
			return false
		}
	}
	return true
}

// eachAlive calls do with the person and the position in alive of every roster that is left.
func (m *master) eachAlive(do func(k, at int, r int32)) {
	k := 0
	for at, r := range m.alive {
		for r >= m.all.first[k+1] {
			k++
		}
		do(k, at, r)
	}
}

// rows counts the rows of the linear model: places, people, stages carried, cuts.
func (m *master) rows() int {
	return len(m.need) + len(m.part.people) + len(m.carried) + len(m.cuts)
}

// model makes the rows, without the columns of rosters.
func (m *master) model() highs.Model {
	var out highs.Model
	row := func(limit int64, exact bool) { out.Rows = append(out.Rows, rowTo(limit, exact)) }
	for s, n := range m.need {
		row(n, m.full[s])
	}
	for k := range m.part.people {
		row(1, m.must[k])
	}
	for _, c := range m.carried {
		row(c.limit, false)
	}
	for _, c := range m.cuts {
		row(c.limit, false)
	}
	for _, i := range m.softRows() {
		v := 1.0
		if i >= len(m.need)+len(m.must) {
			v = -1
		}
		out.Rows[i].Index, out.Rows[i].Value = []int32{int32(len(out.Cols))}, []float64{v}
		out.Cols = append(out.Cols, highs.Col{Upper: math.Inf(1), Obj: float64(m.soft)})
	}
	return out
}

// rowTo is a row with nothing in it yet that comes to no more than a limit, or to that exactly.
func rowTo(limit int64, exact bool) highs.Row {
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(limit)}
	if exact {
		row.Lower = row.Upper
	}
	return row
}

// softRows lists the rows that may be broken at a cost. Each has a column for
// that, before those of the rosters.
func (m *master) softRows() []int {
	if m.soft == 0 {
		return nil
	}
	var out []int
	for s, full := range m.full {
		if full || m.softAll {
			out = append(out, s)
		}
	}
	for k, must := range m.must {
		if must || m.softAll {
			out = append(out, len(m.need)+k)
		}
	}
	at := len(m.need) + len(m.must)
	for j := range m.carried {
		out = append(out, at+j)
	}
	for j, c := range m.cuts {
		if c.costs != nil { // asks for something, which may take the rows that can be broken
			out = append(out, at+len(m.carried)+j)
		}
	}
	return out
}

// column is what roster r of person k has in the rows of the model.
func (m *master) column(k int, r int32) (index []int32, value []float64) {
	add := func(i int, v float64) { index, value = append(index, int32(i)), append(value, v) }
	for _, i := range m.all.of(r) {
		add(int(m.row[k][i]), 1)
	}
	at := len(m.need)
	add(at+k, 1)
	at += len(m.part.people)
	for j, c := range m.carried {
		if v := c.costs.of(m.all, k, r); v != 0 {
			add(at+j, float64(v))
		}
	}
	at += len(m.carried)
	for j, c := range m.cuts {
		if n := c.counts(m, k, r); n != 0 {
			add(at+j, float64(n))
		}
	}
	return index, value
}

// person is whose roster r is.
func (m *master) person(r int32) int {
	k, _ := slices.BinarySearch(m.all.first, r+1)
	return k - 1
}
