package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A worker claims a run, which gives it a lease; it renews the lease while it
// lives. A run whose lease has run out belongs to a worker that died: it may be
// claimed again. Every save of a worker names its lease, so that one that was
// thought dead and was not cannot save anything.

// LeaseTime is how long a worker has a run from each renewal: whoever is not heard of for as
// long is taken for dead. silentAfter is how many seconds after a renewal it is said that
// a worker, which renews every second, is not heard of.
const (
	LeaseTime   = 30 * time.Second
	silentAfter = 4
)

// unleased is the lease of a run that no worker has.
const unleased = ""

// ClaimRun gives the run to the worker until then. It is rota.ErrConflict when the
// run has ended, when another worker has it, or when another run of the same
// strike is being solved. A run that was to be cancelled is cancelled now.
func (s *Store) ClaimRun(ctx context.Context, runID, worker string, until time.Time) (Run, error) {
	var out Run
	taken := false
	err := s.changeRun(ctx, runID, func(c *change, row *runRow) error {
		if RunState(row.State).Ended() || row.LeaseUntil >= c.at {
			return rota.ErrConflict
		}
		busy, err := of[*runRow](c.tx, row.StrikeID).Where("state = ? AND lease_until >= ?", string(RunRunning), c.at).Count(ctx, "id")
		if err != nil {
			return err
		}
		if busy > 0 {
			return rota.ErrConflict
		}
		if row.Stop == string(StopCancel) {
			c.note(Cancelled, KindRun, row.ID)
			return c.end(ctx, row, RunCancelled)
		}
		taken = true
		row.State, row.Lease, row.LeaseUntil = string(RunRunning), worker, until.Unix()
		row.Attempts++
		row.StartedAt = &c.at
		row.set(Progress{})
		out = row.fromRow(c.strike.TrustID)
		c.note(Claimed, KindRun, row.ID)
		_, err = of[*runRow](c.tx, row.StrikeID).Where("id = ?", row.ID).
			Select("stage", append([]any{"state", "lease", "lease_until", "attempts", "started_at"}, progressColumns...)...).Updates(ctx, row)
		return err
	})
	if err == nil && !taken {
		err = rota.ErrConflict
	}
	if err != nil {
		return Run{}, fmt.Errorf("claim run %s: %w", runID, err)
	}
	return out, nil
}

// RenewLease keeps the run for the worker until then, saves the progress if it is
// not nil, and gives what the user has asked for. It is rota.ErrConflict when the
// worker has lost the run: it then has to stop.
func (s *Store) RenewLease(ctx context.Context, runID, worker string, until time.Time, p *Progress) (Stop, error) {
	row := &runRow{LeaseUntil: until.Unix()}
	columns := []any{}
	if p != nil {
		row.set(*p)
		columns = append([]any{"stage"}, progressColumns...)
	}
	var stop Stop
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		n, err := held(tx, runID, worker).Select("lease_until", columns...).Updates(ctx, row)
		if err != nil {
			return err
		}
		if n == 0 {
			return rota.ErrConflict
		}
		now, err := runs(tx).Where("id = ?", runID).Take(ctx)
		if err != nil {
			return err
		}
		stop = Stop(now.Stop)
		return nil
	})
	if err != nil {
		return StopNot, fmt.Errorf("keep run %s: %w", runID, err)
	}
	return stop, nil
}

// held starts a query for a run that the worker has.
func held(tx *gorm.DB, runID, worker string) gorm.ChainInterface[*runRow] {
	return gorm.G[*runRow](tx).Where("id = ? AND lease = ? AND state IN ?", runID, worker, []string{string(RunQueued), string(RunRunning)})
}

// Finish ends the worker's run with a plan, a document as rota/document writes it. A
// plan that is a rota takes the place of the strike's draft, with what is kept of
// that. It is rota.ErrConflict when the run has ended or the worker has lost it, and
// ErrDraftMoved when the draft has been changed by hand since the run was asked for,
// and what is kept was not made of it as it is now.
func (s *Store) Finish(ctx context.Context, runID, worker string, plan []byte, kept Kept) error {
	text := string(plan)
	return s.endRun(ctx, runID, worker, Finished, RunDone, func(c *change, row *runRow) error {
		row.Plan = &text
		if row.Purpose != string(ForRota) {
			return nil
		}
		return c.draft(ctx, row, kept)
	})
}

// Fail ends the worker's run without a plan. The reference finds the reason in the log.
func (s *Store) Fail(ctx context.Context, runID, worker, reference string) error {
	return s.endRun(ctx, runID, worker, Failed, RunFailed, func(_ *change, row *runRow) error {
		row.Reference = reference
		return nil
	})
}

