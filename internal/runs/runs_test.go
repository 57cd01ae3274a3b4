package runs_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

func TestRunToDone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, greedy)
		early := b.enqueue(t, r, b.strike) // before there is a worker
		work(t, r)
		b.awaitState(t, early, store.RunDone)
		b.wantPlan(t, b.strike, early)
		late := b.enqueue(t, r, b.strike)
		run := b.awaitState(t, late, store.RunDone)
		b.wantPlan(t, b.strike, late)
		if run.Attempts != 1 || run.FinishedAt.IsZero() || run.Options.Seed != 1 || run.Options.Limit != time.Minute {
			t.Errorf("the run is %+v", run)
		}
	})
}

// TestRealSolver solves with HiGHS, as the program does.
func TestRealSolver(t *testing.T) {
	if _, err := os.Stat("../../rota/solve/highs/dist/highs.wasm"); err != nil {
		t.Fatal("the solver is missing: run make assets")
	}
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, solve.Solve)
		id := b.enqueue(t, r, b.strike)
		work(t, r)
		b.awaitState(t, id, store.RunDone)
		b.wantPlan(t, b.strike, id)
	})
}

func TestMigrateTwice(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, greedy)
		id := b.enqueue(t, r, b.strike)
		if err := r.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		work(t, r)
		b.awaitState(t, id, store.RunDone)
	})
}

func TestProgress(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		r := b.runs(b.Store, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			for i := range int64(10) {
				o.Progress(solve.Progress{Stage: "displaced", Index: 1, Stages: 5, Best: 40 - i, Bound: 3, Seconds: 1.5})
			}
			return h.solve(ctx, p, o)
		})
		id := b.enqueue(t, r, b.strike)
		work(t, r)
		run := b.await(t, id, "in the second stage", func(r store.Run) bool { return r.Progress.Stage != "" })
		want := store.Progress{Stage: "displaced", Index: 2, Stages: 5, Best: 31, Bound: 3, HasBest: true, Seconds: 1.5}
		if run.State != store.RunRunning || run.Progress != want {
			t.Errorf("%s with %+v, want running with %+v", run.State, run.Progress, want)
		}
		close(h.let)
		b.awaitState(t, id, store.RunDone)
	})
}

func TestStops(t *testing.T) {
	tests := []struct {
		name string
		keep bool
		want store.RunState
	}{
		{"keep", true, store.RunDone},
		{"cancel", false, store.RunCancelled},
	}
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		r := b.runs(b.Store, h.solve)
		work(t, r)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				id := b.enqueue(t, r, b.strike)
				h.awaitStart(t)
				asked := time.Now()
				if err := b.RequestStop(t.Context(), store.Actor{}, id, tt.keep); err != nil {
					t.Fatal(err)
				}
				b.awaitState(t, id, tt.want)
				if took := time.Since(asked); took > 10*time.Second {
					t.Errorf("it took %v, want at most 10 s on a busy machine", took)
				}
				if tt.keep {
					b.wantPlan(t, b.strike, id)
				}
				if n := b.ends(t, id); n != 1 {
					t.Errorf("the run ended %d times", n)
				}
			})
		}
	})
}

// TestCancelledLate cancels a run whose plan is there before the worker looks again.
func TestCancelledLate(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		r := b.runs(b.Store, h.solve)
		r.SetTimes(time.Hour, 2*time.Hour, 100*time.Millisecond, time.Second)
		work(t, r)
		id := b.enqueue(t, r, b.strike)
		h.awaitStart(t)
		if err := b.RequestStop(t.Context(), store.Actor{}, id, false); err != nil {
			t.Fatal(err)
		}
		h.let <- struct{}{}
		b.awaitState(t, id, store.RunCancelled)
	})
}

func TestFailures(t *testing.T) {
	broken := errors.New("the engine stalls")
	tests := []struct {
		name   string
		solver runs.Solver
		log    string
	}{
		{"error", func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) { return rota.Plan{}, broken }, "the engine stalls"},
		{"panic", func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) { panic("out of memory") }, "out of memory"},
		{"a plan that the referee refuses", func(_ context.Context, p rota.Problem, _ solve.Options) (rota.Plan, error) {
			plan := rotatest.Greedy(p)
			plan.Assignments = plan.Assignments[1:]
			return plan, nil
		}, "the referee refuses"},
	}
	each(t, func(t *testing.T, b *bench) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				r := b.runs(b.Store, tt.solver)
				id := b.enqueue(t, r, b.strike)
				end := work(t, r)
				run := b.awaitState(t, id, store.RunFailed)
				end()
				log := b.log.String()
				for _, want := range []string{tt.log, "run=" + id, "reference=" + run.Reference} {
					if run.Reference == "" || !strings.Contains(log, want) {
						t.Errorf("reference %q; %q is not in the log: %s", run.Reference, want, log)
					}
				}
				if _, err := b.CurrentPlan(t.Context(), b.strike); !errors.Is(err, rota.ErrNotFound) {
					t.Errorf("there is a plan: %v", err)
				}
			})
		}
	})
}

// TestProblemThatCannotBeRead fails the run, and does not try for ever.
func TestProblemThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		run, err := b.CreateRun(t.Context(), store.Actor{}, b.strike, []byte(`{"format": "other"}`), store.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		work(t, b.runs(b.Store, greedy))
		if got := b.awaitState(t, run.ID, store.RunFailed); got.Reference == "" {
			t.Error("there is no reference")
		}
	})
}

