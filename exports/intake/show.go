package intake

import (
	"slices"

	"strikerota/exports/sheet"
)

// A SheetView describes a sheet for the page on which columns are chosen.
type SheetView struct {
	Sheet
	Rows    int          // with something in them, below the headings
	Hidden  bool         // in the workbook
	Unseen  int          // rows among Rows that are hidden in the workbook
	Columns []ColumnView // one for each of [Sheet.Columns]
	Top     []RowView    // the first rows, of which one may be the headings
	Lacks   [][]Field    // what must be chosen before the sheet can be read
}

// A ColumnView describes a column.
type ColumnView struct {
	Column
	Letter  string   // "C"
	Heading string   // as in the file; "" when there is none
	Samples []string // the first three different texts below the heading
}

// A RowView is a row that may hold the headings.
type RowView struct {
	Number int
	Texts  []string // the first few cells that hold something
}

// Show describes every sheet of the book as it is laid out in the choices.
func Show(book sheet.Book, c Choices) []SheetView {
	var out []SheetView
	for _, choice := range c.Sheets {
		s, ok := book.Sheet(choice.Name)
		if !ok {
			continue
		}
		v := SheetView{Sheet: choice, Hidden: s.Hidden, Lacks: Lacks(c.Kind, choice.Columns)}
		header := s.Row(choice.Header)
		for i, col := range choice.Columns {
			view := ColumnView{Column: col, Letter: sheet.Letters(i), Heading: orElse(tidy(header.At(i).Text), tidy(s.Row(choice.Header-1).At(i).Text))}
			if col.Field != Reason { // reasons are not even shown
				view.Samples = samples(s, choice.Header, i)
			}
			v.Columns = append(v.Columns, view)
		}
		for _, row := range s.Rows {
			if row.Number > choice.Header && !row.Empty() {
				v.Rows++
				v.Unseen += count(row.Hidden)
			}
			if len(v.Top) < 12 {
				texts := filled(withoutReasons(row, choice))
				v.Top = append(v.Top, RowView{Number: row.Number, Texts: texts[:min(len(texts), 6)]})
			}
		}
		out = append(out, v)
	}
	return out
}

// withoutReasons is a row without what people wrote of themselves.
func withoutReasons(row sheet.Row, choice Sheet) sheet.Row {
	row.Cells = slices.Clone(row.Cells)
	for i, c := range choice.Columns {
		if c.Field == Reason && i < len(row.Cells) && row.Number > choice.Header {
			row.Cells[i] = sheet.Cell{}
		}
	}
	return row
}

// samples are the first three different texts of a column below the headings.
func samples(s sheet.Sheet, header, col int) []string {
	var out []string
	seen := map[string]bool{}
	for _, row := range s.Rows {
		text := tidy(row.At(col).Text)
		if row.Number <= header || text == "" || seen[text] {
			continue
		}
		seen[text] = true
		if out = append(out, text); len(out) == 3 {
			break
		}
	}
	return out
}
