package store_test

import (
	"errors"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// A clock is what the store takes for now.
type clock struct{ now time.Time }

func (c *clock) add(d time.Duration) { c.now = c.now.Add(d) }

// eachRun gives a fixture with one queued run, and a clock that the test moves.
func eachRun(t *testing.T, test func(t *testing.T, f *fixture, c *clock)) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		c := &clock{at(t, 1, 12)}
		o.Now = func() time.Time { return c.now }
		test(t, fill(t, storetest.With(t, o)), c)
	})
}

func (f *fixture) loadRun(t *testing.T) store.Run {
	t.Helper()
	run, err := f.Run(t.Context(), f.run)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestRunIsKept(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		want := store.Run{Trust: store.FirstTrust, ID: f.run, StrikeID: f.strike, Purpose: store.ForRota, State: store.RunQueued,
			Options: store.RunOptions{Limit: time.Minute, Seed: 7}, MadeAt: c.now, By: f.ann.ID}
		same(t, "queued", want, f.loadRun(t))
		if problem, err := f.RunProblem(t.Context(), f.run); err != nil || string(problem) != `{"problem":1}` {
			t.Errorf("the problem is %s, %v", problem, err)
		}
		_, err := f.CurrentPlan(t.Context(), f.strike)
		wantError(t, "a plan before there is one", err, rota.ErrNotFound)

		want.State, want.Progress = store.RunRunning, store.Progress{Stage: "cover/1", Index: 1, Stages: 6, Best: 60, Bound: 2, HasBest: true, Seconds: 1.25}
		if err := f.SaveProgress(t.Context(), f.run, want.Progress); err != nil {
			t.Fatal(err)
		}
		same(t, "running", want, f.loadRun(t))

		c.add(time.Minute)
		if err := f.FinishRun(t.Context(), f.run, []byte(`{"plan":1}`)); err != nil {
			t.Fatal(err)
		}
		want.State, want.FinishedAt = store.RunDone, c.now
		same(t, "done", want, f.loadRun(t))
		got, err := f.CurrentPlan(t.Context(), f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the plan", store.PlanRecord{RunID: f.run, MadeAt: c.now, Problem: []byte(`{"problem":1}`), Plan: []byte(`{"plan":1}`),
			Version: got.Version, ChangedAt: c.now}, got)
	})
}

// TestNewestPlan holds that the plan is that of the newest run that finished, however later ones end.
func TestNewestPlan(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		var ids []string
		for range 4 {
			run, err := f.CreateRun(ctx, f.ann, f.strike, []byte("{}"), store.RunOptions{})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, run.ID)
		}
		err := errors.Join(f.FinishRun(ctx, ids[1], []byte("{}")), f.FinishRun(ctx, ids[0], []byte("{}")), f.FailRun(ctx, ids[2], "ref"))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := f.CurrentPlan(ctx, f.strike)
		if err != nil || plan.RunID != ids[1] {
			t.Errorf("the plan is of %s, %v; want the second run's", plan.RunID, err)
		}
		latest, err := f.LatestRun(ctx, f.strike)
		if err != nil || latest.ID != ids[3] {
			t.Errorf("the latest run is %s, %v; want the last", latest.ID, err)
		}
		failed, err := f.Run(ctx, ids[2])
		if err != nil || failed.State != store.RunFailed || failed.Reference != "ref" {
			t.Errorf("the failed run is %+v, %v", failed, err)
		}
	})
}

// TestRunEndsOnce tries to end a run that has ended in every way.
func TestRunEndsOnce(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		if err := f.FinishRun(ctx, f.run, []byte(`{"plan":1}`)); err != nil {
			t.Fatal(err)
		}
		before := f.Dump(t)
		_, claim := f.ClaimRun(ctx, f.run, "w", c.now)
		_, renew := f.RenewLease(ctx, f.run, "", c.now, nil)
		for name, err := range map[string]error{
			"finish": f.FinishRun(ctx, f.run, []byte(`{"plan":2}`)), "fail": f.FailRun(ctx, f.run, "x"),
			"cancel": f.Cancel(ctx, f.run, ""), "stop": f.RequestStop(ctx, f.ann, f.run, true), "progress": f.SaveProgress(ctx, f.run, store.Progress{}),
			"release": f.Release(ctx, f.run, ""), "claim": claim, "renew": renew,
		} {
			wantError(t, name, err, rota.ErrConflict)
		}
		if err := f.ReleaseRuns(ctx); err != nil {
			t.Error(err)
		}
		same(t, "all rows", before, f.Dump(t))
	})
}

