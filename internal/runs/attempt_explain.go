package runs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"strikerota/rota"
)

// explainLimit is how long an explanation may take but for what is under way then,
// and ExplainTime how long in all. The first of it is kept after a second or a few.
const (
	explainLimit = 55 * time.Second
	// ExplainTime is how long after its plan a run has its whole explanation at the latest.
	ExplainTime = time.Minute
)

// explain works out why places of the plan are open, and keeps it. The plan has
// been saved: whatever goes wrong here does it no harm.
func (a *attempt) explain(ctx context.Context, made solved) {
	limited, cancel := context.WithTimeout(ctx, ExplainTime)
	defer cancel()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		a.giveWay(limited, cancel)
	}()
	x, err := guarded("explaining", func() (Explanation, error) {
		return a.options.Explain(limited, made.problem, made.plan, ExplainOptions{
			Limit: explainLimit, Seed: a.run.Options.Seed, Threads: a.options.Threads, Now: a.now, Tell: a.keepSome(limited)})
	})
	if err != nil && x.Open == nil {
		x = unexplained(made.plan)
	}
	cancel()
	<-watched
	saving, done := context.WithTimeout(context.WithoutCancel(ctx), a.times.save)
	defer done()
	err = errors.Join(err, a.keepExplanation(saving, x))
	if err != nil {
		a.log.Error("a plan could not be explained", "run", a.run.ID, "strike", a.run.StrikeID, "error", err)
	}
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

// keepExplanation saves it, unless the run has gone meanwhile.
func (a *attempt) keepExplanation(ctx context.Context, x Explanation) error {
	var text bytes.Buffer
	if err := WriteExplanation(&text, x); err != nil {
		return fmt.Errorf("write the explanation: %w", err)
	}
	err := a.store.SaveExplanation(ctx, a.run.ID, text.Bytes())
	if errors.Is(err, rota.ErrNotFound) {
		return nil
	}
	return err
}

// giveWay ends the explanation when another run waits. Failing to look is no harm.
func (a *attempt) giveWay(ctx context.Context, end context.CancelFunc) {
	tick := time.NewTicker(a.times.beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if waits, err := a.store.RunsWait(ctx); err == nil && waits {
			end()
			return
		}
	}
}
