package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// leavingOpen is a trust with a slot of two places, and what is left open of it.
func leavingOpen(left ...rota.LeftOpen) rota.Entry {
	return rotatest.July().Slot("a", "25 08:00", "25 20:00", rotatest.Places(2)).Slot("b", "26 08:00", "26 20:00").
		Consultant("c1").Consultant("c2").Lock("a", "c1").
		Change(func(e *rota.Entry) { e.LeftOpen = left }).Entry()
}

// TestLeftOpenInProblem holds that a problem leaves open what is entered, without the
// reason, but never a place that a lock fills or that is not there.
func TestLeftOpenInProblem(t *testing.T) {
	tests := []struct {
		name   string
		places int
		slot   rota.SlotID
		want   []rota.LeftOpen
	}{
		{"one", 1, "a", []rota.LeftOpen{{Slot: "a", Places: 1}}},
		{"more than are free", 2, "a", []rota.LeftOpen{{Slot: "a", Places: 1}}},
		{"of no slot", 1, "x", nil},
	}
	for _, tt := range tests {
		p, err := leavingOpen(rota.LeftOpen{Slot: tt.slot, Places: tt.places, Reason: "No clinic"}).Problem()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, p.LeftOpen); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestLeftOpenRefused holds what a problem may not leave open.
func TestLeftOpenRefused(t *testing.T) {
	good, err := leavingOpen().Problem()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		left []rota.LeftOpen
		path string
	}{
		{[]rota.LeftOpen{{Slot: "x", Places: 1}}, "left_open[0].slot"},
		{[]rota.LeftOpen{{Slot: "b", Places: 0}}, "left_open[0].places"},
		{[]rota.LeftOpen{{Slot: "a", Places: 2}}, "left_open[0].places"}, // one is locked
		{[]rota.LeftOpen{{Slot: "b", Places: 1}, {Slot: "b", Places: 1}}, "left_open[1]"},
	}
	for _, tt := range tests {
		p := good
		p.LeftOpen = tt.left
		_, err := rota.NewProblem(p)
		if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != tt.path {
			t.Errorf("%v: %v, want a fault at %s", tt.left, faults, tt.path)
		}
	}
}

// TestLeftOpenIsRefereed holds that filling a place left open breaks a rule, and that
// the place counts as open all the same.
func TestLeftOpenIsRefereed(t *testing.T) {
	p, err := leavingOpen(rota.LeftOpen{Slot: "b", Places: 1}).Problem()
	if err != nil {
		t.Fatal(err)
	}
	held := rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("a", "c2"))
	if report := rota.Check(p, held); !report.OK() || held.Aims[0].Value != 720 {
		t.Errorf("left open: %v, %v", report, held.Aims[0])
	}
	filled := rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("b", "c2"))
	got := rota.Check(p, filled).Breaches
	if len(got) != 1 || got[0].Rule != rota.RuleLeft || got[0].Locked {
		t.Errorf("filled: %v", got)
	}
	if q := p.Fillable(); len(q.Slots) != 1 || q.Slots[0].ID != "a" || q.LeftOpen != nil {
		t.Errorf("what can be filled: %+v", q.Slots)
	}
}
