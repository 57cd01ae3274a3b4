package rota_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// One post for all of 07:00 Friday 25 to 07:00 Wednesday 30 July 2025: 120 hours.
func post(t *testing.T, terms rota.Terms) (rota.Problem, rota.Plan) {
	t.Helper()
	p := rotatest.July().Slot("a", "25 07:00", "30 07:00").Consultant("c1", rotatest.Terms(terms, "")).Problem(t)
	return p, rota.Plan{Assignments: []rota.Assignment{rotatest.In("a", "c1")}}
}

// 36 h × £98 + 12 × £112.50 + 32 × £125 + 40 × £155 = £15,078; each pound an hour is £120.
func TestBreakEvenUplift(t *testing.T) {
	p, plan := post(t, rota.TrustRate)
	on := rota.Pricing{NI: rota.OnCost{On: true, Rate: 1500}}
	cases := []struct {
		name   string
		how    rota.Pricing
		basis  rota.Basis
		budget rota.Pence
		want   string
	}{
		{"exactly £10 an hour", rota.Pricing{}, rota.AsAgreed, 1_627_800, "meets 1000: £16,278.00, £16,279.20"},
		{"a penny short of it", rota.Pricing{}, rota.AsAgreed, 1_627_799, "meets 999: £16,276.80, £16,278.00"},
		{"nothing to spare", rota.Pricing{}, rota.AsAgreed, 1_507_800, "meets 0: £15,078.00, £15,079.20"},
		{"rates must come down", rota.Pricing{}, rota.AtTrust, 1_500_000, "meets -65: £15,000.00, £15,001.20"},
		// 115 % of £15,078 is £17,339.70; of £16,278, £18,719.70.
		{"with National Insurance", on, rota.AsAgreed, 1_871_970, "meets 1000: £18,719.70, £18,721.08"},
		{"trust rates are no part of it", rota.Pricing{}, rota.AtBMA, 3_028_800, "always 1000000: £30,288.00, not known"},
		{"not even for nothing", rota.Pricing{}, rota.AtBMA, 3_028_799, "never -16450: £30,288.00, not known"},
		{"more than any rate", rota.Pricing{}, rota.AtTrust, rota.MaxPence, "always 1000000: £1,215,078.00, not known"},
	}
	for _, c := range cases {
		got, err := p.BreakEvenUplift(plan, c.how, c.basis, c.budget)
		fit := [...]string{"meets", "always", "never"}[got.Fit]
		if words := fmt.Sprintf("%s %d: %s, %s", fit, got.Value, got.At, amount(got.Above)); err != nil || words != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, words, err, c.want)
		}
	}
	p.Cards.Trust.Rates[0].Rate[rota.Night] = nil
	if _, err := p.BreakEvenUplift(plan, rota.Pricing{}, rota.AtTrust, 1); !errors.Is(err, rota.ErrNotKnown) {
		t.Errorf("without a night rate: %v", err)
	}
}

// From £15,078 all at trust rates to £30,288 all at BMA rates.
func TestBreakEvenShare(t *testing.T) {
	p, plan := post(t, rota.TrustRate)
	cases := map[rota.Pence]string{
		3_028_800: "always 10000: £30,288.00, not known", 3_028_799: "meets 9999: £30,286.48, £30,288.00",
		2_268_300: "meets 5000: £22,683.00, £22,684.52", 2_268_299: "meets 4999: £22,681.48, £22,683.00",
		1_507_800: "meets 0: £15,078.00, £15,079.52", 1_507_799: "never 0: £15,078.00, not known",
	}
	for budget, want := range cases {
		got, err := p.BreakEvenShare(plan, rota.Pricing{}, budget)
		fit := [...]string{"meets", "always", "never"}[got.Fit]
		if words := fmt.Sprintf("%s %d: %s, %s", fit, got.Value, got.At, amount(got.Above)); err != nil || words != want {
			t.Errorf("%s: %s (%v), want %s", budget, words, err, want)
		}
	}
	free, plan := post(t, rota.InJobPlan)
	if got, _ := free.BreakEvenShare(plan, rota.Pricing{}, 0); got.Fit != rota.Always {
		t.Error("who is in job plan costs nothing at any mix")
	}
}

// Applying what was found gives a cost within the budget, and a step more gives one past it.
func TestBreakEvenStraddles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		drawRates(t, &p)
		plan, how := drawPlan(t, p), drawPricing(t)
		budget := rota.Pence(rapid.IntRange(0, 2_000_000).Draw(t, "budget"))
		basis := rapid.SampledFrom(rota.Bases()).Draw(t, "basis")
		if got, err := p.BreakEvenUplift(plan, how, basis, budget); err == nil && got.Fit == rota.Meets {
			at := func(v int64) rota.Pence {
				q, how := rota.CostCase{Uplift: rota.Pence(v)}.Apply(p, how)
				return *q.Ledger(plan, how).Total().All().At(basis)
			}
			if at(got.Value) != got.At || got.At > budget || at(got.Value+1) != *got.Above || *got.Above <= budget {
				t.Errorf("an uplift of %d costs %s and of one more %s; the budget is %s", got.Value, at(got.Value), at(got.Value+1), budget)
			}
		}
		if got, err := p.BreakEvenShare(plan, how, budget); err == nil && got.Fit == rota.Meets {
			at := func(v int64) rota.Pence {
				q, how := rota.CostCase{BMAShare: share(rota.PerCent(v))}.Apply(p, how)
				return *q.Ledger(plan, how).Total().All().Agreed
			}
			if at(got.Value) != got.At || got.At > budget || at(got.Value+1) != *got.Above || *got.Above <= budget {
				t.Errorf("a share of %d costs %s and of one more %s; the budget is %s", got.Value, at(got.Value), at(got.Value+1), budget)
			}
		}
	})
}

