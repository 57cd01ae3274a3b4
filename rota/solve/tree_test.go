package solve

import (
	"context"
	"errors"
	"testing"
	"time"

	"strikerota/rota/solve/highs"
)

// TestTree proves the first stage of problems by cuts and the tree alone, without
// the integer models that would come first on problems so small.
func TestTree(t *testing.T) {
	ctx := context.Background()
	engine, err := highs.New(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	n := uint64(300)
	if testing.Short() || raceEnabled {
		n = 30
	}
	for seed := range n {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		joined, _ := joined(p)
		all := parts(&joined, people(joined))
		stage := joined.Stages()[0]
		value := elsewhere(&joined, all, stage)
		for _, part := range all {
			value += byTree(t, ctx, engine, part, stage)
		}
		if want := bruteForce(p)[0]; value != want {
			t.Errorf("seed %d: %s is %d, want %d", seed, stage, value, want)
		}
	}
	p := medium(t, 1, 60, 40)
	plan := solved(t, p, Options{})
	joined, _ := joined(p)
	all := parts(&joined, people(joined))
	value := elsewhere(&joined, all, joined.Stages()[0])
	for _, part := range all {
		value += byTree(t, ctx, engine, part, joined.Stages()[0])
	}
	if value != plan.Aims[0].Value {
		t.Errorf("the medium problem has %d, want %d", value, plan.Aims[0].Value)
	}
}

// byTree is a part's value of the stage, which the tree must prove.
func byTree(t *testing.T, ctx context.Context, engine *highs.Engine, part *part, stage string) int64 {
	t.Helper()
	part.columns()
	part.greedy()
	o := part.objective(stage)
	if len(o.coef) == 0 {
		return o.fixed
	}
	list := part.enumerate(1 << 28)
	part.master = newMaster(part, list)
	r := part.master.begin(ctx, engine, part.costs(stage, list), budget{stop: ctx, deadline: time.Minute})
	r.score, r.least = o.at, part.costs(stage, list).units(o.least())
	if err := r.relax(); err != nil {
		t.Fatal(err)
	}
	if cuts := r.cycles(r.fractions()); len(cuts) > 0 {
		if err := r.addCuts(cuts); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(r.close(), r.tree()); err != nil {
		t.Fatal(err)
	}
	if !r.proved() {
		t.Fatalf("%s is not proved: %d to %d", stage, r.costs.value(r.least), o.at(part.best))
	}
	return o.at(part.best)
}
