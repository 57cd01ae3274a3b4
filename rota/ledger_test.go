package rota_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func amount(v *rota.Pence) string {
	if v == nil {
		return "not known"
	}
	return v.String()
}

func amounts(t rota.Totals) [3]string {
	return [3]string{amount(t.Trust), amount(t.BMA), amount(t.Agreed)}
}

func pence(n rota.Pence) *rota.Pence { return &n }

func share(n rota.PerCent) *rota.PerCent { return &n }

// night is a plan with a weekend night of a consultant on each of the four terms, and a session displaced.
func night(t *testing.T) (rota.Problem, rota.Plan) {
	t.Helper()
	b := rotatest.July()
	var as []rota.Assignment
	for i, terms := range rota.AllTerms() {
		slot, who := rota.SlotID(fmt.Sprintf("n%d", i)), rota.ConsultantID(fmt.Sprintf("c%d", i))
		b.Slot(slot, "26 20:00", "27 09:00").Consultant(who, rotatest.Terms(terms, ""))
		as = append(as, rotatest.In(slot, who))
	}
	p := b.Change(func(e *rota.Entry) {
		e.Consultants[1].Sessions = []rota.Session{{ID: "s1", Span: rotatest.Span("2025-07-28 08:00", "2025-07-28 12:00"), Kind: rota.Planned, Loss: 12}}
	}).Problem(t)
	as[1].Displaces = []rota.SessionID{"s1"}
	return p, rota.Plan{Assignments: as}
}

// The night of 13 hours is 5 at the weekend rate and 8 at the night rate: £3,754 at the BMA's.
func TestLedgerTotals(t *testing.T) {
	p, plan := night(t)
	how := rota.StandardPricing()
	sum := p.Ledger(plan, how).Total()
	if diff := cmp.Diff([3]string{"£7,460.00", "£15,016.00", "£5,619.00"}, amounts(sum.All())); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if got := fmt.Sprint(sum.Assignments, sum.Minutes, sum.InJobPlan, sum.Owed, amount(sum.OwedValue)); got != "4 3120 780 780not known" {
		t.Errorf("counted: %s", got)
	}
	if got := fmt.Sprint(sum.Lost.Sessions, sum.Lost.Units, amount(sum.Lost.Value)); got != "1 12not known" {
		t.Errorf("lost: %s", got)
	}
	how.NI.On, how.Pension.On, how.TimeOffHour, how.LossUnit = true, true, pence(9001), pence(25050)
	sum = p.Ledger(plan, how).Total()
	// 15 % and 14.38 % of £1,865 and of £3,754, rounded for each assignment.
	want := rota.Cost{Pay: sum.Pay, NI: rota.Totals{Trust: pence(4 * 27975), BMA: pence(4 * 56310), Agreed: pence(27975 + 56310)},
		Pension: rota.Totals{Trust: pence(4 * 26819), BMA: pence(4 * 53983), Agreed: pence(26819 + 53983)}}
	if diff := cmp.Diff(want, sum.Cost); diff != "" {
		t.Errorf("on-costs (-want +got):\n%s", diff)
	}
	if amount(sum.OwedValue) != "£1,170.13" || amount(sum.Lost.Value) != "£3,006.00" {
		t.Errorf("owed %s, lost %s", amount(sum.OwedValue), amount(sum.Lost.Value))
	}
	how.LossUnit, how.LossSession = nil, pence(80_000)
	if got := amount(p.Ledger(plan, how).Total().Lost.Value); got != "£800.00" {
		t.Errorf("lost by session: %s", got)
	}
}

