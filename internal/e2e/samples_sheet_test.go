package e2e

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A sampleSheet reads one sheet of a workbook a cell at a time, so that a column
// that must not be read is not.
type sampleSheet struct {
	t      *testing.T
	f      *excelize.File
	name   string
	merged map[string]string // top left cell of the box that each cell of a box lies in
	notes  map[string]string // what hangs on a cell
}

func openSampleBook(t *testing.T, name string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(sampleFile(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func sheetOf(t *testing.T, f *excelize.File, name string) sampleSheet {
	t.Helper()
	s := sampleSheet{t: t, f: f, name: name, merged: map[string]string{}, notes: map[string]string{}}
	boxes, err := f.GetMergeCells(name)
	s.must(err)
	for _, b := range boxes {
		s.box(b.GetStartAxis(), b.GetEndAxis())
	}
	notes, err := f.GetComments(name)
	s.must(err)
	for _, n := range notes {
		text := n.Text
		for _, run := range n.Paragraph {
			text += run.Text
		}
		s.notes[n.Cell] = text
	}
	return s
}

func (s sampleSheet) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// box notes which cell holds the text of every cell of a merged box.
func (s sampleSheet) box(from, to string) {
	col1, row1, err := excelize.CellNameToCoordinates(from)
	s.must(err)
	col2, row2, err := excelize.CellNameToCoordinates(to)
	s.must(err)
	for row := row1; row <= row2; row++ {
		for col := col1; col <= col2; col++ {
			s.merged[s.at(col, row)] = from
		}
	}
}

// at is the name of a cell; columns and rows count from 1.
func (s sampleSheet) at(col, row int) string {
	cell, err := excelize.CoordinatesToCellName(col, row)
	s.must(err)
	return cell
}

// text is the cell's own text, tidy; a merged box has its text in every cell.
func (s sampleSheet) text(col, row int) string {
	cell := s.at(col, row)
	if first, ok := s.merged[cell]; ok {
		cell = first
	}
	v, err := s.f.GetCellValue(s.name, cell, excelize.Options{RawCellValue: true})
	s.must(err)
	return tidy(v)
}

// colour is the fill of the cell as six hexadecimal digits, or "".
func (s sampleSheet) colour(col, row int) string {
	id, err := s.f.GetCellStyle(s.name, s.at(col, row))
	s.must(err)
	style, err := s.f.GetStyle(id)
	s.must(err)
	if len(style.Fill.Color) == 0 {
		return ""
	}
	return strings.ToUpper(style.Fill.Color[0])
}

// size is the number of the last row and the last column that the sheet says it has.
func (s sampleSheet) size() (rows, columns int) {
	dimension, err := s.f.GetSheetDimension(s.name)
	s.must(err)
	_, last, _ := strings.Cut(dimension, ":")
	columns, rows, err = excelize.CellNameToCoordinates(last)
	s.must(err)
	return rows, columns
}

// column is the number of the heading in a row.
func (s sampleSheet) column(row int, heading string) int {
	s.t.Helper()
	_, columns := s.size()
	for col := 1; col <= columns; col++ {
		if plain(s.text(col, row)) == plain(heading) {
			return col
		}
	}
	s.t.Fatalf("%s: row %d has no column %q", s.name, row, heading)
	return 0
}
