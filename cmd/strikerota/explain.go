package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"time"

	"strikerota/internal/runs"
	"strikerota/rota"
)

var explainCommand = command{
	name:    "explain",
	args:    "PROBLEM PLAN [-slot ID] [-all] [-json]",
	summary: "Say why places of a plan are open, and what would fill them.",
	help: `PROBLEM is a problem document (.json) or an entry workbook (.xlsx), PLAN is a plan
document (.json), which is checked first as "check" does.

For each slot with open places: the smallest set of places and rules that cannot
all hold, in one sentence; who is stopped by what; and what would fill a place, each
tried by solving again: the best five by the aims of the problem, or with -all
every one. Then what one more trained person would be worth. Consultants are named
by their ids. With -slot, that slot alone and no training. -json writes everything
as a document, without the reasons, which are in the plan. What a limit left untried
is said to be so.

The exit status is 0 when everything open has been explained as far as the limit
allows, 1 when the plan does not hold, and 2 when what was given is wrong.`,
	setup: func(flags *flag.FlagSet) action {
		var e explainFlags
		flags.StringVar(&e.slot, "slot", "", "explain the slot with this `ID` alone")
		flags.DurationVar(&e.limit, "limit", 30*time.Second, "longest `time` to take, but for a solve under way, such as 30s or 5m; 0 is none")
		flags.Int64Var(&e.seed, "seed", 1, "seed of every solve: a `number`")
		flags.IntVar(&e.threads, "threads", 0, "how many `parts` to solve side by side; 0 is as many as the machine has processors")
		flags.BoolVar(&e.all, "all", false, "list every change that would fill a place, not the best five only")
		flags.BoolVar(&e.json, "json", false, "write a document instead of text")
		return e.run
	},
}

type explainFlags struct {
	slot    string
	limit   time.Duration
	seed    int64
	threads int
	all     bool
	json    bool
}

func (e *explainFlags) run(ctx context.Context, w world, args []string) error {
	if len(args) != 2 {
		return badUsage("takes a problem and a plan; strikerota help explain explains")
	}
	if e.limit < 0 || e.threads < 0 {
		return badUsage("-limit and -threads must not be negative")
	}
	problem, plan, err := readSound(w, args[0], args[1])
	if err != nil {
		return err
	}
	slot := rota.SlotID(e.slot)
	if err := e.checkSlot(problem, plan); err != nil {
		return err
	}
	x, err := runs.Explain(ctx, problem, plan, runs.ExplainOptions{Slot: slot, Limit: e.limit, Seed: e.seed, Threads: e.threads})
	if err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil { // nothing is printed of an explanation given up for
		return err
	}
	if e.json {
		return runs.WriteExplanation(w.out, x)
	}
	return printLines(w.out, e.lines(problem, plan, x))
}

// checkSlot refuses a slot that there is nothing to explain of.
func (e *explainFlags) checkSlot(p rota.Problem, plan rota.Plan) error {
	if e.slot == "" {
		return nil
	}
	if _, ok := p.Slot(rota.SlotID(e.slot)); !ok {
		return badUsage("the problem has no slot %q", e.slot)
	}
	if _, ok := plan.OpenIn(rota.SlotID(e.slot)); !ok {
		return badUsage("slot %s has no open place", e.slot)
	}
	return nil
}

// readSound reads a problem and a plan of it that the referee passes.
func readSound(w world, problemPath, planPath string) (rota.Problem, rota.Plan, error) {
	problem, plan, err := readBoth(w, problemPath, planPath)
	if err != nil {
		return problem, plan, err
	}
	report := rota.Check(problem, plan)
	if report.OK() {
		return problem, plan, nil
	}
	lines := findings(plan, report)
	if err := printLines(w.err, lines); err != nil {
		return problem, plan, err
	}
	return problem, plan, fmt.Errorf("the plan does not hold: %s", count(len(lines), "fault", "faults"))
}

// byID is what consultants are called: neither a problem nor a plan has names.
func byID(id rota.ConsultantID) string { return string(id) }

// lines are the text of an explanation.
func (e *explainFlags) lines(p rota.Problem, plan rota.Plan, x runs.Explanation) []string {
	if len(x.Open) == 0 {
		return []string{"No place is open."}
	}
	var out []string
	for _, o := range x.Open {
		open, _ := plan.OpenIn(o.Slot)
		out = append(append(out, e.openLines(p, open, o)...), "")
	}
	if e.slot != "" {
		return slices.Delete(out, len(out)-1, len(out))
	}
	out = append(out, "What one more trained person would be worth:")
	for _, t := range x.Training {
		out = append(out, "  "+t.Words(p))
	}
	switch {
	case !x.TrainingAllTried:
		out = append(out, "  Not every skill and day was looked at in the time there was.")
	case len(x.Training) == 0:
		out = append(out, "  One more person on one day or night would fill none of these places.")
	}
	return out
}

// openLines tell of one slot.
func (e *explainFlags) openLines(p rota.Problem, open rota.Open, o runs.OpenSlot) []string {
	slot, _ := p.Slot(o.Slot)
	out := []string{fmt.Sprintf("%s (%s): %d of %s open", o.Slot, p.SlotWords(slot), open.Places, count(slot.Places, "place", "places"))}
	if o.Conflict == nil {
		out = append(out, "  There was no time to look at what stands against it.")
	} else {
		out = append(out, "  "+o.Conflict.Words(p, byID))
		if o.Conflict.Unsure && !o.Conflict.None {
			out = append(out, "  It was too hard to tell whether all of that is needed.")
		}
	}
	out = append(out, "  Who is stopped by what:")
	for _, r := range open.Reasons {
		out = append(out, "    "+byID(r.Consultant)+" "+r.Words(p, slot))
	}
	if len(open.Reasons) == 0 {
		out = append(out, "    nobody by themselves")
	}
	if o.Conflict == nil || o.Conflict.None {
		return out
	}
	return append(out, e.fixLines(p, o)...)
}

func (e *explainFlags) fixLines(p rota.Problem, o runs.OpenSlot) []string {
	tried := fmt.Sprintf("%s tried", count(o.Tried, "single change", "single changes"))
	if !o.AllTried {
		tried += ", not all in the time there was"
	}
	out := []string{fmt.Sprintf("  What would fix it (%s; %d would), best first by the aims:", tried, len(o.Fixes)+len(o.More))}
	shown := o.Fixes
	if e.all {
		shown = slices.Concat(o.Fixes, o.More)
	}
	for i, f := range shown {
		out = append(out, fmt.Sprintf("    %d. %s", i+1, f.Words(p, o.Slot, byID)))
	}
	switch {
	case len(shown) == 0 && o.AllTried:
		out = append(out, "    No single change would.")
	case len(shown) < len(o.Fixes)+len(o.More):
		out = append(out, fmt.Sprintf("    -all lists %d more.", len(o.More)))
	}
	return out
}
