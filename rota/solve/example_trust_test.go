package solve_test

import (
	"context"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// TestExampleTrusts proves both example trusts in every aim. Both leave places
// open, and say for every one of them what stops each consultant.
func TestExampleTrusts(t *testing.T) {
	for name, e := range map[string]rota.Entry{"small": rotatest.Small(1), "large": rotatest.Large(1)} {
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		plan, err := solve.Solve(context.Background(), p, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != rota.Proved {
			t.Errorf("%s: status is %s, aims %v", name, plan.Status, plan.Aims)
		}
		if len(plan.Open) == 0 || len(plan.Assignments) < len(p.Slots)/2 {
			t.Errorf("%s: %d open, %d assignments of %d slots", name, len(plan.Open), len(plan.Assignments), len(p.Slots))
		}
		for _, o := range plan.Open {
			if got, want := len(o.Reasons), len(p.Consultants); got != want {
				t.Errorf("%s: slot %s is open, and %d of %d consultants are accounted for", name, o.Slot, got, want)
			}
		}
	}
}

// BenchmarkLarge solves the large example trust to proof.
func BenchmarkLarge(b *testing.B) {
	p, err := rotatest.Large(1).Problem()
	if err != nil {
		b.Fatal(err)
	}
	if err := solve.Warm(context.Background()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := solve.Solve(context.Background(), p, solve.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
