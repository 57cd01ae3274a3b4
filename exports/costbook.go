package exports

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Costs writes the cost workbook, for finance: a summary at prices that one cell
// chooses, the sums behind it, every shift with its hours by band, and both rate
// cards. Amounts are formulas on Rates all the way, each stored with the value
// that the plan's own cost has. Consultants stand in it by their codes.
func Costs(w io.Writer, h Handout) error {
	b, err := h.labelled("Cost of cover: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	h.Consultants = nil
	l := newLedger(h)
	return b.written(w, append([]func(*book) error{l.writeCostReadme}, l.costSheets()...)...)
}

// costSheets are the sheets of the cost.
func (l ledger) costSheets() []func(*book) error {
	return []func(*book) error{l.writeSummary, l.writeCosts, l.writeShifts, l.writeRates}
}

func (l ledger) writeCostReadme(b *book) error {
	p := l.begin(b, "Cost of cover: "+l.Problem.Strike.Name)
	l.standing(p, true)
	p.section("The sheets")
	p.line(summarySheet, "The cost on a page, at the prices that you choose, with charts.")
	p.line(costsSheet, "Totals and sums by day, service, consultant and band of the week, each checked against the total.")
	p.line(shiftsSheet, "One row a shift, with its hours by band and what it costs at both cards and as agreed.")
	p.line(ratesSheet, "Both rate cards. The yellow cells may be changed.")
	costHelp(p)
	p.line("Consultants", "They stand here by their codes. The rota coordinator has the names.")
	p.line("Times", londonWords)
	return p.flush()
}

// The prices that the switch chooses, and the cell where it stands.
const (
	pricesTrust  = "Trust rates"
	pricesBMA    = "BMA rates"
	pricesAgreed = "As agreed"
	pricesRow    = 4
	pricesCell   = summarySheet + "!$B$4"
)

// classes are how hours of cover are paid for, as Shifts names them.
var classes = []string{"Extra", "Job plan", "Time off"}

// writeSummary writes the page that the rest of the workbook adds up to.
func (l ledger) writeSummary(b *book) error {
	s := b.sheet(summarySheet, layout{widths: []float64{42, 20, 20, 20, 20}, paper: paperA4, landscape: true, tall: 1, locked: true})
	l.pricesSwitch(s)
	l.charts(s)
	s.put(24, s.cell(title, "Cost of cover: "+l.Problem.Strike.Name))
	s.put(0, s.cell(bare, "Choose the prices in the yellow cell; every figure in the column beside it and the charts follow. Pay before on-costs."))
	s.skip(1)
	s.put(18, s.cell(bold, "Prices used"), s.cell(picked, pricesAgreed))
	s.skip(1)
	s.heads("What", "At the prices used £", "Trust rates £", "BMA rates £", "As agreed £")
	all := l.tally(func(shift) bool { return true })
	cells := []any{s.cell(bold, "All cover")}
	for _, col := range []int{costChosen, costTrust, costBMA, costAgreed} {
		cells = append(cells, s.sum(moneyBold, fmt.Sprintf("%s!%s", costsSheet, ref(col, costTotalRow)), all.value(col)))
	}
	s.put(0, cells...)
	s.skip(1)
	l.putClasses(s)
	s.skip(1)
	s.put(0, s.cell(bold, "All checks on "+costsSheet), s.sum(bold, fmt.Sprintf("%s!$B$%d", costsSheet, costTotalRow-2), verdict(all)))
	return s.flush()
}

// putClasses counts the hours by how they are paid for: job-plan work and time off cost nothing more.
func (l ledger) putClasses(s *sheet) {
	s.heads("How hours are paid for", "Hours", "Shifts")
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
		s.put(0, s.cell(plain, c), s.sum(hours, fmt.Sprintf("SUMIFS(%s,%s,$A%d)", l.shiftColumn(colHours), l.shiftColumn(colClass), row), hoursOf(n)),
			s.sum(whole, fmt.Sprintf("COUNTIFS(%s,$A%d)", l.shiftColumn(colClass), row), shifts))
	}
	last := s.row
	s.put(0, s.cell(bold, "All"), s.sum(hoursBold, fmt.Sprintf("ROUND(SUM(B%d:B%d),6)", first, last), hoursOf(total)),
		s.sum(wholeBold, fmt.Sprintf("SUM(C%d:C%d)", first, last), count))
	check := `IF(ROUND(%s-%s!%s,2)=0,"Agrees","Does not agree")`
	s.put(0, s.cell(plain, "Check against "+costsSheet), s.sum(plain, fmt.Sprintf(check, ref(2, last+1), costsSheet, ref(costHours, costTotalRow)), "Agrees"))
}

// pricesSwitch lets one cell choose the prices.
func (l ledger) pricesSwitch(s *sheet) {
	v := excelize.NewDataValidation(false)
	v.SetSqref(ref(2, pricesRow))
	s.note(v.SetDropList([]string{pricesTrust, pricesBMA, pricesAgreed}))
	v.SetError(excelize.DataValidationErrorStyleStop, "Prices used", "Choose from the list.")
	s.note(s.try(func() error { return s.f.AddDataValidation(s.name, v) }))
}

// charts draw the cost by day and by service at the prices used.
func (l ledger) charts(s *sheet) {
	if len(l.shifts) == 0 {
		return
	}
	blocks := l.costBlocks()
	for i, c := range []struct{ cell, heading, what string }{{"A18", "Cost by day", "day"}, {"C18", "Cost by service", "service"}} {
		from := firstRow(blocks, i)
		to := from + len(blocks[i].rows) - 1
		area := func(col int) string {
			return fmt.Sprintf("%[1]s!$%[2]s$%[3]d:$%[2]s$%[4]d", costsSheet, letters(col), from, to)
		}
		s.note(s.try(func() error {
			return s.f.AddChart(s.name, c.cell, costChart(c.heading, c.what, area(costLabel), area(costChosen)))
		}))
	}
}

func costChart(heading, what, labels, values string) *excelize.Chart {
	no, gap := false, uint(60)
	font := excelize.Font{Family: "Arial", Size: 9, Color: "212B32"}
	return &excelize.Chart{
		Type:       excelize.Bar,
		Series:     []excelize.ChartSeries{{Name: summarySheet + "!$B$6", Categories: labels, Values: values, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{nhsBlue}}}},
		Format:     excelize.GraphicOptions{AltText: "Bar chart of the cost of cover by " + what + " at the prices used. The same figures stand on the sheet " + costsSheet + ".", Name: heading},
		Dimension:  excelize.ChartDimension{Width: 460, Height: 320},
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: heading, Font: &excelize.Font{Family: "Arial", Size: 12, Bold: true, Color: "212B32"}}}},
		Legend:     excelize.ChartLegend{Position: "none"},
		VaryColors: &no,
		GapWidth:   &gap,
		XAxis:      excelize.ChartAxis{Font: font, ReverseOrder: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "ddd d mmm"}},
		YAxis:      excelize.ChartAxis{Font: font, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "£#,##0"}},
	}
}

// verdict is what the checks of Costs say together.
func verdict(all tally) string {
	if all.Trust == nil || all.BMA == nil || all.Agreed == nil {
		return "Agree as far as rates are known"
	}
	return "Agree"
}