func TestLease(t *testing.T) {
	const lease = store.LeaseTime
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx := t.Context()
		run, err := f.ClaimRun(ctx, f.run, "one", c.now.Add(lease))
		if err != nil || run.State != store.RunRunning || run.Attempts != 1 {
			t.Fatalf("claimed %+v, %v", run, err)
		}
		for _, silent := range []bool{false, true} { // three seconds after the last renewal, and six
			c.add(3 * time.Second)
			if got := f.loadRun(t).Silent; got != silent {
				t.Errorf("not heard of: %v, want %v", got, silent)
			}
		}
		c.add(lease - 6*time.Second)
		_, err = f.ClaimRun(ctx, f.run, "two", c.now.Add(lease))
		wantError(t, "claim at the last second of the lease", err, rota.ErrConflict)
		p := store.Progress{Stage: "spread", Index: 3, Stages: 4, Best: 9, HasBest: true}
		if _, err := f.RenewLease(ctx, f.run, "one", c.now.Add(lease), &p); err != nil {
			t.Fatal(err)
		}
		same(t, "progress", p, f.loadRun(t).Progress)
		same(t, "not heard of", false, f.loadRun(t).Silent)
		if _, err := f.RenewLease(ctx, f.run, "one", c.now.Add(lease), nil); err != nil {
			t.Fatal(err)
		}
		same(t, "progress after a renewal without", p, f.loadRun(t).Progress)

		c.add(lease + time.Second)
		run, err = f.ClaimRun(ctx, f.run, "two", c.now.Add(lease))
		if err != nil || run.Attempts != 2 || run.Progress != (store.Progress{}) {
			t.Fatalf("claimed again %+v, %v", run, err)
		}
		_, err = f.RenewLease(ctx, f.run, "one", c.now.Add(lease), &p)
		wantError(t, "renewal by the first", err, rota.ErrConflict)
		for name, err := range map[string]error{
			"finish": f.Finish(ctx, f.run, "one", []byte("{}"), store.Kept{}), "fail": f.Fail(ctx, f.run, "one", "x"),
			"cancel": f.Cancel(ctx, f.run, "one"), "release": f.Release(ctx, f.run, "one"), "without a lease": f.FinishRun(ctx, f.run, []byte("{}")),
		} {
			wantError(t, name+" by the first", err, rota.ErrConflict)
		}
		if err := f.Finish(ctx, f.run, "two", []byte("{}"), store.Kept{}); err != nil {
			t.Errorf("finish by the second: %v", err)
		}
	})
}

func TestRequestStop(t *testing.T) {
	tests := []struct {
		name string
		// before is what has happened to the run.
		before func(t *testing.T, f *fixture, c *clock) error
		keep   []bool // what is asked, in order
		state  store.RunState
		stop   store.Stop
	}{
		{"queued, keep", nothing, []bool{true}, store.RunCancelled, store.StopNot},
		{"queued, cancel", nothing, []bool{false}, store.RunCancelled, store.StopNot},
		{"running, keep", claimed, []bool{true}, store.RunRunning, store.StopKeep},
		{"running, cancel", claimed, []bool{false}, store.RunRunning, store.StopCancel},
		{"running, keep, then cancel", claimed, []bool{true, false}, store.RunRunning, store.StopCancel},
		{"running, cancel, then keep", claimed, []bool{false, true}, store.RunRunning, store.StopCancel},
		{"its worker dead", func(t *testing.T, f *fixture, c *clock) error {
			err := claimed(t, f, c)
			c.add(time.Hour)
			return err
		}, []bool{false}, store.RunCancelled, store.StopNot},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			eachRun(t, func(t *testing.T, f *fixture, c *clock) {
				if err := tt.before(t, f, c); err != nil {
					t.Fatal(err)
				}
				for _, keep := range tt.keep {
					if err := f.RequestStop(t.Context(), f.bob, f.run, keep); err != nil {
						t.Fatal(err)
					}
				}
				if run := f.loadRun(t); run.State != tt.state || run.Stop != tt.stop {
					t.Errorf("%s, asked %q; want %s, %q", run.State, run.Stop, tt.state, tt.stop)
				}
			})
		})
	}
}

func nothing(*testing.T, *fixture, *clock) error { return nil }

func claimed(t *testing.T, f *fixture, c *clock) error {
	_, err := f.ClaimRun(t.Context(), f.run, "w", c.now.Add(time.Minute))
	return err
}

// TestCancelSurvivesTheWorker has the worker die with a cancel not yet seen: the next claim cancels.
func TestCancelSurvivesTheWorker(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		if err := errors.Join(claimed(t, f, c), f.RequestStop(t.Context(), f.ann, f.run, false), f.ReleaseRuns(t.Context())); err != nil {
			t.Fatal(err)
		}
		wantError(t, "claim", claimed(t, f, c), rota.ErrConflict)
		if run := f.loadRun(t); run.State != store.RunCancelled {
			t.Errorf("the run is %s, want cancelled", run.State)
		}
	})
}

// TestGiveWay holds that a run put back is as it was before it was claimed.
func TestGiveWay(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		ctx, before := t.Context(), f.loadRun(t)
		run, err := f.ClaimRun(ctx, f.run, "w", c.now.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		wantError(t, "by another worker", f.GiveWay(ctx, run, "x"), rota.ErrConflict)
		if _, err := f.RenewLease(ctx, f.run, "w", c.now.Add(time.Hour), &store.Progress{Stage: "spread", Index: 1, Stages: 1, HasBest: true}); err != nil {
			t.Fatal(err)
		}
		if err := f.GiveWay(ctx, run, "w"); err != nil {
			t.Fatal(err)
		}
		same(t, "put back", before, f.loadRun(t))
		if waiting, err := f.WaitingRuns(ctx, c.now.Add(-time.Hour)); err != nil || len(waiting) != 1 {
			t.Errorf("the queue would be told of %v, %v", waiting, err)
		}
		wantError(t, "again", f.GiveWay(ctx, run, "w"), rota.ErrConflict)
	})
}

func TestWaitingRuns(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, c *clock) {
		waiting := func(since time.Duration) []string {
			t.Helper()
			waiting, err := f.WaitingRuns(t.Context(), c.now.Add(-since))
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, run := range waiting {
				ids = append(ids, run.ID)
			}
			return ids
		}
		same(t, "just queued", []string(nil), waiting(30*time.Second))
		c.add(30 * time.Second)
		same(t, "queued for a while", []string{f.run}, waiting(30*time.Second))
		same(t, "just told of", []string(nil), waiting(30*time.Second))
		same(t, "told of, asked for all", []string{f.run}, waiting(0))
		if err := claimed(t, f, c); err != nil {
			t.Fatal(err)
		}
		same(t, "claimed", []string(nil), waiting(0))
		c.add(time.Hour)
		same(t, "its worker dead", []string{f.run}, waiting(30*time.Second))
	})
}
