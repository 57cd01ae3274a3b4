package exports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A cardKind is one of the two cards.
type cardKind int

const (
	trustCard cardKind = iota
	bmaCard
)

func (c cardKind) words() string {
	if c == bmaCard {
		return "BMA"
	}
	return "Trust"
}

// The columns of Rates: what people read and change, then the working beside it.
const (
	colCard        = 1
	colPay         = 2
	colRate        = 3                                // six columns, pounds an hour
	colUnconfirmed = colRate + int(rota.BandCount)    // names of bands
	colPence       = colUnconfirmed + 2               // working: six columns, pence an hour as used
	colMissing     = colPence + int(rota.BandCount)   // working: six columns, 1 where there is no rate
	colWorked      = colMissing + int(rota.BandCount) // working: six columns, hours at this rate
	colPaid        = colWorked + int(rota.BandCount)  // working: six columns, hours agreed at this card
	rateHeadRow    = 6
)

// A rateBlock is the rows of one card on Rates.
type rateBlock struct {
	card      rota.Card
	kind      cardKind
	from      int // first row on the sheet
	rows      int
	hoursFrom int // first column of this card's hours on Shifts
}

func (l ledger) rates(c cardKind) rateBlock {
	trust := rateBlock{card: l.Problem.Cards.Trust, kind: trustCard, from: rateHeadRow + 1, rows: len(l.Problem.Cards.Trust.Rates), hoursFrom: colBands}
	if c == trustCard {
		return trust
	}
	b := rateBlock{card: l.Problem.Cards.BMA, kind: bmaCard, from: trust.from + trust.rows, rows: len(l.Problem.Cards.BMA.Rates), hoursFrom: colBands}
	if l.split {
		b.hoursFrom = colBMABands
	}
	return b
}

// rowColumn is the column of Shifts that says which row of the block prices a shift.
func (r rateBlock) rowColumn() int {
	if r.kind == bmaCard {
		return colBMARow
	}
	return colTrustRow
}

// area is six columns of the block, from col on.
func (r rateBlock) area(col int) string {
	return fmt.Sprintf("Rates!$%s$%d:$%s$%d", letters(col), r.from, letters(col+int(rota.BandCount)-1), r.from+r.rows-1)
}

func (r rateBlock) column(col int) string {
	return fmt.Sprintf("Rates!$%[1]s$%[2]d:$%[1]s$%[3]d", letters(col), r.from, r.from+r.rows-1)
}

// matches reports whether MATCH finds the row that [rota.Card.Row] does. A
// spreadsheet compares without regard to capitals and takes * ? ~ for patterns.
func (r rateBlock) matches(pay string) bool {
	if r.rows == 0 || strings.ContainsAny(pay, "*?~") || len(pay) > 200 {
		return false
	}
	find := func(want string) int {
		for i, row := range r.card.Rates {
			if fold(payPoint(row.PayPoint)) == fold(want) {
				return i
			}
		}
		return -1
	}
	got := find(payPoint(pay))
	if got < 0 {
		got = find(everybody)
	}
	return got == r.card.Row(pay)
}

// writeRates writes both cards: yellow cells may be changed and every sheet follows.
func (l ledger) writeRates(b *book) error {
	trust, bma := l.rates(trustCard), l.rates(bmaCard)
	last := rateHeadRow + trust.rows + bma.rows
	widths := []float64{20, 22, 14, 14, 14, 14, 14, 14, 40, 14}
	for range 4 * int(rota.BandCount) {
		widths = append(widths, 24)
	}
	s := b.sheet("Rates", layout{widths: widths, paper: paperA4, landscape: true, frozenRow: rateHeadRow, frozenCol: 2, titleRow: rateHeadRow, locked: true,
		printed: fmt.Sprintf("$A$1:$I$%d", last+9)})
	l.rateRules(s, last)
	s.put(24, s.cell(title, l.titled("Rates, £ an hour")))
	for _, line := range []string{
		"Change a yellow cell and every cost in this workbook follows. Nothing else needs to be changed.",
		`An empty rate is not known: a cost that needs it says "not known", never £0. Standby without a rate of its own is paid as on call.`,
		"Bands are London time. Which hours are weekend or bank holiday was settled when the workbook was made.",
	} {
		s.put(0, s.cell(bare, line))
	}
	s.skip(1)
	heads := []string{"Card", "Pay point"}
	for _, part := range []string{"", "Pence used: ", "No rate, 1: ", "Hours: ", "Hours agreed: "} {
		for band := rota.Band(0); band < rota.BandCount; band++ {
			heads = append(heads, part+band.Words())
		}
		if part == "" {
			heads = append(heads, "Not confirmed by the trust", "Working, not for changing:")
		}
	}
	s.heads(heads...)
	for _, block := range []rateBlock{trust, bma} {
		for i := range block.card.Rates {
			l.putRate(s, block, i)
		}
	}
	s.skip(1)
	for _, block := range []rateBlock{trust, bma} {
		l.putCard(s, block)
	}
	return s.flush()
}

