package sheet

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A keeper gathers the cells of a workbook while its parts are read. A nil keeper,
// and the nil sheetKeeper that it gives, keep nothing.
type keeper struct {
	sheets  []*sheetKeeper
	cells   int  // up to the last that holds something in each row, of all sheets
	letters int  // bytes of text
	pale    bool // colours of empty cells were left aside, since there are too many cells
}

// A sheetKeeper gathers the rows of one sheet that hold something.
type sheetKeeper struct {
	all     *keeper
	tab     tab
	rows    []rawRow
	row     rawRow
	filled  int // cells of row that hold something
	content int // rows that hold something
	widest  int // the last column in which something has been so far
	columns []hiddenColumns
	boxes   []box
}

// A rawRow is a row as it is kept.
type rawRow struct {
	number int
	hidden bool
	cells  []rawCell
}

type hiddenColumns struct{ first, last int }

func (k *keeper) sheet(t tab) *sheetKeeper {
	if k == nil {
		return nil
	}
	s := &sheetKeeper{all: k, tab: t}
	k.sheets = append(k.sheets, s)
	return s
}

func (s *sheetKeeper) column(t xml.StartElement) {
	if s == nil || !yes(attr(t, "hidden")) {
		return
	}
	first, err1 := strconv.Atoi(attr(t, "min"))
	last, err2 := strconv.Atoi(attr(t, "max"))
	if err1 == nil && err2 == nil {
		s.columns = append(s.columns, hiddenColumns{first - 1, last - 1})
	}
}

func (s *sheetKeeper) startRow(number int, hidden bool) {
	if s == nil {
		return
	}
	s.row = rawRow{number: number, hidden: hidden, cells: s.row.cells[:0]}
	s.filled = 0
}

func (s *sheetKeeper) cell(c rawCell) error {
	if s == nil || c.col >= MaxColumns {
		return nil
	}
	if c.kind != "s" {
		if utf8.RuneCountInString(c.value) > maxCellText {
			return refuse("The cell %s of the sheet %s holds more than %d characters. Shorten it and upload the file again.", Name(c.col, c.row), s.tab.name, maxCellText)
		}
		if s.all.letters += len(c.value); s.all.letters > maxLetters {
			return tooMuchText()
		}
	}
	if !c.empty || c.formula {
		s.filled, s.widest = len(s.row.cells)+1, max(s.widest, c.col)
	}
	s.row.cells = append(s.row.cells, c)
	return nil
}

// endRow keeps the row when it holds something.
func (s *sheetKeeper) endRow() error {
	if s == nil || s.filled == 0 {
		return nil
	}
	if s.content++; s.content > MaxRows {
		return tooManyRows(s.tab.name)
	}
	if s.all.cells += s.row.cells[s.filled-1].col + 1; s.all.cells > maxCells {
		return tooManyCells()
	}
	s.rows = append(s.rows, rawRow{number: s.row.number, hidden: s.row.hidden, cells: slices.Clone(s.row.cells[:s.coloured()])})
	return nil
}

// coloured is how many cells of the row are kept: those up to the last that holds something, and
// empty ones after it whose colour may say something, as far as other rows reach.
func (s *sheetKeeper) coloured() int {
	n, last := s.filled, s.row.cells[s.filled-1].col
	for n < len(s.row.cells) && s.row.cells[n].col <= s.widest && s.row.cells[n].style != 0 {
		n++
	}
	more := s.row.cells[n-1].col - last
	if s.all.cells+more > maxCells {
		s.all.pale = true
		return s.filled
	}
	s.all.cells += more
	return n
}

func (s *sheetKeeper) end(boxes []box) error {
	if s == nil {
		return nil
	}
	s.boxes = boxes
	s.row = rawRow{}
	return nil
}

func tooManyCells() error {
	return refuse("The file has more than %d cells. Delete the sheets, rows and columns that are not needed, and upload it again.", maxCells)
}

