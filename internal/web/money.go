package web

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var moneyRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/settings", act: auth.SeeCost, do: (*Server).moneyPage},
	{method: post, path: "/strikes/:strike/cost/settings", act: auth.EditCost, do: (*Server).saveMoney},
}

// A moneyView is what a strike's costs are worked out with.
type moneyView struct {
	base
	Here     string
	Version  int64
	Opened   string   // what the fields held when the page was opened
	Changed  *Changed // that somebody else saved first
	MayEdit  bool
	OnCosts  []onCostForm
	Called   Input
	TimeOff  Input
	LossOf   Choices
	Loss     Input
	Budget   Input
	Method   Choices
	Night    Choices
	Which    Choices
	Rows     []salaryRowForm
	RowCount int
	OpenRows bool // shown without being asked for
	Button   Button
}

// An onCostForm is one on-cost: whether it is on, and its rate.
type onCostForm struct {
	On   Check
	Rate Input
}

// A salaryRowForm is one grade.
type salaryRowForm struct {
	Legend        string
	Grade, Annual Input
	Source        Input
	Confirmed     Check
}

const (
	salaryKind  = "salary"
	lossUnit    = "unit"
	lossSession = "session"
)

// moneyForm fills the form with what is kept.
func moneyForm(m store.MoneySettings) *form.Form {
	f := form.New().Set("called", plainPercent(m.CalledShare)).Set("ni-rate", plainPercent(m.NI.Rate)).Set("pension-rate", plainPercent(m.Pension.Rate)).
		Set("time-off", optionalPlain(m.TimeOffHour)).Set("budget", optionalPlain(m.Budget)).
		Set("loss-of", lossUnit).Set("loss", optionalPlain(m.LossUnit)).
		Set("method", string(m.Method)).Set("night", "1").Set("which", "standard")
	if m.LossSession != nil {
		f.Set("loss-of", lossSession).Set("loss", m.LossSession.Plain())
	}
	for name, on := range map[string]bool{"ni": m.NI.On, "pension": m.Pension.On} {
		if on {
			f.Set(name, "yes")
		}
	}
	if m.NightIsTwo {
		f.Set("night", "2")
	}
	if m.OwnSalaries {
		f.Set("which", "own")
	}
	for i, s := range m.Salaries {
		f.Set(rowName(salaryKind, i, "grade"), s.Grade).Set(rowName(salaryKind, i, "annual"), s.Annual.Plain()).Set(rowName(salaryKind, i, "source"), s.Source)
		if m.OwnSalaries && !s.Unconfirmed { // what is national nobody at the trust has confirmed
			f.Set(rowName(salaryKind, i, "confirmed"), "yes")
		}
	}
	setRows(f, salaryKind, len(m.Salaries))
	return f
}

func optionalPlain(p *rota.Pence) string {
	if p == nil {
		return ""
	}
	return p.Plain()
}

// plainPercent is a share as it is typed: "14.38".
func plainPercent(p rota.PerCent) string { return strings.TrimSuffix(p.Words(), "%") }

func newMoneyView(b base, f *form.Form, version int64, mayEdit bool) *moneyView {
	id := b.Strike.ID
	b.backTo("Cost", strikePath(id, "cost"))
	check := func(name, label string) Check {
		return Check{Field: field(f, name, label), Ticked: f.Value(name) != ""}
	}
	percent := func(name, label, hint string) Input {
		i := input(f, name, label).Hinted(hint).Wide(5)
		i.Suffix = "%"
		return i
	}
	p := &moneyView{base: b, Here: strikePath(id, "cost", "settings"), Version: version, Opened: f.Opened(), MayEdit: mayEdit,
		OnCosts: []onCostForm{
			{check("ni", "Add the employer’s National Insurance to the cost of cover"),
				percent("ni-rate", "National Insurance rate", "15% above £5,000 a year from 6 April 2025; a consultant’s extra hours bear all of it")},
			{check("pension", "Add the employer’s pension contribution to the cost of cover"),
				percent("pension-rate", "Pension rate", "In 2025/26 a trust pays 14.38%, and NHS England another 9.4%. Whether cover is pensionable is for payroll to say")},
		},
		Called:  percent("called", "Share of on-call time spent called in", "0 prices on-call time as available only. A called hour is paid at the card’s called rate, or at the rate of its band"),
		TimeOff: money(f, "time-off", "What an hour owed as time off is worth").Hinted("Leave empty if the trust states no value: the hours are counted all the same"),
		LossOf: radios(f, "loss-of", "A displaced session is worth, if the trust gives a figure", []Option{
			{Value: lossUnit, Text: "A figure for each unit of loss"}, {Value: lossSession, Text: "A figure for each session"}}).InLine(),
		Loss:   money(f, "loss", "The figure").Hinted("Leave empty if there is none"),
		Budget: money(f, "budget", "Budget for cover").Hinted("For the break-even. Leave empty if there is none"),
		Method: radios(f, "method", "How pay is withheld for a struck day", optionsOf(rota.WithheldMethods(), rota.WithheldMethod.Words)),
		Night: radios(f, "night", "A struck night counts as", []Option{{Value: "1", Text: "One day, the one it starts on"},
			{Value: "2", Text: "Two days, where it reaches into the next"}}),
		Which: radios(f, "which", "Salaries by grade", []Option{
			{Value: "standard", Text: "The national basic salaries of 2025/26", Hint: "2016 contract, full time, without enhancements. The rows below are then not used."},
			{Value: "own", Text: "The trust’s own, as below"}}),
		Button: Button{Text: "Save the settings", Once: true}}
	p.RowCount, p.OpenRows = rowsOf(f, salaryKind), f.Value("which") == "own"
	for i := range p.RowCount {
		p.Rows = append(p.Rows, newSalaryRow(f, i))
	}
	return p
}

