package solve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve/highs"
)

// Each case of the benchmarks has a process of its own, so that its greatest memory
// can be told, one that crashes ends no other, and one that hangs can be killed.

// A benchCase is one problem and one solver.
type benchCase struct {
	Who   string // ours, cbc or a formulation given to our engine
	Size  rotatest.Size
	Tight rotatest.Tightness
	Seed  uint64

	Consultants, Slots int // of a problem of task scheduling; 0 for a trust

	Limit time.Duration
}

const (
	ours  = "ours"
	byCBC = "cbc"
)

func (c benchCase) problem() rota.Problem {
	if c.Consultants > 0 {
		return rotatest.Tasks(c.Consultants, c.Slots, c.Seed)
	}
	return rotatest.Trust(c.Size, c.Tight, c.Seed)
}

// A benchEvent is a line that the process of a case writes.
type benchEvent struct {
	Stages  []string        `json:",omitempty"` // in the first
	Aim     *rota.AimValue  `json:",omitempty"` // how far the stage under way is
	Aims    []rota.AimValue `json:",omitempty"` // in the last of one that ended: all aims reached
	Done    bool            `json:",omitempty"`
	Fault   string          `json:",omitempty"`
	Compact int             `json:",omitempty"` // parts solved by the weaker model
	Seconds float64
	Nodes   int64 `json:",omitempty"` // of branch and bound so far
	Memory  int64 // bytes, the most so far; 0 if not known
}

// childVariable makes the test binary the process of the case that it holds.
const childVariable = "ROTA_BENCH_CHILD"

// TestMain runs the tests, or one case of the benchmarks.
func TestMain(m *testing.M) {
	text := os.Getenv(childVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	var c benchCase
	err := json.Unmarshal([]byte(text), &c)
	if err == nil {
		err = c.run(context.Background(), json.NewEncoder(os.Stdout))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run solves the case and writes its events.
func (c benchCase) run(ctx context.Context, out *json.Encoder) error {
	p := c.problem()
	if err := Warm(ctx); err != nil {
		return err
	}
	if err := out.Encode(benchEvent{Stages: p.Stages(), Memory: mostMemory()}); err != nil {
		return err
	}
	var last benchEvent
	var err error
	if c.Who == ours {
		last, err = c.solve(ctx, p, out)
	} else {
		last, err = c.rival(ctx, p, out)
	}
	if err != nil {
		last.Fault = err.Error()
	}
	last.Done, last.Memory = true, mostMemory()
	return out.Encode(last)
}

func (c benchCase) solve(ctx context.Context, p rota.Problem, out *json.Encoder) (benchEvent, error) {
	defer KeepTo(0)() // as the program's own solving process does
	var wrong error
	compact, nodes, began := 0, int64(0), time.Now()
	plan, err := Solve(ctx, p, Options{Limit: c.Limit, Progress: func(g Progress) {
		compact, nodes = g.Compact, g.Nodes
		e := benchEvent{Aim: &rota.AimValue{Aim: g.Stage, Value: g.Best, Bound: g.Bound},
			Compact: g.Compact, Nodes: g.Nodes, Seconds: g.Seconds, Memory: mostMemory()}
		if err := out.Encode(e); err != nil {
			wrong = err
		}
	}})
	if err == nil {
		err = wrong
	}
	return benchEvent{Aims: plan.Aims, Compact: compact, Nodes: nodes, Seconds: time.Since(began).Seconds()}, err
}

func (c benchCase) rival(ctx context.Context, p rota.Problem, out *json.Encoder) (benchEvent, error) {
	form := formulation(c.Who)
	if c.Who == byCBC {
		form = cliques
	}
	solver, end, err := c.solver(ctx)
	if err != nil {
		return benchEvent{}, err
	}
	defer end()
	r := newRival(p, form)
	var wrong error
	seconds, err := r.run(ctx, solver, c.Limit, func(a rota.AimValue, seconds float64) {
		if err := out.Encode(benchEvent{Aim: &a, Seconds: seconds, Memory: mostMemory()}); err != nil {
			wrong = err
		}
	})
	if err == nil {
		err = wrong
	}
	return benchEvent{Aims: r.aims, Seconds: seconds}, err
}

// solver is what solves the models of a rival, and what to call at the end.
func (c benchCase) solver(ctx context.Context) (rivalSolver, func(), error) {
	if c.Who != byCBC {
		e, err := highs.New(ctx)
		if err != nil {
			return nil, nil, err
		}
		return byHighs(e), e.Close, nil
	}
	program, err := exec.LookPath(byCBC)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "rota-bench")
	if err != nil {
		return nil, nil, err
	}
	return byCbc(program, folder), func() { os.RemoveAll(folder) }, nil
}

// mostMemory is the most memory that the process has had, in bytes; 0 where the
// system does not tell.
func mostMemory() int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	var kilobytes int64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0
	}
	return kilobytes << 10
}

// benchGrace is what the process of a case may take beyond its limit: to draw the
// problem, to make the models and to stop.
const benchGrace = 90 * time.Second

// measure runs the case in a process of its own and kills it when it takes too long.
func (c benchCase) measure(ctx context.Context, grace time.Duration) benchResult {
	r := benchResult{benchCase: c}
	ctx, cancel := context.WithTimeout(ctx, c.Limit+grace)
	defer cancel()
	text, err := json.Marshal(c)
	if err != nil {
		r.fault = err.Error()
		return r
	}
	command := exec.CommandContext(ctx, os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+string(text))
	var said, complaint bytes.Buffer
	command.Stdout, command.Stderr = &said, &complaint
	command.WaitDelay = time.Second // cbc may hold the output open
	err = command.Run()
	r.read(&said)
	switch {
	case ctx.Err() != nil:
		r.fault = fmt.Sprintf("killed after %v", c.Limit+grace)
	case err != nil:
		r.fault = fmt.Sprintf("%v: %s", err, firstLine(complaint.String()))
	case !r.done && r.fault == "":
		r.fault = "ended without a word"
	}
	return r
}

// firstLine is what a crash says first, short enough for a table.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line[:min(len(line), 120)]
}

// read takes the events over, as many as came.
func (r *benchResult) read(from io.Reader) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var e benchEvent
		if err := json.Unmarshal(line, &e); err != nil {
			r.fault = fmt.Sprintf("said %q", firstLine(string(line)))
			return
		}
		r.take(e)
	}
}

// TestMeasure runs cases in processes of their own, as the benchmarks do.
func TestMeasure(t *testing.T) {
	small := benchCase{Who: ours, Size: rotatest.SmallTrust, Tight: rotatest.Easy, Seed: 1, Limit: time.Minute}
	mine := small.measure(t.Context(), benchGrace)
	if !mine.proved() || mine.seconds <= 0 || len(mine.stages) < 4 {
		t.Errorf("not proved: %+v", mine)
	}
	if _, known := os.Stat("/proc/self/status"); known == nil && mine.memory < 10<<20 {
		t.Errorf("memory is %d", mine.memory)
	}
	tests := []struct {
		name  string
		c     benchCase
		grace time.Duration
		want  string
	}{
		{"killed", small, -time.Minute, "killed after 0s"},
		{"crashes", benchCase{Who: ours, Consultants: 1, Slots: 1}, benchGrace, "exit status 2: panic: rotatest: no tasks"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.c.measure(t.Context(), tt.grace)
			if got.proved() || !strings.HasPrefix(got.fault, tt.want) {
				t.Errorf("fault is %q, want %q…", got.fault, tt.want)
			}
		})
	}
}
