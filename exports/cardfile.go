package exports

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	upload "strikerota/exports/sheet"
	"strikerota/rota"
)

// A card as a file is one table: a row a pay point, with what holds for the whole
// card repeated in each. The same columns are in the workbook and in the text.
const (
	cardSheet   = "Rate card"
	cardFacts   = 6 // columns before the pay point
	cardConfirm = "Not confirmed"
	cardCalled  = "Called in from on call"
	asOnCall    = "as on call"  // standby without a rate of its own, in RatesCSV
	asItsBand   = "as its band" // an hour called in without one, there
	// The headings of RatesCSV that a card by itself does not have: Card says there whether it is the trust's.
	listedName      = "Name"
	unconfirmedHead = "Not confirmed by the trust"
	calledKey       = "called" // in documents and paths
	cardRowsLimit   = 60
)

var cardFactHeads = []string{"Card", "Region", "Valid from", "Source", "What to know", "Bank holidays"}

func cardHeads() []string {
	heads := append([]string{}, cardFactHeads...)
	heads = append(heads, "Pay point")
	for b := range rota.BandCount {
		heads = append(heads, b.Words())
	}
	return append(heads, cardCalled, cardConfirm)
}

// cardTable is the card's rows as text. A card without rates has one row.
func cardTable(c rota.Card) [][]string {
	var days []string
	for _, d := range c.BankHolidays {
		days = append(days, d.String())
	}
	facts := []string{c.Name, c.Region, c.ValidFrom.String(), c.Source, strings.ReplaceAll(c.Note, "\n", " "), strings.Join(days, "; ")}
	rates := c.Rates
	if len(rates) == 0 {
		rates = []rota.RateRow{{}}
	}
	var out [][]string
	for _, r := range rates {
		row := append(append([]string{}, facts...), payPoint(r.PayPoint))
		var marks []string
		for b, rate := range r.Rate {
			row = append(row, plainRate(rate))
			if r.Unconfirmed[b] {
				marks = append(marks, rota.Band(b).Words())
			}
		}
		if r.CalledUnconfirmed {
			marks = append(marks, cardCalled)
		}
		out = append(out, append(row, plainRate(r.Called), strings.Join(marks, "; ")))
	}
	return out
}

func plainRate(p *rota.Pence) string {
	if p == nil {
		return ""
	}
	return p.Plain()
}

