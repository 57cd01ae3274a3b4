package sheet

import (
	"fmt"
	"math"
	"sort"
)

// A Book is what an uploaded file or a pasted text holds.
type Book struct {
	File    string   // the name under which it came; "" for pasted text
	Format  string   // in words: "Excel workbook", "text with commas, UTF-8"
	Sheets  []Sheet  // in the order of the file; at least one
	Remarks []string // sentences on what is in the file and was left aside, and what else to know
}

// Sheet finds a sheet by its name.
func (b Book) Sheet(name string) (Sheet, bool) {
	for _, s := range b.Sheets {
		if s.Name == name {
			return s, true
		}
	}
	return Sheet{}, false
}

// A Sheet is one table of cells. Only rows that hold something are in Rows.
type Sheet struct {
	Name    string // as on its tab; "" for text
	Hidden  bool
	Rows    []Row // by number
	Last    int   // number of the last row that holds something; 0 when none does
	Columns int   // how many columns the widest row has
}

// Row finds a row by its number. A row without anything in it is the zero Row with that number.
func (s Sheet) Row(number int) Row {
	i := sort.Search(len(s.Rows), func(i int) bool { return s.Rows[i].Number >= number })
	if i < len(s.Rows) && s.Rows[i].Number == number {
		return s.Rows[i]
	}
	return Row{Number: number}
}

// A Row is one row of a sheet.
type Row struct {
	Number int // as the person's own program counts, from 1
	Hidden bool
	Totals bool   // it is the totals row of an Excel table, and holds nothing else
	Cells  []Cell // from column A on, with empty cells between; cells after the last that holds something are left out
}

// At is the cell of a column, 0 being column A. Beyond the row's end it is empty.
func (r Row) At(col int) Cell {
	if col < 0 || col >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[col]
}

// Empty reports whether no cell shows anything.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if c.Text != "" {
			return false
		}
	}
	return true
}

// A Kind says what a cell holds.
type Kind uint8

// The kinds of cell. Text files have only Text and Empty.
const (
	Empty Kind = iota
	Text
	Number
	Date // a number that is shown as a date, a time or both
	Bool
	Error // such as #REF!
)

// A Cell is one cell. There may be half a million, so that what few cells have is apart.
type Cell struct {
	Text   string  // as shown, without blanks around it; dates as 2025-07-25 08:00
	Number float64 // of a Number or Date: days count from 30 December 1899, also in workbooks that count from 1904
	more   *Look
	Kind   Kind
	Hidden bool // its row or column is hidden
	Struck bool // its text is struck through, or words of it
	// Formula says that the text is what the workbook stored for a formula.
	// Uncalculated says that it stored nothing, so that the text is empty.
	Formula, Uncalculated bool
}

// A Look is what few cells have beside their text. It is shared, and never changed.
type Look struct {
	Fill   string // colour of the ground as six hexadecimal digits, "C6E0B4"; "" when it has none
	Note   string // what hangs on the cell as a note or comment
	Merged string // name of the first cell of the merged box it lies in, "" when in none; every cell of a box has the box's text
	// Standing is what of a text is not struck through; "" when all of it is.
	Standing string
}

// WholePence reports whether the cell, if it is a number, has no part of a hundredth beside what
// numbers in spreadsheets are off by: 155.13 may be held as 155.12999999999999.
func (c Cell) WholePence() bool {
	return c.Kind != Number || math.Abs(c.Number*100-math.Round(c.Number*100)) < 1e-6
}

// Look is how the cell looks beside its text.
func (c Cell) Look() Look {
	if c.more == nil {
		return Look{}
	}
	return *c.more
}

// Looking is the cell with another look.
func (c Cell) Looking(look Look) Cell {
	if c.more = nil; look != (Look{}) {
		c.more = &look
	}
	return c
}

// Name is a cell's name, such as "C14"; col 0 is column A.
func Name(col, row int) string { return Letters(col) + fmt.Sprint(row) }

// Letters is a column's name; 0 is "A".
func Letters(col int) string {
	name := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
