package rota_test

import (
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestSpans(t *testing.T) {
	at := func(from, to string) rota.Span { return rotatest.Span("2025-07-25 "+from, "2025-07-25 "+to) }
	noon := at("12:00", "14:00")
	cases := []struct {
		name                      string
		other                     rota.Span
		overlaps, contains, equal bool
		compare                   int // of noon with other
	}{
		{"the same", at("12:00", "14:00"), true, true, true, 0},
		{"touches before", at("10:00", "12:00"), false, false, false, 1},
		{"touches after", at("14:00", "16:00"), false, false, false, -1},
		{"a minute before", at("10:00", "12:01"), true, false, false, 1},
		{"a minute after", at("13:59", "16:00"), true, false, false, -1},
		{"inside", at("12:30", "13:30"), true, true, false, -1},
		{"inside from the start", at("12:00", "13:00"), true, true, false, 1},
		{"inside to the end", at("13:00", "14:00"), true, true, false, -1},
		{"around", at("11:00", "15:00"), true, false, false, 1},
		{"from the start, longer", at("12:00", "15:00"), true, false, false, -1},
		{"apart", at("15:00", "16:00"), false, false, false, -1},
	}
	for _, c := range cases {
		if got := noon.Overlaps(c.other); got != c.overlaps {
			t.Errorf("%s: overlaps %t, want %t", c.name, got, c.overlaps)
		}
		if got := c.other.Overlaps(noon); got != c.overlaps {
			t.Errorf("%s, the other way: overlaps %t, want %t", c.name, got, c.overlaps)
		}
		if got := noon.Contains(c.other); got != c.contains {
			t.Errorf("%s: contains %t, want %t", c.name, got, c.contains)
		}
		if got := noon.Equal(c.other); got != c.equal {
			t.Errorf("%s: equal %t, want %t", c.name, got, c.equal)
		}
		if got := noon.Compare(c.other); got != c.compare {
			t.Errorf("%s: compare %d, want %d", c.name, got, c.compare)
		}
	}
	for text, want := range map[string]bool{"11:59": false, "12:00": true, "13:59": true, "14:00": false} {
		if got := noon.Holds(rotatest.At("2025-07-25 " + text)); got != want {
			t.Errorf("12:00 to 14:00 holds %s: %t, want %t", text, got, want)
		}
	}
	// Instants are compared, not how they are written.
	if abroad := (rota.Span{Start: noon.Start.In(time.FixedZone("east", 3600*9)), End: noon.End}); !noon.Equal(abroad) {
		t.Error("a span in another zone is not equal")
	}
}

func TestSpanMinutesAreReal(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2025-07-25 20:00", "2025-07-26 08:00", 12 * 60},
		{"2025-10-25 20:00", "2025-10-26 08:00", 13 * 60},
		{"2026-03-28 20:00", "2026-03-29 08:00", 11 * 60},
		{"2025-07-25 07:00", "2025-07-30 07:00", 120 * 60},
	} {
		if got := rotatest.Span(c.from, c.to).Minutes(); got != c.want {
			t.Errorf("%s to %s: %d minutes, want %d", c.from, c.to, got, c.want)
		}
	}
}
