package exports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// The columns of Shifts, in order. Formulas on every sheet find them by these names.
const (
	colDate = iota + 1
	colStart
	colEnd
	colService
	colUnit
	colRole
	colSite
	colMode
	colConsultant
	colTerms
	colPayPoint
	colBands                                         // six columns, one a band
	colHours     = colBands + int(rota.BandCount)    // all bands
	colClass     = colHours + 1                      // extra, job plan or time off
	colTrust     = colClass + 1                      // pounds
	colBMA       = colTrust + 1                      // pounds
	colAgreed    = colBMA + 1                        // pounds
	colChosen    = colAgreed + 1                     // pounds, at the prices used
	colNI        = colChosen + 1                     // two columns, pounds: on trust rates, on BMA rates
	colPension   = colNI + 2                         // two columns, pounds: on trust rates, on BMA rates
	colOwed      = colPension + 2                    // pounds, what time off is worth
	colDisplaced = colOwed + 1                       // sessions
	colLoss      = colDisplaced + 1                  // of those sessions
	colDoubt     = colLoss + 1                       // which rates are not confirmed
	colLocked    = colDoubt + 1                      //
	colSlot      = colLocked + 1                     // from here on not printed
	colTrustRow  = colSlot + 1                       // which row of Rates
	colBMARow    = colTrustRow + 1                   // which row of Rates
	colPlace     = colBMARow + 1                     // service and unit
	colCall      = colPlace + 1                      // four columns, on-call hours by the clock
	colBMABands  = colCall + clockBands              // six columns, when the cards' bank holidays differ
	colBMACall   = colBMABands + int(rota.BandCount) // four columns, likewise
)

var shiftHeads = []string{"Date", "Start", "End", "Service", "Unit", "Role", "Site", "Mode", "Consultant", "Terms", "Pay point",
	"Weekday 7am to 7pm, hours", "Weekday 7pm to 11pm, hours", "Weekend 7am to 11pm, hours", "Night 11pm to 7am, hours", "On call, hours", "Standby, hours",
	"All hours", "Class", "Trust rates £", "BMA rates £", "As agreed £", "At the prices used £",
	"National Insurance on trust rates £", "National Insurance on BMA rates £", "Pension on trust rates £", "Pension on BMA rates £", "Time off worth £", "Sessions displaced", "Loss", "Rates not confirmed", "Locked",
	"Slot", "Trust rate row", "BMA rate row", "Service and unit",
	"Of on call, weekday 7am to 7pm, hours", "Of on call, weekday 7pm to 11pm, hours", "Of on call, weekend 7am to 11pm, hours", "Of on call, night 11pm to 7am, hours"}

// clockBands are the bands that go by the clock, the first of all: an hour called in from on
// call is paid as one of them.
const clockBands = int(rota.Night) + 1

// shiftWidths let nearly every shift be one line: a rota of hundreds is on few pages.
var shiftWidths = []float64{16, 7, 11, 13, 26, 19, 18, 9, 22, 11, 13,
	11, 11, 11, 11, 9, 9,
	9, 9, 12.5, 12.5, 12.5, 12.5, 13, 13, 13, 13, 11, 18, 7, 36, 20,
	18, 11, 11, 28, 18, 18, 18, 18,
	18, 18, 18, 18, 18, 18, 18, 18, 18, 18}

// writeShifts writes one row a shift. All amounts are formulas on Rates.
func (l ledger) writeShifts(b *book) error {
	s := b.sheet("Shifts", layout{
		widths: shiftWidths, paper: paperA3, landscape: true, wide: 2, frozenRow: tableHeadRow, frozenCol: 1, titleRow: tableHeadRow, titleCols: "$A:$E", locked: true,
		printed: fmt.Sprintf("$A$1:$%s$%d", letters(colLocked), tableHeadRow+max(1, len(l.shifts))),
	})
	l.headed(s, shiftsSheet, "One row a shift, with terms and pay points as they were when the rota was made.")
	heads := shiftHeads
	if l.split {
		heads = slices.Clone(heads)
		for _, name := range slices.Concat(shiftHeads[colBands-1:colHours-1], shiftHeads[colCall-1:]) {
			heads = append(heads, "BMA card: "+name)
		}
	}
	s.heads(heads...)
	for _, shift := range l.shifts {
		s.put(l.shiftHeight(shift), l.shiftCells(s, shift)...)
	}
	s.table("Shifts", tableHeadRow, len(heads))
	return s.flush()
}

