package solve

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// The rivals solve the same problem as one model, not cut into parts, aims one
// after another, each held by a row. They are spared what costs them needlessly:
// slots that only their names tell apart are one slot, objectives are divided by
// their greatest common divisor, each stage starts from the best plan before it,
// and making the models does not count as their time.

// A formulation is how the model of a rival says that items clash.
type formulation string

const (
	pairwise formulation = "pairwise" // a row for every two items that clash, as in textbooks
	cliques  formulation = "clique"   // a row for every clique of them over time
)

// A rival is the model of a whole problem.
type rival struct {
	problem rota.Problem
	part    *part
	aims    []rota.AimValue // of the stages done
}

func newRival(p rota.Problem, f formulation) *rival {
	merged, _ := joined(p)
	r := &rival{problem: merged}
	r.part = &part{problem: &r.problem, people: people(merged)}
	for i := range merged.Slots {
		r.part.slots = append(r.part.slots, i)
	}
	r.part.columns()
	r.part.greedy()
	if f == pairwise {
		r.part.buildPairs()
	}
	r.part.build()
	for k, q := range r.part.people {
		for _, set := range q.chains() {
			set = slices.DeleteFunc(set, func(i int) bool { return !q.items[i].free() })
			r.part.rows = append(r.part.rows, sum(r.part.literals(k, set), nil, float64(len(set)-1)))
		}
	}
	return r
}

// buildPairs makes the rows of build with a row for every clash in place of cliques.
func (t *part) buildPairs() {
	t.compact = true
	t.placeRows()
	for k, q := range t.people {
		t.pairRows(k, q)
		t.coverRow(k, q)
		t.dateRows(k, q)
		t.hopeless(k, q)
	}
	t.best = t.vector(t.state(t.best))
}

// pairRows: not both of two items that clash; whoever has an item is used.
func (t *part) pairRows(k int, q *person) {
	for i, it := range q.items {
		for j := q.clash[i].next(i + 1); j >= 0; j = q.clash[i].next(j + 1) {
			switch {
			case it.free() && q.items[j].free():
				t.rows = append(t.rows, sum(t.literals(k, []int{i, j}), nil, 1))
			case it.free():
				t.forbid(k, i)
			case q.items[j].free():
				t.forbid(k, j)
			}
		}
		if t.used != nil && it.kind == cover {
			t.rows = append(t.rows, highs.Row{Lower: math.Inf(-1), Upper: 0,
				Index: []int32{int32(t.vars[k][i]), int32(t.used[k])}, Value: []float64{1, -1}})
		}
	}
}

// model is the stage's model, and what one unit of its objective is worth. Its
// last column is the most minutes on one person in the stage of the spread.
func (r *rival) model(stage string) (highs.Model, int64) {
	t := r.part
	m := highs.Model{Cols: slices.Clone(t.cols), Rows: append(slices.Clone(t.rows), t.carry()...)}
	if stage == string(rota.AimSpread) {
		t.addBusiest(&m, t.step())
		return m, t.step()
	}
	o := t.objective(stage)
	g := max(o.scale(), 1)
	for j, c := range o.coef {
		m.Cols[j].Obj = float64(c / g)
	}
	return m, g
}

// value is that of the best plan so far in a stage.
func (r *rival) value(stage string) int64 {
	return r.part.asItStands(stage).value + elsewhere(&r.problem, []*part{r.part}, stage)
}

// start is the best plan so far as a solution of the stage's model.
func (r *rival) start(stage string, m *highs.Model, unit int64) []float64 {
	return r.part.start(len(m.Cols), func(x []float64) float64 {
		if stage != string(rota.AimSpread) {
			return 0
		}
		return float64(r.part.most(x) / unit)
	})
}

