package document

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// refusedWell holds that what does not read says why.
func refusedWell(t *testing.T, err error) {
	t.Helper()
	var invalid *rota.Invalid
	if !errors.As(err, &invalid) || len(invalid.Faults) == 0 {
		t.Fatalf("refused without a fault: %v", err)
	}
}

func FuzzReadProblem(f *testing.F) {
	good := problemBytes(f, exampleProblem(f))
	f.Add(good)
	f.Add(changed(f, good, change{"slots[0].start", "2025-07-26T09:00:00.5+01:00"}, change{"rules", nil}))
	f.Add([]byte(`{"format":"strikerota/problem/1","strike":{"name":"x","start":"2099-12-31T23:59:00-23:59","end":"2000-01-01T00:00:00Z"},"slots":[],"consultants":[],"aims":["cover"]}`))
	f.Add([]byte(`{"slots":[{}],"slots":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadProblem(bytes.NewReader(data))
		if err != nil {
			refusedWell(t, err)
			return
		}
		if _, err := rota.NewProblem(p); err != nil {
			t.Fatalf("what was read is not valid: %v", rota.Faults(err))
		}
		again, err := ReadProblem(bytes.NewReader(problemBytes(t, p)))
		if err != nil {
			t.Fatalf("what was read does not read again: %v", rota.Faults(err))
		}
		if diff := cmp.Diff(p, again, same()); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}

func FuzzReadPlan(f *testing.F) {
	good := planBytes(f, examplePlan(f))
	f.Add(good)
	f.Add(changed(f, good, change{"run.seconds", 1e-300}, change{"cost.bma_pence", nil}, change{"assignments[0].slot", "no such"}))
	f.Add([]byte(`{"open":[{"reasons":[{}]}]}`))
	problem := exampleProblem(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPlan(bytes.NewReader(data))
		if err != nil {
			refusedWell(t, err)
			return
		}
		rota.Check(problem, p) // whatever it finds, it does not panic
		again, err := ReadPlan(bytes.NewReader(planBytes(t, p)))
		if err != nil {
			t.Fatalf("what was read does not read again: %v", rota.Faults(err))
		}
		if diff := cmp.Diff(p, again, same()); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}
