package exports

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A tally is hours and amounts of some shifts together.
type tally struct {
	minutes int
	rota.Totals
}

func (l ledger) tally(in func(shift) bool) tally {
	var t tally
	var lines []rota.Line
	for _, s := range l.shifts {
		if in(s) {
			t.minutes += allMinutes(s.Minutes)
			lines = append(lines, s.Line)
		}
	}
	t.Totals = rota.Total(lines)
	return t
}

// A costRow is one row of a block: its label, how Shifts finds it, and its sums.
type costRow struct {
	label any // text or a date
	tally
}

// A costBlock adds the shifts up by one column of Shifts.
type costBlock struct {
	heading, what string
	col           int // of Shifts
	rows          []costRow
}

func (l ledger) costBlocks() []costBlock {
	byDay := costBlock{heading: "By day on which the shift starts, with its hours after midnight", what: "Day", col: colDate}
	byService := costBlock{heading: "By service", what: "Service", col: colService}
	byPerson := costBlock{heading: "By consultant", what: "Consultant", col: colConsultant}
	var days []rota.Date
	services, people := map[string]string{}, map[string]rota.ConsultantID{}
	for _, s := range l.shifts {
		days = append(days, rota.DateOf(s.Line.Slot.Start))
		key := fold(s.Line.Slot.Service)
		if _, ok := services[key]; !ok {
			services[key] = s.Line.Slot.Service
		}
		people[l.name(s.Line.Consultant.ID)] = s.Line.Consultant.ID
	}
	slices.SortFunc(days, rota.Date.Compare)
	for _, d := range slices.Compact(days) {
		byDay.rows = append(byDay.rows, costRow{daySerial(d), l.tally(func(s shift) bool { return rota.DateOf(s.Line.Slot.Start) == d })})
	}
	for _, key := range sortedKeys(services) {
		byService.rows = append(byService.rows, costRow{services[key], l.tally(func(s shift) bool { return fold(s.Line.Slot.Service) == key })})
	}
	for _, name := range sortedKeys(people) {
		id := people[name]
		byPerson.rows = append(byPerson.rows, costRow{name, l.tally(func(s shift) bool { return s.Line.Consultant.ID == id })})
	}
	return []costBlock{byDay, byService, byPerson}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool {
		return cmp.Or(strings.Compare(strings.ToLower(out[i]), strings.ToLower(out[j])), strings.Compare(out[i], out[j])) < 0
	})
	return out
}

// The columns of Costs.
const (
	costLabel = iota + 1
	costHours
	costTrust
	costBMA
	costAgreed
	costMore
	costChosen
)

// costColumns pairs a column of Costs with the column of Shifts that it adds up.
var costColumns = []struct{ costs, shifts int }{{costHours, colHours}, {costTrust, colTrust}, {costBMA, colBMA}, {costAgreed, colAgreed}}

const costTotalRow = 6

// writeCosts writes the totals and the blocks, all formulas on Shifts, each with its check.
func (l ledger) writeCosts(b *book) error {
	s := b.sheet(costsSheet, layout{widths: []float64{38, 13, 17, 17, 17, 20, 20}, paper: paperA4, landscape: true, frozenRow: costTotalRow - 1, titleRow: costTotalRow - 1, locked: true})
	s.put(24, s.cell(title, l.titled("Costs: "+l.Problem.Strike.Name)))
	s.put(0, s.cell(bare, "Every figure is a formula on Shifts. Change a rate on Rates and all of them follow. Pay before on-costs: "+summarySheet+" adds those."))
	s.put(0, s.cell(bare, `"As agreed" pays each consultant on their own terms; job-plan work and time off cost nothing more. "not known": a rate is missing.`+l.doubtNote()))
	all := l.tally(func(shift) bool { return true })
	blocks := l.costBlocks()
	s.put(0, s.cell(bold, "All checks on this sheet"), s.sum(bold, fmt.Sprintf(
		`IF(COUNTIF($A$%[1]d:$G$%[2]d,"Does not agree")>0,"Do not agree",IF(COUNTIF($B$%[3]d:$E$%[3]d,"not known")>0,"Agree as far as rates are known","Agree"))`,
		costTotalRow, costLast(blocks), costTotalRow), verdict(all)))
	s.costHeads("Cover")
	total := []any{s.cell(bold, "All cover")}
	for _, c := range costColumns {
		area := l.shiftColumn(c.shifts)
		formula := fmt.Sprintf("SUM(%s)", area)
		if c.costs != costHours {
			formula = sumKnown(area)
		}
		total = append(total, s.sum(boldOf(c.costs), formula, all.value(c.costs)))
	}
	s.putCosts(0, moneyBold, total, all)
	s.asMade(all)
	for _, block := range blocks {
		l.putBlock(s, block, all)
	}
	l.putBands(s, all)
	return s.flush()
}

