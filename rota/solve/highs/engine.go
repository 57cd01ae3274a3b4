package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"time"
)

// Engine is one solver. It is for one goroutine at a time; make another for another.
type Engine struct {
	program *program
	limit   uint64    // bytes of memory, 0 for what there can be
	in      *instance // nil after a solve that spoiled it
	lp      *LP       // that has taken the engine, or nil
	closed  bool
	grace   time.Duration // for a solve that is to stop
	nodes   atomic.Int64
}

// Nodes is how many branch-and-bound nodes the engine's solves have had. It may be asked while it solves.
func (e *Engine) Nodes() int64 { return e.nodes.Load() }

// New returns an engine. The first call of a process compiles the solver, which takes seconds if no
// earlier process has; to have that done beforehand, call New in the background at start-up. Without
// the solver's runtime the error is ErrNoAssets.
func New(ctx context.Context) (*Engine, error) { return openEngine(ctx, 0) }

// NewSized is New for an engine whose solver never has more than maxBytes of memory at a time. A
// solve that needs more ends with ErrMemory, and so does NewSized where the solver cannot even start
// in maxBytes. Beside that memory there are the model and the result, which are the caller's; and
// while memory that is not Mapped grows, the old and the new exist together until the garbage
// collector has run.
func NewSized(ctx context.Context, maxBytes int64) (*Engine, error) {
	if maxBytes <= 0 {
		return nil, fmt.Errorf("an engine of %d bytes", maxBytes)
	}
	return openEngine(ctx, uint64(maxBytes))
}

func openEngine(ctx context.Context, limit uint64) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := shared()
	if err != nil {
		return nil, err
	}
	return p.engine(ctx, limit)
}

func (p *program) engine(ctx context.Context, limit uint64) (*Engine, error) {
	in, err := p.instantiate(ctx, limit)
	if err != nil {
		return nil, err
	}
	return &Engine{program: p, limit: limit, in: in, grace: grace}, nil
}

// Beside is another engine like this one.
func (e *Engine) Beside(ctx context.Context) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return e.program.engine(ctx, e.limit)
}

// Close frees the engine's memory, and ends an LP that has the engine. It may be called twice.
func (e *Engine) Close() {
	if e.lp != nil {
		e.lp.end(errClosed)
	}
	e.drop()
	e.closed = true
}

var (
	errClosed = errors.New("the engine is closed")
	errTaken  = errors.New("the engine belongs to an LP that is not closed")
)

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
// solver that gave up, with ErrMemory for want of memory; the engine remains usable.
func (e *Engine) Solve(ctx context.Context, m *Model, o Options) (*Result, error) {
	if err := errors.Join(m.check(), o.check(m)); err != nil {
		return nil, err
	}
	if err := e.ready(ctx); err != nil {
		return nil, err
	}
	if len(m.Cols) == 0 {
		return withoutColumns(m), nil
	}
	result, err := e.solve(ctx, m, o)
	if result != nil {
		e.nodes.Add(result.Nodes)
	}
	if cause := ctx.Err(); cause != nil {
		e.drop()
		return result, cause
	}
	if err != nil {
		e.drop()
		return nil, fmt.Errorf("solve: %w", err)
	}
	e.dropLarge()
	return result, nil
}

// ready makes sure that a model can be given to the instance.
func (e *Engine) ready(ctx context.Context) error {
	switch {
	case e.closed:
		return errClosed
	case e.lp != nil:
		return errTaken
	case ctx.Err() != nil:
		return ctx.Err()
	case e.in != nil:
		return nil
	}
	in, err := e.program.instantiate(ctx, e.limit)
	if err != nil {
		return err
	}
	e.in = in
	return nil
}

func (e *Engine) solve(ctx context.Context, m *Model, o Options) (*Result, error) {
	t := newTask(ctx, e.limit)
	t.grace = e.grace
	t.write = (&logReader{started: t.started, report: o.Progress}).write
	return newSession(e.in, t).run(m, &o)
}

// dropLarge drops an instance that has taken much memory.
func (e *Engine) dropLarge() {
	if e.in.module.Memory().Size() > keepMemory {
		e.drop()
	}
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
