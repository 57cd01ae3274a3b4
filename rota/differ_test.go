package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestDiffer(t *testing.T) {
	e := rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "26 08:00", "26 20:00").Slot("c", "27 08:00", "27 20:00").
		Consultant("c1").Consultant("c2")
	p := e.Problem(t)
	moved := p
	moved.Slots = append([]rota.Slot(nil), p.Slots...)
	moved.Slots[0].Start = moved.Slots[0].Start.Add(-3600e9)
	less := p
	less.Slots = p.Slots[:2]
	plan := func(p rota.Problem, held ...rota.Assignment) rota.Made {
		return rota.Made{Problem: p, Plan: rotatest.Plan(p, held...)}
	}
	a1, a2 := rota.Assignment{Slot: "a", Consultant: "c1"}, rota.Assignment{Slot: "a", Consultant: "c2"}
	b1, c1 := rota.Assignment{Slot: "b", Consultant: "c1"}, rota.Assignment{Slot: "c", Consultant: "c1"}
	for _, tt := range []struct {
		name          string
		before, after rota.Made
		want          rota.Difference
	}{
		{"nothing", plan(p, a1, b1), plan(p, a1, b1), rota.Difference{}},
		{"another person", plan(p, a1), plan(p, a2), rota.Difference{
			Slots: []rota.SlotChange{{Slot: p.Slots[0], Leave: []rota.ConsultantID{"c1"}, Come: []rota.ConsultantID{"c2"}}},
			People: []rota.PersonChange{{Consultant: "c1", Lose: p.Slots[:1], MinutesBefore: 720},
				{Consultant: "c2", Gain: p.Slots[:1], MinutesAfter: 720}}}},
		{"opened", plan(p, a1, b1), plan(p, a1), rota.Difference{
			Slots:  []rota.SlotChange{{Slot: p.Slots[1], Leave: []rota.ConsultantID{"c1"}, OpenAfter: 1}},
			People: []rota.PersonChange{{Consultant: "c1", Lose: p.Slots[1:2], MinutesBefore: 1440, MinutesAfter: 720}}}},
		{"at another time", plan(p, a1), plan(moved, a1), rota.Difference{
			Slots:  []rota.SlotChange{{Slot: moved.Slots[0], Was: &p.Slots[0]}},
			People: []rota.PersonChange{{Consultant: "c1", Moved: moved.Slots[:1], MinutesBefore: 720, MinutesAfter: 780}}}},
		{"needs nobody any more", plan(p, c1), plan(less), rota.Difference{
			Slots:  []rota.SlotChange{{Slot: p.Slots[2], Gone: true, Leave: []rota.ConsultantID{"c1"}}},
			People: []rota.PersonChange{{Consultant: "c1", Lose: p.Slots[2:], MinutesBefore: 720}}}},
	} {
		if diff := cmp.Diff(tt.want, rota.Differ(tt.before, tt.after)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestDifferBothWays holds that going back differs in the same slots and people, with
// what is lost and gained changed about, and that a plan does not differ from itself.
func TestDifferBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		a, b := rota.Made{Problem: p, Plan: drawPlan(t, p)}, rota.Made{Problem: p, Plan: drawPlan(t, p)}
		if !rota.Differ(a, a).Same() {
			t.Fatal("a plan differs from itself")
		}
		back := rota.Differ(b, a)
		for i := range back.Slots {
			s := &back.Slots[i]
			s.Leave, s.Come, s.OpenBefore, s.OpenAfter = s.Come, s.Leave, s.OpenAfter, s.OpenBefore
		}
		for i := range back.People {
			c := &back.People[i]
			c.Lose, c.Gain, c.MinutesBefore, c.MinutesAfter = c.Gain, c.Lose, c.MinutesAfter, c.MinutesBefore
		}
		if diff := cmp.Diff(rota.Differ(a, b), back); diff != "" {
			t.Fatalf("there and back (-there +back):\n%s", diff)
		}
	})
}
