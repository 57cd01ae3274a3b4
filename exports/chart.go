package exports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// chartRow is the row of the tops of the charts, and belowCharts the last that they cover.
const (
	chartRow    = 31
	belowCharts = chartRow + 20
)

// axisPounds are the amounts beneath a chart, from £10,000 on in thousands: longer ones are slanted and
// run into each other.
const axisPounds = `[>=10000]£#,##0,"k";£#,##0`

// charts draw the cost by day and by service at the prices used.
func (l ledger) charts(s *sheet) {
	if len(l.shifts) == 0 {
		return
	}
	for i, c := range []struct{ cell, heading, what string }{{ref(1, chartRow), "Pay by day", "day"}, {ref(3, chartRow), "Pay by service", "service"}} {
		from := firstRow(l.blocks, i)
		to := from + len(l.blocks[i].rows) - 1
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
		Series:     []excelize.ChartSeries{{Name: fmt.Sprintf("%s!$B$%d", summarySheet, payRow-1), Categories: labels, Values: values, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{nhsBlue}}}},
		Format:     excelize.GraphicOptions{AltText: "Bar chart of the pay for cover by " + what + " at the prices used. The same figures stand on the sheet " + costsSheet + ".", Name: heading},
		Dimension:  excelize.ChartDimension{Width: 460, Height: 320},
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: heading, Font: &excelize.Font{Family: "Arial", Size: 12, Bold: true, Color: "212B32"}}}},
		Legend:     excelize.ChartLegend{Position: "none"},
		VaryColors: &no,
		GapWidth:   &gap,
		XAxis:      excelize.ChartAxis{Font: font, ReverseOrder: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "ddd d mmm"}},
		YAxis:      excelize.ChartAxis{Font: font, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: axisPounds}},
	}
}