// take makes the solution x of the stage, which is its best, the plan to go on
// from. It is an error if it breaks a rule: then the model was not whole.
func (r *rival) take(stage string, x []float64) error {
	t := r.part
	rows := len(t.rows)
	score := func(x []float64) float64 {
		if stage == string(rota.AimSpread) {
			return float64(t.most(x))
		}
		return float64(t.objective(stage).at(x))
	}
	if t.accept(x[:len(t.cols)], score) {
		return fmt.Errorf("stage %s: the model lacks %d rows", stage, len(t.rows)-rows)
	}
	t.carryOn(stage, t.asItStands(stage).value)
	v := r.value(stage)
	r.aims = append(r.aims, rota.AimValue{Aim: stage, Value: v, Bound: v})
	return nil
}

// A rivalSolver finds the best solution of a model within the limit, or nil, and
// gives the time that the solver itself took.
type rivalSolver func(ctx context.Context, m *highs.Model, start []float64, limit time.Duration) ([]float64, time.Duration, error)

// run solves the stages within the limit and tells each that is proved. It gives
// the seconds that the solver took, which may exceed the limit.
func (r *rival) run(ctx context.Context, solver rivalSolver, limit time.Duration, tell func(a rota.AimValue, seconds float64)) (float64, error) {
	var took time.Duration
	for _, stage := range r.problem.Stages() {
		m, unit := r.model(stage)
		start := r.start(stage, &m, unit)
		x := start
		if stage == string(rota.AimSpread) || len(r.part.objective(stage).coef) > 0 {
			var spent time.Duration
			var err error
			x, spent, err = solver(ctx, &m, start, limit-took)
			took += spent
			if err != nil || x == nil || took > limit {
				return took.Seconds(), err
			}
		}
		if err := r.take(stage, x); err != nil {
			return took.Seconds(), err
		}
		tell(r.aims[len(r.aims)-1], took.Seconds())
	}
	return took.Seconds(), nil
}

// byHighs solves by the engine that the package itself uses.
func byHighs(e *highs.Engine) rivalSolver {
	return func(ctx context.Context, m *highs.Model, start []float64, limit time.Duration) ([]float64, time.Duration, error) {
		began := time.Now()
		r, err := e.Solve(ctx, m, highs.Options{AbsGap: gap, Start: start, TimeLimit: max(limit, time.Millisecond)})
		took := time.Since(began)
		switch {
		case err != nil:
			return nil, took, err
		case r.Status == highs.Optimal:
			return r.X, took, nil
		case r.Status == highs.Limit:
			return nil, took, nil
		default: // there is a plan, the one to start from
			return nil, took, fmt.Errorf("the engine ends with: %s", r.Status)
		}
	}
}

// TestRivalsAgree solves tiny problems by both rival models: what the benchmarks
// compare is the same problem.
func TestRivalsAgree(t *testing.T) {
	ctx := context.Background()
	engine, err := highs.New(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	seeds := []uint64{416, 626, 870, 1019, 1776} // chains of duty runs matter
	for seed := range uint64(fewer(200)) {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		want := solved(t, p, Options{}).Aims
		for _, f := range []formulation{pairwise, cliques} {
			r := newRival(p, f)
			told := 0
			_, err := r.run(ctx, byHighs(engine), time.Hour, func(rota.AimValue, float64) { told++ })
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, f, err)
			}
			if !slices.Equal(r.aims, want) || told != len(want) {
				t.Errorf("seed %d, %s: %v, told %d, want %v", seed, f, r.aims, told, want)
			}
		}
	}
}

// TestRivalStops: a rival that runs out of time tells only what it proved.
func TestRivalStops(t *testing.T) {
	p, err := tiny(3)
	if err != nil {
		t.Fatal(err)
	}
	r := newRival(p, cliques)
	none := func(context.Context, *highs.Model, []float64, time.Duration) ([]float64, time.Duration, error) {
		return nil, 0, nil
	}
	_, err = r.run(context.Background(), none, time.Second, func(a rota.AimValue, _ float64) {
		if a.Value != r.part.objective(a.Aim).fixed {
			t.Errorf("told %v", a)
		}
	})
	if err != nil || len(r.aims) == len(p.Stages()) {
		t.Errorf("%d of %d aims proved, error %v", len(r.aims), len(p.Stages()), err)
	}
}
