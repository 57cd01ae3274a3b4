package solve

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"sort"
	"time"

	"strikerota/rota/solve/highs"
)

// A callDive fills all that must be filled with whole strikes of consultants: a
// column is a set of vacancies that one of them can take. The linear model over
// all such sets gets its columns by pricing, which for vacancies that clash
// exactly when they overlap is a longest path through time. Its prices, rounded to
// whole numbers, prove a bound; and fixing the strikes that it favours, a few at a
// time, leads to a plan that is often as good.
type callDive struct {
	r     *callRun
	paths []callPath
	lp    *highs.LP
	cols  []callStrike // after the columns of what stays open or waits
	fixed []bool       // of each person
	last  []int32      // columns that were fixed last
	end   time.Time    // when to give up; zero is never
	value float64      // of the linear model
	bound int64        // that its prices have proved
	duals []float64
	x     []float64
}

// A callPath is one person's vacancies in order of their ends.
type callPath struct {
	items  []int
	before []int // how many of the items end by the start of each
}

// A callStrike is what one person would take.
type callStrike struct {
	person int
	items  []int
}

// Every vacancy may wait at a cost that is dearer than calling somebody in for it.
const waitingCost = 3

// diveApplies reports whether everybody's vacancies clash exactly when they overlap.
func (r *callRun) diveApplies() bool {
	return !slices.Contains(r.strict, true) && !slices.Contains(r.plain, false)
}

// dive looks for a plan that calls in fewer than out, and raises its bound.
func (r *callRun) dive(out *callResult) error {
	d := &callDive{r: r, fixed: make([]bool, len(r.people))}
	if r.budget.deadline > 0 {
		left := r.budget.deadline - time.Since(r.started)
		d.end = r.started.Add(r.budget.deadline - left*2/3) // the rest is for more teams
	}
	for k := range r.people {
		d.paths = append(d.paths, r.path(k))
	}
	err := d.open(out.state)
	if err == nil {
		err = d.descend(out)
	}
	if d.lp != nil {
		err = errors.Join(err, d.lp.Close())
	}
	if r.budget.stop.Err() != nil || errors.Is(err, highs.ErrMemory) {
		return r.ctx.Err()
	}
	return err
}

func (r *callRun) path(k int) callPath {
	q := r.people[k]
	p := callPath{items: slices.Clone(r.usable[k])}
	sort.SliceStable(p.items, func(a, b int) bool { return q.items[p.items[a]].end < q.items[p.items[b]].end })
	for _, i := range p.items {
		p.before = append(p.before, sort.Search(len(p.items), func(n int) bool { return q.items[p.items[n]].end > q.items[i].start }))
	}
	return p
}

// open makes the linear model: a row for each vacancy, each person, and what is
// held open of each priority; the columns of what waits, of what stays open, and
// the strikes of the state.
func (d *callDive) open(state [][]bool) error {
	r := d.r
	var m highs.Model
	n := len(r.vacancies)
	for _, v := range r.vacancies {
		m.Rows = append(m.Rows, highs.Row{Lower: float64(v.places), Upper: math.Inf(1)})
	}
	for range r.people {
		m.Rows = append(m.Rows, highs.Row{Lower: math.Inf(-1), Upper: 1})
	}
	for _, open := range r.bound.held {
		m.Rows = append(m.Rows, highs.Row{Lower: math.Inf(-1), Upper: float64(open)})
	}
	add := func(c highs.Col, index []int32, value []float64) {
		j := int32(len(m.Cols))
		m.Cols = append(m.Cols, c)
		for k, i := range index {
			row := &m.Rows[i]
			row.Index, row.Value = append(row.Index, j), append(row.Value, value[k])
		}
	}
	for v := range n {
		add(highs.Col{Upper: math.Inf(1), Obj: waitingCost}, []int32{int32(v)}, []float64{1})
	}
	for v, need := range r.vacancies {
		held := n + len(r.people) + need.priority
		add(highs.Col{Upper: float64(need.places)}, []int32{int32(v), int32(held)}, []float64{1, float64(need.minutes())})
	}
	lp, err := r.bound.engine.NewLP(r.budget.stop, &m)
	if err != nil {
		return err
	}
	d.lp = lp
	var first []callStrike
	for k := range r.people {
		s := callStrike{person: k}
		for _, i := range r.usable[k] {
			if state[k][i] {
				s.items = append(s.items, i)
			}
		}
		if len(s.items) > 0 {
			first = append(first, s)
		}
	}
	return d.join(first)
}

