package web

import (
	"strconv"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// moneyFacts are what costs are worked out with, to compare those of two people.
func moneyFacts(m store.MoneySettings) []SummaryRow {
	yes := func(on bool, yes, no string) string {
		if on {
			return yes
		}
		return no
	}
	loss := "No figure"
	switch {
	case m.LossSession != nil:
		loss = m.LossSession.String() + " for each session"
	case m.LossUnit != nil:
		loss = m.LossUnit.String() + " for each unit of loss"
	}
	rows := []SummaryRow{
		{Key: "Employer’s National Insurance", Value: m.NI.Rate.Words() + yes(m.NI.On, ", added", ", not added")},
		{Key: "Employer’s pension contribution", Value: m.Pension.Rate.Words() + yes(m.Pension.On, ", added", ", not added")},
		{Key: "Share of on-call time spent called in", Value: m.CalledShare.Words()},
		{Key: "What an hour owed as time off is worth", Value: nameOr(optionalPlain(m.TimeOffHour), "Not stated")},
		{Key: "What a displaced session is worth", Value: loss},
		{Key: "Budget for cover", Value: nameOr(optionalPlain(m.Budget), "None")},
		{Key: "How pay is withheld for a struck day", Value: m.Method.Words()},
		{Key: "A struck night counts as", Value: yes(m.NightIsTwo, "Two days, where it reaches into the next", "One day, the one it starts on")},
		{Key: "Salaries by grade", Value: yes(m.OwnSalaries, "The trust’s own", "The national basic salaries")},
	}
	if !m.OwnSalaries {
		return rows
	}
	for _, s := range m.Salaries {
		rows = append(rows, SummaryRow{Key: "Salary, " + s.Grade, Value: s.Annual.String() + yes(s.Unconfirmed, ", not confirmed", ", confirmed") + yes(s.Source != "", ", "+s.Source, "")})
	}
	return rows
}

// A moneySave is a form of the settings of cost that somebody sent.
type moneySave struct {
	form     *form.Form
	version  int64
	settings store.MoneySettings
}

// read reads a form of the settings.
func (m *moneySave) read(f *form.Form) { m.settings = readMoney(f) }

// save saves the settings. Where somebody else has saved others since the page was opened,
// both are kept; clash is the page that asks where both changed the same thing.
func (m *moneySave) save(v *visit, b base, id string) (clash *moneyView, err error) {
	var kept store.Money
	version := m.version
	both, first, err := merged(m.form, m.read, func() error {
		return v.store.SaveMoney(v.ctx(), v.actor(), id, store.Money{MoneySettings: m.settings, Version: version})
	}, func() (now *form.Form, err error) {
		kept, err = v.store.Money(v.ctx(), id)
		version = kept.Version
		return moneyForm(kept.MoneySettings).Set("version", strconv.FormatInt(version, 10)), err
	})
	if first == nil {
		return nil, err
	}
	p := newMoneyView(b, both, version, true)
	p.Changed = changedSince(first, moneyFacts(kept.MoneySettings), moneyFacts(m.settings))
	return p, nil
}
