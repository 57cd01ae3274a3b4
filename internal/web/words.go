package web

import (
	"fmt"
	"time"

	"strikerota/rota"
)

// How pages write days, times and numbers, where package rota has no words of
// its own. All times are London's.

// longDate is "Tuesday 14 July 2026".
func longDate(d rota.Date) string {
	return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}

// moment is "7am on Tuesday 14 July 2026".
func moment(t time.Time) string { return rota.ClockWords(t) + " on " + longDate(rota.DateOf(t)) }

// longSpan is "7am on Tuesday 14 July 2026 to 7am on Saturday 18 July 2026".
func longSpan(s rota.Span) string { return moment(s.Start) + " to " + moment(s.End) }

// count is "1 slot" or "2 slots"; plural is given when it does not end in s.
func count(n int, one string, plural ...string) string {
	if n == 1 {
		return "1 " + one
	}
	many := one + "s"
	if len(plural) > 0 {
		many = plural[0]
	}
	return fmt.Sprintf("%d %s", n, many)
}
