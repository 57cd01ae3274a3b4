package rota_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDeclinedDraftsAreSound has somebody decline what they hold, by hand or by the run:
// they leave, nobody else moves, the referee passes what comes of it, they are not able
// to take it any more, and it cannot be undone until they take that back. Then undoing
// gives the draft before.
func TestDeclinedDraftsAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		d := rota.NewDraft(p, rotatest.Greedy(p), rota.Entry{Published: p.Published})
		if len(d.Plan.Assignments) == 0 {
			return
		}
		pair := rapid.SampledFrom(d.Plan.Assignments).Draw(t, "declines").Pair()
		edit := rota.Edit{Leaves: []rota.Pair{pair}}
		if slices.ContainsFunc(d.Locks, func(l rota.Lock) bool { return l.Pair == pair }) {
			edit.Unlocks = edit.Leaves
		}
		after, change, err := d.Edit(edit)
		if err != nil {
			t.Fatal(err)
		}
		slot, _ := p.Slot(pair.Slot)
		e := rota.Entry{Published: p.Published, Declined: []rota.Told{{Pair: pair, Span: slot.Span, Mode: slot.Mode, Site: slot.Site}}}
		got := rota.NewDraft(p, rotatest.Greedy(p), e).As(after.Hand())
		if report := rota.Check(got.Problem, got.Plan); !report.OK() {
			t.Fatalf("the referee finds %v %v", report.Faults, report.Breaches)
		}
		if want := slices.DeleteFunc(d.Plan.Pairs(), func(o rota.Pair) bool { return o == pair }); !slices.Equal(want, got.Plan.Pairs()) {
			t.Fatalf("somebody else has moved: %v, want %v", got.Plan.Pairs(), want)
		}
		if who, _ := got.Problem.Consultant(pair.Consultant); rota.Able(who, slot) {
			t.Fatal("they are able to take what they have declined")
		}
		if got.CanUndo(change) {
			t.Fatal("the decline can be undone")
		}
		before, _, err := rota.NewDraft(p, rotatest.Greedy(p), rota.Entry{Published: p.Published}).As(after.Hand()).Undo(change)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d.Plan, before.Plan); diff != "" {
			t.Fatalf("taken back (-before +after):\n%s", diff)
		}
	})
}

// TestDeclinedUnknown leaves somebody in what they have declined while nobody has taken
// them off it, and takes it for a rule broken on purpose once they are locked there.
func TestDeclinedUnknown(t *testing.T) {
	e := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00").Consultant("c1").Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("day", "c1"))
	day, _ := p.Slot("day")
	e.Declined = []rota.Told{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Span: day.Span, Mode: day.Mode, Site: day.Site}}
	d := rota.NewDraft(p, plan, e)
	if len(d.Plan.Holders("day")) != 1 || d.Plan.ByHand || len(d.Plan.Broken) != 0 {
		t.Errorf("as the run made it: %+v", d.Plan)
	}
	if report := rota.Check(d.Problem, d.Plan); !report.OK() {
		t.Errorf("the referee finds %v %v", report.Faults, report.Breaches)
	}
	hand := d.Hand()
	hand.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Reason: "They come all the same"}}
	if locked := d.As(hand); len(locked.Plan.Broken) != 1 || locked.Plan.Broken[0].Rule != "offer" {
		t.Errorf("locked there: %v is broken, want the rule of offers", locked.Plan.Broken)
	}
}

// TestChangesFromThePublished counts the changes of a draft from what is published now,
// not from what was when it was made: what the run proved of changes and of later aims
// holds no more, unless nothing differs.
func TestChangesFromThePublished(t *testing.T) {
	p := rotatest.July().Standard().Aims(rota.AimCover, rota.AimChanges, rota.AimSpread).
		Slot("day", "25 08:00", "25 20:00").Slot("later", "27 08:00", "27 20:00").
		Consultant("c1").Consultant("c2").Published("day", "c2").Problem(t)
	plan := rotatest.Plan(p, rotatest.In("day", "c1"), rotatest.In("later", "c2"))
	for name, tt := range map[string]struct {
		published []rota.Pair
		want      []rota.AimValue
		status    rota.Status
	}{
		"as it is": {plan.Pairs(), []rota.AimValue{{Aim: "changes", Value: 0, Bound: 0}, {Aim: "spread", Value: 720, Bound: 720}}, rota.Proved},
		"another":  {[]rota.Pair{{Slot: "day", Consultant: "c1"}}, []rota.AimValue{{Aim: "changes", Value: 1, Bound: 0}, {Aim: "spread", Value: 720, Bound: 0}}, rota.BestFound},
	} {
		d := rota.NewDraft(p, plan, rota.Entry{Published: tt.published})
		if diff := cmp.Diff(tt.want, d.Plan.Aims[len(d.Plan.Aims)-2:]); diff != "" || d.Plan.Status != tt.status {
			t.Errorf("%s: %s (-want +got):\n%s", name, d.Plan.Status, diff)
		}
	}
	if plan.Aims[len(plan.Aims)-2].Value != 3 {
		t.Error("the run's own plan has been changed")
	}
}
