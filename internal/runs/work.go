package runs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"strikerota/internal/store"
)

// Work solves runs, one at a time, until ctx ends: it is what "strikerota work"
// does. A run being solved then goes back into the queue.
func (r *Runs) Work(ctx context.Context) error {
	workers := river.NewWorkers()
	w := &worker{runs: r, finished: make(chan struct{}, 1)}
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return fmt.Errorf("start the worker: %w", err)
	}
	q, err := r.newQueue(workers)
	if err != nil {
		return err
	}
	since := r.now().Add(-r.times.miss)
	if r.store.Driver() == store.SQLite {
		if err := r.store.ReleaseRuns(ctx); err != nil {
			return err
		}
		since = r.now()
	}
	if err := r.sweep(ctx, q, since); err != nil {
		return err
	}
	if err := q.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the worker: %w", err)
	}
	failed := r.watch(ctx, q, w.finished)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*r.times.save)
	defer cancel()
	if err := q.StopAndCancel(ctx); err != nil {
		return errors.Join(failed, fmt.Errorf("stop the worker: %w", err))
	}
	return failed
}

// watch tells the queue of runs that it has missed, and, when a run has ended, of
// those that had to wait for it, until ctx ends. A database that cannot be reached
// for a minute is an error: whoever started the worker starts it again.
func (r *Runs) watch(ctx context.Context, q queue, finished <-chan struct{}) error {
	tick := time.NewTicker(r.times.sweep)
	defer tick.Stop()
	last := r.now()
	for {
		since := r.now().Add(-r.times.miss)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-finished:
			since = r.now()
		}
		err := r.sweep(ctx, q, since)
		switch {
		case err == nil:
			last = r.now()
		case ctx.Err() == nil && r.now().Sub(last) > time.Minute:
			return err
		}
	}
}

// sweep tells the queue of runs that wait and of which it was last told before the time given.
func (r *Runs) sweep(ctx context.Context, q queue, since time.Time) error {
	waiting, err := r.store.WaitingRuns(ctx, since)
	if err != nil {
		return err
	}
	for _, run := range waiting {
		if err := tell(ctx, q, run); err != nil {
			return err
		}
	}
	return nil
}

// A worker answers River's jobs.
type worker struct {
	river.WorkerDefaults[job]
	runs     *Runs
	finished chan struct{} // told when a run has ended
}

// Work solves the job's run, if nobody else has, or goes on explaining its plan.
// When the worker has to go, the job stays in the queue, and so does what had to
// give way before everything was explained.
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	var unfinished bool
	var err error
	if j.Args.Explain {
		unfinished, err = w.runs.explainOn(ctx, j.Args.Run)
	} else {
		err = w.runs.attempt(ctx, j.Args.Run)
	}
	select {
	case w.finished <- struct{}{}:
	default:
	}
	if ctx.Err() != nil || unfinished {
		return river.JobSnooze(0)
	}
	return err
}
