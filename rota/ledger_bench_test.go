package rota_test

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// BenchmarkLedger prices a plan for a large trust, and finds its break-even.
func BenchmarkLedger(b *testing.B) {
	p, err := rotatest.Large(1).Problem()
	if err != nil {
		b.Fatal(rota.Faults(err))
	}
	plan := rotatest.Greedy(p)
	b.Run("ledger", func(b *testing.B) {
		for b.Loop() {
			p.Ledger(plan, rota.StandardPricing()).By(rota.ByDay)
		}
		b.ReportMetric(float64(len(plan.Assignments)), "assignments")
	})
	b.Run("break-even", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.BreakEvenUplift(plan, rota.StandardPricing(), rota.AsAgreed, 1_000_000_00); err != nil {
				b.Fatal(err)
			}
		}
	})
}
