package rota_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestShifts(t *testing.T) {
	e := rotatest.July().
		Slot("a", "25 08:00", "25 20:30").Slot("b", "26 09:00", "26 17:30").Slot("c", "25 20:00", "26 08:30").Slot("d", "27 19:30", "28 08:00").
		Slot("e", "25 14:00", "26 00:00").Slot("f", "25 08:00", "26 08:00", rotatest.InMode(rota.OnCall)).Slot("g", "25 17:00", "25 23:00").Entry()
	want := []rota.Shift{{Key: "day", From: 8 * 60, To: 20*60 + 30}, {Key: "evening", From: 14 * 60, To: 24 * 60},
		{Key: "night", From: 19*60 + 30, To: 32*60 + 30}, {Key: "whole", From: 8 * 60, To: 32 * 60}}
	got := rota.Shifts(e.Slots)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Every slot lies in the shift of its kind on its day.
	for _, s := range e.Slots {
		held := false
		for _, shift := range got {
			span, ok := shift.On(rota.DateOf(s.Start))
			held = held || ok && span.Contains(s.Span)
		}
		if !held {
			t.Errorf("no shift holds slot %s", s.ID)
		}
	}
	if got := rota.Shifts(nil); got != nil {
		t.Errorf("without slots: %v", got)
	}
	night := rota.Shift{Key: "night", From: 20 * 60, To: 32 * 60}
	if span, ok := night.On(day(t, "2026-10-24")); !ok || span.Minutes() != 13*60 {
		t.Errorf("the night on which the clocks go back lasts %d minutes, want 13 hours", span.Minutes())
	}
	if _, ok := (rota.Shift{Key: "day", From: 90, To: 600}).On(day(t, "2027-03-28")); ok {
		t.Error("a shift starts at a time that the clocks skip")
	}
}

// TestReoffer: what is added or kept is whole in one offer; what is taken out is cut out of
// the offers that held it whole; all else stays as it was, also offers of a part of it.
func TestReoffer(t *testing.T) {
	base := rotatest.At("2025-07-25 07:00")
	spanOf := func(t *rapid.T, name string) rota.Span {
		from := rapid.IntRange(0, 100).Draw(t, name+" from")
		return rota.Span{Start: later(base, from*60), End: later(base, (from+rapid.IntRange(1, 24).Draw(t, name+" for"))*60)}
	}
	holds := func(offers []rota.Offer, hour int) (modes int) {
		at := later(base, hour*60)
		for _, o := range offers {
			if o.Holds(at) {
				modes |= 1 << len(o.Modes)
			}
		}
		return modes
	}
	rapid.Check(t, func(t *rapid.T) {
		var offers []rota.Offer
		for range rapid.IntRange(0, 4).Draw(t, "offers") {
			offers = append(offers, rota.Offer{Span: spanOf(t, "offer"), Modes: rota.Modes()[:rapid.IntRange(1, 2).Draw(t, "modes")]})
		}
		var drop, add []rota.Span
		for range rapid.IntRange(0, 3).Draw(t, "drops") {
			drop = append(drop, spanOf(t, "drop"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "adds") {
			add = append(add, spanOf(t, "add"))
		}
		var keep []rota.Span
		for _, o := range offers {
			if rapid.Bool().Draw(t, "kept") {
				keep = append(keep, o.Span)
			}
		}
		got := rota.Reoffer(offers, drop, keep, add, rota.Modes())
		for _, k := range keep {
			for _, o := range offers {
				if o.Contains(k) && !slices.ContainsFunc(got, func(n rota.Offer) bool { return n.Contains(k) && slices.Equal(n.Modes, o.Modes) }) {
					t.Fatalf("%v is no longer kept whole as %v: %v", k, o.Modes, got)
				}
			}
		}
		for _, a := range add {
			if !rota.Offered(got, a) {
				t.Fatalf("%v is not whole in one offer of %v", a, got)
			}
		}
		for hour := range 125 {
			at := later(base, hour*60)
			in := func(list []rota.Span) bool {
				return slices.ContainsFunc(list, func(s rota.Span) bool { return s.Holds(at) })
			}
			uncut := slices.DeleteFunc(slices.Clone(offers), func(o rota.Offer) bool {
				return slices.ContainsFunc(drop, func(d rota.Span) bool { return o.Contains(d) && d.Holds(at) })
			})
			if !in(add) && !in(keep) && holds(got, hour) != holds(uncut, hour) {
				t.Fatalf("hour %d: %v without %v became %v", hour, offers, drop, got)
			}
		}
	})
}
