package exports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"strikerota/rota"
)

// putBands writes what each band costs. Every shift is rounded to the penny
// once, so the bands add up to the total but for the rounding, which has a row.
func (l ledger) putBands(s *sheet, all tally) {
	s.skip(1)
	s.put(20, s.cell(heading, "By band of the week"))
	s.costHeads("Band")
	first := s.row + 1
	sum := tallied(nil)
	for band := range int(rota.BandCount) {
		t := l.bandTally(band)
		sum = sum.with(t)
		cells := []any{s.cell(plain, rota.Band(band).Words())}
		for _, col := range costColumns {
			cells = append(cells, s.sum(lookOf(col), l.bandFormula(col, band), t.value(col)))
		}
		row := s.row + 1
		s.putCosts(0, money, cells, t, func(col int) string { return bandOnCosts(ref(payOf(col), row)) })
	}
	last := s.row
	rest := all.less(sum)
	cells := []any{s.cell(plain, "Each shift rounded to the penny"), s.cell(hours, 0)}
	checks := []any{s.cell(plain, "Check: no more than rounding"), nil}
	left := func(col int) string {
		total := fmt.Sprintf("%s$%d", letters(col), costTotalRow)
		return fmt.Sprintf(`IF(OR(%[2]s="not known",COUNTIF(%[1]s,"not known")>0),"not known",ROUND(%[2]s-SUM(%[1]s),2))`, fmt.Sprintf("%s:%s", ref(col, first), ref(col, last)), total)
	}
	check := func(col, times int) excelize.Cell {
		word := "Agrees"
		if rest.value(col) == notKnown {
			word = notKnown
		}
		return s.sum(plain, fmt.Sprintf(`IF(%[1]s="not known","not known",IF(%[3]g*COUNT(%[2]s)+%[4]g>=ABS(%[1]s),"Agrees","Does not agree"))`, ref(col, last+1), l.shiftColumn(colHours), 0.005*float64(times), 0.031*float64(times)), word)
	}
	for _, col := range costColumns[1:] {
		cells = append(cells, s.sum(money, left(col), rest.value(col)))
		checks = append(checks, check(col, 1))
	}
	checks = append(checks, nil, nil)
	for _, col := range fullColumns {
		checks = append(checks, check(col, 5)) // pay, two on-costs of up to all of what pay is out by, and their own rounding
	}
	s.putCosts(0, money, cells, rest, left)
	s.sums(first, all)
	s.put(0, checks...)
}

// bandTally is what one band costs: minutes × pence over all shifts, rounded once.
func (l ledger) bandTally(band int) tally {
	var t tally
	sums := map[cardKind]*bandSum{trustCard: {}, bmaCard: {}}
	var agreed bandSum
	for _, s := range l.shifts {
		t.minutes += s.Minutes[band]
		for kind, sum := range sums {
			card := l.rates(kind)
			sum.add(card, s, rota.Band(band), l.Money.CalledShare)
			if s.Line.Consultant.Terms.Words() == card.terms() {
				agreed.add(card, s, rota.Band(band), l.Money.CalledShare)
			}
		}
	}
	t.Trust, t.BMA, t.Agreed = sums[trustCard].pence(), sums[bmaCard].pence(), agreed.pence()
	t.full = l.withOnCosts(t.Totals)
	return t
}

// A bandSum adds minutes × pence × [rota.Whole].
type bandSum struct {
	sum     int64
	missing bool
}

func (b *bandSum) add(r rateBlock, s shift, band rota.Band, called rota.PerCent) {
	minutes, point := s.minutesAt(r.kind)[band], s.Line.Consultant.PayPoint
	if minutes == 0 {
		return
	}
	weigh := func(minutes int, share rota.PerCent, rate rota.Pence, err error) {
		b.missing = b.missing || err != nil
		b.sum += int64(minutes) * int64(share) * int64(rate)
	}
	rate, err := r.card.Rate(point, band)
	if band != rota.OnCallBand || called == 0 {
		weigh(minutes, rota.Whole, rate, err)
		return
	}
	weigh(minutes, rota.Whole-called, rate, err)
	for hour, minutes := range s.onCallAt(r.kind) {
		if minutes > 0 {
			rate, err := r.card.CalledRate(point, rota.Band(hour))
			weigh(minutes, called, rate, err)
		}
	}
}