// TestMissedByTheQueue has the server die between saving the run and queueing it.
func TestMissedByTheQueue(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, greedy)
		done := b.enqueue(t, r, b.strike)
		work(t, r)
		b.awaitState(t, done, store.RunDone)
		record, err := b.CurrentPlan(t.Context(), b.strike)
		if err != nil {
			t.Fatal(err)
		}
		missed, err := b.CreateRun(t.Context(), store.Actor{}, b.strike, record.Problem, store.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		b.awaitState(t, missed.ID, store.RunDone)
	})
}

func TestQueuedRunIsCancelledAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var solved atomic.Int32
		r := b.runs(b.Store, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			solved.Add(1)
			return greedy(ctx, p, o)
		})
		id := b.enqueue(t, r, b.strike)
		if err := b.RequestStop(t.Context(), store.Actor{}, id, false); err != nil {
			t.Fatal(err)
		}
		b.awaitState(t, id, store.RunCancelled)
		next := b.enqueue(t, r, b.strike)
		work(t, r)
		b.awaitState(t, next, store.RunDone)
		if n := solved.Load(); n != 1 {
			t.Errorf("%d runs were solved, want the second alone", n)
		}
	})
}

// TestWorkerStopped ends a worker in order: its run goes back and the next one solves it.
func TestWorkerStopped(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		first := b.runs(b.Store, h.solve)
		id := b.enqueue(t, first, b.strike)
		end := work(t, first)
		h.awaitStart(t)
		end()
		if run := b.awaitState(t, id, store.RunQueued); run.Attempts != 1 {
			t.Errorf("attempts %d, want 1", run.Attempts)
		}
		work(t, b.runs(b.Store, greedy))
		if run := b.awaitState(t, id, store.RunDone); run.Attempts != 2 {
			t.Errorf("attempts %d, want 2", run.Attempts)
		}
		if n := b.ends(t, id); n != 1 {
			t.Errorf("the run ended %d times", n)
		}
	})
}

// TestLostLease has another worker take the run: this one stops and saves nothing.
func TestLostLease(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		gone := make(chan struct{})
		r := b.runs(b.Store, func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
			defer close(gone)
			_, err := h.solve(ctx, p, o)
			if err == nil {
				t.Error("the solver was not told to stop")
			}
			return rotatest.Greedy(p), nil // a solver that does not care
		})
		id := b.enqueue(t, r, b.strike)
		end := work(t, r)
		h.awaitStart(t)
		if err := b.ReleaseRuns(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := b.ClaimRun(t.Context(), id, "other", time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		<-gone
		end()
		if run := b.awaitState(t, id, store.RunRunning); run.Attempts != 2 {
			t.Errorf("attempts %d, want 2", run.Attempts)
		}
		if n := b.ends(t, id); n != 0 {
			t.Errorf("the worker that lost the run ended it %d times", n)
		}
	})
}

func TestGivesUp(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, greedy)
		id := b.enqueue(t, r, b.strike)
		for range 3 { // three workers die
			if _, err := b.ClaimRun(t.Context(), id, "w", time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if err := b.ReleaseRuns(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		work(t, r)
		if run := b.awaitState(t, id, store.RunFailed); run.Attempts != 4 {
			t.Errorf("attempts %d, want 4", run.Attempts)
		}
	})
}

// TestTwoWorkers has two workers, each with its own connections, share the runs of
// three strikes: each is solved once, and no two of one strike at the same time.
func TestTwoWorkers(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if b.Driver() == store.Postgres { // SQLite has one worker
			b.twoWorkers(t)
		}
	})
}

func (b *bench) twoWorkers(t *testing.T) {
	var mu sync.Mutex
	solved, busy := 0, 0
	most := 0
	solver := func(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
		mu.Lock()
		solved++
		busy++
		most = max(most, busy)
		mu.Unlock()
		defer func() { mu.Lock(); busy--; mu.Unlock() }()
		return greedy(ctx, p, o)
	}
	first := b.runs(b.Store, solver)
	second := b.runs(storetest.With(t, b.options).Store, solver)
	var ids []string
	for range 3 {
		strike := b.newStrike(t)
		for range 4 {
			ids = append(ids, b.enqueue(t, first, strike))
		}
	}
	work(t, first)
	work(t, second)
	for _, id := range ids {
		if run := b.awaitState(t, id, store.RunDone); run.Attempts != 1 {
			t.Errorf("run %s was begun %d times", id, run.Attempts)
		}
		if n := b.ends(t, id); n != 1 {
			t.Errorf("run %s ended %d times", id, n)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if solved != len(ids) || most > 2 {
		t.Errorf("%d solves, at most %d at once; want %d, at most 2", solved, most, len(ids))
	}
}

// TestOneStrikeAtATime holds a second run of the strike back while the first is solved by another worker.
func TestOneStrikeAtATime(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		h := newHand()
		r := b.runs(b.Store, h.solve)
		first := b.enqueue(t, r, b.strike)
		if _, err := b.ClaimRun(t.Context(), first, "other", time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		second := b.enqueue(t, r, b.strike)
		if _, err := b.ClaimRun(t.Context(), second, "w", time.Now().Add(time.Hour)); !errors.Is(err, rota.ErrConflict) {
			t.Errorf("claim of the second: %v, want a conflict", err)
		}
		if err := b.Finish(t.Context(), first, "other", []byte("{}"), store.Kept{}); err != nil {
			t.Fatal(err)
		}
		work(t, r)
		h.awaitStart(t)
		close(h.let)
		b.awaitState(t, second, store.RunDone)
	})
}