func TestLedgerByDayAndBand(t *testing.T) {
	p, plan := night(t)
	l := p.Ledger(plan, rota.StandardPricing())
	var got []string
	for _, d := range []rota.Dimension{rota.ByDay, rota.ByBand, rota.ByService, rota.ByUnit} {
		for _, s := range l.By(d) {
			got = append(got, fmt.Sprint(s.Key, " ", s.Assignments, " ", s.Minutes, " ", amounts(s.Pay), " ", s.Lost.Sessions))
		}
	}
	want := []string{
		// All of the night on the day on which it starts, with what it displaces on Monday.
		"2025-07-26 4 3120 [£7,460.00 £15,016.00 £5,619.00] 1",
		"weekend 4 1200 [£2,500.00 £5,000.00 £1,875.00] 0",
		"night 4 1920 [£4,960.00 £10,016.00 £3,744.00] 0",
		"Maternity 4 3120 [£7,460.00 £15,016.00 £5,619.00] 1",
		"Maternity, Labour ward 4 3120 [£7,460.00 £15,016.00 £5,619.00] 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A day of a bank holiday on one card only: its hours count as the trust cuts them, its money as each card does.
func TestLedgerWithOneBankHoliday(t *testing.T) {
	p := rotatest.July().Slot("a", "28 08:00", "28 18:00").Consultant("c1", rotatest.Terms(rota.BMARate, "")).
		Change(func(e *rota.Entry) { e.Cards.BMA.BankHolidays = []rota.Date{{Year: 2025, Month: 7, Day: 28}} }).Problem(t)
	var got []string
	for _, s := range p.Ledger(rota.Plan{Assignments: []rota.Assignment{rotatest.In("a", "c1")}}, rota.Pricing{}).By(rota.ByBand) {
		got = append(got, fmt.Sprint(s.Key, " ", s.Minutes, " ", amounts(s.Pay)))
	}
	want := []string{"weekday_day 600 [£980.00 £0.00 £0.00]", "weekend 0 [£0.00 £2,500.00 £2,500.00]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A rate that is missing leaves known what does not need it.
func TestLedgerWithoutARate(t *testing.T) {
	p, plan := night(t)
	p.Cards.Trust.Rates[0].Rate[rota.Night] = nil
	l := p.Ledger(plan, rota.Pricing{NI: rota.OnCost{On: true, Rate: 1000}})
	var got []string
	for _, s := range append(l.By(rota.ByBand), l.Total()) {
		got = append(got, fmt.Sprint(s.Key, amounts(s.Pay), amounts(s.NI)))
	}
	want := []string{
		"weekend[£2,500.00 £5,000.00 £1,875.00] [£250.00 £500.00 £187.50]",
		"night[not known £10,016.00 not known] [not known £1,001.60 not known]",
		"[not known £15,016.00 not known] [not known £1,501.60 not known]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// 48 hours on call over a weekend, some of it called in: that share of each hour is
// paid at its band and the rest at £125.
func TestCalledIn(t *testing.T) {
	base := func() *rotatest.Builder {
		return rotatest.July().Slot("a", "26 08:00", "28 08:00", rotatest.InMode(rota.OnCall)).Consultant("c1", rotatest.Terms(rota.BMARate, ""))
	}
	cases := []struct {
		name   string
		called rota.PerCent
		change func(*rota.Entry)
		want   string
	}{
		{"never", 0, func(*rota.Entry) {}, "£6,000.00"},
		// 31 h weekend, 1 h Monday day, 16 h night: all × ¼.
		{"a quarter, at the bands", 2500, func(*rota.Entry) {}, "£7,736.50"},
		{"a quarter, at a rate of its own", 2500, func(e *rota.Entry) { e.Cards.BMA.Rates[0].Called = pence(20000) }, "£6,900.00"},
		{"a quarter, at nought", 2500, func(e *rota.Entry) { e.Cards.BMA.Rates[0].Called = pence(0) }, "£4,500.00"},
		{"always", rota.Whole, func(*rota.Entry) {}, "£12,946.00"},
		{"a quarter, no night rate", 2500, func(e *rota.Entry) { e.Cards.BMA.Rates[0].Rate[rota.Night] = nil }, "not known"},
		{"never, no night rate", 0, func(e *rota.Entry) { e.Cards.BMA.Rates[0].Rate[rota.Night] = nil }, "£6,000.00"},
	}
	plan := rota.Plan{Assignments: []rota.Assignment{rotatest.In("a", "c1")}}
	for _, c := range cases {
		p := base().Aims(rota.AimCover).Change(c.change).Problem(t)
		if got := amount(p.Ledger(plan, rota.Pricing{CalledShare: c.called}).Total().Pay.Agreed); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		// The same as a case asked of a strike where half is called in.
		k := rota.CostCase{CalledShare: &c.called}
		if r := p.Cards.BMA.Rates[0].Called; r != nil {
			k.Rates = []rota.RateChange{{Card: rota.AtBMA, Called: true, Rate: *r}}
			p.Cards.BMA.Rates = slices.Clone(p.Cards.BMA.Rates)
			p.Cards.BMA.Rates[0].Called = nil
		}
		if err := k.Validate(p); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		q, how := k.Apply(p, rota.Pricing{CalledShare: 5000})
		if got := amount(q.Ledger(plan, how).Total().Pay.Agreed); got != c.want {
			t.Errorf("%s, as a case: %s, want %s", c.name, got, c.want)
		}
	}
	standby := base().Change(func(e *rota.Entry) { e.Slots[0].Mode = rota.Standby }).Problem(t)
	if got := amount(standby.Ledger(plan, rota.Pricing{CalledShare: rota.Whole}).Total().Pay.Agreed); got != "£6,000.00" {
		t.Errorf("standby is never called in by a share: %s", got)
	}
}

// Half of what is paid for at BMA rates: halfway between the cards, in job plan and time off left out.
func TestMix(t *testing.T) {
	p, plan := night(t)
	for bma, want := range map[rota.PerCent]string{0: "£3,730.00", rota.Whole: "£7,508.00", 5000: "£5,619.00", 3333: "£4,989.21", 1: "£3,730.38"} {
		l := p.Ledger(plan, rota.Pricing{BMAShare: share(bma)})
		if got := amount(l.Total().Pay.Agreed); got != want {
			t.Errorf("%d: %s, want %s", bma, got, want)
		}
	}
	p.Cards.BMA = rota.Card{}
	if got := amount(p.Ledger(plan, rota.Pricing{BMAShare: share(0)}).Total().Pay.Agreed); got != "£3,730.00" {
		t.Errorf("nobody at BMA rates needs no BMA card: %s", got)
	}
	if got := amount(p.Ledger(plan, rota.Pricing{BMAShare: share(1)}).Total().Pay.Agreed); got != "not known" {
		t.Errorf("without a BMA card: %s", got)
	}
}

// drawPricing is any way of pricing.
func drawPricing(t *rapid.T) rota.Pricing {
	optional := func(name string) *rota.Pence {
		if rapid.Bool().Draw(t, name+" given") {
			return pence(rota.Pence(rapid.IntRange(0, 20000).Draw(t, name)))
		}
		return nil
	}
	cost := func(name string) rota.OnCost {
		return rota.OnCost{On: rapid.Bool().Draw(t, name), Rate: rota.PerCent(rapid.IntRange(0, 3000).Draw(t, name+" rate"))}
	}
	how := rota.Pricing{CalledShare: rota.PerCent(rapid.IntRange(0, 10000).Draw(t, "called")), NI: cost("NI"), Pension: cost("pension"),
		TimeOffHour: optional("time off"), LossUnit: optional("loss")}
	if rapid.Bool().Draw(t, "mixed") {
		how.BMAShare = share(rota.PerCent(rapid.IntRange(0, 10000).Draw(t, "share")))
	}
	return how
}

// drawRates fills the cards with any rates, some of them missing.
func drawRates(t *rapid.T, p *rota.Problem) {
	card := func(name string) rota.Card {
		c := rota.Card{Name: name, Rates: []rota.RateRow{{}}}
		for b := range rota.BandCount {
			if rapid.IntRange(0, 9).Draw(t, name+" "+b.Key()+" given") > 0 {
				c.Rates[0].Rate[b] = pence(rota.Pence(rapid.IntRange(0, 40000).Draw(t, name+" "+b.Key())))
			}
		}
		if rapid.Bool().Draw(t, name+" holiday") {
			c.BankHolidays = []rota.Date{{Year: 2025, Month: 10, Day: 27}}
		}
		return c
	}
	p.Cards = rota.Cards{Trust: card("trust"), BMA: card("bma")}
}

// Whatever the plan, over a weekend on which the clocks change, every breakdown adds up to the total.
func TestBreakdownsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		drawRates(t, &p)
		l := p.Ledger(drawPlan(t, p), drawPricing(t))
		want := l.Total()
		for _, d := range []rota.Dimension{rota.BySlot, rota.ByConsultant, rota.ByUnit, rota.ByService, rota.ByDay, rota.ByBand} {
			got := rota.Ledger{}.Total()
			rows := l.By(d)
			for i, s := range rows {
				if i > 0 && rows[i-1].Key == s.Key {
					t.Errorf("dimension %d has two rows for %s", d, s.Key)
				}
				got.Minutes += s.Minutes
				got.InJobPlan += s.InJobPlan
				got.Owed += s.Owed
				got.Cost = got.Cost.Plus(s.Cost)
				got.Lost = got.Lost.Plus(s.Lost)
				if s.OwedValue == nil {
					got.OwedValue = nil
				} else if got.OwedValue != nil {
					got.OwedValue = pence(*got.OwedValue + *s.OwedValue)
				}
			}
			got.Assignments = want.Assignments
			if d == rota.ByBand {
				got.Lost = want.Lost
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("dimension %d does not add up (-total +sum):\n%s", d, diff)
			}
		}
	})
}

// The ledger says what the plan document says, and each part is within a penny of what it is by itself.
func TestLedgerIsTheDocumentsCost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		drawRates(t, &p)
		plan := drawPlan(t, p)
		l := p.Ledger(plan, rota.StandardPricing())
		if diff := cmp.Diff(amounts(rota.Total(p.Lines(plan))), amounts(l.Total().All())); diff != "" {
			t.Errorf("(-document +ledger):\n%s", diff)
		}
		for _, e := range l.Entries {
			for _, part := range e.Parts {
				rate, err := p.Cards.Trust.Rate(e.Consultant.PayPoint, part.Band)
				if (err == nil) != (part.Pay.Trust != nil) && part.Minutes > 0 {
					t.Errorf("a part is %s, its rate %v", amount(part.Pay.Trust), err)
				}
				if part.Pay.Trust == nil {
					continue
				}
				if off := int64(*part.Pay.Trust)*60 - int64(part.Minutes)*int64(rate); off <= -60 || off >= 60 {
					t.Errorf("a part of %d minutes at %s is %s", part.Minutes, rate, *part.Pay.Trust)
				}
			}
		}
	})
}

