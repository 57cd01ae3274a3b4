package runs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// Options steer runs. The server and the worker have the same.
type Options struct {
	Threads  int           // 0 is one fewer than the processors, at least one
	Limit    time.Duration // longest solve; 0 is none
	Seed     int64
	Log      *slog.Logger
	Now      func() time.Time // nil means time.Now
	Solve    Solver           // nil means solve.Solve, here; see Process for elsewhere
	Explain  Explainer        // nil means Explain, here
	Variants Varier           // nil means solve.Variants, here
	Robust   Robuster         // nil means solve.Robust, here
}

// A Solver is solve.Solve, or a stand-in.
type Solver func(context.Context, rota.Problem, solve.Options) (rota.Plan, error)

// An Explainer is [Explain], or a stand-in.
type Explainer func(context.Context, rota.Problem, rota.Plan, ExplainOptions) (Explanation, error)

// Runs queues and solves runs.
type Runs struct {
	store   *store.Store
	options Options
	log     *slog.Logger
	now     func() time.Time
	times   times
	queue   func() (queue, error)
}

// times are how long a worker waits for what.
type times struct {
	beat  time.Duration // between renewals of the lease
	lease time.Duration // from a renewal until others take the worker for dead
	sweep time.Duration // between looks for runs that the queue has missed
	miss  time.Duration // how long after it was told of a run the queue may have missed it
	save  time.Duration // the longest that saving a result may take
}

// New makes Runs on an open store.
func New(s *store.Store, o Options) *Runs {
	o = o.orReal()
	r := &Runs{store: s, options: o, log: o.Log, now: o.Now,
		times: times{beat: time.Second, lease: store.LeaseTime, sweep: 5 * time.Second, miss: 30 * time.Second, save: 15 * time.Second}}
	r.queue = sync.OnceValues(func() (queue, error) { return r.newQueue(nil) })
	return r
}

// orReal puts the real thing where nothing was chosen.
func (o Options) orReal() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Solve == nil {
		o.Solve = solve.Solve
	}
	if o.Explain == nil {
		o.Explain = Explain
	}
	if o.Variants == nil {
		o.Variants = solve.Variants
	}
	if o.Robust == nil {
		o.Robust = solve.Robust
	}
	return o
}

// Enqueue queues a run of the problem of one of the trust's strikes and gives its id.
func (r *Runs) Enqueue(ctx context.Context, trust *store.Trust, actor store.Actor, strikeID string, problem rota.Problem) (string, error) {
	var text bytes.Buffer
	if err := document.WriteProblem(&text, problem); err != nil {
		return "", fmt.Errorf("write the problem: %w", err)
	}
	return r.enqueue(ctx, func() (store.Run, error) {
		return trust.CreateRun(ctx, actor, strikeID, text.Bytes(), store.RunOptions{Limit: r.options.Limit, Seed: r.options.Seed})
	})
}

// enqueue makes a run and puts it in the queue.
func (r *Runs) enqueue(ctx context.Context, create func() (store.Run, error)) (string, error) {
	q, err := r.queue()
	if err != nil {
		return "", err
	}
	run, err := create()
	if err != nil {
		return "", err
	}
	if err := tell(ctx, q, run); err != nil {
		// Without this a worker would find the run later, though the user has been told that it failed.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.times.save)
		defer cancel()
		return "", errors.Join(err, r.store.FailRun(ctx, run.ID, reference()))
	}
	return run.ID, nil
}
