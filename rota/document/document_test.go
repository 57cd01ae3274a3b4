package document

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/rota"
	rt "strikerota/rota/rotatest"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// exampleProblem has something in every field that the format has.
func exampleProblem(t rt.TB) rota.Problem {
	return rt.July().Standard().
		Rules(func(r *rota.Rules) {
			r.Travel = []rota.Travel{{From: "north", To: "south", Minutes: 40}}
			r.OnCallWithOnSite = true
		}).
		Slot("lw-fri-night", "25 20:00", "26 08:30", rt.Places(2), rt.NeedsAll("obstetrics")).
		Slot("ao-sat-day", "26 09:00", "26 17:00", rt.Unit("Cancer", "Acute oncology"), rt.NeedsAny("oncology", "general medicine"), rt.Priority(2)).
		Slot("donor-sun", "27 08:00", "27 20:00", rt.Unit("Transplant", "Retrieval"), rt.AtSite(rt.South), rt.InMode(rota.Standby), rt.NoOtherDuty(), rt.Priority(3)).
		Consultant("c03", rt.Skills("obstetrics"), rt.Planned("s1", "26 09:00", "26 13:00", 12)).
		Consultant("c17", rt.Skills("obstetrics", "oncology"), rt.Sites("north", "south"), rt.Terms(rota.BMARate, "4-7"), rt.MaxCover(2880), rt.MaxNights(2),
			rt.Offer("25 19:00", "28 09:00", rota.OnSite), rt.Fixed("s9", "26 08:00", "26 10:00")).
		Lock("lw-fri-night", "c17").
		Published("ao-sat-day", "c17").
		Problem(t)
}

// examplePlan locks c17 into a night after which a fixed session follows at once.
func examplePlan(t rt.TB) rota.Plan {
	plan := rt.Plan(exampleProblem(t), rt.In("lw-fri-night", "c17"), rt.In("lw-fri-night", "c03", "s1"))
	plan.Run = rota.Run{Engine: "HiGHS 1.15.3", Seed: 1, Seconds: 0.8, Stages: len(plan.Aims)}
	return plan
}

func written(t testing.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func problemBytes(t testing.TB, p rota.Problem) []byte {
	return written(t, func(b *bytes.Buffer) error { return WriteProblem(b, p) })
}

func planBytes(t testing.TB, p rota.Plan) []byte {
	return written(t, func(b *bytes.Buffer) error { return WritePlan(b, p) })
}

// same compares what the documents hold: a list that is nil is as empty as [].
func same() cmp.Options {
	return cmp.Options{
		cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(rota.Card{}, "Region", "ValidFrom", "Source"),
		cmpopts.IgnoreFields(rota.RateRow{}, "Unconfirmed"),
	}
}

func TestExampleDocuments(t *testing.T) {
	tests := []struct {
		file string
		got  []byte
	}{
		{"problem.json", problemBytes(t, exampleProblem(t))},
		{"plan.json", planBytes(t, examplePlan(t))},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			path := filepath.Join("testdata", tt.file)
			if *update {
				if err := os.WriteFile(path, tt.got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(tt.got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestExampleReads(t *testing.T) {
	p, err := ReadProblem(bytes.NewReader(problemBytes(t, exampleProblem(t))))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	if diff := cmp.Diff(exampleProblem(t), p, same()); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
	plan, err := ReadPlan(bytes.NewReader(planBytes(t, examplePlan(t))))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	if diff := cmp.Diff(examplePlan(t), plan, same()); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if r := rota.Check(p, plan); !r.OK() || len(r.Broken()) == 0 {
		t.Errorf("the plan read is not sound with a broken lock: %+v", r)
	}
}

// TestRoundTrip holds that what is written reads as the same, and writes the same bytes again.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(12) {
		problem, err := rt.Small(seed).Problem()
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, problem, rt.Greedy(problem))
	}
	problem, err := rt.Large(1).Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rt.Plan(problem)
	plan.Cost = rota.Totals{} // not known
	plan.ByHand = true
	roundTrip(t, problem, plan)
}

func roundTrip(t testing.TB, problem rota.Problem, plan rota.Plan) {
	t.Helper()
	data := problemBytes(t, problem)
	p, err := ReadProblem(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	if diff := cmp.Diff(problem, p, same()); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
	if again := problemBytes(t, p); !bytes.Equal(again, data) {
		t.Error("the problem read writes other bytes")
	}
	data = planBytes(t, plan)
	q, err := ReadPlan(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	if diff := cmp.Diff(plan, q, same()); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if again := planBytes(t, q); !bytes.Equal(again, data) {
		t.Error("the plan read writes other bytes")
	}
}
