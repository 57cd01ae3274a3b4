package solve

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"strikerota/rota/solve/highs"
)

// A run is one stage of one part under way.
type run struct {
	*master
	ctx    context.Context // ends the solve without a plan
	engine *highs.Engine
	budget budget
	nodes  int // of branch and bound, so far
	costs  *costs
	score  func([]float64) int64 // the stage's value of a vector of the part
	bound  bound                 // the best so far, if any
	least  int64                 // units that nothing is below
	lp     *highs.LP             // the linear model while it is worked on
	solved bool                  // whether it has a solution to go on from
	slow   bool                  // whether to go on from one takes longer than to begin anew
	pool   []int32               // rosters in it
	pooled set                   // the same as a set
	barred []bool                // which of them may not be chosen, in a tree
	bars   bool                  // whether rosters that are not alive stay in it and are barred
	left   *corner               // where the last linear model ended
	x      []float64             // their shares in its solution

	latest prices // of the last linear model
	tired  int    // how large the pieces were by which nothing better than the best plan was found
	sharp  bool   // whether bounds are raised beyond what proves the best plan

	vain    vain    // where no local cut was found
	plunges int     // so far
	lacking float64 // by how much the solution breaks rows that may be broken at a cost
}

func (m *master) begin(ctx context.Context, engine *highs.Engine, c *costs, b budget) *run {
	return &run{master: m, ctx: ctx, engine: engine, budget: b, costs: c}
}

// errSpent says that a limit was reached or the search stopped.
var errSpent = errors.New("the budget is spent")

// inTime ends soon after the time left: HiGHS looks at its limit only now and then,
// and has been seen to work on for more than a minute.
func (r *run) inTime() (context.Context, context.CancelFunc) {
	if r.budget.deadline == 0 {
		return r.budget.stop, func() {}
	}
	return context.WithTimeout(r.budget.stop, r.budget.left()+late)
}

// late is by how much a solve may miss the time limit.
const late = time.Second

// units is the value of the best plan so far, above the base.
func (r *run) units() int64 { return r.costs.units(r.score(r.part.best)) }

func (r *run) proved() bool { return r.least >= r.units() }

// raise takes over a bound.
func (r *run) raise(b bound) {
	if r.bound.y == nil || b.total > r.bound.total {
		r.bound = b
	}
	r.least = max(r.least, b.units())
	r.report()
}

func (r *run) report() {
	if r.budget.report != nil {
		r.budget.report(r.score(r.part.best), r.costs.value(min(r.least, r.units())))
	}
}

// perPerson is the most rosters of one person that join the linear model at a time.
const perPerson = 4

// relax solves the linear relaxation over all rosters by generating columns: the
// prices of a model of few rosters show which others would improve it.
func (r *run) relax() error {
	if err := r.open(); err != nil {
		return err
	}
	last, joined := math.Inf(1), false
	for {
		res, err := r.linear()
		if err != nil {
			return err
		}
		r.split(res.X)
		r.latest = r.round(res.Duals)
		r.raise(r.price(r.costs, r.latest))
		if r.proved() && !r.sharp {
			return nil
		}
		more := r.improving(res.Duals)
		if len(more) == 0 || joined && res.Iterations == 0 { // within rounding, none improves it
			return nil
		}
		if r.slow && len(more) > r.rows()/20 {
			err = r.afresh(res, &last, more)
		} else {
			err, joined = r.join(more), true
		}
		if err != nil {
			return err
		}
	}
}

// afresh begins the linear model anew, with more rosters. In a wide part of which
// many plans are as good, the last solution is at a corner where thousands of steps
// gain nothing. Rosters far from being chosen leave as long as the objective, last
// before this, falls: none can come and go for ever.
func (r *run) afresh(res *highs.Result, last *float64, more []int32) error {
	left := r.pool
	if res.Objective < *last-1e-6*math.Abs(*last) {
		left = r.nearLinear(res)
	}
	*last = res.Objective
	err := r.close()
	r.left = nil
	r.x, r.master.pool = nil, append(left, more...)
	return errors.Join(err, r.open())
}

// nearLinear lists the rosters of the linear model's solution, and of the others
// four times as many as there are rows: those of the least reduced costs.
func (r *run) nearLinear(res *highs.Result) []int32 {
	var ids []int32
	var others []near
	reduced := res.ReducedCosts[len(r.softRows()):]
	for j, id := range r.pool {
		if r.x[j] > 1e-9 {
			ids = append(ids, id)
		} else {
			others = append(others, near{id, int64(reduced[j] * unit)})
		}
	}
	return append(ids, nearestOf(others, 4*r.rows())...)
}

// split takes the linear model's solution apart.
func (r *run) split(x []float64) {
	n := len(r.softRows())
	r.lacking = 0
	for _, v := range x[:n] {
		r.lacking += v
	}
	r.x = x[n:]
}

// lacks reports whether the linear model's solution breaks rows by more than rounding.
func (r *run) lacks() bool { return r.lacking > 1e-4 }

// improving lists the rosters that the linear model lacks: those of the least
// reduced costs below their person's price.
func (r *run) improving(duals []float64) []int32 {
	at := len(r.need)
	var out, best []int32
	var value []int64
	last := -1
	flush := func() { out = append(out, best...); best, value = best[:0], value[:0] }
	r.eachAlive(func(k, n int, id int32) {
		if k != last {
			flush()
			last = k
		}
		price := min(0, int64(math.Round(duals[at+k]*unit)))
		if r.must[k] {
			price = int64(math.Round(duals[at+k] * unit))
		}
		v := r.reduced[n]
		if v >= price-unit/100000 || r.pooled.has(int(id)) {
			return
		}
		i := len(best)
		for i > 0 && value[i-1] > v {
			i--
		}
		if i >= perPerson {
			return
		}
		best, value = slices.Insert(best, i, id), slices.Insert(value, i, v)
		if len(best) > perPerson {
			best, value = best[:perPerson], value[:perPerson]
		}
	})
	flush()
	return out
}

