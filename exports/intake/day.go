package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// A daySense is how days are read: which of day and month comes first, and the
// strike that a day without a year is nearest to.
type daySense struct {
	monthFirst bool
	near       rota.Date
	heading    bool // it stands over a column: no month of a year
}

var (
	numericDay  = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$`)
	squeezedDay = regexp.MustCompile(`^(20\d\d)([01]\d)([0-3]\d)$`)
	isoDay      = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	namedDay    = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ]*([a-z]{3,9})\.?(?:[-/., ]*'?(\d{4}|\d{2}))?$`)
	monthDay    = regexp.MustCompile(`^([a-z]{3,9})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?(?:[-/., ]+(\d{4}|\d{2}))?$`)
	shortDay    = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})\.?$`)
	weekdayed   = regexp.MustCompile(`^([a-z]{3,9})[,.]? +(.*)$`)
)

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// named finds which of the names a text is, or begins with at least three letters; -1 for none.
func named(text string, names []string) int {
	for i, n := range names {
		if len(text) >= 3 && strings.HasPrefix(n, text) || text == "sept" && n == "september" || text == "tues" && n == "tuesday" || text == "thur" && n == "thursday" || text == "thurs" && n == "thursday" {
			return i
		}
	}
	return -1
}

// longestDay is how many bytes a day may take, with a time: whole comments need not be looked through.
const longestDay = 80

// day reads a day alone: in British order, ISO, with the month in letters, or as
// the number by which workbooks count. A weekday that does not fit makes it no day.
func (s daySense) day(text string) (rota.Date, bool) {
	t := plain(text)
	if len(t) > longestDay {
		return rota.Date{}, false
	}
	if m := weekdayed.FindStringSubmatch(t); m != nil {
		if w := named(m[1], weekdays); w >= 0 {
			d, ok := s.day(m[2])
			return d, ok && d.Weekday() == time.Weekday(w)
		}
	}
	if at := strings.LastIndexAny(t, " ,("); at > 0 && hasDigit(t[:at]) { // "25 Jul (Fri)"
		if w := named(strings.TrimRight(t[at+1:], ")"), weekdays); w >= 0 {
			d, ok := s.day(strings.TrimRight(t[:at], " ,("))
			return d, ok && d.Weekday() == time.Weekday(w)
		}
	}
	if m := squeezedDay.FindStringSubmatch(t); m != nil {
		return s.made(m[1], m[2], m[3])
	}
	if n, err := strconv.ParseFloat(t, 64); err == nil && n == float64(int(n)) {
		return serialDay(n)
	}
	if m := isoDay.FindStringSubmatch(t); m != nil {
		return s.made(m[1], m[2], m[3])
	}
	if m := numericDay.FindStringSubmatch(t); m != nil {
		if s.monthFirst {
			return s.made(m[3], m[1], m[2])
		}
		return s.made(m[3], m[2], m[1])
	}
	if m := namedDay.FindStringSubmatch(t); m != nil {
		if i := named(m[2], months); i >= 0 {
			return s.made(m[3], strconv.Itoa(i+1), m[1])
		}
	}
	if m := monthDay.FindStringSubmatch(t); m != nil && !s.ofYear(t, m[2]) {
		if i := named(m[1], months); i >= 0 {
			return s.made(m[3], strconv.Itoa(i+1), m[2])
		}
	}
	if m := shortDay.FindStringSubmatch(t); m != nil {
		if s.monthFirst {
			return s.made("", m[1], m[2])
		}
		return s.made("", m[2], m[1])
	}
	return rota.Date{}, false
}

// ofYear reports whether a month with a number behind a dash may be a month of the strike's year, as workbooks
// show any day of it: "Jul-25".
func (s daySense) ofYear(text, number string) bool {
	n, _ := strconv.Atoi(number)
	return !s.heading && !s.near.IsZero() && n == s.near.Year%100 && monthYear.MatchString(text)
}

var monthYear = regexp.MustCompile(`^[a-z]{3,9}[-/'’]\d\d$`)

// otherWeekday is the day of a text whose weekday does not fit it.
func (s daySense) otherWeekday(text string) (rota.Date, bool) {
	m := weekdayed.FindStringSubmatch(plain(text))
	if m == nil || named(m[1], weekdays) < 0 {
		return rota.Date{}, false
	}
	return s.day(m[2])
}

// serialDay is the day of a workbook's number, from 2009 to 2064: other numbers are no days of strikes.
func serialDay(n float64) (rota.Date, bool) {
	if n < 40_000 || n >= 60_000 {
		return rota.Date{}, false
	}
	return rota.Date{Year: 1899, Month: time.December, Day: 30}.Add(int(n)), true
}

// made is a day of numbers. Without a year it is the one nearest to the strike.
func (s daySense) made(year, month, day string) (rota.Date, bool) {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	y, _ := strconv.Atoi(year)
	if year == "" {
		if s.near.IsZero() {
			return rota.Date{}, false
		}
		return s.nearest(m, d)
	}
	if len(year) == 2 {
		y += 2000
	}
	return exact(y, m, d)
}

// nearest is the day of a month that is nearest to the strike.
func (s daySense) nearest(month, day int) (rota.Date, bool) {
	best, found := rota.Date{}, false
	for y := s.near.Year - 1; y <= s.near.Year+1; y++ {
		d, ok := exact(y, month, day)
		if ok && (!found || apart(d, s.near) < apart(best, s.near)) {
			best, found = d, true
		}
	}
	return best, found
}

func exact(y, m, d int) (rota.Date, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return rota.Date{Year: y, Month: time.Month(m), Day: d}, m >= 1 && m <= 12 && t.Day() == d && t.Month() == time.Month(m)
}

// apart is how many days lie between two.
func apart(a, b rota.Date) int {
	at := func(d rota.Date) int64 {
		return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400
	}
	n := int(at(a) - at(b))
	return max(n, -n)
}
