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
	clinic := rota.Session{ID: "k", Kind: rota.Planned, Loss: 4, Span: rota.Span{Start: at(t, 25, 9, 0), End: at(t, 25, 12, 0)}}
	p.Consultants[0].Sessions = []rota.Session{clinic}
	p.Consultants = append(p.Consultants, rota.Consultant{ID: "c2", Terms: rota.TrustRate})
	p, err := rota.NewProblem(p)
	if err != nil {
		t.Fatal(err)
	}
	name := func(id rota.ConsultantID) string { return map[rota.ConsultantID]string{"c1": "Dr A", "c2": "Dr B"}[id] }
	ids := func(s ...rota.SlotID) []rota.SlotID { return s }
	sat := "Oncology, registrar tier, Sat 26 July, 8am to 6pm"
	mon := "Theatres, registrar tier, Mon 28 July, 8pm to 8:30am"
	for _, c := range []struct {
		c    Candidate
		want string
	}{
		{Candidate{Kind: Assign, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Displaces: []rota.SessionID{"k"}}},
			Effect: []Effect{{"cover/1", 600, 0}, {"displaced", 0, 4}, {"cost:agreed", 0, 9600}}},
			"Dr A takes it; displaces a session of Dr A, Fri 25 July, 9am to midday (loss 4); 10 hours less open at priority 1; cost as agreed +£96.00"},
		{Candidate{Kind: Replace, Moves: []Move{{Consultant: "c2", Leaves: ids("fri")}, {Consultant: "c1", Takes: ids("fri")}}},
			"Dr A takes it in place of Dr B; no other aim changes"},
		{Candidate{Kind: Release, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("mon", "sat"), Restores: []rota.SessionID{"k"}}},
			Effect: []Effect{{"cover/1", 600, 1350}, {"displaced", 4, 0}}},
			"Dr A moves here from " + mon + " and from " + sat + "; a place opens in those; puts back a session of Dr A, Fri 25 July, 9am to midday (loss 4); 12 hours 30 minutes more open at priority 1"},
		{Candidate{Kind: Pass, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat")}},
			Effect: []Effect{{"consultants", 1, 2}, {"spread", 600, 540}}},
			"Dr A moves here from " + sat + "; Dr B takes that; no place opens; 1 more consultant called in; 1 hour less on the busiest consultant"},
		{Candidate{Kind: Exchange, Moves: []Move{{Consultant: "c1", Takes: ids("fri", "mon"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat"), Leaves: ids("mon")}},
			Effect: []Effect{{"changes", 5, 3}, {"cost:bma", 9600, 0}}},
			"Dr A gives Dr B " + sat + " in exchange for " + mon + "; Dr A then takes this as well; no place opens; 2 fewer changes from the published plan; cost at BMA rates -£96.00"},
		{Candidate{Kind: Swap, Moves: []Move{{Consultant: "c1", Takes: ids("fri"), Leaves: ids("sat")}, {Consultant: "c2", Takes: ids("sat"), Leaves: ids("fri")}},
			Effect: []Effect{{"cost:trust", 0, 150}, {"changes", 0, 1}}},
			"Dr A moves here from " + sat + "; Dr B goes there instead; no place opens; cost at trust rates +£1.50; 1 more change from the published plan"},
	} {
		c.c.Consultant = "c1"
		if got := c.c.Words(p, name); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.c.Kind, got, c.want)
		}
	}
	if got, want := (Effect{"displaced", 4, 9}).Words(), "loss from displaced sessions +5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
