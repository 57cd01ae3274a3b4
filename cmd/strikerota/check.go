package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"strikerota/rota"
	"strikerota/rota/document"
)

var checkCommand = command{
	name:    "check",
	args:    "PROBLEM PLAN",
	summary: "Check a plan against its problem.",
	help: `PROBLEM is a problem document (.json) or an entry workbook (.xlsx), PLAN is a plan
document (.json). Every rule is looked at for every consultant, places are
counted, and every figure of the plan is added up again.

The exit status is 0 when the plan holds, 1 when it does not, and 2 when one of
the two cannot be read. A rule that only locks break is shown and is no fault of
the plan.`,
	setup: func(*flag.FlagSet) action { return check },
}

func check(_ context.Context, w world, args []string) error {
	if len(args) != 2 {
		return badUsage("takes a problem and a plan; strikerota help check explains")
	}
	problem, plan, err := readBoth(w, args[0], args[1])
	if err != nil {
		return err
	}
	report := rota.Check(problem, plan)
	lines := findings(plan, report)
	if err := printLines(w.out, lines); err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("the plan does not hold: %s", count(len(lines), "fault", "faults"))
	}
	if _, err := fmt.Fprintln(w.out, "The plan holds."); err != nil {
		return err
	}
	return printLines(w.out, brokenByLocks(plan, report))
}

// readBoth reads the problem and the plan, and lists the faults of both.
func readBoth(w world, problemPath, planPath string) (rota.Problem, rota.Plan, error) {
	problem, _, problemErr := readProblem(w, problemPath)
	plan, planErr := readPlan(w, planPath)
	bad := &badInput{}
	for _, part := range []struct {
		path string
		err  error
	}{{problemPath, problemErr}, {planPath, planErr}} {
		var usage *badInput
		switch {
		case part.err == nil:
		case errors.As(part.err, &usage), rota.Faults(part.err) != nil:
			bad.faults = append(bad.faults, faultsIn(part.path, part.err)...)
		default:
			return problem, plan, part.err
		}
	}
	if len(bad.faults) > 0 {
		bad.text = "cannot check: " + count(len(bad.faults), "fault in what was given", "faults in what was given")
		return problem, plan, bad
	}
	return problem, plan, nil
}

func readPlan(w world, path string) (rota.Plan, error) {
	data, err := readInput(w, path)
	if err != nil {
		return rota.Plan{}, err
	}
	return document.ReadPlan(bytes.NewReader(data))
}

// findings lists what makes the plan unsound, one to a line.
func findings(plan rota.Plan, report rota.Report) []string {
	var out []string
	for _, f := range report.Faults {
		out = append(out, f.String())
	}
	for _, b := range report.Breaches {
		if !b.Locked {
			out = append(out, breach(plan, b))
		}
	}
	return out
}

func brokenByLocks(plan rota.Plan, report rota.Report) []string {
	var out []string
	for _, b := range report.Broken() {
		out = append(out, "Broken by locks: "+breach(plan, b))
	}
	return out
}

// breach says which assignment breaks which rule together with what: ids only.
func breach(plan rota.Plan, b rota.Breach) string {
	path := "assignments"
	if i := slices.IndexFunc(plan.Assignments, func(a rota.Assignment) bool {
		return (b.Consultant == "" || a.Consultant == b.Consultant) && slices.Contains(b.Slots, a.Slot)
	}); i >= 0 {
		path = fmt.Sprintf("assignments[%d]", i)
	}
	text := fmt.Sprintf("%s: breaks %s (%s)", path, b.Rule, rota.RuleName(b.Rule))
	if b.Consultant != "" {
		text += fmt.Sprintf(": consultant %s", b.Consultant)
	}
	return text + named("slot", b.Slots) + named("session", b.Sessions)
}

func named[T ~string](word string, ids []T) string {
	if len(ids) == 0 {
		return ""
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	if len(ids) > 1 {
		word += "s"
	}
	return ", " + word + " " + strings.Join(words, ", ")
}

func printLines(out io.Writer, lines []string) error {
	for _, line := range lines {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}
