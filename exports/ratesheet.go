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
	colCalled      = colRate + int(rota.BandCount)    // pounds an hour called in from on call
	colUnconfirmed = colCalled + 1                    // names of bands
	colPence       = colUnconfirmed + 2               // working: six columns, pence an hour as used
	colMissing     = colPence + int(rota.BandCount)   // working: six columns, 1 where there is no rate
	colWorked      = colMissing + int(rota.BandCount) // working: six columns, hours at this rate
	colPaid        = colWorked + int(rota.BandCount)  // working: six columns, hours agreed at this card
	colMore        = colPaid + int(rota.BandCount)    // working: four columns, pence an hour that being called in is more
	colNoCalled    = colMore + clockBands             // working: four columns, 1 where there is no rate for it
	colCallWorked  = colNoCalled + clockBands         // working: four columns, on-call hours by the clock
	colCallPaid    = colCallWorked + clockBands       // working: four columns, those agreed at this card
	rateHeadRow    = 6
)

// A rateBlock is the rows of one card on Rates.
type rateBlock struct {
	card      rota.Card
	kind      cardKind
	from      int // first row on the sheet
	rows      int
	hoursFrom int // first column of this card's hours on Shifts
	callFrom  int // first column of its on-call hours by the clock there
}

func (l ledger) rates(c cardKind) rateBlock {
	trust := rateBlock{card: l.Problem.Cards.Trust, kind: trustCard, from: rateHeadRow + 1, rows: len(l.Problem.Cards.Trust.Rates), hoursFrom: colBands, callFrom: colCall}
	if c == trustCard {
		return trust
	}
	b := rateBlock{card: l.Problem.Cards.BMA, kind: bmaCard, from: trust.from + trust.rows, rows: len(l.Problem.Cards.BMA.Rates), hoursFrom: colBands, callFrom: colCall}
	if l.split {
		b.hoursFrom, b.callFrom = colBMABands, colBMACall
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

// area is n columns of the block, from col on.
func (r rateBlock) area(col, n int) string {
	return fmt.Sprintf("Rates!$%s$%d:$%s$%d", letters(col), r.from, letters(col+n-1), r.from+r.rows-1)
}

func (r rateBlock) column(col int) string { return r.area(col, 1) }

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
	widths := []float64{20, 22, 14, 14, 14, 14, 14, 14, 14, 40, 14}
	for range 4 * (int(rota.BandCount) + clockBands) {
		widths = append(widths, 24)
	}
	s := b.sheet("Rates", layout{widths: widths, paper: paperA4, landscape: true, frozenRow: rateHeadRow, frozenCol: 2, titleRow: rateHeadRow, locked: true,
		printed: fmt.Sprintf("$A$1:$%s$%d", letters(colUnconfirmed), last+9)})
	l.rateRules(s, last)
	s.put(24, s.cell(title, l.titled("Rates, £ an hour")))
	for _, line := range []string{
		"Change a yellow cell and every cost in this workbook follows. Nothing else needs to be changed.",
		`An empty rate is not known: a cost that needs it says "not known", never £0. Standby without a rate of its own is paid as on call,`,
		"and an hour called in from on call without one at the rate of its own band. How much of on call is called in is set on " + summarySheet + ".",
		"Bands are London time. Which hours are weekend or bank holiday was settled when the workbook was made.",
	} {
		s.put(0, s.cell(bare, line))
	}
	s.headRow(boldAlone, rateHeads())
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

func rateHeads() []string {
	heads := []string{"Card", "Pay point"}
	add := func(part string, bands int) {
		for band := range bands {
			heads = append(heads, part+rota.Band(band).Words())
		}
	}
	all := int(rota.BandCount)
	add("", all)
	heads = append(heads, cardCalled, unconfirmedHead, "Working, not for changing:")
	add("Pence used: ", all)
	add("No rate, 1: ", all)
	add("Hours: ", all)
	add("Hours agreed: ", all)
	add("Pence more when called in: ", clockBands)
	add("No rate when called in, 1: ", clockBands)
	add("On-call hours: ", clockBands)
	add("On-call hours agreed: ", clockBands)
	return heads
}

// rateRules lets a rate be empty or an amount.
func (l ledger) rateRules(s *sheet, last int) {
	if last == rateHeadRow {
		return
	}
	s.only(fmt.Sprintf("%s:%s", ref(colRate, rateHeadRow+1), ref(colCalled, last)), "Rate", "A rate is pounds an hour, from 0 to 10,000. Leave it empty when it is not known.", true,
		func(v *excelize.DataValidation) error {
			return v.SetRange(0, 10000, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		})
}

func (l ledger) putRate(s *sheet, r rateBlock, i int) {
	row, at := r.card.Rates[i], s.row+1
	cells := []any{s.cell(plain, r.kind.words()), s.cell(text, payPoint(row.PayPoint))}
	for _, rate := range append(row.Rate[:], row.Called) {
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
	bands := r.bandsOf(l)
	cells = append(cells, l.workedCells(s, r, i, bands[:rota.BandCount])...)
	cells = append(cells, r.calledCells(s, row, at)...)
	cells = append(cells, l.workedCells(s, r, i, bands[rota.BandCount:])...)
	s.put(tall(linesIn(marks, 40)), cells...)
}

// A workedBand is a column of hours on Shifts that row by row the card prices.
type workedBand struct {
	col     int
	minutes func(shift) int
}

// bandsOf are the columns of a card's hours: of all bands, and of on-call hours by the clock.
func (r rateBlock) bandsOf(l ledger) []workedBand {
	var out []workedBand
	for band := range int(rota.BandCount) {
		out = append(out, workedBand{r.hoursFrom + band, func(s shift) int { return s.minutesAt(r.kind)[band] }})
	}
	for band := range clockBands {
		out = append(out, workedBand{r.callFrom + band, func(s shift) int { return s.onCallAt(r.kind)[band] }})
	}
	return out
}

// workedCells add up what row i of the card prices in each band: all of it, then that agreed at this card.
func (l ledger) workedCells(s *sheet, r rateBlock, i int, bands []workedBand) []any {
	var all, agreed []any
	var priced []shift
	for _, x := range l.shifts {
		if r.card.Row(x.Line.Consultant.PayPoint) == i {
			priced = append(priced, x)
		}
	}
	for _, b := range bands {
		worked, paid := 0, 0
		for _, x := range priced {
			worked += b.minutes(x)
			if x.Line.Consultant.Terms.Words() == r.terms() {
				paid += b.minutes(x)
			}
		}
		formula := fmt.Sprintf("SUMIFS(%s,%s,%d", l.shiftColumn(b.col), l.shiftColumn(r.rowColumn()), i+1)
		all = append(all, s.sum(hours, formula+")", hoursOf(worked)))
		agreed = append(agreed, s.sum(hours, fmt.Sprintf(`%s,%s,"%s")`, formula, l.shiftColumn(colTerms), r.terms()), hoursOf(paid)))
	}
	return append(all, agreed...)
}

// calledCells say what an hour called in is more than one on call, in pence: at the row's rate for
// it, else at that of the hour's own band; and where neither is known, which is not more.
func (r rateBlock) calledCells(s *sheet, row rota.RateRow, at int) []any {
	own, call := ref(colCalled, at), penceFormula(int(rota.OnCallBand), at)
	var more, missing []any
	for band := range clockBands {
		rate, by := row.Called, rateRef(band, at)
		if rate == nil {
			rate = row.Rate[band]
		}
		extra := int64(0)
		if rate != nil {
			extra = int64(*rate) - penceOr(row.Rate[rota.OnCallBand])
		}
		more = append(more, s.sum(whole, fmt.Sprintf("IF(ISNUMBER(%[1]s),ROUND(%[1]s*100,0)-%[3]s,IF(ISNUMBER(%[2]s),ROUND(%[2]s*100,0)-%[3]s,0))", own, by, call), extra))
		missing = append(missing, s.sum(whole, fmt.Sprintf("IF(OR(ISNUMBER(%s),ISNUMBER(%s)),0,1)", own, by), flag(rate == nil)))
	}
	return append(more, missing...)
}

// unconfirmed names the rates of a row that nobody at the trust has confirmed, and says
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
	if row.Called != nil && row.CalledUnconfirmed {
		words := cardCalled
		if row.CalledBy != "" {
			words += " (published)"
		}
		out = append(out, words)
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

func (s shift) minutesAt(c cardKind) [rota.BandCount]int {
	if c == bmaCard {
		return s.MinutesBMA
	}
	return s.Minutes
}

// onCallAt are the on-call minutes by the clock.
func (s shift) onCallAt(c cardKind) [rota.BandCount]int {
	if c == bmaCard {
		return s.OnCallBMA
	}
	return s.OnCall
}

// shiftColumn is all of a column on Shifts, without its head.
func (l ledger) shiftColumn(col int) string {
	return fmt.Sprintf("Shifts!$%[1]s$%[2]d:$%[1]s$%[3]d", letters(col), tableHeadRow+1, tableHeadRow+max(1, len(l.shifts)))
}
