package intake

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

var (
	weekWords = regexp.MustCompile(`\b(week (commencing|beginning|starting|of)|wk (commencing|beginning)|w ?/ ?[cbs]|w\.c\.?|wc|wb)\b[ .:-]*(.*)$`)
	weekSpan  = regexp.MustCompile(`^(?:[a-z ]+ )??(\S.*?) ?(?:-|–|to|until) ?(\S.*)$`)
)

// weekIn is the first day of the week that a title or the name of a sheet speaks of.
func (r *reader) weekIn(text string) (rota.Date, bool) {
	t := plain(text)
	if m := weekWords.FindStringSubmatch(t); m != nil {
		return dayIn(m[4], r.near(), nil)
	}
	if m := weekSpan.FindStringSubmatch(t); m != nil {
		from, ok1 := dayIn(m[1], r.near(), nil)
		to, ok2 := dayIn(m[2], r.near(), nil)
		return from, ok1 && ok2 && from.Add(6) == to
	}
	return rota.Date{}, false
}

// weekOver is the first day of the week that a sheet is about, by the titles over its
// headings or by its name.
func (g guesser) weekOver() (rota.Date, bool) {
	for i := len(g.sheet.Rows) - 1; i >= 0; i-- {
		row := g.sheet.Rows[i]
		if row.Number > g.header.Number {
			continue
		}
		for _, text := range filled(row) {
			if d, ok := g.reader.weekIn(text); ok {
				return d, true
			}
		}
	}
	return g.reader.weekIn(g.sheet.Name)
}

// dayOfWeek is the day of a heading that names nothing but a weekday, in a sheet that says which week it is about.
func (g guesser) dayOfWeek(heading string) (rota.Date, bool) {
	if _, alone := weekdayAlone(heading); !alone {
		return rota.Date{}, false // the week is looked for in all that stands above
	}
	first, ok := g.weekOver()
	if !ok {
		return rota.Date{}, false
	}
	return dayAfter(heading, first)
}

// weekdayAlone is the weekday that a text names and nothing else.
func weekdayAlone(text string) (time.Weekday, bool) {
	words := strings.Fields(plain(text))
	if len(words) != 1 {
		return 0, false
	}
	n := named(words[0], weekdays)
	return time.Weekday(n), n >= 0
}

// dayAfter is the day that a weekday alone means in the week that begins with a day.
func dayAfter(text string, first rota.Date) (rota.Date, bool) {
	weekday, alone := weekdayAlone(text)
	if first.IsZero() || !alone {
		return rota.Date{}, false
	}
	for first.Weekday() != weekday {
		first = first.Add(1)
	}
	return first, true
}

// A redating says of which days the columns of a sheet are, below a row that says otherwise
// than the headings.
type redating struct {
	first rota.Date         // of the week, or zero
	days  map[int]rota.Date // by column, where the row names them
}

// redated reads a row among the others that gives the columns other days than the headings
// and the rows above it do: another week, or headings of its own.
func (r *reader) redated(choice *Sheet, header, row sheet.Row, now redating) (redating, bool) {
	var days []int
	for i, c := range choice.Columns {
		if c.Day != "" {
			days = append(days, i)
		}
	}
	if len(days) < 2 || row.Number <= choice.Header {
		return redating{}, false
	}
	if texts := filled(row); len(texts) <= 2 {
		if d, ok := r.weekIn(texts[0]); ok {
			return redating{first: d}, true
		}
	}
	named := map[int]rota.Date{}
	for _, i := range days {
		text := row.At(i).Text
		if plain(text) == plain(header.At(i).Text) {
			continue // the headings again
		}
		d, ok := dayAfter(text, now.first)
		if !ok {
			d, ok = r.headingDay(text)
		}
		if ok && !slices.ContainsFunc(strings.Fields(text), isRange) {
			named[i] = d
		}
	}
	return redating{days: named}, 2*len(named) > len(days)
}

// weekColumn is the column that says of each row in which week it is, in a sheet whose days are headed by weekdays
// alone; -1 without one. Ending says that it gives the last day of the week.
func weekColumn(choice *Sheet, header sheet.Row) (col int, ending bool) {
	for i, c := range choice.Columns {
		if _, alone := weekdayAlone(header.At(i).Text); c.Day != "" && !alone {
			return -1, false
		}
	}
	for i, cell := range header.Cells {
		h := plain(cell.Text)
		read := i < len(choice.Columns) && choice.Columns[i].Field != "" && choice.Columns[i].Field != Date
		if ending = weekEnding.MatchString(h); !read && (ending || weekWords.MatchString(h) || h == "week") {
			return i, ending
		}
	}
	return -1, false
}

var weekEnding = regexp.MustCompile(`\b(week|wk) ending\b|^w ?/ ?e$`)

// inWeek is of which days the columns of the row are, where a column of it says in which week it is.
func (l *line) inWeek(col int, ending bool) redating {
	day, ok := l.weekOfRow(col)
	switch {
	case !ok:
		return l.dates
	case ending:
		day = day.Add(-6)
	}
	return redating{first: day}
}

func (l *line) weekOfRow(col int) (rota.Date, bool) {
	if col < 0 {
		return rota.Date{}, false
	}
	if day, ok := l.sense.dayIn(l.at(col)); ok {
		return day, true
	}
	return l.weekIn(l.at(col))
}

// weekKnown faults a row that should say in which week it is and does not.
func (l *line) weekKnown(col int) bool {
	if _, ok := l.weekOfRow(col); !ok && col >= 0 {
		l.fault(col, "no such week", "Nothing says in which week this is.", "Type the day with which it begins or, under “week ending”, ends, as 21/07/2025.")
		return false
	}
	return true
}

// numbersDays reports whether a row says nothing but on which day of the month each of its columns is.
func (l *line) numbersDays() bool {
	said := 0
	for col, cell := range l.row.Cells {
		text := tidy(cell.Text)
		if text == "" {
			continue
		}
		if col >= len(l.choice.Columns) || !number(text) {
			return false
		}
		day, dated := l.dayOf(col, l.choice.Columns[col])
		if !dated || strings.TrimLeft(text, "0") != itoa(day.Day) {
			return false
		}
		said++
	}
	return said > 1
}

func isRange(text string) bool {
	_, _, ok := rangeOf(text)
	return ok
}

// dayOf is the day that a column of the row is about.
func (l *line) dayOf(col int, c Column) (rota.Date, bool) {
	day, err := rota.ParseDate(c.Day)
	switch first := l.dates.first; {
	case l.dates.days != nil:
		d, ok := l.dates.days[col]
		return d, ok
	case err != nil || first.IsZero():
		return day, err == nil
	default:
		for day.Before(first) {
			day = day.Add(7)
		}
		for !day.Before(first.Add(7)) {
			day = day.Add(-7)
		}
		return day, true
	}
}
