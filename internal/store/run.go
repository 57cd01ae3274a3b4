package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A RunState is how far a run has come.
type RunState string

// The states of a run. The last three are final.
const (
	RunQueued    RunState = "queued"
	RunRunning   RunState = "running"
	RunDone      RunState = "done"
	RunFailed    RunState = "failed"
	RunCancelled RunState = "cancelled"
)

// Ended reports whether the state is final.
func (s RunState) Ended() bool { return s == RunDone || s == RunFailed || s == RunCancelled }

// A Stop is what a user has asked of a run.
type Stop string

// The stops. Cancel wins over Keep.
const (
	StopNot    Stop = ""
	StopKeep   Stop = "keep"   // end, and keep the best plan so far
	StopCancel Stop = "cancel" // end without a plan
)

// RunOptions steer a run's solving.
type RunOptions struct {
	Limit time.Duration // 0 is none; kept in whole seconds
	Seed  int64
}

// Progress is how far a run's solving has come. The zero Progress has none to tell.
type Progress struct {
	Stage   string // as in rota.Problem.Stages
	Index   int    // of Stage, from 1
	Stages  int    // how many there are
	Best    int64  // the stage's value in the best plan so far, if HasBest
	Bound   int64  // no plan is below it
	HasBest bool
	Seconds float64 // since solving began
}

// A Run is one solving of a strike's problem, without its documents: see
// [Trust.RunProblem] and [Trust.CurrentPlan].
type Run struct {
	ID         string
	Trust      TrustID
	StrikeID   string
	Purpose    Purpose
	State      RunState
	Stop       Stop
	Reference  string // of a failure, to find it in the log
	Progress   Progress
	Options    RunOptions
	Attempts   int  // how often a worker has begun it
	Silent     bool // a worker has it and has not been heard of for some seconds
	MadeAt     time.Time
	FinishedAt time.Time // zero until it has ended
	By         string    // the id of the user who asked for it
}

type runRow struct {
	ID         string `gorm:"primaryKey"`
	StrikeID   string
	Number     int64
	Purpose    string
	State      string
	Stop       string
	Reference  string
	MadeAt     int64
	MadeBy     string
	StartedAt  *int64
	FinishedAt *int64
	MaxSeconds int64
	Seed       int64
	Stage      string
	StageIndex int
	Stages     int
	Best       int64
	Bound      int64
	HasBest    bool
	Took       int64
	Lease      string
	LeaseUntil int64
	Attempts   int
	NudgedAt   int64
	Problem    string
	Question   *string
	Plan       *string
}

func (runRow) TableName() string { return "runs" }

func (r runRow) fromRow(trust TrustID) Run {
	run := Run{ID: r.ID, Trust: trust, StrikeID: r.StrikeID, Purpose: Purpose(r.Purpose), State: RunState(r.State), Stop: Stop(r.Stop), Reference: r.Reference,
		Progress: Progress{Stage: r.Stage, Index: r.StageIndex, Stages: r.Stages, Best: r.Best, Bound: r.Bound,
			HasBest: r.HasBest, Seconds: float64(r.Took) / 1000},
		Options:  RunOptions{Limit: time.Duration(r.MaxSeconds) * time.Second, Seed: r.Seed},
		Attempts: r.Attempts, MadeAt: instant(r.MadeAt), By: r.MadeBy}
	if r.FinishedAt != nil {
		run.FinishedAt = instant(*r.FinishedAt)
	}
	return run
}

// shown is the run as it stands now.
func (t *Trust) shown(r *runRow) Run {
	run := r.fromRow(t.id)
	heard := r.LeaseUntil - int64(LeaseTime/time.Second)
	run.Silent = run.State == RunRunning && r.LeaseUntil > 0 && t.now().Unix() >= heard+silentAfter
	return run
}

// set puts progress into the row; progressColumns are what it sets.
func (r *runRow) set(p Progress) {
	r.Stage, r.StageIndex, r.Stages = p.Stage, p.Index, p.Stages
	r.Best, r.Bound, r.HasBest = p.Best, p.Bound, p.HasBest
	r.Took = int64(p.Seconds * 1000)
}

var progressColumns = []any{"stage_index", "stages", "best", "bound", "has_best", "took"}

// CreateRun queues a run of the problem, a document as rota/document writes it.
func (t *Trust) CreateRun(ctx context.Context, actor Actor, strikeID string, problem []byte, o RunOptions) (Run, error) {
	return t.createRun(ctx, actor, newRun(actor, strikeID, problem, o))
}

// newRun is a run of the problem for a rota, which waits.
func newRun(actor Actor, strikeID string, problem []byte, o RunOptions) *runRow {
	return &runRow{ID: rand.Text(), StrikeID: strikeID, Purpose: string(ForRota), State: string(RunQueued), MadeBy: actor.ID,
		MaxSeconds: int64((o.Limit + time.Second - 1) / time.Second), Seed: o.Seed, Problem: string(problem)}
}