// firstRow is the first row of block i on Costs.
func firstRow(blocks []costBlock, i int) int {
	row := costTotalRow + 6 // the total, as made, change since, empty, heading, heads
	for _, b := range blocks[:i] {
		row += 5 + len(b.rows)
	}
	return row
}

// costLast is the last row of the sheet.
func costLast(blocks []costBlock) int {
	last := costTotalRow + 2
	for _, b := range blocks {
		last += 5 + len(b.rows)
	}
	return last + 6 + int(rota.BandCount)
}

func (s *sheet) costHeads(what string) {
	s.heads(what, "Hours", "Trust rates £", "BMA rates £", "As agreed £", "BMA less trust £", "At the prices used £")
}

// putCosts ends a row of costs with the difference of the cards and the amount at the prices used.
func (s *sheet) putCosts(height float64, l look, cells []any, t tally) {
	row := s.row + 1
	chosen := fmt.Sprintf(`IF(%[1]s="%[2]s",%[3]s,IF(%[1]s="%[4]s",%[5]s,%[6]s))`, pricesCell, pricesTrust, ref(costTrust, row), pricesBMA, ref(costBMA, row), ref(costAgreed, row))
	s.put(height, append(cells, s.more(l, t), s.sum(l, chosen, t.value(costChosen)))...)
}

// asMade keeps the figures with which the file was made beside the live ones.
func (s *sheet) asMade(t tally) {
	row := s.row
	s.put(0, s.cell(plain, "As this file was made"), s.cell(hours, hoursOf(t.minutes)), s.cell(money, pounds(t.Trust)),
		s.cell(money, pounds(t.BMA)), s.cell(money, pounds(t.Agreed)), s.more(money, t))
	cells := []any{s.cell(plain, "Change since")}
	for col := costHours; col <= costMore; col++ {
		now, then := ref(col, row), ref(col, row+1)
		cells = append(cells, s.sum(lookOf(col), fmt.Sprintf(`IF(OR(%[1]s="not known",%[2]s="not known"),"not known",ROUND(%[1]s-%[2]s,2))`, now, then), t.change(col)))
	}
	s.put(0, cells...)
}

// putBlock writes heading, head, rows, sum and check.
func (l ledger) putBlock(s *sheet, block costBlock, all tally) {
	s.skip(1)
	s.put(20, s.cell(heading, block.heading))
	s.costHeads(block.what)
	first := s.row + 1
	for _, r := range block.rows {
		l.putCost(s, block, r)
	}
	s.sums(first, all)
}

