package rota_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestOwnServices(t *testing.T) {
	some := rota.SomeServices(" Maternity", "acute  oncology", "MATERNITY", "")
	for service, want := range map[string]bool{"Maternity": true, "maternity ": true, "Acute Oncology": true, "acute\u00a0oncology": true, "Matern": false, "": false, "Cancer": false} {
		if got := some.Has(service); got != want {
			t.Errorf("%q is one of %s: %t", service, some.Words(), got)
		}
	}
	for o, want := range map[rota.OwnServices]string{some: "Maternity and acute oncology", {}: "no service", rota.EveryService(): "all services", rota.SomeServices("B", "A", "C"): "A, B and C"} {
		if got := o.Words(); got != want {
			t.Errorf("%+v is %q, want %q", o, got, want)
		}
	}
	if none := (rota.OwnServices{}); none.Has("") || none.Has("Maternity") || !rota.EveryService().Has("Maternity") {
		t.Error("nobody's services are some, or all are not")
	}
	if got, want := some.Spelled([]string{"Acute oncology", "Cancer"}), rota.SomeServices("Acute oncology", "Maternity"); got != want {
		t.Errorf("spelled as the slots are: %+v, want %+v", got, want)
	}
	for _, tt := range []struct {
		words []string
		want  rota.OwnServices
		ok    bool
	}{
		{nil, rota.OwnServices{}, false}, {[]string{" "}, rota.OwnServices{}, false}, {[]string{"All "}, rota.EveryService(), true},
		{[]string{"all", "Maternity"}, rota.OwnServices{}, false}, {[]string{"Maternity"}, rota.SomeServices("Maternity"), true},
	} {
		if got, ok := rota.NamedServices(tt.words); got != tt.want || ok != tt.ok {
			t.Errorf("%q are %+v, %t; want %+v, %t", tt.words, got, ok, tt.want, tt.ok)
		}
	}
}

// twoServices is a plan in which one consultant covers both services, one each alone, and one nothing: the first
// lost a list to a night of the other service.
func twoServices(t *testing.T) (rota.Entry, rota.Made) {
	t.Helper()
	b := rotatest.July()
	b.Slot("mine-26", "2025-07-26 20:00", "2025-07-27 08:00", rotatest.Unit("Maternity", "Labour ward"))
	b.Slot("mine-28", "2025-07-28 08:00", "2025-07-28 20:00", rotatest.Unit("Maternity", "Labour ward"))
	b.Slot("other-25", "2025-07-25 20:00", "2025-07-26 08:00", rotatest.Unit("Cancer", "Acute oncology"))
	b.Slot("other-27", "2025-07-27 20:00", "2025-07-28 08:00", rotatest.Unit("Cancer", "Acute oncology"))
	b.Consultant("both", rotatest.Planned("list", "2025-07-26 09:00", "2025-07-26 12:00", 5))
	b.Consultant("cancer")
	b.Consultant("free")
	b.Consultant("mat")
	e := b.Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	return e, rota.Made{Problem: p, Plan: rotatest.Plan(p, rotatest.In("mine-26", "both"), rotatest.In("other-25", "both", "list"), rotatest.In("other-27", "cancer"))}
}

