package exports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// The prices that the switch chooses, and the cells that all costs follow.
const (
	pricesTrust   = "Trust rates"
	pricesBMA     = "BMA rates"
	pricesAgreed  = "As agreed"
	pricesRow     = 4
	niRow         = pricesRow + 1
	pensionRow    = pricesRow + 2
	timeOffRow    = pricesRow + 3
	calledRow     = pricesRow + 4
	payRow        = pricesRow + 8 // pay, the first row of the costs
	pricesCell    = summarySheet + "!$B$4"
	calledShare   = summarySheet + "!$B$8" // of calledRow: of on-call time, what is taken to be called in
	withheldSheet = "Pay withheld"
)

// classes are how hours of cover are paid for, as Shifts names them.
var classes = []string{"Extra", "Job plan", "Time off"}

// writeSummary writes the page that the rest of the workbook adds up to.
func (l ledger) writeSummary(b *book) error {
	s := b.sheet(summarySheet, layout{widths: []float64{46, 20, 20, 20, 20}, paper: paperA4, tall: 1, locked: true})
	l.switches(s)
	l.charts(s)
	s.put(24, s.cell(title, l.titled("Cost of cover: "+l.Problem.Strike.Name)))
	s.put(0, s.cell(bare, "Choose the prices and the rest in the yellow cells; all figures and charts follow. A cost that is not known has no bar."))
	if note := l.doubtNote(); note != "" {
		s.put(0, s.cell(bare, strings.TrimSpace(note)))
	} else {
		s.skip(1)
	}
	l.putSwitches(s)
	s.skip(2)
	l.putTotals(s)
	s.skip(1)
	l.putClasses(s)
	s.skip(1)
	s.put(0, s.cell(bold, "All checks on "+costsSheet), s.sum(bold, fmt.Sprintf("%s!$B$%d", costsSheet, costTotalRow-2), verdict(l.whole)))
	s.put(0, s.cell(plain, "Check: shares are from 0% to 100%"), s.sum(plain, fmt.Sprintf(`IF(%s,"Agrees","Does not agree")`, sharesKnown()), "Agrees"))
	l.putDoubts(s, 120)
	return s.flush()
}

// shareAgrees stands beside a share that can be one.
const shareAgrees = "Agrees"

// shareCheck says beside a share, in a column of the row being written, that it can be one: what
// is pasted into a cell passes by the rule of what may be typed.
func (s *sheet) shareCheck(column string) excelize.Cell {
	return s.sum(plain, fmt.Sprintf(`IF(IF(ISNUMBER(%[1]s),AND(%[1]s>=0,1>=%[1]s),ISBLANK(%[1]s)),"%[2]s","Enter 0%% to 100%%: costs are not known")`,
		fmt.Sprintf("$%s$%d", column, s.row+1), shareAgrees), shareAgrees)
}

// shareKnown holds when the cell of shareCheck agrees.
func shareKnown(column string, row int) string {
	return fmt.Sprintf(`%s="%s"`, summaryCell(column, row), shareAgrees)
}

// sharesKnown holds when all shares agree.
func sharesKnown() string {
	return fmt.Sprintf("AND(%s,%s,%s)", shareKnown("D", niRow), shareKnown("D", pensionRow), shareKnown("C", calledRow))
}

func (l ledger) putSwitches(s *sheet) {
	s.put(18, s.cell(bold, "Prices used"), s.cell(picked, pricesAgreed))
	for _, c := range []struct {
		name string
		cost rota.OnCost
	}{{"Employer's National Insurance on top", l.Money.NI}, {"Employer's pension contribution on top", l.Money.Pension}} {
		s.put(18, s.cell(bold, c.name), s.cell(picked, yesNo(c.cost.On)), s.cell(share, float64(c.cost.Rate)/float64(rota.Whole)), s.shareCheck("C"))
	}
	c := s.cell(input, nil)
	if l.Money.TimeOffHour != nil {
		c.Value = pounds(l.Money.TimeOffHour)
	}
	s.put(18, s.cell(bold, "What an hour owed as time off is worth, £"), c)
	s.put(18, s.cell(bold, "Share of on-call time spent called in"), s.cell(share, float64(l.Money.CalledShare)/float64(rota.Whole)), s.shareCheck("B"))
}

