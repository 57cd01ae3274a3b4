package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A sheetScan looks at the rows and cells of one worksheet in their order.
type sheetScan struct {
	limits         Limits
	name           string
	shared, styles int // how many there are

	row, rows    int
	col          int
	cell         rawCell
	in           string // the element of a cell that text belongs to
	value        strings.Builder
	inline       richText
	valued       bool
	uncalculated []string
	boxes        []box
	keep         *sheetKeeper
}

// A rawCell is a cell as it is kept.
type rawCell struct {
	col, row int
	kind     string // of the format: "" for a number, "s" for a shared text …
	style    int
	formula  bool
	value    string
	empty    bool // no value is stored
	struck   bool // words of an inline text are struck through
	standing string
}

func (s *sheetScan) see(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.CharData:
		switch s.in {
		case "v":
			s.value.Write(t)
		case "is":
			s.inline.see(token)
		}
	case xml.EndElement:
		return s.close(t)
	}
	return nil
}

func (s *sheetScan) start(t xml.StartElement) error {
	if s.in == "is" {
		s.inline.see(t)
		return nil
	}
	switch t.Name.Local {
	case "row":
		return s.startRow(t)
	case "c":
		return s.startCell(t)
	case "f":
		s.cell.formula = true
	case "v":
		s.in, s.valued = "v", true
	case "is":
		s.in, s.valued = "is", true
		s.inline = richText{}
	case "mergeCell":
		return s.box(attr(t, "ref"))
	case "col":
		s.keep.column(t)
	}
	return nil
}

func (s *sheetScan) close(t xml.EndElement) error {
	switch {
	case s.in == "v" && t.Name.Local == "v":
		s.in = ""
	case s.in == "is" && t.Name.Local == "is":
		s.in = ""
		s.value.WriteString(s.inline.String())
		s.cell.struck, s.cell.standing = s.inline.struck, s.inline.Standing()
	case s.in == "is":
		s.inline.see(t)
	case t.Name.Local == "c":
		return s.endCell()
	case t.Name.Local == "row":
		return s.keep.endRow()
	}
	return nil
}

func (s *sheetScan) startRow(t xml.StartElement) error {
	number := s.row + 1
	if r := attr(t, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < number || n > 1<<20 {
			return errDamaged // rows out of order, twice, negative or farther down than Excel goes
		}
		number = n
	}
	s.row, s.col = number, 0
	s.rows++
	if most := s.limits.Rows; most > 0 && max(s.rows, s.row) > most {
		return refuse("The sheet %s has more than %d rows. Delete the rows below the last one in use, formats included, and save it.", s.shown(), most-1)
	}
	s.keep.startRow(s.row, yes(attr(t, "hidden")))
	return nil
}

func (s *sheetScan) startCell(t xml.StartElement) error {
	s.col++
	s.cell = rawCell{kind: attr(t, "t")}
	s.value.Reset()
	s.valued = false
	if r := attr(t, "r"); r != "" {
		col, row, ok := cellRef(r)
		if !ok || row != s.row || col < s.col {
			return errDamaged
		}
		s.col = col
	}
	if style := attr(t, "s"); style != "" {
		n, err := strconv.Atoi(style)
		if err != nil || n < 0 || n >= max(1, s.styles) {
			return errDamaged
		}
		s.cell.style = n
	}
	s.cell.col, s.cell.row = s.col-1, s.row
	return nil
}

func (s *sheetScan) endCell() error {
	c := &s.cell
	c.value = s.value.String()
	c.empty = !s.valued || c.value == "" && c.kind != "str"
	if c.kind == "s" && s.valued {
		if n, err := strconv.Atoi(strings.TrimSpace(c.value)); err != nil || n < 0 || n >= s.shared {
			return errDamaged // excelize would read the number instead of the text
		}
	}
	if number := c.kind == "" || c.kind == "n"; number && s.valued && c.value != "" {
		if n, err := strconv.ParseFloat(strings.TrimSpace(c.value), 64); err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return refuse("The cell %s of the sheet %s says that it holds a number, and holds none. Type its value again, save the workbook and upload it.", Name(c.col, c.row), s.shown())
		}
	}
	if c.formula && c.empty {
		s.uncalculated = append(s.uncalculated, Name(c.col, c.row))
	}
	if c.col >= s.limits.Columns && (s.limits.Rows > 0 || !c.empty) {
		return refuse("The sheet %s has more than %d columns. Delete those that are not in use, formats included, and save it.", s.shown(), s.limits.Columns)
	}
	return s.keep.cell(*c)
}

func (s *sheetScan) shown() string {
	if s.name == "" {
		return "(without a name)"
	}
	return s.name
}

// A box is merged cells; columns count from 0.
type box struct{ col, row, lastCol, lastRow int }

func (s *sheetScan) box(ref string) error {
	at, ok := area(ref)
	if !ok || at.lastRow > 1<<20 {
		return errDamaged
	}
	if len(s.boxes) >= maxBoxes {
		return refuse("The sheet %s has more than %d merged boxes. Unmerge what is not needed, and save it.", s.shown(), maxBoxes)
	}
	s.boxes = append(s.boxes, at)
	return nil
}

// end looks at what needs the whole sheet.
func (s *sheetScan) end() error {
	sortBoxes(s.boxes)
	for i, b := range s.boxes {
		for _, later := range s.boxes[i+1:] {
			if later.row > b.lastRow {
				break
			}
			if later.col <= b.lastCol && b.col <= later.lastCol {
				return refuse("In the sheet %s two merged boxes overlap at %s. Unmerge them, save the workbook and upload it.", s.shown(), Name(later.col, later.row))
			}
		}
	}
	return s.keep.end(s.boxes)
}

// located says where in the sheet a file is damaged.
func (s *sheetScan) located(err error) error {
	if !errors.Is(err, errDamaged) {
		return err
	}
	at := "before its first row"
	switch {
	case s.col > 0:
		at = "at or after the cell " + Name(s.col-1, s.row)
	case s.row > 0:
		at = fmt.Sprintf("at or after row %d", s.row)
	}
	return refuse("The file is damaged: the sheet %s breaks off or makes no sense %s. Open it in Excel, save it again as .xlsx and upload that.", s.shown(), at)
}

// cellRef reads a cell's name strictly; both count from 1.
func cellRef(t string) (col, row int, ok bool) {
	i := 0
	for ; i < len(t) && t[i] >= 'A' && t[i] <= 'Z'; i++ {
		col = col*26 + int(t[i]-'A') + 1
		if col > 16384 {
			return 0, 0, false
		}
	}
	if i == 0 || i == len(t) || t[i] < '1' || t[i] > '9' {
		return 0, 0, false
	}
	row, err := strconv.Atoi(t[i:])
	return col, row, err == nil
}
