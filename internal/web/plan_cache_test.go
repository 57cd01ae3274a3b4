package web

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// TestPlanCache holds that each run has its own documents, that a second reading
// needs none, that broken ones are an error, and that not everything is kept.
func TestPlanCache(t *testing.T) {
	t.Parallel()
	var c planCache
	record := func(run string, places int) store.PlanRecord {
		p := rotatest.July().Slot("a", "25 08:00", "25 16:00", rotatest.Places(places)).Problem(t)
		var problem, plan bytes.Buffer
		if err := document.WriteProblem(&problem, p); err != nil {
			t.Fatal(err)
		}
		if err := document.WritePlan(&plan, rotatest.Plan(p)); err != nil {
			t.Fatal(err)
		}
		return store.PlanRecord{RunID: run, Problem: problem.Bytes(), Plan: plan.Bytes()}
	}
	for i := range keptPlans + 2 {
		p, plan, err := c.read(record(fmt.Sprint("run", i), i+1))
		if err != nil || p.Slots[0].Places != i+1 || plan.Open[0].Places != i+1 {
			t.Fatalf("run %d: %d places, %d open, %v", i, p.Slots[0].Places, plan.Open[0].Places, err)
		}
	}
	if len(c.plans.kept) > keptPlans {
		t.Errorf("%d plans are kept", len(c.plans.kept))
	}
	first, _, err := c.read(record("again", 3))
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := c.read(store.PlanRecord{RunID: "again"})
	if err != nil || !cmp.Equal(first, second) {
		t.Errorf("the second reading is not the first: %v", err)
	}
	if _, _, err := c.read(store.PlanRecord{RunID: "broken", Problem: []byte("{}")}); err == nil {
		t.Error("a broken document is read")
	}
}
