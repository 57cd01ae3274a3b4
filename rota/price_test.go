package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestProblemAtPrice(t *testing.T) {
	problem := func(aims ...rota.Aim) rota.Problem {
		return rotatest.July().Slot("a", "28 08:00", "28 18:00").Consultant("c1", rotatest.Terms(rota.TrustRate, "")).
			Consultant("c2", rotatest.Terms(rota.BMARate, "")).Aims(aims...).Problem(t)
	}
	cases := []struct {
		name  string
		aims  []rota.Aim
		price rota.Price
		want  []rota.Aim
	}{
		{"as agreed", []rota.Aim{rota.AimCover, rota.AimCostAgreed, rota.AimSpread}, rota.Price{Basis: rota.AsAgreed},
			[]rota.Aim{rota.AimCover, rota.AimCostAgreed, rota.AimSpread}},
		{"at BMA rates", []rota.Aim{rota.AimCover, rota.AimCostAgreed, rota.AimSpread}, rota.Price{Basis: rota.AtBMA},
			[]rota.Aim{rota.AimCover, rota.AimCostBMA, rota.AimSpread}},
		{"of two aims of cost one is left", []rota.Aim{rota.AimCover, rota.AimCostAgreed, rota.AimSpread, rota.AimCostBMA}, rota.Price{Basis: rota.AtTrust},
			[]rota.Aim{rota.AimCover, rota.AimCostTrust, rota.AimSpread}},
		{"no aim of cost", []rota.Aim{rota.AimCover, rota.AimSpread}, rota.Price{Basis: rota.AtTrust}, []rota.Aim{rota.AimCover, rota.AimSpread}},
	}
	for _, c := range cases {
		got, err := problem(c.aims...).At(c.price)
		if diff := cmp.Diff(c.want, got.Aims); err != nil || diff != "" {
			t.Errorf("%s: %v, aims (-want +got):\n%s", c.name, err, diff)
		}
		if has := problem(c.aims...).HasCost(); has != (len(c.aims) > 2 || c.aims[1] != rota.AimSpread) {
			t.Errorf("%s: has an aim of cost: %t", c.name, has)
		}
	}
	p := problem(rota.AimCover, rota.AimCostAgreed)
	q, err := p.At(rota.Price{Basis: rota.AsAgreed, Case: rota.CostCase{Uplift: 1250, Terms: []rota.TermChange{{From: rota.BMARate, To: rota.TrustRate}}}})
	if err != nil {
		t.Fatal(err)
	}
	plan := rota.Plan{Assignments: []rota.Assignment{rotatest.In("a", "c2")}}
	if was, now := rota.Total(p.Lines(plan)).Agreed.String(), rota.Total(q.Lines(plan)).Agreed.String(); was != "£1,880.00" || now != "£1,105.00" {
		t.Errorf("the day costs %s, and %s at the price; want £1,880.00 and £1,105.00", was, now)
	}
	// A rate that the price needs and that is missing is named.
	none := p
	none.Cards.BMA = rota.Card{}
	if _, err := none.At(rota.Price{Basis: rota.AtBMA}); len(rota.Faults(err)) == 0 {
		t.Errorf("without the BMA card: %v", err)
	}
	if _, err := none.At(rota.Price{Basis: rota.AtTrust}); err != nil {
		t.Errorf("at trust rates without the BMA card: %v", err)
	}
}
