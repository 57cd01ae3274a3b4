package runs

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// ErrDied is a solving process that ended before it had a result.
var ErrDied = errors.New("the solving process died")

// lastWords is how long an explanation may take to end when it is asked to.
const lastWords = 3 * time.Second

// A Process solves in a process of its own, a new one each time, which knows the
// problem and nothing else: no database, no settings. So it can have a low priority,
// take all the memory or crash, and the worker, which holds the database, goes on.
type Process struct {
	Exe    string // the program, such as this one
	Args   []string
	Nice   int       // its priority, 0 to 19 (lowest), on Linux
	Stderr io.Writer // where it tells of a crash; nil is nowhere
}

// Solve is solve.Solve in the process. Options.Model must be nil. The process may use
// as many processors as there are threads, which are one fewer than the machine has
// unless chosen.
func (p Process) Solve(ctx context.Context, problem rota.Problem, o solve.Options) (rota.Plan, error) {
	result, err := p.solved(ctx, request{Job: jobSolve}, o, problem)
	if err != nil {
		return rota.Plan{}, err
	}
	return document.ReadPlan(bytes.NewReader(result))
}

// Variants is solve.Variants in the process, as Solve is.
func (p Process) Variants(ctx context.Context, problems []rota.Problem, o solve.Options) ([]rota.Plan, error) {
	result, err := p.solved(ctx, request{Job: jobVariants}, o, problems...)
	if err != nil {
		return nil, err
	}
	return ReadPlans(result, len(problems))
}

// Robust is solve.Robust in the process, with as many threads as there are processors for it.
func (p Process) Robust(ctx context.Context, problem rota.Problem, plan rota.Plan, spare []solve.Spare, o solve.RobustOptions) (solve.Robustness, error) {
	q := RobustQuestion{Problem: problem, Plan: plan, Spare: spare}
	r := request{Job: jobRobust, Threads: o.Threads, Choices: o.Choices, States: o.States}
	var err error
	if r.Problem, r.Question, err = q.Documents(); err != nil {
		return solve.Robustness{}, err
	}
	last, err := p.ask(ctx, r, nil, func(answer) error { return nil })
	if err != nil || last.Result == nil {
		return solve.Robustness{}, errors.Join(err, last.failure())
	}
	return ReadRobustness(last.Result, q)
}

// solved has problems solved as the options say.
func (p Process) solved(ctx context.Context, r request, o solve.Options, problems ...rota.Problem) (json.RawMessage, error) {
	r.Limit, r.Steps, r.Seed, r.Threads, r.Memory = o.Limit, o.Steps, o.Seed, o.Threads, o.Memory
	for i, problem := range problems {
		text, err := problemText(problem)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			r.Problem = text
		} else {
			r.Others = append(r.Others, text)
		}
	}
	last, err := p.ask(ctx, r, o.Stop, func(a answer) error {
		if o.Progress != nil && a.Progress != nil {
			o.Progress(solve.Progress(*a.Progress))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return last.Result, last.failure()
}

// Explain is [Explain] in the process, which goes by its own clock. When the process
// dies, what it told last is given with the error.
func (p Process) Explain(ctx context.Context, problem rota.Problem, plan rota.Plan, o ExplainOptions) (Explanation, error) {
	known := unexplained(plan)
	r := request{Job: jobExplain, Slot: o.Slot, Limit: o.Limit, Seed: o.Seed, Threads: o.Threads}
	var bad [2]error
	r.Problem, bad[0] = written(func(w io.Writer) error { return document.WriteProblem(w, problem) })
	r.Plan, bad[1] = written(func(w io.Writer) error { return document.WritePlan(w, plan) })
	if err := errors.Join(bad[:]...); err != nil {
		return known, fmt.Errorf("write what is to be explained: %w", err)
	}
	// When ctx ends the process is asked for what it has, and killed if that takes too long.
	asking, kill := context.WithCancel(context.WithoutCancel(ctx))
	defer kill()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, kill) })()
	last, err := p.ask(asking, r, ctx.Done(), func(a answer) error {
		if a.SoFar == nil {
			return nil
		}
		x, err := ReadExplanation(a.SoFar)
		if err == nil {
			known = x
			if o.Tell != nil {
				o.Tell(x)
			}
		}
		return err
	})
	known.More = false
	if err != nil || last.Result == nil {
		return known, errors.Join(err, last.failure())
	}
	x, err := ReadExplanation(last.Result)
	return x, errors.Join(err, last.failure())
}

