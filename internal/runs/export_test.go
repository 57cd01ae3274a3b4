package runs

import (
	"context"
	"io"
	"time"
)

// SetTimes shortens what a worker waits for.
func (r *Runs) SetTimes(beat, lease, sweep, miss time.Duration) {
	r.times.beat, r.times.lease, r.times.sweep, r.times.miss = beat, lease, sweep, miss
}

// StartChildFor is StartChild with a pause before new starts, and with the worker's standard error.
func (r *Runs) StartChildFor(ctx context.Context, pause time.Duration, stderr io.Writer, exe string, args ...string) (*Child, error) {
	return r.startChild(ctx, pause, stderr, exe, args...)
}
