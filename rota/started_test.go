package rota_test

import (
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestStarted: what has begun is locked or stays open, what has not is as it was.
func TestStarted(t *testing.T) {
	p := rotatest.July().
		Slot("early", "25 08:00", "25 20:00", rotatest.Places(2)).
		Slot("empty", "25 08:00", "25 20:00").
		Slot("late", "26 08:00", "26 20:00", rotatest.Places(2)).
		Consultant("c1", rotatest.Offer("25 07:00", "28 07:00", rota.OnSite)).
		Consultant("c2", rotatest.Offer("25 07:00", "28 07:00", rota.OnSite)).
		Published("early", "c1").Published("late", "c2").Published("late", "gone").
		Problem(t)
	left := p.Started(rotatest.At("2025-07-25 08:00"))
	if want := []rota.Pair{{Slot: "early", Consultant: "c1"}}; !slices.Equal(left.Locks, want) {
		t.Errorf("locks are %v, want %v", left.Locks, want)
	}
	if !slices.EqualFunc(left.Slots, p.Slots, func(a, b rota.Slot) bool { return a.ID == b.ID && a.Places == b.Places }) {
		t.Errorf("slots are %v, want all as they were", left.Slots)
	}
	if want := []rota.LeftOpen{{Slot: "early", Places: 1}, {Slot: "empty", Places: 1}}; !slices.Equal(left.LeftOpen, want) {
		t.Errorf("left open are %v, want %v", left.LeftOpen, want)
	}
	if _, err := rota.NewProblem(left); err != nil {
		t.Errorf("what is left is no problem: %v", err)
	}
	if len(p.Locks) != 0 || p.Slots[0].Places != 2 {
		t.Error("the problem itself was changed")
	}
	before := p.Started(rotatest.At("2025-07-25 07:59"))
	if len(before.Locks) != 0 || len(before.LeftOpen) != 0 {
		t.Errorf("before the first slot: locks %v, left open %v", before.Locks, before.LeftOpen)
	}
}
