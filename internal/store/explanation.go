package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"strikerota/rota"
)

type explanationRow struct {
	RunID    string `gorm:"primaryKey"`
	MadeAt   int64
	Document string
}

func (explanationRow) TableName() string { return "explanations" }

// SaveExplanation keeps the explanation of a finished run's plan, a document with
// ids only, in place of the one kept before: the worker that finished the run saves
// more of it as it goes. It is rota.ErrNotFound when there is no such run, and
// rota.ErrConflict when the run has not finished, or made no rota.
func (t *Trust) SaveExplanation(ctx context.Context, runID string, document []byte) error {
	row := &explanationRow{RunID: runID, MadeAt: t.now().Unix(), Document: string(document)}
	err := t.write(ctx, func(tx *gorm.DB) error {
		run, err := within(t, runs(tx)).Where("id = ?", runID).Take(ctx)
		if err != nil {
			return err
		}
		if run.State != string(RunDone) || !Purpose(run.Purpose).HasPlan() {
			return rota.ErrConflict
		}
		n, err := gorm.G[*explanationRow](tx).Where("run_id = ?", runID).Select("made_at", "document").Updates(ctx, row)
		if err != nil || n == 1 {
			return err
		}
		return gorm.G[*explanationRow](tx).Create(ctx, &row)
	})
	if err != nil {
		return fmt.Errorf("save the explanation of run %s: %w", runID, err)
	}
	return nil
}

// Explanation loads the explanation of a run's plan; rota.ErrNotFound when there is none, or none yet.
func (t *Trust) Explanation(ctx context.Context, runID string) ([]byte, error) {
	var row *explanationRow
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		if _, err = within(t, runs(tx)).Where("id = ?", runID).Take(ctx); err != nil {
			return err
		}
		row, err = gorm.G[*explanationRow](tx).Where("run_id = ?", runID).Take(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load the explanation of run %s: %w", runID, err)
	}
	return []byte(row.Document), nil
}

// RunsUnderWay counts the runs that wait for a worker, and those that one has.
func (s *Store) RunsUnderWay(ctx context.Context) (waiting, running int64, err error) {
	err = s.readAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		for state, n := range map[RunState]*int64{RunQueued: &waiting, RunRunning: &running} {
			var err error
			if *n, err = gorm.G[*runRow](tx).Where("state = ?", string(state)).Count(ctx, "id"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("count the runs under way: %w", err)
	}
	return waiting, running, nil
}

// RunsWait reports whether a run waits for a worker, of one of the purposes, or of any
// when none is given. One of a strike of which a rota is being made has to wait for
// that, and not for a worker.
func (s *Store) RunsWait(ctx context.Context, purposes ...Purpose) (bool, error) {
	waits := false
	err := s.readAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		rows, err := runs(tx).Where("state IN ?", []string{string(RunQueued), string(RunRunning)}).Find(ctx)
		made, now := map[string]bool{}, s.now().Unix()
		for _, r := range rows {
			made[r.StrikeID] = made[r.StrikeID] || Purpose(r.Purpose).HasPlan() && r.State == string(RunRunning) && r.LeaseUntil >= now
		}
		waits = slices.ContainsFunc(rows, func(r *runRow) bool {
			return r.State == string(RunQueued) && !made[r.StrikeID] && (len(purposes) == 0 || slices.Contains(purposes, Purpose(r.Purpose)))
		})
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for runs that wait: %w", err)
	}
	return waits, nil
}
