package runs_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// playSolver is a solving process of one kind or another.
func playSolver(kind string) {
	o := runs.Options{Solve: solversOf[kind], Explain: explainersOf[kind], Variants: variersOf[kind], Robust: robustersOf[kind]}
	switch kind {
	case "garbled":
		fmt.Println("warning: this is no answer")
	case "says nothing":
		fmt.Println("{}")
	case "two at once":
		fmt.Println(`{"error": "one"} {"error": "two"}`)
	case "quits":
		return
	}
	exitOn(runs.SolveApart(context.Background(), os.Stdin, os.Stdout, o))
}

var solversOf = map[string]runs.Solver{
	"solves": greedy,
	"held":   held,
	"fails": func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) {
		return rota.Plan{}, errors.New("the engine stalls")
	},
	"panics": func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) { panic("out of hand") },
	"is killed": func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) {
		exitOn(syscall.Kill(os.Getpid(), syscall.SIGKILL))
		select {}
	},
	"crashes": func(context.Context, rota.Problem, solve.Options) (rota.Plan, error) {
		go panic("where nobody sees it")
		select {}
	},
	"tells how it runs": func(_ context.Context, _ rota.Problem, o solve.Options) (rota.Plan, error) {
		nice, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
		exitOn(err)
		// The kernel's call gives 20 less the priority.
		return rota.Plan{}, fmt.Errorf("nice %d procs %s database %q%q limit %s steps %d seed %d threads %d memory %d", 20-nice, os.Getenv("GOMAXPROCS"),
			os.Getenv("STRIKEROTA_DATABASE_URL"), os.Getenv("PGPASSWORD"), o.Limit, o.Steps, o.Seed, o.Threads, o.Memory)
	},
}

// held tells who it is as the best value so far, and waits to be stopped.
func held(ctx context.Context, p rota.Problem, o solve.Options) (rota.Plan, error) {
	o.Progress(solve.Progress{Stage: "displaced", Index: 1, Stages: 5, Best: int64(os.Getpid()), Bound: 3, Nodes: 4, Compact: 1, Seconds: 1.5})
	select {
	case <-ctx.Done():
		return rota.Plan{}, ctx.Err()
	case <-o.Stop:
		return rotatest.Greedy(p), nil
	}
}

var explainersOf = map[string]runs.Explainer{
	"solves": func(context.Context, rota.Problem, rota.Plan, runs.ExplainOptions) (runs.Explanation, error) {
		return known(), nil
	},
	"held": func(ctx context.Context, _ rota.Problem, _ rota.Plan, o runs.ExplainOptions) (runs.Explanation, error) {
		o.Tell(lessKnown())
		<-ctx.Done()
		return known(), nil
	},
	"fails": func(context.Context, rota.Problem, rota.Plan, runs.ExplainOptions) (runs.Explanation, error) {
		return lessKnown(), errors.New("the engine stalls")
	},
	"is killed": func(_ context.Context, _ rota.Problem, _ rota.Plan, o runs.ExplainOptions) (runs.Explanation, error) {
		o.Tell(lessKnown())
		exitOn(syscall.Kill(os.Getpid(), syscall.SIGKILL))
		select {}
	},
	"tells how it runs": func(_ context.Context, _ rota.Problem, _ rota.Plan, o runs.ExplainOptions) (runs.Explanation, error) {
		return runs.Explanation{}, fmt.Errorf("slot %s limit %s seed %d threads %d", o.Slot, o.Limit, o.Seed, o.Threads)
	},
}

var variersOf = map[string]runs.Varier{
	"solves": firstAlone,
	"is killed": func(context.Context, []rota.Problem, solve.Options) ([]rota.Plan, error) {
		exitOn(syscall.Kill(os.Getpid(), syscall.SIGKILL))
		select {}
	},
}

var robustersOf = map[string]runs.Robuster{
	"solves": nil, // solve.Robust
	"fails": func(context.Context, rota.Problem, rota.Plan, []solve.Spare, solve.RobustOptions) (solve.Robustness, error) {
		return solve.Robustness{}, errors.New("no way to tell")
	},
}

// lessKnown is what is known before all is.
func lessKnown() runs.Explanation {
	x := known()
	x.Open = x.Open[:1]
	return x
}

// process is a solving process of the kind.
func process(t *testing.T, kind string) runs.Process {
	t.Helper()
	t.Setenv(roleEnv, "solver")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return runs.Process{Exe: exe, Args: []string{kind}, Nice: 19}
}

func twoNights(t *testing.T) rota.Problem {
	t.Helper()
	return rotatest.July().Standard().Slot("fri-night", "25 20:00", "26 08:30").Slot("sat-night", "26 20:00", "27 08:30", rotatest.Places(2)).
		Consultant("c1").Consultant("c2").Problem(t)
}