// Cancel ends the worker's run without a plan, since the user asked for it.
func (s *Store) Cancel(ctx context.Context, runID, worker string) error {
	return s.endRun(ctx, runID, worker, Cancelled, RunCancelled, func(*change, *runRow) error { return nil })
}

// Release puts the worker's run back in the queue, since the worker has to go.
func (s *Store) Release(ctx context.Context, runID, worker string) error {
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		n, err := held(tx, runID, worker).Select("state", "lease", "lease_until", "nudged_at").
			Updates(ctx, &runRow{State: string(RunQueued)})
		if err == nil && n == 0 {
			err = rota.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("release run %s: %w", runID, err)
	}
	return nil
}

// GiveWay puts the worker's run back in the queue as if it had never been begun,
// since another comes first. The run is as it was claimed.
func (s *Store) GiveWay(ctx context.Context, run Run, worker string) error {
	row := &runRow{State: string(RunQueued), Attempts: run.Attempts - 1}
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		n, err := held(tx, run.ID, worker).
			Select("stage", append([]any{"state", "lease", "lease_until", "nudged_at", "attempts", "started_at"}, progressColumns...)...).Updates(ctx, row)
		if err == nil && n == 0 {
			err = rota.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("put run %s back: %w", run.ID, err)
	}
	return nil
}

func (s *Store) endRun(ctx context.Context, runID, worker string, action Action, state RunState, set func(*change, *runRow) error) error {
	err := s.changeRun(ctx, runID, func(c *change, row *runRow) error {
		if RunState(row.State).Ended() || row.Lease != worker {
			return rota.ErrConflict
		}
		if err := set(c, row); err != nil {
			return err
		}
		c.note(action, KindRun, row.ID)
		return c.end(ctx, row, state)
	})
	if err != nil {
		return fmt.Errorf("end run %s as %s: %w", runID, state, err)
	}
	return nil
}

// FinishRun is [Store.Finish] for a run that no worker has claimed.
func (s *Store) FinishRun(ctx context.Context, runID string, plan []byte) error {
	return s.Finish(ctx, runID, unleased, plan, Kept{})
}

// FailRun is [Store.Fail] for a run that no worker has claimed.
func (s *Store) FailRun(ctx context.Context, runID, reference string) error {
	return s.Fail(ctx, runID, unleased, reference)
}

// SaveProgress saves the progress of a run that no worker has claimed, and makes it running.
func (s *Store) SaveProgress(ctx context.Context, runID string, p Progress) error {
	row := &runRow{State: string(RunRunning)}
	row.set(p)
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		n, err := held(tx, runID, unleased).Select("stage", append([]any{"state"}, progressColumns...)...).Updates(ctx, row)
		if err == nil && n == 0 {
			err = rota.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("save the progress of run %s: %w", runID, err)
	}
	return nil
}

// ReleaseRuns puts every run that is being solved back in the queue. It is for the
// start of the only worker there is: whoever had them is dead.
func (s *Store) ReleaseRuns(ctx context.Context) error {
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		_, err := gorm.G[*runRow](tx).Where("state = ?", string(RunRunning)).
			Select("state", "lease", "lease_until", "nudged_at").Updates(ctx, &runRow{State: string(RunQueued)})
		return err
	})
	if err != nil {
		return fmt.Errorf("release the runs left behind: %w", err)
	}
	return nil
}

// WaitingRuns lists runs that a worker could claim now and that the job queue has
// not been told of since the time given, the oldest first, and notes that it is
// being told of them now.
func (s *Store) WaitingRuns(ctx context.Context, since time.Time) ([]Run, error) {
	var out []Run
	now := s.now().Unix()
	err := s.writeAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		rows, err := runs(tx).
			Where("state IN ? AND lease_until < ? AND nudged_at <= ?", []string{string(RunQueued), string(RunRunning)}, now, since.Unix()).
			Order("made_at, number, id").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			n, err := gorm.G[*runRow](tx).Where("id = ? AND nudged_at = ?", r.ID, r.NudgedAt).Update(ctx, "nudged_at", now)
			if err != nil {
				return err
			}
			if n == 1 { // else another worker is telling the queue
				trust, err := s.trustOf(ctx, tx, r.StrikeID)
				if err != nil {
					return err
				}
				out = append(out, r.fromRow(trust))
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the runs that wait: %w", err)
	}
	return out, nil
}
