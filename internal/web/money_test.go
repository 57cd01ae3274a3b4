package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// TestMoneyForm holds that settings filled into the form and read back are the same.
func TestMoneyForm(t *testing.T) {
	p := func(n rota.Pence) *rota.Pence { return &n }
	standard := store.MoneySettings{Pricing: rota.StandardPricing(), Withholding: rota.StandardWithholding()}
	full := store.MoneySettings{Budget: p(1), OwnSalaries: true,
		Pricing: rota.Pricing{CalledShare: 2505, NI: rota.OnCost{On: true, Rate: 1380}, Pension: rota.OnCost{On: true, Rate: 10000}, TimeOffHour: p(0), LossSession: p(80_000)},
		Withholding: rota.Withholding{Method: rota.Hourly, NightIsTwo: true, Salaries: []rota.Salary{
			{Grade: "ST4", Annual: 70_000_00, Source: "payroll"}, {Grade: "Trust fellow", Annual: 1, Unconfirmed: true}}}}
	for name, want := range map[string]store.MoneySettings{"standard": standard, "full": full} {
		f := moneyForm(want)
		got := readMoney(f)
		f.Version()
		if err := f.Done(); err != nil || !f.OK() {
			t.Errorf("%s: %v, %+v", name, err, f.Errors())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSaveMoney(t *testing.T) {
	s := newSite(t).planned()
	v := s.as(auth.Finance)
	page := strikePath(s.strike, "cost", "settings")
	to := tryForm(t, v, page, page, map[string]string{"ni": "yes", "pension-rate": "23.78", "called": "12.5", "time-off": "90", "loss": "800", "loss-of": "session",
		"budget": "£1,000,000", "method": "month_day", "night": "2", "which": "own", "salary-0-annual": "39,000", "salary-1-confirmed": "yes"},
		[]badField{
			{"no rate of National Insurance", map[string]string{"ni-rate": ""}, "ni-rate", "Enter the National Insurance rate"},
			{"a rate past 100", map[string]string{"pension-rate": "100.01"}, "pension-rate", "from 0 to 100"},
			{"a rate in words", map[string]string{"pension-rate": "some"}, "pension-rate", "from 0 to 100"},
			{"a share below nothing", map[string]string{"called": "-1"}, "called", "from 0 to 100"},
			{"a share of three decimals", map[string]string{"called": "1.234"}, "called", "two decimals"},
			{"time off in words", map[string]string{"time-off": "much"}, "time-off", "pounds and pence"},
			{"a figure below nothing", map[string]string{"loss": "-1"}, "loss", "must not be negative"},
			{"a budget in words", map[string]string{"budget": "enough"}, "budget", "pounds and pence"},
			{"no method", map[string]string{"method": ""}, "method", "Choose how pay is withheld"},
			{"no nights", map[string]string{"night": ""}, "night", "Choose what a night counts as"},
			{"nobody's salaries", map[string]string{"which": ""}, "which", "Choose whose salaries"},
			{"a grade twice", map[string]string{"salary-1-grade": "f1"}, "salary-1-grade", "another salary is for this grade"},
			{"a grade without a salary", map[string]string{"salary-2-annual": ""}, "salary-2-annual", "Enter the amount of salary 3"},
			{"a salary without a grade", map[string]string{"salary-2-grade": ""}, "salary-2-grade", "Enter the grade of salary 3"},
			{"a salary past belief", map[string]string{"salary-3-annual": "1000000.01"}, "salary-3-annual", "from £0 to £1,000,000"},
		})
	if to != strikePath(s.strike, "cost") {
		t.Errorf("sent to %s", to)
	}
	m, err := s.store.Money(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if !m.NI.On || m.Pension.On || m.Pension.Rate != 2378 || m.CalledShare != 1250 || *m.TimeOffHour != 9000 || *m.LossSession != 80_000 || m.LossUnit != nil ||
		*m.Budget != 100_000_000 || m.Method != rota.MonthDay || !m.NightIsTwo || !m.OwnSalaries || m.Salaries[0].Annual != 39_000_00 || !m.Salaries[0].Unconfirmed || m.Salaries[1].Unconfirmed {
		t.Errorf("saved %+v", m)
	}
	w := want(t, v.get(to), http.StatusOK)
	contract(t, w)
	text := parse(t, w).Find("main").Text()
	for _, words := range []string{"The settings have been saved", "National Insurance (15%)", "12.5% of on-call time", "The budget is £1,000,000.00", "A night counts as two days"} {
		if !strings.Contains(text, words) {
			t.Errorf("the cost page lacks %q", words)
		}
	}
	first, second := fields(t, v.get(page), page), fields(t, v.get(page), page)
	want(t, v.post(page, first), http.StatusSeeOther)
	contract(t, want(t, v.post(page, second), http.StatusConflict))
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// crowd is a priced rota with residents on duty in the strike: so many absent, so
// many at work, and so many of whom nothing is confirmed; each a way of saying.
func crowd(t *testing.T, absent, worked, open int, said rota.Declaration) *madeRota {
	t.Helper()
	m := pricedRota(t)
	add := func(n int, a rota.Attendance, said rota.Declaration) {
		for range n {
			id := rota.ResidentID(fmt.Sprintf("R%03d", len(m.entry.Residents)+1))
			m.entry.Residents = append(m.entry.Residents, rota.Resident{ID: id, Name: "Dr " + string(id), Grade: "FY1"})
			m.entry.Duties = append(m.entry.Duties, rota.Duty{ID: rota.DutyID(id), Resident: id, Span: m.entry.Slots[0].Span, Declaration: said, Attendance: a})
		}
	}
	add(absent, rota.Absent, said)
	add(worked, rota.Worked, rota.Working)
	add(open, rota.NotConfirmed, said)
	return m
}

// TestWithheldView holds what is shown of pay withheld to whom. £106.39 is a day of an FY1.
func TestWithheldView(t *testing.T) {
	words := func(m *madeRota, may func(auth.Act) bool) string {
		v := newWithheldView(costOf(m), costOf(m).ledger().Total(), may)
		var out []string
		if v.Table != nil {
			for _, r := range v.Table.Rows {
				out = append(out, r[1].Text+" "+r[3].Text)
			}
		}
		for _, r := range v.Net.Rows {
			out = append(out, r.Value)
		}
		return strings.Join(out, "; ")
	}
	agreed := costOf(pricedRota(t)).ledger().Total().All().Agreed
	net := func(n rota.Pence) string { return (*agreed - n).String() }
	cases := []struct {
		name                 string
		m                    *madeRota
		coordinator, finance string
	}{
		{"nobody on duty", pricedRota(t), "", ""},
		{"estimate of six", crowd(t, 0, 2, 6, rota.Away), "0 £0.00; 6 £638.34; 6 £638.34; " + agreed.String() + "; £638.34; " + net(63834),
			agreed.String() + "; £0.00 to £851.12; " + net(85112) + " to " + net(0)},
		{"nothing confirmed", crowd(t, 0, 0, 6, rota.NoReply), "0 £0.00; 6 £638.34; " + agreed.String() + "; £0.00 to £638.34; " + net(63834) + " to " + net(0), ""},
		{"few at work, all confirmed", crowd(t, 5, 3, 0, rota.Away), "5 £531.95; " + agreed.String() + "; £531.95; " + net(53195),
			agreed.String() + "; £0.00 to £851.12; " + net(85112) + " to " + net(0)},
		{"one absent, all confirmed", crowd(t, 1, 7, 0, rota.Away), "1 £106.39; " + agreed.String() + "; £106.39; " + net(10639),
			agreed.String() + "; £0.00 to £851.12; " + net(85112) + " to " + net(0)},
		{"many absent and at work", crowd(t, 6, 6, 0, rota.Away), "6 £638.34; " + agreed.String() + "; £638.34; " + net(63834),
			agreed.String() + "; £638.34; " + net(63834)},
	}
	for _, c := range cases {
		if got := words(c.m, anything); got != c.coordinator {
			t.Errorf("%s: a coordinator reads\n%s\nwant\n%s", c.name, got, c.coordinator)
		}
		if got := words(c.m, finance); got != c.finance {
			t.Errorf("%s: finance reads\n%s\nwant\n%s", c.name, got, c.finance)
		}
	}
	m := crowd(t, 6, 0, 0, rota.Away)
	m.entry.Residents[0].Grade = "ST4"
	if got := newWithheldView(costOf(m), costOf(m).ledger().Total(), anything).Tables[1].Rows; got[0][1].Text != "5" || got[1][1].Text != "1" {
		t.Errorf("by grade a coordinator reads %v", got)
	}
	m.entry.Residents[0].Grade = "Trust fellow"
	if v := newWithheldView(costOf(m), costOf(m).ledger().Total(), anything); len(v.Unpriced) != 1 || v.Unpriced[0] != "Trust fellow" || v.Table.Rows[0][3].Text != "Not known" {
		t.Errorf("without a salary: %v, %v", v.Unpriced, v.Table.Rows)
	}
}

// TestFinanceReadsNoNames holds that nobody's name is on any page that finance may see.
func TestFinanceReadsNoNames(t *testing.T) {
	s := newSite(t).planned()
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	params := s.params()
	v := s.as(auth.Finance)
	for _, r := range routes() {
		if r.method != get || !auth.Can(auth.Finance, r.act) || r.act == auth.Open || r.act == auth.Self {
			continue
		}
		body := v.get(s.address(r.path, params)).Body.String()
		for _, who := range e.Residents {
			if strings.Contains(body, who.Name) {
				t.Errorf("%s names a resident", r.path)
				break
			}
		}
		for _, who := range e.Consultants {
			if strings.Contains(body, who.Name) {
				t.Errorf("%s names a consultant", r.path)
				break
			}
		}
	}
}

func TestWhatIf(t *testing.T) {
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
		"terms-time_off": "trust_rate", "direction": "less", "uplift": "5"},
		[]badField{
			{"no name", map[string]string{"name": ""}, "name", "Enter a name for the case"},
			{"an uplift in words", map[string]string{"uplift": "more"}, "uplift", "pounds and pence"},
			{"a share past all", map[string]string{"share": "101"}, "share", "from 0 to 100"},
			{"a rate without its figure", map[string]string{"rate-0-to": ""}, "rate-0-to", "Enter new rate 1"},
			{"a figure without its rate", map[string]string{"rate-1-to": "5"}, "rate-1-cell", "Choose which rate"},
			{"a rate past belief", map[string]string{"rate-0-to": "10000.01"}, "rate-0-to", "no more than £10,000"},
		})
	cases, err := s.store.CostCases(t.Context(), s.strike)
	if err != nil || len(cases) != 1 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	third := rota.PerCent(3333)
	kept := rota.CostCase{Name: "Dearer nights", Uplift: -500, BMAShare: &third,
		Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}, Terms: []rota.TermChange{{From: rota.TimeOff, To: rota.TrustRate}}}
	if diff := cmp.Diff(kept, cases[0].CostCase); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	list := want(t, v.get(to), http.StatusOK)
	contract(t, list)
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
	m := pricedRota(t)
	m.people["c2"] = rota.Consultant{ID: "c2", Name: "Dr Other"}
	c := costOf(m)
	half := rota.PerCent(5000)
	night := *c.cards.Trust.Rates[0].Rate[rota.Night]
	for _, tt := range []struct {
		name      string
		k         rota.CostCase
		all, some string // as the coordinator and as finance read it; the latter "" when alike
	}{
		{"nothing", rota.CostCase{}, "Nothing changed", ""},
		{"dearer", rota.CostCase{Uplift: 500}, "Every trust rate £5.00 an hour more", ""},
		{"cheaper", rota.CostCase{Uplift: -501}, "Every trust rate £5.01 an hour less", ""},
		{"a rate", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtTrust, Band: rota.Night, Rate: 20000}}},
			"Trust rate, night 11pm to 7am: £200.00 an hour, now " + night.String(), ""},
		{"a rate taken from another", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, Band: rota.StandbyBand, Rate: 1}}},
			"BMA rate, standby: £0.01 an hour, now as on call", ""},
		{"a rate that is gone", rota.CostCase{Rates: []rota.RateChange{{Card: rota.AtBMA, PayPoint: "x", Band: rota.Night, Rate: 100}}},
			"BMA rate, night 11pm to 7am, pay point x: £1.00 an hour (does nothing: the card has no such rate)", ""},
		{"terms", rota.CostCase{Terms: []rota.TermChange{{From: rota.BMARate, To: rota.TrustRate}}}, "Those on “BMA rate” are on “trust rate”", ""},
		{"one consultant", rota.CostCase{Terms: []rota.TermChange{{Consultant: "c2", To: rota.TimeOff}}},
			"Dr Other is on “time off”, now “BMA rate”", "Other terms for 1 single consultant, whom the rota coordinator can name"},
		{"the mix, and dearer", rota.CostCase{Uplift: 100, BMAShare: &half},
			"Every trust rate £1.00 an hour more. 50% of the hours paid for at BMA rates and the rest at trust rates, whatever was agreed", ""},
	} {
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

// TestCostAtOtherCards prices at shipped cards without changing anything.
func TestCostAtOtherCards(t *testing.T) {
	s := newSite(t).planned()
	v := s.as(auth.Finance)
	w := want(t, v.get(strikePath(s.strike, "cost")+"?bma=bma-2022&trust=none"), http.StatusOK)
	contract(t, w)
	p, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rota.ShippedCards() {
		if c.Key == "bma-2022" {
			p.Cards.BMA = c.Card
		}
	}
	doc := parse(t, w)
	if got, want := doc.Find(".app-amount").Eq(1).Text(), wholeWords(rota.Total(p.Lines(plan)).BMA); got != want {
		t.Errorf("the BMA total is %q, want %q", got, want)
	}
	if !strings.Contains(doc.Find("main").Text(), "“BMA July 2022” in place of the strike’s BMA card") {
		t.Error("the page does not say at which card it is")
	}
}

func TestAttendancePage(t *testing.T) {
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "residents", "attendance")
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	form := fields(t, w, page)
	var duty string
	for name := range form {
		if id, ok := strings.CutPrefix(name, "to-"); ok && (duty == "" || id < duty) {
			duty = id
		}
	}
	other := fields(t, v.get(page), page)
	form.Set("to-"+duty, "absent")
	to := want(t, v.post(page, form), http.StatusSeeOther).Header().Get("Location")
	if text := parse(t, want(t, v.get(to), http.StatusOK)).Find("main").Text(); !strings.Contains(text, "Attendance of 1 duty has been saved") {
		t.Error("the grid does not say what was saved")
	}
	other.Set("to-"+duty, "worked")
	clash := want(t, v.post(page, other), http.StatusConflict)
	contract(t, clash)
	if text := parse(t, clash).Find("#changed-by").Text(); !strings.Contains(text, "Absent") || !strings.Contains(text, "Worked") {
		t.Errorf("the clash says %q", text)
	}
	again := fields(t, clash, page)
	want(t, v.post(page, again), http.StatusSeeOther)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range e.Duties {
		if want := map[bool]rota.Attendance{true: rota.Worked}[string(d.ID) == duty]; d.Attendance != want {
			t.Errorf("duty %s is %q, want %q", d.ID, d.Attendance, want)
		}
	}
	bad := fields(t, v.get(page), page)
	bad.Set("to-"+duty, "on holiday")
	contract(t, want(t, v.post(page, bad), http.StatusUnprocessableEntity))
	for _, role := range []auth.Role{auth.Finance, auth.Lead} {
		want(t, s.as(role).get(page), http.StatusNotFound)
	}
}

