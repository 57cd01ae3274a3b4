package rota

import (
	"fmt"
	"time"
	// The zone is part of the rules, so the program must not depend on the machine having it.
	_ "time/tzdata"
)

// london is the zone of all wall times. It is read-only.
var london = mustLondon()

func mustLondon() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("rota: Europe/London is missing: " + err.Error())
	}
	return zone
}

// Zone is Europe/London, for showing instants. Turn wall time into an instant with [London].
func Zone() *time.Location { return london }

// A Date is a day of the London calendar. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the London date on which t falls.
func DateOf(t time.Time) Date {
	y, m, d := t.In(london).Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("a date must be a real day written YYYY-MM-DD")
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// String gives YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Add is the date n days later (earlier when n is negative).
func (d Date) Add(n int) Date {
	t := time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC)
	return Date{t.Year(), t.Month(), t.Day()}
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Compare is -1, 0 or +1 as d is before, the same as or after o.
func (d Date) Compare(o Date) int {
	switch {
	case d.Year != o.Year:
		return sign(d.Year - o.Year)
	case d.Month != o.Month:
		return sign(int(d.Month) - int(o.Month))
	}
	return sign(d.Day - o.Day)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// London is the instant at which clocks in London show hour:minute on date d.
// Hour 24 with minute 0 is the next midnight. It refuses a time that the clocks
// skip (01:30 on 28 March 2027) and takes the first of a repeated one (01:30 on
// 25 October 2026).
func London(d Date, hour, minute int) (time.Time, error) {
	if hour == 24 && minute == 0 {
		d, hour = d.Add(1), 0
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return time.Time{}, fmt.Errorf("a time must be between 00:00 and 24:00")
	}
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, london)
	if h, m, _ := t.Clock(); h != hour || m != minute || DateOf(t) != d {
		return time.Time{}, fmt.Errorf("the clocks go forward on that day and skip this time")
	}
	if earlier := t.Add(-time.Hour); sameWall(earlier, d, hour, minute) {
		t = earlier
	}
	return t.UTC(), nil
}

func sameWall(t time.Time, d Date, hour, minute int) bool {
	h, m, _ := t.In(london).Clock()
	return DateOf(t) == d && h == hour && m == minute
}

// startOf is midnight at the start of d. London's clocks change at 01:00, so it always exists.
func startOf(d Date) time.Time { return wall(d, 0) }

// wall is hour o'clock on d, for the hours at which bands change: 7, 19, 23 and
// 0, none of which the clocks ever skip or repeat.
func wall(d Date, hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, london).UTC()
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
