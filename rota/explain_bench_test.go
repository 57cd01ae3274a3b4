package rota_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// BenchmarkExplain says of every place of a large trust what stops each consultant,
// and has the referee hold that.
func BenchmarkExplain(b *testing.B) {
	p := rotatest.Trust(rotatest.LargeTrust, rotatest.Short, 1)
	plan := rota.Plan{Assignments: rotatest.Greedy(p).Assignments}
	b.Run("explain", func(b *testing.B) {
		for b.Loop() {
			plan.Open = rota.Explain(p, plan)
		}
		b.ReportMetric(float64(len(plan.Open)), "open")
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			rota.Check(p, plan)
		}
	})
}
