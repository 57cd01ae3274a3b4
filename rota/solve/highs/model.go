package highs

import (
	"fmt"
	"math"
)

// Model is a linear model, mixed-integer if any column is integer: minimise Offset plus the sum of
// Obj times the column values, with every row and column between its bounds. A bound of math.Inf is
// no bound. Solving never changes a Model.
type Model struct {
	Cols   []Col
	Rows   []Row
	Offset float64
}

// Col is a variable: its bounds, its coefficient in the objective, and whether it is a whole number.
type Col struct {
	Lower, Upper float64
	Obj          float64
	Integer      bool
}

// Row is a constraint: Lower <= the sum of Value[k] times column Index[k] <= Upper. A column may be
// named once only.
type Row struct {
	Lower, Upper float64
	Index        []int32
	Value        []float64
}

// hasInteger tells whether the model is mixed-integer.
func (m *Model) hasInteger() bool {
	for _, c := range m.Cols {
		if c.Integer {
			return true
		}
	}
	return false
}

// entries is the number of coefficients in the rows.
func (m *Model) entries() int {
	n := 0
	for i := range m.Rows {
		n += len(m.Rows[i].Index)
	}
	return n
}

// check finds what HiGHS would refuse or quietly misread.
func (m *Model) check() error {
	if !finite(m.Offset) {
		return fmt.Errorf("model: offset is %v", m.Offset)
	}
	for j, c := range m.Cols {
		if !finite(c.Obj) || badBounds(c.Lower, c.Upper) {
			return fmt.Errorf("model: column %d: bounds %v to %v, objective %v", j, c.Lower, c.Upper, c.Obj)
		}
	}
	last := make([]int, len(m.Cols)) // one more than the last row that named each column
	for i := range m.Rows {
		if err := m.checkRow(i, last); err != nil {
			return fmt.Errorf("model: row %d: %w", i, err)
		}
	}
	return nil
}

func (m *Model) checkRow(i int, last []int) error {
	r := &m.Rows[i]
	if badBounds(r.Lower, r.Upper) {
		return fmt.Errorf("bounds %v to %v", r.Lower, r.Upper)
	}
	if len(r.Index) != len(r.Value) {
		return fmt.Errorf("%d columns but %d values", len(r.Index), len(r.Value))
	}
	for k, j := range r.Index {
		if j < 0 || int(j) >= len(m.Cols) {
			return fmt.Errorf("column %d of %d", j, len(m.Cols))
		}
		if last[j] == i+1 {
			return fmt.Errorf("column %d is named twice", j)
		}
		if !finite(r.Value[k]) {
			return fmt.Errorf("column %d has the coefficient %v", j, r.Value[k])
		}
		last[j] = i + 1
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// badBounds tells whether the bounds cannot be meant. Bounds that cross are not among them: they
// make a model that has no solution, which is an answer.
func badBounds(lower, upper float64) bool {
	return math.IsNaN(lower) || math.IsNaN(upper) || math.IsInf(lower, 1) || math.IsInf(upper, -1)
}
