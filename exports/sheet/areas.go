package sheet

import (
	"encoding/xml"
	"slices"
	"strings"
)

// areas are cells of a sheet that hold nothing of its own: the totals rows of Excel tables, and pivot
// tables, which sum up what stands elsewhere.
type areas struct {
	totals []box
	pivots []box
}

// areasOf reads where the tables and pivot tables of a sheet are.
func (a *archive) areasOf(t tab) (areas, error) {
	var out areas
	for _, part := range t.tables {
		err := a.walk(part, func(token xml.Token) error {
			e, ok := token.(xml.StartElement)
			if !ok || e.Name.Local != "table" {
				return nil
			}
			at, ok := area(attr(e, "ref"))
			if n := attr(e, "totalsRowCount"); ok && n != "" && n != "0" {
				at.row = at.lastRow
				out.totals = append(out.totals, at)
			}
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	for _, part := range t.pivots {
		err := a.walk(part, func(token xml.Token) error {
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "location" {
				if at, ok := area(attr(e, "ref")); ok {
					out.pivots = append(out.pivots, at)
				}
			}
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// area reads the corners of an area such as A1:G14.
func area(ref string) (box, bool) {
	first, last, _ := strings.Cut(ref, ":")
	if last == "" {
		last = first
	}
	c1, r1, ok1 := cellRef(first)
	c2, r2, ok2 := cellRef(last)
	return box{c1 - 1, r1, c2 - 1, r2}, ok1 && ok2 && c1 <= c2 && r1 <= r2
}

func (b box) holds(col, row int) bool {
	return b.col <= col && col <= b.lastCol && b.row <= row && row <= b.lastRow
}

// settle marks the totals rows of tables, and takes pivot tables out that stand beside something
// else. It gives how many it took out.
func (a areas) settle(s *Sheet) int {
	for i := range s.Rows {
		s.Rows[i].Totals = a.totalsRow(s.Rows[i])
	}
	if len(a.pivots) == 0 || !a.beside(*s) {
		return 0
	}
	for _, row := range s.Rows {
		for col := range row.Cells {
			if a.pivoted(col, row.Number) {
				row.Cells[col] = Cell{Hidden: row.Cells[col].Hidden}
			}
		}
	}
	s.trim()
	return len(a.pivots)
}

func (a areas) pivoted(col, row int) bool {
	return slices.ContainsFunc(a.pivots, func(b box) bool { return b.holds(col, row) })
}

// totalsRow reports whether all that a row holds is in the totals row of a table.
func (a areas) totalsRow(row Row) bool {
	return len(a.totals) > 0 && slices.ContainsFunc(a.totals, func(b box) bool {
		for col, c := range row.Cells {
			if c.Text != "" && !b.holds(col, row.Number) {
				return false
			}
		}
		return b.row == row.Number
	})
}

// beside reports whether a table of another sort stands on the sheet too: two rows at least of two
// cells or more.
func (a areas) beside(s Sheet) bool {
	rows := 0
	for _, row := range s.Rows {
		cells := 0
		for col, c := range row.Cells {
			if c.Text != "" && !a.pivoted(col, row.Number) {
				cells++
			}
		}
		if cells > 1 {
			rows++
		}
	}
	return rows > 1
}
