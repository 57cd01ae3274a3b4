package intake

import (
	"slices"

	"strikerota/exports/sheet"
)

// Answers to a [SenseWord] of a table with two rows a person.
const (
	PlannedRows = "planned"
	ActualRows  = "actual"
)

var (
	plannedWords = []string{"planned", "plan", "rostered", "roster", "original", "template", "scheduled", "contracted"}
	actualWords  = []string{"actual", "act", "worked", "actual worked", "actuals"}
)

// sideOf says of which of the two rows a word is; "" when of neither.
func sideOf(text string) string {
	switch t := plain(text); {
	case slices.Contains(plannedWords, t):
		return PlannedRows
	case slices.Contains(actualWords, t):
		return ActualRows
	}
	return ""
}

// A doubling says how a table of duties gives two rows for each person.
type doubling struct {
	sides int          // the column that says which rows are planned and which actual, or -1
	times map[int]bool // numbers of rows that give the times of the codes just above them
}

// twoRows are the rows of a sheet, those of duties with what belongs to them of the row above or below.
func (r *reader) twoRows(choice *Sheet, s sheet.Sheet) ([]sheet.Row, doubling) {
	if r.c.Kind != Duties {
		return s.Rows, doubling{sides: -1}
	}
	rows, times := choice.codesAndTimes(s.Rows)
	d := doubling{sidesIn(s, choice.Header), times}
	if d.sides < 0 {
		return rows, d
	}
	rows = slices.Clone(rows)
	above := sheet.Row{}
	for i, row := range rows {
		if sideOf(row.At(d.sides).Text) != "" {
			rows[i] = choice.below(row, above)
			above = rows[i]
		}
	}
	return rows, d
}

// sidesIn is the column of a sheet that says nothing but which rows are as planned and which as
// worked; -1 without one.
func sidesIn(s sheet.Sheet, header int) int {
	for col := range s.Columns {
		if namesSides(s, header, col) {
			return col
		}
	}
	return -1
}

func namesSides(s sheet.Sheet, header, col int) bool {
	met := map[string]bool{}
	for _, row := range s.Rows {
		text := row.At(col).Text
		if row.Number <= header || plain(text) == "" {
			continue
		}
		side := sideOf(text)
		if side == "" {
			return false
		}
		met[side] = true
	}
	return len(met) == 2
}

// ofWhom are the fields that the second of two rows of a person may leave to the first.
var ofWhom = []Field{Name, FirstName, LastName, Number, GMC, Email, Grade, Unit, Site}

// below is the row with what it leaves to the row above it: who it is about.
func (c *Sheet) below(row, above sheet.Row) sheet.Row {
	if c.nameIn(row) != "" {
		return row
	}
	cells := make([]sheet.Cell, max(len(row.Cells), len(above.Cells)))
	copy(cells, row.Cells)
	for col, column := range c.Columns {
		if slices.Contains(ofWhom, column.Field) && tidy(row.At(col).Text) == "" && col < len(cells) {
			cells[col] = above.At(col)
		}
	}
	row.Cells = cells
	return row
}

func (c *Sheet) nameIn(row sheet.Row) string {
	for col, column := range c.Columns {
		if t := tidy(row.At(col).Text); (column.Field == Name || column.Field == LastName) && t != "" {
			return t
		}
	}
	return ""
}

// ofSide reports whether the row is one of those, planned or worked, that a person has said to
// count, in a table that has both.
func (l *line) ofSide(sides int) bool {
	side := ""
	if sides >= 0 {
		side = sideOf(l.row.At(sides).Text)
	}
	if side == "" {
		return true
	}
	answer, key := l.ask(SenseWord, "", orElse(tidy(l.header.At(sides).Text), sheet.Letters(sides))+": planned and actual", func(w *Word) {
		w.Options = []Option{{PlannedRows, "The planned rows count"}, {ActualRows, "The actual rows count"}, {Ignore, "Leave both out"}}
	})
	switch answer {
	case side:
		return true
	case PlannedRows, ActualRows:
		l.leave("the other of two rows", "You have said that the "+answer+" rows count.")
	default:
		l.openWord(-1, key, "planned and actual rows", "The table has planned and actual rows.")
	}
	return false
}

// codesAndTimes joins two rows of a grid of which the second gives nothing but the times of the
// codes in the first. It names the rows that are part of the one above them.
func (c *Sheet) codesAndTimes(rows []sheet.Row) (joined []sheet.Row, part map[int]bool) {
	part = map[int]bool{}
	for i := 0; i+1 < len(rows); i++ {
		if !c.timesOf(rows[i], rows[i+1]) {
			continue
		}
		if len(part) == 0 {
			joined = slices.Clone(rows)
		}
		cells := slices.Clone(rows[i].Cells)
		for col, cell := range rows[i+1].Cells {
			if cell.Text != "" && !oneBox(cell, cells[col]) {
				cells[col].Text += " (" + cell.Text + ")"
			}
		}
		joined[i].Cells, part[rows[i+1].Number] = cells, true
	}
	if len(part) == 0 {
		return rows, part
	}
	return joined, part
}

// oneBox reports whether two cells are of one merged box.
func oneBox(a, b sheet.Cell) bool { return a.Look().Merged != "" && a.Look().Merged == b.Look().Merged }

// timesOf reports whether a row has nothing but times, each under a code of the row just above it.
func (c *Sheet) timesOf(above, row sheet.Row) bool {
	if row.Number != above.Number+1 || above.Number <= c.Header || c.nameIn(above) == "" {
		return false
	}
	any := false
	for col, cell := range row.Cells {
		code := plain(above.At(col).Text)
		switch {
		case cell.Text == "" || oneBox(cell, above.At(col)):
		case col >= len(c.Columns) || c.Columns[col].Field != DayCode || !onlyTimes.MatchString(plain(cell.Text)) || code == "" || onlyTimes.MatchString(code):
			return false
		default:
			any = true
		}
	}
	return any
}