func sortBoxes(boxes []box) {
	slices.SortFunc(boxes, func(a, b box) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
}

// made turns what was kept into a sheet.
func (s *sheetKeeper) made(w *workbook, shown map[styled]string, notes map[string]string) Sheet {
	out := Sheet{Name: s.tab.name, Hidden: s.tab.hidden}
	noted := lastNotes(notes)
	for i, raw := range s.rows {
		s.rows[i].cells = nil // each is needed once
		row := Row{Number: raw.number, Hidden: raw.hidden}
		last := raw.cells[len(raw.cells)-1].col
		if more := noted[raw.number] - last; more > 0 && s.all.cells+more <= maxCells {
			s.all.cells += more
			last += more
		}
		row.Cells = make([]Cell, last+1)
		for _, c := range raw.cells {
			row.Cells[c.col] = w.cell(c, shown)
		}
		for i := range row.Cells {
			row.Cells[i].Hidden = raw.hidden || s.hides(i)
			if note := notes[Name(i, raw.number)]; note != "" {
				look := row.Cells[i].Look()
				look.Note = note
				row.Cells[i] = row.Cells[i].Looking(look)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	s.spread(&out)
	out.trim()
	return out
}

// trim takes away the blank ends of rows, and rows of which nothing is left.
func (s *Sheet) trim() {
	for i := range s.Rows {
		s.Rows[i].Cells = trimmed(s.Rows[i].Cells)
	}
	s.Rows = slices.DeleteFunc(s.Rows, func(r Row) bool { return len(r.Cells) == 0 })
	s.Last, s.Columns = 0, 0
	for _, row := range s.Rows {
		s.Last, s.Columns = row.Number, max(s.Columns, len(row.Cells))
	}
}

func (s *sheetKeeper) hides(col int) bool {
	return slices.ContainsFunc(s.columns, func(h hiddenColumns) bool { return h.first <= col && col <= h.last })
}

// spread gives each cell of a merged box the box's text, in the rows that are there.
func (s *sheetKeeper) spread(out *Sheet) {
	from := 0
	for _, b := range s.boxes {
		for from < len(out.Rows) && out.Rows[from].Number < b.row {
			from++
		}
		if from == len(out.Rows) || out.Rows[from].Number != b.row {
			continue // the box is empty
		}
		first := out.Rows[from].At(b.col)
		look := first.Look()
		look.Merged = Name(b.col, b.row)
		first = first.Looking(look)
		for i := from; i < len(out.Rows) && out.Rows[i].Number <= b.lastRow; i++ {
			s.fill(&out.Rows[i], b, first)
		}
	}
}

func (s *sheetKeeper) fill(row *Row, b box, first Cell) {
	last := min(b.lastCol, MaxColumns-1)
	for len(row.Cells) <= last && s.all.cells < maxCells {
		row.Cells = append(row.Cells, Cell{Hidden: row.Hidden || s.hides(len(row.Cells))})
		s.all.cells++
	}
	for col := b.col; col <= last && col < len(row.Cells); col++ {
		was := row.Cells[col]
		c := first
		c.Hidden = was.Hidden
		if row.Number != b.row || col != b.col {
			if look := first.Look(); look.Note != was.Look().Note {
				look.Note = was.Look().Note
				c = c.Looking(look)
			}
		}
		row.Cells[col] = c
	}
}

// cell turns a kept cell into one of a book.
func (w *workbook) cell(c rawCell, shown map[styled]string) Cell {
	look := w.styles.look(c.style)
	out := Cell{Struck: look.struck, Formula: c.formula, Uncalculated: c.formula && c.empty, more: look.seen}
	if c.empty {
		return out
	}
	switch c.kind {
	case "s":
		n, _ := strconv.Atoi(strings.TrimSpace(c.value))
		out.Text, out.Kind = w.shared[n], Text
		if standing, struck := w.standing[n]; struck {
			out = out.Looking(Look{Fill: look.fill, Standing: strings.TrimSpace(standing)})
			out.Struck = true
		}
	case "b":
		out.Text, out.Kind = "FALSE", Bool
		if yes(strings.TrimSpace(c.value)) {
			out.Text = "TRUE"
		}
	case "e":
		out.Text, out.Kind = c.value, Error
	case "str", "inlineStr":
		out.Text, out.Kind = unescaped(c.value), Text
		if c.struck {
			out = out.Looking(Look{Fill: look.fill, Standing: strings.TrimSpace(c.standing)})
			out.Struck = true
		}
	case "d":
		out.Text, out.Kind = isoShown(c.value), Date
	default:
		w.number(c, shown, &out)
	}
	if out.Text = strings.TrimSpace(out.Text); out.Text == "" {
		out.Kind = Empty
	}
	return out
}
