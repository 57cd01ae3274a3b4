package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// planOf reads the site's plan as pages do.
func planOf(s *site) (rota.Problem, rota.Plan, store.PlanRecord, error) {
	record, err := s.store.CurrentPlan(s.t.Context(), s.strike)
	if err != nil {
		return rota.Problem{}, rota.Plan{}, record, err
	}
	p, err := document.ReadProblem(strings.NewReader(string(record.Problem)))
	if err != nil {
		return p, rota.Plan{}, record, err
	}
	plan, err := document.ReadPlan(strings.NewReader(string(record.Plan)))
	return p, plan, record, err
}

// pricedRota has a consultant on each of the terms, hours in several bands and odd minutes.
func pricedRota(t *testing.T) *madeRota {
	t.Helper()
	e := rotatest.July().
		Slot("a", "25 08:00", "25 20:20").Slot("b", "25 20:00", "26 08:10").Slot("c", "26 08:00", "26 16:00").Slot("d", "28 08:00", "28 16:00").
		Consultant("c1", rotatest.Terms(rota.TrustRate, "")).Consultant("c2", rotatest.Terms(rota.BMARate, "")).
		Consultant("c3", rotatest.Terms(rota.InJobPlan, "")).Consultant("c4", rotatest.Terms(rota.TimeOff, "")).
		Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("a", "c1"), rotatest.In("b", "c2"), rotatest.In("c", "c3"), rotatest.In("d", "c4"))
	return newMadeRota(e, p, plan, e.Strike.Start)
}

// costOf prices the rota at its cards with the standard settings.
func costOf(m *madeRota, change ...func(*store.MoneySettings)) costing {
	c := costing{made: m, cards: m.entry.Cards, money: store.Money{MoneySettings: store.MoneySettings{
		Pricing: rota.StandardPricing(), Withholding: rota.StandardWithholding()}}}
	for _, f := range change {
		f(&c.money.MoneySettings)
	}
	return c
}

func finance(a auth.Act) bool { return auth.Can(auth.Finance, a) }

// TestCostTables holds that every table adds up to the plan's own totals, to the penny.
func TestCostTables(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	view := newCostView(strikeBaseForTest(), costOf(m), anything)
	total := m.plan.Cost
	want := []string{"All", "40.5", total.Trust.String(), total.BMA.String(), (*total.BMA - *total.Trust).String(), total.Agreed.String()}
	for _, table := range view.Tables {
		var got []string
		for _, c := range table.Rows[len(table.Rows)-1] {
			got = append(got, c.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table.Caption, diff)
		}
	}
	var cards []string
	for _, c := range view.Cards {
		cards = append(cards, c.Amount+": "+strings.Join(c.Lines, "; "))
	}
	wantCards := []string{
		total.Trust.Whole() + ": 40 hours 30 minutes",
		total.BMA.Whole() + ": 40 hours 30 minutes; " + differenceWords(total),
		total.Agreed.Whole() + ": 24 hours 30 minutes paid for; 8 hours in job plan: £0; 8 hours owed as time off: £0",
	}
	if diff := cmp.Diff(wantCards, cards); diff != "" {
		t.Errorf("cards (-want +got):\n%s", diff)
	}
}

