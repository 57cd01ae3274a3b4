package highs

import "testing"

// TestBasis goes back to where an LP was, and finds that it is there without a step,
// though it has been elsewhere and columns and rows have come since.
func TestBasis(t *testing.T) {
	start, batches := partition(60, 2, 200, 4)
	l := newLP(t, open(t), start)
	if b, err := l.Basis(); err != nil || len(b.Rows) != 60 || b.basics() != 60 || b.Rows[0] != Basic {
		t.Errorf("before the first solve: basis %v, error %v", b, err)
	}
	if err := l.AddCols(batches[0]); err != nil {
		t.Fatal(err)
	}
	there := solveLP(t, l)
	b, err := l.Basis()
	if err != nil || len(b.Cols) != len(there.X) || len(b.Rows) != 60 || b.basics() != 60 {
		t.Fatalf("%d columns, %d rows, %d of them basic, error %v", len(b.Cols), len(b.Rows), b.basics(), err)
	}
	for j, x := range there.X {
		if x > 1e-9 && b.Cols[j] != Basic {
			t.Errorf("column %d is %v and stands at %d", j, x, b.Cols[j])
		}
	}
	obj := append([]float64{}, l.obj...)
	for range 2 {
		for j := range obj {
			obj[j] = -obj[j]
		}
		if err := l.SetObj(obj); err != nil {
			t.Fatal(err)
		}
		solveLP(t, l)
	}
	if back := solveLP(t, l); !near(back.Objective, there.Objective, 1e-7) {
		t.Fatalf("objective %v, before %v", back.Objective, there.Objective)
	}
	for n := range batches[1] {
		batches[1][n].Obj += 1e6 // nothing gains by these
	}
	if err := l.AddCols(batches[1]); err != nil {
		t.Fatal(err)
	}
	if err := l.AddRows([]Row{{-inf, 1e6, []int32{0}, []float64{1}}}); err != nil {
		t.Fatal(err)
	}
	if err := l.SetBasis(b); err != nil {
		t.Fatal(err)
	}
	if back := solveLP(t, l); back.Iterations != 0 || !near(back.Objective, there.Objective, 1e-7) {
		t.Errorf("%d steps to %v, before %v", back.Iterations, back.Objective, there.Objective)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}
