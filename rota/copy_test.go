package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func day(t *testing.T, text string) rota.Date {
	t.Helper()
	d, err := rota.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestCopySlots copies a strike from Friday to Wednesday onto others.
func TestCopySlots(t *testing.T) {
	e := rotatest.July().
		Slot("fri-night", "25 20:00", "26 08:30").
		Slot("fri-clinic", "25 09:00", "25 17:30").
		Slot("sat-day", "26 08:00", "26 20:30").
		Slot("mon-day", "28 08:00", "28 20:30").
		Slot("wed-early", "30 00:00", "30 07:00"). // on a morning that is no whole day
		Slot("long", "29 08:00", "30 08:00").Entry()
	tests := []struct {
		name       string
		start, end string
		want       []string // spans, in words
		borrowed   map[string]string
		bare       []string
	}{
		{"the same days of the week", "2025-08-08 07:00", "2025-08-10 07:00",
			[]string{"2025-08-08 20:00 2025-08-09 08:30", "2025-08-08 09:00 2025-08-08 17:30", "2025-08-09 08:00 2025-08-09 20:30"}, nil, nil},
		{"other days of the week", "2025-08-07 07:00", "2025-08-08 07:00", // a Thursday: as the first working day
			[]string{"2025-08-07 20:00 2025-08-08 08:30", "2025-08-07 09:00 2025-08-07 17:30"},
			map[string]string{"2025-08-07": "2025-07-25"}, nil},
		{"the other day of a weekend", "2025-08-10 07:00", "2025-08-11 07:00",
			[]string{"2025-08-10 08:00 2025-08-10 20:30"}, map[string]string{"2025-08-10": "2025-07-26"}, nil},
		{"only what starts inside", "2025-08-08 12:00", "2025-08-08 22:00",
			[]string{"2025-08-08 20:00 2025-08-09 08:30"}, nil, nil},
		{"over the end of summer time", "2026-10-23 07:00", "2026-10-25 07:00", // ends as the clock shows, an hour later
			[]string{"2026-10-23 20:00 2026-10-24 08:30", "2026-10-23 09:00 2026-10-23 17:30", "2026-10-24 08:00 2026-10-24 20:30"}, nil, nil},
		{"a day's length and more", "2025-08-05 07:00", "2025-08-06 07:00",
			[]string{"2025-08-05 08:00 2025-08-06 08:00"}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, borrowed, bare := rota.CopySlots(e.Slots, e.Strike.Span, rotatest.Span(tt.start, tt.end))
			var spans []string
			for _, s := range got {
				spans = append(spans, s.Start.In(rota.Zone()).Format("2006-01-02 15:04")+s.End.In(rota.Zone()).Format(" 2006-01-02 15:04"))
				if s.ID != "" {
					t.Errorf("slot %s keeps its id", s.ID)
				}
			}
			if diff := cmp.Diff(tt.want, spans); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var from map[string]string
			for _, b := range borrowed {
				if from == nil {
					from = map[string]string{}
				}
				from[b.Day.String()] = b.From.String()
			}
			if diff := cmp.Diff(tt.borrowed, from); diff != "" {
				t.Errorf("borrowed (-want +got):\n%s", diff)
			}
			if len(bare) != len(tt.bare) {
				t.Errorf("bare days %v, want %v", bare, tt.bare)
			}
		})
	}
	weekend := rotatest.July().Slot("sat", "26 08:00", "26 20:30").Entry()
	got, _, bare := rota.CopySlots(weekend.Slots, weekend.Strike.Span, rotatest.Span("2025-08-04 07:00", "2025-08-05 07:00"))
	if len(got) != 0 || !cmp.Equal(bare, []rota.Date{day(t, "2025-08-04")}) {
		t.Errorf("a Monday after a strike with slots at the weekend alone: %v, bare %v", got, bare)
	}
}

func TestClockChanges(t *testing.T) {
	tests := []struct {
		name, start, end string
		want             []rota.ClockChange
	}{
		{"none", "2025-07-25 07:00", "2025-07-30 07:00", nil},
		{"back", "2026-10-24 07:00", "2026-10-26 07:00", []rota.ClockChange{{Day: day(t, "2026-10-25")}}},
		{"forward", "2027-03-27 07:00", "2027-03-29 07:00", []rota.ClockChange{{Day: day(t, "2027-03-28"), Forward: true}}},
		{"ends before it", "2026-10-24 07:00", "2026-10-25 00:30", nil},
		{"starts after it", "2026-10-25 03:00", "2026-10-26 07:00", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rotatest.Span(tt.start, tt.end).ClockChanges()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
