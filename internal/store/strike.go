package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// StrikeSettings are what a trust decides about one strike as a whole.
type StrikeSettings struct {
	rota.Strike
	Rules     rota.Rules
	Case      rota.Case
	Aims      []rota.Aim
	Retention rota.Retention
}

// A Strike is one round of action as it is kept. Version is that of the settings.
type Strike struct {
	ID      string
	Trust   TrustID
	Version int64
	StrikeSettings
	MadeAt   time.Time
	DeleteOn rota.Date // when its people are deleted; zero while nothing is recorded
	KeptFrom rota.Date // when that was first recorded; zero likewise
	PurgedAt time.Time // when they were; zero while they are there
}

type strikeRow struct {
	ID               string `gorm:"primaryKey"`
	TrustID          TrustID
	Stamp            stamp `gorm:"embedded"`
	Name             string
	StartAt          int64
	EndAt            int64
	Rest             *int
	MaxRun           *int
	MaxCover         *int
	MaxNightsInARow  *int
	MaxDaysInARow    *int
	OnCallWithOnSite bool
	CaseKind         string
	Share            int
	Aims             list
	MadeAt           int64
	Saves            int64
	LastResident     int64
	LastDuty         int64
	LastConsultant   int64
	LastSlot         int64
	RetentionDays    int
	Basis            string
	Notice           string
	RetentionAt      int64
	PurgedAt         *int64
}

func (strikeRow) TableName() string { return "strikes" }

// settingColumns are those that a save of the settings writes.
var settingColumns = []any{"changed_at", "changed_by", "name", "start_at", "end_at", "rest", "max_run", "max_cover",
	"max_nights_in_a_row", "max_days_in_a_row", "on_call_with_on_site", "case_kind", "share", "aims", "retention_days", "basis", "notice", "retention_at"}

// set puts the settings, all but the travel times, into the row.
func (r *strikeRow) set(s StrikeSettings, at int64) {
	r.Name, r.StartAt, r.EndAt = s.Name, s.Start.Unix(), s.End.Unix()
	r.Rest, r.MaxRun, r.MaxCover = s.Rules.Rest, s.Rules.MaxRun, s.Rules.MaxCover
	r.MaxNightsInARow, r.MaxDaysInARow = s.Rules.MaxNightsInARow, s.Rules.MaxDaysInARow
	r.OnCallWithOnSite = s.Rules.OnCallWithOnSite
	r.CaseKind, r.Share, r.Aims = string(s.Case.Kind), s.Case.Share, listOf(s.Aims)
	if s.Retention.Recorded() && s.Retention != r.retention() { // once recorded it can be changed, but not taken back
		if !r.retention().Recorded() { // the days of a strike that was over count from here, and no later change lengthens them
			r.RetentionAt = at
		}
		r.RetentionDays, r.Basis, r.Notice = s.Retention.Days, s.Retention.Basis, s.Retention.Notice
	}
}

func (r strikeRow) fromRow(travel []rota.Travel) Strike {
	out := Strike{ID: r.ID, Trust: r.TrustID, Version: r.Stamp.Version, MadeAt: instant(r.MadeAt), StrikeSettings: StrikeSettings{
		Strike: rota.Strike{Name: r.Name, Span: spanOf(r.StartAt, r.EndAt)},
		Rules: rota.Rules{Rest: r.Rest, MaxRun: r.MaxRun, MaxCover: r.MaxCover, MaxNightsInARow: r.MaxNightsInARow,
			MaxDaysInARow: r.MaxDaysInARow, Travel: travel, OnCallWithOnSite: r.OnCallWithOnSite},
		Case: rota.Case{Kind: rota.CaseKind(r.CaseKind), Share: r.Share},
		Aims: wordsOf[rota.Aim](r.Aims), Retention: r.retention(),
	}}
	if out.Retention.Recorded() {
		out.KeptFrom = rota.DateOf(instant(r.RetentionAt))
		out.DeleteOn = out.Retention.DeleteOn(out.Strike, out.KeptFrom)
	}
	if r.PurgedAt != nil {
		out.PurgedAt = instant(*r.PurgedAt)
	}
	return out
}

// mayName refuses names before it is recorded how long they are kept, and after.
func (r strikeRow) mayName() error {
	switch {
	case r.PurgedAt != nil:
		return ErrPurged
	case !r.retention().Recorded():
		return ErrNoRetention
	}
	return nil
}

func (r strikeRow) retention() rota.Retention {
	return rota.Retention{Days: r.RetentionDays, Basis: r.Basis, Notice: r.Notice}
}

type travelRow struct {
	StrikeID string `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey;autoIncrement:false"`
	FromSite string
	ToSite   string
	Minutes  int
}

func (travelRow) TableName() string { return "travel" }

func travelOf(ctx context.Context, tx *gorm.DB, strikeID string) ([]rota.Travel, error) {
	rows, err := of[*travelRow](tx, strikeID).Order("position").Find(ctx)
	var out []rota.Travel
	for _, r := range rows {
		out = append(out, rota.Travel{From: r.FromSite, To: r.ToSite, Minutes: r.Minutes})
	}
	return out, err
}

func replaceTravel(ctx context.Context, tx *gorm.DB, strikeID string, travel []rota.Travel) error {
	if _, err := of[*travelRow](tx, strikeID).Delete(ctx); err != nil {
		return err
	}
	rows := make([]*travelRow, len(travel))
	for i, t := range travel {
		rows[i] = &travelRow{StrikeID: strikeID, Position: i, FromSite: t.From, ToSite: t.To, Minutes: t.Minutes}
	}
	return insert(ctx, tx, rows)
}

