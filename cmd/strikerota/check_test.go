package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/document"
	rt "strikerota/rota/rotatest"
)

// written writes a problem and a plan into the folder.
func written(t *testing.T, name func(string) string, p rota.Problem, plan rota.Plan) {
	t.Helper()
	var problem, decided strings.Builder
	if err := document.WriteProblem(&problem, p); err != nil {
		t.Fatal(err)
	}
	if err := document.WritePlan(&decided, plan); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"problem.json": problem.String(), "plan.json": decided.String()} {
		if err := os.WriteFile(name(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCheck(t *testing.T) {
	good := rt.In("fri-night", "c1", "s1")
	tests := []struct {
		label  string
		change func(*rota.Problem, *rota.Plan)
		status int
		out    string
	}{
		{"sound", func(*rota.Problem, *rota.Plan) {}, 0, "The plan holds.\n"},
		{"places open that could be covered", func(p *rota.Problem, plan *rota.Plan) { *plan = rt.Plan(*p) }, 0, "The plan holds.\n"},
		{"wrong figures", func(_ *rota.Problem, plan *rota.Plan) {
			plan.Aims[0].Value++
			plan.Aims[0].Bound++
			plan.Cost.BMA = nil
		}, 1, "aims[0].value: is 481, but adds up to 480\ncost.bma_pence: is not known, but adds up to £3,629.00\n"},
		{"a rule broken", func(p *rota.Problem, plan *rota.Plan) {
			*plan = rt.Plan(*p, rt.In("fri-night", "c1"))
		}, 1, "assignments[0]: breaks rest (Rest between duties): consultant c1, slot fri-night, session s1\n"},
		{"unknown consultant", func(_ *rota.Problem, plan *rota.Plan) { plan.Assignments[0].Consultant = "c9" },
			1, "assignments[0].consultant: the problem has no such consultant\n"},
		{"a lock not held", func(p *rota.Problem, plan *rota.Plan) {
			p.Locks = []rota.Pair{{Slot: "fri-night", Consultant: "c1"}}
			*plan = rt.Plan(*p)
		}, 1, "assignments: breaks lock (Locked assignments hold): consultant c1, slot fri-night\n"},
		{"a rule broken by a lock", func(p *rota.Problem, plan *rota.Plan) {
			p.Locks = []rota.Pair{{Slot: "sat-day", Consultant: "c1"}}
			*plan = rt.Plan(*p, rt.In("sat-day", "c1", "s1"))
		}, 0, "The plan holds.\nBroken by locks: assignments[0]: breaks skill (Trained for the work): consultant c1, slot sat-day\n"},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			name := files(t)
			p := oneNight(t)
			plan := rt.Plan(p, good)
			tt.change(&p, &plan)
			written(t, name, p, plan)
			got := call(t, "check", name("problem.json"), name("plan.json"))
			if got.status != tt.status {
				t.Errorf("status %d, want %d; %s", got.status, tt.status, got.err)
			}
			if diff := cmp.Diff(tt.out, got.out); diff != "" {
				t.Errorf("standard output (-want +got):\n%s", diff)
			}
			if tt.status != 0 {
				expect(t, "standard error", got.err, "check: the plan does not hold: ")
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	name := files(t)
	written(t, name, oneNight(t), rt.Plan(oneNight(t)))
	tests := []struct {
		label string
		args  []string
		want  []string
	}{
		{"one file", []string{name("problem.json")}, []string{"takes a problem and a plan"}},
		{"no such plan", []string{name("problem.json"), name("none.json")}, []string{"none.json: cannot read the file"}},
		{"faults in both", []string{name("faults.json"), name("broken.json")}, []string{"4 faults", "faults.json: rules.max_runs: is not", "broken.json: the document is not JSON"}},
		{"the wrong way round", []string{name("plan.json"), name("problem.json")},
			[]string{`plan.json: format: must be "strikerota/problem/1"`, `problem.json: format: must be "strikerota/plan/1"`}},
	}
	for _, tt := range tests {
		t.Run(tt.label, func(t *testing.T) {
			got := call(t, append([]string{"check"}, tt.args...)...)
			if got.status != 2 || got.out != "" {
				t.Errorf("got %+v", got)
			}
			for _, want := range tt.want {
				expect(t, "standard error", got.err, want)
			}
		})
	}
}
