package rota_test

import (
	"slices"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestReleased: of those in a slot that a resident has filled after all, as many may go as are
// not needed, chosen by the aims of the rota in their order, and then work is left open for them.
func TestReleased(t *testing.T) {
	b := rotatest.July().Standard().
		Slot("day", "25 08:00", "25 20:00", rotatest.Places(2)).
		Slot("later", "26 08:00", "26 20:00").
		Consultant("c1").
		Consultant("c2", rotatest.Terms(rota.InJobPlan, ""), rotatest.Planned("clinic", "25 14:00", "25 17:00", 9)).
		Consultant("c3").
		Duty("r1", "day", rota.Away)
	e := b.Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	at, from := rotatest.At("2025-07-25 10:08"), rotatest.At("2025-07-25 10:15")
	span := rota.Span{Start: at, End: e.Strike.End}
	in := rotatest.In("day", "c2")
	in.Displaces = []rota.SessionID{"clinic"}
	plan := rotatest.Plan(p, rotatest.In("day", "c1"), in, rotatest.In("later", "c3"))
	who := func(aims ...rota.Aim) []rota.Pair {
		p := p
		p.Aims = aims
		var out []rota.Pair
		for _, r := range e.Released(rota.Made{Problem: p, Plan: plan}, span, from) {
			if !r.From.Equal(from) {
				t.Errorf("%v goes from %v", r.Pair, r.From)
			}
			out = append(out, r.Pair)
		}
		return out
	}
	if got := who(rota.AimCover); got != nil {
		t.Errorf("with nobody to spare %v may go", got)
	}
	e.Duties[0].Attendance = rota.Worked
	c1, c2 := []rota.Pair{{Slot: "day", Consultant: "c1"}}, []rota.Pair{{Slot: "day", Consultant: "c2"}}
	if got := who(rota.AimCover, rota.AimDisplaced, rota.AimCostAgreed); !slices.Equal(got, c2) {
		t.Errorf("with displaced work first %v may go, want %v", got, c2)
	}
	if got := who(rota.AimCover, rota.AimCostAgreed, rota.AimDisplaced); !slices.Equal(got, c1) {
		t.Errorf("with cost first %v may go, want %v", got, c1)
	}
	d := rota.NewDraft(p, plan, e)
	slot := e.Slots[0]
	cut := rota.NewRelease(slot, "c2", from, func(rota.SlotID) bool { return false })
	home, _, err := d.Edit(rota.Edit{Cuts: []rota.Cut{cut}, LeftOpen: d.NotNeeded(c2[0])})
	if err != nil {
		t.Fatal(err)
	}
	down := []rota.LeftOpen{{Slot: "day", Places: 1, Reason: rota.NotNeededReason}}
	if !slices.Equal(home.Left, down) || !slices.Contains(home.Plan.Pairs(), rota.Pair{Slot: "day-2", Consultant: "c2"}) {
		t.Errorf("left open are %v, the rota is %v", home.Left, home.Plan.Pairs())
	}
	if s, _ := home.Problem.Slot("day"); s.Places != 1 || len(home.Plan.Open) != 0 {
		t.Errorf("a place that was stood down counts: %d places, open are %v", s.Places, home.Plan.Open)
	}
	if r := rota.Check(home.Problem, home.Plan); !r.OK() {
		t.Errorf("the referee says: %v", r)
	}
	if back, _, err := home.Edit(rota.Edit{Takes: []rota.Pair{{Slot: "day", Consultant: "c3"}}}); err != nil || len(back.Left) != 0 {
		t.Errorf("taken again: %v, left open are %v", err, back.Left)
	}
	if got := home.Plan.Holders("day-2")[0].Displaces; len(got) != 0 {
		t.Errorf("home before their clinic, %v is displaced", got)
	}
	e.LeftOpen = home.Left
	if rest := e.Remaining(home.Plan.Pairs(), at); len(rest.LeftOpen) != 0 {
		t.Errorf("a place is kept open when the rest is planned anew: %v", rest.LeftOpen)
	}
}
