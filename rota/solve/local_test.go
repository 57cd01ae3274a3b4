package solve

import (
	"math"
	"math/rand/v2"
	"testing"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// TestLocalHolds finds what some people come to at least, with so few rosters in the model
// that most are left out, and compares it with all choices of rosters that keep the limits of
// inner rows: it is never above the best of them, and the same where nothing was left out that could be better.
func TestLocalHolds(t *testing.T) {
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	leftOut := 0
	for seed := range uint64(fewer(300)) {
		p, err := ringed(60_000 + seed)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		joined, _ := joined(p)
		part := parts(&joined, people(joined))[0]
		part.columns()
		part.greedy()
		z := usualSizes
		z.ofBlock, z.ofBlockEach = 1<<(seed%6), 0
		part.master = newMaster(part, part.enumerate(1<<28), z)
		r := part.begun(engine, joined.Stages()[0])
		if seed%2 == 0 {
			r.takeIf(nil, func([]float64) bool { return true }) // nobody covers anything
		}
		if err := r.relax(); err != nil {
			t.Fatal(err)
		}
		if err := r.close(); err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(seed, 18))
		g, inside := r.guide(), make([]bool, len(r.must))
		var people []int
		for k := range inside {
			if inside[k] = rng.IntN(4) > 0; inside[k] {
				people = append(people, k)
			}
		}
		b, _ := r.block(g, people, inside)
		got, err := b.least(engine, r.sketch(r.chosen()), math.Inf(-1))
		if err != nil {
			t.Fatal(err)
		}
		all := *r
		all.costs, all.master = b.costs, r.copied()
		for s, inner := range b.inner {
			if !inner {
				all.need[s] = int64(len(people)) // of these it knows no limit
			}
		}
		want := float64(all.leastWith(nil, 0, make([]int64, len(r.need)), 0))
		if got > want || got < want && float64(b.beyond) > want {
			t.Errorf("seed %d: %v, but the least is %v\n%s", seed, got, want, shown(t, p))
		}
		if b.beyond < math.MaxInt64 {
			leftOut++
		}
	}
	if leftOut < fewer(300)/6 {
		t.Errorf("rosters were left out in %d only: that is not tested", leftOut)
	}
}
