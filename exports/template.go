package exports

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// Template writes the entry workbook: empty with the standard rules for a zero
// entry, else filled so that [ReadEntry] gives the entry back. Locks and the
// published plan are not part of it.
func Template(w io.Writer, e rota.Entry) error { return Entries(w, e, Labels{}) }

// Entries is [Template] with the labels of a file that is handed out.
func Entries(w io.Writer, e rota.Entry, l Labels) error {
	if reflect.ValueOf(e).IsZero() {
		e = emptyEntry()
	}
	b, err := newBook()
	if err != nil {
		return err
	}
	b.mark, b.topic, b.foot = l.handling(), joinWords("Entry workbook", e.Strike.Name), "strikerota "+orElse(l.Version, "entry workbook")
	dated := l
	dated.Version = orElse(l.Version, "entry")
	if l.Made.IsZero() {
		dated.Made = e.Strike.Start // never the clock: the same entry gives the same bytes
	} else {
		b.foot = l.foot()
	}
	if dated.Made.IsZero() {
		dated.Made = time.Date(2025, 7, 25, 6, 0, 0, 0, time.UTC)
	}
	if err := b.properties(b.topic, dated); err != nil {
		return err
	}
	if err := b.entryReadme(l); err != nil {
		return err
	}
	for _, sheet := range entrySheets(e) {
		if err := b.entrySheet(sheet); err != nil {
			return err
		}
	}
	if err := b.lists(); err != nil {
		return err
	}
	return b.writeTo(w)
}

// emptyEntry is what a new strike starts with.
func emptyEntry() rota.Entry {
	general := []rota.RateRow{{}}
	return rota.Entry{
		Rules: rota.StandardRules(), Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(),
		Cards: rota.Cards{Trust: rota.Card{Rates: general}, BMA: rota.Card{Rates: general}},
	}
}

// A filled is a block with its rows, each a value a column.
type filled struct {
	block
	rows [][]any
}

// entrySheets lays the entry out: the blocks of each sheet, side by side.
func entrySheets(e rota.Entry) [][]filled {
	return [][]filled{
		{{itemBlock, itemRows(e)}, {travelBlock, travelRows(e)}, {holidayBlock, holidayRows(e)}, {aimBlock, aimRows(e)}},
		{{residentBlock, residentRows(e)}}, {{dutyBlock, dutyRows(e)}}, {{consultantBlock, consultantRows(e)}},
		{{offerBlock, offerRows(e)}}, {{sessionBlock, sessionRows(e)}}, {{slotBlock, slotRows(e)}},
		{{rateBlockColumns, rateRows(e)}, {detailBlock, detailRows(e)}},
	}
}

// widestA4 is the width of columns past which a sheet would be too small to read on A4.
const widestA4 = 180

// entrySheet writes one sheet: heads with notes, rows, lists to choose from.
func (b *book) entrySheet(blocks []filled) error {
	l, width := layout{paper: paperA4, landscape: true, frozenRow: 1, titleRow: 1}, 0.0
	for i, f := range blocks {
		if i > 0 {
			l.widths = append(l.widths, 3)
		}
		for _, c := range f.columns {
			l.widths = append(l.widths, c.width)
			width += c.width
		}
	}
	if width > widestA4 {
		l.paper = paperA3
	}
	if len(blocks) == 1 {
		l.frozenCol = 1
	}
	s := b.sheet(blocks[0].sheet, l)
	from, longest := 1, 0
	for _, f := range blocks {
		s.prepare(f.columns, from)
		from += len(f.columns) + 1
		longest = max(longest, len(f.rows))
	}
	s.widths() // styles have put the columns out of order
	s.itemLists(blocks[0].block)
	s.put(s.headHeight(blocks), s.headCells(blocks)...)
	for i := range longest {
		height, cells := s.entryRow(blocks, i)
		s.put(height, cells...)
	}
	if len(blocks) == 1 {
		s.row = max(s.row, 2) // an empty table has one empty row to type in
		s.table(strings.ReplaceAll(s.name, " ", ""), 1, len(blocks[0].columns))
	}
	return s.flush()
}

