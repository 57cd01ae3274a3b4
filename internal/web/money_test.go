package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestMoneyForm holds that settings filled into the form and read back are the same.
func TestMoneyForm(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
		{"nobody on duty", pricedRota(t), "", agreed.String() + "; Not known; Not known"},
		{"estimate of six", crowd(t, 0, 2, 6, rota.Away), "0 £0.00; 6 £638.34; 6 £638.34; " + agreed.String() + "; £638.34; " + net(63834),
			agreed.String() + "; £0.00 to £851.12; " + net(85112) + " to " + net(0)},
		{"nothing confirmed", crowd(t, 0, 0, 6, rota.NoReply), "0 £0.00; 6 £638.34; " + agreed.String() + "; £0.00 to £638.34; " + net(63834) + " to " + net(0),
			agreed.String() + "; Not known; Not known"},
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
	for words, m := range map[string]*madeRota{"No attendance has been confirmed yet, so pay withheld, and with it the net cost, is not known.": crowd(t, 0, 0, 6, rota.NoReply), "Attendance is confirmed for every day.": crowd(t, 6, 6, 0, rota.Away)} {
		notes := newWithheldView(costOf(m), costOf(m).ledger().Total(), finance).Notes
		if book := m.sharedWithheld(costOf(m).money.Withholding); len(notes) != 1 || notes[0] != book.Note || !strings.HasPrefix(notes[0], words) {
			t.Errorf("finance reads %q, the workbook has %q, want %q", notes, book.Note, words)
		}
	}
	for _, c := range []struct {
		m    *madeRota
		want string
	}{{crowd(t, 0, 2, 6, rota.Away), "bounds (£0.00 to £851.12)"}, {crowd(t, 0, 0, 6, rota.NoReply), "The cost workbook says that pay withheld is not known until"}, {crowd(t, 6, 6, 0, rota.Away), ""}, {pricedRota(t), ""}} {
		v := newWithheldView(costOf(c.m), costOf(c.m).ledger().Total(), anything)
		if got := strings.Join(v.Notes, " "); strings.Contains(got, "The cost workbook") != (c.want != "") || !strings.Contains(got, c.want) {
			t.Errorf("beside the workbook: %q, want %q", got, c.want)
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

// TestWithheldAsFirstConfirmed holds that the bounds of pay withheld, and the net of them, say that they are
// of the counts as first confirmed: after corrections the truth may lie outside them.
func TestWithheldAsFirstConfirmed(t *testing.T) {
	t.Parallel()
	m := crowd(t, 9, 9, 0, rota.Away)
	m.toldReturn = m.entry.Return(rota.EverySlot)
	for i, n := 0, 0; n < 3; i++ {
		if d := &m.entry.Duties[i]; d.Attendance == rota.Absent {
			d.Attendance, n = rota.Worked, n+1
		}
	}
	c := costOf(m)
	v, book := newWithheldView(c, c.ledger().Total(), finance), m.sharedWithheld(c.money.Withholding)
	exact := m.entry.PayWithheld(c.money.Withholding).Actual.Total().Amount
	if least, _ := book.Sums(); *exact >= *least {
		t.Errorf("%s was withheld, the bounds begin at %s", exact, least)
	}
	for _, words := range []string{"when all of it was first confirmed", "may be less than the least or more than the most", "in the net cost"} {
		if !strings.Contains(book.Note, words) || !strings.Contains(v.Notes[0], words) {
			t.Errorf("neither note may be without %q: %q, %q", words, book.Note, v.Notes)
		}
	}
	for _, row := range v.Net.Rows[1:] {
		if !strings.HasSuffix(row.Key, "as first confirmed") {
			t.Errorf("finance reads %q of counts as first confirmed", row.Key)
		}
	}
	if beside := strings.Join(newWithheldView(c, c.ledger().Total(), anything).Notes, " "); !strings.Contains(beside, "as they were first confirmed") {
		t.Errorf("a coordinator reads of the workbook %q", beside)
	}
	const behind = "Attendance of Fri 25 July was corrected since all of it was confirmed, or went back with a backup. The workforce return and the cost workbook that others may have do not count that yet"
	if notes := strings.Join(newWithheldView(c, c.ledger().Total(), anything).Notes, " "); !strings.Contains(notes, behind) {
		t.Errorf("a coordinator does not read that the return is behind: %q", notes)
	}
	if notes := strings.Join(v.Notes, " "); strings.Contains(notes, "was corrected since") {
		t.Errorf("finance reads that somebody was corrected: %q", notes)
	}
}

// TestFinanceReadsNoNames holds that nobody's name is on any page that finance may see.
func TestFinanceReadsNoNames(t *testing.T) {
	t.Parallel()
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

// TestCostAtOtherCards prices at shipped cards without changing anything.
func TestCostAtOtherCards(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "residents", "attendance")
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	if text := w.Body.String(); !strings.Contains(text, "whether it was worked, once it has begun") || strings.Contains(text, "change the reply") {
		t.Error("the page does not say from when attendance is taken, or speaks of replies")
	}
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
	t.Parallel()
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

// TestPageBesideReturn takes the part of somebody who has the workforce return, the page of costs and
// what the cost workbook has of pay withheld: whoever was absent, these three say the same when the
// return does, so that none less another tells more than it.
func TestPageBesideReturn(t *testing.T) {
	t.Parallel()
	m := crowd(t, 0, 28, 0, rota.Working)
	for i := range m.entry.Residents {
		m.entry.Residents[i].Grade = []string{"FY1", "FY1", "FY1", "ST4"}[i%4]
	}
	type seen struct {
		Page     withheldView
		Workbook *exports.Withheld
	}
	first, met, told := map[string]seen{}, 0, 0
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		for i := range m.entry.Duties {
			m.entry.Duties[i].Attendance = rota.Worked
		}
		for _, i := range random.Perm(28)[:4+random.IntN(12)] {
			m.entry.Duties[i].Attendance = rota.Absent
		}
		groups := rota.Share(m.entry.Return(m.shownAtWork))
		var csv strings.Builder
		if err := exports.ReturnCSV(&csv, groups); err != nil {
			t.Fatal(err)
		}
		c := costOf(m)
		c.money.Salaries = []rota.Salary{{Grade: "FY1", Annual: 36_500_000}, {Grade: "ST4", Annual: 365}}
		now := seen{newWithheldView(c, c.ledger().Total(), finance), m.sharedWithheld(c.money.Withholding)}
		was, again := first[csv.String()]
		if !again {
			first[csv.String()] = now
			continue
		}
		met++
		if !groups[0].Hidden {
			told++
		}
		if diff := cmp.Diff(was, now, cmpopts.IgnoreUnexported(rota.ReturnGroup{})); diff != "" {
			t.Fatalf("%s\n(-before +now) %s", csv.String(), diff)
		}
	}
	if met < 20 || told < 10 || met == told {
		t.Errorf("the same return %d times, %d of them with counts", met, told)
	}
}