// putTotals leads from pay to what the strike costs in all, at each of the three prices
// and at those used.
func (l ledger) putTotals(s *sheet) {
	s.heads("Cost of cover", "At the prices used £", "Trust rates £", "BMA rates £", "As agreed £")
	cost := l.pay.Total().Cost
	pay := make([]string, rota.BasisCount)
	for i, b := range rota.Bases() {
		pay[i] = fmt.Sprintf("%s!%s", costsSheet, ref(costTrust+int(b), costTotalRow))
	}
	l.putAmounts(s, money, "Pay", pay, cost.Pay)
	l.putAmounts(s, money, "Employer's National Insurance", l.onCostSums(colNI), cost.NI)
	l.putAmounts(s, money, "Employer's pension contribution", l.onCostSums(colPension), cost.Pension)
	total := make([]string, rota.BasisCount)
	for i := range total {
		column := letters(3 + i)
		total[i] = sumKnown(fmt.Sprintf("%[1]s%[2]d:%[1]s%[3]d", column, payRow, payRow+2))
	}
	l.putAmounts(s, moneyBold, "Cost of cover", total, cost.All())
	if w := l.Money.Withheld; w != nil {
		l.putNet(s, *w, cost.All())
	}
}

// putAmounts writes a row of amounts: a formula for each of the three prices, and
// before them the one of the prices used.
func (l ledger) putAmounts(s *sheet, look look, what string, formulas []string, v rota.Totals) {
	words := plain
	if look == moneyBold {
		words = bold
	}
	cells := []any{s.cell(words, what), s.sum(look, chosenOf(s.row+1), pounds(v.Agreed))}
	for i, b := range rota.Bases() {
		cells = append(cells, s.sum(look, formulas[i], pounds(v.At(b))))
	}
	s.put(0, cells...)
}

// chosenOf is the amount of a row at the prices used: of its columns C, D and E.
func chosenOf(row int) string {
	return fmt.Sprintf(`IF($B$%[1]d="%[2]s",C%[4]d,IF($B$%[1]d="%[3]s",D%[4]d,E%[4]d))`, pricesRow, pricesTrust, pricesBMA, row)
}

// onCostSums are the sums of an on-cost at each price. Shifts has it at the trust's and
// at the BMA's rates, side by side; as agreed each shift counts at its own terms.
func (l ledger) onCostSums(col int) []string {
	trust, bma := l.shiftColumn(col), l.shiftColumn(col+1)
	agreed := fmt.Sprintf(`IF(COUNTIFS(%[1]s,"%[3]s",%[2]s,"not known")+COUNTIFS(%[1]s,"%[5]s",%[4]s,"not known")>0,"not known",ROUND(SUMIFS(%[2]s,%[1]s,"%[3]s")+SUMIFS(%[4]s,%[1]s,"%[5]s"),2))`,
		l.shiftColumn(colTerms), trust, rota.TrustRate.Words(), bma, rota.BMARate.Words())
	return []string{sumKnown(trust), sumKnown(bma), agreed}
}

// putNet takes pay withheld, as bounds, from the cost at each price.
func (l ledger) putNet(s *sheet, w Withheld, total rota.Totals) {
	least, most := w.Sums()
	same := func(p *rota.Pence) rota.Totals { return rota.Totals{Trust: p, BMA: p, Agreed: p} }
	row := func(look look, what string, v rota.Totals, formula func(column string) string) {
		formulas := make([]string, rota.BasisCount)
		for i := range formulas {
			formulas[i] = formula(letters(3 + i))
		}
		l.putAmounts(s, look, what, formulas, v)
	}
	kind := ""
	if w.Exact == nil && !w.NotYet {
		kind = ", as first confirmed"
	}
	at := sumsRow(w.noteLines())
	row(money, "Pay withheld, at least"+kind, same(least), func(string) string { return fmt.Sprint(withheldSheet0, "$B$", at) })
	row(money, "Pay withheld, at most"+kind, same(most), func(string) string { return fmt.Sprint(withheldSheet0, "$B$", at+1) })
	row(moneyBold, "Net of pay withheld, at least"+kind, total.Minus(same(most)), func(c string) string { return lessFormula(c, payRow+3, payRow+5) })
	row(moneyBold, "Net of pay withheld, at most"+kind, total.Minus(same(least)), func(c string) string { return lessFormula(c, payRow+3, payRow+4) })
}

const withheldSheet0 = "'" + withheldSheet + "'!"

func lessFormula(column string, from, less int) string {
	return fmt.Sprintf(`IF(OR(%[1]s%[2]d="not known",%[1]s%[3]d="not known"),"not known",ROUND(%[1]s%[2]d-%[1]s%[3]d,2))`, column, from, less)
}

