package solve

import (
	"context"
	"math"
	"testing"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// TestModelsAreWhole solves the models given to others one by one, as others
// would, and finds the plan's values: two formulations and one answer.
func TestModelsAreWhole(t *testing.T) {
	ctx := context.Background()
	engine, err := highs.New(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	seeds := []uint64{416, 626, 870, 1019, 1776} // in which chains bind
	for seed := range uint64(fewer(200)) {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]int64{}
		plan := solved(t, p, Options{Model: func(stage string, _ int, m *highs.Model) error {
			r, err := engine.Solve(ctx, m, highs.Options{AbsGap: 0.9})
			if err != nil || r.Status != highs.Optimal {
				t.Fatalf("seed %d, %s: %v %v", seed, stage, r, err)
			}
			v := int64(math.Round(r.Objective))
			if stage == string(rota.AimSpread) {
				values[stage] = max(values[stage], v)
			} else {
				values[stage] += v
			}
			return nil
		}})
		joined, _ := joined(p)
		for _, a := range plan.Aims {
			if got := values[a.Aim] + elsewhere(&joined, parts(&joined, people(joined)), a.Aim); got != a.Value {
				t.Errorf("seed %d: %s is %d in the models, %d in the plan", seed, a.Aim, got, a.Value)
			}
		}
	}
}