func (b *bandSum) pence() *rota.Pence {
	if b.missing {
		return nil
	}
	p := rota.Pence((b.sum + 30*int64(rota.Whole)) / (60 * int64(rota.Whole)))
	return &p
}

func (t tally) with(o tally) tally {
	return tally{t.minutes + o.minutes, t.Plus(o.Totals), t.full.Plus(o.full)}
}

func (t tally) less(o tally) tally {
	return tally{t.minutes - o.minutes, t.Minus(o.Totals), t.full.Minus(o.full)}
}

// bandOnCosts are the pay of a band, in a cell, and the on-costs of it.
func bandOnCosts(pay string) string {
	on := func(of int) string {
		return fmt.Sprintf(`IF(%s<>"Yes",0,%s)`, summaryCell("B", of), onCostFormula(pay, of))
	}
	known := func(of int) string {
		return fmt.Sprintf(`AND(%s="Yes",NOT(%s))`, summaryCell("B", of), shareKnown("D", of))
	}
	return fmt.Sprintf(`IF(OR(%[1]s="not known",%[2]s,%[3]s),"not known",ROUND(SUM(%[1]s,%[4]s,%[5]s),2))`, pay, known(niRow), known(pensionRow), on(niRow), on(pensionRow))
}

// bandFormula adds the working columns of Rates up: hours at each rate × pence.
func (l ledger) bandFormula(col, band int) string {
	switch col {
	case costHours:
		return fmt.Sprintf("SUM(%s)", l.shiftColumn(colBands+band))
	case costTrust:
		return l.cardBand(band, colWorked, false, l.rates(trustCard))
	case costBMA:
		return l.cardBand(band, colWorked, false, l.rates(bmaCard))
	}
	return l.cardBand(band, colPaid, true, l.rates(trustCard), l.rates(bmaCard))
}

func (l ledger) cardBand(band, worked int, agreed bool, blocks ...rateBlock) string {
	missing, cost, more, noCalled, onCalls := []string{}, []string{"0"}, []string{"0"}, []string{"0"}, []string{"0"}
	product := func(a, b string) string { return fmt.Sprintf("SUMPRODUCT(%s,%s)", a, b) }
	for _, r := range blocks {
		// Hours of shifts for which the card has no row at all.
		terms, called := "", colCallWorked
		if agreed {
			terms, called = fmt.Sprintf(`,%s,"%s"`, l.shiftColumn(colTerms), r.terms()), colCallPaid
		}
		missing = append(missing, fmt.Sprintf("SUMIFS(%s,%s,0%s)", l.shiftColumn(r.hoursFrom+band), l.shiftColumn(r.rowColumn()), terms))
		if r.rows > 0 {
			hours, onCall := r.column(worked+band), r.area(called, clockBands)
			missing = append(missing, product(r.column(colMissing+band), hours))
			cost = append(cost, product(r.column(colPence+band), hours))
			more = append(more, product(r.area(colMore, clockBands), onCall))
			noCalled = append(noCalled, product(r.area(colNoCalled, clockBands), onCall))
			onCalls = append(onCalls, "SUM("+onCall+")")
		}
	}
	if rota.Band(band) != rota.OnCallBand {
		return fmt.Sprintf(`IF(%s>0,"not known",ROUND(ROUND(%s*60,0)/60,0)/100)`, summed(missing), summed(cost))
	}
	missing = append(missing, calledMissing(summed(noCalled), summed(onCalls)))
	return fmt.Sprintf(`IF(%s>0,"not known",%s)`, summed(missing), withCalled(summed(cost)+"*60", summed(more)+"*60"))
}

// summed adds terms up, the first of which may be a nought. SUM takes them one by one: excelize
// mistakes what stands behind a product of functions, as in ROUND(a)*ROUND(b+c).
func summed(terms []string) string {
	if len(terms) > 1 && terms[0] == "0" {
		terms = terms[1:]
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "SUM(" + strings.Join(terms, ",") + ")"
}
