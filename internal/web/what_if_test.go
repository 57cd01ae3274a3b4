package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

func TestWhatIf(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Finance)
	page := strikePath(s.strike, "cost", "what-if")
	start := fields(t, v.get(page), page)
	start.Set("uplift", "10")
	start.Set("do", "show")
	w := want(t, v.post(page, start), http.StatusOK)
	contract(t, w)
	p, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	q, how := rota.CostCase{Uplift: 1000}.Apply(p, rota.StandardPricing())
	if got := parse(t, w).Find("table").First().Find("tbody tr").Last().Text(); !strings.Contains(got, q.Ledger(plan, how).Total().Pay.Trust.String()) {
		t.Errorf("with £10 more an hour: %s", got)
	}
	if got := fields(t, w, page).Get("uplift"); got != "10" {
		t.Errorf("the form shows %q", got)
	}
	to := tryForm(t, v, page, page, map[string]string{"do": "keep", "name": "Dearer nights", "rate-0-cell": "trust/night/", "rate-0-to": "200", "share": "33.33",
		"terms-time_off": "trust_rate", "direction": "less", "uplift": "5",
		"rate-1-cell": "bma/called/", "rate-1-to": "199.50", "called": "12.5"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter a name for the case"},
			{"an uplift in words", map[string]string{"uplift": "more"}, "uplift", "pounds and pence"},
			{"a share past all", map[string]string{"share": "101"}, "share", "from 0 to 100"},
			{"a share called in past all", map[string]string{"called": "100.01"}, "called", "from 0 to 100"},
			{"a rate without its figure", map[string]string{"rate-0-to": ""}, "rate-0-to", "Enter new rate 1"},
			{"a figure without its rate", map[string]string{"rate-2-to": "5"}, "rate-2-cell", "Choose which rate"},
			{"a rate twice", map[string]string{"rate-3-cell": "trust/night/", "rate-3-to": "100"}, "rate-3-cell", "Rate 1 is this rate already: choose another, or clear one of the two"},
			{"a rate past belief", map[string]string{"rate-0-to": "10000.01"}, "rate-0-to", "no more than £10,000"},
		})
	cases, err := s.store.CostCases(t.Context(), s.strike)
	if err != nil || len(cases) != 1 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	third, eighth := rota.PerCent(3333), rota.PerCent(1250)
	kept := rota.CostCase{Name: "Dearer nights", Uplift: -500, BMAShare: &third, CalledShare: &eighth,
		Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}, {Card: rota.AtBMA, Called: true, Rate: 19950}}, Terms: []rota.TermChange{{From: rota.TimeOff, To: rota.TrustRate}}}
	if diff := cmp.Diff(kept, cases[0].CostCase); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	list := want(t, v.get(to), http.StatusOK)
	contract(t, list)
	kept1 := strikePath(s.strike, "cost", "cases", cases[0].ID)
	if f := fields(t, v.get(kept1), kept1); f.Get("called") != "12.5" || f.Get("rate-1-cell") != "bma/called/" || f.Get("rate-1-to") != "199.50" {
		t.Errorf("the case opened again: %v", f)
	}
	if text := parse(t, list).Find("table").Text(); !strings.Contains(text, "Dearer nights") || !strings.Contains(text, "As it is") {
		t.Errorf("the cases compared: %s", text)
	}
	// The case is shown with its answer, changed, clashed over and deleted.
	one := strikePath(s.strike, "cost", "cases", cases[0].ID)
	first, second := fields(t, v.get(one), one), fields(t, v.get(one), one)
	for _, form := range []map[string][]string{first, second} {
		form["do"], form["name"] = []string{"keep"}, []string{"Cheaper"}
	}
	want(t, v.post(one, first), http.StatusSeeOther)
	contract(t, want(t, v.post(one, second), http.StatusConflict))
	again := fields(t, v.get(page), page)
	again.Set("do", "keep")
	again.Set("name", "Cheaper")
	if w := want(t, v.post(page, again), http.StatusUnprocessableEntity); !strings.Contains(w.Body.String(), "Another cost case has this name") {
		t.Error("a second case of the name is not refused in words")
	}
	gone := one + "/delete"
	want(t, v.post(gone, fields(t, v.get(gone), gone)), http.StatusSeeOther)
	want(t, v.get(one), http.StatusNotFound)
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestWhatIfNames holds that only those who may see pay by person can change one person's terms.
func TestWhatIfNames(t *testing.T) {
	t.Parallel()
	c := costOf(pricedRota(t))
	if p := newWhatIf(strikeBaseForTest(), form.New(), c, finance); p.Who != nil {
		t.Error("finance can choose a consultant by name")
	}
	f := form.New().Set("direction", "more").Set("who", "c3").Set("who-terms", "bma_rate")
	got := readCase(f, c, rota.CostCase{}, anything)
	if diff := cmp.Diff([]rota.TermChange{{Consultant: "c3", To: rota.BMARate}}, got.Terms); diff != "" || !f.OK() {
		t.Errorf("(-want +got):\n%s %v", diff, f.Errors())
	}
	for name, f := range map[string]*form.Form{
		"who-terms": form.New().Set("direction", "more").Set("who", "c3"),
		"who":       form.New().Set("direction", "more").Set("who-terms", "bma_rate"),
	} {
		readCase(f, c, rota.CostCase{}, anything)
		if f.Error(name) == "" {
			t.Errorf("%s is not asked for", name)
		}
	}
}

