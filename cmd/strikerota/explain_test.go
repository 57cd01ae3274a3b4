package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/runs"
	"strikerota/rota"
	rt "strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// short has a night and a day that one person cannot both hold, and somebody who has not offered.
func short(t *testing.T) rota.Problem {
	return rt.July().Standard().
		Slot("fri-night", "25 20:00", "26 08:00", rt.NeedsAll("obstetrics"), rt.Priority(2)).
		Slot("sat-day", "26 08:00", "26 20:00", rt.NeedsAll("obstetrics")).
		Consultant("c1", rt.Skills("obstetrics")).
		Consultant("c2", rt.Skills("obstetrics"), rt.NoOffer()).
		Consultant("c3").
		Problem(t)
}

// solvedFiles are short's problem and the solver's plan of it, in files.
func solvedFiles(t *testing.T) (name func(string) string) {
	t.Helper()
	name = files(t)
	problemFile(t, name("problem.json"), short(t))
	if got := call(t, "solve", name("problem.json"), "-o", name("plan.json")); got.status != 0 {
		t.Fatalf("got %+v", got)
	}
	return name
}

func TestExplain(t *testing.T) {
	name := solvedFiles(t)
	const slot = `fri-night (Labour ward, Registrar tier, Fri 25 July, 8pm to 8am): 1 of 1 place open
  Labour ward, Registrar tier, 8pm to 8am on Fri 25 July and Labour ward, Registrar tier, 8am to 8pm on Sat 26 July cannot all be filled: only c1 could take any of them and c1 would have less than 11 hours' rest.
  Who is stopped by what:
    c1 would have less than 11 hours' rest beside Labour ward, Registrar tier, Sat 26 July, 8am to 8pm, in 24 hours from start to end where 13 hours is the most
    c2 has not offered this time on site
    c3 not trained in obstetrics
  What would fix it (2 single changes tried; 2 would), best first by the aims:
    1. If c2 offered Labour ward, Registrar tier, Fri 25 July, 8pm to 8am, 12 hours of priority 2 would no longer be open.
    2. If c2 offered Labour ward, Registrar tier, Sat 26 July, 8am to 8pm, 12 hours of priority 2 would no longer be open.
`
	const training = `
What one more trained person would be worth:
  One more person trained in obstetrics on the night of Fri 25 July, and 12 hours of priority 2 would no longer be open: Labour ward, Registrar tier, 8pm to 8am.
`
	tests := []struct {
		label string
		args  []string
		want  string
	}{
		{"all", nil, slot + training},
		{"one slot", []string{"-slot", "fri-night"}, slot},
	}
	for _, tt := range tests {
		got := call(t, append([]string{"explain", name("problem.json"), name("plan.json"), "-limit", "0"}, tt.args...)...)
		if diff := cmp.Diff(called{0, tt.want, ""}, got, cmp.AllowUnexported(called{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.label, diff)
		}
	}
}

func TestExplainAsDocument(t *testing.T) {
	name := solvedFiles(t)
	got := call(t, "explain", name("problem.json"), name("plan.json"), "-json")
	if got.status != 0 || got.err != "" {
		t.Fatalf("got %+v", got)
	}
	x, err := runs.ReadExplanation([]byte(got.out))
	if err != nil || len(x.Open) != 1 || len(x.Open[0].Fixes) != 2 || !x.Complete() {
		t.Errorf("%+v, %v", x, err)
	}
	for _, part := range []string{`"format": "strikerota/explanation/2"`, `"kind": "offer"`, `"after": [`, `"gain": [`} {
		expect(t, "the document", got.out, part)
	}
	if again := call(t, "explain", name("problem.json"), name("plan.json"), "-json", "-threads", "1"); again.out != got.out {
		t.Errorf("another document for the same plan (-first +second):\n%s", cmp.Diff(got.out, again.out))
	}
}

// TestExplainAll holds that what is not among the best five is counted, and listed when asked for.
func TestExplainAll(t *testing.T) {
	name := files(t)
	b := rt.July().Standard().Slot("day", "25 08:00", "25 16:00")
	for i := range 7 {
		b.Consultant(rota.ConsultantID(fmt.Sprint("c", i)), rt.NoOffer())
	}
	p := b.Problem(t)
	plan, err := solve.Solve(t.Context(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	written(t, name, p, plan)
	got := call(t, "explain", name("problem.json"), name("plan.json"), "-limit", "0")
	expect(t, "the best", got.out, "(7 single changes tried; 7 would)")
	expect(t, "the best", got.out, "    5. If c4 offered Labour ward, Registrar tier, Fri 25 July, 8am to 4pm, 8 hours of priority 1 would no longer be open.\n    -all lists 2 more.\n")
	got = call(t, "explain", name("problem.json"), name("plan.json"), "-limit", "0", "-all")
	expect(t, "all", got.out, "    7. If c6 offered ")
	if strings.Contains(got.out, "-all lists") {
		t.Errorf("all are listed, and yet: %s", got.out)
	}
}

// TestExplainInTime holds that what the limit left out is said to be so, and is no error.
func TestExplainInTime(t *testing.T) {
	name := solvedFiles(t)
	got := call(t, "explain", name("problem.json"), name("plan.json"), "-limit", "1ns")
	if got.status != 0 {
		t.Fatalf("got %+v", got)
	}
	for _, want := range []string{"There was no time to look at what stands against it.", "Not every skill and day was looked at", "c2 has not offered"} {
		expect(t, "standard output", got.out, want)
	}
}

func TestNothingOpen(t *testing.T) {
	name := files(t)
	p := rt.July().Slot("day", "25 08:00", "25 16:00").Consultant("c1").Problem(t)
	written(t, name, p, rt.Plan(p, rt.In("day", "c1")))
	if got := call(t, "explain", name("problem.json"), name("plan.json")); got.status != 0 || got.out != "No place is open.\n" {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "candidates", name("problem.json"), name("plan.json"), "day"); got.status != 0 || got.out != "None of the moves and swaps looked at puts somebody else in it.\n" {
		t.Errorf("got %+v", got)
	}
}

func TestCandidates(t *testing.T) {
	name := solvedFiles(t)
	got := call(t, "candidates", name("problem.json"), name("plan.json"), "fri-night")
	const want = "Worse by the aims:\n1. c1: opens Labour ward, Registrar tier, Sat 26 July, 8am to 8pm; "
	if got.status != 0 || !strings.HasPrefix(got.out, want) || strings.Count(got.out, "\n") != 2 {
		t.Errorf("got %+v", got)
	}
	got = call(t, "candidates", name("problem.json"), name("plan.json"), "fri-night", "-json")
	var doc candidatesDoc
	if err := json.Unmarshal([]byte(got.out), &doc); err != nil || doc.Format != "strikerota/candidates/1" || doc.Slot != "fri-night" || len(doc.Candidates) != 1 {
		t.Fatalf("%+v, %v", doc, err)
	}
	c := doc.Candidates[0]
	if c.Kind != "release" || c.Consultant != "c1" || len(c.Moves) != 1 || len(c.Opens) != 1 || c.Effect[0] != (effectDoc{"cover/1", 0, 720}) {
		t.Errorf("got %+v", c)
	}
	expect(t, "the document", got.out, `"displaces": []`)
}

// TestMostCandidates holds that -n counts from the best.
func TestMostCandidates(t *testing.T) {
	name := files(t)
	p := rt.July().Slot("day", "25 08:00", "25 16:00").Consultant("c1").Consultant("c2").Consultant("c3").Problem(t)
	written(t, name, p, rt.Plan(p))
	lines := func(args ...string) []string {
		got := call(t, append([]string{"candidates", name("problem.json"), name("plan.json"), "day"}, args...)...)
		return strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	}
	all := lines("-n", "0")
	if len(all) != 4 || all[0] != "Better by the aims:" || !strings.HasPrefix(all[1], "1. c1: +£") {
		t.Fatalf("got %q", all)
	}
	if diff := cmp.Diff(all[:3], lines("-n", "2")); diff != "" {
		t.Errorf("two of them (-want +got):\n%s", diff)
	}
}

// TestExplainRefuses holds what both commands do with what is wrong.
func TestExplainRefuses(t *testing.T) {
	name := solvedFiles(t)
	sound := []string{name("problem.json"), name("plan.json")}
	p := oneNight(t)
	broken := func(file string) string { return name("broken-" + file) }
	written(t, broken, p, rt.Plan(p, rt.In("fri-night", "c1")))
	unsound := []string{broken("problem.json"), broken("plan.json")}
	tests := []struct {
		label  string
		args   []string
		status int
		want   string
	}{
		{"one file", []string{"explain", sound[0]}, 2, "takes a problem and a plan"},
		{"no such slot", []string{"explain", sound[0], sound[1], "-slot", "x"}, 2, `no slot "x"`},
		{"a filled slot", []string{"explain", sound[0], sound[1], "-slot", "sat-day"}, 2, "no open place"},
		{"negative limit", []string{"explain", sound[0], sound[1], "-limit", "-1s"}, 2, "must not be negative"},
		{"the wrong way round", []string{"explain", sound[1], sound[0]}, 2, `plan.json: format: must be "strikerota/problem/1"`},
		{"a plan that does not hold", []string{"explain", unsound[0], unsound[1]}, 1, "breaks rest"},
		{"no slot", []string{"candidates", sound[0], sound[1]}, 2, "takes a problem, a plan and the id of a slot"},
		{"no such slot to take", []string{"candidates", sound[0], sound[1], "x"}, 2, `no slot "x"`},
		{"negative number", []string{"candidates", sound[0], sound[1], "sat-day", "-n", "-1"}, 2, "must not be negative"},
		{"candidates of a plan that does not hold", []string{"candidates", unsound[0], unsound[1], "sat-day"}, 1, "the plan does not hold"},
	}
	for _, tt := range tests {
		if got := call(t, tt.args...); got.status != tt.status || got.out != "" || !strings.Contains(got.err, tt.want) {
			t.Errorf("%s: got %+v, want status %d and %q", tt.label, got, tt.status, tt.want)
		}
	}
}

// TestExplainStopped holds that nothing is printed of an explanation given up for.
func TestExplainStopped(t *testing.T) {
	name := solvedFiles(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out strings.Builder
	err := run(ctx, world{out: &out, err: io.Discard}, []string{"explain", name("problem.json"), name("plan.json")})
	if !errors.Is(err, context.Canceled) || status(err) != 1 || out.Len() > 0 {
		t.Errorf("got %v, %q", err, &out)
	}
}