func (l ledger) shiftHeight(x shift) float64 {
	lines := 1
	for col, t := range map[int]string{colService: x.Line.Slot.Service, colUnit: x.Line.Slot.Unit, colRole: x.Line.Slot.Role, colSite: x.Line.Slot.Site,
		colConsultant: l.name(x.Line.Consultant.ID), colPayPoint: payPoint(x.Line.Consultant.PayPoint), colDisplaced: l.displaced(x), colDoubt: l.doubtWords(x), colLocked: l.lockedWords(x.Assignment)} {
		lines = max(lines, linesIn(t, shiftWidths[col-1]))
	}
	return tall(lines)
}

func (l ledger) displaced(x shift) string {
	var out []string
	for _, id := range x.Displaces {
		out = append(out, l.session(x.Line.Consultant.ID, id))
	}
	return strings.Join(out, "; ")
}

func (l ledger) shiftCells(s *sheet, x shift) []any {
	row := s.row + 1
	slot, who := x.Line.Slot, x.Line.Consultant
	cells := []any{
		s.cell(date, daySerial(rota.DateOf(slot.Start))), s.cell(clock, wallSerial(slot.Start)), s.cell(dayClock, wallSerial(slot.End)),
		s.cell(wrapped, slot.Service), s.cell(wrapped, slot.Unit), s.cell(wrapped, slot.Role), s.cell(wrapped, slot.Site), s.cell(plain, slot.Mode.Words()),
		s.cell(wrapped, l.name(who.ID)), s.cell(plain, who.Terms.Words()), s.cell(wrapped, payPoint(who.PayPoint)),
	}
	for _, minutes := range x.Minutes {
		cells = append(cells, s.cell(hours, hoursOf(minutes)))
	}
	terms := ref(colTerms, row)
	cells = append(cells,
		s.sum(hours, fmt.Sprintf("SUM(%s:%s)", ref(colBands, row), ref(colHours-1, row)), hoursOf(allMinutes(x.Minutes))),
		s.sum(plain, fmt.Sprintf(`IF(%[1]s="In job plan","Job plan",IF(%[1]s="Time off","Time off","Extra"))`, terms), class(who.Terms)),
		s.sum(money, l.costFormula(trustCard, row), pounds(x.Trust)),
		s.sum(money, l.costFormula(bmaCard, row), pounds(x.BMA)),
		s.sum(money, fmt.Sprintf(`IF(%[1]s="Trust rate",%[2]s,IF(%[1]s="BMA rate",%[3]s,0))`, terms, ref(colTrust, row), ref(colBMA, row)), pounds(x.Agreed)),
		s.sum(money, fmt.Sprintf(`IF(%[1]s="%[2]s",%[3]s,IF(%[1]s="%[4]s",%[5]s,%[6]s))`, pricesCell, pricesTrust, ref(colTrust, row), pricesBMA, ref(colBMA, row), ref(colAgreed, row)), pounds(x.Agreed)),
		s.onCost(row, colTrust, niRow, l.Money.NI, x.Trust), s.onCost(row, colBMA, niRow, l.Money.NI, x.BMA),
		s.onCost(row, colTrust, pensionRow, l.Money.Pension, x.Trust), s.onCost(row, colBMA, pensionRow, l.Money.Pension, x.BMA),
		s.sum(money, fmt.Sprintf(`IF(AND(%[1]s="Time off",ISNUMBER(%[2]s)),ROUND(ROUND(%[3]s*60,0)*ROUND(%[2]s*100,0)/60,0)/100,0)`,
			ref(colClass, row), summaryCell("B", timeOffRow), ref(colHours, row)), pounds(l.owedFor(x))),
		s.cell(wrapped, l.displaced(x)), s.cell(whole, x.loss()), s.cell(wrapped, l.doubtWords(x)), s.cell(wrapped, l.lockedWords(x.Assignment)), s.cell(plain, string(slot.ID)),
		l.rowCell(s, trustCard, row, who.PayPoint), l.rowCell(s, bmaCard, row, who.PayPoint),
		s.cell(plain, placeOf(slot)),
	)
	worked := x.OnCall[:clockBands]
	if l.split {
		worked = slices.Concat(worked, x.MinutesBMA[:], x.OnCallBMA[:clockBands])
	}
	for _, minutes := range worked {
		cells = append(cells, s.cell(hours, hoursOf(minutes)))
	}
	return cells
}