func TestCostCase(t *testing.T) {
	p, plan := night(t) // in job plan, trust rate, BMA rate, time off
	before := amounts(p.Ledger(plan, rota.Pricing{}).Total().Pay)
	cases := []struct {
		name string
		c    rota.CostCase
		want [3]string
	}{
		{"nothing", rota.CostCase{}, [3]string{"£7,460.00", "£15,016.00", "£5,619.00"}},
		{"£10 more an hour", rota.CostCase{Uplift: 1000}, [3]string{"£7,980.00", "£15,016.00", "£5,749.00"}},
		{"a trust rate", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}}, [3]string{"£8,900.00", "£15,016.00", "£5,979.00"}},
		{"a rate and £10 on it", rota.CostCase{Uplift: 1000, Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}}, [3]string{"£9,420.00", "£15,016.00", "£6,109.00"}},
		{"a BMA rate", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, Band: rota.Weekend, Rate: 0}}}, [3]string{"£7,460.00", "£10,016.00", "£4,369.00"}},
		{"one consultant's terms", rota.CostCase{Terms: []rota.TermChange{{Consultant: "c3", To: rota.BMARate}}}, [3]string{"£7,460.00", "£15,016.00", "£9,373.00"}},
		{"all on BMA rates accept trust rates", rota.CostCase{Terms: []rota.TermChange{{From: rota.BMARate, To: rota.TrustRate}}}, [3]string{"£7,460.00", "£15,016.00", "£3,730.00"}},
		{"two groups change places", rota.CostCase{Terms: []rota.TermChange{{From: rota.TimeOff, To: rota.TrustRate}, {From: rota.TrustRate, To: rota.TimeOff}}}, [3]string{"£7,460.00", "£15,016.00", "£5,619.00"}},
		{"half accept trust rates", rota.CostCase{BMAShare: share(5000)}, [3]string{"£7,460.00", "£15,016.00", "£5,619.00"}},
		{"all at BMA rates", rota.CostCase{BMAShare: share(rota.Whole)}, [3]string{"£7,460.00", "£15,016.00", "£7,508.00"}},
		{"called in, where nobody is on call", rota.CostCase{CalledShare: share(rota.Whole), Rates: []rota.RateChange{{Card: rota.AtTrust, Called: true, Rate: 99900}}},
			[3]string{"£7,460.00", "£15,016.00", "£5,619.00"}},
	}
	for _, c := range cases {
		if err := c.c.Validate(p); err != nil {
			t.Errorf("%s: %v", c.name, rota.Faults(err))
		}
		q, how := c.c.Apply(p, rota.Pricing{})
		if got := amounts(q.Ledger(plan, how).Total().Pay); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if after := amounts(p.Ledger(plan, rota.Pricing{}).Total().Pay); after != before {
		t.Errorf("the problem itself has changed: %v, was %v", after, before)
	}
}

func TestCostCaseIsRefused(t *testing.T) {
	p, _ := night(t)
	c := rota.CostCase{Uplift: rota.MaxUplift + 1, BMAShare: share(rota.Whole + 1), CalledShare: share(-1),
		Rates: []rota.RateChange{{Card: rota.AtTrust, PayPoint: "none", Rate: 1}, {Card: rota.AtBMA, Rate: -1}, {Called: true, Rate: rota.MaxRate + 1}},
		Terms: []rota.TermChange{{Consultant: "none", To: rota.BMARate}, {From: "?", To: rota.BMARate}, {Consultant: "c1", To: "?"}}}
	want := []string{"bma_share", "called_share", "rates[0]", "rates[1]", "rates[2]", "terms[0]", "terms[1]", "terms[2]", "uplift"}
	if diff := cmp.Diff(want, paths(c.Validate(p))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	night, called := rota.RateChange{Band: rota.Night, Rate: 10000}, rota.RateChange{Called: true, Rate: 10000}
	dearer, other := night, night
	dearer.Rate, other.Card = 20000, rota.AtBMA
	calledToo := called
	calledToo.Band, calledToo.Rate = rota.Weekend, 20000
	twice := rota.CostCase{Rates: []rota.RateChange{night, called, other, dearer, calledToo}}
	if diff := cmp.Diff([]string{"rates[3]", "rates[4]"}, paths(twice.Validate(p))); diff != "" {
		t.Errorf("a rate changed twice (-want +got):\n%s", diff)
	}
}