func TestProcess(t *testing.T) {
	p := twoNights(t)
	tests := []struct {
		kind, want string
		died       bool
	}{
		{"solves", "", false},
		{"fails", "the engine stalls", false},
		{"panics", "the solver panicked: out of hand", false},
		{"garbled", "makes no sense", false},
		{"says nothing", "makes no sense", false},
		{"two at once", "makes no sense", false},
		{"quits", "the solving process died", true},
		{"is killed", "the solving process died: signal: killed", true},
		{"crashes", "the solving process died: exit status 2", true},
		{"tells how it runs", `nice 19 procs 3 database "" limit 1.5s steps 7 seed 8 threads 3 memory 9`, false},
	}
	t.Setenv("STRIKEROTA_DATABASE_URL", "postgres://somewhere")
	t.Setenv("PGPASSWORD", "secret")
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			plan, err := process(t, tt.kind).Solve(t.Context(), p, solve.Options{Limit: 1500 * time.Millisecond, Steps: 7, Seed: 8, Threads: 3, Memory: 9})
			if tt.want == "" {
				if diff := cmp.Diff(rotatest.Greedy(p), plan, cmpopts.EquateEmpty()); err != nil || diff != "" {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
				return
			}
			if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), `""""`, `""`), tt.want) || errors.Is(err, runs.ErrDied) != tt.died {
				t.Errorf("%v, want %q, died %t", err, tt.want, tt.died)
			}
		})
	}
}

func TestProcessVariants(t *testing.T) {
	p := twoNights(t)
	q, err := p.At(rota.Price{Basis: rota.AtBMA})
	if err != nil {
		t.Fatal(err)
	}
	problems := []rota.Problem{p, q, p}
	got, err := process(t, "solves").Variants(t.Context(), problems, solve.Options{})
	want, failed := firstAlone(t.Context(), problems, solve.Options{})
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || failed != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := process(t, "is killed").Variants(t.Context(), problems, solve.Options{}); !errors.Is(err, runs.ErrDied) {
		t.Errorf("killed: %v", err)
	}
}

func TestProcessRobust(t *testing.T) {
	q := relying(t)
	o := solve.RobustOptions{Choices: 7, States: 9, Threads: 1}
	got, err := process(t, "solves").Robust(t.Context(), q.Problem, q.Plan, q.Spare, o)
	want, failed := solve.Robust(t.Context(), q.Problem, q.Plan, q.Spare, o)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || failed != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := process(t, "fails").Robust(t.Context(), q.Problem, q.Plan, q.Spare, o); err == nil || err.Error() != "no way to tell" {
		t.Errorf("fails: %v", err)
	}
}

func TestProcessThatIsNotThere(t *testing.T) {
	p := twoNights(t)
	none := runs.Process{Exe: t.TempDir() + "/none"}
	if _, err := none.Solve(t.Context(), p, solve.Options{}); !errors.Is(err, runs.ErrDied) {
		t.Errorf("solve: %v", err)
	}
	if _, err := none.Explain(t.Context(), p, rotatest.Plan(p), runs.ExplainOptions{}); !errors.Is(err, runs.ErrDied) {
		t.Errorf("explain: %v", err)
	}
}

func TestProcessExplains(t *testing.T) {
	p := twoNights(t)
	plan := rotatest.Plan(p) // everything open
	nothing := runs.Explanation{Open: []runs.OpenSlot{{Slot: "fri-night"}, {Slot: "sat-night"}}}
	tests := []struct {
		kind, err string
		want      runs.Explanation
		told      int
		died      bool
	}{
		{"solves", "", known(), 0, false},
		{"held", "", known(), 1, false}, // ended when it has told something
		{"fails", "the engine stalls", lessKnown(), 0, false},
		{"garbled", "makes no sense", nothing, 0, false},
		{"is killed", "signal: killed", lessKnown(), 1, true},
		{"tells how it runs", "slot fri-night limit 2s seed 5 threads 2", runs.Explanation{}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var told []runs.Explanation
			got, err := process(t, tt.kind).Explain(ctx, p, plan, runs.ExplainOptions{Slot: "fri-night", Limit: 2 * time.Second, Seed: 5, Threads: 2,
				Tell: func(x runs.Explanation) {
					told = append(told, x)
					if tt.kind == "held" {
						cancel()
					}
				}})
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" || len(told) != tt.told {
				t.Errorf("told %d (-want +got):\n%s", len(told), diff)
			}
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) || errors.Is(err, runs.ErrDied) != tt.died {
				t.Errorf("%v, want %q, died %t", err, tt.err, tt.died)
			}
		})
	}
}

