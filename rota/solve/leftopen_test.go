package solve_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// TestLeavesOpen has somebody who could cover either of two slots at once, of which the
// more important is left open on purpose: the other gets them, it is proved, and what
// is left open counts as open in the plan and in what is told on the way.
func TestLeavesOpen(t *testing.T) {
	e := rotatest.July().Standard().
		Slot("left", "25 08:00", "25 20:00").Slot("other", "25 08:00", "25 20:00", rotatest.Priority(2), rotatest.Places(2)).
		Consultant("c1").
		Change(func(e *rota.Entry) {
			e.LeftOpen = []rota.LeftOpen{{Slot: "left", Places: 1}, {Slot: "other", Places: 1}}
		}).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int64{}
	plan, err := solve.Solve(t.Context(), p, solve.Options{Progress: func(n solve.Progress) { told[n.Stage] = n.Best }})
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(p, plan); !report.OK() {
		t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
	}
	if len(plan.Assignments) != 1 || plan.Assignments[0].Slot != "other" || plan.Status != rota.Proved {
		t.Errorf("%s: %v, want the one person in the other slot", plan.Status, plan.Assignments)
	}
	if plan.Aims[0].Value != 720 || plan.Aims[1].Value != 720 || told["cover/2"] != 720 {
		t.Errorf("values %v, told %v; want 720 minutes open at either priority", plan.Aims, told)
	}
}
