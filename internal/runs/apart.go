package runs

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
)

// tellEvery is the least time between two tellings of what an explanation has so far.
const tellEvery = 500 * time.Millisecond

// SolveApart answers the one request of a [Process]: it is what "strikerota solver"
// does. in and out are standard input and output. Of the options it looks at Solve,
// Explain, Variants, Robust and Now. When ctx ends, or in does, nobody wants the result: it then
// gives nil without any. Its error is that out cannot be written.
func SolveApart(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	from := bufio.NewReader(in)
	line, err := from.ReadBytes('\n')
	if err != nil {
		return nil // the worker has gone
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := &apart{options: o.orReal(), stop: make(chan struct{}), out: json.NewEncoder(out), gone: cancel}
	go a.obey(from)
	last := a.answer(ctx, line)
	if ctx.Err() != nil {
		return nil
	}
	return a.send(last)
}

// An apart is the solving process's end of the talk.
type apart struct {
	options Options
	stop    chan struct{} // closed when the worker asks to stop
	gone    func()        // ends everything: the worker is not there any more

	mu  sync.Mutex // a solver that has panicked may still tell how far it is
	out *json.Encoder
}

// obey listens to the worker until it has gone.
func (a *apart) obey(from *bufio.Reader) {
	stop := sync.OnceFunc(func() { close(a.stop) })
	for {
		line, err := from.ReadString('\n')
		if line == stopLine {
			stop()
		}
		if err != nil {
			a.gone()
			return
		}
	}
}

// tell sends an answer that is not the last.
func (a *apart) tell(told answer) {
	if a.send(told) != nil {
		a.gone()
	}
}

func (a *apart) send(said answer) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.out.Encode(said)
}

// answer does what the line asks. Its answer is the last.
func (a *apart) answer(ctx context.Context, line []byte) answer {
	result, err := guarded("the solver", func() (json.RawMessage, error) { return a.do(ctx, line) })
	last := answer{Result: result}
	if err != nil {
		last.Error = err.Error()
	}
	return last
}

func (a *apart) do(ctx context.Context, line []byte) (json.RawMessage, error) {
	var r request
	if err := readLine(line, &r); err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	problem, err := document.ReadProblem(bytes.NewReader(r.Problem))
	if err != nil {
		return nil, fmt.Errorf("read the problem: %w", err)
	}
	switch r.Job {
	case jobSolve:
		return a.solve(ctx, r, problem)
	case jobExplain:
		return a.explain(ctx, r, problem)
	case jobVariants:
		return a.variants(ctx, r, problem)
	case jobRobust:
		return a.robust(ctx, r)
	}
	return nil, errors.New("the request is for nothing that is known")
}

func (a *apart) solve(ctx context.Context, r request, problem rota.Problem) (json.RawMessage, error) {
	plan, err := a.options.Solve(ctx, problem, a.steered(r))
	if err != nil {
		return nil, err
	}
	return written(func(w io.Writer) error { return document.WritePlan(w, plan) })
}

func (a *apart) variants(ctx context.Context, r request, problem rota.Problem) (json.RawMessage, error) {
	problems := []rota.Problem{problem}
	for i, text := range r.Others {
		p, err := document.ReadProblem(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("read problem %d: %w", i+2, err)
		}
		problems = append(problems, p)
	}
	plans, err := a.options.Variants(ctx, problems, a.steered(r))
	if err != nil {
		return nil, err
	}
	return WritePlans(plans)
}

func (a *apart) robust(ctx context.Context, r request) (json.RawMessage, error) {
	q, err := ReadRobustQuestion(r.Problem, r.Question)
	if err != nil {
		return nil, err
	}
	found, err := a.options.Robust(ctx, q.Problem, q.Plan, q.Spare, solve.RobustOptions{Choices: r.Choices, States: r.States, Threads: r.Threads})
	if err != nil {
		return nil, err
	}
	return WriteRobustness(found)
}

// steered are the options of a solve that tells how far it is, and stops when it is to.
func (a *apart) steered(r request) solve.Options {
	o := r.solveOptions()
	o.Stop = a.stop
	o.Progress = func(p solve.Progress) {
		doc := progressDoc(p)
		a.tell(answer{Progress: &doc})
	}
	return o
}

// explain explains until it is done or is to stop.
func (a *apart) explain(ctx context.Context, r request, problem rota.Problem) (json.RawMessage, error) {
	plan, err := document.ReadPlan(bytes.NewReader(r.Plan))
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-a.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	x, failed := a.options.Explain(ctx, problem, plan, ExplainOptions{Slot: r.Slot, Limit: r.Limit, Seed: r.Seed, Threads: r.Threads,
		Now: a.options.Now, Tell: a.tellSome()})
	result, err := written(func(w io.Writer) error { return WriteExplanation(w, x) })
	if err != nil {
		return nil, err
	}
	return result, failed
}

// tellSome tells what is known so far, now and then.
func (a *apart) tellSome() func(Explanation) {
	var last time.Time
	return func(x Explanation) {
		now := a.options.Now()
		if now.Sub(last) < tellEvery {
			return
		}
		if soFar, err := written(func(w io.Writer) error { return WriteExplanation(w, x) }); err == nil {
			a.tell(answer{SoFar: soFar})
		}
		last = now
	}
}

// guarded turns a panic of what f does into an error.
func guarded[T any](what string, f func() (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			var none T
			out, err = none, fmt.Errorf("%s panicked: %v", what, p)
		}
	}()
	return f()
}
