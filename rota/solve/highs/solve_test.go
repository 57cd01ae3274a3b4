package highs

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var inf = math.Inf(1)

// open returns an engine that is closed with the test.
func open(t testing.TB) *Engine {
	t.Helper()
	e, err := New(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// solve solves a model that must not fail.
func solve(t testing.TB, e *Engine, m *Model, o Options) *Result {
	t.Helper()
	r, err := e.Solve(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// row makes a row from the coefficients of the first columns.
func row(lower, upper float64, values ...float64) Row {
	r := Row{Lower: lower, Upper: upper}
	for j, v := range values {
		if v != 0 {
			r.Index = append(r.Index, int32(j))
			r.Value = append(r.Value, v)
		}
	}
	return r
}

// knapsacks makes a model that is hard for its size: choose from n things under several weights.
func knapsacks(n, weights int, seed uint64) *Model {
	random := rand.New(rand.NewPCG(seed, 1))
	m := &Model{}
	for range n {
		m.Cols = append(m.Cols, Col{Upper: 1, Obj: -float64(10 + random.IntN(90)), Integer: true})
	}
	for range weights {
		values, total := make([]float64, n), 0.0
		for j := range values {
			values[j] = float64(1 + random.IntN(99))
			total += values[j]
		}
		m.Rows = append(m.Rows, row(-inf, total/2, values...))
	}
	return m
}

func TestSolve(t *testing.T) {
	// Two kinds of windows and doors from three plants, the example of many textbooks.
	plants := []Row{row(-inf, 4, 1), row(-inf, 12, 0, 2), row(-inf, 18, 3, 2)}
	tests := []struct {
		name  string
		model Model
		want  Result
	}{
		{"linear", Model{Offset: 10, Cols: []Col{{0, inf, -3, false}, {0, inf, -5, false}}, Rows: plants},
			Result{Status: Optimal, X: []float64{2, 6}, Objective: -26, Bound: -26,
				Duals: []float64{0, -1.5, -1}, ReducedCosts: []float64{0, 0}}},
		{"reduced cost", Model{Cols: []Col{{1, 5, 2, false}, {0, 3, -1, false}}, Rows: []Row{row(-inf, 100, 1, 1)}},
			Result{Status: Optimal, X: []float64{1, 3}, Objective: -1, Bound: -1,
				Duals: []float64{0}, ReducedCosts: []float64{2, -1}}},
		{"linear, no solution", Model{Cols: []Col{{0, inf, -3, false}}, Rows: []Row{row(-inf, -4, 1)}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"linear, no best", Model{Cols: []Col{{-inf, inf, 1, false}}, Rows: []Row{row(-inf, 4, 1)}},
			Result{Status: Unbounded, Objective: inf, Bound: -inf}},
		{"linear, free column", Model{Cols: []Col{{-inf, inf, 1, false}}, Rows: []Row{row(-7.5, inf, 1)}},
			Result{Status: Optimal, X: []float64{-7.5}, Objective: -7.5, Bound: -7.5,
				Duals: []float64{1}, ReducedCosts: []float64{0}}},
		{"whole numbers", Model{Cols: []Col{{0, inf, -5, true}, {0, inf, -4, true}},
			Rows: []Row{row(-inf, 24, 6, 4), row(-inf, 6, 1, 2)}},
			Result{Status: Optimal, X: []float64{4, 0}, Objective: -20, Bound: -20}},
		{"mixed", Model{Cols: []Col{{0, 10, -1, true}, {0, 10, -1, false}}, Rows: []Row{row(-inf, 5.5, 1, 1), row(-inf, 3.75, 1)}},
			Result{Status: Optimal, Objective: -5.5, Bound: -5.5}},
		{"equation and range", Model{Cols: []Col{{0, 9, 3, true}, {0, 9, 2, true}}, Rows: []Row{row(7, 7, 1, 1), row(2, 4, 1, -1)}},
			Result{Status: Optimal, X: []float64{5, 2}, Objective: 19, Bound: 19}},
		{"bound between whole numbers", Model{Cols: []Col{{0, 4.5, -1, true}}},
			Result{Status: Optimal, X: []float64{4}, Objective: -4, Bound: -4}},
		{"odd sum of even numbers", Model{Cols: []Col{{0, 10, -1, true}, {0, 10, 0, true}}, Rows: []Row{row(3, 3, 2, 2)}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"whole numbers, no best", Model{Cols: []Col{{0, inf, -1, true}}},
			Result{Status: InfeasibleOrUnbounded, Objective: inf, Bound: -inf}},
		{"crossed column", Model{Cols: []Col{{2, 1, 1, true}}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"crossed row", Model{Cols: []Col{{0, 1, 1, true}}, Rows: []Row{row(1, 0, 1)}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"no room for a whole number", Model{Cols: []Col{{1.2, 1.8, 1, true}}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"row of nothing", Model{Cols: []Col{{0, 1, 1, true}}, Rows: []Row{{Lower: 1, Upper: 2}}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"linear row of nothing", Model{Cols: []Col{{0, 1, 1, false}}, Rows: []Row{{Lower: 1, Upper: 2}}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
		{"no rows", Model{Cols: []Col{{0, 4, -1, false}, {-3, 4, 2, false}}, Offset: 1},
			Result{Status: Optimal, X: []float64{4, -3}, Objective: -9, Bound: -9, ReducedCosts: []float64{-1, 2}}},
		{"nothing", Model{Offset: 3}, Result{Status: Optimal, Objective: 3, Bound: 3}},
		{"no columns", Model{Rows: []Row{{Lower: -1, Upper: inf}}},
			Result{Status: Optimal, Duals: []float64{0}}},
		{"no columns, no solution", Model{Rows: []Row{{Lower: 1, Upper: 2}}},
			Result{Status: Infeasible, Objective: inf, Bound: inf}},
	}
	e := open(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := solve(t, e, &tt.model, Options{})
			tt.want.HasX = tt.want.Status == Optimal
			got.Nodes, got.Iterations = 0, 0
			if tt.want.X == nil || got.Status == Unbounded { // more than one solution, or none worth a look
				tt.want.X, tt.want.HasX, tt.want.Objective = got.X, got.HasX, got.Objective
			}
			if diff := cmp.Diff(tt.want, *got, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	e := open(t)
	hard := knapsacks(40, 5, 2)
	best := solve(t, e, hard, Options{})
	if best.Status != Optimal || best.Objective != -1384 || best.Bound != -1384 {
		t.Fatalf("without limits: %v, objective %v, bound %v", best.Status, best.Objective, best.Bound)
	}
	near := best.Objective + 50
	tests := []struct {
		name    string
		options Options
		want    Status
	}{
		{"nodes", Options{NodeLimit: 1}, Limit},
		{"time", Options{TimeLimit: time.Nanosecond}, Limit},
		{"target", Options{Target: &near}, Target},
		{"relative gap", Options{RelGap: 0.5}, Optimal},
		{"absolute gap", Options{AbsGap: 700}, Optimal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := solve(t, e, hard, tt.options)
			if got.Status != tt.want {
				t.Errorf("status %v, want %v", got.Status, tt.want)
			}
			if got.Bound > best.Objective {
				t.Errorf("bound %v is above the optimum %v", got.Bound, best.Objective)
			}
			if got.HasX && got.Bound >= got.Objective {
				t.Errorf("stopped early but bound %v reaches objective %v", got.Bound, got.Objective)
			}
			if tt.want == Target && !(got.Objective <= near) {
				t.Errorf("objective %v, want at most the target %v", got.Objective, near)
			}
		})
	}
}

func TestStart(t *testing.T) {
	e := open(t)
	hard := knapsacks(40, 5, 2)
	best := solve(t, e, hard, Options{})
	var first *Progress
	keepFirst := func(p Progress) {
		if first == nil && p.Best < inf {
			first = &p
		}
	}

	got := solve(t, e, hard, Options{Start: best.X, Progress: keepFirst})
	if got.Objective != best.Objective || first == nil || first.Best != best.Objective {
		t.Errorf("objective %v, first known %+v, want %v from the first", got.Objective, first, best.Objective)
	}

	everything := make([]float64, len(hard.Cols)) // too heavy
	for j := range everything {
		everything[j] = 1
	}
	got = solve(t, e, hard, Options{Start: everything})
	if got.Status != Optimal || got.Objective != best.Objective {
		t.Errorf("after a start that is not feasible: %v, objective %v", got.Status, got.Objective)
	}
}

func TestProgressIsReported(t *testing.T) {
	e := open(t)
	var all []Progress
	best := solve(t, e, knapsacks(40, 5, 2), Options{Progress: func(p Progress) { all = append(all, p) }})
	if len(all) < 3 {
		t.Fatalf("progress was called %d times", len(all))
	}
	for k, p := range all[1:] {
		before := all[k]
		if p.Best > before.Best || p.Bound < before.Bound || p.Nodes < before.Nodes || p.Seconds < before.Seconds {
			t.Errorf("progress went back from %+v to %+v", before, p)
		}
	}
	last := all[len(all)-1]
	if last.Best != best.Objective || last.Bound != best.Bound || last.Nodes != best.Nodes {
		t.Errorf("last progress %+v, result %v, %v, %v", last, best.Objective, best.Bound, best.Nodes)
	}
}

func TestRefused(t *testing.T) {
	nan, good := math.NaN(), Col{0, 1, 1, true}
	tests := []struct {
		name    string
		model   Model
		options Options
		want    string // part of the error
	}{
		{"objective", Model{Cols: []Col{{0, 1, nan, true}}}, Options{}, "column 0"},
		{"lower bound", Model{Cols: []Col{good, {inf, inf, 0, true}}}, Options{}, "column 1"},
		{"upper bound", Model{Cols: []Col{{0, nan, 0, true}}}, Options{}, "column 0"},
		{"offset", Model{Offset: inf}, Options{}, "offset"},
		{"row bounds", Model{Cols: []Col{good}, Rows: []Row{row(0, -inf, 1)}}, Options{}, "row 0"},
		{"coefficient", Model{Cols: []Col{good}, Rows: []Row{row(0, 1, inf)}}, Options{}, "coefficient"},
		{"lengths", Model{Cols: []Col{good}, Rows: []Row{{0, 1, []int32{0}, nil}}}, Options{}, "values"},
		{"no such column", Model{Cols: []Col{good}, Rows: []Row{{0, 1, []int32{1}, []float64{1}}}}, Options{}, "column 1 of 1"},
		{"column below 0", Model{Cols: []Col{good}, Rows: []Row{{0, 1, []int32{-1}, []float64{1}}}}, Options{}, "column -1"},
		{"twice", Model{Cols: []Col{good}, Rows: []Row{row(0, 1, 1), {0, 1, []int32{0, 0}, []float64{1, 1}}}}, Options{}, "row 1: column 0 is named twice"},
		{"start too short", Model{Cols: []Col{good, good}}, Options{Start: []float64{1}}, "start"},
		{"start not a number", Model{Cols: []Col{good}}, Options{Start: []float64{nan}}, "start"},
		{"seed", Model{Cols: []Col{good}}, Options{Seed: -1}, "seed"},
		{"node limit", Model{Cols: []Col{good}}, Options{NodeLimit: -1}, "node limit"},
		{"time limit", Model{Cols: []Col{good}}, Options{TimeLimit: -1}, "time limit"},
		{"gap", Model{Cols: []Col{good}}, Options{RelGap: nan}, "gap"},
		{"tolerance", Model{Cols: []Col{good}}, Options{FeasibilityTol: 1}, "tolerance"},
		{"presolve", Model{Cols: []Col{good}}, Options{Presolve: "perhaps"}, "presolve"},
	}
	e := open(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := e.Solve(context.Background(), &tt.model, tt.options)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("result %+v, error %v, want one about %q", got, err, tt.want)
			}
		})
	}
}

// TestGrowth solves a model that does not fit in the memory that an instance starts with.
func TestGrowth(t *testing.T) {
	e := open(t)
	before := e.in.module.Memory().Size()
	m := &Model{Rows: []Row{{Lower: -inf, Upper: 1e6}}}
	for j := range 300_000 {
		m.Cols = append(m.Cols, Col{Lower: float64(j % 3), Upper: 5, Obj: 1})
		m.Rows[0].Index = append(m.Rows[0].Index, int32(j))
		m.Rows[0].Value = append(m.Rows[0].Value, 1)
	}
	got := solve(t, e, m, Options{})
	if got.Status != Optimal || got.Objective != 300_000 {
		t.Errorf("%v, objective %v, want optimal, 300000", got.Status, got.Objective)
	}
	if e.in != nil && (e.in.module.Memory().Size() <= before || e.in.module.Memory().Size() > keepMemory) {
		t.Errorf("memory was %d and is %d", before, e.in.module.Memory().Size())
	}
	if got := solve(t, e, &Model{Cols: []Col{{2, 3, 1, true}}}, Options{}); got.Objective != 2 {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestClose(t *testing.T) {
	e := open(t)
	e.Close()
	e.Close()
	if r, err := e.Solve(context.Background(), &Model{Cols: []Col{{0, 1, 1, true}}}, Options{}); err == nil {
		t.Errorf("a closed engine solved: %+v", r)
	}
}

func TestStatusString(t *testing.T) {
	for s, want := range map[Status]string{Unknown: "unknown", Optimal: "optimal", Target: "target", 99: "status 99", -1: "status -1"} {
		if got := s.String(); got != want {
			t.Errorf("%d is %q, want %q", int(s), got, want)
		}
	}
}
