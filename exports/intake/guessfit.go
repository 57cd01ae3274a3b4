package intake

import (
	"regexp"
	"slices"
	"strings"
)

// understood says in how many of the cells that are about a day, of a hundred, the kind knows what
// is said, weighted to tell grids of one kind from those of another.
func (g guesser) understood(columns []Column) int {
	const weight, enough = 120, 1000
	all, known := 0, 0
	consultants := slices.ContainsFunc(append(g.titles(), filled(g.header)...), func(t string) bool { return strings.Contains(plain(t), "consultant") })
	for i, c := range columns {
		if c.Day == "" {
			continue
		}
		for _, row := range g.sheet.Rows {
			text := tidy(row.At(i).Text)
			if row.Number <= g.header.Number || text == "" || all == enough {
				continue
			}
			all++
			known += count(g.understands(text) || c.Field == DayCode && c.Band != "" && slices.Contains(crosses, plain(text)) && !consultants)
		}
		if g.kind == Declarations && ofStriking.MatchString(plain(g.questionOver(i))) {
			return weight + closeCall // no other kind asks that
		}
	}
	if all == 0 {
		return 0
	}
	return weight * known / all
}

// understands reports whether a text means something in a cell of the kind that is about a day.
func (g guesser) understands(text string) bool {
	switch g.kind {
	case Duties:
		_, _, timed := rangeOf(text)
		_, keyed := g.reader.legend[plain(text)]
		return timed || keyed || everywhere(text) && len(text) > 1 // a cross or N may mean anything
	case Declarations:
		_, known := sayings[strings.TrimRight(plain(text), ".!")]
		return known
	case Consultants:
		_, known := coverOf(text)
		return known
	}
	return true
}

// twiceADay takes their day from columns of one heading that would be for one day, such as the
// weekdays of two weeks: a person must say of which each is.
func twiceADay(columns []Column, heading func(int) string) {
	type about struct{ day, heading string }
	at := map[about][]int{}
	for i, c := range columns {
		if c.Day != "" {
			key := about{c.Day, plain(heading(i))}
			at[key] = append(at[key], i)
		}
	}
	for _, twice := range at {
		for _, i := range twice {
			switch {
			case len(twice) == 1:
			case columns[i].Field == DayCode:
				columns[i].Day = ""
			default:
				columns[i] = Column{}
			}
		}
	}
}

// onlyDays leaves questions that are about no day unread, beside several that are or where nobody
// has answered them.
func (g guesser) onlyDays(columns []Column) {
	days := 0
	for _, c := range columns {
		days += count(c.Field == Answer && c.Day != "")
	}
	g.numbered(columns)
	for i, c := range columns {
		if c.Field == Answer && c.Day == "" && (days > 1 || days > 0 && g.filled(i) == 0) {
			columns[i] = Column{}
		}
	}
}

// numbered leaves unread questions without a day that differ by a number alone, as "Shift 1: will you work?" and
// "Shift 2: will you work?": each is about a part of the strike, and a person must say which.
func (g guesser) numbered(columns []Column) {
	asked := map[string][]int{}
	for i, c := range columns {
		if c.Field == Answer && c.Day == "" {
			text := someDigits.ReplaceAllString(plain(g.heading(i)), "0")
			asked[text] = append(asked[text], i)
		}
	}
	for _, of := range asked {
		for _, i := range of {
			if len(of) > 1 && plain(g.heading(i)) != plain(g.heading(of[(slices.Index(of, i)+1)%len(of)])) {
				columns[i] = Column{}
			}
		}
	}
}

var someDigits = regexp.MustCompile(`\d+`)
