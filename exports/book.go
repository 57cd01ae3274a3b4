package exports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A book is a workbook being written.
type book struct {
	f      *excelize.File
	styles [looks]int
	mark   string // the handling mark, in every header
	topic  string // what the workbook is about, in every header
	foot   string // who made it with which version, in every footer
	until  string // until when it may be kept, in every footer; "" when that is not set
	first  bool   // the file's own first sheet is still unused
	names  sheetTitles
}

func newBook() (*book, error) {
	b := &book{f: excelize.NewFile(), first: true, names: reserved()}
	if err := b.f.SetDefaultFont("Arial"); err != nil {
		return nil, fmt.Errorf("set the font: %w", err)
	}
	var err error
	b.styles, err = addStyles(b.f)
	return b, err
}

// properties names the workbook in its file properties. Times come from the caller, never the clock.
func (b *book) properties(name string, l Labels) error {
	b.until = l.deleteBy()
	stamp, by := l.asOf().UTC().Format(time.RFC3339), clean(orElse(l.By, "strikerota"))
	err := b.f.SetDocProps(&excelize.DocProperties{
		Title: clean(name), Subject: clean(b.topic), Creator: by, LastModifiedBy: by, Category: clean(b.mark),
		Created: stamp, Modified: stamp, Language: "en-GB",
	})
	if err != nil {
		return fmt.Errorf("set the properties: %w", err)
	}
	if err := b.f.SetAppProps(&excelize.AppProperties{Application: "strikerota"}); err != nil {
		return fmt.Errorf("set the properties: %w", err)
	}
	for _, p := range []excelize.CustomProperty{{Name: "Classification", Value: clean(b.mark)}, {Name: "DeleteBy", Value: orElse(l.DeleteBy.String(), "not set")},
		{Name: "ProgramVersion", Value: clean(l.Version)}, {Name: "RotaMade", Value: stamp}} {
		if err := b.f.SetCustomProps(p); err != nil {
			return fmt.Errorf("set the properties: %w", err)
		}
	}
	return nil
}

func (b *book) writeTo(w io.Writer) error {
	full := true
	if err := b.f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}); err != nil {
		return fmt.Errorf("set recalculation: %w", err)
	}
	var buf bytes.Buffer
	if _, err := b.f.WriteTo(&buf); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := b.f.Close(); err != nil {
		return fmt.Errorf("close the workbook: %w", err)
	}
	return inOrder(w, buf.Bytes())
}

// Paper sizes as workbooks number them.
const (
	paperA3 = 8
	paperA4 = 9
)

// A layout says how a sheet is shown and printed.
type layout struct {
	widths    []float64
	paper     int
	landscape bool
	wide      int    // pages across; 0 is one
	tall      int    // pages down; 0 is as many as it takes
	frozenRow int    // rows frozen at the top
	frozenCol int    // columns frozen at the left
	titleRow  int    // row that every printed page repeats, 0 for none
	titleCols string // columns that every printed page repeats, such as "$A:$B"
	printed   string // range that is printed, "" for all
	locked    bool   // guards against slips; there is no password
}

// pagesDown is on how many pages rows of a height in points are printed, if a last page
// with next to nothing on it is saved by printing a little smaller; 0 is as many as it takes.
func (l layout) pagesDown(height float64) int {
	const wide, high, sides, ends = 420 / 25.4 * 72, 297 / 25.4 * 72, 2 * 0.4 * 72, 2 * 0.8 * 72 // A3 landscape
	total := 0.0
	for _, w := range l.widths {
		total += (w*7 + 5) * 0.75
	}
	pages := height * min(1, (wide-sides)/total) / (high - ends)
	if whole := math.Floor(pages); whole > 0 && pages < whole*1.2 {
		return int(whole)
	}
	return 0
}

// A sheet is written from the top down, a row at a time. The first error stays and stops the rest.
type sheet struct {
	*book
	name string
	sw   *excelize.StreamWriter
	row  int // the last row written
	wide []float64
	err  error
}

