package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// A costSum is one row of a table of cost.
type costSum struct {
	key, text string
	minutes   int
	rota.Totals
}

// sumBy adds lines up by key, in the order of the keys.
func sumBy(lines []rota.Line, key func(rota.Line) string) []costSum {
	groups := map[string][]rota.Line{}
	for _, l := range lines {
		groups[key(l)] = append(groups[key(l)], l)
	}
	out := make([]costSum, 0, len(groups))
	for k, list := range groups {
		s := costSum{key: k, text: k, Totals: rota.Total(list)}
		for _, l := range list {
			s.minutes += sum(l.Minutes)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b costSum) int { return strings.Compare(a.key, b.key) })
	return out
}

// sumByBand adds up what each band costs: minutes × pence over all shifts,
// rounded once. Each shift is rounded once as well, so the bands may add up to
// some pence more or less than the total: the last row says how many.
func sumByBand(cards rota.Cards, lines []rota.Line) []costSum {
	var out []costSum
	rest := rota.Total(lines)
	for b := range rota.BandCount {
		s := costSum{key: b.Key(), text: b.Words()}
		for _, l := range lines {
			s.minutes += l.Minutes[b]
		}
		paid := func(terms rota.Terms) func(rota.Line) bool {
			return func(l rota.Line) bool { return l.Consultant.Terms == terms }
		}
		everybody := func(rota.Line) bool { return true }
		s.Trust = bandCost(cards.Trust, lines, b, everybody)
		s.BMA = bandCost(cards.BMA, lines, b, everybody)
		s.Agreed = add(bandCost(cards.Trust, lines, b, paid(rota.TrustRate)), bandCost(cards.BMA, lines, b, paid(rota.BMARate)), 1)
		rest = rota.Totals{Trust: add(rest.Trust, s.Trust, -1), BMA: add(rest.BMA, s.BMA, -1), Agreed: add(rest.Agreed, s.Agreed, -1)}
		if s.minutes > 0 {
			out = append(out, s)
		}
	}
	if nonzero(rest.Trust) || nonzero(rest.BMA) || nonzero(rest.Agreed) {
		out = append(out, costSum{key: "rounding", text: "Rounding of each shift to the penny", Totals: rest})
	}
	return out
}

// bandCost is nil when a rate that it needs is missing.
func bandCost(c rota.Card, lines []rota.Line, b rota.Band, counts func(rota.Line) bool) *rota.Pence {
	var total int64
	for _, l := range lines {
		minutes := c.Minutes(l.Slot)[b]
		if minutes == 0 || !counts(l) {
			continue
		}
		rate, err := c.Rate(l.Consultant.PayPoint, b)
		if err != nil {
			return nil
		}
		total += int64(minutes) * int64(rate)
	}
	p := rota.Pence((total + 30) / 60)
	return &p
}

func add(a, b *rota.Pence, sign rota.Pence) *rota.Pence {
	if a == nil || b == nil {
		return nil
	}
	p := *a + sign**b
	return &p
}

func nonzero(p *rota.Pence) bool { return p != nil && *p != 0 }

// costTable is a table of sums, with their total as its last row.
func costTable(id, caption, head string, sums []costSum) Table {
	all := costSum{text: "All", Totals: rota.Total(nil)}
	var rows [][]Cell
	for _, s := range sums {
		rows = append(rows, costRow(s))
		all.minutes += s.minutes
		all.Totals = rota.Totals{Trust: add(all.Trust, s.Trust, 1), BMA: add(all.BMA, s.BMA, 1), Agreed: add(all.Agreed, s.Agreed, 1)}
	}
	rows = append(rows, costRow(all))
	return NewTable(id, caption, []Column{{Text: head}, {Text: "Hours", Numeric: true}, {Text: "Trust rates", Numeric: true},
		{Text: "BMA rates", Numeric: true}, {Text: "Difference", Numeric: true}, {Text: "As agreed", Numeric: true}}, rows)
}

func costRow(s costSum) []Cell {
	amount := func(p *rota.Pence) Cell {
		if p == nil {
			return Cell{Text: "Not known"}
		}
		return Cell{Text: p.String()}
	}
	return []Cell{{Text: s.text}, {Text: hoursFigure(s.minutes)}, amount(s.Trust), amount(s.BMA), amount(add(s.BMA, s.Trust, -1)), amount(s.Agreed)}
}

// hoursFigure is minutes as hours with at most two decimals: "12.5".
func hoursFigure(minutes int) string {
	hundredths := (minutes*100 + 30) / 60
	text := fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// A chart is bars by day. Widths are percentages, so that it fits any window
// while its text keeps its size; the same figures are in a table.
type chart struct {
	Height int
	Rows   []chartRow
}

// A chartRow is one day: its label and two bars.
type chartRow struct {
	Label  string
	LabelY int
	Bars   []chartBar
}

// A chartBar is one bar with its words behind it.
type chartBar struct {
	Class      string
	Y, TextY   int
	Width, End string // per cent
	Words      string
}

// Sizes of a chart, in pixels; the longest bar takes widest per cent.
const (
	chartRowHeight = 92
	barHeight      = 24
	widest         = 60
)

func newChart(days []costSum) chart {
	var most int64 = 1
	for _, d := range days {
		for _, p := range []*rota.Pence{d.Trust, d.BMA} {
			if p != nil {
				most = max(most, int64(*p))
			}
		}
	}
	c := chart{Height: chartRowHeight * len(days)}
	for i, d := range days {
		top := i * chartRowHeight
		c.Rows = append(c.Rows, chartRow{Label: d.text, LabelY: top + 18, Bars: []chartBar{
			bar("app-bar--trust", "Trust ", d.Trust, most, top+26), bar("app-bar--bma", "BMA ", d.BMA, most, top+56)}})
	}
	return c
}

// bar is nothing but words when the amount is not known.
func bar(class, name string, p *rota.Pence, most int64, y int) chartBar {
	b := chartBar{Class: class, Y: y, TextY: y + 17, Width: "0%", End: "0%", Words: name + "not known"}
	if p != nil {
		tenths := int64(*p) * widest * 10 / most
		b.Width = fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
		b.End, b.Words = b.Width, name+p.Whole()
	}
	return b
}
