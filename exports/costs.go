package exports

import (
	"cmp"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// A tally is hours and amounts of some shifts together.
type tally struct {
	minutes     int
	rota.Totals             // pay
	full        rota.Totals // with on-costs
}

func tallied(shifts []shift) tally {
	t := tally{full: rota.Total(nil)}
	lines := make([]rota.Line, len(shifts))
	for i, s := range shifts {
		t.full = t.full.Plus(s.full)
		t.minutes += allMinutes(s.Minutes)
		lines[i] = s.Line
	}
	t.Totals = rota.Total(lines)
	return t
}

// withOnCosts is pay with what the employer pays on top of it.
func (l ledger) withOnCosts(pay rota.Totals) rota.Totals {
	on := func(c rota.OnCost) rota.Totals {
		return rota.Totals{Trust: c.Of(pay.Trust), BMA: c.Of(pay.BMA), Agreed: c.Of(pay.Agreed)}
	}
	return pay.Plus(on(l.Money.NI)).Plus(on(l.Money.Pension))
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
	return []costBlock{
		l.block("By day on which the shift starts, with its hours after midnight", "Day", colDate, func(s shift) (string, any) {
			day := rota.DateOf(s.Line.Slot.Start)
			return day.String(), daySerial(day)
		}),
		l.block("By service", "Service", colService, func(s shift) (string, any) { return fold(s.Line.Slot.Service), s.Line.Slot.Service }),
		l.block("By unit", "Service, unit", colPlace, func(s shift) (string, any) { place := placeOf(s.Line.Slot); return fold(place), place }),
		l.block("By consultant", "Consultant", colConsultant, func(s shift) (string, any) {
			name := l.name(s.Line.Consultant.ID)
			return name, name
		}),
	}
}

// block adds up the shifts of each key, in the order of the keys; the first of a key has its label.
func (l ledger) block(heading, what string, col int, keyOf func(shift) (key string, label any)) costBlock {
	shifts, labels := map[string][]shift{}, map[string]any{}
	for _, s := range l.shifts {
		key, label := keyOf(s)
		if _, ok := labels[key]; !ok {
			labels[key] = label
		}
		shifts[key] = append(shifts[key], s)
	}
	out := costBlock{heading: heading, what: what, col: col}
	for _, key := range sortedKeys(shifts) {
		out.rows = append(out.rows, costRow{labels[key], tallied(shifts[key])})
	}
	return out
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
	costFullTrust // with on-costs, as the page of costs has all of its tables
	costFullBMA
	costFullAgreed
	costFullMore
)

// costColumns are those of hours and pay, and fullColumns those of pay with on-costs.
var costColumns, fullColumns = []int{costHours, costTrust, costBMA, costAgreed}, []int{costFullTrust, costFullBMA, costFullAgreed}

// payOf is the column of the pay in a column with on-costs.
func payOf(full int) int { return costTrust + full - costFullTrust }

// shiftsColumn is the column of Shifts that a column of hours or pay adds up.
func shiftsColumn(col int) int {
	return map[int]int{costHours: colHours, costTrust: colTrust, costBMA: colBMA, costAgreed: colAgreed}[col]
}

const costTotalRow = 6

// writeCosts writes the totals and the blocks, all formulas on Shifts, each with its check.
func (l ledger) writeCosts(b *book) error {
	s := b.sheet(costsSheet, layout{widths: []float64{38, 11, 15, 15, 15, 15, 15, 15, 15, 15, 15}, paper: paperA4, landscape: true, frozenRow: costTotalRow - 1, titleRow: costTotalRow - 1, locked: true})
	s.put(24, s.cell(title, l.titled("Costs: "+l.Problem.Strike.Name)))
	s.put(0, s.cell(bare, "Every figure is a formula on Shifts. Change a rate on Rates and all of them follow. Pay stands first, then pay with the on-costs that "+summarySheet+" switches on, as on the page of costs."))
	s.put(0, s.cell(bare, `"As agreed" pays each consultant on their own terms; job-plan work and time off cost nothing more. "not known": a rate is missing.`+l.doubtNote()))
	all, blocks := l.whole, l.blocks
	s.put(0, s.cell(bold, "All checks on this sheet"), s.sum(bold, fmt.Sprintf(
		`IF(NOT(%[3]s),"Do not agree: a share is not from 0%% to 100%%",IF(COUNTIF($A$%[1]d:$K$%[2]d,"Does not agree")>0,"Do not agree",IF(COUNTIF($B$%[1]d:$K$%[1]d,"not known")>0,"Agree as far as rates are known","Agree")))`,
		costTotalRow, costLast(blocks), sharesKnown()), verdict(all)))
	s.costHeads("Cover")
	total := []any{s.cell(bold, "All cover")}
	for _, col := range costColumns {
		area := l.shiftColumn(shiftsColumn(col))
		formula := fmt.Sprintf("SUM(%s)", area)
		if col != costHours {
			formula = sumKnown(area)
		}
		total = append(total, s.sum(boldOf(col), formula, all.value(col)))
	}
	s.putCosts(0, moneyBold, total, all, func(col int) string { return l.fullFormula(col, costTotalRow, "") })
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
	s.headRow(boldAlone, []string{what, "Hours", "Pay at trust rates £", "Pay at BMA rates £", "Pay as agreed £", "Pay, BMA less trust £", "Pay at the prices used £",
		"With on-costs, trust rates £", "With on-costs, BMA rates £", "With on-costs, as agreed £", "With on-costs, BMA less trust £"})
}

// putCosts ends a row of costs with the difference of the cards, the amount at the prices used,
// and the amounts with on-costs, by the formula full of their columns.
func (s *sheet) putCosts(height float64, l look, cells []any, t tally, full func(col int) string) {
	row := s.row + 1
	chosen := fmt.Sprintf(`IF(%[1]s="%[2]s",%[3]s,IF(%[1]s="%[4]s",%[5]s,%[6]s))`, pricesCell, pricesTrust, ref(costTrust, row), pricesBMA, ref(costBMA, row), ref(costAgreed, row))
	cells = append(cells, s.more(l, t, costMore), s.sum(l, chosen, t.value(costChosen)))
	for _, col := range fullColumns {
		cells = append(cells, s.sum(l, full(col), t.value(col)))
	}
	s.put(height, append(cells, s.more(l, t, costFullMore))...)
}

// fullFormula is the pay in a row and the on-costs of the shifts that it adds up: those that fit
// criteria of SUMIFS, all for none. As agreed each shift counts at its own terms.
func (l ledger) fullFormula(col, row int, criteria string) string {
	pay := ref(payOf(col), row)
	known, sums := []string{}, []string{pay}
	add := func(from int, criteria string) {
		area := l.shiftColumn(from)
		if criteria == "" {
			known, sums = append(known, fmt.Sprintf(`COUNTIF(%s,"not known")`, area)), append(sums, fmt.Sprintf("SUM(%s)", area))
			return
		}
		known, sums = append(known, fmt.Sprintf(`COUNTIFS(%s,%s,"not known")`, criteria, area)), append(sums, fmt.Sprintf("SUMIFS(%s,%s)", area, criteria))
	}
	for _, on := range []int{colNI, colPension} {
		switch col {
		case costFullTrust:
			add(on, criteria)
		case costFullBMA:
			add(on+1, criteria)
		default:
			for i, terms := range []rota.Terms{rota.TrustRate, rota.BMARate} {
				own := fmt.Sprintf(`%s,"%s"`, l.shiftColumn(colTerms), terms.Words())
				if criteria != "" {
					own = criteria + "," + own
				}
				add(on+i, own)
			}
		}
	}
	return fmt.Sprintf(`IF(OR(%s="not known",SUM(%s)>0),"not known",ROUND(SUM(%s),2))`, pay, strings.Join(known, ","), strings.Join(sums, ","))
}

// asMade keeps the figures with which the file was made beside the live ones.
func (s *sheet) asMade(t tally) {
	row := s.row
	s.put(0, s.cell(plain, "As this file was made"), s.cell(hours, hoursOf(t.minutes)), s.cell(money, pounds(t.Trust)),
		s.cell(money, pounds(t.BMA)), s.cell(money, pounds(t.Agreed)), s.more(money, t, costMore), nil,
		s.cell(money, pounds(t.full.Trust)), s.cell(money, pounds(t.full.BMA)), s.cell(money, pounds(t.full.Agreed)), s.more(money, t, costFullMore))
	cells := []any{s.cell(plain, "Change since")}
	for col := costHours; col <= costFullMore; col++ {
		if col == costChosen {
			cells = append(cells, nil)
			continue
		}
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
	for _, col := range costColumns {
		area := l.shiftColumn(shiftsColumn(col))
		formula := fmt.Sprintf("ROUND(SUMIFS(%s,%s,%s),2)", area, keys, key)
		if col == costHours {
			formula = fmt.Sprintf("SUMIFS(%s,%s,%s)", area, keys, key)
		} else {
			formula = fmt.Sprintf(`IF(COUNTIFS(%s,%s,%s,"not known")>0,"not known",%s)`, keys, key, area, formula)
		}
		cells = append(cells, s.sum(lookOf(col), formula, r.value(col)))
	}
	s.putCosts(tall(lines), money, cells, r.tally, func(col int) string { return l.fullFormula(col, row, keys+","+key) })
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
	sum := func(col int) string {
		return fmt.Sprintf(`IF(COUNTIF(%[1]s,"not known")>0,"not known",ROUND(SUM(%[1]s),6))`, fmt.Sprintf("%s:%s", ref(col, first), ref(col, max(first, last))))
	}
	if last < first {
		sum = func(int) string { return "0" }
	}
	for _, col := range costColumns {
		cells = append(cells, s.sum(boldOf(col), sum(col), all.value(col)))
		checks = append(checks, s.check(col, last+1, all))
	}
	checks = append(checks, nil, nil)
	for _, col := range fullColumns {
		checks = append(checks, s.check(col, last+1, all))
	}
	s.putCosts(0, moneyBold, cells, all, sum)
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

// more is BMA less trust in the row being written, of pay or with on-costs.
func (s *sheet) more(l look, t tally, col int) excelize.Cell {
	row := s.row + 1
	trust, bma := ref(costTrust, row), ref(costBMA, row)
	if col == costFullMore {
		trust, bma = ref(costFullTrust, row), ref(costFullBMA, row)
	}
	return s.sum(l, fmt.Sprintf(`IF(OR(%[1]s="not known",%[2]s="not known"),"not known",ROUND(%[2]s-%[1]s,2))`, trust, bma), t.value(col))
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
	case costFullTrust:
		return pounds(t.full.Trust)
	case costFullBMA:
		return pounds(t.full.BMA)
	case costFullAgreed:
		return pounds(t.full.Agreed)
	case costFullMore:
		return moreOf(t.full)
	}
	return moreOf(t.Totals)
}

// moreOf is BMA less trust.
func moreOf(t rota.Totals) any { return pounds(rota.Less(t.BMA, t.Trust)) }

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
