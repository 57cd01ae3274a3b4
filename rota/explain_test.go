package rota_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// One consultant for each rule that can stop them from the slot "main", and one
// whom nothing stops, one in it, and one who only has to give up a session.
func TestStopsNamesTheRule(t *testing.T) {
	x := rotatest.Skills("x")
	both := rotatest.Sites(rotatest.North, rotatest.South)
	p := rotatest.July().Standard().
		Slot("main", "26 20:00", "27 08:00", rotatest.NeedsAll("x"), rotatest.Places(3)).
		Slot("over", "27 07:59", "27 09:00", rotatest.Places(9)).
		Slot("far", "27 08:30", "27 09:00", rotatest.AtSite(rotatest.South), rotatest.Places(9)).
		Slot("soon", "27 18:59", "27 22:00", rotatest.Places(9)).
		Slot("long", "28 08:00", "28 20:00", rotatest.InMode(rota.OnCall), rotatest.Places(9)).
		Slot("night", "27 20:00", "28 08:00", rotatest.Places(9)).
		Slot("d25", "25 08:00", "25 09:00", rotatest.Places(9)).
		Consultant("c00-in", x).
		Consultant("c01-free", x).
		Consultant("c02-skill", rotatest.Sites(), rotatest.NoOffer()).
		Consultant("c03-site", x, rotatest.Sites(), rotatest.NoOffer()).
		Consultant("c04-offer", x, rotatest.Offer("26 20:01", "30 00:00")).
		Consultant("c05-overlap", x).
		Consultant("c06-fixed", x, rotatest.Fixed("s1", "27 07:00", "27 12:00")).
		Consultant("c07-planned", x, rotatest.Planned("s1", "27 07:00", "27 12:00", 99)).
		Consultant("c08-travel", x, both).
		Consultant("c09-rest", x).
		Consultant("c10-rest", x, rotatest.Fixed("s1", "27 10:00", "27 12:00")).
		Consultant("c11-cover", x, rotatest.MaxCover(24*60-1)).
		Consultant("c12-nights", x, rotatest.MaxNights(1)).
		Consultant("c13-days", x, rotatest.Fixed("s1", "27 20:00", "27 21:00"), rotatest.Fixed("s2", "28 20:00", "28 21:00")).
		Rules(func(r *rota.Rules) {
			three := 3
			r.MaxDaysInARow = &three
			r.Travel = []rota.Travel{{From: rotatest.South, To: rotatest.North, Minutes: 31}}
		}).Problem(t)
	plan := rotatest.Plan(p,
		rotatest.In("main", "c00-in"), rotatest.In("over", "c05-overlap"), rotatest.In("far", "c08-travel"), rotatest.In("soon", "c09-rest"),
		rotatest.In("long", "c11-cover"), rotatest.In("night", "c12-nights"), rotatest.In("d25", "c13-days"))
	if report := rota.Check(p, plan); !report.OK() {
		t.Fatalf("the plan is not sound: %v", report)
	}
	want := []rota.Reason{
		{Consultant: "c00-in", Rule: "overlap", Because: []string{"main"}},
		{Consultant: "c02-skill", Rule: "skill", Because: []string{}},
		{Consultant: "c03-site", Rule: "site", Because: []string{}},
		{Consultant: "c04-offer", Rule: "offer", Because: []string{}},
		{Consultant: "c05-overlap", Rule: "overlap", Because: []string{"over"}},
		{Consultant: "c06-fixed", Rule: "overlap", Because: []string{"s1"}},
		{Consultant: "c08-travel", Rule: "travel", Because: []string{"far"}},
		{Consultant: "c09-rest", Rule: "rest", Because: []string{"soon"}},
		{Consultant: "c10-rest", Rule: "rest", Because: []string{"s1"}},
		{Consultant: "c11-cover", Rule: "max_cover", Because: []string{"long"}},
		{Consultant: "c12-nights", Rule: "max_nights_in_a_row", Because: []string{"night"}},
		{Consultant: "c13-days", Rule: "max_days_in_a_row", Because: []string{"d25", "s1", "s2"}},
	}
	if diff := cmp.Diff(want, rota.Stops(p, plan, "main")); diff != "" {
		t.Errorf("stops (-want +got):\n%s", diff)
	}
	if got := rota.Stops(p, plan, "zzz"); got != nil {
		t.Errorf("what stops them from no slot: %v", got)
	}
	// Who has offered nothing would be stopped by the same as with an offer, and whoever has offered is not asked for.
	silent := p
	silent.Consultants = slices.Clone(p.Consultants)
	for i := range silent.Consultants {
		silent.Consultants[i].Offers = nil
	}
	even := rota.EvenOffered(silent, plan, "main")
	for _, r := range want {
		got, too := even[r.Consultant]
		if wanted := !slices.Contains([]rota.ConsultantID{"c00-in", "c02-skill", "c03-site", "c04-offer"}, r.Consultant); too != wanted || too && !cmp.Equal(got, r) {
			t.Errorf("even with an offer %s is stopped by %v, want %v", r.Consultant, got, r)
		}
	}
	if even := rota.EvenOffered(p, plan, "main"); len(even) != 0 {
		t.Errorf("who has offered: %v", even)
	}
	before, _ := p.Consultant("c07-planned")
	if len(before.Sessions) != 1 {
		t.Error("asking changed the problem")
	}
}

