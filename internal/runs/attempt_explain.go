package runs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// explainLimit is how long an explanation may take but for what is under way then,
// and ExplainTime how long in all. The first of it is kept after a second or a few.
const (
	explainLimit = 55 * time.Second
	// ExplainTime is how long after its plan a run has its whole explanation at the latest.
	ExplainTime = time.Minute
)

// explain works out why places of the plan are open, and keeps it. The plan has
// been saved: whatever goes wrong here does it no harm. It is unfinished when it had
// to give way to another run, or the worker has to go.
func (a *attempt) explain(ctx context.Context, made solved) (unfinished bool) {
	ending, end := context.WithCancelCause(ctx)
	late := time.AfterFunc(ExplainTime, func() { end(errLate) }) // as one who gives up, so that no statement under way fails for a deadline
	defer late.Stop()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		a.giveWay(ending, end)
	}()
	x, err := guarded("explaining", func() (Explanation, error) {
		return a.options.Explain(ending, made.problem, made.plan, ExplainOptions{
			Limit: explainLimit, Seed: a.run.Options.Seed, Threads: a.options.Threads, Now: a.now, Tell: a.keepSome(ending)})
	})
	if err != nil && x.Open == nil {
		x = unexplained(made.plan)
	}
	unfinished = ending.Err() != nil && !errors.Is(context.Cause(ending), errLate) && !x.Complete()
	if unfinished && errors.Is(err, context.Canceled) {
		err = nil // what it had was not told in time
	}
	unfinished = unfinished && err == nil
	x.More, x.Later = unfinished, unfinished
	end(nil)
	<-watched
	saving, done := context.WithTimeout(context.WithoutCancel(ctx), a.times.save)
	defer done()
	err = errors.Join(err, a.keepExplanation(saving, x))
	if err != nil {
		a.log.Error("a plan could not be explained", "run", a.run.ID, "strike", a.run.StrikeID, "error", err)
	}
	return unfinished
}

var errLate = errors.New("the time for explaining is over")

// explainLater has the plan of the run explained when nothing else is to be done.
func (r *Runs) explainLater(ctx context.Context, runID string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.times.save)
	defer cancel()
	q, err := r.queue()
	if err != nil {
		return err
	}
	return put(ctx, q, job{Run: runID, Explain: true}, third)
}

// explainOn explains a plan anew whose explanation was left unfinished, if it is
// still the strike's. What is known already stays until there is more.
func (r *Runs) explainOn(ctx context.Context, runID string) (unfinished bool, err error) {
	run, err := r.store.RunOfAny(ctx, runID)
	if errors.Is(err, rota.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	trust := r.store.Of(run.Trust)
	record, err := trust.CurrentPlan(ctx, run.StrikeID)
	if err != nil || record.RunID != runID {
		return false, err
	}
	made, err := readSolved(record)
	if err != nil {
		return false, err
	}
	a := &attempt{Runs: r, run: run, trust: trust}
	if text, err := trust.Explanation(ctx, runID); err == nil {
		if x, err := ReadExplanation(text); err == nil {
			a.known = x.found()
		}
	}
	return a.explain(ctx, made), nil
}

func readSolved(record store.PlanRecord) (solved, error) {
	problem, err := document.ReadProblem(bytes.NewReader(record.Problem))
	if err != nil {
		return solved{}, fmt.Errorf("read the problem: %w", err)
	}
	plan, err := document.ReadPlan(bytes.NewReader(record.Plan))
	if err != nil {
		return solved{}, fmt.Errorf("read the plan: %w", err)
	}
	return solved{problem, plan, record.Plan}, nil
}

// keepSome saves what is known so far, at most once a beat. Failing to is no harm:
// more comes later.
func (a *attempt) keepSome(ctx context.Context) func(Explanation) {
	var last time.Time
	return func(x Explanation) {
		if now := a.now(); now.Sub(last) >= a.times.beat {
			_ = a.keepExplanation(ctx, x)
			last = now
		}
	}
}

// keepExplanation saves it, unless the run has gone meanwhile, or more was known
// before and more is to come.
func (a *attempt) keepExplanation(ctx context.Context, x Explanation) error {
	if x.More && x.found() < a.known {
		return nil
	}
	var text bytes.Buffer
	if err := WriteExplanation(&text, x); err != nil {
		return fmt.Errorf("write the explanation: %w", err)
	}
	err := a.trust.SaveExplanation(ctx, a.run.ID, text.Bytes())
	if errors.Is(err, rota.ErrNotFound) {
		return nil
	}
	return err
}

// giveWay ends the explanation when another run waits.
func (a *attempt) giveWay(ctx context.Context, end context.CancelCauseFunc) {
	tick := time.NewTicker(a.times.beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if a.mustGiveWay(ctx) {
			end(errGaveWay)
			return
		}
	}
}

// mustGiveWay reports whether somebody waits for a run of these purposes, or of any.
// Failing to look is no harm.
func (a *attempt) mustGiveWay(ctx context.Context, purposes ...store.Purpose) bool {
	waits, err := a.store.RunsWait(ctx, purposes...)
	return err == nil && waits
}
