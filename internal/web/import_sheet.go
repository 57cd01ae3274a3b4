package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

func newSheetPart(f *form.Form, i int, view intake.SheetView, br *bringing, several bool, shown map[columnAt]bool) sheetPart {
	part := sheetPart{Name: view.Name, Facts: sheetFacts(view), Open: !several || len(view.Lacks) > 0 && view.Read || wrong(f, i), Caption: "Columns"}
	if several {
		part.Read = tick(f, sheetField(i, "read"), "Read the sheet "+view.Name)
		part.Caption = "Columns of the sheet " + view.Name
	}
	part.Header = choose(f, sheetField(i, "header"), "Row with the headings", headerOptions(view))
	part.Unlisted = hiddenColumns(i, view, shown)
	for j, col := range view.Columns {
		if shown[columnAt{i, j}] {
			part.Columns = append(part.Columns, newColumnPart(f, i, j, col, br))
		}
	}
	if view.Unseen > 0 && !view.Hidden {
		part.Unseen = tick(f, sheetField(i, "unseen"), "Leave out the "+count(view.Unseen, "row")+" that the workbook hides, as by a filter")
	}
	if hasDates(view.Sheet.Columns) {
		part.Month = tick(f, sheetField(i, "month"), "Dates have the month first, as in 07/25/2025")
	}
	return part
}

// sheetFacts sum a sheet up: its rows, and what is read of its columns.
func sheetFacts(view intake.SheetView) string {
	out := count(view.Rows, "row") + " below the headings"
	if view.Hidden {
		out += ", hidden in the workbook"
	}
	var order []intake.Field
	n := map[intake.Field]int{}
	for _, c := range view.Columns {
		if c.Field != "" && n[c.Field] == 0 {
			order = append(order, c.Field)
		}
		n[c.Field]++
	}
	var holds []string
	for _, f := range order {
		words := rota.LowerFirst(f.Words())
		if n[f] > 1 {
			words += fmt.Sprintf(" (%d columns)", n[f])
		}
		holds = append(holds, words)
	}
	if len(holds) > 0 {
		out += ". Read: " + strings.Join(holds, ", ")
	}
	if n[""] > 0 {
		out += ". " + count(n[""], "column is", "columns are") + " not read"
	}
	return out + "."
}

func headerOptions(view intake.SheetView) []Option {
	out := []Option{{Value: "0", Text: "There is none"}}
	found := view.Header == 0
	for _, row := range view.Top {
		text := []rune(strings.Join(row.Texts, " | "))
		if len(text) > 70 {
			text = append(text[:70], '…')
		}
		if len(text) == 0 {
			continue
		}
		found = found || row.Number == view.Header
		out = append(out, Option{Value: strconv.Itoa(row.Number), Text: fmt.Sprintf("Row %d: %s", row.Number, string(text))})
	}
	if !found {
		out = append(out, Option{Value: strconv.Itoa(view.Header), Text: fmt.Sprintf("Row %d", view.Header)})
	}
	return out
}

func hasDates(columns []intake.Column) bool {
	return slices.ContainsFunc(columns, func(c intake.Column) bool {
		switch c.Field {
		case intake.Date, intake.Start, intake.End, intake.EndDate, intake.Done, intake.Days:
			return true
		}
		return false
	})
}

func newColumnPart(f *form.Form, i, j int, col intake.ColumnView, br *bringing) columnPart {
	label := "Column " + col.Letter
	part := columnPart{Letter: col.Letter, Heading: nameOr(col.Heading, "No heading"), Samples: col.Samples,
		Field: choose(f, columnName(i, j, ""), label+" holds", fieldOptions(br.choices.Kind))}
	if hasDay(col.Field) {
		days := daysWith(br.ground.Entry.Strike.Span, f.Value(columnName(i, j, "day")))
		if col.Field == intake.Places && len(days) > 0 && days[0].Value == "" {
			days[0].Text = "Every day of the row"
		}
		if col.Field == intake.Answer && len(days) > 0 && days[0].Value == "" {
			days[0].Text = "Every day of the strike, or the row’s"
		}
		part.More = append(part.More, choose(f, columnName(i, j, "day"), "Day of column "+col.Letter, days))
	}
	if hasBand(col.Field) {
		label := "Part of the day of column " + col.Letter
		if col.Field == intake.Rate {
			label = "Band of column " + col.Letter + ", if the rows do not say it"
		}
		box := input(f, columnName(i, j, "band"), label).Wide(20)
		if col.Field == intake.Places {
			box = box.Hinted("With weekdays where it is not for every day: Mon-Fri night")
		}
		part.Boxes = append(part.Boxes, box)
	}
	switch col.Field {
	case intake.Places:
		part.Boxes = append(part.Boxes, input(f, columnName(i, j, "role"), "Role of column "+col.Letter+", if the rows do not say it").Wide(20))
	case intake.Answer:
		part.Ticks = append(part.Ticks, tick(f, columnName(i, j, "turned"), "Yes in column "+col.Letter+" means away"))
	case intake.Rate:
		part.More = append(part.More, choose(f, columnName(i, j, "card"), "Card of column "+col.Letter, whoseOptions()))
		part.Boxes = append(part.Boxes, input(f, columnName(i, j, "pay"), "Pay point of column "+col.Letter+", if not everybody").Wide(10))
		part.Ticks = append(part.Ticks, tick(f, columnName(i, j, "pa"), "Column "+col.Letter+" is pounds for a programmed activity"))
	}
	return part
}

func whoseOptions() []Option {
	return []Option{{Value: "trust", Text: "Trust"}, {Value: "bma", Text: "BMA"}}
}

func hasDay(f intake.Field) bool {
	return f == intake.Places || f == intake.Answer || f == intake.Holder || needsDay(f)
}

// needsDay reports whether a column of the field must have a day where its rows have none.
func needsDay(f intake.Field) bool {
	return f == intake.Cover || f == intake.DayCode
}

func hasBand(f intake.Field) bool {
	return f == intake.Cover || f == intake.Places || f == intake.Holder || f == intake.Rate
}

func fieldOptions(kind intake.Kind) []Option {
	return append([]Option{{Value: "", Text: intake.Field("").Words()}}, optionsOf(kind.Fields(), intake.Field.Words)...)
}
