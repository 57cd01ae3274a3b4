package exports

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Returned are rows of one sheet of somebody's own file, given back with the reason
// why each was not taken, so that they can be mended and brought in again.
type Returned struct {
	Sheet    string // "" for a text file
	Headings []string
	Rows     []ReturnedRow
}

// A ReturnedRow is one of them. Number is that of the row in the file.
type ReturnedRow struct {
	Number int
	Why    string
	Points []string // what it is wrong in, when Why is long: for pages
	Cells  []string
}

// The first columns of rows given back: their place, and what is wrong with them.
var returnedHeads = []string{"Row in your file", "What is wrong"}

func (r Returned) lines() [][]string {
	widest := len(r.Headings)
	for _, row := range r.Rows {
		widest = max(widest, len(row.Cells))
	}
	heads := append(append([]string{}, returnedHeads...), r.Headings...)
	for len(heads) < len(returnedHeads)+widest {
		heads = append(heads, "Column "+letters(len(heads)-len(returnedHeads)+1))
	}
	out := [][]string{heads}
	for _, row := range r.Rows {
		out = append(out, append([]string{strconv.Itoa(row.Number), row.Why}, row.Cells...))
	}
	return out
}

// ReturnedCSV writes rows given back as CSV, as [LinesCSV] does.
func ReturnedCSV(w io.Writer, tables []Returned) error {
	var lines [][]string
	for _, table := range tables {
		lines = append(lines, table.lines()...)
	}
	return LinesCSV(w, lines)
}

// LinesCSV writes lines of text as CSV: UTF-8 with a byte order mark. Text that a
// spreadsheet would take for a formula gets an apostrophe in front.
func LinesCSV(w io.Writer, lines [][]string) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, line := range lines {
		cells := make([]string, len(line))
		for i, text := range line {
			cells[i] = shown(text)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write the rows: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	return nil
}

// ReturnedWorkbook writes rows given back as a workbook, a sheet for each of the
// file's, every cell as text.
func ReturnedWorkbook(w io.Writer, tables []Returned, l Labels) error {
	b, err := l.labelled("Rows to correct", "Rows to correct")
	if err != nil {
		return err
	}
	for i, table := range tables {
		lines := table.lines()
		page := layout{paper: 9, landscape: true, frozenRow: 1, titleRow: 1, widths: []float64{10, 50}}
		for range lines[0][len(returnedHeads):] {
			page.widths = append(page.widths, 18)
		}
		s := b.sheet(fmt.Sprintf("Rows %d", i+1), page)
		s.heads(lines[0]...)
		for _, line := range lines[1:] {
			cells := make([]any, len(line))
			for j, value := range line {
				cells[j] = s.cell(wrappedText, value)
			}
			s.put(0, cells...)
		}
		if err := s.flush(); err != nil {
			return err
		}
	}
	return b.written(w, l.returnedReadme)
}

// returnedReadme says what the file is. It stands last, so that the file opens on the rows.
func (l Labels) returnedReadme(b *book) error {
	p := l.readme(b, "Rows to correct")
	p.line("What it is", "Rows of a spreadsheet that were not taken, each with the reason. They may name people: share the file with nobody who does not need it.")
	p.line("How to use it", "Correct the cells and bring the file in as the first one. What stands under "+quotedWords(returnedHeads)+" is passed over.")
	return p.flush()
}

func quotedWords(words []string) string { return "“" + strings.Join(words, "” and “") + "”" }
