package solve

import (
	"context"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A callBound is what is known of any plan, as a small model: who is called in,
// how many places of each vacancy stay open, and the priced bounds found so far.
// It leaves out who takes what, so it is below the truth, mostly by nothing.
type callBound struct {
	*calls
	engine *highs.Engine
	limit  func() (highs.Options, bool) // what is left of the budget; false is nothing
	hall   [][]int                      // the instants
	worths *worths
	rows   []highs.Row // of the bounds that matter now
	aside  []highs.Row // of those that do not
	extra  []highs.Row // hold for the moment
	opened []float64   // what stays open of each vacancy, where that is decided; else nil
	held   [4]int64    // minutes of each priority that may stay open; -1 is any number
}

// A callChoice is a solution of the model: who is called in and what stays open.
type callChoice struct {
	called []float64
	open   []float64
	value  float64 // of the objective
	bound  float64 // no solution is below it
	whole  bool    // called and open are whole numbers, and no bound that was looked for is broken
	none   bool    // it is proved that there is no solution
}

func newCallBound(c *calls, engine *highs.Engine, limit func() (highs.Options, bool)) *callBound {
	m := &callBound{calls: c, engine: engine, limit: limit, hall: c.instants(), worths: newWorths(c), held: [4]int64{-1, -1, -1, -1}}
	for _, instant := range m.hall {
		m.add(onePrice(len(c.vacancies), instant))
	}
	return m
}

// model gives columns for people, then for open places, and the rows known.
func (m *callBound) model(person, vacancy []float64, whole bool) *highs.Model {
	out := &highs.Model{}
	for k := range m.people {
		col := highs.Col{Upper: 1, Obj: person[k], Integer: whole}
		if m.usedBy[k] {
			col.Lower = 1
		} else if len(m.usable[k]) == 0 {
			col.Upper = 0
		}
		out.Cols = append(out.Cols, col)
	}
	for v, need := range m.vacancies {
		col := highs.Col{Upper: float64(need.places), Obj: vacancy[v], Integer: whole}
		if m.held[need.priority] == 0 {
			col.Upper = 0
		}
		if m.opened != nil {
			col.Lower, col.Upper = m.opened[v], m.opened[v]
		}
		out.Cols = append(out.Cols, col)
	}
	out.Rows = append(append(slices.Clone(m.rows), m.extra...), m.heldRows()...)
	return out
}

// heldRows keep the minutes open of each priority at what is held.
func (m *callBound) heldRows() []highs.Row {
	var out []highs.Row
	for priority, most := range m.held {
		if most <= 0 {
			continue
		}
		g := m.step(priority)
		row := highs.Row{Lower: math.Inf(-1), Upper: float64(most/g) + 0.5}
		for v, need := range m.vacancies {
			if need.priority == priority {
				row.Index = append(row.Index, int32(len(m.people)+v))
				row.Value = append(row.Value, float64(need.minutes()/g))
			}
		}
		if len(row.Index) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// step is the greatest number that divides the minutes of every vacancy of a priority.
func (c *calls) step(priority int) int64 {
	var g int64
	for _, need := range c.vacancies {
		if need.priority == priority {
			g = gcd(g, need.minutes())
		}
	}
	return max(g, 1)
}

// add takes up the bound of some prices.
func (m *callBound) add(price []int64) {
	b := m.pricedBound(price, m.worths)
	row := highs.Row{Lower: float64(b.total), Upper: math.Inf(1)}
	for k, w := range b.worth {
		if w != 0 {
			row.Index, row.Value = append(row.Index, int32(k)), append(row.Value, float64(w))
		}
	}
	for v, p := range b.price {
		if p != 0 {
			row.Index, row.Value = append(row.Index, int32(len(m.people)+v)), append(row.Value, float64(p))
		}
	}
	m.rows = append(m.rows, row)
}

// onePrice is a price of 1 for the vacancies of a set.
func onePrice(vacancies int, set []int) []int64 {
	price := make([]int64, vacancies)
	for _, v := range set {
		price[v] = 1
	}
	return price
}

// missed is by how much a choice breaks the bound of the prices.
func (m *callBound) missed(x callChoice, price []int64) float64 {
	sum := 0.0
	for v, p := range price {
		if p != 0 {
			sum += float64(p) * (float64(m.vacancies[v].places) - x.open[v])
		}
	}
	for k, y := range x.called {
		if y > 0 {
			worth, _ := m.worths.dearest(k, price, false)
			sum -= float64(worth) * y
		}
	}
	return sum
}

// tooFew adds the bounds of the instants that the choice breaks, and reports whether there were any.
func (m *callBound) tooFew(x callChoice) bool {
	demand, supply := make([]int64, len(m.vacancies)), make([]int64, len(m.people))
	for v, o := range x.open {
		demand[v] = int64(math.Round((float64(m.vacancies[v].places) - o) * callShare))
	}
	for k, y := range x.called {
		supply[k] = int64(math.Round(y * callShare))
	}
	found := false
	for _, instant := range m.hall {
		set := m.short(instant, demand, supply)
		if set == nil {
			continue
		}
		price := onePrice(len(m.vacancies), set)
		if m.missed(x, price) > 1e-4 {
			m.add(price)
			found = true
		}
	}
	return found
}

// Rounds without a better bound after which parts of people have told what they can,
// and rounds over whole people where only the bound is wanted.
const (
	idleRounds  = 6
	wholeRounds = 4
)

// minimise finds a whole choice that no bound refuses: first over parts of
// people, which is quick and finds most bounds, then over whole ones. When only
// the bound is wanted it ends sooner, with a choice that some bound may refuse.
func (m *callBound) minimise(ctx context.Context, person, vacancy []float64, gap float64, boundOnly bool) (callChoice, error) {
	bound, idle := math.Inf(-1), 0
	for whole := false; ; {
		x, err := m.solve(ctx, person, vacancy, gap, whole)
		if err != nil {
			return callChoice{}, err
		}
		if idle++; x.bound > bound+1e-6 {
			bound, idle = x.bound, 0
			if x.called != nil && len(m.rows) > 2*len(m.people) {
				m.sift(x)
			}
		}
		x.bound = bound
		if x.none || x.called == nil {
			return x, nil
		}
		if whole && boundOnly && idle > wholeRounds {
			return x, nil
		}
		refused := m.refuse(x)
		if !refused && whole {
			x.whole = true
			return x, nil
		}
		if !whole && (!refused || idle > idleRounds) {
			whole, idle = true, 0
			m.sift(x)
		}
	}
}

// slack is by how much a choice more than holds a row; less than 0 breaks it.
func (m *callBound) slack(r highs.Row, x callChoice) float64 {
	sum := -r.Lower
	for n, j := range r.Index {
		if int(j) < len(m.people) {
			sum += r.Value[n] * x.called[j]
		} else {
			sum += r.Value[n] * x.open[int(j)-len(m.people)]
		}
	}
	return sum
}

// sift puts the rows aside that a choice more than holds.
func (m *callBound) sift(x callChoice) {
	var keep []highs.Row
	for _, r := range m.rows {
		if m.slack(r, x) < 1e-6*max(1, r.Lower) {
			keep = append(keep, r)
		} else {
			m.aside = append(m.aside, r)
		}
	}
	m.rows = keep
}

// recall takes rows back that a choice breaks, and reports whether there were any.
func (m *callBound) recall(x callChoice) bool {
	var still []highs.Row
	for _, r := range m.aside {
		if m.slack(r, x) < -1e-5*max(1, r.Lower) {
			m.rows = append(m.rows, r)
		} else {
			still = append(still, r)
		}
	}
	found := len(still) < len(m.aside)
	m.aside = still
	return found
}

func (m *callBound) solve(ctx context.Context, person, vacancy []float64, gap float64, whole bool) (callChoice, error) {
	options, ok := m.limit()
	if !ok {
		return callChoice{bound: math.Inf(-1)}, nil
	}
	options.AbsGap = gap
	r, err := m.engine.Solve(ctx, m.model(person, vacancy, whole), options)
	if r == nil && ctx.Err() != nil {
		return callChoice{bound: math.Inf(-1)}, nil
	}
	if r == nil {
		return callChoice{}, err
	}
	x := callChoice{bound: math.Inf(-1), none: r.Status == highs.Infeasible}
	if whole || r.Status == highs.Optimal {
		x.bound = r.Bound
	}
	if r.HasX && (whole || r.Status == highs.Optimal) {
		x.called, x.open, x.value = r.X[:len(m.people)], r.X[len(m.people):], r.Objective
	}
	return x, nil
}

// refuse adds bounds that the choice breaks and reports whether there were any.
func (m *callBound) refuse(x callChoice) bool {
	return m.recall(x) || m.tooFew(x) || m.overpriced(x, 300)
}
