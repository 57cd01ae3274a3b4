package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/rota"
)

// hoursOfDay are two times of which one says minutes, or am or pm: the 20-08 of "20-08:30" is no day of August.
// With [timesInside] only signs of hours stand between their numbers, so that 1-2026 and 25.07-27.07 are none.
const hoursOfDay = `\b\d{1,2}(:[0-5]\d)? ?[-–] ?\d{1,2}:[0-5]\d( ?[ap]m)?\b|\b\d{1,2}:[0-5]\d( ?[ap]m)? ?[-–] ?\d{1,2}\b|\b\d{1,2} ?[-–] ?0\d[0-5]\d\b|\b\d{1,2} ?[-–] ?\d{1,2} ?[ap]m\b`

// timesInside are times that stand beside a day, of which 2000 and 2030 are no years.
var timesInside = regexp.MustCompile(`(?i)\b\d{1,2}([:.][0-5]\d)? ?[ap]m ?([-–]|to) ?\d{1,2}([:.][0-5]\d)? ?[ap]m\b|\b([01]\d|2[0-4])[:.]?[0-5]\d ?[-–] ?([01]\d|2[0-4])[:.]?[0-5]\d\b|` + hoursOfDay)

var (
	clearHours = regexp.MustCompile(`(?i)` + hoursOfDay)
	// bareHours may be hours or, where nothing else is a day, a day: "20-08".
	bareHours = regexp.MustCompile(`(^|[^\d/.-])\d{1,2}-\d{1,2}($|[^\d/.-])`)
)

// withoutHoursOfDay is a heading, or the text of a cell, without hours that could be taken for its day.
func withoutHoursOfDay(text string) string { return clearHours.ReplaceAllString(text, " ") }

// withoutHours is a heading without hours: those that can be a day of these weeks are left in it.
func (g guesser) withoutHours(heading string) string {
	rest := withoutHoursOfDay(plain(heading))
	bare := withoutBareHours(rest)
	if _, dated := g.reader.headingDay(bare); bare == rest || dated {
		return bare
	}
	if d, ok := g.reader.headingDay(rest); ok && (apart(d, g.reader.near()) <= 13 || slices.Contains(g.reader.strikeDays(), d)) {
		return rest
	}
	return bare
}

// hoursIn is where hours stand in a heading: start and end, or nil.
func (g guesser) hoursIn(heading string) []int {
	if at := timesInside.FindStringIndex(heading); at != nil {
		return at
	}
	if at := bareHours.FindStringSubmatchIndex(heading); at != nil && !bareHours.MatchString(g.withoutHours(heading)) {
		return []int{at[3], at[4]}
	}
	return nil
}

func withoutBareHours(text string) string { return bareHours.ReplaceAllString(text, "$1 $2") }

// dayBesideHours is the day of a heading that may give hours beside it, as in "Night 20-08": they are its day
// only where nothing else in it, nor what stands over it, is one.
func (g guesser) dayBesideHours(col int, heading string) (rota.Date, bool) {
	if rest := withoutBareHours(plain(heading)); rest != plain(heading) {
		if d, ok := g.reader.headingDay(rest); ok {
			return d, true
		}
		if d, ok := g.dayAbove(col); ok {
			return d, true
		}
	}
	return g.reader.headingDay(heading)
}

// dayAbove is the day that stands over a column, or over the first of several.
func (g guesser) dayAbove(col int) (rota.Date, bool) {
	for _, row := range g.above {
		for i := col; i >= 0; i-- {
			if text := row.At(i).Text; text != "" {
				if d, ok := g.reader.headingDay(text); ok {
					return d, true
				}
				break
			}
		}
	}
	return rota.Date{}, false
}

// namedAbove is what heads a column that has no heading in its own line: what the line just above it says, where that
// names a field and is of this column alone.
func (g guesser) namedAbove(col int) (string, bool) {
	if len(g.above) == 0 || g.above[0].Number != g.header.Number-1 {
		return "", false
	}
	over := g.above[0].At(col)
	if next := g.above[0].At(col + 1); over.Look().Merged != "" && over.Look().Merged == next.Look().Merged {
		return "", false // it is over several
	}
	_, _, matched := headed(g.kind, over.Text)
	return tidy(over.Text), matched && strings.TrimSpace(over.Text) != ""
}
