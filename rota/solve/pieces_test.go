package solve

import (
	"context"
	"errors"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve/highs"
)

// TestPieces goes through the stages of problems by rings, pieces and local cuts, without
// the dive and the integer models that would come first on problems so small. What
// pieces leave unproved those prove, with the local cuts found so far in the model.
func TestPieces(t *testing.T) {
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
		values, _ := byPieces(t, ctx, engine, p)
		for i, want := range bruteForce(p)[:len(values)] {
			if values[i] != want {
				t.Errorf("seed %d: %s is %d, want %d", seed, p.Stages()[i], values[i], want)
			}
		}
	}
	cuts := 0
	for seed := range n / 50 {
		p := rotatest.Trust(rotatest.SmallTrust, rotatest.Tightness(seed%3), seed)
		plan := solved(t, p, Options{})
		values, found := byPieces(t, ctx, engine, p)
		cuts += found
		for i, v := range values {
			if v != plan.Aims[i].Value {
				t.Errorf("trust %d: %s is %d, want %d", seed, plan.Aims[i].Aim, v, plan.Aims[i].Value)
			}
		}
	}
	if cuts == 0 && n > 30 {
		t.Error("no local cut was found: they are not tested")
	}
}

// byPieces is the values of the stages before the spread, and how many local cuts were found.
func byPieces(t *testing.T, ctx context.Context, engine *highs.Engine, p rota.Problem) (values []int64, cuts int) {
	t.Helper()
	joined, _ := joined(p)
	all := parts(&joined, people(joined))
	for _, part := range all {
		part.columns()
		part.greedy()
		part.master = newMaster(part, part.enumerate(1<<28))
	}
	for _, stage := range joined.Stages() {
		if stage == string(rota.AimSpread) {
			break
		}
		value := elsewhere(&joined, all, stage)
		for _, part := range all {
			value += part.byPieces(t, ctx, engine, stage)
		}
		values = append(values, value)
	}
	for _, part := range all {
		cuts += len(part.master.cuts)
	}
	return values, cuts
}

// byPieces proves a stage of a part and holds its value.
func (t *part) byPieces(test *testing.T, ctx context.Context, engine *highs.Engine, stage string) int64 {
	test.Helper()
	o := t.objective(stage)
	if len(o.coef) == 0 {
		return o.fixed
	}
	r := t.master.begin(ctx, engine, t.costs(stage, t.master.all), budget{stop: ctx, deadline: time.Minute})
	r.score, r.least = o.at, t.costs(stage, t.master.all).units(o.least())
	err := r.relax()
	if err == nil {
		err = r.addCuts(r.cycles(r.fractions()))
	}
	if err == nil {
		err = r.byPieces(0)
	}
	if err == nil && !r.proved() {
		err = r.branch()
	}
	if err := errors.Join(err, r.close()); err != nil {
		test.Fatal(err)
	}
	if !r.proved() {
		test.Fatalf("%s is not proved: %d to %d", stage, r.costs.value(r.least), o.at(t.best))
	}
	t.prices = r.bound.y
	t.carryOn(stage, o.at(t.best))
	return o.at(t.best)
}