// sheet starts the next sheet. Everything about the page is set before the
// first row, because what is set after a stream is flushed is lost.
func (b *book) sheet(name string, l layout) *sheet {
	s := &sheet{book: b, name: name, wide: l.widths}
	if b.first {
		s.note(b.f.SetSheetName("Sheet1", name))
		b.first = false
	} else {
		_, err := b.f.NewSheet(name)
		s.note(err)
	}
	s.page(l)
	if s.err != nil {
		return s
	}
	s.sw, s.err = b.f.NewStreamWriter(name)
	s.widths()
	if l.frozenRow > 0 {
		cell := ref(l.frozenCol+1, l.frozenRow+1)
		pane := "bottomLeft"
		if l.frozenCol > 0 {
			pane = "bottomRight"
		}
		s.note(s.try(func() error {
			return s.sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: l.frozenCol, YSplit: l.frozenRow, TopLeftCell: cell, ActivePane: pane})
		}))
	}
	return s
}

// widths sets the columns' widths, from the last to the first: the stream puts
// each column that is set before all others, and they must stand in order.
func (s *sheet) widths() {
	for i, w := range slices.Backward(s.wide) {
		s.note(s.try(func() error { return s.sw.SetColWidth(i+1, i+1, w) }))
	}
}

func (s *sheet) note(err error) {
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("sheet %s: %w", s.name, err)
	}
}

func (s *sheet) try(do func() error) error {
	if s.err != nil {
		return nil
	}
	return do()
}

// topicFits is how many letters fit at the right of a page's header beside the name
// of the sheet in its centre.
func (l layout) topicFits() int {
	switch {
	case l.paper == paperA3 && l.landscape:
		return 80
	case l.landscape:
		return 52
	}
	return 34
}

func (s *sheet) page(l layout) {
	f, no, yes := s.f, false, true
	way := "portrait"
	if l.landscape {
		way = "landscape"
	}
	wide, tall := max(1, l.wide), l.tall
	s.note(f.SetSheetDimension(s.name, "")) // a stream would leave it at A1, and some readers stop there
	s.note(f.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	s.note(f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &l.paper, Orientation: &way, FitToWidth: &wide, FitToHeight: &tall}))
	s.note(f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	side, top, edge := 0.4, 0.8, 0.35
	s.note(f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge}))
	most := l.topicFits()
	s.note(f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: `&L&"Arial,Bold"` + inHeader(s.mark, 60) + `&C&"Arial,Regular"&A&R&"Arial,Regular"` + inHeader(s.topic, most),
		OddFooter: `&L&8&"Arial,Bold"` + s.kept() + `&C&8&"Arial,Regular"&P of &N&R&8&"Arial,Regular"` + inHeader(s.foot, 90),
	}))
	if l.titleRow > 0 {
		titles := fmt.Sprintf("%s!$%d:$%d", quoted(s.name), l.titleRow, l.titleRow)
		if l.titleCols != "" {
			titles = quoted(s.name) + "!" + l.titleCols + "," + titles
		}
		s.note(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.name}))
	}
	if l.printed != "" {
		s.note(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quoted(s.name) + "!" + l.printed, Scope: s.name}))
	}
	if l.locked {
		s.note(f.ProtectSheet(s.name, &excelize.SheetProtectionOptions{
			AutoFilter: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true,
		}))
	}
}

// kept is how a page may be handled, and until when it may be kept.
func (b *book) kept() string {
	if b.until == "" {
		return inHeader(b.mark, 60)
	}
	return inHeader(b.mark, 60) + "\nDelete by " + b.until
}

// put writes the next row.
func (s *sheet) put(height float64, cells ...any) {
	s.row++
	if s.err != nil {
		return
	}
	for _, c := range cells {
		if c, ok := c.(excelize.Cell); ok {
			if v, ok := c.Value.(string); ok && units(v) > excelize.TotalCellChars {
				s.note(fmt.Errorf("row %d holds a text longer than %d characters", s.row, excelize.TotalCellChars))
				return
			}
		}
	}
	opts := excelize.RowOpts{Height: height}
	s.note(s.sw.SetRow(ref(1, s.row), cells, opts))
}

// skip leaves n rows empty.
func (s *sheet) skip(n int) { s.row += n }

// said writes a text over the empty cells beside it, on as many rows as it takes so
// that none runs past a width.
func (s *sheet) said(text string, width int) {
	for _, line := range linesOf(text, width) {
		s.put(0, s.cell(bare, line))
	}
}

// What bold text takes of the width of a column, by itself and with the button of a filter.
const boldAlone, boldAndFilter = 0.5, 2

