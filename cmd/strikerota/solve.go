package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/solve"
	"strikerota/rota/solve/highs"
)

var solveCommand = command{
	name:    "solve",
	args:    "IN [-o OUT] [-write-model DIR]",
	summary: "Solve a problem and write the plan.",
	help: `IN is a problem document (.json), an entry workbook (.xlsx), or - for a problem
document on standard input. OUT is a plan document (.json) or a results workbook
(.xlsx); without -o the plan document goes to standard output. OUT is written
whole or not at all, and only the person who ran the command may read it. For a
workbook, what would fill the open places is looked for as well, for as long again
as -limit allows but 20 seconds at most.

Every plan keeps every rule. One that a limit cut short says so, and by how much
it could be better at most.

With -write-model, every stage of every part of the problem is written into DIR as a
complete model in MPS format, with a README.txt, for other solvers to check.`,
	setup: func(flags *flag.FlagSet) action {
		var s solveFlags
		flags.StringVar(&s.out, "o", "", "write the plan to `OUT`, a .json or .xlsx file")
		flags.DurationVar(&s.limit, "limit", 30*time.Second, "longest `time` to take, such as 30s or 5m; 0 is none")
		flags.IntVar(&s.steps, "steps", 0, "most search `steps` for each part in each stage; the same steps give the same plan on any machine; 0 is none")
		flags.Int64Var(&s.seed, "seed", 1, "seed of the search: the same `number` gives the same plan")
		flags.IntVar(&s.threads, "threads", 0, "how many `parts` to solve side by side; 0 is as many as the machine has processors")
		flags.Var(&s.memory, "memory", "about how much `memory` the search may take, such as 2GB or 512MiB; 0 is 2GiB")
		flags.StringVar(&s.models, "write-model", "", "write every stage as a model in MPS format into `DIR`, a new or empty folder")
		return s.run
	},
}

type solveFlags struct {
	out, models    string
	limit          time.Duration
	steps, threads int
	seed           int64
	memory         memory
}

func (s *solveFlags) check(args []string) error {
	if len(args) != 1 {
		return badUsage("takes one file to solve; strikerota help solve explains")
	}
	if s.limit < 0 || s.steps < 0 || s.threads < 0 {
		return badUsage("-limit, -steps and -threads must not be negative")
	}
	if s.out == "" {
		return nil
	}
	if !hasEnding(s.out, ".json") && !hasEnding(s.out, ".xlsx") {
		return badUsage("-o must name a .json or an .xlsx file")
	}
	if sameFile(args[0], s.out) {
		return badUsage("-o must not name the file that is read")
	}
	return checkFolder(s.out)
}

func (s *solveFlags) run(ctx context.Context, w world, args []string) error {
	if err := s.check(args); err != nil {
		return err
	}
	problem, entry, err := readProblem(w, args[0])
	if err != nil {
		return err
	}
	plan, err := s.solve(ctx, w, problem)
	if errors.Is(err, highs.ErrMemory) {
		return badUsage("-memory allows too little memory for the solver to start: give it more, or fewer -threads")
	}
	if err != nil {
		return err
	}
	if err := s.write(ctx, w, problem, entry, plan); err != nil {
		return err
	}
	summarise(w.err, plan, s.out)
	return nil
}

// solve makes the plan, and writes the models that were asked for.
func (s *solveFlags) solve(ctx context.Context, w world, p rota.Problem) (rota.Plan, error) {
	defer solve.KeepTo(int64(s.memory))()
	o := solve.Options{Limit: s.limit, Steps: s.steps, Seed: s.seed, Threads: s.threads, Memory: int64(s.memory), Progress: shown(w.err)}
	if s.models == "" {
		return solve.Solve(ctx, p, o)
	}
	folder, err := newModelFolder(s.models, p)
	if err != nil {
		return rota.Plan{}, err
	}
	o.Model = folder.write
	plan, err := solve.Solve(ctx, p, o)
	if err == nil {
		err = folder.explain(p, plan)
	}
	return plan, err
}

func (s *solveFlags) write(ctx context.Context, w world, p rota.Problem, entry rota.Entry, plan rota.Plan) error {
	if s.out == "" {
		return document.WritePlan(w.out, plan)
	}
	if hasEnding(s.out, ".json") {
		return writeFile(s.out, func(out io.Writer) error { return document.WritePlan(out, plan) })
	}
	h, err := s.handout(ctx, w, p, entry, plan)
	if err != nil {
		return err
	}
	return writeFile(s.out, func(out io.Writer) error { return exports.Results(out, h) })
}

func hasEnding(path, ending string) bool { return strings.EqualFold(filepath.Ext(path), ending) }

// shown writes a line when a stage is done, and once a second while one is not.
// It says once when parts do not fit into the memory.
func shown(out io.Writer) func(solve.Progress) {
	var last string
	var at float64
	compact := false
	return func(p solve.Progress) {
		if p.Compact > 0 && !compact {
			compact = true
			fmt.Fprintln(out, compactWords(p.Compact))
		}
		a := rota.AimValue{Aim: p.Stage, Value: p.Best, Bound: p.Bound}
		state := "best"
		if p.Best != p.Bound {
			bound := a
			bound.Value = p.Bound
			state = "so far, cannot be below " + bound.Words()
			if p.Seconds < at+1 {
				return
			}
		}
		line := fmt.Sprintf("%d/%d %s: %s, %s", p.Index+1, p.Stages, rota.StageWords(p.Stage), a.Words(), state)
		if line != last {
			fmt.Fprintf(out, "%s (%.1f s)\n", line, p.Seconds)
		}
		last, at = line, p.Seconds
	}
}

// compactWords says that parts did not fit into the memory.
func compactWords(parts int) string {
	if parts == 1 {
		return "1 part is too large for the memory allowed; it is solved by a weaker model"
	}
	return fmt.Sprintf("%d parts are too large for the memory allowed; they are solved by a weaker model", parts)
}

// summarise says how good the plan is and where it went.
func summarise(out io.Writer, plan rota.Plan, path string) {
	open := 0
	for _, o := range plan.Open {
		open += o.Places
	}
	fmt.Fprintf(out, "%s. %s, %s.\n", plan.ProofWords(), count(len(plan.Assignments), "place covered", "places covered"), count(open, "place open", "places open"))
	if n := len(plan.Broken); n > 0 {
		fmt.Fprintf(out, "Locks break %s.\n", count(n, "rule", "rules"))
	}
	if path != "" {
		fmt.Fprintf(out, "Written to %s.\n", path)
	}
}

func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
