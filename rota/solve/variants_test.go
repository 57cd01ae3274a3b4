package solve_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
	"strikerota/rota/solve"
)

// Two could take the day; one is on trust rates, the other on BMA rates. A weekday hour is £98 or £188.
func TestADearerRateChangesWhoCovers(t *testing.T) {
	p := rotatest.July().Slot("a", "28 08:00", "28 18:00").Slot("b", "29 08:00", "29 18:00").
		Consultant("trust", rotatest.Terms(rota.TrustRate, "")).Consultant("union", rotatest.Terms(rota.BMARate, "")).
		Aims(rota.AimCover, rota.AimCostAgreed).Problem(t)
	for _, c := range []struct {
		uplift           rota.Pence
		dropped, added   []rota.Pair
		staying, leaving string
	}{
		{9000, nil, nil, "£3,760.00", "£3,760.00"}, // as dear as the BMA's: who covers stays
		{9001, []rota.Pair{{Slot: "a", Consultant: "trust"}, {Slot: "b", Consultant: "trust"}},
			[]rota.Pair{{Slot: "a", Consultant: "union"}, {Slot: "b", Consultant: "union"}}, "£3,760.20", "£3,760.00"},
	} {
		dearer, err := p.At(rota.Price{Basis: rota.AsAgreed, Case: rota.CostCase{Uplift: c.uplift}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := solve.Variants(context.Background(), []rota.Problem{p, dearer}, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		dropped, added := solve.Changes(got[0], got[1])
		if diff := cmp.Diff([][]rota.Pair{c.dropped, c.added}, [][]rota.Pair{dropped, added}); diff != "" {
			t.Errorf("%s more (-want +got):\n%s", c.uplift, diff)
		}
		cost := []string{agreed(p, got[0]).String(), agreed(dearer, got[0]).String(), agreed(dearer, got[1]).String()}
		if diff := cmp.Diff([]string{"£1,960.00", c.staying, c.leaving}, cost); diff != "" {
			t.Errorf("%s more: first plan, then, second plan (-want +got):\n%s", c.uplift, diff)
		}
	}
}

func agreed(p rota.Problem, plan rota.Plan) *rota.Pence { return rota.Total(p.Lines(plan)).Agreed }

// TestVariantsAreToldAsOne holds that the stages of all solves are counted through:
// each after the first has one more, to stay near the first plan.
func TestVariantsAreToldAsOne(t *testing.T) {
	p := rotatest.July().Standard().Slot("a", "28 08:00", "28 18:00").Consultant("c1").Problem(t)
	var got []int
	_, err := solve.Variants(context.Background(), []rota.Problem{p, p, p}, solve.Options{Progress: func(n solve.Progress) {
		if n.Stages != 14 {
			t.Errorf("%d stages in all, want 14", n.Stages)
		}
		if len(got) == 0 || got[len(got)-1] != n.Index {
			got = append(got, n.Index)
		}
	}})
	if diff := cmp.Diff([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, got); err != nil || diff != "" {
		t.Errorf("%v, stages (-want +got):\n%s", err, diff)
	}
}

// At any two prices neither plan is dearer at its own prices than the other, and the
// costs given are those of the ledger.
func TestTwoPricesAreEachBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rotatest.July().Standard()
		for i := range rapid.IntRange(1, 4).Draw(t, "slots") {
			day := rapid.IntRange(25, 28).Draw(t, "day")
			b.Slot(rota.SlotID(fmt.Sprintf("s%d", i)), fmt.Sprintf("%d 08:00", day), fmt.Sprintf("%d 20:00", day))
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			b.Consultant(rota.ConsultantID(fmt.Sprintf("c%d", i)), rotatest.Terms(rapid.SampledFrom(rota.AllTerms()).Draw(t, "terms"), ""))
		}
		e := b.Aims(rota.AimCover, rota.AimCostAgreed).Entry()
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		basis := rapid.SampledFrom(rota.Bases()).Draw(t, "basis")
		dearer, err := p.At(rota.Price{Basis: basis, Case: rota.CostCase{Uplift: rota.Pence(rapid.IntRange(-9000, 20000).Draw(t, "uplift"))}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := solve.Variants(context.Background(), []rota.Problem{p, dearer}, solve.Options{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		then := func(plan rota.Plan) rota.Pence { return *rota.Total(dearer.Lines(plan)).At(basis) }
		if *agreed(p, got[0]) > *agreed(p, got[1]) || then(got[1]) > then(got[0]) {
			t.Errorf("the first costs %s and %s, the second %s and %s", agreed(p, got[0]), then(got[0]), agreed(p, got[1]), then(got[1]))
		}
		if dropped, added := solve.Changes(got[0], got[1]); then(got[0]) == then(got[1]) && len(dropped)+len(added) > 0 {
			t.Errorf("the first plan is as good at the second price, and yet differs by %v and %v", dropped, added)
		}
	})
}

// TestVariantsOfCases holds that a plan near the first keeps only to what its own
// problem has: with the silent at work one slot needs fewer, and another nobody.
func TestVariantsOfCases(t *testing.T) {
	e := rotatest.July().Slot("both", "26 08:00", "26 20:00", rotatest.Places(2)).Slot("one", "27 08:00", "27 20:00").
		Consultant("a").Consultant("b").
		Duty("r1", "both", rota.NoReply).Duty("r2", "one", rota.NoReply).
		Aims(rota.AimCover).Entry()
	var problems []rota.Problem
	for _, kind := range []rota.CaseKind{rota.AllAway, rota.AllWorking} {
		e.Case.Kind = kind
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		problems = append(problems, p)
	}
	got, err := solve.Variants(context.Background(), problems, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dropped, added := solve.Changes(got[0], got[1])
	if len(got[0].Assignments) != 3 || len(got[1].Assignments) != 1 || len(dropped) != 2 || len(added) != 0 {
		t.Errorf("all away %v; all at work %v", got[0].Pairs(), got[1].Pairs())
	}
}