// heads writes a head row whose columns may be filtered.
func (s *sheet) heads(names ...string) { s.headRow(boldAndFilter, names) }

// headRow writes the names as a row of heads as tall as they need in their columns less what is lost.
func (s *sheet) headRow(lost float64, names []string) {
	cells, lines := make([]any, len(names)), 1
	for i, n := range names {
		cells[i] = s.cell(head, n)
		if i < len(s.wide) {
			lines = max(lines, linesIn(n, s.wide[i]-lost))
		}
	}
	s.put(tall(lines), cells...)
}

// table marks the rows written from the head row on as a named table with filters.
func (s *sheet) table(name string, headRow, columns int) {
	if s.row <= headRow {
		return // a table needs a row
	}
	s.note(s.try(func() error {
		return s.sw.AddTable(&excelize.Table{Range: ref(1, headRow) + ":" + ref(columns, s.row), Name: name})
	}))
}

// hide hides the sheet. What excelize has for it would read every sheet back that has
// been streamed and write it anew, at twice the time of the whole workbook.
func (s *sheet) hide() {
	for i, x := range s.f.WorkBook.Sheets.Sheet {
		if x.Name == s.name {
			s.f.WorkBook.Sheets.Sheet[i].State = "hidden"
		}
	}
}

func (s *sheet) flush() error {
	s.note(s.try(func() error { return s.sw.Flush() }))
	return s.err
}

// cell is a value in a look. Text is made safe.
func (b *book) cell(l look, v any) excelize.Cell {
	if t, ok := v.(string); ok {
		v = shown(t)
	}
	return excelize.Cell{StyleID: b.styles[l], Value: v}
}

// sum is a formula in a look with the value that Go computed for it. formula has no leading "=".
func (b *book) sum(l look, formula string, v any) excelize.Cell {
	return excelize.Cell{StyleID: b.styles[l], Formula: formula, Value: v}
}

// notKnown stands where a rate that a cost needs is missing.
const notKnown = "not known"

// pounds is the value of an amount in a cell.
func pounds(p *rota.Pence) any {
	if p == nil {
		return notKnown
	}
	return float64(*p) / 100
}

// wallSerial is the London wall clock of an instant as a workbook holds it: days
// since 30 December 1899. excelize cuts numbers after 15 digits, which would show
// 20:30 as 20:29, so it is rounded up in the last of them, a few microseconds.
func wallSerial(t time.Time) float64 {
	days := (daySerial(rota.DateOf(t))*1440 + float64(wallMinute(t))) / 1440
	return math.Ceil(days*1e10) / 1e10
}

func wallMinute(t time.Time) int {
	h, m, _ := t.In(rota.Zone()).Clock()
	return h*60 + m
}

func daySerial(d rota.Date) float64 {
	day := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	return float64(day.Unix()/86400 + epochDays)
}

// epochDays is 1 January 1970 as a workbook counts days.
const epochDays = 25569

// ref is a cell's name; columns and rows count from 1.
func ref(col, row int) string { return letters(col) + fmt.Sprint(row) }

func letters(col int) string {
	name, err := excelize.ColumnNumberToName(col)
	if err != nil {
		return "A"
	}
	return name
}

func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// inHeader is text in a page header: & begins a code there, and the whole must stay short.
func inHeader(t string, most int) string {
	t = strings.ReplaceAll(clean(t), "\n", " ")
	for n := most; ; n-- {
		out := strings.ReplaceAll(rota.ShortenedTo(t, n), "&", "&&")
		if utf8.RuneCountInString(out) <= most {
			return out
		}
	}
}

// tall is the height of a row with n lines of Arial 10.
func tall(lines int) float64 { return min(400, 13.5*float64(max(1, lines))+2) }

// linesIn is how many lines a text takes in a column, words kept whole.
func linesIn(t string, width float64) int {
	most := max(1, int(width*1.12))
	n := 0
	for _, line := range strings.Split(t, "\n") {
		n++
		used := 0
		for _, word := range strings.Fields(line) {
			w := utf8.RuneCountInString(word)
			switch {
			case used == 0:
				used = w
			case used+1+w <= most:
				used += 1 + w
			default:
				n++
				used = w
			}
			for used > most {
				n++
				used -= most
			}
		}
	}
	return n
}