// placeOf is a slot's service and unit in one, as the page of costs has it.
func placeOf(s rota.Slot) string { return s.Service + ", " + s.Unit }

// costFormula is hours × pence a band, with on-call hours that are called in at the called
// rate in place of the on-call one, rounded half up once to the penny. Hours that are thirds
// of an hour are not exact in a spreadsheet: 60 × hours × pence is whole, so it is rounded
// first, and what is then divided crosses no half.
func (l ledger) costFormula(c cardKind, row int) string {
	block := l.rates(c)
	at := ref(block.rowColumn(), row)
	if block.rows == 0 {
		return fmt.Sprintf(`IF(%s=0,"not known",0)`, at)
	}
	sum := func(from, rates, n int) string {
		return fmt.Sprintf("SUMPRODUCT(%s:%s,INDEX(%s,%s,0))", ref(from, row), ref(from+n-1, row), block.area(rates, n), at)
	}
	bands := int(rota.BandCount)
	onCall := fmt.Sprintf("SUM(%s:%s)", ref(block.callFrom, row), ref(block.callFrom+clockBands-1, row))
	return fmt.Sprintf(`IF(%[1]s=0,"not known",IF(%[2]s+%[3]s>0,"not known",%[4]s))`, at, sum(block.hoursFrom, colMissing, bands),
		calledMissing(sum(block.callFrom, colNoCalled, clockBands), onCall), withCalled(sum(block.hoursFrom, colPence, bands)+"*60", sum(block.callFrom, colMore, clockBands)+"*60"))
}

// calledMissing is more than 0 when it is not known what being called in costs: any of it is and
// no rate for it is known, or the share is none and somebody is on call.
func calledMissing(noRate, onCall string) string {
	return fmt.Sprintf(`IF(%s,IF(%s>0,%s,0),%s)`, shareKnown("C", calledRow), calledShare, noRate, onCall)
}

// withCalled is an amount in pounds of minutes × pence, and of on-call minutes × the pence that
// being called in is more: the share of these that is called in counts.
func withCalled(pence, more string) string {
	return fmt.Sprintf("ROUND(SUM(ROUND(%s,0)*10000,ROUND(%s*10000,0)*ROUND(%s,0))/600000,0)/100", pence, calledShare, more)
}

// rowCell says which row of the card prices the shift: the row of the pay point, else the general row, else 0.
func (l ledger) rowCell(s *sheet, c cardKind, row int, pay string) excelize.Cell {
	block := l.rates(c)
	index := block.card.Row(pay) + 1
	if !block.matches(pay) {
		return s.cell(whole, index)
	}
	column := block.column(colPay)
	return s.sum(whole, fmt.Sprintf(`IFERROR(MATCH(%s,%s,0),IFERROR(MATCH("%s",%s,0),0))`, ref(colPayPoint, row), column, everybody, column), index)
}

func summaryCell(letter string, row int) string {
	return fmt.Sprintf("%s!$%s$%d", summarySheet, letter, row)
}

// onCost is what the employer pays on top of a shift's pay in a column, rounded half up
// once to the penny: pence × hundredths of a per cent are whole, so halves are exact.
func (s *sheet) onCost(row, on, of int, c rota.OnCost, pay *rota.Pence) excelize.Cell {
	return s.sum(money, fmt.Sprintf(`IF(%s<>"Yes",0,%s)`,
		summaryCell("B", of), onCostFormula(ref(on, row), of)), pounds(c.Of(pay)))
}

// onCostFormula is the on-cost of the pay in a cell, at the share in a row of the summary.
func onCostFormula(pay string, of int) string {
	return fmt.Sprintf(`IF(OR(%[1]s="not known",NOT(%[2]s)),"not known",ROUND(ROUND(%[1]s*100,0)*ROUND(%[3]s*10000,0)/10000,0)/100)`, pay, shareKnown("D", of), summaryCell("C", of))
}
