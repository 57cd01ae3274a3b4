package highs

import (
	"errors"
	"testing"
)

// sized returns an engine of so many bytes, closed with the test.
func sized(t *testing.T, bytes int64) *Engine {
	t.Helper()
	e, err := NewSized(t.Context(), bytes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// TestMemoryLimit solves, in engines of several sizes, a model that needs tens of megabytes.
func TestMemoryLimit(t *testing.T) {
	start, batches := partition(300, 1, 30_000, 1)
	large := with(start, batches[0])
	small, more := partition(20, 1, 30, 1)
	little := with(small, more[0])
	want := solve(t, open(t), little, Options{}).Objective
	const limit = 24<<20 + 5 // not a whole number of pages
	e := sized(t, limit)
	if got, err := e.Solve(t.Context(), large, Options{}); got != nil || !errors.Is(err, ErrMemory) {
		t.Fatalf("a large model: result %v, error %v", got, err)
	}
	if got := solve(t, e, little, Options{}).Objective; got != want {
		t.Errorf("then a small model: objective %v, want %v", got, want)
	}
	l := newLP(t, e, start)
	var err error
	for err == nil {
		if size := e.in.module.Memory().Size(); size > limit {
			t.Fatalf("%d bytes of memory", size)
		}
		err = l.AddCols(batches[0])
	}
	if !errors.Is(err, ErrMemory) {
		t.Errorf("a large LP: error %v", err)
	}
	if _, again := l.Solve(t.Context(), LPOptions{}); !errors.Is(again, ErrMemory) {
		t.Errorf("the LP afterwards: error %v", again)
	}
	if got := solveLP(t, newLP(t, e, little)).Objective; !near(got, want, 1e-7) {
		t.Errorf("then a small LP: objective %v, want %v", got, want)
	}
}

// TestMemoryIsUsedUp gives a model just more than what it takes, where a quarter more is too much.
func TestMemoryIsUsedUp(t *testing.T) {
	start, batches := partition(100, 1, 8000, 1)
	large := with(start, batches[0])
	lowest, highest := int64(8<<20), int64(128<<20)
	for highest-lowest > 256<<10 {
		limit := (lowest + highest) / 2
		e, err := NewSized(t.Context(), limit)
		if err == nil {
			_, err = e.Solve(t.Context(), large, Options{})
		}
		if e != nil {
			if e.in != nil && int64(e.in.module.Memory().Size()) > limit {
				t.Errorf("%d bytes, limit %d", e.in.module.Memory().Size(), limit)
			}
			e.Close()
		}
		switch {
		case err == nil:
			highest = limit
		case errors.Is(err, ErrMemory):
			lowest = limit
		default:
			t.Fatal(err)
		}
	}
	if lowest < 16<<20 || highest > 100<<20 {
		t.Errorf("the model takes between %d and %d bytes", lowest, highest)
	}
}

func TestSizes(t *testing.T) {
	for _, bytes := range []int64{-1, 0} {
		if _, err := NewSized(t.Context(), bytes); err == nil || errors.Is(err, ErrMemory) {
			t.Errorf("%d bytes: error %v", bytes, err)
		}
	}
	if _, err := NewSized(t.Context(), 1<<20); !errors.Is(err, ErrMemory) {
		t.Errorf("too little to start: error %v", err)
	}
	sized(t, 1<<40) // more than there can be
}
