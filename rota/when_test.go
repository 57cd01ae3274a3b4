package rota_test

import (
	"testing"
	"time"

	"strikerota/rota"
)

func TestLondon(t *testing.T) {
	cases := []struct {
		name, date   string
		hour, minute int
		want         string // RFC 3339, or "" for refused
	}{
		{"summer", "2025-07-25", 7, 0, "2025-07-25T06:00:00Z"},
		{"winter", "2025-12-17", 7, 0, "2025-12-17T07:00:00Z"},
		{"midnight", "2025-07-25", 0, 0, "2025-07-24T23:00:00Z"},
		{"24:00 is the next midnight", "2025-07-25", 24, 0, "2025-07-25T23:00:00Z"},
		{"24:00 on the last of December", "2025-12-31", 24, 0, "2026-01-01T00:00:00Z"},
		{"24:00 before the clocks go back", "2025-10-25", 24, 0, "2025-10-25T23:00:00Z"},
		{"24:01", "2025-07-25", 24, 1, ""},
		{"25:00", "2025-07-25", 25, 0, ""},
		{"hour below nought", "2025-07-25", -1, 0, ""},
		{"minute 60", "2025-07-25", 7, 60, ""},
		{"minute below nought", "2025-07-25", 7, -1, ""},
		{"last before the skipped hour", "2026-03-29", 0, 59, "2026-03-29T00:59:00Z"},
		{"skipped from its start", "2026-03-29", 1, 0, ""},
		{"skipped", "2027-03-28", 1, 30, ""},
		{"skipped to its end", "2026-03-29", 1, 59, ""},
		{"first after the skipped hour", "2026-03-29", 2, 0, "2026-03-29T01:00:00Z"},
		{"before the repeated hour", "2026-10-25", 0, 59, "2026-10-24T23:59:00Z"},
		{"repeated: the first of both", "2026-10-25", 1, 0, "2026-10-25T00:00:00Z"},
		{"repeated", "2026-10-25", 1, 30, "2026-10-25T00:30:00Z"},
		{"after the repeated hour", "2026-10-25", 2, 0, "2026-10-25T02:00:00Z"},
	}
	for _, c := range cases {
		d, err := rota.ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		got, err := rota.London(d, c.hour, c.minute)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s: %s %d:%02d gives %s, want it refused", c.name, c.date, c.hour, c.minute, got)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("%s: %s %d:%02d gives %s (%v), want %s", c.name, c.date, c.hour, c.minute, got.Format(time.RFC3339), err, c.want)
		}
	}
	if _, err := rota.London(rota.Date{Year: 2025, Month: time.February, Day: 30}, 9, 0); err == nil {
		t.Error("30 February is taken")
	}
	if got := rota.Zone().String(); got != "Europe/London" {
		t.Errorf("the zone is %s", got)
	}
}

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		text string
		ok   bool
	}{
		{"2025-07-25", true}, {"2024-02-29", true}, {"2025-02-29", false}, {"2025-13-01", false}, {"2025-7-25", false},
		{"25/07/2025", false}, {"", false}, {"2025-07-25 ", false},
	} {
		d, err := rota.ParseDate(c.text)
		if (err == nil) != c.ok {
			t.Errorf("%q: %v, want taken %t", c.text, err, c.ok)
		}
		if err == nil && d.String() != c.text {
			t.Errorf("%q reads as %s", c.text, d)
		}
	}
}

func TestDates(t *testing.T) {
	d := rota.Date{Year: 2025, Month: time.July, Day: 31}
	for n, want := range map[int]string{0: "2025-07-31", 1: "2025-08-01", -31: "2025-06-30", 153: "2025-12-31", 154: "2026-01-01", 365: "2026-07-31"} {
		if got := d.Add(n).String(); got != want {
			t.Errorf("%d days after %s is %s, want %s", n, d, got, want)
		}
	}
	if got := d.Weekday(); got != time.Thursday {
		t.Errorf("%s is a %s", d, got)
	}
	if !(rota.Date{}).IsZero() || d.IsZero() || (rota.Date{}).String() != "" {
		t.Error("the zero date is no date and has no text")
	}
	for _, o := range []struct {
		other string
		want  int
	}{{"2025-07-31", 0}, {"2025-08-01", -1}, {"2025-07-30", 1}, {"2026-01-01", -1}, {"2024-12-31", 1}, {"2025-06-30", 1}} {
		other, err := rota.ParseDate(o.other)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Compare(other); got != o.want || d.Before(other) != (o.want < 0) {
			t.Errorf("%s against %s: %d, want %d", d, other, got, o.want)
		}
	}
}

// A day in London is 23, 24 or 25 hours, and its date is London's, not UTC's.
func TestDateOf(t *testing.T) {
	for text, want := range map[string]string{
		"2025-07-24T22:59:00Z": "2025-07-24", "2025-07-24T23:00:00Z": "2025-07-25",
		"2025-12-24T23:59:00Z": "2025-12-24", "2025-10-26T23:30:00Z": "2025-10-26", "2025-07-25T00:30:00+09:00": "2025-07-24",
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := rota.DateOf(at).String(); got != want {
			t.Errorf("%s is on %s, want %s", text, got, want)
		}
	}
}