func (l ledger) putCost(s *sheet, block costBlock, r costRow) {
	row := s.row + 1
	look, lines := wrapped, 1
	if name, ok := r.label.(string); ok {
		lines = linesIn(name, 38)
	} else {
		look = date
	}
	cells := []any{s.cell(look, r.label)}
	keys, key := l.shiftColumn(block.col), criterion(r.label, row)
	for _, c := range costColumns {
		area := l.shiftColumn(c.shifts)
		formula := fmt.Sprintf("ROUND(SUMIFS(%s,%s,%s),2)", area, keys, key)
		if c.costs == costHours {
			formula = fmt.Sprintf("SUMIFS(%s,%s,%s)", area, keys, key)
		} else {
			formula = fmt.Sprintf(`IF(COUNTIFS(%s,%s,%s,"not known")>0,"not known",%s)`, keys, key, area, formula)
		}
		cells = append(cells, s.sum(lookOf(c.costs), formula, r.value(c.costs)))
	}
	s.putCosts(tall(lines), money, cells, r.tally)
}

// criterion is how SUMIFS finds the label in column A. A text that SUMIFS would
// take for a comparison or a pattern is written out with its signs disarmed.
func criterion(label any, row int) string {
	t, ok := label.(string)
	if t = shown(t); !ok || !strings.ContainsAny(t, "*?~") && (t == "" || !strings.ContainsRune("<>=", rune(t[0]))) {
		return "$A" + strconv.Itoa(row)
	}
	t = strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`).Replace(t)
	return `"=` + t + `"`
}

// sums writes the block's own total and whether it agrees with the total above.
func (s *sheet) sums(first int, all tally) {
	last := s.row
	cells := []any{s.cell(bold, "Sum")}
	checks := []any{s.cell(plain, "Check against the total")}
	for _, c := range costColumns {
		area := fmt.Sprintf("%s:%s", ref(c.costs, first), ref(c.costs, max(first, last)))
		if last < first {
			cells = append(cells, s.cell(boldOf(c.costs), 0))
		} else {
			cells = append(cells, s.sum(boldOf(c.costs), fmt.Sprintf(`IF(COUNTIF(%[1]s,"not known")>0,"not known",ROUND(SUM(%[1]s),6))`, area), all.value(c.costs)))
		}
		checks = append(checks, s.check(c.costs, last+1, all))
	}
	s.putCosts(0, moneyBold, cells, all)
	s.put(0, checks...)
}

func (s *sheet) check(col, row int, all tally) excelize.Cell {
	sum, total := ref(col, row), fmt.Sprintf("%s$%d", letters(col), costTotalRow)
	word := "Agrees"
	if all.value(col) == notKnown {
		word = notKnown
	}
	return s.sum(plain, fmt.Sprintf(`IF(OR(%[1]s="not known",%[2]s="not known"),IF(%[1]s=%[2]s,"not known","Does not agree"),IF(ROUND(%[1]s-%[2]s,2)=0,"Agrees","Does not agree"))`, sum, total), word)
}

// more is BMA less trust in the row being written.
func (s *sheet) more(l look, t tally) excelize.Cell {
	row := s.row + 1
	trust, bma := ref(costTrust, row), ref(costBMA, row)
	return s.sum(l, fmt.Sprintf(`IF(OR(%[1]s="not known",%[2]s="not known"),"not known",ROUND(%[2]s-%[1]s,2))`, trust, bma), t.value(costMore))
}

// value is what a column of Costs shows.
func (t tally) value(col int) any {
	switch col {
	case costHours:
		return hoursOf(t.minutes)
	case costTrust:
		return pounds(t.Trust)
	case costBMA:
		return pounds(t.BMA)
	case costAgreed, costChosen: // the workbook is made with the prices as agreed
		return pounds(t.Agreed)
	}
	if t.Trust == nil || t.BMA == nil {
		return notKnown
	}
	more := *t.BMA - *t.Trust
	return pounds(&more)
}

func (t tally) change(col int) any {
	if t.value(col) == notKnown {
		return notKnown
	}
	return 0
}

func lookOf(col int) look {
	if col == costHours {
		return hours
	}
	return money
}

func boldOf(col int) look {
	if col == costHours {
		return hoursBold
	}
	return moneyBold
}
