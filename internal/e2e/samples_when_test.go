package e2e

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
)

// A sampleClock is a time of day as a cell gives it, with its date when the cell has one.
type sampleClock struct {
	date    rota.Date
	minutes int // from midnight, up to 1440
}

// sampleDates are the ways in which the samples write days, as package time reads them.
var sampleDates = []string{"02/01/2006", "2006-01-02", "02-Jan-06", "Mon 2 Jan 2006"}

// readSampleDate reads a day, also as the number by which workbooks count days.
func readSampleDate(s string) (rota.Date, bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.Atoi(s); err == nil && n > 40000 && n < 60000 {
		return rota.Date{Year: 1899, Month: time.December, Day: 30}.Add(n), true
	}
	for _, form := range sampleDates {
		if t, err := time.Parse(form, s); err == nil {
			return rota.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, true
		}
	}
	return rota.Date{}, false
}

var (
	fractionOfDay = regexp.MustCompile(`^(0|0\.\d{3,})$`)
	wallTime      = regexp.MustCompile(`^(\d{1,2})[:.]?(\d{2})(?::00)?( ?[AP]M)?$`)
)

// readSampleTime reads a time of day, alone or after a day. 24:00 is the end of the day.
func readSampleTime(s string) (sampleClock, bool) {
	s = strings.TrimSpace(s)
	var c sampleClock
	if day, rest, both := strings.Cut(s, " "); both && len(day) >= len("02/01/06") {
		date, ok := readSampleDate(day)
		if !ok {
			return c, false
		}
		c.date, s = date, rest
	}
	if fractionOfDay.MatchString(s) {
		f, err := strconv.ParseFloat(s, 64)
		c.minutes = int(f*1440 + 0.5)
		return c, err == nil
	}
	m := wallTime.FindStringSubmatch(s)
	if m == nil {
		return c, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch half := strings.TrimSpace(m[3]); {
	case half != "" && (hour < 1 || hour > 12):
		return c, false
	case half == "AM" && hour == 12:
		hour = 0
	case half == "PM" && hour < 12:
		hour += 12
	}
	c.minutes = hour*60 + minute
	return c, minute < 60 && c.minutes <= 1440
}

// sampleInstant is the instant of a wall time on a date.
func sampleInstant(d rota.Date, minutes int) time.Time {
	t, err := rota.London(d.Add(minutes/1440), minutes%1440/60, minutes%60)
	if err != nil {
		panic("samples: " + err.Error()) // the clocks do not change in July
	}
	return t
}

// sampleSpan is from one wall time on a date to another, on the next day when that is no later.
func sampleSpan(d rota.Date, from, to int) rota.Span {
	if to <= from {
		to += 1440
	}
	return rota.Span{Start: sampleInstant(d, from), End: sampleInstant(d, to)}
}

// july is a day of July 2025.
func july(day int) rota.Date { return rota.Date{Year: 2025, Month: time.July, Day: day} }

func TestSampleTimes(t *testing.T) {
	for _, text := range []string{"08:00", "0800", "08.00", "8:00 AM", "0.333333333", "08:00:00", "25/07/2025 08:00"} {
		if got, ok := readSampleTime(text); !ok || got.minutes != 480 {
			t.Errorf("%q is %v, %v; want 480 minutes", text, got, ok)
		}
	}
	for text, want := range map[string]int{"24:00": 1440, "2400": 1440, "0": 0, "00:00:00": 0, "3:30 PM": 930, "12:15 AM": 15, "12:15 PM": 735} {
		if got, ok := readSampleTime(text); !ok || got.minutes != want {
			t.Errorf("%q is %v, %v; want %d minutes", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "25:00", "08:61", "13:00 PM", "noon", "8", "32/07/2025 08:00", "1.5"} {
		if got, ok := readSampleTime(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
	for _, text := range []string{"25/07/2025", "25-Jul-25", "Fri 25 Jul 2025", "2025-07-25", "45863"} {
		if got, ok := readSampleDate(text); !ok || got != july(25) {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, july(25))
		}
	}
	for _, text := range []string{"31/06/2025", "07/27/2025", "next Fri", "", "7"} {
		if got, ok := readSampleDate(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}
