package intake

import (
	"regexp"
	"strings"
	"time"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// instantInside is a day with a time of it and perhaps a zone, as forms and systems write them for each other.
var instantInside = regexp.MustCompile(`(?i)\b\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?| \d\d:\d\d:\d\d)\b`)

// withoutInstants is a text in which such days stand as people write them: 2025-07-24T23:00:00Z is
// 2025-07-25 in London. Another time than midnight is kept.
func withoutInstants(text string) string {
	if !strings.Contains(text, ":") {
		return text
	}
	return instantInside.ReplaceAllStringFunc(text, func(s string) string {
		at, ok := instantOf(s)
		switch {
		case !ok:
			return s
		case at.minutes == 0:
			return at.day.String()
		}
		return at.day.String() + " " + clockText(at.minutes)
	})
}

// instantOf is the wall time in London of a day with a time. Without a zone it is meant so.
func instantOf(text string) (clock, bool) {
	t := strings.Replace(strings.ToUpper(text), " ", "T", 1)
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700"} {
		if at, err := time.Parse(form, t); err == nil {
			at = at.In(rota.Zone())
			return clock{day: rota.DateOf(at), minutes: at.Hour()*60 + at.Minute()}, true
		}
	}
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(form, t); err == nil {
			y, m, d := at.Date()
			return clock{day: rota.Date{Year: y, Month: m, Day: d}, minutes: at.Hour()*60 + at.Minute()}, true
		}
	}
	return clock{}, false
}

// headingsRow is a row of headings without instants.
func headingsRow(row sheet.Row) sheet.Row {
	changed := false
	cells := make([]sheet.Cell, len(row.Cells))
	for i, c := range row.Cells {
		if text := withoutInstants(c.Text); text != c.Text {
			c.Text, changed = text, true
		}
		cells[i] = c
	}
	if changed {
		row.Cells = cells
	}
	return row
}
