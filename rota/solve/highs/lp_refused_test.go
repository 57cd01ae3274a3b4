package highs

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

// calls are all uses of an LP of one column and row, well made.
func calls(l *LP) map[string]error {
	one := []float64{1}
	_, err := l.Solve(context.Background(), LPOptions{})
	_, at := l.Basis()
	return map[string]error{
		"solve":      err,
		"basis":      at,
		"set basis":  l.SetBasis(Basis{}),
		"add":        l.AddCols([]Column{{Col{0, 1, 1, false}, []int32{0}, one}}),
		"add none":   l.AddCols(nil),
		"rows":       l.AddRows([]Row{{0, 1, []int32{0}, one}}),
		"objective":  l.SetObj(make([]float64, len(l.obj))),
		"col bounds": l.SetColBounds([]int32{0}, one, one),
		"row bounds": l.SetRowBounds([]int32{0}, one, one),
	}
}

func TestLPClosed(t *testing.T) {
	e := open(t)
	m, _ := partition(1, 0, 0, 1)
	l := newLP(t, e, m)
	if _, err := e.Solve(t.Context(), m, Options{}); !errors.Is(err, errTaken) {
		t.Errorf("solve beside an LP: error %v", err)
	}
	if _, err := e.NewLP(t.Context(), m); !errors.Is(err, errTaken) {
		t.Errorf("an LP beside an LP: error %v", err)
	}
	for name, err := range calls(l) {
		if err != nil {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	for name, err := range calls(l) {
		if !errors.Is(err, errLPClosed) {
			t.Errorf("%s of a closed LP: error %v", name, err)
		}
	}
	l = newLP(t, e, m)
	e.Close()
	for name, err := range calls(l) {
		if !errors.Is(err, errClosed) {
			t.Errorf("%s of an LP in a closed engine: error %v", name, err)
		}
	}
	if err := l.Close(); err != nil {
		t.Errorf("close after the engine: %v", err)
	}
}

func TestLPRefused(t *testing.T) {
	e := open(t)
	m, _ := partition(2, 0, 0, 1)
	if _, err := e.NewLP(t.Context(), &Model{Cols: []Col{{0, 1, 1, true}}}); !errors.Is(err, errInteger) {
		t.Errorf("an integer model: error %v", err)
	}
	if _, err := e.NewLP(t.Context(), &Model{Offset: inf}); err == nil {
		t.Error("a bad model was taken")
	}
	l := newLP(t, e, m)
	nan, one := math.NaN(), []float64{1}
	solveWith := func(o LPOptions) error { _, err := l.Solve(context.Background(), o); return err }
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"integer", l.AddCols([]Column{{Col: Col{Integer: true}}}), "integer"},
		{"objective", l.AddCols([]Column{{}, {Col: Col{Obj: nan}}}), "column 1 of them: bounds"},
		{"no such row", l.AddCols([]Column{{Index: []int32{2}, Value: one}}), "row 2 of 2"},
		{"twice", l.AddCols([]Column{{Index: []int32{1, 1}, Value: []float64{1, 1}}}), "row 1 is named twice"},
		{"lengths", l.AddCols([]Column{{Value: one}}), "values"},
		{"no such column", l.AddRows([]Row{{}, {0, 1, []int32{-1}, one}}), "row 1 of them: column -1"},
		{"row bounds", l.AddRows([]Row{{0, nan, nil, nil}}), "bounds"},
		{"objective too short", l.SetObj(one), "1 coefficients for 2 columns"},
		{"objective not a number", l.SetObj([]float64{1, nan}), "column 1"},
		{"bounds of no column", l.SetColBounds([]int32{2}, one, one), "column 2 of 2"},
		{"bounds twice", l.SetColBounds([]int32{1, 1}, []float64{1, 1}, []float64{1, 1}), "twice"},
		{"bounds missing", l.SetRowBounds([]int32{0}, one, nil), "upper"},
		{"bad bounds", l.SetRowBounds([]int32{0}, []float64{inf}, []float64{inf}), "row 0: bounds"},
		{"basis of more columns", l.SetBasis(Basis{make([]Place, 3), nil}), "3 columns"},
		{"basis of more rows", l.SetBasis(Basis{nil, make([]Place, 3)}), "3 rows"},
		{"basis of too few", l.SetBasis(Basis{nil, make([]Place, 2)}), "0 of them basic"},
		{"basis of too many", l.SetBasis(Basis{[]Place{Basic}, nil}), "1 of them basic"},
		{"time limit", solveWith(LPOptions{TimeLimit: -1}), "time limit"},
		{"iteration limit", solveWith(LPOptions{IterationLimit: -1}), "iteration limit"},
	}
	for _, tt := range tests {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one about %q", tt.name, tt.err, tt.want)
		}
	}
	if got := solveLP(t, l); got.Objective != 2000 {
		t.Errorf("afterwards: objective %v, want 2000", got.Objective)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	empty := newLP(t, e, &Model{})
	if _, err := empty.Solve(t.Context(), LPOptions{}); err == nil {
		t.Error("an LP without columns was solved")
	}
}
