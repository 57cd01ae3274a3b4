package solve_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// TestKeepsOff has the one person who could cover two slots taken off the first by hand:
// they get the other alone, that is proved, the board does not offer them for the
// first, and the reason why it is open says so.
func TestKeepsOff(t *testing.T) {
	e := rotatest.July().Standard().Slot("off", "25 08:00", "25 12:00").Slot("on", "26 08:00", "26 20:00").Consultant("c1").
		Change(func(e *rota.Entry) {
			e.KeptOff = []rota.KeptOff{{Pair: rota.Pair{Slot: "off", Consultant: "c1"}, Reason: "Exhausted"}}
		}).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := solve.Solve(t.Context(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(p, plan); !report.OK() {
		t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
	}
	if len(plan.Assignments) != 1 || plan.Assignments[0].Slot != "on" || plan.Status != rota.Proved {
		t.Fatalf("%s: %v, want c1 in the other slot alone", plan.Status, plan.Assignments)
	}
	slot, _ := p.Slot("off")
	if got := plan.Open[0].Reasons[0].Words(p, slot); got != "was taken off this slot by hand" {
		t.Errorf("c1 %q", got)
	}
	board, err := solve.NewBoard(p, plan)
	if err != nil {
		t.Fatal(err)
	}
	if ways, err := board.Candidates("off", solve.CandidateOptions{}); err != nil || len(ways) != 0 {
		t.Errorf("ways %v, %v; want none", ways, err)
	}
	e.Locks = []rota.Lock{{Pair: e.KeptOff[0].Pair}}
	if p, err = e.Problem(); err != nil || p.KeptOff() != nil {
		t.Errorf("kept off %v (%v) where a lock puts them", p.KeptOff(), err)
	}
}