// calledAnyhow is how many people locks call in.
func (r *callRun) calledAnyhow() int {
	n := 0
	for _, used := range r.usedBy {
		if used {
			n++
		}
	}
	return n
}

// cost is what calling in person k adds: nothing if a lock does so anyhow.
func (d *callDive) cost(k int) int64 {
	if d.r.usedBy[k] {
		return 0
	}
	return 1
}

func (d *callDive) join(strikes []callStrike) error {
	n := len(d.r.vacancies)
	cols := make([]highs.Column, len(strikes))
	for c, s := range strikes {
		cols[c] = highs.Column{Col: highs.Col{Upper: math.Inf(1), Obj: float64(d.cost(s.person))}}
		for _, i := range s.items {
			cols[c].Index = append(cols[c].Index, int32(d.r.vacancyOf[s.person][i]))
			cols[c].Value = append(cols[c].Value, 1)
		}
		cols[c].Index, cols[c].Value = append(cols[c].Index, int32(n+s.person)), append(cols[c].Value, 1)
	}
	d.cols = append(d.cols, strikes...)
	return d.lp.AddCols(cols)
}

// descend solves, fixes, and solves again until every strike is whole.
func (d *callDive) descend(out *callResult) error {
	for round := 0; ; round++ {
		if done, err := d.converge(round); err != nil || !done {
			return err
		}
		if round == 0 {
			out.bound = min(max(out.bound, d.bound), out.called)
			if out.bound == out.called {
				return nil
			}
		}
		if d.value > float64(d.bound)+1e-6 && len(d.last) > 1 {
			if err := d.release(); err != nil { // too many at a time
				return err
			}
			continue
		}
		if d.value > float64(out.called)-1+1e-6 {
			return nil // no better plan lies this way
		}
		more, err := d.fix()
		if err != nil {
			return err
		}
		if !more {
			break
		}
	}
	state := d.r.callMore(d.state(), out.called, 1)
	if state != nil && d.r.holds(state) && d.r.called(state) < out.called {
		out.state, out.called = state, d.r.called(state)
	}
	return nil
}

// laterRounds is how often new strikes are priced after some were fixed.
const laterRounds = 4

// converge solves the linear model and prices new strikes until none is better;
// false when the budget is spent.
func (d *callDive) converge(round int) (bool, error) {
	for n := 0; ; n++ {
		if d.r.spent() || !d.end.IsZero() && time.Now().After(d.end) {
			return false, nil
		}
		o, _ := d.r.limit()
		res, err := d.lp.Solve(d.r.budget.stop, highs.LPOptions{TimeLimit: o.TimeLimit})
		if err != nil || res.Status != highs.Optimal {
			return false, err
		}
		d.value, d.duals, d.x = res.Objective+float64(d.r.calledAnyhow()), res.Duals, res.X[2*len(d.r.vacancies):]
		if round > 0 && d.value <= float64(d.bound)+1e-6 {
			return true, nil // no strike can make it better
		}
		more := d.price(round == 0)
		if len(more) == 0 || round > 0 && n == laterRounds || round == 0 && float64(d.bound) >= d.value-1e-6 {
			return true, nil
		}
		if err := d.join(more); err != nil {
			return false, err
		}
	}
}

