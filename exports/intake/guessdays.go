package intake

import (
	"regexp"
	"strings"

	"strikerota/rota"
)

// wholeDays are days of a month in a text.
var wholeDays = regexp.MustCompile(`\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b`)

// ofSomeDays reports whether a question is about several days that are not those of the whole strike.
func (g guesser) ofSomeDays(heading string) bool {
	named := wholeDays.FindAllString(plain(heading), 3)
	days := g.reader.strikeDays()
	if len(named) < 2 || len(days) == 0 {
		return false
	}
	from, ok1 := g.reader.headingDay(named[0])
	to, ok2 := g.reader.headingDay(named[1])
	return len(named) > 2 || !ok1 || !ok2 || days[0].Before(from) || to.Before(days[len(days)-1].Add(-1))
}

// dayOver is the day that a heading speaks of, or what stands over it.
func (g guesser) dayOver(col int) (rota.Date, bool) {
	heading := g.header.At(col).Text
	if len(wholeDays.FindAllString(plain(heading), 2)) > 1 {
		return rota.Date{}, false // it is about more than one
	}
	if d, ok := g.dayOfWeek(heading); ok {
		return d, true
	}
	if d, ok := g.dayBesideHours(col, heading); ok {
		return d, true
	}
	if number(tidy(heading)) {
		return g.dayOfNumber(col, tidy(heading))
	}
	if tidy(heading) == "" || !g.isBand(heading) {
		return rota.Date{}, false
	}
	return g.dayAbove(col)
}

// dayOfNumber reads a heading that is only a day of the month, with the weekday or the month over it.
func (g guesser) dayOfNumber(col int, heading string) (rota.Date, bool) {
	if len(heading) > 2 {
		return rota.Date{}, false
	}
	for _, row := range g.above {
		for i := col; i >= 0; i-- {
			over := row.At(i).Text
			if over == "" {
				continue
			}
			for _, text := range []string{over + " " + heading, heading + " " + over} {
				if d, ok := g.reader.headingDay(text); ok && itoa(d.Day) == strings.TrimLeft(heading, "0") {
					return d, true
				}
			}
			break
		}
	}
	return rota.Date{}, false
}

// isBand reports whether a heading names a part of a day.
func (g guesser) isBand(heading string) bool {
	text := plain(g.bandText(heading))
	if text == "" {
		return false
	}
	_, usual := usualBands[text]
	_, known := g.reader.bandOf(text)
	return usual || known
}

var dayWords = regexp.MustCompile(`(?i)\b(mon|tues?|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(day)?\b\.?|\b\d{1,2}(st|nd|rd|th)?[ /.-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b`)

var yearOrDay = regexp.MustCompile(`\b(20\d\d|\d{1,2}(st|nd|rd|th)?)\b`)

// bandText is a heading without its day.
func (g guesser) bandText(heading string) string {
	if _, _, ok := rangeOf(heading); ok && !dayWords.MatchString(g.withoutHours(heading)) {
		return tidy(heading)
	}
	if at := g.hoursIn(tidy(heading)); at != nil {
		text := tidy(heading)
		return tidy(g.bandText(text[:at[0]]) + " " + text[at[0]:at[1]] + " " + g.bandText(text[at[1]:]))
	}
	rest := dayWords.ReplaceAllString(tidy(heading), " ")
	if rest != tidy(heading) {
		rest = yearOrDay.ReplaceAllString(rest, " ")
	}
	return strings.Trim(tidy(rest), " -,:/()")
}

// listsDays reports whether the first texts of a column are days.
func (g guesser) listsDays(col int) bool {
	texts := g.firstTexts(col)
	for _, text := range texts {
		_, _, timed := rangeOf(text)
		if _, ok := g.reader.headingDay(text); !ok || timed {
			return false
		}
	}
	return len(texts) > 0
}
