package highs

import (
	"fmt"
	"slices"
)

// AddCols adds columns, after those that are there. None may be integer.
func (l *LP) AddCols(cols []Column) error {
	if l.err != nil {
		return l.err
	}
	last := make([]int, l.rows)
	for k := range cols {
		if err := cols[k].check(last, k+1); err != nil {
			return fmt.Errorf("add columns: column %d of them: %w", k, err)
		}
	}
	if len(cols) == 0 {
		return nil
	}
	err := l.do("add columns", func(s *session) error {
		a, n := &s.arena, len(cols)
		obj := a.doubles(n, func(k int) float64 { return cols[k].Obj })
		lower := a.doubles(n, func(k int) float64 { return cols[k].Lower })
		upper := a.doubles(n, func(k int) float64 { return cols[k].Upper })
		matrix := a.vectors(n, func(k int) ([]int32, []float64) { return cols[k].Index, cols[k].Value })
		return s.call("Highs_addCols", uint64(n), obj, lower, upper, matrix.entries, matrix.start, matrix.index, matrix.value)
	})
	if err != nil {
		return err
	}
	for k := range cols {
		l.obj = append(l.obj, cols[k].Obj)
	}
	return nil
}

// check finds what is wrong with a column; last and mark are those of checkEntries.
func (c *Column) check(last []int, mark int) error {
	if err := c.Col.check(); err != nil {
		return err
	}
	if c.Integer {
		return errInteger
	}
	return checkEntries("row", c.Index, c.Value, last, mark)
}

// AddRows adds rows, after those that are there.
func (l *LP) AddRows(rows []Row) error {
	if l.err != nil {
		return l.err
	}
	last := make([]int, len(l.obj))
	for k := range rows {
		if err := rows[k].check(last, k+1); err != nil {
			return fmt.Errorf("add rows: row %d of them: %w", k, err)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	err := l.do("add rows", func(s *session) error {
		a, n := &s.arena, len(rows)
		lower := a.doubles(n, func(k int) float64 { return rows[k].Lower })
		upper := a.doubles(n, func(k int) float64 { return rows[k].Upper })
		matrix := a.vectors(n, func(k int) ([]int32, []float64) { return rows[k].Index, rows[k].Value })
		return s.call("Highs_addRows", uint64(n), lower, upper, matrix.entries, matrix.start, matrix.index, matrix.value)
	})
	if err != nil {
		return err
	}
	l.rows += len(rows)
	return nil
}

// SetObj changes the whole objective: a coefficient for every column. The offset stays.
func (l *LP) SetObj(obj []float64) error {
	if l.err != nil {
		return l.err
	}
	if len(obj) != len(l.obj) {
		return fmt.Errorf("set objective: %d coefficients for %d columns", len(obj), len(l.obj))
	}
	for j, c := range obj {
		if !finite(c) {
			return fmt.Errorf("set objective: column %d has the coefficient %v", j, c)
		}
	}
	if len(obj) == 0 {
		return nil
	}
	err := l.do("set objective", func(s *session) error {
		return s.call("Highs_changeColsCostByRange", 0, uint64(len(obj)-1), s.arena.list(obj))
	})
	if err != nil {
		return err
	}
	l.obj = slices.Clone(obj)
	return nil
}

// SetColBounds changes the bounds of the columns j, each named once.
func (l *LP) SetColBounds(j []int32, lower, upper []float64) error {
	return l.setBounds("column", "Highs_changeColsBoundsBySet", len(l.obj), j, lower, upper)
}

// SetRowBounds changes the bounds of the rows i, each named once.
func (l *LP) SetRowBounds(i []int32, lower, upper []float64) error {
	return l.setBounds("row", "Highs_changeRowsBoundsBySet", l.rows, i, lower, upper)
}

func (l *LP) setBounds(what, function string, n int, index []int32, lower, upper []float64) error {
	if l.err != nil {
		return l.err
	}
	if len(lower) != len(index) || len(upper) != len(index) {
		return fmt.Errorf("set bounds: %d %ss, %d lower and %d upper bounds", len(index), what, len(lower), len(upper))
	}
	if err := checkEntries(what, index, make([]float64, len(index)), make([]int, n), 1); err != nil {
		return fmt.Errorf("set bounds: %w", err)
	}
	for k, i := range index {
		if badBounds(lower[k], upper[k]) {
			return fmt.Errorf("set bounds: %s %d: bounds %v to %v", what, i, lower[k], upper[k])
		}
	}
	if len(index) == 0 {
		return nil
	}
	return l.do("set bounds", func(s *session) error {
		a := &s.arena
		set := a.ints(len(index), func(k int) int32 { return index[k] })
		return s.call(function, uint64(len(index)), set, a.list(lower), a.list(upper))
	})
}
