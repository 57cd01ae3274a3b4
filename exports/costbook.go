package exports

import "io"

// Costs writes the cost workbook, for finance: a summary at prices that one cell
// chooses, the sums behind it, every shift with its hours by band, and both rate
// cards. Amounts are formulas on Rates all the way, each stored with the value
// that the plan's own cost has. Consultants stand in it by their codes, and the reasons that people
// typed are left out: one may say whose code it is.
func Costs(w io.Writer, h Handout) error {
	b, err := h.labelled("Cost of cover: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	h = h.untyped()
	h.Consultants = nil
	l := newLedger(h)
	return b.written(w, append([]func(*book) error{l.writeCostReadme}, l.costSheets()...)...)
}

// costSheets are the sheets of the cost.
func (l ledger) costSheets() []func(*book) error {
	l.whole, l.blocks = tallied(l.shifts), l.costBlocks()
	out := []func(*book) error{l.writeSummary, l.writeCosts, l.writeShifts, l.writeRates}
	if l.Money.Withheld != nil {
		out = append(out, l.writeWithheld)
	}
	return out
}

func (l ledger) writeCostReadme(b *book) error {
	p := l.readme(b, "Cost of cover: "+l.Problem.Strike.Name)
	l.standing(p, openSheet+" in the rota workbook")
	p.section("The sheets")
	p.line(summarySheet, "The cost on a page, at the prices that you choose, with charts.")
	p.line(costsSheet, "Totals and sums by day, service, unit, consultant and band of the week, as pay and with on-costs, each checked against the total.")
	p.line(shiftsSheet, "One row a shift, with its hours by band and what it costs at both cards and as agreed.")
	p.line(ratesSheet, "Both rate cards. The yellow cells may be changed.")
	if l.Money.Withheld != nil {
		p.line(withheldSheet, "Pay withheld from residents, kept apart from the cost of cover. "+l.Money.Withheld.Note)
	}
	costHelp(p)
	p.line("Consultants", "They stand here by their codes. The rota coordinator has the names.")
	p.line("Times", londonWords)
	return p.flush()
}
