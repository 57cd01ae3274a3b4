package exports

import (
	"fmt"
	"strings"

	"strikerota/rota"
)

// putBands writes what each band costs. Every shift is rounded to the penny
// once, so the bands add up to the total but for the rounding, which has a row.
func (l ledger) putBands(s *sheet, all tally) {
	s.skip(1)
	s.put(20, s.cell(heading, "By band of the week"))
	s.costHeads("Band")
	first := s.row + 1
	var sum tally
	sum.Totals = rota.Total(nil)
	for band := range int(rota.BandCount) {
		t := l.bandTally(band)
		sum = sum.with(t)
		cells := []any{s.cell(plain, rota.Band(band).Words())}
		for _, c := range costColumns {
			cells = append(cells, s.sum(lookOf(c.costs), l.bandFormula(c.costs, band), t.value(c.costs)))
		}
		s.putCosts(0, money, cells, t)
	}
	last := s.row
	rest := all.less(sum)
	cells := []any{s.cell(plain, "Each shift rounded to the penny"), s.cell(hours, 0)}
	checks := []any{s.cell(plain, "Check: at most half a penny a shift"), nil}
	for _, c := range costColumns[1:] {
		area := fmt.Sprintf("%s:%s", ref(c.costs, first), ref(c.costs, last))
		total := fmt.Sprintf("%s$%d", letters(c.costs), costTotalRow)
		cells = append(cells, s.sum(money, fmt.Sprintf(`IF(OR(%[2]s="not known",COUNTIF(%[1]s,"not known")>0),"not known",ROUND(%[2]s-SUM(%[1]s),2))`, area, total), rest.value(c.costs)))
		word := "Agrees"
		if rest.value(c.costs) == notKnown {
			word = notKnown
		}
		cell := ref(c.costs, last+1)
		checks = append(checks, s.sum(plain, fmt.Sprintf(`IF(%[1]s="not known","not known",IF(0.005*COUNT(%[2]s)+0.031>=ABS(%[1]s),"Agrees","Does not agree"))`, cell, l.shiftColumn(colHours)), word))
	}
	s.putCosts(0, money, cells, rest)
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
	return tally{t.minutes + o.minutes, rota.Totals{Trust: plus(t.Trust, o.Trust, 1), BMA: plus(t.BMA, o.BMA, 1), Agreed: plus(t.Agreed, o.Agreed, 1)}}
}

func (t tally) less(o tally) tally {
	return tally{t.minutes - o.minutes, rota.Totals{Trust: plus(t.Trust, o.Trust, -1), BMA: plus(t.BMA, o.BMA, -1), Agreed: plus(t.Agreed, o.Agreed, -1)}}
}

func plus(a, b *rota.Pence, sign rota.Pence) *rota.Pence {
	if a == nil || b == nil {
		return nil
	}
	sum := *a + sign**b
	return &sum
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
	missing, cost, more, noCalled := []string{}, []string{"0"}, []string{"0"}, []string{"0"}
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
		}
	}
	if rota.Band(band) != rota.OnCallBand {
		return fmt.Sprintf(`IF(%s>0,"not known",ROUND(ROUND(%s*60,0)/60,0)/100)`, summed(missing), summed(cost))
	}
	missing = append(missing, fmt.Sprintf("IF(%s>0,%s,0)", calledShare, summed(noCalled)))
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
