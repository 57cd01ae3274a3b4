package exports

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// A doubt is a rate that a shift's cost is made of and that nobody at the trust has confirmed.
type doubt struct {
	card  cardKind
	point string
	cell  rota.UsedCell
	by    string // who published it; "" of one that was inferred
}

// doubts are those of a shift, at both cards.
func (l ledger) doubts(x shift) []doubt {
	var out []doubt
	for _, kind := range []cardKind{trustCard, bmaCard} {
		card := l.rates(kind).card
		for _, cell := range l.Money.Uses(card, x.Line) {
			if by, doubtful := card.Doubtful(cell); doubtful {
				out = append(out, doubt{kind, payPoint(card.Rates[cell.Row].PayPoint), cell, by})
			}
		}
	}
	return out
}

// doubtfulRates are those of all shifts, each once, in the order of the cards.
func (l ledger) doubtfulRates() []doubt {
	var out []doubt
	for _, x := range l.shifts {
		for _, d := range l.doubts(x) {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	slices.SortFunc(out, func(a, b doubt) int { return strings.Compare(a.order(), b.order()) })
	return out
}

func (d doubt) order() string {
	return fmt.Sprintf("%d/%06d/%t/%d", d.card, d.cell.Row, d.cell.Called, d.cell.Band)
}

// bandNames are the bands in a narrow column.
var bandNames = [rota.BandCount]string{"weekday day", "weekday evening", "weekend", "night", "on call", "standby"}

// doubtWords name the doubtful rates of a shift in few words: "BMA: night, weekend".
func (l ledger) doubtWords(x shift) string {
	doubts := l.doubts(x)
	var out []string
	for _, kind := range []cardKind{trustCard, bmaCard} {
		var names []string
		for _, d := range doubts {
			if d.card != kind {
				continue
			}
			name := bandNames[d.cell.Band]
			if d.cell.Called {
				name = "called in"
			}
			names = append(names, name)
		}
		if names != nil {
			out = append(out, kind.words()+": "+strings.Join(names, ", "))
		}
	}
	return strings.Join(out, "; ")
}

// words name the rate in full, with who published it.
func (d doubt) words() string {
	band := d.cell.Band.Words()
	if d.cell.Called {
		band = cardCalled
	}
	words := d.card.words() + " card, " + d.point + ", " + band
	if d.by == "" {
		return words
	}
	return words + ": published by " + d.by
}

// doubtNote says that some of the rates used are not confirmed, and where they are listed.
func (l ledger) doubtNote() string {
	if len(l.doubtfulRates()) == 0 {
		return ""
	}
	return " Some rates used are not confirmed: the foot of " + summarySheet + " names them."
}

// mostDoubts is how many rates the foot of the summary names: it is printed on one page, and more
// would make that small.
const mostDoubts = 12

// putDoubts says which of the rates used the trust has not confirmed.
func (l ledger) putDoubts(s *sheet, width int) {
	rates := l.doubtfulRates()
	if len(rates) == 0 {
		return
	}
	s.skip(max(1, belowCharts-s.row))
	s.put(0, s.cell(bold, "Rates used that the trust has not confirmed"))
	for _, d := range rates[:min(len(rates), mostDoubts)] {
		s.said(d.words(), width)
	}
	if more := len(rates) - mostDoubts; more > 0 {
		s.said(fmt.Sprintf("and %d more: %s marks each rate that is not confirmed.", more, ratesSheet), width)
	}
}
