package runs

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// maxAttempts is how many workers or solving processes a run may end before it is given up.
const maxAttempts = 3

var (
	errTooOften  = errors.New("the run has ended its worker or solving process too often")
	errCancelled = errors.New("cancelled by the user")
	errLost      = errors.New("the lease is lost")
	errGaveWay   = errors.New("another run comes first")
)

// An attempt is one worker's solving of one run.
type attempt struct {
	*Runs
	run    store.Run
	trust  *store.Trust // whose run it is
	worker string       // the lease
	stop   chan struct{}
	keep   sync.Once // closes stop
	known  int       // how much of the plan is explained in what is kept

	mu       sync.Mutex
	progress *store.Progress // not saved yet, or nil
}

// attempt solves the run, unless it has ended or another worker has it. Its error
// is one of the database; a solve that fails is saved as such.
func (r *Runs) attempt(ctx context.Context, runID string) error {
	a := &attempt{Runs: r, worker: rand.Text(), stop: make(chan struct{})}
	var err error
	a.run, err = r.store.ClaimRun(ctx, runID, a.worker, r.now().Add(r.times.lease))
	if errors.Is(err, rota.ErrConflict) || errors.Is(err, rota.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	a.trust = r.store.Of(a.run.Trust)
	made, failed := a.result(ctx)
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.times.save)
	defer cancel()
	err = a.end(saving, ctx, made, failed)
	if errors.Is(err, rota.ErrConflict) {
		return nil // another worker has the run, or it is gone
	}
	if err == nil && failed == nil && a.run.Purpose.HasPlan() && a.explain(ctx, made) {
		err = r.explainLater(ctx, runID)
	}
	return err
}

// A solved is a problem and its plan, and the document that is saved.
type solved struct {
	problem rota.Problem
	plan    rota.Plan
	text    []byte
}

// end saves how the attempt ended. working is the worker's context.
func (a *attempt) end(ctx, working context.Context, made solved, err error) error {
	switch {
	case err == nil:
		return a.finish(ctx, made)
	case errors.Is(err, errLost):
		return nil
	case errors.Is(err, errCancelled):
		return a.store.Cancel(ctx, a.run.ID, a.worker)
	case errors.Is(err, errGaveWay):
		return a.store.GiveWay(ctx, a.run, a.worker)
	case working.Err() != nil:
		return a.store.Release(ctx, a.run.ID, a.worker)
	case errors.Is(err, ErrDied):
		a.log.Warn("a run is begun anew", "run", a.run.ID, "strike", a.run.StrikeID, "attempt", a.run.Attempts, "error", err)
		return a.store.Release(ctx, a.run.ID, a.worker)
	}
	ref := reference()
	// A problem has no names, so neither has what goes wrong with it.
	a.log.Error("a run failed", "run", a.run.ID, "strike", a.run.StrikeID, "reference", ref, "error", err)
	return a.store.Fail(ctx, a.run.ID, a.worker, ref)
}

// reference is a number that finds an error in the log, short enough to read out.
func reference() string { return rand.Text()[:8] }

// result does what the run is for.
func (a *attempt) result(ctx context.Context) (solved, error) {
	if a.run.Attempts > maxAttempts {
		return solved{}, errTooOften
	}
	text, err := a.trust.RunProblem(ctx, a.run.ID)
	if err != nil {
		return solved{}, err
	}
	var out solved
	if a.run.Purpose.HasPlan() {
		out, err = a.plan(ctx, text)
	} else {
		out.text, err = a.question(ctx, text)
	}
	if err == nil && a.cancelled(ctx) { // since the last beat
		err = errCancelled
	}
	return out, err
}

// question answers the question of a run that makes no rota. It does not begin while
// somebody waits for a rota, of which the queue may not have been told yet.
func (a *attempt) question(ctx context.Context, problem []byte) ([]byte, error) {
	if a.mustGiveWay(ctx, store.Urgent()...) {
		return nil, errGaveWay
	}
	asked, err := a.trust.RunQuestion(ctx, a.run.ID)
	if err != nil {
		return nil, err
	}
	if a.run.Purpose == store.ForRobust {
		return a.robust(ctx, problem, asked)
	}
	return a.variants(ctx, problem, asked)
}

