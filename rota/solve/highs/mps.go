package highs

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
)

// WriteMPS writes the model in free MPS format, for other solvers; the name says that the format is
// free, since some guess by columns otherwise. Columns are named C0, C1, …, rows
// R0, R1, … and the objective COST; an offset is a column OFFSET that is always 1, as readers differ
// about the sign of a right-hand side of the objective. A row whose bounds cross cannot be written.
func WriteMPS(w io.Writer, m *Model) error {
	if err := m.check(); err != nil {
		return err
	}
	for i, r := range m.Rows {
		if r.Lower > r.Upper {
			return fmt.Errorf("model: the bounds of row %d cross", i)
		}
	}
	b := bufio.NewWriter(w)
	b.WriteString("NAME model FREE\nROWS\n N COST\n")
	for i, r := range m.Rows {
		fmt.Fprintf(b, " %s R%d\n", r.kind(), i)
	}
	b.WriteString("COLUMNS\n")
	writeColumns(b, m)
	b.WriteString("RHS\n")
	writeSides(b, m)
	b.WriteString("BOUNDS\n")
	for j, c := range m.Cols {
		writeBounds(b, j, c)
	}
	if m.Offset != 0 {
		b.WriteString(" FX BOUND OFFSET 1\n")
	}
	b.WriteString("ENDATA\n")
	return b.Flush()
}

// kind is the letter of the row's type.
func (r Row) kind() string {
	switch {
	case r.Lower == r.Upper:
		return "E"
	case !math.IsInf(r.Upper, 1):
		return "L"
	case !math.IsInf(r.Lower, -1):
		return "G"
	default:
		return "N"
	}
}

// writeColumns writes the coefficients, column by column, with whole-number columns between markers.
func writeColumns(b *bufio.Writer, m *Model) {
	type entry struct {
		row   int
		value float64
	}
	columns := make([][]entry, len(m.Cols))
	for i, r := range m.Rows {
		for k, j := range r.Index {
			columns[j] = append(columns[j], entry{i, r.Value[k]})
		}
	}
	marked := false
	mark := func(integer bool) {
		if integer != marked {
			fmt.Fprintf(b, " MARKER 'MARKER' '%s'\n", map[bool]string{true: "INTORG", false: "INTEND"}[integer])
		}
		marked = integer
	}
	for j, c := range m.Cols {
		mark(c.Integer)
		fmt.Fprintf(b, " C%d COST %s\n", j, number(c.Obj)) // even of 0: it names the column
		for _, e := range columns[j] {
			fmt.Fprintf(b, " C%d R%d %s\n", j, e.row, number(e.value))
		}
	}
	mark(false)
	if m.Offset != 0 {
		fmt.Fprintf(b, " OFFSET COST %s\n", number(m.Offset))
	}
}

// writeSides writes the bounds of the rows, as one side and a range.
func writeSides(b *bufio.Writer, m *Model) {
	for i, r := range m.Rows {
		side := r.Upper
		if r.kind() == "G" {
			side = r.Lower
		}
		if r.kind() != "N" && side != 0 {
			fmt.Fprintf(b, " RHS R%d %s\n", i, number(side))
		}
	}
	b.WriteString("RANGES\n")
	for i, r := range m.Rows {
		if r.kind() == "L" && !math.IsInf(r.Lower, -1) {
			fmt.Fprintf(b, " RANGES R%d %s\n", i, number(r.Upper-r.Lower))
		}
	}
}

// writeBounds writes both bounds of a column, as readers differ in what they take for granted.
func writeBounds(b *bufio.Writer, j int, c Col) {
	if c.Lower == c.Upper {
		fmt.Fprintf(b, " FX BOUND C%d %s\n", j, number(c.Lower))
		return
	}
	if math.IsInf(c.Lower, -1) {
		fmt.Fprintf(b, " MI BOUND C%d\n", j)
	} else {
		fmt.Fprintf(b, " LO BOUND C%d %s\n", j, number(c.Lower))
	}
	if math.IsInf(c.Upper, 1) {
		fmt.Fprintf(b, " PL BOUND C%d\n", j)
	} else {
		fmt.Fprintf(b, " UP BOUND C%d %s\n", j, number(c.Upper))
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