// What a cost uses is what makes it unknown when it is missing, and nothing else does.
func TestUses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		how := rota.Pricing{CalledShare: rota.PerCent(rapid.SampledFrom([]int{0, 2500, 10000}).Draw(t, "called"))}
		slot := rapid.SampledFrom(p.Slots).Draw(t, "slot")
		full := card(1, 2, 3, 4, 5, rota.Pence(rapid.IntRange(-1, 6).Draw(t, "standby")))
		if rapid.Bool().Draw(t, "own called rate") {
			full.Rates[0].Called = pence(7)
		}
		used := how.Uses(full, rota.Line{Slot: slot})
		cost := func(c rota.Card) *rota.Pence {
			q := p
			q.Cards = rota.Cards{Trust: c, BMA: c}
			return q.Ledger(rota.Plan{Assignments: []rota.Assignment{{Slot: slot.ID, Consultant: p.Consultants[0].ID}}}, how).Total().Pay.Trust
		}
		if cost(full) == nil {
			t.Fatal("the cost at a full card is not known")
		}
		for b := range rota.BandCount {
			without := full
			without.Rates = []rota.RateRow{full.Rates[0]}
			without.Rates[0].Rate[b] = nil
			uses := slices.Contains(used, rota.UsedCell{Band: b})
			// At all hours called in, being available costs nothing, and its rate is asked for all the same.
			if b != rota.StandbyBand && uses != (cost(without) == nil) {
				t.Errorf("%s: said to be used %t, cost without it %s", b.Key(), uses, amount(cost(without)))
			}
		}
		if got := how.Uses(rota.Card{}, rota.Line{Slot: slot}); len(got) != 1 || got[0].Row != -1 {
			t.Errorf("a card without rows: %v", got)
		}
		if got := how.Uses(full, rota.Line{Slot: slot, Elsewhere: slot.Minutes()}); got != nil {
			t.Errorf("of nothing that is paid: %v", got)
		}
	})
}