// TestCaseWords holds what each case says that it assumes, and that only those who may
// see pay by person read whose terms it changes.
func TestCaseWords(t *testing.T) {
	t.Parallel()
	m := pricedRota(t)
	m.people["c2"] = rota.Consultant{ID: "c2", Name: "Dr Other"}
	c := costOf(m)
	half := rota.PerCent(5000)
	onCall := newMadeRota(m.entry, m.problem, m.plan, m.entry.Strike.Start)
	onCall.people = m.people
	onCall.problem.Slots = slices.Clone(onCall.problem.Slots)
	for i := range onCall.problem.Slots {
		onCall.problem.Slots[i].Mode = rota.OnCall
	}
	night := *c.cards.Trust.Rates[0].Rate[rota.Night]
	for _, tt := range []struct {
		name      string
		k         rota.CostCase
		all, some string // as the coordinator and as finance read it; the latter "" when alike
	}{
		{"nothing", rota.CostCase{}, "Nothing changed", ""},
		{"dearer", rota.CostCase{Uplift: 500}, "Every trust rate £5.00 an hour more", ""},
		{"cheaper", rota.CostCase{Uplift: -501}, "Every trust rate £5.01 an hour less", ""},
		{"cheaper than some are", rota.CostCase{Uplift: -50_00, Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}},
			"Every trust rate £50.00 an hour less. No rate falls below £0, so these stop there: on call from home (" + c.cards.Trust.Rates[0].Rate[rota.OnCallBand].String() +
				"); 14+, on call from home (" + c.cards.Trust.Rates[1].Rate[rota.OnCallBand].String() + "). Trust rate, night 11pm to 7am: £200.00 an hour, now " + night.String(), ""},
		{"a rate", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}},
			"Trust rate, night 11pm to 7am: £200.00 an hour, now " + night.String(), ""},
		{"a rate taken from another", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, Band: rota.StandbyBand, Rate: 1}}},
			"BMA rate, standby: £0.01 an hour, now as on call", ""},
		{"a rate that is gone", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, PayPoint: "x", Band: rota.Night, Rate: 100}}},
			"BMA rate, night 11pm to 7am, pay point x: £1.00 an hour (does nothing: the card has no such rate)", ""},
		{"a called rate, with nobody called in", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, Called: true, Rate: 15000}}},
			"BMA rate, called in from on call: £150.00 an hour, now as the hour’s band. A called-in rate does nothing while 0% of on-call time is spent called in", ""},
		{"a called rate and a share", rota.CostCase{CalledShare: &half, Rates: []rota.RateChange{{Card: rota.AtTrust, PayPoint: "14+", Called: true, Rate: 15000}}},
			"Trust rate, called in from on call, pay point 14+: £150.00 an hour, now as the hour’s band. 50% of on-call time spent called in, now 0%", ""},
		{"a share, with nobody on call", rota.CostCase{CalledShare: &half}, "Hours called in change nothing: in this rota nobody is on call", ""},
		{"terms", rota.CostCase{Terms: []rota.TermChange{{From: rota.BMARate, To: rota.TrustRate}}}, "Those on “BMA rate” are on “trust rate”", ""},
		{"one consultant", rota.CostCase{Terms: []rota.TermChange{{Consultant: "c2", To: rota.TimeOff}}},
			"Dr Other is on “time off”, now “BMA rate”", "Other terms for 1 single consultant, whom the rota coordinator can name"},
		{"the mix, and dearer", rota.CostCase{Uplift: 100, BMAShare: &half},
			"Every trust rate £1.00 an hour more. 50% of the hours paid for at BMA rates and the rest at trust rates, whatever was agreed; job plan and time off still £0", ""},
	} {
		c := c
		if strings.HasPrefix(tt.name, "a called rate") {
			c.made = onCall
		}
		if got := assumedWords(tt.k, c, anything); got != tt.all {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.all)
		}
		want := tt.all
		if tt.some != "" {
			want = tt.some
		}
		if got := assumedWords(tt.k, c, finance); got != want {
			t.Errorf("%s, as finance: got %q, want %q", tt.name, got, want)
		}
	}
}

// TestCaseKeepsNames has finance change a case of the coordinator's: whose terms it
// changes is neither told nor lost.
func TestCaseKeepsNames(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	_, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	who := plan.Assignments[0].Consultant
	id, err := s.store.SaveCostCase(t.Context(), actor, s.strike, store.CostCase{CostCase: rota.CostCase{Name: "One on BMA rates",
		Terms: []rota.TermChange{{Consultant: who, To: rota.BMARate}}}})
	if err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Finance)
	for _, page := range []string{strikePath(s.strike, "cost", "cases"), strikePath(s.strike, "cost", "cases", id)} {
		w := want(t, v.get(page), http.StatusOK)
		contract(t, w)
		if text := parse(t, w).Find("main").Text(); !strings.Contains(text, "Other terms for 1 single consultant") {
			t.Errorf("%s does not say that the case changes somebody's terms", page)
		}
		for _, c := range e.Consultants {
			if strings.Contains(w.Body.String(), c.Name) {
				t.Errorf("%s names a consultant to finance", page)
			}
		}
	}
	one := strikePath(s.strike, "cost", "cases", id)
	form := fields(t, v.get(one), one)
	form.Set("do", "keep")
	form.Set("uplift", "2")
	want(t, v.post(one, form), http.StatusSeeOther)
	cases, err := s.store.CostCases(t.Context(), s.strike)
	if err != nil || len(cases) != 1 || cases[0].Uplift != 200 || len(cases[0].Terms) != 1 || cases[0].Terms[0].Consultant != who {
		t.Errorf("kept: %+v, %v", cases, err)
	}
}