// open begins the linear model, unless it is there, with the rosters of the best
// plan and those that the last one ended with.
func (r *run) open() error {
	if r.lp != nil {
		return nil
	}
	pool := append(r.chosen(), r.master.pool...)
	slices.Sort(pool)
	pool = slices.Compact(pool)
	if !r.bars {
		pool = slices.DeleteFunc(pool, func(id int32) bool { return !r.lives(id) })
	}
	r.pool, r.barred, r.pooled = nil, nil, newSet(r.all.count())
	m := r.model()
	lp, err := r.engine.NewLP(r.budget.stop, &m)
	if err != nil {
		return r.failed(err)
	}
	r.lp, r.solved = lp, false
	return errors.Join(r.join(pool), r.goTo(r.left))
}

// lives reports whether a roster may still be chosen.
func (r *run) lives(id int32) bool {
	_, alive := slices.BinarySearch(r.alive, id)
	return alive
}

// close ends the linear model: nothing else can be solved beside it.
func (r *run) close() error {
	if r.lp == nil {
		return nil
	}
	r.left = r.corner()
	lp := r.lp
	r.lp = nil
	r.master.pool = r.near()
	return lp.Close()
}

// join adds rosters to the linear model.
func (r *run) join(ids []int32) error {
	var cols []highs.Column
	for _, id := range ids {
		k := r.person(id)
		index, value := r.column(k, id)
		most := math.Inf(1)
		r.barred = append(r.barred, !r.lives(id))
		if r.barred[len(r.barred)-1] {
			most = 0
		}
		cols = append(cols, highs.Column{Col: highs.Col{Upper: most, Obj: float64(r.costs.of(r.all, k, id))}, Index: index, Value: value})
		r.pooled.add(int(id))
	}
	r.pool = append(r.pool, ids...)
	return r.failed(r.lp.AddCols(cols))
}

// linear solves the linear model as it is.
func (r *run) linear() (*highs.Result, error) {
	if r.budget.spent(0) {
		return nil, errSpent
	}
	if len(r.pool)+len(r.softRows()) == 0 {
		return &highs.Result{Duals: make([]float64, r.rows())}, nil // nothing to solve, and nothing has a price
	}
	o := highs.LPOptions{TimeLimit: r.budget.left()}
	if r.wide() && r.solved && !r.slow {
		o.IterationLimit = max(1, r.rows()/2)
	}
	stop, end := r.inTime()
	res, err := r.lp.Solve(stop, o)
	end()
	if err == nil && res.Status != highs.Optimal && o.IterationLimit > 0 && res.Iterations >= int64(o.IterationLimit) {
		r.slow = true
		err := r.close()
		r.left = nil // the solution is found sooner from nothing
		if err := errors.Join(err, r.open()); err != nil {
			return nil, err
		}
		return r.linear()
	}
	r.solved = true
	if err == nil && res.Status != highs.Optimal {
		return nil, errSpent
	}
	return res, r.failed(err)
}

// failed tells why something went wrong: the solve is to end without a plan (also
// when the solver had just done its work), the search was stopped, or the solver's
// own fault.
func (r *run) failed(err error) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	if err == nil {
		return nil
	}
	if r.budget.stop.Err() != nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, highs.ErrMemory) {
		return errSpent
	}
	return err
}

// chosen lists the rosters of the best plan, for each person who has cover.
func (r *run) chosen() []int32 {
	var out []int32
	for k := range r.part.people {
		id, ok := r.find(k, r.part.present(k, r.part.best))
		if _, left := slices.BinarySearch(r.alive, id); ok && left {
			out = append(out, id)
		}
	}
	return out
}

// find gives the roster of person k with exactly the present cover.
func (m *master) find(k int, present []bool) (int32, bool) {
	var want []uint16
	for i, it := range m.part.people[k].items {
		if it.kind == cover && !it.locked && present[i] {
			want = append(want, uint16(i))
		}
	}
	return m.with(k, want)
}

// with gives the roster of person k that has exactly the items, at least one.
func (m *master) with(k int, want []uint16) (int32, bool) {
	if len(want) == 0 {
		return 0, false
	}
	first, last := m.all.first[k], m.all.first[k+1]
	at := first
	for at < last { // rosters stand in the order of their items
		mid := at + (last-at)/2
		if slices.Compare(m.all.of(mid), want) < 0 {
			at = mid + 1
		} else {
			last = mid
		}
	}
	return at, at < m.all.first[k+1] && slices.Equal(m.all.of(at), want)
}

// addColumns appends rosters as columns of the model.
func addColumns(model *highs.Model, m *master, c *costs, ids []int32, integer bool) {
	for _, id := range ids {
		k := m.person(id)
		j := int32(len(model.Cols))
		model.Cols = append(model.Cols, highs.Col{Upper: 1, Obj: float64(c.of(m.all, k, id)), Integer: integer})
		index, value := m.column(k, id)
		for n, i := range index {
			row := &model.Rows[i]
			row.Index, row.Value = append(row.Index, j), append(row.Value, value[n])
		}
	}
}