// ask has a new process answer the request, and tells of all that it says but the
// last answer, which it gives. When stop is closed the process is asked to end; when
// ctx ends it is killed. The process has gone when ask returns.
func (p Process) ask(ctx context.Context, r request, stop <-chan struct{}, tell func(answer) error) (answer, error) {
	line, err := json.Marshal(r)
	if err != nil {
		return answer{}, fmt.Errorf("write the request: %w", err)
	}
	living, kill := context.WithCancel(ctx)
	defer kill()
	cmd := p.command(living, r.Threads)
	in, err := cmd.StdinPipe()
	if err != nil {
		return answer{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return answer{}, err
	}
	over := make(chan struct{})
	defer close(over)
	if err := p.start(cmd, over); err != nil {
		return answer{}, fmt.Errorf("%w: %w", ErrDied, err)
	}
	go send(in, append(line, '\n'), stop, over)
	last, failed := listen(out, tell)
	if !errors.Is(failed, ErrDied) {
		kill() // it has said all, or makes no sense
	}
	ended := cmd.Wait()
	switch {
	case failed == nil:
		return last, nil
	case ctx.Err() != nil:
		return answer{}, context.Cause(ctx)
	case errors.Is(failed, ErrDied) && ended != nil:
		return answer{}, fmt.Errorf("%w: %w", ErrDied, ended)
	}
	return answer{}, failed
}

// command is the process, which is not told where the database is.
func (p Process) command(ctx context.Context, threads int) *exec.Cmd {
	if threads <= 0 {
		threads = max(1, runtime.NumCPU()-1)
	}
	cmd := exec.CommandContext(ctx, p.Exe, p.Args...)
	cmd.Stderr = p.Stderr
	cmd.Env = append(slices.DeleteFunc(os.Environ(), secret), "GOMAXPROCS="+strconv.Itoa(threads))
	cmd.SysProcAttr = tied()
	cmd.WaitDelay = lastWords // for what is left of standard error
	return cmd
}

// secret reports whether a variable of the environment may lead to the database.
func secret(variable string) bool {
	return strings.HasPrefix(variable, "STRIKEROTA_DATABASE_") || strings.HasPrefix(variable, "PG")
}

// start starts the process. Its priority comes from the thread that starts it, and
// the kernel ties it to that thread (see tied): the thread does nothing else, stays
// until the process is over, and then ends.
func (p Process) start(cmd *exec.Cmd, over <-chan struct{}) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		lower(p.Nice)
		started <- cmd.Start()
		<-over
	}()
	err := <-started
	if err == nil {
		dieFirst(cmd.Process.Pid)
	}
	return err
}

// send writes the request, and the word to stop once stop is closed. That the process
// does not listen any more is learnt elsewhere.
func send(in io.WriteCloser, line []byte, stop, over <-chan struct{}) {
	if _, err := in.Write(line); err != nil {
		return
	}
	select {
	case <-over:
	case <-stop:
		_, _ = io.WriteString(in, stopLine)
	}
}

// listen reads answers to the last.
func listen(out io.Reader, tell func(answer) error) (answer, error) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, longestAnswer)
	for lines.Scan() {
		a, err := readAnswer(lines.Bytes())
		if err != nil || a.last() {
			return a, err
		}
		if err := tell(a); err != nil {
			return answer{}, err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return answer{}, errGarbled
	}
	return answer{}, ErrDied
}
