package runs

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// pauses between starts of a worker that keeps dying.
const (
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

// grace is how long a worker may take to put its run back when the server ends.
const grace = 10 * time.Second

// A Child is the worker process that a server keeps.
type Child struct {
	done  chan struct{}
	pause time.Duration // before the first new start
}

// Wait returns when the worker has ended, after the context of StartChild has.
func (c *Child) Wait() { <-c.done }

// StartChild starts a worker, such as exe with the arguments "work -with-parent",
// and starts it again whenever it dies, until ctx ends. The worker's standard error is this process's.
// It ends with this process, however this process ends: on Linux the kernel sees
// to that, elsewhere the worker when its standard input does (see [WithParent]).
func (r *Runs) StartChild(ctx context.Context, exe string, args ...string) (*Child, error) {
	return r.startChild(ctx, firstPause, os.Stderr, exe, args...)
}

func (r *Runs) startChild(ctx context.Context, pause time.Duration, stderr io.Writer, exe string, args ...string) (*Child, error) {
	if _, err := exec.LookPath(exe); err != nil {
		return nil, fmt.Errorf("start the worker: %w", err)
	}
	c := &Child{done: make(chan struct{}), pause: pause}
	go func() {
		// The kernel ties the worker to this thread, which stays until the worker has gone.
		runtime.LockOSThread()
		defer close(c.done)
		c.keep(ctx, r, stderr, exe, args)
	}()
	return c, nil
}

// keep runs the worker again and again. One that lived for a while starts anew at once.
func (c *Child) keep(ctx context.Context, r *Runs, stderr io.Writer, exe string, args []string) {
	pause := c.pause
	for ctx.Err() == nil {
		started := r.now()
		err := r.runChild(ctx, stderr, exe, args)
		if ctx.Err() != nil {
			return
		}
		if r.now().Sub(started) > time.Minute {
			pause = c.pause
		}
		r.log.Warn("the worker ended and is started again", "error", err, "pause", pause)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}

// runChild runs the worker once. When ctx ends it is told to, and given time.
func (r *Runs) runChild(ctx context.Context, stderr io.Writer, exe string, args []string) error {
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Stderr = stderr
	cmd.SysProcAttr = tied()
	cmd.WaitDelay = grace
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	cmd.Cancel = func() error { return errors.Join(stdin.Close(), goNow(cmd.Process)) }
	return cmd.Run()
}

// WithParent gives a context that ends when standard input does, which is when the
// server that started this worker has gone.
func WithParent(ctx context.Context, stdin io.Reader) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, bufio.NewReader(stdin)) // nothing is ever sent
		cancel()
	}()
	return ctx, cancel
}
