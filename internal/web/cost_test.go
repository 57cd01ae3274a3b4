package web

import (
	"net/http"
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

// TestCostTables holds that every table adds up to the plan's own totals, to the penny.
func TestCostTables(t *testing.T) {
	m := pricedRota(t)
	view := newCostView(strikeBaseForTest(), m, anything)
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

// TestCostDays holds the figures of a day by hand: 11 hours of daytime and 1 h 20 of evening at trust rates.
func TestCostDays(t *testing.T) {
	m := pricedRota(t)
	p, plan := m.repriced()
	days := sumBy(p.Lines(plan), func(l rota.Line) string { return rota.DateOf(l.Slot.Start).String() })
	var keys []string
	for _, d := range days {
		keys = append(keys, d.key+" "+hoursFigure(d.minutes))
	}
	if diff := cmp.Diff([]string{"2025-07-25 24.5", "2025-07-26 8", "2025-07-28 8"}, keys); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rates := p.Cards.Trust.Rates[0].Rate
	want := *rates[rota.WeekdayDay] * 8
	if got := days[2].Trust; got == nil || *got != want {
		t.Errorf("Monday at trust rates: %v, want %v", got, want)
	}
}

// TestCostNotKnown holds that a missing rate is never £0 and is named with its link.
func TestCostNotKnown(t *testing.T) {
	m := pricedRota(t)
	m.entry.Cards = rota.Cards{Trust: rotatest.TrustCard(), BMA: rotatest.BMACard()}
	for i := range m.entry.Cards.Trust.Rates {
		m.entry.Cards.Trust.Rates[i].Rate[rota.Night] = nil
	}
	view := newCostView(strikeBaseForTest(), m, anything)
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
	view = newCostView(strikeBaseForTest(), m, anything)
	if got := view.Missing[0].Text; got != "The trust card has no row for everybody." {
		t.Errorf("without any rates: %q", got)
	}
}

// TestUnconfirmed holds that only the cells that are used are named.
func TestUnconfirmed(t *testing.T) {
	m := pricedRota(t)
	view := newCostView(strikeBaseForTest(), m, anything)
	if diff := cmp.Diff([]string{"The weekday evening rate of the BMA card"}, view.Unconfirmed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCostNames holds that finance sees codes and no names.
func TestCostNames(t *testing.T) {
	m := pricedRota(t)
	view := newCostView(strikeBaseForTest(), m, func(a auth.Act) bool { return auth.Can(auth.Finance, a) })
	table := view.Tables[3]
	for _, row := range table.Rows {
		if strings.HasPrefix(row[0].Text, "Dr ") {
			t.Errorf("finance reads %q", row[0].Text)
		}
	}
	if got := newCostView(strikeBaseForTest(), m, anything).Tables[3].Rows[0][0].Text; got != "Dr c1" {
		t.Errorf("a coordinator reads %q", got)
	}
}

// TestChart holds that bars are in proportion and the longest leaves room for its words.
func TestChart(t *testing.T) {
	p := func(n rota.Pence) *rota.Pence { return &n }
	c := newChart([]costSum{{text: "Fri 25 July", Totals: rota.Totals{Trust: p(50_00), BMA: p(100_00)}}, {text: "Sat 26 July", Totals: rota.Totals{Trust: p(0)}}})
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
	for minutes, want := range map[int]string{0: "0", 60: "1", 750: "12.5", 20: "0.33", 40: "0.67", 1405: "23.42", 6000: "100"} {
		if got := hoursFigure(minutes); got != want {
			t.Errorf("%d minutes: got %s, want %s", minutes, got, want)
		}
	}
}

func TestCostPage(t *testing.T) {
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
