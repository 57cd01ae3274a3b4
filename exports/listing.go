package exports

import (
	"fmt"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A listing is a table of values, for a sheet or a CSV file.
type listing struct {
	name   string // of the table in a workbook: letters and digits, another in each workbook
	fields []field
	rows   [][]any
}

// A field is one column of a listing. Its look says what its values are.
type field struct {
	head  string
	width float64
	look  look
}

// minutes is a length shown as hours.
type minutes int

func (t *listing) add(row ...any) { t.rows = append(t.rows, row) }

func (t listing) heads() []string {
	out := make([]string, len(t.fields))
	for i, f := range t.fields {
		out[i] = f.head
	}
	return out
}

// without is the listing without a column.
func (t listing) without(head string) listing {
	at := slices.IndexFunc(t.fields, func(f field) bool { return f.head == head })
	if at < 0 {
		return t
	}
	out := listing{name: t.name, fields: slices.Delete(slices.Clone(t.fields), at, at+1)}
	for _, row := range t.rows {
		out.add(slices.Delete(slices.Clone(row), at, at+1)...)
	}
	return out
}

// stating is the listing with a last column that says on every line which rota it is of.
func (t listing) stating(e Edition) listing {
	out := listing{name: t.name, fields: append(slices.Clone(t.fields), field{head: "Rota"})}
	for _, row := range t.rows {
		out.add(append(slices.Clone(row), e.Words())...)
	}
	return out
}

func (t listing) widths() []float64 {
	out := make([]float64, len(t.fields))
	for i, f := range t.fields {
		out[i] = f.width
	}
	return out
}

// list writes the heads, the rows and the filters. none is said when there is no row.
func (s *sheet) list(t listing, none string) {
	s.heads(t.heads()...)
	from := s.row
	for _, row := range t.rows {
		cells := make([]any, len(row))
		for i, v := range row {
			cells[i] = s.value(t.fields[i].look, v)
		}
		s.put(t.height(row), cells...)
	}
	if len(t.rows) == 0 {
		s.put(0, s.cell(bare, none))
		return
	}
	s.table(t.name, from, len(t.fields))
}

// height is what a row needs.
func (t listing) height(row []any) float64 {
	height := 0.0
	for i, v := range row {
		height = max(height, t.fields[i].height(v))
	}
	return height
}

// height is what a value needs in the column.
func (f field) height(v any) float64 {
	words, _ := v.(string)
	switch f.look {
	case wrapped:
		return tall(linesIn(words, f.width))
	case poster:
		return tall(linesIn(words, f.width*10/posterSize)) * posterSize / 10
	}
	return tall(1)
}

// value is a cell of a value of the domain.
func (b *book) value(l look, v any) excelize.Cell {
	switch v := v.(type) {
	case rota.Date:
		if v.IsZero() {
			return b.cell(plain, "")
		}
		return b.cell(l, daySerial(v))
	case time.Time:
		return b.cell(l, wallSerial(v))
	case minutes:
		return b.cell(l, hoursOf(int(v)))
	case *rota.Pence:
		return b.cell(l, pounds(v))
	}
	return b.cell(l, v)
}

// marked colours the cells of an area in which a line is that of an open place, and makes
// it bold where all lines are: a name beside an open place is no alarm. The word itself
// says it without colour.
func (s *sheet) marked(area, first string) {
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBE3DF"}}
	all, err := s.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: alarm}, Fill: fill})
	s.note(err)
	some, err := s.f.NewConditionalStyle(&excelize.Style{Fill: fill})
	s.note(err)
	s.note(s.try(func() error {
		return s.f.SetConditionalFormat(s.name, area, []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: allLines(first), Format: &all, StopIfTrue: true},
			{Type: "formula", Criteria: someLine(first), Format: &some},
		})
	}))
}

// allLines is the condition that every line of a cell is that of an open place.
func allLines(cell string) string {
	return fmt.Sprintf(`=AND(LEN(%[1]s)>0,1+LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,CHAR(10),""))-%[2]s=0)`, cell, openLines(cell))
}

// someLine is the condition that one of the lines of a cell is that of an open place.
func someLine(cell string) string { return "=" + openLines(cell) + ">0" }

// openLines counts the lines of a cell that are the word alone, or the word and what is needed:
// a space stands for the end of a line, so that no longer word that begins so is counted.
func openLines(cell string) string {
	text := fmt.Sprintf(`(CHAR(10)&SUBSTITUTE(%s,CHAR(10)," "&CHAR(10))&" ")`, cell)
	return fmt.Sprintf(`((LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,CHAR(10)&"%[2]s ","")))/%[3]d)`, text, openWord, len(openWord)+2)
}