func newSalaryRow(f *form.Form, i int) salaryRowForm {
	name := func(part string) string { return rowName(salaryKind, i, part) }
	return salaryRowForm{Legend: "Salary " + strconv.Itoa(i+1), Grade: input(f, name("grade"), "Grade").Wide(10),
		Annual: money(f, name("annual"), "Basic salary a year"), Source: input(f, name("source"), "Source").Wide(20),
		Confirmed: Check{Field: field(f, name("confirmed"), "Confirmed by the trust"), Of: "salary " + strconv.Itoa(i+1), Ticked: f.Value(name("confirmed")) != ""}}
}

// readPercent reads a share such as "14.38", from 0 to 100 with at most two decimals.
func readPercent(f *form.Form, name, what string) rota.PerCent {
	text := strings.TrimSpace(strings.TrimSuffix(f.Text(name, what, 10), "%"))
	if text == "" {
		return 0
	}
	p, err := rota.ParsePence(text)
	if err != nil || p > rota.Pence(rota.Whole) || strings.ContainsAny(text, "£,") {
		f.Fail(name, sentence(what)+" must be from 0 to 100, with at most two decimals")
		return 0
	}
	return rota.PerCent(p)
}

// readMoney reads the whole form.
func readMoney(f *form.Form) store.MoneySettings {
	m := store.MoneySettings{Budget: f.OptionalPence("budget", "the budget")}
	m.NI = rota.OnCost{On: f.Checked("ni"), Rate: readPercent(f, "ni-rate", "the National Insurance rate")}
	m.Pension = rota.OnCost{On: f.Checked("pension"), Rate: readPercent(f, "pension-rate", "the pension rate")}
	m.CalledShare = readPercent(f, "called", "the share called in")
	m.TimeOffHour = f.OptionalPence("time-off", "what an hour of time off is worth")
	figure := f.OptionalPence("loss", "the figure")
	switch form.Choice(f, "loss-of", "what the figure is for", []string{lossUnit, lossSession}) {
	case lossUnit:
		m.LossUnit = figure
	case lossSession:
		m.LossSession = figure
	}
	m.Method = form.Choice(f, "method", "how pay is withheld", rota.WithheldMethods())
	m.NightIsTwo = form.Choice(f, "night", "what a night counts as", []string{"1", "2"}) == "2"
	m.OwnSalaries = form.Choice(f, "which", "whose salaries", []string{"standard", "own"}) == "own"
	m.Salaries = readSalaries(f, m.OwnSalaries)
	return m
}

// readSalaries reads the rows; those of the trust's own must be whole.
func readSalaries(f *form.Form, own bool) []rota.Salary {
	var out []rota.Salary
	at := []int{}
	for i := range f.Int(salaryKind+"-rows", "the rows", 0, maxRows) {
		name := func(part string) string { return rowName(salaryKind, i, part) }
		s := rota.Salary{Source: f.Optional(name("source"), "the source", 200), Unconfirmed: !f.Checked(name("confirmed"))}
		what := fmt.Sprintf("of salary %d", i+1)
		grade, annual := strings.TrimSpace(f.Value(name("grade"))), strings.TrimSpace(f.Value(name("annual")))
		if !own || grade == "" && annual == "" {
			f.Ignore(name("grade"), name("annual"))
			continue
		}
		s.Grade, s.Annual = f.Text(name("grade"), "the grade "+what, 40), f.Pence(name("annual"), "the amount "+what)
		out, at = append(out, s), append(at, i)
	}
	if !own {
		return rota.StandardSalaries()
	}
	if f.OK() {
		f.Faults(rota.Withholding{Method: rota.YearDay, Salaries: out}.Validate(), "which", func(path string) (string, string) {
			i, part, ok := index(path, "salaries")
			if !ok || i >= len(at) {
				return "", ""
			}
			return rowName(salaryKind, at[i], part), fmt.Sprintf("salary %d: ", at[i]+1)
		})
	}
	return out
}

func (s *Server) moneyPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, err := v.store.Money(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "How costs are worked out")
	return s.show(v, "money", newMoneyView(b, moneyForm(m.MoneySettings), m.Version, v.can(auth.EditCost)))
}

func (s *Server) saveMoney(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	m := moneySave{form: f, version: f.Version()}
	m.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "How costs are worked out")
	if f.OK() {
		var clash *moneyView
		if clash, err = m.save(v, b, strike.ID); clash != nil {
			return s.showChanged(v, "money", clash)
		}
	}
	if f.OK() && err == nil {
		s.flash(v, "The settings have been saved")
		return s.redirect(v, strikePath(strike.ID, "cost"))
	}
	if err != nil && !f.Faults(err, "method", func(string) (string, string) { return "", "" }) {
		return err
	}
	return s.showAgain(v, "money", newMoneyView(b, f, m.version, true), f)
}
