package solve

import (
	"context"
	"errors"
	"math"
	"time"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A budget is what one part may use in one stage.
type budget struct {
	seed     int
	nodes    int // 0 is no limit
	began    time.Time
	deadline time.Duration // from then; 0 is no limit
	fair     time.Duration // what is enough where little is left to prove; 0 is none
	stop     context.Context
	idle     chan *highs.Engine // engines that no part needs for now; nil is none
	report   func(best, bound int64)
}

// An outcome is what one part reaches in one stage.
type outcome struct{ value, bound int64 }

// solve minimises one stage over the part.
func (t *part) solve(ctx context.Context, engine *highs.Engine, stage string, b budget) (outcome, error) {
	o := t.objective(stage)
	if len(o.coef) == 0 {
		return outcome{o.fixed, o.fixed}, nil
	}
	if t.master != nil {
		return t.solveRosters(ctx, engine, stage, o, b)
	}
	if t.called(stage) {
		return t.solveCalls(ctx, engine, stage, o, b)
	}
	return t.solveCompact(ctx, engine, stage, o, b)
}

// solveCompact does so with a column for every item.
func (t *part) solveCompact(ctx context.Context, engine *highs.Engine, stage string, o objective, b budget) (outcome, error) {
	t.build()
	m := highs.Model{Cols: append([]highs.Col(nil), t.cols...)}
	g := o.scale()
	for j, c := range o.coef {
		m.Cols[j].Obj = float64(c / g)
	}
	unit := func(v float64) int64 {
		if math.IsInf(v, -1) {
			return o.least()
		}
		return o.fixed + g*int64(v)
	}
	bound, err := t.minimise(ctx, engine, m, b, func(x []float64) float64 {
		return float64((o.at(x) - o.fixed) / g)
	}, unit)
	if err != nil {
		return outcome{}, err
	}
	return t.reached(stage, o, unit(bound)), nil
}

// reached is the best plan's value in a stage, with a bound that makes sense of it.
func (t *part) reached(stage string, o objective, bound int64) outcome {
	out := outcome{value: o.at(t.best), bound: bound}
	if stage != string(rota.AimChanges) { // a part may undo changes that are counted once for all
		out.bound = max(out.bound, 0)
	}
	out.bound = min(out.bound, out.value)
	return out
}

// least is a value that the objective is never below.
func (o objective) least() int64 {
	v := o.fixed
	for _, c := range o.coef {
		v += min(c, 0)
	}
	return v
}

// carryOn holds the part at a value of a stage from then on.
func (t *part) carryOn(stage string, value int64) {
	if stage == string(rota.AimSpread) {
		t.held = append(t.held, heldStage{value: value})
		if t.master != nil {
			t.master.limitMinutes(value)
		}
		return
	}
	o := t.objective(stage)
	if len(o.coef) == 0 {
		return
	}
	t.held = append(t.held, heldStage{&o, value})
	if t.master != nil {
		c := t.costs(stage, t.master.all)
		t.master.settle(c, t.prices, c.units(value))
		t.prices = nil
	}
}

// carry is the rows that hold the stages before at their values.
func (t *part) carry() []highs.Row {
	var out []highs.Row
	for _, h := range t.held {
		if h.objective != nil {
			out = append(out, h.objective.row(h.value))
		} else {
			out = append(out, t.spreadRows(h.value)...)
		}
	}
	return out
}

// gap is how near to each other value and bound must be, in whole units, to prove a value.
const gap = 0.9

// minimise runs the model until no chain is broken, keeps the best solution in
// t.best, and gives a whole number that no solution is below. score is the
// objective of a solution, in the model's units, which are whole.
func (t *part) minimise(ctx context.Context, engine *highs.Engine, m highs.Model, b budget, score func([]float64) float64, unit func(float64) int64) (float64, error) {
	bound, nodes, carry := math.Inf(-1), 0, t.carry()
	for {
		m.Rows = append(append([]highs.Row(nil), t.rows...), carry...)
		options := highs.Options{Seed: b.seed, AbsGap: gap, TimeLimit: b.left(), Start: t.start(len(m.Cols), score)}
		if b.nodes > 0 {
			options.NodeLimit = max(1, b.nodes-nodes)
		}
		if b.report != nil {
			options.Progress = func(p highs.Progress) {
				b.report(unit(score(t.best)), unit(max(whole(p.Bound), whole(bound))))
			}
		}
		r, err := engine.Solve(b.stop, &m, options)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, highs.ErrMemory) {
			return 0, err
		}
		if r == nil {
			return bound, nil
		}
		nodes += int(r.Nodes)
		bound = max(bound, whole(r.Bound))
		if !r.HasX {
			return bound, nil // a limit, or numerical trouble: what was found before stands, unproved
		}
		again := t.accept(r.X, score)
		if !again && r.Status == highs.Optimal {
			return max(bound, math.Round(r.Objective)), nil
		}
		if !again || r.Status != highs.Optimal && b.spent(nodes) {
			return bound, nil
		}
	}
}

// spent reports whether nothing is left of the budget.
func (b budget) spent(nodes int) bool {
	return b.stop.Err() != nil || b.nodes > 0 && nodes >= b.nodes || b.hasHad(b.deadline)
}

// hasHad reports whether so much time is gone; never if that is 0.
func (b budget) hasHad(d time.Duration) bool { return d > 0 && time.Since(b.began) >= d }

// left is the time left, 0 when there is no limit.
func (b budget) left() time.Duration {
	if b.deadline == 0 {
		return 0
	}
	return max(time.Millisecond, b.deadline-time.Since(b.began))
}

// whole rounds a bound up to the whole number that it proves.
func whole(bound float64) float64 {
	if math.IsInf(bound, 0) || math.IsNaN(bound) {
		return math.Inf(-1)
	}
	return math.Ceil(bound - 1e-6*max(1, math.Abs(bound)))
}

// start is the best solution so far as HiGHS wants it: the spread's column, which
// stands last and only in its stage, gets its value from score.
func (t *part) start(columns int, score func([]float64) float64) []float64 {
	x := append([]float64(nil), t.best...)
	for len(x) < columns {
		x = append(x, score(t.best))
	}
	return x
}

// accept takes a solution over if it breaks no rule and is better than the best;
// otherwise it adds the rows that it breaks and reports that there are new ones.
func (t *part) accept(x []float64, score func([]float64) float64) bool {
	found := false
	state := make([][]bool, len(t.people))
	for k, q := range t.people {
		state[k] = t.present(k, x)
		for _, cut := range q.cuts(state[k]) {
			found = true
			t.rows = append(t.rows, sum(t.literals(k, cut), nil, float64(len(cut)-1)))
		}
	}
	if found {
		return true
	}
	y := t.vector(state)
	if t.holds(y) && score(y) <= score(t.best) {
		t.best = y
	}
	return false
}

// holds reports whether y keeps the values of the stages before.
func (t *part) holds(y []float64) bool {
	for _, h := range t.held {
		if h.objective == nil && t.most(y) > h.value || h.objective != nil && h.objective.at(y) > h.value {
			return false
		}
	}
	return true
}