// TestCostDays holds the hours of each day, and Monday's cost by hand.
func TestCostDays(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	days := namedSums(costOf(m).ledger().By(rota.ByDay), dayWords)
	var got []string
	for _, d := range days {
		got = append(got, d.text+" "+hoursFigure(d.Minutes))
	}
	// The night that starts on Friday counts whole on Friday.
	if diff := cmp.Diff([]string{"Fri 25 July 24.5", "Sat 26 July 8", "Mon 28 July 8"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := *m.entry.Cards.Trust.Rates[0].Rate[rota.WeekdayDay] * 8
	if got := days[2].Pay.Trust; got == nil || *got != want {
		t.Errorf("Monday at trust rates: %v, want %v", got, want)
	}
}

// TestOnCosts holds that amounts include what is switched on, and say so.
func TestOnCosts(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	c := costOf(m, func(s *store.MoneySettings) { s.NI.On, s.Pension.On = true, true })
	view := newCostView(strikeBaseForTest(), c, anything)
	all := c.ledger().Total().All()
	if view.Cards[0].Amount != all.Trust.Whole() || *all.Trust <= *m.plan.Cost.Trust {
		t.Errorf("the trust total is %s, of which pay is %s", view.Cards[0].Amount, m.plan.Cost.Trust)
	}
	if want := "Every amount includes the employer’s National Insurance (15%) and pension contribution (14.38%). Rotas are compared by pay alone with nobody called in, which at the rates used here is " +
		m.plan.Cost.Trust.String() + " all at trust rates, " + m.plan.Cost.BMA.String() + " all at BMA rates and " + m.plan.Cost.Agreed.String() + " as agreed."; !slices.Contains(view.Notes, want) {
		t.Errorf("notes: %q", view.Notes)
	}
}

// TestCostNotKnown holds that a missing rate is never £0 and is named with its link.
func TestCostNotKnown(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	m.entry.Cards = rota.Cards{Trust: rotatest.TrustCard(), BMA: rotatest.BMACard()}
	for i := range m.entry.Cards.Trust.Rates {
		m.entry.Cards.Trust.Rates[i].Rate[rota.Night] = nil
	}
	view := newCostView(strikeBaseForTest(), costOf(m), anything)
	other := costOf(m)
	other.cards.Trust.Name = "Another"
	if got := missingRates("s1", other, true); len(got) != 1 || got[0].Text != "The night rate of the trust card is missing, priced at “Another”." || got[0].Link.Href != "/cards" {
		t.Errorf("at another card: %+v", got)
	}
	want := []mend{{"The night rate of the trust card is missing.", Link{Text: "Set the rate", Href: "/strikes/s1/cost/rates/trust"}}}
	if diff := cmp.Diff(want, view.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if got := view.Cards[0].Amount; got != "Not known" {
		t.Errorf("the trust total is %q", got)
	}
	if got := view.Cards[1].Lines[1]; got != "The difference is not known" {
		t.Errorf("the difference is %q", got)
	}
	if got := view.Chart.Rows[0].Bars[0]; got.Width != "0%" || got.Words != "Trust not known" {
		t.Errorf("the bar is %+v", got)
	}
	if view.Tables[0].Rows[0][2].Text != "Not known" {
		t.Errorf("Friday costs %q at trust rates", view.Tables[0].Rows[0][2].Text)
	}
	m.entry.Cards.Trust.Rates = nil
	view = newCostView(strikeBaseForTest(), costOf(m), anything)
	if got := view.Missing[0].Text; got != "The trust card has no rates yet." {
		t.Errorf("without any rates: %q", got)
	}
}

// TestUnconfirmed holds that only the cells that are used are named.
func TestUnconfirmed(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	m.entry.Cards.BMA = rotatest.BMACard()
	m.entry.Cards.BMA.Rates[0].ConfirmedBy[rota.Night] = "The Times"
	view := newCostView(strikeBaseForTest(), costOf(m), anything)
	want := []string{"The weekday daytime rate of the BMA card", "The weekday evening rate of the BMA card",
		"The weekend rate of the BMA card", "The night rate of the BMA card: published by The Times"}
	if diff := cmp.Diff(want, view.Unconfirmed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sure := pricedRota(t)
	sure.entry.Cards = rota.Cards{Trust: rotatest.TrustCard(), BMA: rotatest.TrustCard()}
	for what, m := range map[string]*madeRota{"Of the rates used here 4 are not confirmed by the trust: the rate cards mark them.": m, "": sure} {
		var tried whatIfView
		tried.answer(costOf(m), rota.CostCase{Uplift: 100}, anything)
		if got := newCasesView(strikeBaseForTest(), costOf(m), []store.CostCase{{}}, anything).Unsure; got != what || tried.Unsure != what {
			t.Errorf("compared cases say %q, what if %q, want %q", got, tried.Unsure, what)
		}
	}
}

// TestRatesChanged holds that the page says what the rota cost when it was made.
func TestRatesChanged(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	dearer := m.entry
	dearer.Cards.Trust = dearer.Cards.Trust.Uplifted(1000)
	changed := newMadeRota(dearer, m.problem, m.plan, m.at)
	view := newCostView(strikeBaseForTest(), costOf(changed), anything)
	if len(view.Notes) != 1 || !strings.Contains(view.Notes[0], m.plan.Cost.Trust.String()+" all at trust rates") || !strings.Contains(view.Notes[0], "When the rota was made its costs were") || strings.Contains(view.Notes[0], "JSON") {
		t.Errorf("notes: %q", view.Notes)
	}
	if got := view.Cards[0].Amount; got == m.plan.Cost.Trust.Whole() {
		t.Errorf("the page still shows the old total %s", got)
	}
}

// TestBreakEvenOnPage holds what the page says of a budget above, at and below the cost.
func TestBreakEvenOnPage(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	agreed := *m.plan.Cost.Agreed
	for budget, want := range map[rota.Pence]string{agreed + 12_33: "£12.33 under the budget", agreed: "exactly the budget", agreed - 1: "£0.01 over the budget"} {
		view := newCostView(strikeBaseForTest(), costOf(m, func(s *store.MoneySettings) { s.Budget = &budget }), anything)
		if len(view.BreakEven) != 3 || view.NoBudget != "" || !strings.Contains(view.BreakEven[0], want) {
			t.Errorf("budget %s: %q", budget, view.BreakEven)
		}
	}
	spare := agreed + 12_33 // 12 h 20 min at trust rates: a pound an hour is £12.33
	view := newCostView(strikeBaseForTest(), costOf(m, func(s *store.MoneySettings) { s.Budget = &spare }), anything)
	if !strings.Contains(view.BreakEven[1], "at most £1.00 an hour more") {
		t.Errorf("the uplift: %q", view.BreakEven[1])
	}
	if view := newCostView(strikeBaseForTest(), costOf(m), anything); view.BreakEven != nil || view.NoBudget != "/strikes/s1/cost/settings#budget" {
		t.Errorf("without a budget: %q, %q", view.BreakEven, view.NoBudget)
	}
}

// TestBreakEvenTurned: where BMA rates are the lower ones the page does not say that no
// share of them meets the budget.
func TestBreakEvenTurned(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	m.entry.Cards.Trust, m.entry.Cards.BMA = m.entry.Cards.BMA, m.entry.Cards.Trust
	c := costOf(m)
	all := rota.Whole
	c.money.BMAShare = &all
	budget := *c.ledger().Total().All().Agreed
	c.money.BMAShare, c.money.Budget = nil, &budget
	words := breakEvenWords(c, c.ledger().Total())
	if got := words[len(words)-1]; !strings.Contains(got, "BMA rates are the lower ones here") || !strings.Contains(got, "exactly the budget") {
		t.Errorf("the share: %q", got)
	}
}

// TestBreakEvenWords holds each answer in words: what meets the budget, and when nothing
// does by how much the least is over.
func TestBreakEvenWords(t *testing.T) {
	t.Parallel()
	above := rota.Pence(1001_00)
	at := func(fit rota.Fit, value int64, at rota.Pence) rota.BreakEven {
		return rota.BreakEven{Budget: 1000_00, Fit: fit, Value: value, At: at, Above: &above}
	}
	for _, tt := range []struct{ name, got, want string }{
		{"more", upliftWords(at(rota.Meets, 250, 999_00), 900_00),
			"the budget bears at most £2.50 an hour more on every one. The cost is then £999.00, £1.00 under the budget; with a penny an hour more it is £1,001.00, £1.00 over the budget."},
		{"not a penny", upliftWords(at(rota.Meets, 0, 1000_00), 1000_00),
			"the budget bears no uplift. A penny an hour more on every one makes the cost £1,001.00, £1.00 over the budget."},
		{"less", upliftWords(at(rota.Meets, -250, 1000_00), 1100_00),
			"to meet the budget, every one must be at least £2.50 an hour lower. The cost is then £1,000.00, exactly the budget; lowered by a penny an hour less, it is £1,001.00, £1.00 over the budget."},
		{"never", upliftWords(at(rota.Never, 0, 1200_00), 1500_00),
			"no change of them meets the budget. With no uplift the cost is £500.00 over; even with every trust rate at £0 an hour it would be £1,200.00, £200.00 over the budget."},
		{"always", upliftWords(at(rota.Always, 1, 900_00), 900_00), "the budget is met whatever they are, because next to no hours are paid at them."},
		{"a share", shareWords(at(rota.Meets, 3333, 999_50)),
			"the budget bears BMA rates for at most 33.33% of the hours paid for, with the rest at trust rates. The cost is then £999.50, £0.50 under the budget; with 0.01% more it is £1,001.00, £1.00 over the budget."},
		{"no share", shareWords(at(rota.Never, 0, 1200_00)),
			"no share meets the budget. Even if every hour paid for is at trust rates and none at BMA rates, the cost is £1,200.00, £200.00 over the budget."},
		{"any share", shareWords(at(rota.Always, 10_000, 900_00)), "the budget is met even if every hour paid for is at BMA rates. The cost is then £900.00, £100.00 under the budget."},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// TestChart holds that bars are in proportion and the longest leaves room for its words.
func TestChart(t *testing.T) {
	t.Parallel()
	p := func(n rota.Pence) *rota.Pence { return &n }
	day := func(text string, trust, bma *rota.Pence) namedSum {
		nought := rota.Totals{Trust: p(0), BMA: p(0), Agreed: p(0)}
		return namedSum{text, rota.Sum{Assignments: 1, Cost: rota.Cost{Pay: rota.Totals{Trust: trust, BMA: bma}, NI: nought, Pension: nought}}}
	}
	c := newChart([]namedSum{day("Fri 25 July", p(50_00), p(100_00)), day("Sat 26 July", p(0), nil)})
	var got []string
	for _, r := range c.Rows {
		for _, b := range r.Bars {
			got = append(got, b.Width+" "+b.Words)
		}
	}
	if diff := cmp.Diff([]string{"30.0% Trust £50", "60.0% BMA £100", "0.0% Trust £0", "0% BMA not known"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHoursFigure(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[int]string{0: "0", 60: "1", 750: "12.5", 20: "0.33", 40: "0.67", 1405: "23.42", 6000: "100"} {
		if got := hoursFigure(minutes); got != want {
			t.Errorf("%d minutes: got %s, want %s", minutes, got, want)
		}
	}
}

func TestCostPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	_, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []auth.Role{auth.Coordinator, auth.Finance} {
		w := want(t, s.as(role).get(strikePath(s.strike, "cost")), http.StatusOK)
		contract(t, w)
		if got := parse(t, w).Find(".app-amount").First().Text(); got != plan.Cost.Trust.Whole() {
			t.Errorf("as %s the trust total is %q, want %q", role, got, plan.Cost.Trust.Whole())
		}
	}
	want(t, s.as(auth.Lead).get(strikePath(s.strike, "cost")), http.StatusNotFound)
}