// CardText writes a rate card as text with commas, in UTF-8.
func CardText(w io.Writer, c rota.Card) error {
	out := csv.NewWriter(w)
	rows := append([][]string{cardHeads()}, cardTable(c)...)
	for _, row := range rows {
		for i, t := range row {
			row[i] = shown(t)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write a rate card: %w", err)
	}
	return nil
}

// CardHandling is the mark of a file of rates: what a trust pays, and nobody's data.
const CardHandling = "OFFICIAL-SENSITIVE: COMMERCIAL"

// CardBook writes a rate card as a workbook: a sheet of the card and one about the file.
// Empty cells are rates that are not known.
func CardBook(w io.Writer, c rota.Card, l Labels) error {
	l.Handling = orElse(l.Handling, CardHandling)
	b, err := l.labelled("Rate card: "+c.Name, "Rate card")
	if err != nil {
		return err
	}
	return b.written(w, func(b *book) error { return b.cardTable(c) }, func(b *book) error { return l.cardReadme(b, c) })
}

// cardReadme says what the file is. It stands last, so that the file opens on the card.
func (l Labels) cardReadme(b *book, c rota.Card) error {
	p := l.readme(b, "Rate card: "+c.Name)
	p.section("How to use it")
	p.line("Rates", "Pounds an hour. A rate that is not known stays empty: costs that need it are then not known, never £0.")
	p.line(cardConfirm, "The rates of the row that nobody at the trust has confirmed, with ; between several.")
	p.line("Bring it in again", "Change the sheet "+cardSheet+", save it as .xlsx and bring it in under Rate cards. Its headings must stay.")
	return p.flush()
}

func (b *book) cardTable(c rota.Card) error {
	widths := []float64{24, 14, 12, 30, 30, 16, 13}
	for range rota.BandCount + 1 {
		widths = append(widths, 13)
	}
	s := b.sheet(cardSheet, layout{widths: append(widths, 28), paper: paperA3, landscape: true, frozenRow: 1, frozenCol: 1, titleRow: 1})
	s.heads(cardHeads()...)
	for i, row := range cardTable(c) {
		lines := 1
		for col, t := range row {
			lines = max(lines, linesIn(t, s.wide[col]))
		}
		s.put(tall(lines), s.cardCells(c, i, row)...)
	}
	s.table("RateCard", 1, len(cardHeads()))
	return s.flush()
}

// cardCells are the cells of one row: rates as amounts, all else as text.
func (s *sheet) cardCells(c rota.Card, i int, row []string) []any {
	cells := make([]any, len(row))
	for col, t := range row {
		cells[col] = s.cell(wrappedText, t)
	}
	if i < len(c.Rates) {
		r := c.Rates[i]
		for b, rate := range append(r.Rate[:], r.Called) {
			if rate != nil {
				cells[cardFacts+1+b] = s.cell(money, pounds(rate))
			}
		}
	}
	return cells
}

// ReadCard reads a rate card from a file as CardBook or CardText writes it; its
// columns may stand in any order and those that are not there are empty. It reads
// the rows of one card of RatesCSV as well, and says so where there are two cards.
// Nobody has confirmed the rates by reading them. An error is a *[rota.Invalid]
// with faults by cell.
func ReadCard(file string, data []byte) (c rota.Card, err error) {
	book, err := upload.Read(file, data)
	if err != nil {
		return rota.Card{}, err
	}
	r := &cardReader{}
	var rows []upload.Row
	for _, r.sheet = range book.Sheets {
		if rows = r.below(); rows != nil {
			break
		}
	}
	return r.read(rows)
}

// A cardReader reads one sheet into a card.
type cardReader struct {
	sheet   upload.Sheet
	columns map[string]int
	faults  []rota.Fault
}

func (r *cardReader) wrong(row upload.Row, head, format string, args ...any) {
	r.faults = append(r.faults, rota.Fault{Path: upload.Name(r.columns[head], row.Number), Text: fmt.Sprintf(format, args...)})
}

func (r *cardReader) read(rows []upload.Row) (rota.Card, error) {
	if rows == nil {
		return rota.Card{}, &rota.Invalid{Faults: []rota.Fault{{Text: "No row of the file has the headings “Pay point” and “" +
			rota.WeekdayDay.Words() + "”. Download a card and fill that in."}}}
	}
	var c rota.Card
	var from []upload.Row // of each row of rates
	for i, row := range rows {
		if i == 0 {
			c = r.facts(row)
		}
		if i == cardRowsLimit {
			r.wrong(row, "Pay point", "A card can have at most %d pay points.", cardRowsLimit)
			break
		}
		if rate, given := r.rates(row); given {
			c.Rates, from = append(c.Rates, rate), append(from, row)
		}
	}
	if two := r.twoCards(from); two != nil {
		r.faults = []rota.Fault{*two}
	}
	if len(r.faults) == 0 {
		r.sameTwice(c, from)
	}
	if len(r.faults) == 0 {
		r.faults = rota.Faults(c.Validate())
	}
	if len(r.faults) > 0 {
		return rota.Card{}, &rota.Invalid{Faults: r.faults}
	}
	return c, nil
}

// below finds the row of headings and gives the rows under it; nil when there is none.
func (r *cardReader) below() []upload.Row {
	for i, row := range r.sheet.Rows {
		r.columns = map[string]int{}
		for col := range row.Cells {
			for _, head := range append(cardHeads(), listedName, unconfirmedHead) {
				if _, taken := r.columns[head]; !taken && sameText(row.At(col).Text, head) {
					r.columns[head] = col
				}
			}
		}
		_, point := r.columns["Pay point"]
		_, day := r.columns[rota.WeekdayDay.Words()]
		if point && day {
			return append([]upload.Row{}, r.sheet.Rows[i+1:]...)
		}
	}
	return nil
}

func (r *cardReader) text(row upload.Row, head string) string {
	col, ok := r.columns[head]
	if !ok {
		return ""
	}
	return strings.TrimSpace(unshown(row.At(col).Text))
}

func (r *cardReader) facts(row upload.Row) rota.Card {
	c := rota.Card{Name: orElse(r.text(row, listedName), r.text(row, "Card")), Region: r.text(row, "Region"), Source: r.text(row, "Source"), Note: r.text(row, "What to know")}
	if t := r.text(row, "Valid from"); t != "" {
		c.ValidFrom = r.day(row, "Valid from", t)
	}
	for _, t := range strings.FieldsFunc(r.text(row, "Bank holidays"), func(c rune) bool { return c == ';' || c == '\n' }) {
		if d := r.day(row, "Bank holidays", strings.TrimSpace(t)); !d.IsZero() {
			c.BankHolidays = append(c.BankHolidays, d)
		}
	}
	for head, most := range map[string]int{"Card": 100, listedName: 100, "Region": 60, "Source": 200, "What to know": 300} {
		if len([]rune(r.text(row, head))) > most {
			r.wrong(row, head, "%s can be at most %d characters long.", head, most)
		}
	}
	return c
}

func (r *cardReader) day(row upload.Row, head, t string) rota.Date {
	t, _, _ = strings.Cut(t, " ")
	for _, form := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if d, err := time.Parse(form, t); err == nil {
			return rota.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
		}
	}
	r.wrong(row, head, "%s must be real days, such as 25/08/2025.", head)
	return rota.Date{}
}

