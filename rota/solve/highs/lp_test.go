package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// newLP makes an LP that must not fail.
func newLP(t testing.TB, e *Engine, m *Model) *LP {
	t.Helper()
	l, err := e.NewLP(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// solveLP solves an LP that must not fail.
func solveLP(t testing.TB, l *LP) *Result {
	t.Helper()
	r, err := l.Solve(context.Background(), LPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// twin is an LP with the model that it should be.
type twin struct {
	t      *testing.T
	random *rand.Rand
	lp     *LP
	model  *Model
}

// bounds makes bounds of every kind.
func (w *twin) bounds() (lower, upper float64) {
	lower = float64(w.random.IntN(9) - 4)
	upper = lower + float64(w.random.IntN(6))
	switch w.random.IntN(8) {
	case 0:
		lower = -inf
	case 1, 2:
		upper = inf
	}
	return lower, upper
}

// entries makes coefficients for some of n.
func (w *twin) entries(n int) (index []int32, value []float64) {
	for _, i := range w.random.Perm(n) {
		if w.random.IntN(3) == 0 {
			index, value = append(index, int32(i)), append(value, float64(w.random.IntN(11)-3))
		}
	}
	return index, value
}

// some makes bounds for some of n.
func (w *twin) some(n int) (index []int32, lower, upper []float64) {
	for _, i := range w.random.Perm(n)[:w.random.IntN(n+1)] {
		low, high := w.bounds()
		index, lower, upper = append(index, int32(i)), append(lower, low), append(upper, high)
	}
	return index, lower, upper
}

// change makes one change to both.
func (w *twin) change() error {
	m := w.model
	switch w.random.IntN(8) {
	case 0:
		obj := make([]float64, len(m.Cols))
		for j := range obj {
			obj[j] = float64(w.random.IntN(21) - 6)
			m.Cols[j].Obj = obj[j]
		}
		return w.lp.SetObj(obj)
	case 1:
		index, lower, upper := w.some(len(m.Cols))
		for k, j := range index {
			m.Cols[j].Lower, m.Cols[j].Upper = lower[k], upper[k]
		}
		return w.lp.SetColBounds(index, lower, upper)
	case 2:
		index, lower, upper := w.some(len(m.Rows))
		for k, i := range index {
			m.Rows[i].Lower, m.Rows[i].Upper = lower[k], upper[k]
		}
		return w.lp.SetRowBounds(index, lower, upper)
	case 3, 4:
		var rows []Row
		for range w.random.IntN(4) {
			r := Row{}
			r.Lower, r.Upper = w.bounds()
			r.Index, r.Value = w.entries(len(m.Cols))
			rows = append(rows, r)
		}
		m.Rows = append(m.Rows, rows...)
		return w.lp.AddRows(rows)
	default:
		var cols []Column
		for range w.random.IntN(5) {
			c := Column{Col: Col{Obj: float64(w.random.IntN(21) - 6)}}
			c.Lower, c.Upper = w.bounds()
			c.Index, c.Value = w.entries(len(m.Rows))
			cols = append(cols, c)
		}
		w.model = with(m, cols)
		return w.lp.AddCols(cols)
	}
}

// compare finds that the LP's result is that of the model solved by another engine.
func (w *twin) compare(fresh *Engine) (Status, error) {
	if len(w.model.Cols) == 0 {
		return Unknown, nil
	}
	got, want := solveLP(w.t, w.lp), solve(w.t, fresh, w.model, Options{Presolve: "off"})
	if want.Status == Unknown { // HiGHS may not name a model without a best solution, without presolve
		want = solve(w.t, fresh, w.model, Options{Presolve: "on"})
	}
	if got.Status != want.Status && (want.Status != InfeasibleOrUnbounded || got.Status != Unbounded) {
		return want.Status, fmt.Errorf("%v, want %v", got.Status, want.Status)
	}
	if got.Status != Optimal {
		return got.Status, nil
	}
	if !near(got.Objective, want.Objective, 1e-7) {
		return Optimal, fmt.Errorf("objective %v, want %v", got.Objective, want.Objective)
	}
	return Optimal, proof(w.model, got)
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

// proof finds that the duals prove the objective: they make a bound that no solution is below.
func proof(m *Model, r *Result) error {
	if len(r.X) != len(m.Cols) || len(r.ReducedCosts) != len(m.Cols) || len(r.Duals) != len(m.Rows) {
		return fmt.Errorf("%d values, %d reduced costs, %d duals", len(r.X), len(r.ReducedCosts), len(r.Duals))
	}
	reduced := make([]float64, len(m.Cols))
	for j, c := range m.Cols {
		reduced[j] = c.Obj
	}
	// least is what a price can make of an amount between bounds.
	least := func(price, lower, upper float64) float64 {
		switch {
		case math.Abs(price) < 1e-7: // of an amount without bounds
			return 0
		case price > 0:
			return price * lower
		}
		return price * upper
	}
	bound := m.Offset
	for i, row := range m.Rows {
		bound += least(r.Duals[i], row.Lower, row.Upper)
		for k, j := range row.Index {
			reduced[j] -= r.Duals[i] * row.Value[k]
		}
	}
	for j, c := range m.Cols {
		bound += least(reduced[j], c.Lower, c.Upper)
		if !near(reduced[j], r.ReducedCosts[j], 1e-7) {
			return fmt.Errorf("column %d: reduced cost %v, want %v", j, r.ReducedCosts[j], reduced[j])
		}
	}
	if !near(bound, r.Objective, 1e-6) {
		return fmt.Errorf("the duals prove %v, not %v", bound, r.Objective)
	}
	return nil
}

// TestLPAgainstFresh changes LPs in every way and order, solves between the changes, and compares
// with the same model solved at once.
func TestLPAgainstFresh(t *testing.T) {
	live, fresh := open(t), open(t)
	random := rand.New(rand.NewPCG(3, 5))
	seen := map[Status]int{}
	for k := range 500 {
		model := &Model{Offset: float64(random.IntN(9))}
		w := &twin{t: t, random: random, lp: newLP(t, live, model), model: model}
		for step := range 12 {
			if err := w.change(); err != nil {
				t.Fatalf("LP %d, change %d: %v", k, step, err)
			}
			if random.IntN(3) == 0 {
				status, err := w.compare(fresh)
				if err != nil {
					t.Errorf("LP %d, change %d: %v", k, step, err)
				}
				seen[status]++
			}
		}
		status, err := w.compare(fresh)
		if err != nil {
			t.Errorf("LP %d: %v", k, err)
		}
		seen[status]++
		if err := w.lp.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if seen[Optimal] < 100 || seen[Infeasible] < 50 || seen[Unbounded] < 5 {
		t.Errorf("the models are too much alike: %v", seen)
	}
}

// TestLPIsWarm finds that new columns take far fewer steps than the whole anew, always as many.
func TestLPIsWarm(t *testing.T) {
	e := open(t)
	start, batches := partition(60, 10, 20, 4)
	var before []int64
	for run := range 2 {
		l := newLP(t, e, start)
		var steps []int64
		var sum, anew int64
		var cols []Column
		for _, batch := range batches {
			if err := l.AddCols(batch); err != nil {
				t.Fatal(err)
			}
			cols = append(cols, batch...)
			got, want := solveLP(t, l), solve(t, open(t), with(start, cols), Options{Presolve: "off"})
			if !near(got.Objective, want.Objective, 1e-7) {
				t.Errorf("objective %v, want %v", got.Objective, want.Objective)
			}
			steps, sum, anew = append(steps, got.Iterations), sum+got.Iterations, anew+want.Iterations
		}
		if sum*2 > anew || sum == 0 {
			t.Errorf("%d steps, anew %d", sum, anew)
		}
		if again := solveLP(t, l); again.Iterations != 0 {
			t.Errorf("%d steps where nothing changed", again.Iterations)
		}
		if run > 0 && fmt.Sprint(steps) != fmt.Sprint(before) {
			t.Errorf("steps %v, before %v", steps, before)
		}
		before = steps
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLPLimits stops a solve, and takes it further.
func TestLPLimits(t *testing.T) {
	e := open(t)
	start, batches := partition(60, 1, 200, 4)
	m := with(start, batches[0])
	l := newLP(t, e, m)
	want := solveLP(t, l)
	if want.Status != Optimal || want.Iterations < 50 {
		t.Fatalf("%v after %d steps", want.Status, want.Iterations)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}

	l = newLP(t, e, m)
	defer l.Close()
	got, err := l.Solve(t.Context(), LPOptions{TimeLimit: time.Nanosecond})
	if err != nil || got.Status != Limit || got.Duals != nil {
		t.Fatalf("a nanosecond: %+v, error %v", got, err)
	}
	solves := 0
	for got.Status == Limit && solves < 1000 {
		solves++
		if got, err = l.Solve(t.Context(), LPOptions{IterationLimit: 20}); err != nil {
			t.Fatal(err)
		}
		if got.Iterations > 20 {
			t.Fatalf("%d steps, limit 20", got.Iterations)
		}
	}
	if got.Status != Optimal || !near(got.Objective, want.Objective, 1e-7) || solves < 2 {
		t.Errorf("%v, objective %v after %d solves, want %v", got.Status, got.Objective, solves, want.Objective)
	}
}

// An asked is a context that ends when it has been asked so often whether it has.
type asked struct {
	context.Context
	left int
}

func (a *asked) Err() error {
	if a.left--; a.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestLPCancel ends LPs in the middle of a solve.
func TestLPCancel(t *testing.T) {
	e := open(t)
	start, batches := partition(300, 1, 4000, 1)
	large := with(start, batches[0])
	small, more := partition(20, 1, 30, 1)
	want := solve(t, e, with(small, more[0]), Options{}).Objective
	for k, left := range []int{1, 5, 50, 150} {
		l := newLP(t, e, large)
		r, err := l.Solve(&asked{Context: context.Background(), left: left}, LPOptions{})
		if r != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("cancel %d: result %+v, error %v", k, r, err)
		}
		if e.in != nil {
			t.Errorf("cancel %d: the instance is kept", k)
		}
		if _, again := l.Solve(context.Background(), LPOptions{}); again == nil || again.Error() != err.Error() {
			t.Errorf("cancel %d: then error %v, want %v", k, again, err)
		}
		if err := l.Close(); err != nil {
			t.Errorf("cancel %d: close: %v", k, err)
		}
		if got := solve(t, e, with(small, more[0]), Options{}).Objective; got != want {
			t.Errorf("cancel %d: then objective %v, want %v", k, got, want)
		}
		next := newLP(t, e, with(small, more[0]))
		if got := solveLP(t, next).Objective; !near(got, want, 1e-7) {
			t.Errorf("cancel %d: next LP: objective %v, want %v", k, got, want)
		}
		if err := next.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLPCancelledBefore finds that a context that has ended already does no harm.
func TestLPCancelledBefore(t *testing.T) {
	e := open(t)
	m, _ := partition(5, 0, 0, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if l, err := e.NewLP(ctx, m); l != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("new LP: error %v", err)
	}
	l := newLP(t, e, m)
	if _, err := l.Solve(ctx, LPOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("solve: error %v", err)
	}
	if got := solveLP(t, l); got.Objective != 5000 {
		t.Errorf("objective %v, want 5000", got.Objective)
	}
}
