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

// row gives the coefficients of row i.
func (m *Model) row(i int) ([]int32, []float64) { return m.Rows[i].Index, m.Rows[i].Value }

// check finds what HiGHS would refuse or quietly misread.
func (m *Model) check() error {
	if !finite(m.Offset) {
		return fmt.Errorf("model: offset is %v", m.Offset)
	}
	for j, c := range m.Cols {
		if err := c.check(); err != nil {
			return fmt.Errorf("model: column %d: %w", j, err)
		}
	}
	last := make([]int, len(m.Cols)) // one more than the last row that named each column
	for i := range m.Rows {
		if err := m.Rows[i].check(last, i+1); err != nil {
			return fmt.Errorf("model: row %d: %w", i, err)
		}
	}
	return nil
}

func (c *Col) check() error {
	if !finite(c.Obj) || badBounds(c.Lower, c.Upper) {
		return fmt.Errorf("bounds %v to %v, objective %v", c.Lower, c.Upper, c.Obj)
	}
	return nil
}

// check finds what is wrong with a row; last and mark are those of checkEntries.
func (r *Row) check(last []int, mark int) error {
	if badBounds(r.Lower, r.Upper) {
		return fmt.Errorf("bounds %v to %v", r.Lower, r.Upper)
	}
	return checkEntries("column", r.Index, r.Value, last, mark)
}

// Column is a Col with its coefficients: Value[k] in row Index[k]. A row may be named once only.
type Column struct {
	Col
	Index []int32
	Value []float64
}

// checkEntries finds what is wrong with the coefficients of one row or column. In last it notes
// mark, which differs for each row or column, for the indexes that were named.
func checkEntries(what string, index []int32, value []float64, last []int, mark int) error {
	if len(index) != len(value) {
		return fmt.Errorf("%d %ss but %d values", len(index), what, len(value))
	}
	for k, j := range index {
		if j < 0 || int(j) >= len(last) {
			return fmt.Errorf("%s %d of %d", what, j, len(last))
		}
		if last[j] == mark {
			return fmt.Errorf("%s %d is named twice", what, j)
		}
		if !finite(value[k]) {
			return fmt.Errorf("%s %d has the coefficient %v", what, j, value[k])
		}
		last[j] = mark
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// badBounds tells whether the bounds cannot be meant. Bounds that cross are not among them: they
// make a model that has no solution, which is an answer.
func badBounds(lower, upper float64) bool {
	return math.IsNaN(lower) || math.IsNaN(upper) || math.IsInf(lower, 1) || math.IsInf(upper, -1)
}