// rateRules lets a rate be empty or an amount.
func (l ledger) rateRules(s *sheet, last int) {
	if last == rateHeadRow {
		return
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s:%s", ref(colRate, rateHeadRow+1), ref(colUnconfirmed-1, last)))
	s.note(v.SetRange(0, 10000, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	v.SetError(excelize.DataValidationErrorStyleStop, "Rate", "A rate is pounds an hour, from 0 to 10,000. Leave it empty when it is not known.")
	s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
}

func (l ledger) putRate(s *sheet, r rateBlock, i int) {
	row, at := r.card.Rates[i], s.row+1
	cells := []any{s.cell(plain, r.kind.words()), s.cell(text, payPoint(row.PayPoint))}
	for _, rate := range row.Rate {
		c := s.cell(input, nil)
		if rate != nil {
			c.Value = pounds(rate)
		}
		cells = append(cells, c)
	}
	marks := unconfirmed(row)
	cells = append(cells, s.cell(wrapped, marks), nil)
	used := make([]*rota.Pence, rota.BandCount)
	for band := range used {
		used[band] = row.Rate[band]
		if rota.Band(band) == rota.StandbyBand && used[band] == nil {
			used[band] = row.Rate[rota.OnCallBand]
		}
	}
	for band, rate := range used {
		cells = append(cells, s.sum(whole, penceFormula(band, at), penceOr(rate)))
	}
	for band, rate := range used {
		cells = append(cells, s.sum(whole, fmt.Sprintf("IF(%s,0,1)", givenFormula(band, at)), flag(rate == nil)))
	}
	worked, paid := l.hoursAt(r, i)
	for band := range used {
		cells = append(cells, s.sum(hours, l.workedFormula(r, i, band, ""), hoursOf(worked[band])))
	}
	for band := range used {
		cells = append(cells, s.sum(hours, l.workedFormula(r, i, band, r.terms()), hoursOf(paid[band])))
	}
	s.put(tall(linesIn(marks, 40)), cells...)
}

// unconfirmed names the bands of a row that nobody at the trust has confirmed, and says
// of which a rate was published.
func unconfirmed(row rota.RateRow) string {
	var out []string
	for band, is := range row.Unconfirmed {
		words := rota.Band(band).Words()
		if row.ConfirmedBy[band] != "" {
			words += " (published)"
		}
		if is {
			out = append(out, words)
		}
	}
	return strings.Join(out, "; ")
}

// putCard says in words what the card is and where it comes from.
func (l ledger) putCard(s *sheet, r rateBlock) {
	about := []string{r.card.Name}
	if !strings.Contains(r.card.Name, r.card.Region) {
		about = append(about, r.card.Region)
	}
	if !r.card.ValidFrom.IsZero() {
		about = append(about, "valid from "+dayWords(r.card.ValidFrom))
	}
	about = slices.DeleteFunc(about, func(t string) bool { return t == "" })
	var days []string
	for _, d := range r.card.BankHolidays {
		days = append(days, dayWords(d))
	}
	lines := []string{r.kind.words() + " card: " + orElse(strings.Join(about, ", "), "no details given"),
		"Source: " + orElse(r.card.Source, "not given"),
		"Bank holidays, priced as weekends: " + orElse(strings.Join(days, "; "), "none given")}
	for _, line := range lines {
		s.said(line, 145) // as wide as what is printed
	}
	s.skip(1)
}

func orElse(t, other string) string {
	if t == "" {
		return other
	}
	return t
}

func (r rateBlock) terms() string {
	if r.kind == bmaCard {
		return rota.BMARate.Words()
	}
	return rota.TrustRate.Words()
}

func rateRef(band, row int) string { return ref(colRate+band, row) }

func givenFormula(band, row int) string {
	own := fmt.Sprintf("ISNUMBER(%s)", rateRef(band, row))
	if rota.Band(band) == rota.StandbyBand {
		return fmt.Sprintf("OR(%s,ISNUMBER(%s))", own, rateRef(int(rota.OnCallBand), row))
	}
	return own
}

func penceFormula(band, row int) string {
	cell := rateRef(band, row)
	other := "0"
	if rota.Band(band) == rota.StandbyBand {
		call := rateRef(int(rota.OnCallBand), row)
		other = fmt.Sprintf("IF(ISNUMBER(%[1]s),ROUND(%[1]s*100,0),0)", call)
	}
	return fmt.Sprintf("IF(ISNUMBER(%[1]s),ROUND(%[1]s*100,0),%[2]s)", cell, other)
}

func penceOr(p *rota.Pence) int64 {
	if p == nil {
		return 0
	}
	return int64(*p)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// hoursAt adds up the minutes that row i of the card prices: all, and those agreed at this card.
func (l ledger) hoursAt(r rateBlock, i int) (all, agreed [rota.BandCount]int) {
	for _, s := range l.shifts {
		if r.card.Row(s.Line.Consultant.PayPoint) != i {
			continue
		}
		for band, minutes := range s.minutesAt(r.kind) {
			all[band] += minutes
			if s.Line.Consultant.Terms.Words() == r.terms() {
				agreed[band] += minutes
			}
		}
	}
	return all, agreed
}

func (s shift) minutesAt(c cardKind) [rota.BandCount]int {
	if c == bmaCard {
		return s.MinutesBMA
	}
	return s.Minutes
}

func (l ledger) workedFormula(r rateBlock, i, band int, terms string) string {
	more := ""
	if terms != "" {
		more = fmt.Sprintf(`,%s,"%s"`, l.shiftColumn(colTerms), terms)
	}
	return fmt.Sprintf("SUMIFS(%s,%s,%d%s)", l.shiftColumn(r.hoursFrom+band), l.shiftColumn(r.rowColumn()), i+1, more)
}

// shiftColumn is all of a column on Shifts, without its head.
func (l ledger) shiftColumn(col int) string {
	return fmt.Sprintf("Shifts!$%[1]s$%[2]d:$%[1]s$%[3]d", letters(col), tableHeadRow+1, tableHeadRow+max(1, len(l.shifts)))
}