// price finds each person's best strike at the prices, and lists those that would
// improve the linear model. With prove it takes the bound over that follows.
func (d *callDive) price(prove bool) []callStrike {
	n := len(d.r.vacancies)
	worth := make([]int64, n)
	sum := int64(d.r.calledAnyhow()) * unit
	for v, need := range d.r.vacancies {
		worth[v] = max(0, int64(math.Round(d.duals[v]*unit)))
		held := max(0, int64(math.Round(-d.duals[n+len(d.r.people)+need.priority]*unit)))
		sum += int64(need.places) * (worth[v] + min(0, held*need.minutes()-worth[v]))
	}
	for priority, open := range d.r.bound.held {
		sum -= max(0, int64(math.Round(-d.duals[n+len(d.r.people)+priority]*unit))) * open
	}
	var out []callStrike
	for k := range d.r.people {
		if !prove && d.fixed[k] {
			continue
		}
		gain, items := d.best(k, worth)
		gain -= d.cost(k) * unit
		sum -= max(0, gain)
		if price := int64(math.Round(-d.duals[n+k] * unit)); gain > price+unit/100000 {
			out = append(out, callStrike{k, items})
		}
	}
	if prove {
		d.bound = max(d.bound, ceilDiv(sum, unit))
	}
	return out
}

// best is person k's strike of the greatest worth.
func (d *callDive) best(k int, worth []int64) (int64, []int) {
	p := &d.paths[k]
	total := make([]int64, len(p.items)+1)
	for n, i := range p.items {
		total[n+1] = max(total[n], worth[d.r.vacancyOf[k][i]]+total[p.before[n]])
	}
	var items []int
	for n := len(p.items); n > 0; {
		if total[n] == total[n-1] {
			n--
			continue
		}
		items = append(items, p.items[n-1])
		n = p.before[n-1]
	}
	slices.Sort(items)
	return total[len(p.items)], items
}

// A dive takes about so many steps: the more people, the more it decides in each.
const diveSteps = 50

// fix decides the strikes that the linear model favours most: all that are nearly
// whole, and of the others some. False when nothing is left to decide.
func (d *callDive) fix() (bool, error) {
	var list []int
	for c, v := range d.x {
		if v > 1e-6 && !d.fixed[d.cols[c].person] {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(d.x[b], d.x[a]) })
	atLeast := 1 + len(d.fixed)/diveSteps
	var index []int32
	var ones []float64
	taken := make([]int, len(d.r.vacancies))
	for _, c := range list {
		s := d.cols[c]
		if d.fixed[s.person] || len(index) >= atLeast && d.x[c] < 0.8 {
			continue
		}
		if twice := d.twice(s, taken); twice > 0 && len(index) > 0 && d.x[c] < 0.8 {
			continue
		}
		for _, i := range s.items {
			taken[d.r.vacancyOf[s.person][i]]++
		}
		index, ones = append(index, int32(2*len(d.r.vacancies)+c)), append(ones, 1)
		d.fixed[s.person] = true
	}
	d.last = index
	if len(index) == 0 {
		return false, nil
	}
	return true, d.lp.SetColBounds(index, ones, ones)
}

// release takes back what was fixed last, but for the strike favoured most.
func (d *callDive) release() error {
	index := d.last[1:]
	d.last = d.last[:1]
	none, free := make([]float64, len(index)), make([]float64, len(index))
	for n, j := range index {
		free[n] = math.Inf(1)
		d.fixed[d.cols[int(j)-2*len(d.r.vacancies)].person] = false
	}
	return d.lp.SetColBounds(index, none, free)
}

// twice is how many of the strike's vacancies have all their places taken.
func (d *callDive) twice(s callStrike, taken []int) int {
	n := 0
	for _, i := range s.items {
		if v := d.r.vacancyOf[s.person][i]; taken[v] >= d.r.vacancies[v].places {
			n++
		}
	}
	return n
}

// state is the plan of the fixed strikes, each place filled once.
func (d *callDive) state() [][]bool {
	out := cloneStates(d.r.base)
	filled := make([]int, len(d.r.vacancies))
	for c, v := range d.x {
		if v < 0.5 {
			continue
		}
		s := d.cols[c]
		for _, i := range s.items {
			if of := d.r.vacancyOf[s.person][i]; filled[of] < d.r.vacancies[of].places {
				filled[of]++
				out[s.person][i] = true
			}
		}
	}
	return out
}
