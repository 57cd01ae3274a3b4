package highs

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// TestCancel ends the context at random readings of the clock: the solve stops by itself
// some readings later, however slow the machine is. To its end it would go on for many thousands.
func TestCancel(t *testing.T) {
	e := open(t)
	e.grace = time.Hour
	easy, hard := knapsacks(20, 3, 1), knapsacks(100, 30, 5)
	want := solve(t, e, easy, Options{}).Objective
	random := rand.New(rand.NewPCG(1, 1))
	before := runtime.NumGoroutine()
	for k := range 12 {
		ctx := &asked{Context: context.Background(), left: random.IntN(300)}
		got, err := e.Solve(ctx, hard, Options{})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("cancel %d: result %+v, error %v", k, got, err)
		}
		if more := -ctx.left; more > 3000 {
			t.Errorf("cancel %d: the clock was read %d more times", k, more)
		}
		if got != nil && got.HasX && objective(hard, got.X) != got.Objective {
			t.Errorf("cancel %d: the solution is worth %v, not %v", k, objective(hard, got.X), got.Objective)
		}
		if got := solve(t, e, easy, Options{}).Objective; got != want {
			t.Errorf("after cancel %d: objective %v, want %v", k, got, want)
		}
	}
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("%d goroutines, %d before", got, before)
	}
}

// TestCancelKeepsBest stops a solve once it knows a solution.
func TestCancelKeepsBest(t *testing.T) {
	e := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	known := inf
	got, err := e.Solve(ctx, knapsacks(100, 30, 5), Options{Progress: func(p Progress) {
		if p.Best < -1000 {
			known = p.Best
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || got == nil {
		t.Fatalf("result %v, error %v", got, err)
	}
	if got.Status != Limit || !got.HasX || got.Objective > known || got.Bound > got.Objective {
		t.Errorf("%v, %v, bound %v; known %v", got.Status, got.Objective, got.Bound, known)
	}
}

func TestCancelledBefore(t *testing.T) {
	e := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := e.Solve(ctx, knapsacks(20, 3, 1), Options{}); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("solve: result %v, error %v", got, err)
	}
	if _, err := New(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("new: error %v", err)
	}
}

// TestGraceIsOver ends a solve that was told long ago to stop and has not.
func TestGraceIsOver(t *testing.T) {
	e := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	told := newTask(ctx, 0)
	told.started, told.told = time.Now().Add(-time.Hour), 1
	m := knapsacks(30, 5, 1)
	if got, err := newSession(e.in, told).run(m, &Options{}); !errors.Is(err, errStopped) {
		t.Fatalf("result %v, error %v, want %v", got, err, errStopped)
	}
	e.drop()
	if got := solve(t, e, m, Options{}); got.Status != Optimal {
		t.Errorf("the next solve: %v", got.Status)
	}
}

// TestFaults makes an instance fail from inside.
func TestFaults(t *testing.T) {
	e := open(t)
	ctx := newTask(t.Context(), 0).with()
	if _, err := e.in.call(ctx, "Highs_run", 0xffff_fff0); err == nil {
		t.Error("a wild address was run")
	}
	e.drop()
	solve(t, e, knapsacks(10, 1, 1), Options{})
	a := arena{in: e.in, ctx: ctx}
	for range 3 {
		a.alloc(1<<31 - 1<<16)
	}
	if !errors.Is(a.err, ErrMemory) {
		t.Errorf("six gigabytes: error %v, want %v", a.err, ErrMemory)
	}
	if _, err := e.in.call(ctx, "Highs_nothing"); err == nil {
		t.Error("a function that is not there was called")
	}
	e.drop()
	if got := solve(t, e, knapsacks(10, 1, 1), Options{}); got.Status != Optimal {
		t.Errorf("the next solve: %v", got.Status)
	}
}

// TestPanicInProgress finds that a caller's own panic does not pass for a result.
func TestPanicInProgress(t *testing.T) {
	e := open(t)
	m := knapsacks(40, 5, 1)
	got, err := e.Solve(context.Background(), m, Options{Progress: func(Progress) { panic("of the caller") }})
	if err == nil {
		t.Errorf("result %+v", got)
	}
	if got := solve(t, e, m, Options{}); got.Status != Optimal {
		t.Errorf("the next solve: %v", got.Status)
	}
}
