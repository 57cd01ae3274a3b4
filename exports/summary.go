package exports

import (
	"fmt"

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
	sumRow        = 14 // pay at the prices used
	pricesCell    = summarySheet + "!$B$4"
	withheldSheet = "Pay withheld"
)

// classes are how hours of cover are paid for, as Shifts names them.
var classes = []string{"Extra", "Job plan", "Time off"}

// writeSummary writes the page that the rest of the workbook adds up to.
func (l ledger) writeSummary(b *book) error {
	s := b.sheet(summarySheet, layout{widths: []float64{46, 20, 20, 20, 20}, paper: paperA4, landscape: true, tall: 1, locked: true})
	l.switches(s)
	l.charts(s)
	s.put(24, s.cell(title, "Cost of cover: "+l.Problem.Strike.Name))
	s.put(0, s.cell(bare, "Choose the prices and the on-costs in the yellow cells; all figures and charts at the prices used follow."))
	s.skip(1)
	l.putSwitches(s)
	s.skip(2)
	l.putPay(s)
	s.skip(1)
	l.putSum(s)
	s.skip(1)
	l.putClasses(s)
	s.skip(1)
	s.put(0, s.cell(bold, "All checks on "+costsSheet), s.sum(bold, fmt.Sprintf("%s!$B$%d", costsSheet, costTotalRow-2), verdict(l.all())))
	return s.flush()
}

func (l ledger) all() tally { return l.tally(func(shift) bool { return true }) }

func (l ledger) putSwitches(s *sheet) {
	s.put(18, s.cell(bold, "Prices used"), s.cell(picked, pricesAgreed))
	for _, c := range []struct {
		name string
		cost rota.OnCost
	}{{"Employer's National Insurance on top", l.Money.NI}, {"Employer's pension contribution on top", l.Money.Pension}} {
		s.put(18, s.cell(bold, c.name), s.cell(picked, yesNo(c.cost.On)), s.cell(share, float64(c.cost.Rate)/float64(rota.Whole)))
	}
	c := s.cell(input, nil)
	if l.Money.TimeOffHour != nil {
		c.Value = pounds(l.Money.TimeOffHour)
	}
	s.put(18, s.cell(bold, "What an hour owed as time off is worth, £"), c)
}

// putPay sets the three prices side by side.
func (l ledger) putPay(s *sheet) {
	s.heads("Pay for cover", "At the prices used £", "Trust rates £", "BMA rates £", "As agreed £")
	cells, all := []any{s.cell(bold, "All cover")}, l.all()
	for _, col := range []int{costChosen, costTrust, costBMA, costAgreed} {
		cells = append(cells, s.sum(moneyBold, fmt.Sprintf("%s!%s", costsSheet, ref(col, costTotalRow)), all.value(col)))
	}
	s.put(0, cells...)
}

// putSum leads from pay to what the strike costs in all.
func (l ledger) putSum(s *sheet) {
	s.heads("At the prices used", "£")
	cost := l.cost()
	pay, ni, pension := cost.Pay.Agreed, cost.NI.Agreed, cost.Pension.Agreed
	total := cost.All().Agreed
	s.put(0, s.cell(plain, "Pay"), s.sum(money, ref(2, sumRow-3), pounds(pay)))
	s.put(0, s.cell(plain, "Employer's National Insurance"), s.sum(money, l.sumKnown(colNI), pounds(ni)))
	s.put(0, s.cell(plain, "Employer's pension contribution"), s.sum(money, l.sumKnown(colPension), pounds(pension)))
	area := fmt.Sprintf("B%d:B%d", sumRow, sumRow+2)
	s.put(0, s.cell(bold, "Cost of cover"), s.sum(moneyBold, fmt.Sprintf(`IF(COUNTIF(%[1]s,"not known")>0,"not known",ROUND(SUM(%[1]s),2))`, area), pounds(total)))
	if w := l.Money.Withheld; w != nil {
		least, most := w.Sums()
		s.put(0, s.cell(plain, "Pay withheld from residents, at least"), s.sum(money, withheldSheet0+"B3", pounds(least)))
		s.put(0, s.cell(plain, "Pay withheld from residents, at most"), s.sum(money, withheldSheet0+"B4", pounds(most)))
		s.put(0, s.cell(bold, "Net of pay withheld, at least"), s.sum(moneyBold, lessFormula(sumRow+3, sumRow+5), pounds(less(total, most))))
		s.put(0, s.cell(bold, "Net of pay withheld, at most"), s.sum(moneyBold, lessFormula(sumRow+3, sumRow+4), pounds(less(total, least))))
	}
	if l.Money.CalledShare > 0 {
		s.put(0, s.cell(wrapped, "On call is priced here as not called in. With the share called in that the cost page counts, as agreed"),
			s.cell(money, pounds(l.Problem.Ledger(l.Plan, l.Money.Pricing).Total().All().Agreed)))
	}
}

const withheldSheet0 = "'" + withheldSheet + "'!"

func lessFormula(from, less int) string {
	return fmt.Sprintf(`IF(OR(B%[1]d="not known",B%[2]d="not known"),"not known",ROUND(B%[1]d-B%[2]d,2))`, from, less)
}

func less(a, b *rota.Pence) *rota.Pence { return plus(a, b, -1) }

// cost is pay and on-costs with on call priced as not called in.
func (l ledger) cost() rota.Cost {
	how := l.Money.Pricing
	how.CalledShare, how.BMAShare = 0, nil
	return l.Problem.Ledger(l.Plan, how).Total().Cost
}

func (l ledger) sumKnown(col int) string {
	return fmt.Sprintf(`IF(COUNTIF(%[1]s,"not known")>0,"not known",ROUND(SUM(%[1]s),2))`, l.shiftColumn(col))
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

// switches let cells choose the prices and the on-costs.
func (l ledger) switches(s *sheet) {
	for _, c := range []struct {
		cells string
		words []string
	}{{ref(2, pricesRow), []string{pricesTrust, pricesBMA, pricesAgreed}}, {fmt.Sprintf("B%d:B%d", niRow, pensionRow), []string{"Yes", "No"}}} {
		v := excelize.NewDataValidation(false)
		v.SetSqref(c.cells)
		s.note(v.SetDropList(c.words))
		v.SetError(excelize.DataValidationErrorStyleStop, "Choose", "Choose from the list.")
		s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
	}
}

// verdict is what the checks of Costs say together.
func verdict(all tally) string {
	if all.Trust == nil || all.BMA == nil || all.Agreed == nil {
		return "Agree as far as rates are known"
	}
	return "Agree"
}