// sumKnown adds an area up, unless one of its amounts is not known.
func sumKnown(area string) string {
	return fmt.Sprintf(`IF(COUNTIF(%[1]s,"not known")>0,"not known",ROUND(SUM(%[1]s),2))`, area)
}

// putClasses counts the hours by how they are paid for: job-plan work and time off cost nothing more.
func (l ledger) putClasses(s *sheet) {
	s.heads("How hours are paid for", "Hours", "Shifts", "Worth £")
	first := s.row + 1
	total, count := 0, 0
	for _, c := range classes {
		n, shifts := 0, 0
		for _, x := range l.shifts {
			if class(x.Line.Consultant.Terms) == c {
				n, shifts = n+allMinutes(x.Minutes), shifts+1
			}
		}
		total, count = total+n, count+shifts
		row := s.row + 1
		cells := []any{s.cell(plain, c), s.sum(hours, fmt.Sprintf("SUMIFS(%s,%s,$A%d)", l.shiftColumn(colHours), l.shiftColumn(colClass), row), hoursOf(n)),
			s.sum(whole, fmt.Sprintf("COUNTIFS(%s,$A%d)", l.shiftColumn(colClass), row), shifts)}
		if c == "Time off" {
			cells = append(cells, s.sum(money, fmt.Sprintf(`IF(ISNUMBER($B$%d),ROUND(SUM(%s),2),"not stated")`, timeOffRow, l.shiftColumn(colOwed)), l.owed()))
		}
		s.put(0, cells...)
	}
	last := s.row
	s.put(0, s.cell(bold, "All"), s.sum(hoursBold, fmt.Sprintf("ROUND(SUM(B%d:B%d),6)", first, last), hoursOf(total)),
		s.sum(wholeBold, fmt.Sprintf("SUM(C%d:C%d)", first, last), count))
	check := `IF(ROUND(%s-%s!%s,2)=0,"Agrees","Does not agree")`
	s.put(0, s.cell(plain, "Check against "+costsSheet), s.sum(plain, fmt.Sprintf(check, ref(2, last+1), costsSheet, ref(costHours, costTotalRow)), "Agrees"))
}

// owed is what the time owed is worth, in words when an hour has no value.
func (l ledger) owed() any {
	if l.Money.TimeOffHour == nil {
		return "not stated"
	}
	sum := rota.Pence(0)
	for _, x := range l.shifts {
		sum += *l.owedFor(x)
	}
	return pounds(&sum)
}

// owedFor is what the shift's time off is worth; £0 when none is owed or stated.
func (l ledger) owedFor(x shift) *rota.Pence {
	v := rota.Pence(0)
	if l.Money.TimeOffHour != nil && x.Line.Consultant.Terms == rota.TimeOff {
		v = rota.Pence((int64(allMinutes(x.Minutes))*int64(*l.Money.TimeOffHour) + 30) / 60)
	}
	return &v
}

// switches let cells choose the prices and the on-costs, and hold amounts and shares to what they can be.
func (l ledger) switches(s *sheet) {
	for _, c := range []struct {
		cells string
		words []string
	}{{ref(2, pricesRow), []string{pricesTrust, pricesBMA, pricesAgreed}}, {fmt.Sprintf("B%d:B%d", niRow, pensionRow), []string{"Yes", "No"}}} {
		s.only(c.cells, "Choose", "Choose from the list.", false, func(v *excelize.DataValidation) error { return v.SetDropList(c.words) })
	}
	between := func(cells, name, says string, most float64) {
		s.only(cells, name, says, true, func(v *excelize.DataValidation) error {
			return v.SetRange(0, most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		})
	}
	between(fmt.Sprintf("C%d:C%d", niRow, pensionRow), "On-cost", "An on-cost is a share of pay, from 0% to 100%.", 1)
	between(ref(2, timeOffRow), "Time off", "What an hour is worth is pounds. Leave it empty when no value is stated.", 10_000_000)
	between(ref(2, calledRow), "Called in", "The share of on-call time spent called in is from 0% to 100%.", 1)
}

// only lets nothing else be typed into cells than what rule sets; empty is whether they may be emptied.
func (s *sheet) only(cells, name, says string, empty bool, rule func(*excelize.DataValidation) error) {
	v := excelize.NewDataValidation(empty)
	v.SetSqref(cells)
	s.note(rule(v))
	v.SetError(excelize.DataValidationErrorStyleStop, name, says)
	s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
}

// verdict is what the checks of Costs say together.
func verdict(all tally) string {
	if all.Trust == nil || all.BMA == nil || all.Agreed == nil {
		return "Agree as far as rates are known"
	}
	return "Agree"
}
