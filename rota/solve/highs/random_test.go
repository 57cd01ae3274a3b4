package highs

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
)

// small makes a random model of up to nine 0/1 columns and a few rows of every kind.
func small(random *rand.Rand) *Model {
	m := &Model{Offset: float64(random.IntN(21) - 10)}
	n := 1 + random.IntN(9)
	for range n {
		m.Cols = append(m.Cols, Col{Upper: 1, Obj: float64(random.IntN(41) - 20), Integer: true})
	}
	for range random.IntN(6) {
		values := make([]float64, n)
		for j := range values {
			values[j] = float64(random.IntN(13) - 4)
		}
		side := float64(random.IntN(16) - 3)
		switch random.IntN(4) {
		case 0:
			m.Rows = append(m.Rows, row(side, side, values...))
		case 1:
			m.Rows = append(m.Rows, row(side, inf, values...))
		case 2:
			m.Rows = append(m.Rows, row(side, side+float64(random.IntN(5)), values...))
		default:
			m.Rows = append(m.Rows, row(-inf, side, values...))
		}
	}
	return m
}

// objective is what x is worth, +Inf if it breaks a row. The models of small have whole numbers
// only, so it is exact.
func objective(m *Model, x []float64) float64 {
	for _, r := range m.Rows {
		sum := 0.0
		for k, j := range r.Index {
			sum += r.Value[k] * x[j]
		}
		if sum < r.Lower || sum > r.Upper {
			return inf
		}
	}
	total := m.Offset
	for j, c := range m.Cols {
		total += c.Obj * x[j]
	}
	return total
}

// cheapest tries every choice of 0 and 1.
func cheapest(m *Model) float64 {
	best, x := inf, make([]float64, len(m.Cols))
	for choice := range 1 << len(x) {
		for j := range x {
			x[j] = float64(choice >> j & 1)
		}
		best = min(best, objective(m, x))
	}
	return best
}

func TestAgainstEveryChoice(t *testing.T) {
	e := open(t)
	random := rand.New(rand.NewPCG(2025, 7))
	solved := map[Status]int{}
	for k := range 400 {
		m := small(random)
		want := cheapest(m)
		got := solve(t, e, m, Options{Seed: k, Presolve: []string{"", "on", "off"}[k%3]})
		solved[got.Status]++
		wantStatus := Optimal
		if math.IsInf(want, 1) {
			wantStatus = Infeasible
		}
		if got.Status != wantStatus || got.Objective != want || got.Bound != want {
			t.Errorf("model %d: %v, objective %v, bound %v; want %v, %v", k, got.Status, got.Objective, got.Bound, wantStatus, want)
		}
		if got.HasX && objective(m, got.X) != want {
			t.Errorf("model %d: the solution %v is worth %v, want %v", k, got.X, objective(m, got.X), want)
		}
	}
	if solved[Optimal] < 100 || solved[Infeasible] < 20 {
		t.Errorf("the models are too much alike: %v", solved)
	}
}

// text is a result, every bit of it.
func text(t *testing.T, r *Result) string {
	t.Helper()
	bytes, err := json.Marshal(r.X)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v %x %x %d %s", r.Status, r.Objective, r.Bound, r.Nodes, bytes)
}

func TestSameTwice(t *testing.T) {
	used, fresh := open(t), open(t)
	m := knapsacks(40, 5, 0)
	for _, o := range []Options{{Seed: 3}, {Seed: 4, NodeLimit: 5}} {
		want := text(t, solve(t, used, m, o))
		solve(t, used, knapsacks(20, 3, 9), Options{}) // something between
		if got := text(t, solve(t, used, m, o)); got != want {
			t.Errorf("again: %s, before: %s", got, want)
		}
		if got := text(t, solve(t, fresh, m, o)); got != want {
			t.Errorf("another engine: %s, the first: %s", got, want)
		}
	}
}

func TestSideBySide(t *testing.T) {
	one := open(t)
	var want []string
	for seed := range uint64(6) {
		want = append(want, text(t, solve(t, one, knapsacks(25, 4, seed), Options{})))
	}
	var group sync.WaitGroup
	for range 3 {
		e := open(t)
		group.Go(func() {
			for seed, w := range want {
				r, err := e.Solve(t.Context(), knapsacks(25, 4, uint64(seed)), Options{})
				if err != nil {
					t.Error(err)
				} else if got := text(t, r); got != w {
					t.Errorf("model %d side by side: %s, alone: %s", seed, got, w)
				}
			}
		})
	}
	group.Wait()
}
