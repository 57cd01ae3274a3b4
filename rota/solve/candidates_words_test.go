package solve

import (
	"testing"

	"strikerota/rota"
)

func TestCandidateWords(t *testing.T) {
	p := base(t)
	p.Slots = []rota.Slot{
		slot("fri", at(t, 25, 8, 0), at(t, 25, 18, 0)),
		slot("mon", at(t, 28, 20, 0), at(t, 29, 8, 30)),
		slot("sat", at(t, 26, 8, 0), at(t, 26, 18, 0)),
	}
	p.Slots[1].Unit, p.Slots[2].Unit = "Theatres", "Oncology"
	p.Slots[0].Places = 2
	clinic := rota.Session{ID: "k", Kind: rota.Planned, Loss: 4, Span: rota.Span{Start: at(t, 25, 9, 0), End: at(t, 25, 12, 0)}}
	p.Consultants[0].Sessions = []rota.Session{clinic}
	p.Consultants = append(p.Consultants, rota.Consultant{ID: "c2", Terms: rota.TrustRate, Sessions: []rota.Session{
		{ID: "k2", Kind: rota.Planned, Loss: 1, Span: rota.Span{Start: at(t, 26, 9, 0), End: at(t, 26, 12, 0)}}}})
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	name := func(id rota.ConsultantID) string { return map[rota.ConsultantID]string{"c1": "Dr A", "c2": "Dr B"}[id] }
	ids := func(s ...rota.SlotID) []rota.SlotID { return s }
	sat := "Oncology, registrar tier, Sat 26 July, 8am to 6pm"
	mon := "Theatres, registrar tier, Mon 28 July, 8pm to 8:30am"
	for _, c := range []struct {
		c              Candidate
		brief, details string
		worth          int
	}{
		{Candidate{Kind: Assign, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Displaces: []rota.SessionID{"k"}}},
			Effect: []Effect{{"cover/1", 600, 0}, {"displaced", 0, 4}, {"cost:agreed", 0, 9600}}},
			"+4 points of loss; +£96.00", "displaces their own session, Fri 25 July, 9am to midday (4 points of loss)", -1},
		{Candidate{Kind: Assign, Moves: []Move{{Consultant: "c1", Takes: ids("fri")}}, Effect: []Effect{{"cover/1", 600, 0}}},
			"", "", -1},
		{Candidate{Kind: Replace, Moves: []Move{{Consultant: "c2", Leaves: ids("fri")}, {Consultant: "c1", Takes: ids("fri")}},
			Effect: []Effect{{"cover/1", 0, 0}, {"cost:agreed", 9600, 9600}}},
			"in place of Dr B", "", 0},
		{Candidate{Kind: Replace, Opens: ids("sat"), Moves: []Move{{Consultant: "c2", Leaves: ids("fri")}, {Consultant: "c1", Takes: ids("fri"), Leaves: ids("sat")}},
			Effect: []Effect{{"cover/1", 0, 600}, {"cost:agreed", 9600, 0}}},
			"in place of Dr B; opens " + sat + "; -£96.00", "", 1},
		{Candidate{Kind: Release, Opens: ids("mon", "sat"), Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("mon", "sat"), Restores: []rota.SessionID{"k"}}},
			Effect: []Effect{{"cover/1", 600, 1350}, {"displaced", 4, 0}}},
			"opens " + mon + ", and " + sat + "; -4 points of loss", "puts back their own session, Fri 25 July, 9am to midday (4 points of loss)", 1},
		{Candidate{Kind: Pass, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat"), Displaces: []rota.SessionID{"k2"}}},
			Effect: []Effect{{"consultants", 1, 2}, {"spread", 600, 540}}},
			"Dr B takes over " + sat + "; 1 more consultant called in; 1 hour less on the busiest consultant", "displaces a session of Dr B, Sat 26 July, 9am to midday (1 point of loss)", 1},
		{Candidate{Kind: Exchange, Moves: []Move{{Consultant: "c1", Takes: ids("fri", "mon"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat"), Leaves: ids("mon")}},
			Effect: []Effect{{"changes", 5, 3}, {"cost:bma", 9600, 0}}},
			"exchanges with Dr B; 2 fewer changes from the published plan; cost at BMA rates -£96.00",
			"gives Dr B " + sat + " in exchange for " + mon + ", and takes this as well", -1},
		{Candidate{Kind: Swap, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat"), Leaves: ids("fri")}},
			Effect: []Effect{{"cost:trust", 0, 150}, {"changes", 0, 1}}},
			"swaps with Dr B; cost at trust rates +£1.50; 1 more change from the published plan",
			"moves here from " + sat + ", and Dr B goes there", 1},
	} {
		c.c.Consultant, c.c.Slot = "c1", "fri"
		if got := c.c.Brief(p, name); got != c.brief {
			t.Errorf("%s:\n got %s\nwant %s", c.c.Kind, got, c.brief)
		}
		if got := c.c.Details(p, name); got != c.details {
			t.Errorf("%s, details:\n got %s\nwant %s", c.c.Kind, got, c.details)
		}
		if got := c.c.Worth(); got != c.worth {
			t.Errorf("%s, %v: worth %d, want %d", c.c.Kind, c.c.Effect, got, c.worth)
		}
	}
	if got, want := (Effect{"displaced", 4, 9}).Words(), "+5 points of loss from displaced sessions"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	alone := Candidate{Kind: Replace, Slot: "sat", Consultant: "c1", Moves: []Move{{Consultant: "c2", Leaves: ids("sat")}, {Consultant: "c1", Takes: ids("sat")}}}
	if got := alone.Brief(p, name); got != "" {
		t.Errorf("of one place: %q", got)
	}
	p.Slots[0].Site = "South"
	if got := (Candidate{Kind: Release, Opens: ids("sat")}).Brief(p, name); got != "opens Oncology (north), registrar tier, Sat 26 July, 8am to 6pm" {
		t.Errorf("of two sites: %q", got)
	}
}
