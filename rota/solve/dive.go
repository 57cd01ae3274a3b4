package solve

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A dive goes through the linear relaxations of all stages, each held at the bound
// of the one before as if that could be reached. Few rosters are left at its end;
// a plan made of them reaches every bound at once, and is then proved best in all
// stages without a search in any. Where there is none, the dive ends a stage
// earlier; and once a stage has turned out worse than was supposed, the next
// begins a dive of its own.

// dive looks for a good plan from a stage on, and leaves prices for it and those after.
func (t *part) dive(ctx context.Context, engine *highs.Engine, from string, b budget) error {
	b.report = nil
	m := t.master.copied()
	var depths []*run
	t.hints = nil
	for _, stage := range t.dived(from) {
		m.soft = 0
		c := t.costs(stage, m.all)
		m.soft = c.penalty(m)
		r := m.begin(ctx, engine, c, b)
		r.score = func([]float64) int64 { return math.MaxInt64 / 4 }
		r.least = math.MinInt64
		if err := errors.Join(r.relax(), r.close()); err != nil {
			return ignoreSpent(err)
		}
		if r.lacks() {
			break
		}
		t.hints = append(t.hints, hint{stage, len(m.carried), r.bound.y, c.value(r.least)})
		m.pool = r.near()
		depths = append(depths, r.frozen())
		m.settle(c, r.bound.y, r.least)
	}
	t.master.pool = m.pool
	for n := len(depths) - 1; n >= 0; n-- {
		if m.wide() && (n == 0 || n < len(depths)-1) {
			continue // each takes long: the stage itself looks from the last, and the next begins a dive of its own
		}
		share := time.Duration(diveShare)
		if m.wide() {
			share = diveShareWide
		}
		found, err := depths[n].inPart(share).surface()
		if found || err != nil {
			return ignoreSpent(err)
		}
	}
	return nil
}

// dived lists the stages that a dive from one goes through: those of which the part has
// something to decide, but for the spread.
func (t *part) dived(from string) []string {
	stages := t.problem.Stages()
	return slices.DeleteFunc(stages[slices.Index(stages, from):], func(stage string) bool {
		return stage == string(rota.AimSpread) || len(t.objective(stage).coef) == 0
	})
}

func ignoreSpent(err error) error {
	if errors.Is(err, errSpent) {
		return nil
	}
	return err
}

// A hint is prices that were good for a stage in the dive.
type hint struct {
	stage   string
	carried int // rows then
	prices  prices
	value   int64 // the stage's, as if it could be reached
}

// copied is a master that can be changed without changing m.
func (m *master) copied() *master {
	c := *m
	c.need, c.full, c.must = slices.Clone(m.need), slices.Clone(m.full), slices.Clone(m.must)
	c.alive, c.reduced = slices.Clone(m.alive), nil
	c.carried, c.cuts = slices.Clip(m.carried), slices.Clip(m.cuts)
	return &c
}

// frozen is the run with the model as it is now.
func (r *run) frozen() *run {
	f := *r
	f.master = r.copied()
	f.soft = 0
	return &f
}

// The parts of a stage's time that a dive may look for a plan: where it would take
// longer there mostly is none, and in a wide part plunges find better ones.
const (
	diveShare     = 3
	diveShareWide = 20
)

// inPart is the run with no more than a part of its time left.
func (r *run) inPart(share time.Duration) *run {
	if r.budget.deadline > 0 {
		r.budget.deadline = min(r.budget.deadline, time.Since(r.budget.began)+r.budget.deadline/share)
	}
	return r
}

// surface looks for a plan at the depth of a run: one that reaches the bounds of
// the stages before, and as little as can be of this one.
func (r *run) surface() (bool, error) {
	if ids, whole := r.wholeNumbers(); whole {
		return r.takeIf(ids, r.part.better), nil
	}
	if r.wide() {
		g := r.guide()
		d, err := r.roughly(g)
		if err == nil {
			err = r.improve(g, d, r.least, r.sizes.leastPiece)
		}
		if err != nil || d.missing > 0 {
			return false, err
		}
		r.takeIf(d.ids(), r.part.better)
		return true, nil
	}
	for _, more := range []int{0, r.sizes.some} {
		ids, _ := r.nearest(more)
		ids = append(ids, r.near()...)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		res, err := r.integer(ids, highs.Options{NodeLimit: 20})
		if err != nil {
			return false, err
		}
		if res.HasX {
			r.takeIf(r.selected(res, ids), r.part.better)
			return true, nil
		}
	}
	return false, nil
}

// better reports whether y is the better plan, stage after stage.
func (t *part) better(y []float64) bool {
	for _, stage := range t.problem.Stages() {
		a, b := t.value(stage, y), t.value(stage, t.best)
		if a != b {
			return a < b
		}
	}
	return false
}

// value is the part's value of a stage in y.
func (t *part) value(stage string, y []float64) int64 {
	if stage == string(rota.AimSpread) {
		return t.most(y)
	}
	return t.objective(stage).at(y)
}

// penalty is dearer than any roster is worth.
func (c *costs) penalty(m *master) int64 {
	most := int64(1)
	m.eachAlive(func(k, _ int, r int32) {
		v := c.of(m.all, k, r)
		most = max(most, v, -v)
	})
	return 4 * most
}
