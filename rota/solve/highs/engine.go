package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// Engine is one solver. It is for one goroutine at a time; make another for another.
type Engine struct {
	program *program
	in      *instance // nil after a solve that spoiled it
	closed  bool
}

// New returns an engine. The first call of a process compiles the solver, which takes seconds if no
// earlier process has; to have that done beforehand, call New in the background at start-up. Without
// the solver's runtime the error is ErrNoAssets.
func New(ctx context.Context) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := shared()
	if err != nil {
		return nil, err
	}
	return p.engine(ctx)
}

func (p *program) engine(ctx context.Context) (*Engine, error) {
	in, err := p.instantiate(ctx)
	if err != nil {
		return nil, err
	}
	return &Engine{program: p, in: in}, nil
}

// Close frees the engine's memory. It may be called twice.
func (e *Engine) Close() {
	e.drop()
	e.closed = true
}

func (e *Engine) drop() {
	if e.in != nil {
		e.in.close()
		e.in = nil
	}
}

// keepMemory is how much memory an engine may keep between solves: an instance can take more, but
// never gives back.
const keepMemory = 64 << 20

// Solve solves the model. When the context ends the error is that of the context, and the result is
// the best found until then, or nil. Other errors are a model or options that make no sense, and a
// solver that gave up, for want of memory above all; the engine remains usable.
func (e *Engine) Solve(ctx context.Context, m *Model, o Options) (*Result, error) {
	if err := errors.Join(m.check(), o.check(m)); err != nil {
		return nil, err
	}
	if e.closed {
		return nil, errors.New("the engine is closed")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(m.Cols) == 0 {
		return withoutColumns(m), nil
	}
	if e.in == nil {
		in, err := e.program.instantiate(ctx)
		if err != nil {
			return nil, err
		}
		e.in = in
	}
	result, err := e.solve(ctx, m, o)
	if cause := ctx.Err(); cause != nil {
		e.drop()
		return result, cause
	}
	if err != nil {
		e.drop()
		return nil, fmt.Errorf("solve: %w", err)
	}
	if e.in.module.Memory().Size() > keepMemory {
		e.drop()
	}
	return result, nil
}

func (e *Engine) solve(ctx context.Context, m *Model, o Options) (*Result, error) {
	log := &logReader{started: time.Now(), report: o.Progress}
	t := &task{ctx: ctx, started: log.started, write: log.write}
	s := &session{in: e.in, ctx: t.with(), model: m, options: &o}
	s.arena = arena{in: e.in, ctx: s.ctx}
	return s.run()
}

// withoutColumns solves a model that has no columns. HiGHS does not look at the rows of one.
func withoutColumns(m *Model) *Result {
	for _, r := range m.Rows {
		if r.Lower > 0 || r.Upper < 0 {
			return &Result{Status: Infeasible, Objective: math.Inf(1), Bound: math.Inf(1)}
		}
	}
	return &Result{Status: Optimal, HasX: true, X: []float64{}, Objective: m.Offset, Bound: m.Offset,
		Duals: make([]float64, len(m.Rows)), ReducedCosts: []float64{}}
}