// Strikes lists every strike, the latest first.
func (t *Trust) Strikes(ctx context.Context) ([]Strike, error) {
	var out []Strike
	err := t.read(ctx, func(tx *gorm.DB) error {
		rows, err := t.strikes(tx).Order("start_at DESC, id").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			travel, err := travelOf(ctx, tx, r.ID)
			if err != nil {
				return err
			}
			out = append(out, r.fromRow(travel))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the strikes: %w", err)
	}
	return out, nil
}

// StrikesOfAll lists the strikes of every trust.
func (s *Store) StrikesOfAll(ctx context.Context) ([]Strike, error) {
	return eachTrust(ctx, s, func(t *Trust) ([]Strike, error) { return t.Strikes(ctx) })
}

// Strike loads one strike's settings.
func (t *Trust) Strike(ctx context.Context, id string) (Strike, error) {
	var out Strike
	err := t.readOf(ctx, id, func(tx *gorm.DB) (err error) {
		out, err = loadStrike(ctx, tx, id)
		return err
	})
	if err != nil {
		return Strike{}, fmt.Errorf("load strike %s: %w", id, err)
	}
	return out, nil
}

func loadStrike(ctx context.Context, tx *gorm.DB, id string) (Strike, error) {
	row, err := gorm.G[*strikeRow](tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return Strike{}, err
	}
	travel, err := travelOf(ctx, tx, id)
	return row.fromRow(travel), err
}

// CreateStrike adds a strike with two empty rate cards, and slots if any are given,
// and gives its id. The ids of slots are not read: each gets the next code.
func (t *Trust) CreateStrike(ctx context.Context, actor Actor, settings StrikeSettings, slots ...rota.Slot) (string, error) {
	row := &strikeRow{ID: rand.Text(), TrustID: t.id, MadeAt: t.now().Unix(), Saves: 1}
	row.set(settings, row.MadeAt)
	row.Stamp = stamp{Version: 1, ChangedAt: row.MadeAt, ChangedBy: actor.ID}
	err := t.write(ctx, func(tx *gorm.DB) error {
		if err := gorm.G[*strikeRow](tx).Create(ctx, &row); err != nil {
			return err
		}
		if err := replaceTravel(ctx, tx, row.ID, settings.Rules.Travel); err != nil {
			return err
		}
		c := &change{trust: t, tx: tx, strike: row, actor: actor, at: row.MadeAt}
		if err := c.firstSlots(ctx, slots); err != nil {
			return err
		}
		if err := c.insertCards(ctx, rota.Cards{}); err != nil {
			return err
		}
		if err := c.insertMoney(ctx); err != nil {
			return err
		}
		c.note(Made, KindStrike, row.ID)
		return c.audit(ctx)
	})
	if err != nil {
		return "", fmt.Errorf("add a strike: %w", err)
	}
	return row.ID, nil
}

// firstSlots adds the slots of a new strike, and keeps the last code given out.
func (c *change) firstSlots(ctx context.Context, slots []rota.Slot) error {
	if len(slots) == 0 {
		return nil
	}
	if err := c.newSlots(ctx, c.coded(slots)); err != nil {
		return err
	}
	_, err := gorm.G[*strikeRow](c.tx).Where("id = ?", c.strike.ID).Update(ctx, "last_slot", c.strike.LastSlot)
	return err
}

// SaveStrike saves the settings, if they still have the version read.
func (t *Trust) SaveStrike(ctx context.Context, actor Actor, id string, version int64, settings StrikeSettings) error {
	err := t.change(ctx, actor, id, func(c *change) error {
		if c.strike.Stamp.Version != version {
			return conflict(ctx, c.tx, c.strike.Stamp)
		}
		if err := c.settings(ctx, settings); err != nil {
			return err
		}
		if len(c.notes) == 0 { // saved as it was
			c.note(Saved, KindStrike, id)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save strike %s: %w", id, err)
	}
	return nil
}

// settings writes the strike's settings, with what differs for the audit.
func (c *change) settings(ctx context.Context, settings StrikeSettings) error {
	travel, err := travelOf(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	was := c.strike.fromRow(travel).StrikeSettings
	c.strike.set(settings, c.at)
	if words := c.strike.fromRow(settings.Rules.Travel).differs(was); words != "" {
		c.note(Saved, KindStrike, words)
	}
	c.strike.Stamp = c.stamp()
	// saves first: it may never be less than the version.
	n, err := gorm.G[*strikeRow](c.tx).Where("id = ?", c.strike.ID).
		Select("saves", append([]any{"version"}, settingColumns...)...).Updates(ctx, c.strike)
	if err == nil && n != 1 {
		err = rota.ErrNotFound
	}
	if err != nil {
		return err
	}
	return replaceTravel(ctx, c.tx, c.strike.ID, settings.Rules.Travel)
}

// DeleteStrike deletes the strike and all that was entered, solved or decided for
// it. The audit stays: it names nobody but those who acted, by id.
func (t *Trust) DeleteStrike(ctx context.Context, actor Actor, id string) error {
	err := t.writeOf(ctx, id, func(tx *gorm.DB) error {
		if _, err := of[*dutyRow](tx, id).Delete(ctx); err != nil { // they refer to slots, which do not let go
			return err
		}
		n, err := t.strikes(tx).Where("id = ?", id).Delete(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return rota.ErrNotFound
		}
		return t.writeAudit(ctx, tx, []*auditRow{{At: t.now().Unix(), ActorID: actor.ID, StrikeID: id,
			Action: string(Deleted), Kind: string(KindStrike), EntityID: id}})
	})
	if err != nil {
		return fmt.Errorf("delete strike %s: %w", id, err)
	}
	return nil
}