// A breach that is there already does not stop anybody from something else.
func TestStopsIsAboutTheSlotAskedFor(t *testing.T) {
	p := rotatest.July().Standard().Slot("a", "25 08:00", "25 20:00", rotatest.NeedsAll("x")).Slot("b", "28 20:00", "29 06:00").
		Consultant("c1").Lock("a", "c1").Problem(t)
	unlocked := p
	unlocked.Locks = nil
	for _, q := range []rota.Problem{p, unlocked} {
		if got := rota.Stops(q, rotatest.Plan(q, in("a")...), "b"); len(got) != 0 {
			t.Errorf("stopped by %v", got)
		}
		inside := []rota.Reason{{Consultant: "c1", Rule: "overlap", Because: []string{"a"}}}
		if diff := cmp.Diff(inside, rota.Stops(q, rotatest.Plan(q, in("a")...), "a")); diff != "" {
			t.Errorf("who is in it without its skill (-want +got):\n%s", diff)
		}
	}
}

func TestExplainListsOpenPlaces(t *testing.T) {
	p := rotatest.July().Slot("b", "25 08:00", "25 20:00", rotatest.Places(3)).Slot("a", "25 20:00", "26 08:00", rotatest.NeedsAll("x")).
		Slot("c", "26 08:00", "26 20:00").Consultant("c2", rotatest.NoOffer()).Consultant("c1").Problem(t)
	plan := rota.Plan{Assignments: in("b", "c")}
	want := []rota.Open{
		{Slot: "a", Places: 1, Reasons: []rota.Reason{{Consultant: "c1", Rule: "skill", Because: []string{}}, {Consultant: "c2", Rule: "skill", Because: []string{}}}},
		{Slot: "b", Places: 2, Reasons: []rota.Reason{{Consultant: "c1", Rule: "overlap", Because: []string{"b"}}, {Consultant: "c2", Rule: "offer", Because: []string{}}}},
	}
	if diff := cmp.Diff(want, rota.Explain(p, plan)); diff != "" {
		t.Errorf("open places (-want +got):\n%s", diff)
	}
	full := rotatest.July().Slot("a", "25 20:00", "26 08:00").Consultant("c1").Problem(t)
	if got := rota.Explain(full, rota.Plan{Assignments: in("a")}); got == nil || len(got) != 0 {
		t.Errorf("a full plan has open places %v", got)
	}
}
