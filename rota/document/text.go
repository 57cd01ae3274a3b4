package document

import (
	"time"

	"strikerota/rota"
)

// An instant is written as RFC 3339 with London's offset.
type instant struct{ time.Time }

// read takes the instant from text and says what is wrong, or "".
func (t *instant) read(text string) string {
	// UnmarshalText keeps to RFC 3339 where time.Parse is lenient (such as "T7:00").
	if err := t.UnmarshalText([]byte(text)); err != nil {
		t.Time = time.Time{}
		return "must be a date and time with an offset, such as 2025-07-25T07:00:00+01:00"
	}
	// Also keeps out years in which London's offset was no whole minute.
	if y := t.UTC().Year(); y < 2000 || y > 2099 {
		t.Time = time.Time{}
		return "must be in the years 2000 to 2099"
	}
	t.Time = t.UTC()
	return ""
}

// MarshalText writes London's clock time with its offset.
func (t instant) MarshalText() ([]byte, error) {
	return []byte(t.In(rota.Zone()).Format(time.RFC3339Nano)), nil
}

// MarshalJSON stands in for the one of time.Time.
func (t instant) MarshalJSON() ([]byte, error) {
	text, err := t.MarshalText()
	return []byte(`"` + string(text) + `"`), err
}

func span(start, end instant) rota.Span { return rota.Span{Start: start.Time, End: end.Time} }

// A day is written YYYY-MM-DD.
type day struct{ rota.Date }

func (d *day) read(text string) string {
	date, err := rota.ParseDate(text)
	if err != nil {
		return "must be a real day written YYYY-MM-DD"
	}
	d.Date = date
	return ""
}

// MarshalText writes YYYY-MM-DD.
func (d day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
