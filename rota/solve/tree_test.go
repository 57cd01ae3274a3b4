package solve

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
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
	r := t.begun(engine, stage)
	err := r.relax()
	if err == nil && plunge && !r.proved() {
		var d *sketch
		if d, err = r.below(); err == nil {
			r.take(d.ids())
		}
	}
	if err == nil && !r.proved() {
		var b *branching
		if b, err = r.branching(&treeNode{total: r.bound.total}); err == nil {
			err = errors.Join(b.grow(), b.close())
		}
	}
	if err := errors.Join(err, r.close()); err != nil {
		test.Fatal(err)
	}
	if !r.proved() {
		test.Errorf("%s is not proved: %d to %d units", stage, r.least, r.units())
	}
	return r
}

// TestTreeNodes grows trees from nodes with answers drawn at random, and compares the
// best plan in each with the best of all choices of rosters that keep the answers.
func TestTreeNodes(t *testing.T) {
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	better := 0
	for seed := range uint64(fewer(300)) {
		p, err := ringed(50_000 + seed)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		joined, _ := joined(p)
		part := parts(&joined, people(joined))[0]
		part.columns()
		part.master = newMaster(part, part.enumerate(1<<28), usualSizes)
		r := part.begun(engine, joined.Stages()[0])
		r.takeIf(nil, func([]float64) bool { return true }) // nobody covers anything
		if err := r.relax(); err != nil {
			t.Fatal(err)
		}
		answers := r.drawn(rand.New(rand.NewPCG(seed, 17)))
		want := min(r.units(), r.leastWith(answers, 0, make([]int64, len(r.need)), 0))
		if want < r.units() {
			better++
		}
		b, err := r.branching(&treeNode{answers: answers, total: r.bound.total})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(b.grow(), b.close()); err != nil {
			t.Fatal(err)
		}
		if got := r.units(); got != want || !r.proved() {
			t.Errorf("seed %d: %v: %d units, want %d; proved %v\n%s", seed, answers, got, want, r.proved(), shown(t, p))
		}
	}
	if better < fewer(300)/3 {
		t.Errorf("only %d nodes have a plan: they are not tested", better)
	}
}

// begun is a stage of a part without a limit.
func (t *part) begun(engine *highs.Engine, stage string) *run {
	o := t.objective(stage)
	r := t.master.begin(context.Background(), engine, t.costs(stage, t.master.all), budget{stop: context.Background()})
	r.score, r.least = o.at, r.costs.units(o.least())
	return r
}

// drawn are up to four answers of people and rows that do not contradict each other.
func (r *run) drawn(rng *rand.Rand) []answer {
	var out []answer
	for range rng.IntN(5) {
		a := answer{question{person: -1, row: int32(rng.IntN(len(r.need)))}, rng.IntN(2) == 0}
		if k := rng.IntN(len(r.must)); rng.IntN(3) > 0 && len(r.row[k]) > 0 {
			a.question = question{person: k, item: rng.IntN(len(r.row[k]))}
		}
		known := func(b answer) bool { return a.question == b.question }
		if !slices.ContainsFunc(out, known) && (a.person >= 0 || r.need[a.row] > 0) {
			out = append(out, a)
		}
	}
	return out
}

// leastWith is the least that rosters of person k and those after come to beside what is
// used, with the answers kept.
func (r *run) leastWith(answers []answer, k int, used []int64, cost int64) int64 {
	if k == len(r.must) {
		for _, a := range answers {
			if a.person < 0 && (used[a.row] == r.need[a.row]) != a.yes {
				return math.MaxInt64
			}
		}
		return cost
	}
	least := int64(math.MaxInt64)
	for id := r.all.first[k] - 1; id < r.all.first[k+1]; id++ {
		var items []uint16
		if id >= r.all.first[k] {
			items = r.all.of(id)
		}
		kept, fits, more := true, true, int64(0)
		for _, a := range answers {
			kept = kept && (a.person != k || slices.Contains(items, uint16(a.item)) == a.yes)
		}
		for _, i := range items {
			fits = fits && used[r.row[k][i]] < r.need[r.row[k][i]]
		}
		if !kept || !fits {
			continue
		}
		if len(items) > 0 {
			more = r.costs.of(r.all, k, id)
		}
		for _, i := range items {
			used[r.row[k][i]]++
		}
		least = min(least, r.leastWith(answers, k+1, used, cost+more))
		for _, i := range items {
			used[r.row[k][i]]--
		}
	}
	return least
}
