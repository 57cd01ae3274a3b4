package solve

import (
	"context"
	"errors"
	"math"
	"testing"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// TestTree proves the stages of tiny problems by a tree alone, or by one after a
// plunge, and compares every value with the best of all plans.
func TestTree(t *testing.T) {
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	nodes, plunges := 0, 0
	for seed := range uint64(fewer(400)) {
		p, err := ringed(40_000 + seed)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		joined, _ := joined(p)
		all := parts(&joined, people(joined))
		for _, part := range all {
			part.columns()
			part.greedy()
			part.master = newMaster(part, part.enumerate(1<<28), usualSizes)
		}
		for i, want := range bruteForce(p) {
			stage := joined.Stages()[i]
			if stage == string(rota.AimSpread) {
				break
			}
			got := elsewhere(&joined, all, stage)
			for _, part := range all {
				r := part.byTree(t, engine, stage, seed%2 == 0)
				got += r.score(part.best)
				nodes, plunges = nodes+r.nodes, plunges+r.plunges
				part.prices = r.bound.y
				part.carryOn(stage, r.score(part.best))
			}
			if got != want {
				t.Errorf("seed %d: %s is %d, want %d\n%s", seed, stage, got, want, shown(t, p))
			}
		}
	}
	if least := fewer(400); nodes < least || plunges < least/4 {
		t.Errorf("only %d nodes and %d plunges: they are not tested", nodes, plunges)
	}
}

// byTree proves a stage of a part.
func (t *part) byTree(test *testing.T, engine *highs.Engine, stage string, plunge bool) *run {
	test.Helper()
	o := t.objective(stage)
	r := t.master.begin(context.Background(), engine, t.costs(stage, t.master.all), budget{stop: context.Background()})
	r.score, r.least = o.at, r.costs.units(o.least())
	err := r.relax()
	if err == nil && plunge && !r.proved() {
		var d *sketch
		if d, err = r.below(); err == nil {
			r.take(d.ids())
		}
	}
	if err == nil && !r.proved() {
		err = r.branchOut(math.MaxInt32)
	}
	if err := errors.Join(err, r.close()); err != nil {
		test.Fatal(err)
	}
	if !r.proved() {
		test.Errorf("%s is not proved: %d to %d units", stage, r.least, r.units())
	}
	return r
}
