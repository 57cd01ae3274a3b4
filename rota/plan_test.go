package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// Every aim of one plan, added up by hand.
func TestValues(t *testing.T) {
	b := rotatest.July().
		Slot("a", "25 08:00", "25 20:00", rotatest.Places(2)).                               // 12 h, one of two filled
		Slot("b", "26 08:00", "26 18:00", rotatest.Priority(2), rotatest.Places(3)).         // 10 h, nobody
		Slot("c", "28 08:00", "28 10:00", rotatest.Priority(2)).                             // filled
		Slot("d", "27 08:00", "28 08:00", rotatest.InMode(rota.OnCall), rotatest.Places(2)). // filled twice
		Consultant("c1", rotatest.Planned("s1", "25 09:00", "25 12:00", 7), rotatest.Planned("s2", "25 13:00", "25 17:00", 11), rotatest.Planned("s3", "29 13:00", "29 17:00", 100)).
		Consultant("c2", rotatest.Terms(rota.BMARate, ""), rotatest.Planned("s1", "28 09:00", "28 12:00", 5)).
		Consultant("c3").
		Published("a", "c1").Published("a", "c2").Published("gone", "c1").
		Aims(rota.Aims()...)
	p := b.Problem(t)
	plan := rota.Plan{Assignments: []rota.Assignment{
		rotatest.In("a", "c1", "s1", "s2"), rotatest.In("c", "c2", "s1"), rotatest.In("d", "c1"), rotatest.In("d", "c2"),
	}}
	want := []rota.AimValue{
		{Aim: "cover/1", Value: 720},
		{Aim: "cover/2", Value: 3 * 600},
		{Aim: "displaced", Value: 7 + 11 + 5},
		{Aim: "changes", Value: 3 + 2}, // three added, two dropped
		{Aim: "cost:trust", Value: 11*9800 + 11250 + 2*9800 + 2*24*3000},
		{Aim: "cost:bma", Value: 11*18800 + 25000 + 2*18800 + 2*24*12500},
		{Aim: "cost:agreed", Value: 11*9800 + 11250 + 2*18800 + 24*3000 + 24*12500},
		{Aim: "consultants", Value: 2},
		{Aim: "spread", Value: 720 + 1440},
	}
	if diff := cmp.Diff(want, rota.Values(p, plan)); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	nothing := rota.Values(p, rota.Plan{})
	for i, value := range []int64{2*720 + 2*1440, 3*600 + 120, 0, 3, 0, 0, 0, 0, 0} {
		if nothing[i].Value != value {
			t.Errorf("the empty plan's %s is %d, want %d", nothing[i].Aim, nothing[i].Value, value)
		}
	}
}

// A cost that is not known is -1, never 0.
func TestValuesOfUnknownCosts(t *testing.T) {
	p := rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c1").Aims(rota.AimCover).
		Change(func(e *rota.Entry) { e.Cards = rota.Cards{} }).Problem(t)
	p.Aims = []rota.Aim{rota.AimCostTrust, rota.AimCostBMA, rota.AimCostAgreed}
	for _, v := range rota.Values(p, rota.Plan{Assignments: in("a")}) {
		if v.Value != -1 {
			t.Errorf("%s is %d, want -1", v.Aim, v.Value)
		}
	}
}

func TestPlanFinds(t *testing.T) {
	plan := rota.Plan{
		Assignments: []rota.Assignment{rotatest.In("b", "c2"), rotatest.In("a", "c9"), rotatest.In("a", "c1", "s1")},
		Open:        []rota.Open{{Slot: "a", Places: 2}},
	}
	want := []rota.Pair{{Slot: "a", Consultant: "c1"}, {Slot: "a", Consultant: "c9"}, {Slot: "b", Consultant: "c2"}}
	if diff := cmp.Diff(want, plan.Pairs()); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(plan.Assignments[1:], plan.Holders("a")); diff != "" {
		t.Errorf("holders (-want +got):\n%s", diff)
	}
	if got := plan.Holders("z"); got != nil {
		t.Errorf("holders of no slot: %v", got)
	}
	if o, ok := plan.OpenIn("a"); !ok || o.Places != 2 {
		t.Errorf("open in a: %v %t", o, ok)
	}
	if _, ok := plan.OpenIn("b"); ok {
		t.Error("b has open places")
	}
}
