package runs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// patience is how long a test waits for something that has to happen.
const patience = 30 * time.Second

// leaseOfLiving is the lease of workers that do not die: however late their beat is on a busy
// machine, nobody else takes their run. The one that is killed has a short one of its own.
const leaseOfLiving = 10 * time.Minute

// A bench is a database, its options and one strike with a problem.
type bench struct {
	*storetest.DB
	options store.Options
	strike  string
	problem rota.Problem
	log     *logBook
	explain runs.Explainer // nil explains nothing, at once
}

// A logBook gathers what is logged.
type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// each runs the test on a bench of each kind of database.
func each(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		b := &bench{DB: storetest.With(t, o), options: o, log: &logBook{}}
		if err := runs.New(b.Store, runs.Options{}).Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.problem = rotatest.July().Standard().
			Slot("fri-night", "25 20:00", "26 08:30").
			Slot("sat-night", "26 20:00", "27 08:30", rotatest.Places(2)).
			Consultant("c1").Consultant("c2").Problem(t)
		b.strike = b.newStrike(t)
		test(t, b)
	})
}

func (b *bench) newStrike(t *testing.T) string {
	t.Helper()
	id, err := b.CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{
		Strike: b.problem.Strike, Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(), Retention: rota.StandardRetention()})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// runs is a Runs with short waits, which solves as given.
func (b *bench) runs(s *store.Store, solver runs.Solver) *runs.Runs {
	explain := b.explain
	if explain == nil {
		explain = func(context.Context, rota.Problem, rota.Plan, runs.ExplainOptions) (runs.Explanation, error) {
			return runs.Explanation{}, nil
		}
	}
	r := runs.New(s, runs.Options{Limit: time.Minute, Seed: 1, Threads: 1, Solve: solver, Explain: explain, Variants: firstAlone,
		Log: slog.New(slog.NewTextHandler(b.log, nil))})
	r.SetTimes(50*time.Millisecond, leaseOfLiving, 100*time.Millisecond, time.Second)
	return r
}

func (b *bench) enqueue(t *testing.T, r *runs.Runs, strike string) string {
	t.Helper()
	id, err := r.Enqueue(t.Context(), b.Trust, store.Actor{}, strike, b.problem)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// work starts a worker. The function it gives ends it and waits.
func work(t *testing.T, r *runs.Runs) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Work(ctx) }()
	end = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("the worker failed: %v", err)
			}
		case <-time.After(patience):
			t.Error("the worker does not end")
		}
	})
	t.Cleanup(end)
	return end
}

// await reads the run until it is as wanted.
func (b *bench) await(t *testing.T, id, what string, wanted func(store.Run) bool) store.Run {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		run, err := b.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if wanted(run) {
			return run
		}
		if time.Now().After(end) {
			t.Fatalf("the run is %s (asked %q, attempt %d) and not %s\nlog: %s", run.State, run.Stop, run.Attempts, what, b.log)
		}
	}
}

func (b *bench) awaitState(t *testing.T, id string, state store.RunState) store.Run {
	t.Helper()
	return b.await(t, id, string(state), func(r store.Run) bool { return r.State == state })
}

// wantPlan holds that the strike's plan is this run's, and sound.
func (b *bench) wantPlan(t *testing.T, strike, run string) {
	t.Helper()
	record, err := b.CurrentPlan(t.Context(), strike)
	if err != nil {
		t.Fatal(err)
	}
	if record.RunID != run {
		t.Errorf("the plan is of run %s, want %s", record.RunID, run)
	}
	problem, err := document.ReadProblem(bytes.NewReader(record.Problem))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := document.ReadPlan(bytes.NewReader(record.Plan))
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(problem, plan); !report.OK() || len(plan.Assignments) == 0 {
		t.Errorf("the plan is not sound: %+v", report)
	}
}

// ends counts how often the audit says that a run finished, failed or was cancelled.
func (b *bench) ends(t *testing.T, run string) int {
	t.Helper()
	r, err := b.Run(t.Context(), run)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Audit(t.Context(), r.StrikeID, 1)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range rows {
		if row.ID == run && (row.Action == store.Finished || row.Action == store.Failed || row.Action == store.Cancelled) {
			n++
		}
	}
	return n
}

// problemText is the problem's document.
func problemText(t *testing.T, p rota.Problem) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := document.WriteProblem(&text, p); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func greedy(_ context.Context, p rota.Problem, _ solve.Options) (rota.Plan, error) {
	return rotatest.Greedy(p), nil
}

// A hand lets a test hold a solver: it says when it began, and goes on when let.
type hand struct {
	began chan struct{}
	let   chan struct{}
}

func newHand() *hand { return &hand{began: make(chan struct{}, 100), let: make(chan struct{})} }

// solve waits for the test, the user's stop or the end of its context.
func (h *hand) solve(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
	h.began <- struct{}{}
	select {
	case <-ctx.Done():
		return rota.Plan{}, context.Cause(ctx)
	case <-o.Stop:
	case <-h.let:
	}
	return rotatest.Greedy(p), nil
}

func (h *hand) awaitStart(t *testing.T) {
	t.Helper()
	select {
	case <-h.began:
	case <-time.After(patience):
		t.Fatal("solving does not begin")
	}
}
