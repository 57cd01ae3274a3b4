package rota_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// referee is a problem and a sound plan for it, for the plan to be tampered with.
func referee(t *testing.T) (rota.Problem, rota.Plan) {
	p := rotatest.July().Standard().
		Slot("a", "25 08:00", "25 20:00", rotatest.Places(2)).
		Slot("b", "26 20:00", "27 08:30", rotatest.NeedsAll("x")).
		Slot("c", "28 08:00", "28 20:00").
		Consultant("c1", rotatest.Planned("s1", "25 09:00", "25 12:00", 7), rotatest.Planned("s2", "28 13:00", "28 17:00", 11)).
		Consultant("c2", rotatest.Fixed("s1", "29 09:00", "29 12:00")).
		Consultant("c3").
		Lock("a", "c2").Problem(t)
	plan := rotatest.Plan(p, rotatest.In("a", "c1", "s1"), rotatest.In("a", "c2"), rotatest.In("c", "c1", "s2"))
	if report := rota.Check(p, plan); !report.OK() || len(report.Breaches)+len(report.Faults) > 0 {
		t.Fatalf("the plan is not sound to begin with: %v", report)
	}
	return p, plan
}

// Every way to tamper with a plan is found, and nothing else is.
func TestCheckFindsTampering(t *testing.T) {
	cases := []struct {
		name     string
		change   func(*rota.Plan)
		faults   string // their paths
		breaches string
	}{
		{"nothing", func(*rota.Plan) {}, "", ""},
		{"a wrong value", func(p *rota.Plan) { p.Aims[1].Value, p.Aims[1].Bound = 17, 17 }, "aims[1].value", ""},
		{"a bound above its value", func(p *rota.Plan) { p.Aims[1].Bound++ }, "aims[1].bound status", ""},
		{"proved, with a bound below its value", func(p *rota.Plan) { p.Aims[1].Bound-- }, "status", ""},
		{"best found, with every bound reached", func(p *rota.Plan) { p.Status = rota.BestFound }, "status", ""},
		{"best found, with a bound below its value", func(p *rota.Plan) { p.Status = rota.BestFound; p.Aims[3].Bound-- }, "", ""},
		{"no such status", func(p *rota.Plan) { p.Status = "optimal"; p.Aims[3].Bound-- }, "status", ""},
		{"no status", func(p *rota.Plan) { p.Status = "" }, "status", ""},
		{"another aim", func(p *rota.Plan) { p.Aims[1].Aim = "changes" }, "aims[1].aim", ""},
		{"aims in another order", func(p *rota.Plan) { p.Aims[1], p.Aims[2] = p.Aims[2], p.Aims[1] }, "aims[1].aim aims[2].aim", ""},
		{"an aim too few", func(p *rota.Plan) { p.Aims = p.Aims[:3] }, "aims", ""},
		{"an aim too many", func(p *rota.Plan) { p.Aims = append(p.Aims, rota.AimValue{Aim: "consultants", Value: 2, Bound: 2}) }, "aims", ""},
		{"a missing open place", func(p *rota.Plan) { p.Open = nil }, "open", ""},
		{"one open place too many", func(p *rota.Plan) { p.Open[0].Places = 2 }, "open", ""},
		{"an open place that is filled", func(p *rota.Plan) { p.Open = append(p.Open, rota.Open{Slot: "c", Places: 1}) }, "open", ""},
		{"an open place of no slot", func(p *rota.Plan) { p.Open[0].Slot = "zzz" }, "open[0].slot", ""},
		{"open places listed twice", func(p *rota.Plan) { p.Open = append(p.Open, p.Open[0]) }, "open open[1].slot", ""},
		{"no open place listed", func(p *rota.Plan) { p.Open = append(p.Open, rota.Open{Slot: "c"}) }, "open[1].places", ""},
		{"open places below nought", func(p *rota.Plan) {
			p.Open = append(p.Open, rota.Open{Slot: "b", Places: -1})
			p.Open[0].Places = 2
		}, "open[1].places open[1].slot", ""},
		{"a reason of nobody", func(p *rota.Plan) { p.Open[0].Reasons[0].Consultant = "c9" }, "open[0].reasons[0].consultant", ""},
		{"a reason of another rule", func(p *rota.Plan) { p.Open[0].Reasons[0].Rule = "rest" }, "open[0].reasons[0]", ""},
		{"a reason because of something else", func(p *rota.Plan) { p.Open[0].Reasons[1].Because = []string{"c"} }, "open[0].reasons[1]", ""},
		{"a wrong trust cost", func(p *rota.Plan) { *p.Cost.Trust++ }, "cost.trust_pence", ""},
		{"a wrong BMA cost", func(p *rota.Plan) { *p.Cost.BMA-- }, "cost.bma_pence", ""},
		{"a cost said not to be known", func(p *rota.Plan) { p.Cost.Agreed = nil }, "cost.agreed_pence", ""},
		{"an unknown slot", func(p *rota.Plan) { p.Assignments[2].Slot = "zzz" }, "assignments[2].slot", ""},
		{"an unknown consultant", func(p *rota.Plan) { p.Assignments[2].Consultant = "zzz" }, "assignments[2].consultant", ""},
		{"an assignment twice", func(p *rota.Plan) { p.Assignments = append(p.Assignments, p.Assignments[2]) }, "assignments[3]", ""},
		{"a lock not held", func(p *rota.Plan) { p.Assignments[1].Consultant, p.Assignments[1].Locked = "c3", false }, "", "lock: c2 [a] [] locked=false"},
		{"a lock not marked", func(p *rota.Plan) { p.Assignments[1].Locked = false }, "", "lock: c2 [a] [] locked=false"},
		{"a mark without a lock", func(p *rota.Plan) { p.Assignments[0].Locked = true }, "", "lock: c1 [a] [] locked=false"},
		{"a fixed session displaced", func(p *rota.Plan) { p.Assignments[1].Displaces = []rota.SessionID{"s1"} }, "", "session: c2 [a] [s1] locked=false"},
		{"a session displaced twice", func(p *rota.Plan) { p.Assignments[2].Displaces = []rota.SessionID{"s2", "s1"} }, "", "session: c1 [c] [s1] locked=false"},
		{"a session displaced twice by one", func(p *rota.Plan) { p.Assignments[2].Displaces = []rota.SessionID{"s2", "s2"} }, "", "session: c1 [c] [s2] locked=false"},
		{"an unknown session displaced", func(p *rota.Plan) { p.Assignments[2].Displaces = []rota.SessionID{"s2", "s9"} }, "", "session: c1 [c] [s9] locked=false"},
		{"another's session displaced", func(p *rota.Plan) { p.Assignments[1].Displaces = []rota.SessionID{"s2"} }, "", "session: c2 [a] [s2] locked=false"},
		{"a session put back", func(p *rota.Plan) { p.Assignments[2].Displaces = nil }, "aims[1].value", "overlap: c1 [c] [s2] locked=false"},
		{"one too many in a slot", func(p *rota.Plan) { p.Assignments = append(p.Assignments, rotatest.In("a", "c3")) },
			"aims[2].value cost.agreed_pence cost.bma_pence cost.trust_pence", "places:  [a] [] locked=false"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, plan := referee(t)
			c.change(&plan)
			report := rota.Check(p, plan)
			got := paths(&rota.Invalid{Faults: report.Faults})
			var breaches []string
			for _, b := range report.Breaches {
				breaches = append(breaches, b.String())
			}
			if diff := cmp.Diff([]string{c.faults, c.breaches}, []string{strings.Join(got, " "), strings.Join(breaches, "; ")}); diff != "" {
				t.Errorf("faults and breaches (-want +got):\n%s", diff)
			}
			if want := c.faults == "" && c.breaches == ""; report.OK() != want {
				t.Errorf("the report says OK %t, want %t", report.OK(), want)
			}
		})
	}
}

