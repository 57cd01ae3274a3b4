package web

import (
	"fmt"
	"testing"

	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestParseClock(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"8am": "08:00", "5 PM": "17:00", "1730": "17:30", "08:30": "08:30", "8.30": "08:30", "0830": "08:30", "20:30": "20:30", "8pm": "20:00", "8:30 pm": "20:30",
		"12am": "00:00", "12pm": "12:00", "12:15am": "00:15", "midnight": "00:00", "noon": "12:00", "24:00": "24:00", "2400": "24:00", "00:00": "00:00", "MIDDAY": "12:00",
		"20": "20:00", "13": "13:00", "08": "08:00", "0": "00:00", "00": "00:00", "24": "24:00", "20h": "20:00", "20h30": "20:30", "0800 hrs": "08:00", "08 hours": "08:00", "8 p.m.": "20:00", "8a": "08:00", "12 noon": "12:00",
	} {
		if got, ok := parseClock(text); !ok || fmt.Sprintf("%02d:%02d", got.hour, got.minute) != want {
			t.Errorf("parseClock(%q) = %v, %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "8", "5", "12", "1", "8h", "12 hrs", "25", "25:00", "13am", "20pm", "24:01", "8:5", "13pm", "0am", "8:60", "eight", "-8", "123456", "8:30:00"} {
		if got, ok := parseClock(text); ok {
			t.Errorf("parseClock(%q) = %v, want a fault", text, got)
		}
	}
}

// TestClockFault holds that an hour which may be either says so, and everything else how
// a time is written.
func TestClockFault(t *testing.T) {
	t.Parallel()
	const such = "Write when it ends as a time, such as 8am, 5:30pm or 17:30"
	for text, want := range map[string]string{"8": "Write when it ends as 8am or 8pm: 8 may be either", "11 h": "Write when it ends as 11am or 11pm: 11 may be either",
		"12": "Write when it ends as midday or midnight: 12 may be either", "25": such, "late": such, "13pm": such, "8:60": such} {
		if got := clockFault(text, "when it ends"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSpanGoesThroughForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		span rota.Span
	}{
		{"day", rotatest.Span("2025-07-25 08:00", "2025-07-25 20:30")},
		{"night", rotatest.Span("2025-07-25 20:00", "2025-07-26 08:30")},
		{"until midnight", rotatest.Span("2025-07-25 14:00", "2025-07-26 00:00")},
		{"24 hours", rotatest.Span("2025-07-25 08:00", "2025-07-26 08:00")},
		{"three days", rotatest.Span("2025-07-25 08:00", "2025-07-28 20:00")},
		{"long before the strike", rotatest.Span("2025-06-01 08:00", "2025-06-01 20:00")},
		{"night when clocks go back", rotatest.Span("2025-10-25 20:00", "2025-10-26 08:30")},
		{"night when clocks go forward", rotatest.Span("2026-03-28 20:00", "2026-03-29 08:30")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := form.New()
			setSpan(f, "x", tt.span)
			if got := readSpan(f, "x", "it"); !f.OK() || !got.Equal(tt.span) {
				t.Errorf("got %s (%v), want %s", got.Words(), f.Errors(), tt.span.Words())
			}
		})
	}
}

// TestMidnightEnd holds that an end of 24:00 is the midnight at the end of its day.
func TestMidnightEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, from, to, endDay, want string }{
		{"same day", "14:00", "24:00", "", "2025-07-26 00:00"},
		{"whole day", "00:00", "24:00", "", "2025-07-26 00:00"},
		{"of the next day", "20:00", "24:00", "2025-07-26", "2025-07-27 00:00"},
		{"start of the next day", "20:00", "00:00", "2025-07-26", "2025-07-26 00:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := form.New().Set("x-day", "2025-07-25").Set("x-from", tt.from).Set("x-to", tt.to).Set("x-end-day", tt.endDay)
			want := rotatest.Span("2025-07-25 "+tt.from, tt.want)
			if got := readSpan(f, "x", "it"); !f.OK() || !got.Equal(want) {
				t.Errorf("got %s (%v), want %s", got.Words(), f.Errors(), want.Words())
			}
		})
	}
}

func TestReadSpanFaults(t *testing.T) {
	t.Parallel()
	right := map[string]string{"x-day": "2025-07-25", "x-from": "8pm", "x-to": "8:30am", "x-end-day": ""}
	for _, tt := range []struct{ name, field, value, at string }{
		{"no day", "x-day", "", "x-day"},
		{"no such day", "x-day", "2025-02-30", "x-day"},
		{"no start", "x-from", "", "x-from"},
		{"odd end", "x-to", "late", "x-to"},
		{"a bare hour to start", "x-from", "8", "x-from"},
		{"a bare hour to end", "x-to", "5", "x-to"},
		{"24:00 to start", "x-from", "24:00", "x-from"},
		{"end before start", "x-end-day", "2025-07-24", "x-end-day"},
		{"no such end", "x-end-day", "soon", "x-end-day"},
		{"skipped by the clocks", "x-day", "2026-03-29", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := form.New()
			for name, value := range right {
				f.Set(name, value)
			}
			f.Set(tt.field, tt.value)
			if tt.at == "" {
				f.Set("x-from", "01:30")
				tt.at = "x-from"
			}
			readSpan(f, "x", "it")
			if f.Error(tt.at) == "" {
				t.Errorf("no fault at %s: %v", tt.at, f.Errors())
			}
		})
	}
}

func TestPaged(t *testing.T) {
	t.Parallel()
	all := make([]int, 2*perPage+1)
	for i := range all {
		all[i] = i
	}
	href := filter{path: "/x", values: map[string][]string{"unit": {"Labour ward"}}}.href
	for _, tt := range []struct{ ask, first, count, number int }{{1, 0, perPage, 1}, {3, 2 * perPage, 1, 3}, {9, 2 * perPage, 1, 3}, {-1, 0, perPage, 1}} {
		got, number, p := paged(all, tt.ask, href)
		if got[0] != tt.first || len(got) != tt.count || number != tt.number || len(p.Pages) != 3 {
			t.Errorf("page %d: %d from %d, number %d", tt.ask, len(got), got[0], number)
		}
	}
	if _, _, p := paged(all[:perPage], 1, href); p != nil {
		t.Error("one page has a pagination")
	}
	_, _, p := paged(all, 2, href)
	if p.Previous != "/x?unit=Labour+ward" || p.Next != "/x?page=3&unit=Labour+ward" {
		t.Errorf("previous %q, next %q", p.Previous, p.Next)
	}
}