// TestWithheldOfTwins holds that what finance reads of pay withheld is the same
// whatever anybody has said, and whoever of those due together was absent, at
// salaries that are chosen to tell grades apart.
func TestWithheldOfTwins(t *testing.T) {
	read := func(who int, said rota.Declaration) withheldView {
		m := crowd(t, 0, 8, 0, said)
		grades := []string{"FY1", "FY2", "CT1", "ST4"}
		for i := range m.entry.Residents {
			m.entry.Residents[i].Grade = grades[i%len(grades)]
			m.entry.Duties[i].Declaration = said
		}
		m.entry.Duties[who].Attendance = rota.Absent
		c := costOf(m)
		c.money.Salaries = []rota.Salary{{Grade: "FY1", Annual: 36_500_000}, {Grade: "FY2", Annual: 3650}, {Grade: "CT1", Annual: 365}, {Grade: "ST4", Annual: 365_000}}
		return newWithheldView(c, c.ledger().Total(), finance)
	}
	first := read(0, rota.Away)
	if len(first.Net.Rows) == 0 || first.Table != nil || first.Tables != nil {
		t.Errorf("finance reads %+v", first)
	}
	for who := range 8 {
		for _, said := range []rota.Declaration{rota.Away, rota.Working, rota.NoReply} {
			if diff := cmp.Diff(first, read(who, said)); diff != "" {
				t.Errorf("resident %d absent, all %q (-first +now):\n%s", who, said, diff)
			}
		}
	}
}