// Locks that together pass the places are the people's decision; one more is not.
func TestMoreLocksThanPlaces(t *testing.T) {
	p := rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c1").Consultant("c2").Consultant("c3").
		Lock("a", "c1").Lock("a", "c2").Problem(t)
	p.Slots[0].Places = 1
	report := rota.Check(p, rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("a", "c2")))
	if got := len(report.Broken()); !report.OK() || got != 1 || report.Broken()[0].String() != "places:  [a] [] locked=true" {
		t.Errorf("two locks in one place: %v", report)
	}
	report = rota.Check(p, rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("a", "c2"), rotatest.In("a", "c3")))
	if report.OK() || len(report.Broken()) != 0 {
		t.Errorf("and somebody chosen: %v", report)
	}
}

// A lock that breaks rules is reported with the plan, and the plan is sound all the same.
func TestBrokenLocks(t *testing.T) {
	p := rotatest.July().Standard().Slot("a", "25 08:00", "25 20:00", rotatest.NeedsAll("x")).Slot("b", "25 20:00", "26 06:00").
		Consultant("c1").Lock("a", "c1").Lock("b", "c1").Problem(t)
	plan := rotatest.Plan(p, in("a", "b")...)
	report := rota.Check(p, plan)
	if !report.OK() {
		t.Errorf("the plan is not sound: %v", report)
	}
	want := []rota.Breach{
		{Rule: "skill", Consultant: "c1", Slots: []rota.SlotID{"a"}, Locked: true},
		{Rule: "rest", Consultant: "c1", Slots: []rota.SlotID{"a", "b"}, Locked: true},
	}
	if diff := cmp.Diff(want, report.Broken()); diff != "" {
		t.Errorf("broken (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, plan.Broken); diff != "" {
		t.Errorf("the plan's own (-want +got):\n%s", diff)
	}
}
