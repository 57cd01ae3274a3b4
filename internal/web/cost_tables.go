package web

import (
	"fmt"
	"strings"

	"strikerota/rota"
)

// A namedSum is one row of a table of cost, with the words for its key.
type namedSum struct {
	text string
	rota.Sum
}

func namedSums(sums []rota.Sum, words func(key string) string) []namedSum {
	out := make([]namedSum, len(sums))
	for i, s := range sums {
		out[i] = namedSum{words(s.Key), s}
	}
	return out
}

func sameWords(key string) string { return key }

func dayWords(key string) string {
	d, err := rota.ParseDate(key)
	if err != nil {
		return key
	}
	return d.Words()
}

func bandKeyWords(key string) string { return bandOf(key).Words() }

// costTable is a table of sums, with their total as its last row.
func costTable(id, caption, head string, sums []namedSum, total rota.Sum) Table {
	var rows [][]Cell
	for _, s := range sums {
		rows = append(rows, costRow(s))
	}
	rows = append(rows, costRow(namedSum{"All", total}))
	return NewTable(id, caption, []Column{{Text: head}, {Text: "Hours", Numeric: true}, {Text: "Trust rates", Numeric: true},
		{Text: "BMA rates", Numeric: true}, {Text: "Difference", Numeric: true}, {Text: "As agreed", Numeric: true}}, rows)
}

func costRow(s namedSum) []Cell {
	all := s.All()
	amount := func(p *rota.Pence) Cell { return Cell{Text: knownWords(p)} }
	difference := rota.Totals{Trust: all.BMA}.Minus(rota.Totals{Trust: all.Trust})
	return []Cell{{Text: s.text}, {Text: hoursFigure(s.Minutes)}, amount(all.Trust), amount(all.BMA), amount(difference.Trust), amount(all.Agreed)}
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

func newChart(days []namedSum) chart {
	var most int64 = 1
	for _, d := range days {
		for _, p := range []*rota.Pence{d.All().Trust, d.All().BMA} {
			if p != nil {
				most = max(most, int64(*p))
			}
		}
	}
	var c chart
	for _, d := range days {
		top := len(c.Rows) * chartRowHeight
		c.Rows = append(c.Rows, chartRow{Label: d.text, LabelY: top + 18, Bars: []chartBar{
			bar("app-bar--trust", "Trust ", d.All().Trust, most, top+26), bar("app-bar--bma", "BMA ", d.All().BMA, most, top+56)}})
	}
	c.Height = chartRowHeight * len(c.Rows)
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
