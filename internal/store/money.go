package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

// MoneySettings are what a trust has settled about a strike's costs, beside its cards.
type MoneySettings struct {
	rota.Pricing // BMAShare is no part of it
	rota.Withholding
	OwnSalaries bool // Salaries are the trust's; else they are the standard ones
	Budget      *rota.Pence
}

// Validate lists every fault as a *rota.Invalid, or gives nil.
func (m MoneySettings) Validate() error {
	bad := &rota.Invalid{Faults: append(rota.Faults(m.Pricing.Validate()), rota.Faults(m.Withholding.Validate())...)}
	if m.Budget != nil && (*m.Budget < 0 || *m.Budget > rota.MaxPence) {
		bad.Faults = append(bad.Faults, rota.Fault{Path: "budget", Text: "must be from £0 to £10,000,000"})
	}
	if len(bad.Faults) > 0 {
		return bad
	}
	return nil
}

// A Money is the settings as kept.
type Money struct {
	MoneySettings
	Version int64
}

type moneyRow struct {
	StrikeID    string `gorm:"primaryKey"`
	Stamp       stamp  `gorm:"embedded"`
	CalledShare int
	NI          bool `gorm:"column:ni"`
	NIRate      int  `gorm:"column:ni_rate"`
	Pension     bool
	PensionRate int
	TimeOffHour *int64
	LossUnit    *int64
	LossSession *int64
	Budget      *int64
	Method      string
	NightIsTwo  bool
	OwnSalaries bool
}

func (moneyRow) TableName() string { return "money" }

// moneyColumns are those that a save of the settings writes.
var moneyColumns = []any{"changed_at", "changed_by", "called_share", "ni", "ni_rate", "pension", "pension_rate", "time_off_hour",
	"loss_unit", "loss_session", "budget", "method", "night_is_two", "own_salaries"}

type salaryRow struct {
	StrikeID    string `gorm:"primaryKey"`
	Position    int    `gorm:"primaryKey;autoIncrement:false"`
	Grade       string
	Annual      int64
	Source      string
	Unconfirmed bool
}

func (salaryRow) TableName() string { return "salaries" }

func (c *change) moneyRow(m MoneySettings) *moneyRow {
	return &moneyRow{StrikeID: c.strike.ID, Stamp: c.stamp(), CalledShare: int(m.CalledShare),
		NI: m.NI.On, NIRate: int(m.NI.Rate), Pension: m.Pension.On, PensionRate: int(m.Pension.Rate),
		TimeOffHour: (*int64)(m.TimeOffHour), LossUnit: (*int64)(m.LossUnit), LossSession: (*int64)(m.LossSession),
		Budget: (*int64)(m.Budget), Method: string(m.Method), NightIsTwo: m.NightIsTwo, OwnSalaries: m.OwnSalaries}
}

func (r moneyRow) fromRow(salaries []*salaryRow) Money {
	m := Money{Version: r.Stamp.Version, MoneySettings: MoneySettings{
		Pricing: rota.Pricing{CalledShare: rota.PerCent(r.CalledShare),
			NI: rota.OnCost{On: r.NI, Rate: rota.PerCent(r.NIRate)}, Pension: rota.OnCost{On: r.Pension, Rate: rota.PerCent(r.PensionRate)},
			TimeOffHour: (*rota.Pence)(r.TimeOffHour), LossUnit: (*rota.Pence)(r.LossUnit), LossSession: (*rota.Pence)(r.LossSession)},
		Withholding: rota.Withholding{Method: rota.WithheldMethod(r.Method), NightIsTwo: r.NightIsTwo, Salaries: rota.StandardSalaries()},
		OwnSalaries: r.OwnSalaries, Budget: (*rota.Pence)(r.Budget),
	}}
	if r.OwnSalaries {
		m.Salaries = nil
		for _, s := range salaries {
			m.Salaries = append(m.Salaries, rota.Salary{Grade: s.Grade, Annual: rota.Pence(s.Annual), Source: s.Source, Unconfirmed: s.Unconfirmed})
		}
	}
	return m
}

// standardMoney is what a new strike starts with.
func standardMoney() MoneySettings {
	return MoneySettings{Pricing: rota.StandardPricing(), Withholding: rota.StandardWithholding()}
}

// Money loads what the strike's costs are worked out with.
func (t *Trust) Money(ctx context.Context, strikeID string) (Money, error) {
	var out Money
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := of[*moneyRow](tx, strikeID).Take(ctx)
		if err != nil {
			return err
		}
		salaries, err := of[*salaryRow](tx, strikeID).Order("position").Find(ctx)
		out = row.fromRow(salaries)
		return err
	})
	if err != nil {
		return Money{}, fmt.Errorf("load the money settings of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// gradesOf are the grades that have a salary.
func gradesOf(ctx context.Context, tx *gorm.DB, strikeID string) ([]string, error) {
	row, err := of[*moneyRow](tx, strikeID).Take(ctx)
	if err != nil {
		return nil, err
	}
	salaries, err := of[*salaryRow](tx, strikeID).Order("position").Find(ctx)
	var out []string
	for _, s := range row.fromRow(salaries).Salaries {
		out = append(out, s.Grade)
	}
	return out, err
}

// SaveMoney saves the settings, if they still have the version read.
func (t *Trust) SaveMoney(ctx context.Context, actor Actor, strikeID string, m Money) error {
	if err := m.Validate(); err != nil {
		return err
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Saved, KindMoney, "")
		n, err := of[*moneyRow](c.tx, strikeID).Where("version = ?", m.Version).
			Select("version", moneyColumns...).Updates(ctx, c.moneyRow(m.MoneySettings))
		if err == nil && n != 1 {
			err = c.moneyConflict(ctx)
		}
		if err != nil {
			return err
		}
		return c.replaceSalaries(ctx, m.MoneySettings)
	})
	if err != nil {
		return fmt.Errorf("save the money settings of strike %s: %w", strikeID, err)
	}
	return nil
}

func (c *change) moneyConflict(ctx context.Context) error {
	now, err := of[*moneyRow](c.tx, c.strike.ID).Take(ctx)
	if err != nil {
		return err
	}
	return conflict(ctx, c.tx, now.Stamp)
}

// replaceSalaries keeps the trust's own salaries; the standard ones are not kept.
func (c *change) replaceSalaries(ctx context.Context, m MoneySettings) error {
	if _, err := of[*salaryRow](c.tx, c.strike.ID).Delete(ctx); err != nil || !m.OwnSalaries {
		return err
	}
	rows := make([]*salaryRow, len(m.Salaries))
	for i, s := range m.Salaries {
		rows[i] = &salaryRow{StrikeID: c.strike.ID, Position: i, Grade: s.Grade, Annual: int64(s.Annual), Source: s.Source, Unconfirmed: s.Unconfirmed}
	}
	return insert(ctx, c.tx, rows)
}

// insertMoney gives a new strike the standard settings.
func (c *change) insertMoney(ctx context.Context) error {
	return insert(ctx, c.tx, []*moneyRow{c.moneyRow(standardMoney())})
}