// TestPartOfAPlan holds what somebody sees of a plan who sees one service, and that the whole stays as it was.
func TestPartOfAPlan(t *testing.T) {
	e, made := twoServices(t)
	e.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "other-27", Consultant: "cancer"}, Reason: "typed"}, {Pair: rota.Pair{Slot: "mine-26", Consultant: "both"}}}
	own := made.Own(rota.SomeServices("maternity"), e.Slots)
	part, before := made.Of(own), len(made.Problem.Slots)
	if got := ids(part.Problem.Slots); got != "mine-26 mine-28" {
		t.Errorf("the slots are %s", got)
	}
	var people []rota.ConsultantID
	for _, c := range part.Problem.Consultants {
		if people = append(people, c.ID); len(c.Sessions) > 0 {
			t.Errorf("%s has the sessions %v, displaced elsewhere", c.ID, c.Sessions)
		}
	}
	if want := []rota.ConsultantID{"both", "free", "mat"}; !slices.Equal(people, want) {
		t.Errorf("the people are %v, want %v", people, want)
	}
	if diff := cmp.Diff([]rota.Pair{{Slot: "mine-26", Consultant: "both"}}, part.Plan.Pairs()); diff != "" {
		t.Errorf("the assignments (-want +got):\n%s", diff)
	}
	for _, o := range part.Plan.Open {
		for _, r := range o.Reasons {
			if r.Consultant == "cancer" || slices.ContainsFunc(r.Because, func(id string) bool { return id == "other-25" || id == "other-27" }) {
				t.Errorf("a reason of %s tells %+v", o.Slot, r)
			}
		}
	}
	entered := e.Of(own)
	if len(entered.Locks) != 1 || ids(entered.Slots) != "mine-26 mine-28" || len(entered.Consultants) != 4 {
		t.Errorf("of what is entered there are %d locks, the slots %s and %d consultants", len(entered.Locks), ids(entered.Slots), len(entered.Consultants))
	}
	for _, c := range entered.Consultants {
		if c.ID == "" && (c.Name != "" || len(c.Offers) == 0) || c.ID == "cancer" {
			t.Errorf("whoever is elsewhere alone stands as %+v", c)
		}
	}
	if len(made.Problem.Slots) != before || len(made.Plan.Assignments) != 3 || len(made.Problem.Consultants[0].Sessions) != 1 {
		t.Error("taking a part changed the whole")
	}
	if all := made.Own(rota.EveryService(), nil); !cmp.Equal(made, made.Of(all)) || !cmp.Equal(e, e.Of(all)) {
		t.Error("the part of all services is not the whole")
	}
}

// TestPartOfABreach holds that of a rule broken by slots of several services it stays known that it is.
func TestPartOfABreach(t *testing.T) {
	e, made := twoServices(t)
	made.Plan.Broken = []rota.Breach{
		{Rule: "rest", Consultant: "both", Slots: []rota.SlotID{"other-25", "mine-26"}, Locked: true},
		{Rule: "overlap", Consultant: "cancer", Slots: []rota.SlotID{"other-25", "other-27"}, Locked: true}}
	part := made.Of(made.Own(rota.SomeServices("Maternity"), e.Slots))
	if want := []rota.Breach{{Rule: "rest", Consultant: "both", Slots: []rota.SlotID{"mine-26", rota.Hidden}, Locked: true}}; !cmp.Equal(want, part.Plan.Broken) {
		t.Errorf("the broken rules are %+v, want %+v", part.Plan.Broken, want)
	}
}

// TestPartOfAChange holds that a change which touches anything else is not theirs to see.
func TestPartOfAChange(t *testing.T) {
	e, made := twoServices(t)
	own := made.Own(rota.SomeServices("Maternity"), e.Slots)
	pair := func(slot rota.SlotID, who rota.ConsultantID) rota.Part {
		return rota.Part{Assignments: []rota.Assignment{{Slot: slot, Consultant: who}}}
	}
	for name, tt := range map[string]struct {
		change rota.Change
		want   bool
	}{
		"of a slot of theirs":         {rota.Change{People: []rota.ConsultantID{"mat"}, Slots: []rota.SlotID{"mine-28"}, After: pair("mine-28", "mat")}, true},
		"of a slot of another":        {rota.Change{Slots: []rota.SlotID{"other-27"}}, false},
		"of somebody elsewhere alone": {rota.Change{People: []rota.ConsultantID{"cancer"}}, false},
		"of what they had elsewhere":  {rota.Change{People: []rota.ConsultantID{"both"}, Before: pair("other-25", "both")}, false},
		"of places left open":         {rota.Change{Before: rota.Part{LeftOpen: []rota.LeftOpen{{Slot: "other-25"}}}}, false},
		"of a slot that was cut":      {rota.Change{Cuts: []rota.Cut{{Slot: e.Slots[2]}}}, false},
	} {
		if got := own.Change(tt.change); got != tt.want {
			t.Errorf("a change %s is theirs to see: %t", name, got)
		}
	}
}

func ids(slots []rota.Slot) string {
	out := ""
	for i, s := range slots {
		if i > 0 {
			out += " "
		}
		out += string(s.ID)
	}
	return out
}
