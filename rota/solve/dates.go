package solve

import (
	"math"
	"slices"
	"sort"

	"strikerota/rota/solve/highs"
)

// A dayOf is what may stand on one date of a person: items, and whether
// something that nobody decides is always there.
type dayOf struct {
	date   int
	free   []int
	always bool
	col    int // n or w
}

// dateRows adds the limits on nights and on days in a row.
func (t *part) dateRows(k int, q *person) {
	if q.maxNights >= 0 {
		t.window(k, q, q.maxNights, func(it item) bool { return it.night })
	}
	if q.maxDays >= 0 {
		t.window(k, q, q.maxDays, func(it item) bool { return it.onSite })
	}
}

// window adds, for every limit+1 consecutive dates, that cover on one of them and
// something on all the others cannot be. A window that locks and fixed sessions
// fill alone binds nobody but cover on its dates: see hopeless.
func (t *part) window(k int, q *person, limit int, counts func(item) bool) {
	days := q.days(counts)
	for from := range days {
		to := from + limit + 1
		if to > len(days) || days[to-1].date != days[from].date+limit {
			continue
		}
		run := days[from:to]
		if !slices.ContainsFunc(run, func(d *dayOf) bool { return !d.always }) {
			continue
		}
		for at, d := range run {
			for _, i := range d.free {
				if q.items[i].kind == cover {
					t.rows = append(t.rows, t.windowRow(k, run, at, i))
				}
			}
		}
		t.lockedWindow(k, q, run, counts)
	}
}

// days lists the dates on which something that counts may stand, in order.
func (q *person) days(counts func(item) bool) []*dayOf {
	byDate := map[int]*dayOf{}
	var out []*dayOf
	for i, it := range q.items {
		if !counts(it) {
			continue
		}
		d := byDate[it.date]
		if d == nil {
			d = &dayOf{date: it.date, col: -1}
			byDate[it.date] = d
			out = append(out, d)
		}
		if it.free() {
			d.free = append(d.free, i)
		} else {
			d.always = true
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].date < out[j].date })
	return out
}

// windowRow is x(i) + Σ of the other days ≤ the days less one.
func (t *part) windowRow(k int, run []*dayOf, at, i int) highs.Row {
	row := sum([]literal{t.literal(k, i)}, nil, float64(len(run)-1))
	for n, d := range run {
		switch {
		case n == at:
		case d.always:
			row.Upper--
		default:
			row.Index = append(row.Index, int32(t.dayColumn(k, d)))
			row.Value = append(row.Value, 1)
		}
	}
	return row
}

// lockedWindow holds the same for a window whose cover is locked.
func (t *part) lockedWindow(k int, q *person, run []*dayOf, counts func(item) bool) {
	locked := slices.ContainsFunc(q.items, func(it item) bool {
		return it.locked && counts(it) && it.date >= run[0].date && it.date <= run[len(run)-1].date
	})
	if !locked {
		return
	}
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(len(run) - 1)}
	for _, d := range run {
		if d.always {
			row.Upper--
			continue
		}
		row.Index, row.Value = append(row.Index, int32(t.dayColumn(k, d))), append(row.Value, 1)
	}
	t.rows = append(t.rows, row)
}

// dayColumn is the column that says whether something stands on the day, made when first asked for.
func (t *part) dayColumn(k int, d *dayOf) int {
	if d.col >= 0 {
		return d.col
	}
	d.col = t.column(0, 1, false)
	a := auxiliary{col: d.col}
	q := t.people[k]
	var apart []int // free items that all clash: at most one is present, so their sum counts
	for _, i := range d.free {
		if !slices.ContainsFunc(apart, func(j int) bool { return !q.clash[i].has(j) }) {
			apart = append(apart, i)
		}
	}
	a.members = append(a.members, t.literals(k, apart))
	for _, i := range d.free {
		if !slices.Contains(apart, i) {
			a.members = append(a.members, []literal{t.literal(k, i)})
		}
	}
	for _, m := range a.members {
		row := sum(m, nil, 0)
		row.Index, row.Value = append(row.Index, int32(d.col)), append(row.Value, -1)
		t.rows = append(t.rows, row)
	}
	t.aux = append(t.aux, a)
	return d.col
}
