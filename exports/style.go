package exports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// A look is one cell style of a workbook.
type look int

const (
	plain look = iota
	bare       // without rules
	wrapped
	title
	heading
	head
	bold
	money
	moneyBold
	hours
	hoursBold
	whole
	wholeBold
	date
	clock
	dayClock
	instant
	input  // a rate that may be changed
	picked // a word that may be chosen
	share  // a rate in per cent that may be changed
	shareShown
	text // typed text that must stay text, such as a pay point "4-7"
	wrappedText
	typedText // the same without rules, for whole columns that are still to be filled
	typedWhen
	typedDate
	typedMoney
	poster // for sheets that are read from a wall
	posterWhen
	posterDay
	posterClock
	looks
)

const (
	nhsBlue    = "005EB8"
	grey       = "D8DDE0"
	yellow     = "FFF9C4"
	alarm      = "8A1F11"
	moneyForm  = `£#,##0.00;[Red]-£#,##0.00`
	dateForm   = `ddd d mmm yyyy`
	posterSize = 13
	whenForm   = `ddd d mmm yyyy hh:mm`
)

// styleOf describes a look. Arial 10, white on NHS blue heads, thin grey rules.
func styleOf(l look) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "Arial", Size: 10},
		Alignment: &excelize.Alignment{Vertical: "top"},
	}
	form := map[look]string{
		posterWhen: "ddd hh:mm", posterDay: "ddd d mmm", posterClock: "hh:mm", money: moneyForm, moneyBold: moneyForm, input: moneyForm,
		hours: "#,##0.00", hoursBold: "#,##0.00", whole: "#,##0", wholeBold: "#,##0", share: "0.00%", shareShown: "0%",
		date: dateForm, clock: "hh:mm", dayClock: "ddd hh:mm", instant: whenForm,
		text: "@", wrappedText: "@",
		typedText: "@", typedWhen: whenForm, typedDate: dateForm, typedMoney: moneyForm,
	}[l]
	if form != "" {
		s.CustomNumFmt = &form
	}
	switch l {
	case title:
		s.Font.Size, s.Font.Bold = 16, true
		return s
	case heading:
		s.Font.Size, s.Font.Bold = 12, true
		s.Alignment.Vertical = "bottom"
		return s
	case head:
		s.Font.Bold, s.Font.Color = true, "FFFFFF"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{nhsBlue}}
		s.Alignment.WrapText = true
		s.Alignment.Horizontal = "left"
	case bare, typedText, typedWhen, typedDate, typedMoney:
		return s
	case bold, moneyBold, hoursBold, wholeBold:
		s.Font.Bold = true
	case poster, posterWhen, posterDay, posterClock:
		s.Font.Size, s.Alignment.WrapText = posterSize, true
	case wrapped, wrappedText:
		s.Alignment.WrapText = true
	case input, picked, share:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{yellow}}
		s.Protection = &excelize.Protection{Locked: false}
	}
	switch l {
	case money, moneyBold, input, hours, hoursBold, whole, wholeBold, share, shareShown:
		s.Alignment.Horizontal, s.Alignment.Indent = "right", 1
	case date, clock, dayClock, instant, posterWhen, posterDay, posterClock:
		s.Alignment.Horizontal = "left"
	}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: grey, Style: 1})
	}
	return s
}

func addStyles(f *excelize.File) ([looks]int, error) {
	var ids [looks]int
	for l := plain; l < looks; l++ {
		id, err := f.NewStyle(styleOf(l))
		if err != nil {
			return ids, fmt.Errorf("add a cell style: %w", err)
		}
		ids[l] = id
	}
	return ids, nil
}
