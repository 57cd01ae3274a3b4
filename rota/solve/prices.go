package solve

import (
	"math"
	"slices"
)

// prices are one whole number for every row of a master, in 1/unit: at most 0
// where the row is only an upper limit.
type prices []int64

// round makes prices of a linear solver's duals.
func (m *master) round(duals []float64) prices {
	y := make(prices, m.rows())
	for i := range y {
		v := math.Round(duals[i] * unit)
		if math.IsNaN(v) || math.Abs(v) > 1<<48 {
			v = 0 // no price is as good as any: bounds are made from what is here
		}
		y[i] = int64(v)
		exact := i < len(m.need) && m.full[i]
		if !exact {
			y[i] = min(y[i], 0)
		}
	}
	for _, i := range m.softRows() {
		if i >= len(m.need)+len(m.must) {
			y[i] = max(y[i], -m.soft*unit)
		}
	}
	return y
}

// A bound is what prices prove.
type bound struct {
	y     prices
	least []int64 // of each person's reduced costs, with 0 for no cover unless there must be some
	total int64   // in 1/unit of a unit of the stage: nothing is below it
}

// units is the bound in whole units of the stage.
func (b bound) units() int64 { return ceilDiv(b.total, unit) }

func ceilDiv(a, b int64) int64 {
	q := a / b
	if a > q*b {
		q++
	}
	return q
}

// price gives every roster that is left its reduced cost at the prices, without
// those of people, and the bound that follows.
func (m *master) price(c *costs, y prices) bound {
	for len(y) < m.rows() { // cuts found since have no price
		y = append(slices.Clip(y), 0)
	}
	b := bound{y: y, least: make([]int64, len(m.part.people))}
	for k := range b.least {
		if m.must[k] {
			b.least[k] = math.MaxInt64
		}
	}
	m.reduced = slices.Grow(m.reduced[:0], len(m.alive))[:len(m.alive)]
	last, w, most := -1, weights{}, 0.0
	m.eachAlive(func(k, at int, r int32) {
		if k != last {
			last, w = k, m.weigh(c, y, k)
			most += w.most
		}
		v := w.of(m, k, r)
		m.reduced[at] = v
		b.least[k] = min(b.least[k], v)
	})
	for i, n := range m.limits() {
		b.total += y[i] * n
		most += math.Abs(float64(y[i]) * float64(n))
	}
	if most > mostSum && slices.ContainsFunc(y, func(v int64) bool { return v != 0 }) {
		return m.price(c, make(prices, len(y))) // sums may have left the range of whole numbers: nothing is proved
	}
	for k, v := range b.least {
		if v == math.MaxInt64 { // nobody is left for a person who must have cover: nothing to prove
			b.least[k], v = 0, 0
		}
		b.total += v
	}
	return b
}

// limits is the right-hand side of every row, 0 for the rows of people, whose
// price is their least reduced cost.
func (m *master) limits() []int64 {
	out := append(make([]int64, 0, m.rows()), m.need...)
	out = append(out, make([]int64, len(m.part.people))...)
	for _, c := range m.carried {
		out = append(out, c.limit)
	}
	for _, c := range m.cuts {
		out = append(out, c.limit)
	}
	return out
}

// weights are the reduced costs of one person's items.
type weights struct {
	item []int64
	loss int64
	any  int64
	cuts []weighedCut
	most float64 // no sum of these, on the way to a reduced cost, is above it
}

// mostSum is what sums of whole numbers stay well below.
const mostSum = 1 << 62

type weighedCut struct {
	often []int64 // by item
	own   int64   // how often the person's row is counted
	by    int64
	price int64
}

// weigh adds up what each item of person k costs at the prices.
func (m *master) weigh(c *costs, y prices, k int) weights {
	w := weights{item: make([]int64, len(m.row[k])), any: unit * c.any[k], loss: unit * c.loss[k]}
	for i, row := range m.row[k] {
		if row >= 0 {
			w.item[i] = unit*c.item[k][i] - y[row]
			w.most += math.Abs(float64(unit*c.item[k][i])) + math.Abs(float64(y[row]))
		}
	}
	w.most += math.Abs(float64(w.any)) + m.losses[k]*math.Abs(float64(w.loss))
	at := len(m.need) + len(m.part.people)
	for j, d := range m.carried {
		w.addCosts(d.costs, y[at+j], k, m.losses[k])
	}
	at += len(m.carried)
	for j, d := range m.cuts {
		if d.costs != nil {
			w.addCosts(d.costs, y[at+j], k, m.losses[k])
		} else if y[at+j] != 0 {
			w.addCut(d, y[at+j], m.row[k], int32(len(m.need)+k))
		}
	}
	return w
}

// addCosts adds a row of what person k costs otherwise, of whom no roster loses more than mostLoss.
func (w *weights) addCosts(c *costs, price int64, k int, mostLoss float64) {
	if price == 0 || !c.counts(k) {
		return
	}
	most := mostLoss*math.Abs(float64(c.loss[k])) + math.Abs(float64(c.any[k]))
	for _, v := range c.item[k] {
		most += math.Abs(float64(v))
	}
	w.most += most * math.Abs(float64(price))
	w.loss -= price * c.loss[k]
	w.any -= price * c.any[k]
	for i := range w.item {
		w.item[i] -= price * c.item[k][i]
	}
}

func (w *weights) addCut(d cut, price int64, row []int32, person int32) {
	c := weighedCut{often: make([]int64, len(row)), own: d.often(person), by: d.by, price: price}
	n := c.own
	for i, s := range row {
		if s >= 0 {
			c.often[i] = d.often(s)
			n += c.often[i]
		}
	}
	if n >= d.by {
		w.cuts = append(w.cuts, c)
		w.most += float64(n/d.by) * math.Abs(float64(price))
	}
}

// of is the reduced cost of roster r of person k, without the price of the person.
func (w *weights) of(m *master, k int, r int32) int64 {
	v := w.any
	if w.loss != 0 {
		v += w.loss * (int64(m.all.loss[r]) - m.all.base[k])
	}
	items := m.all.of(r)
	for _, i := range items {
		v += w.item[i]
	}
	for _, c := range w.cuts {
		n := c.own
		for _, i := range items {
			n += c.often[i]
		}
		v -= n / c.by * c.price
	}
	return v
}

// keep takes out every roster that stands in no plan of at most the given units,
// given what m.price has just found.
func (m *master) keep(b bound, units int64) {
	gap := units*unit - b.total
	left := m.alive[:0]
	m.eachAlive(func(k, at int, r int32) {
		if m.reduced[at]-b.least[k] <= gap {
			m.reduced[len(left)] = m.reduced[at]
			left = append(left, r)
		}
	})
	m.alive, m.reduced = left, m.reduced[:len(left)]
}