func (t *Trust) createRun(ctx context.Context, actor Actor, row *runRow) (Run, error) {
	err := t.change(ctx, actor, row.StrikeID, func(c *change) error {
		row.Number, row.MadeAt, row.NudgedAt = c.strike.Saves, c.at, c.at
		c.note(Made, KindRun, row.ID)
		return gorm.G[*runRow](c.tx).Create(ctx, &row)
	})
	if err != nil {
		return Run{}, fmt.Errorf("queue a run of strike %s: %w", row.StrikeID, err)
	}
	return t.shown(row), nil
}

// runs starts a query for runs without their documents.
func runs(tx *gorm.DB) gorm.CreateInterface[*runRow] {
	return gorm.G[*runRow](tx).Omit("problem", "question", "plan")
}

// Run loads one run.
func (t *Trust) Run(ctx context.Context, id string) (Run, error) {
	var row *runRow
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		row, err = within(t, runs(tx)).Where("id = ?", id).Take(ctx)
		return err
	})
	if err != nil {
		return Run{}, fmt.Errorf("load run %s: %w", id, err)
	}
	return t.shown(row), nil
}

// RunOfAny loads a run of any trust, for the worker that solves it.
func (s *Store) RunOfAny(ctx context.Context, id string) (Run, error) {
	t, err := s.trustOfRun(ctx, id)
	if err != nil {
		return Run{}, err
	}
	return t.Run(ctx, id)
}

// LatestRun loads the strike's newest run for a rota, however it stands; rota.ErrNotFound when there is none.
func (t *Trust) LatestRun(ctx context.Context, strikeID string) (Run, error) {
	return t.latest(ctx, strikeID, ForRota)
}

func (t *Trust) latest(ctx context.Context, strikeID string, purpose Purpose) (Run, error) {
	var row *runRow
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		row, err = runs(tx).Where("strike_id = ? AND purpose = ?", strikeID, string(purpose)).Order("number DESC").Limit(1).Take(ctx)
		return err
	})
	if err != nil {
		return Run{}, fmt.Errorf("load the newest run of strike %s: %w", strikeID, err)
	}
	return t.shown(row), nil
}

// RunProblem loads the problem of a run, a document as rota/document writes it.
func (t *Trust) RunProblem(ctx context.Context, id string) ([]byte, error) {
	var row *runRow
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		row, err = within(t, gorm.G[*runRow](tx)).Select("problem").Where("id = ?", id).Take(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load the problem of run %s: %w", id, err)
	}
	return []byte(row.Problem), nil
}

// newestDone loads the strike's newest finished run for the purpose, with its documents.
func (t *Trust) newestDone(ctx context.Context, strikeID string, purpose Purpose) (*runRow, error) {
	var row *runRow
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		row, err = of[*runRow](tx, strikeID).Where("state = ? AND purpose = ?", string(RunDone), string(purpose)).Order("number DESC").Limit(1).Take(ctx)
		return err
	})
	return row, err
}

// RequestStop asks a run to stop: to keep the best plan so far, or to be
// cancelled. One that no worker has is cancelled at once, since there is no plan
// to keep. One that has ended is rota.ErrConflict.
func (t *Trust) RequestStop(ctx context.Context, actor Actor, runID string, keep bool) error {
	err := t.changeRun(ctx, actor, runID, func(c *change, row *runRow) error {
		if RunState(row.State).Ended() {
			return rota.ErrConflict
		}
		c.note(Asked, KindRun, row.ID)
		if row.State == string(RunQueued) || row.LeaseUntil < c.at {
			return c.end(ctx, row, RunCancelled)
		}
		if !keep {
			row.Stop = string(StopCancel)
		} else if row.Stop == string(StopNot) {
			row.Stop = string(StopKeep)
		}
		_, err := of[*runRow](c.tx, row.StrikeID).Where("id = ?", row.ID).Update(ctx, "stop", row.Stop)
		return err
	})
	if err != nil {
		return fmt.Errorf("stop run %s: %w", runID, err)
	}
	return nil
}

// changeRun runs f as a save of the run's strike. The row is as it stands once the strike is held.
func (t *Trust) changeRun(ctx context.Context, actor Actor, runID string, f func(c *change, row *runRow) error) error {
	run, err := t.Run(ctx, runID)
	if err != nil {
		return err
	}
	return t.change(ctx, actor, run.StrikeID, func(c *change) error {
		row, err := runs(c.tx).Where("strike_id = ? AND id = ?", run.StrikeID, runID).Take(ctx)
		if err != nil {
			return err
		}
		return f(c, row)
	})
}

// changeRun is [Trust.changeRun] by a worker, which has runs of every trust.
func (s *Store) changeRun(ctx context.Context, runID string, f func(c *change, row *runRow) error) error {
	t, err := s.trustOfRun(ctx, runID)
	if err != nil {
		return err
	}
	return t.changeRun(ctx, Actor{}, runID, f)
}

// end gives the run its final state. The row's plan and reference are saved too.
func (c *change) end(ctx context.Context, row *runRow, state RunState) error {
	row.State, row.FinishedAt, row.Lease, row.LeaseUntil = string(state), &c.at, "", 0
	_, err := of[*runRow](c.tx, row.StrikeID).Where("id = ?", row.ID).
		Select("state", "finished_at", "lease", "lease_until", "plan", "reference").Updates(ctx, row)
	return err
}