// rates reads the rates of one row; given is false for a row that has none.
func (r *cardReader) rates(row upload.Row) (out rota.RateRow, given bool) {
	point := r.text(row, "Pay point")
	out.PayPoint = readPayPoint(point)
	if len([]rune(out.PayPoint)) > 40 {
		r.wrong(row, "Pay point", "A pay point can be at most 40 characters long.")
	}
	marks := strings.ToLower(orElse(r.text(row, cardConfirm), r.text(row, unconfirmedHead)))
	for b := range out.Rate {
		words := rota.Band(b).Words()
		out.Rate[b] = r.rate(row, words)
		out.Unconfirmed[b] = out.Rate[b] != nil && strings.Contains(marks, strings.ToLower(words))
		given = given || out.Rate[b] != nil
	}
	out.Called = r.rate(row, cardCalled)
	out.CalledUnconfirmed = out.Called != nil && strings.Contains(marks, strings.ToLower(cardCalled))
	return out, given || out.Called != nil || out.PayPoint != ""
}

func (r *cardReader) rate(row upload.Row, head string) *rota.Pence {
	t := r.text(row, head)
	if t == "" || slices.ContainsFunc([]string{notKnown, asOnCall, asItsBand}, func(none string) bool { return sameText(t, none) }) {
		return nil
	}
	if cell := row.At(r.columns[head]); !cell.WholePence() {
		r.wrong(row, head, "%s has parts of a penny: %s. Rates are whole pence: type %s, or what is right.", head, strconv.FormatFloat(cell.Number, 'f', -1, 64), strconv.FormatFloat(cell.Number, 'f', 2, 64))
		return nil
	}
	p, err := rota.ParsePence(t)
	if err != nil || p > rota.MaxRate {
		r.wrong(row, head, "%s must be pounds an hour from 0 to 10,000, with whole pence, such as 188.00; leave it empty when it is not known.", head)
		return nil
	}
	return &p
}

// twoCards is the fault of a file whose rows are of several cards, as RatesCSV and the cost
// workbook write them; nil for one.
func (r *cardReader) twoCards(rows []upload.Row) *rota.Fault {
	first := ""
	for _, row := range rows {
		of := r.text(row, "Card")
		if first == "" {
			first = of
		}
		if of != "" && !sameText(of, first) {
			return &rota.Fault{Text: fmt.Sprintf("The file holds two cards, %s and %s, and one can be brought in at a time. Copy the row of headings and the rows of one card to a new file, and bring that in; then do the same with the other.", first, of)}
		}
	}
	return nil
}

// sameTwice finds the rows that give a pay point again.
func (r *cardReader) sameTwice(c rota.Card, rows []upload.Row) {
	seen := map[string]int{}
	for i, row := range rows {
		if n, again := seen[c.Rates[i].PayPoint]; again {
			r.wrong(row, "Pay point", "Row %d is of this pay point too. Delete one of the two rows.", n)
			continue
		}
		seen[c.Rates[i].PayPoint] = row.Number
	}
}
