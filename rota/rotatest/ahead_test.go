package rotatest

import (
	"testing"
	"time"

	"strikerota/rota"
)

// TestAhead: whenever it is made, the example begins on a Friday two to three weeks ahead, or a week later where the clocks
// change, keeps its times by the clock, and can be planned.
func TestAhead(t *testing.T) {
	small := Small(1)
	for today := rota.DateOf(At("2026-11-01 12:00")); today.Before(rota.DateOf(At("2027-12-01 12:00"))); today = today.Add(1) {
		e, err := Ahead(1, today)
		if err != nil {
			t.Fatalf("on %s: %v", today, err)
		}
		first := rota.DateOf(e.Strike.Start)
		if first.Weekday() != time.Friday || first.Before(today.Add(14)) || !first.Before(today.Add(28)) {
			t.Errorf("on %s it begins on %s", today, first)
		}
		if len(e.Slots) != len(small.Slots) || rota.ClockWords(e.Slots[0].Start) != rota.ClockWords(small.Slots[0].Start) || rota.ClockWords(e.Slots[0].End) != rota.ClockWords(small.Slots[0].End) {
			t.Errorf("on %s its first slot is %s", today, e.Slots[0].Span.Words())
		}
		if err := e.Validate(); err != nil {
			t.Errorf("on %s: %v", today, err)
		}
	}
}