// solver waits until a process solves the run, other than the one given, and gives its id.
func (b *bench) solver(t *testing.T, run string, not int) int {
	t.Helper()
	got := b.await(t, run, "being solved by a process", func(r store.Run) bool { return r.Progress.HasBest && r.Progress.Best != int64(not) })
	want := store.Progress{Stage: "displaced", Index: 2, Stages: 5, Best: got.Progress.Best, Bound: 3, HasBest: true, Seconds: 1.5}
	if diff := cmp.Diff(want, got.Progress); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	return int(got.Progress.Best)
}

// TestProcessStops keeps and cancels a run that a process solves: it has gone then.
func TestProcessStops(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, process(t, "held").Solve)
		work(t, r)
		for _, tt := range []struct {
			keep bool
			want store.RunState
		}{{true, store.RunDone}, {false, store.RunCancelled}} {
			id := b.enqueue(t, r, b.strike)
			pid := b.solver(t, id, 0)
			if err := b.RequestStop(t.Context(), store.Actor{}, id, tt.keep); err != nil {
				t.Fatal(err)
			}
			b.awaitState(t, id, tt.want)
			if tt.keep {
				b.wantPlan(t, b.strike, id)
			}
			if err := syscall.Kill(pid, 0); err == nil {
				t.Errorf("keep %t: the process is still there", tt.keep)
			}
		}
	})
}

// TestSolverKilled kills the process of a run again and again: the run is taken up by
// a new one each time, until it has ended too many.
func TestSolverKilled(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, process(t, "held").Solve)
		work(t, r)
		id := b.enqueue(t, r, b.strike)
		pid := 0
		for attempt := range 3 {
			pid = b.solver(t, id, pid)
			run, err := b.Run(t.Context(), id)
			if err != nil || run.Attempts != attempt+1 {
				t.Errorf("attempts %d, %v; want %d", run.Attempts, err, attempt+1)
			}
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}
		if run := b.awaitState(t, id, store.RunFailed); run.Reference == "" || run.Attempts != 4 {
			t.Errorf("the run is %+v", run)
		}
		if n := strings.Count(b.log.String(), "a run is begun anew"); n != 3 || !strings.Contains(b.log.String(), "signal: killed") {
			t.Errorf("the log tells %d times that a run is begun anew:\n%s", n, b.log)
		}
		if n := b.ends(t, id); n != 1 {
			t.Errorf("the run ended %d times", n)
		}
	})
}

// TestSolverKilledOnce holds that what a process was killed over is finished by the next.
func TestSolverKilledOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, process(t, "held").Solve)
		work(t, r)
		id := b.enqueue(t, r, b.strike)
		pid := b.solver(t, id, 0)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		b.solver(t, id, pid)
		if err := b.RequestStop(t.Context(), store.Actor{}, id, true); err != nil {
			t.Fatal(err)
		}
		b.awaitState(t, id, store.RunDone)
		b.wantPlan(t, b.strike, id)
	})
}

// playAsker has a process solve until it is killed.
func playAsker() {
	exitOn(os.Setenv(roleEnv, "solver"))
	exe, err := os.Executable()
	exitOn(err)
	p, err := document.ReadProblem(os.Stdin)
	exitOn(err)
	_, err = runs.Process{Exe: exe, Args: []string{"held"}, Stderr: os.Stderr}.Solve(context.Background(), p, solve.Options{
		Progress: func(solve.Progress) { fmt.Fprintln(os.Stderr, "solving") }})
	exitOn(err)
}

// TestAskerKilled kills what asked for a solve: the solving process ends too. It
// holds the asker's standard error, so reading that ends only when both have.
func TestAskerKilled(t *testing.T) {
	asker := play(t, "asker")
	asker.Stdin = bytes.NewReader(problemText(t, twoNights(t)))
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	asker.Stderr = out
	if err := asker.Start(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	line(t, bufio.NewScanner(in), "solving")
	if err := asker.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = asker.Wait() // it was killed
	if err := in.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		t.Errorf("the solving process outlived what asked for it: %v", err)
	}
}

// TestSolveApartLeft holds that nothing is said any more once standard input has ended.
func TestSolveApartLeft(t *testing.T) {
	request := `{"job": "solve", "problem": ` + strings.ReplaceAll(string(problemText(t, twoNights(t))), "\n", " ") + `}`
	tests := []struct{ name, in string }{
		{"before the request", ""},
		{"within the request", request},
		{"while it solves", request + "\n"},
		{"after a line that it does not know", request + "\nhurry\n"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		err := runs.SolveApart(t.Context(), strings.NewReader(tt.in), &out, runs.Options{
			Solve: func(ctx context.Context, _ rota.Problem, _ solve.Options) (rota.Plan, error) {
				<-ctx.Done()
				return rota.Plan{}, ctx.Err()
			}})
		if err != nil || out.Len() > 0 {
			t.Errorf("%s: %v, said %q", tt.name, err, out.String())
		}
	}
}
