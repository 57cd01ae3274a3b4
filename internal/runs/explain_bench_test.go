package runs_test

import (
	"testing"
	"time"

	"strikerota/internal/runs"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// BenchmarkExplain explains the plan of a large trust that is short of people, for as
// long as a run may, and says how far that comes. Run it with -benchtime=1x.
func BenchmarkExplain(b *testing.B) {
	for _, tight := range []rotatest.Tightness{rotatest.Tight, rotatest.Short} {
		b.Run([]string{"easy", "tight", "short"}[tight], func(b *testing.B) {
			p := rotatest.Trust(rotatest.LargeTrust, tight, 1)
			plan, err := solve.Solve(b.Context(), p, solve.Options{})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				benchmarkExplain(b, p, plan)
			}
		})
	}
}

func benchmarkExplain(b *testing.B, p rota.Problem, plan rota.Plan) {
	x, err := runs.Explain(b.Context(), p, plan, runs.ExplainOptions{Limit: 55 * time.Second})
	if err != nil {
		b.Fatal(err)
	}
	var conflicts, tried, finished, fixes int
	for _, o := range x.Open {
		if o.Conflict != nil {
			conflicts++
		}
		if o.Final() {
			finished++
		}
		tried, fixes = tried+o.Tried, fixes+len(o.Fixes)+len(o.More)
	}
	for unit, n := range map[string]int{"open": len(x.Open), "conflicts": conflicts, "tried": tried, "finished": finished, "fixes": fixes, "trainings": len(x.Training)} {
		b.ReportMetric(float64(n), unit)
	}
}