// prepare sets what rows typed later need: the style of each column, its list and its note.
func (s *sheet) prepare(columns []column, from int) {
	for i, c := range columns {
		col := from + i
		s.note(s.try(func() error { return s.sw.SetColStyle(col, col, s.styles[typedLook(c)]) }))
		if c.note != "" {
			s.note(s.try(func() error {
				return s.f.AddComment(s.name, excelize.Comment{Cell: ref(col, 1), Author: "strikerota", Text: c.note, Width: 260, Height: 90})
			}))
		}
		if v := validation(c, letters(col)); v != nil {
			s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
		}
	}
}

// itemLists gives the items of the strike that are chosen their lists.
func (s *sheet) itemLists(b block) {
	if b.columns[0].head != itemBlock.columns[0].head {
		return
	}
	for i, item := range items {
		list := map[string][]choice{"case.kind": caseChoices, "rules.on_call_with_on_site": yesNoChoices}[item.field]
		if list == nil {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(ref(2, i+2))
		v.SetSqrefDropList(listRange(list))
		v.SetError(excelize.DataValidationErrorStyleStop, item.name, "Choose from the list.")
		s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
	}
}

func (s *sheet) headHeight(blocks []filled) float64 {
	lines := 1
	for _, f := range blocks {
		for _, c := range f.columns {
			lines = max(lines, linesIn(c.head, c.width-3))
		}
	}
	return tall(lines)
}

func (s *sheet) headCells(blocks []filled) []any {
	var cells []any
	for i, f := range blocks {
		if i > 0 {
			cells = append(cells, nil)
		}
		for _, c := range f.columns {
			cells = append(cells, s.cell(head, c.head))
		}
	}
	return cells
}

// entryRow is row i of all blocks side by side, with its height.
func (s *sheet) entryRow(blocks []filled, i int) (float64, []any) {
	var cells []any
	lines := 1
	for n, f := range blocks {
		if n > 0 {
			cells = append(cells, nil)
		}
		for j, c := range f.columns {
			if i >= len(f.rows) {
				cells = append(cells, nil)
				continue
			}
			cell := s.entryCell(c, f.rows[i][j])
			if t, ok := cell.Value.(string); ok {
				lines = max(lines, linesIn(t, c.width))
			}
			cells = append(cells, cell)
		}
	}
	return tall(lines), cells
}

// validation is the list or limit of a column, nil when anything may stand there.
func validation(c column, letter string) *excelize.DataValidation {
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, maxRows+1))
	switch {
	case c.refers != "":
		v.SetSqrefDropList(fmt.Sprintf("%s!$A$2:$A$%d", c.refers, maxRows+1))
		v.SetError(excelize.DataValidationErrorStyleStop, c.head, "Choose an ID that is in the first column of the sheet "+c.refers+".")
	case c.kind == kindChoice:
		v.SetSqrefDropList(listRange(c.choices))
		v.SetError(excelize.DataValidationErrorStyleStop, c.head, "Choose from the list.")
	case c.kind == kindMany && len(c.choices) == len(modeChoices):
		v.SetSqrefDropList(modeSetRange())
		v.ShowErrorMessage = false // another order of the same words will do
	case c.field == "priority":
		if v.SetDropList([]string{"1", "2", "3"}) != nil {
			return nil
		}
	default:
		return nil
	}
	return v
}

// typedLook is the style of cells that are typed later: dates show as dates, and
// a pay point such as 4-7 stays text.
func typedLook(c column) look {
	switch c.kind {
	case kindWhen:
		return typedWhen
	case kindDate:
		return typedDate
	case kindMoney:
		return typedMoney
	case kindWhole, kindHours, kindHelp:
		return bare
	}
	if c.head == "Value" {
		return bare
	}
	return typedText
}
