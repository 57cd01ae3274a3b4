package web

import (
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestWeighed says of two rotas what speaks for which, and what to do.
func TestWeighed(t *testing.T) {
	t.Parallel()
	cost := func(p rota.Pence) *rota.Pence { return &p }
	for _, tt := range []struct {
		name string
		a, b weight
		want string
	}{
		{"alike", weight{used: 3, cost: cost(5)}, weight{used: 3, cost: cost(5)}, "In open places, people, lists and cost they are alike: nothing speaks for changing from one to the other."},
		{"only better", weight{first: 1, open: 3, cost: cost(50000)}, weight{first: 0, open: 1, cost: cost(20000)},
			"The draft has 1 fewer open place that cannot wait, has 1 fewer other open place and costs £300.00 less as agreed, and is worse in nothing that is counted here: choose it, unless those who would have to be told speak against it."},
		{"only worse", weight{}, weight{used: 2}, "The draft has 2 more consultants called in, and is better in nothing that is counted here: keep to version 1."},
		{"both", weight{open: 1}, weight{loss: 4}, "The draft has 1 fewer other open place; but it displaces lists and clinics worth 4 points of loss more. Choose it if that is worth it to you; else keep to version 1."},
		{"a cost that is not known", weight{cost: cost(5)}, weight{}, "In open places, people and lists they are alike, and nothing else is counted here."},
	} {
		if got := weighed("version 1", "the draft", tt.a, tt.b, 0); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	for _, tt := range []struct {
		a, b weight
		want string
	}{
		{weight{first: 0, cost: cost(5)}, weight{first: 1, open: 1, cost: cost(3)}, "The draft costs £0.02 less as agreed; but it has 1 more open place that cannot wait. Version 1 cannot be kept: 1 consultant in it cannot come any more. Choose the draft, or change that first."},
		{weight{}, weight{used: 2}, "The draft has 2 more consultants called in. Version 1 cannot be kept: 1 consultant in it cannot come any more. Choose the draft, or change that first."},
		{weight{}, weight{}, "Version 1 cannot be kept: 1 consultant in it cannot come any more. Choose the draft, or change that first."},
	} {
		if got := weighed("version 1", "the draft", tt.a, tt.b, 1); got != tt.want {
			t.Errorf("after a decline: %q, want %q", got, tt.want)
		}
	}
	p := rotatest.July().Standard().Slot("day", "26 08:00", "26 20:00", rotatest.Priority(1)).Slot("night", "26 20:00", "27 08:00", rotatest.Priority(2)).Consultant("c1").Problem(t)
	if got, want := weightOf(rota.Made{Problem: p, Plan: rotatest.Plan(p)}, nil), (weight{first: 1, open: 2}); got != want {
		t.Errorf("an empty rota weighs %+v, want %+v", got, want)
	}
}

// TestCannotAnyMore counts those of a version who declined, cannot come or have no offer any more, each once.
func TestCannotAnyMore(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("a", "26 08:00", "26 20:00").Slot("b", "27 08:00", "27 20:00").Consultant("c1").Consultant("c2").Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	was := rota.Made{Problem: p, Plan: rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("b", "c1"), rotatest.In("a", "c2"))}
	slot, _ := p.Slot("a")
	sick, noOffer, declined := e, e, e
	sick.KeptOff = []rota.KeptOff{{Pair: rota.Pair{Slot: "a", Consultant: "c1"}, Reason: cannotCome + "Sat 26 July, 8am"}, {Pair: rota.Pair{Slot: "b", Consultant: "c1"}, Reason: cannotCome + "Sat 26 July, 8am"},
		{Pair: rota.Pair{Slot: "a", Consultant: "c2"}, Reason: "asked to be off"}}
	noOffer.Consultants = append([]rota.Consultant{}, e.Consultants...)
	noOffer.Consultants[1].Offers = nil
	declined.Declined = []rota.Told{{Pair: rota.Pair{Slot: "a", Consultant: "c2"}, Span: slot.Span, Mode: slot.Mode}}
	for name, tt := range map[string]struct {
		e    rota.Entry
		want int
	}{"nothing": {e, 0}, "sick": {sick, 1}, "no offer": {noOffer, 1}, "declined": {declined, 1}} {
		if got := cannotAnyMore(was, tt.e); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}