// plan solves the problem and writes the plan, which the referee has passed.
func (a *attempt) plan(ctx context.Context, text []byte) (solved, error) {
	problem, err := document.ReadProblem(bytes.NewReader(text))
	if err != nil {
		return solved{}, fmt.Errorf("read the problem: %w", err)
	}
	plan, err := keeping(ctx, a, func(ctx context.Context, o solve.Options) (rota.Plan, error) { return a.options.Solve(ctx, problem, o) })
	if err != nil {
		return solved{}, err
	}
	if err := refereed(problem, plan); err != nil {
		return solved{}, err
	}
	var out bytes.Buffer
	if err := document.WritePlan(&out, plan); err != nil {
		return solved{}, fmt.Errorf("write the plan: %w", err)
	}
	return solved{problem, plan, out.Bytes()}, nil
}

// refereed is an error when the referee refuses the plan.
func refereed(problem rota.Problem, plan rota.Plan) error {
	if report := rota.Check(problem, plan); !report.OK() {
		return fmt.Errorf("the referee refuses the plan: %d faults, %d rules broken", len(report.Faults), len(report.Breaches))
	}
	return nil
}

// cancelled asks whether the run is to be cancelled: a plan that nobody wants any
// more takes no other's place, however late it is.
func (a *attempt) cancelled(ctx context.Context) bool {
	stop, err := a.store.RenewLease(ctx, a.run.ID, a.worker, a.now().Add(a.times.lease), a.noted())
	return err == nil && stop == store.StopCancel
}

// keeping has something solved, and keeps the run's lease meanwhile.
func keeping[T any](ctx context.Context, a *attempt, solver func(context.Context, solve.Options) (T, error)) (T, error) {
	solving, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		a.watch(solving, cancel)
	}()
	result, err := guarded("the solver", func() (T, error) {
		return solver(solving, solve.Options{Limit: a.run.Options.Limit, Seed: a.run.Options.Seed, Threads: a.options.Threads,
			Stop: a.stop, Progress: a.note})
	})
	cause := context.Cause(solving) // before the watch is told to end
	cancel(nil)
	<-watched
	if errors.Is(cause, errLost) || errors.Is(cause, errCancelled) || errors.Is(cause, errGaveWay) {
		return result, cause
	}
	return result, err
}

// note remembers progress until the next beat saves it.
func (a *attempt) note(p solve.Progress) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.progress = &store.Progress{Stage: p.Stage, Index: p.Index + 1, Stages: p.Stages,
		Best: p.Best, Bound: p.Bound, HasBest: true, Seconds: p.Seconds}
}

func (a *attempt) noted() *store.Progress {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.progress
	a.progress = nil
	return p
}

// watch renews the lease, saves progress and does what the user asks, every beat
// until ctx ends. It ends the solve when the lease is lost, and a question when
// somebody waits for a rota.
func (a *attempt) watch(ctx context.Context, end context.CancelCauseFunc) {
	tick := time.NewTicker(a.times.beat)
	defer tick.Stop()
	until := a.now().Add(a.times.lease)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		next := a.now().Add(a.times.lease)
		stop, err := a.store.RenewLease(ctx, a.run.ID, a.worker, next, a.noted())
		switch {
		case err == nil:
			until = next
		case errors.Is(err, rota.ErrConflict), !a.now().Before(until):
			end(errLost) // others take the run now
			return
		}
		switch stop {
		case store.StopCancel:
			end(errCancelled)
			return
		case store.StopKeep:
			a.keep.Do(func() { close(a.stop) })
		}
		if !a.run.Purpose.HasPlan() && a.mustGiveWay(ctx, store.Urgent()...) {
			end(errGaveWay)
			return
		}
	}
}
