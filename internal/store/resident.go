package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Resident is a resident with their duties and declarations, as kept.
type Resident struct {
	rota.Resident
	Duties  []rota.Duty
	Version int64
	Changed time.Time // when any of it was last saved: who they are, a duty, or what was said of one
	Replied time.Time // when a reply that stands was last saved; zero for none, also where all were taken back
}

type residentRow struct {
	StrikeID string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Stamp    stamp  `gorm:"embedded"`
	Position int
	Name     string
	Grade    string
	Unit     string
}

func (residentRow) TableName() string { return "residents" }

func (c *change) residentRow(r rota.Resident, position int) *residentRow {
	return &residentRow{StrikeID: c.strike.ID, ID: string(r.ID), Stamp: c.stamp(), Position: position,
		Name: r.Name, Grade: r.Grade, Unit: r.Unit}
}

func (r residentRow) fromRow() rota.Resident {
	return rota.Resident{ID: rota.ResidentID(r.ID), Name: r.Name, Grade: r.Grade, Unit: r.Unit}
}

// with is the resident with their duties.
func (r residentRow) with(duties []*dutyRow) Resident {
	out := Resident{Resident: r.fromRow(), Version: r.Stamp.Version}
	changed := r.Stamp.ChangedAt
	for _, d := range duties {
		out.Duties = append(out.Duties, d.fromRow())
		changed = max(changed, d.DeclaredAt)
		if at := instant(d.DeclaredAt); d.Declaration != string(rota.NoReply) && at.After(out.Replied) {
			out.Replied = at
		}
	}
	out.Changed = instant(changed)
	return out
}

// Residents lists the strike's residents with their duties, in the order entered.
func (t *Trust) Residents(ctx context.Context, strikeID string) ([]Resident, error) {
	var out []Resident
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*residentRow](tx, strikeID).Order("position, id").Find(ctx)
		if err != nil {
			return err
		}
		duties, err := of[*dutyRow](tx, strikeID).Order("position, id").Find(ctx)
		if err != nil {
			return err
		}
		theirs := map[string][]*dutyRow{}
		for _, d := range duties {
			theirs[d.ResidentID] = append(theirs[d.ResidentID], d)
		}
		for _, r := range rows {
			out = append(out, r.with(theirs[r.ID]))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the residents of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// Resident loads one resident of the strike.
func (t *Trust) Resident(ctx context.Context, strikeID string, id rota.ResidentID) (Resident, error) {
	var out Resident
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		out, err = residentOf(ctx, tx, strikeID, id)
		return err
	})
	if err != nil {
		return Resident{}, fmt.Errorf("load resident %s: %w", id, err)
	}
	return out, nil
}

func residentOf(ctx context.Context, tx *gorm.DB, strikeID string, id rota.ResidentID) (Resident, error) {
	row, err := of[*residentRow](tx, strikeID).Where("id = ?", string(id)).Take(ctx)
	if err != nil {
		return Resident{}, err
	}
	duties, err := of[*dutyRow](tx, strikeID).Where("resident_id = ?", string(id)).Order("position, id").Find(ctx)
	if err != nil {
		return Resident{}, err
	}
	return row.with(duties), nil
}

// SaveResident saves a resident with their duties, if they still have the version
// read, and gives their id. One without id is new and gets the next code; so does
// a duty without id.
func (t *Trust) SaveResident(ctx context.Context, actor Actor, strikeID string, r Resident) (rota.ResidentID, error) {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if err := c.mayName(); err != nil {
			return err
		}
		if r.ID == "" {
			if err := c.newResident(ctx, &r); err != nil {
				return err
			}
			return c.replaceDuties(ctx, r.ID, r.Duties)
		}
		return c.keepingTold(ctx, func() error {
			if err := c.updateResident(ctx, r); err != nil {
				return err
			}
			return c.replaceDuties(ctx, r.ID, r.Duties)
		})
	})
	if err != nil {
		return "", fmt.Errorf("save resident %s: %w", r.ID, err)
	}
	return r.ID, nil
}

// updateResident saves a resident who is there. When all that is new is what they have
// said of duties, the audit has that as of the quick grid, without whose it was.
func (c *change) updateResident(ctx context.Context, r Resident) error {
	was, err := residentOf(ctx, c.tx, c.strike.ID, r.ID)
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	if err := update(ctx, c, string(r.ID), r.Version, c.residentRow(r.Resident, 0), "name", "grade", "unit"); err != nil {
		return err
	}
	said, only := onlySaid(was, r)
	if !only {
		c.note(Saved, KindResident, string(r.ID))
		return nil
	}
	for _, id := range said {
		c.note(Declared, KindDuty, string(id))
	}
	return nil
}

// onlySaid gives the duties of which a resident has said something else, and whether
// there are any and nothing else has changed.
func onlySaid(was, is Resident) (said []rota.DutyID, only bool) {
	if was.Resident != is.Resident || len(was.Duties) != len(is.Duties) {
		return nil, false
	}
	for i, d := range is.Duties {
		old := was.Duties[i]
		if old.ID != d.ID || old.Slot != d.Slot || !old.Span.Equal(d.Span) {
			return nil, false
		}
		if old.Declaration != d.Declaration {
			said = append(said, d.ID)
		}
	}
	return said, len(said) > 0
}

func (c *change) newResident(ctx context.Context, r *Resident) error {
	r.ID = rota.ResidentID(next("R", &c.strike.LastResident, 3))
	position, err := after[*residentRow](ctx, c)
	if err != nil {
		return err
	}
	row := c.residentRow(r.Resident, position)
	c.note(Made, KindResident, row.ID)
	return gorm.G[*residentRow](c.tx).Create(ctx, &row)
}

// DeleteResident deletes a resident and their duties, if they still have the version read.
func (t *Trust) DeleteResident(ctx context.Context, actor Actor, strikeID string, id rota.ResidentID, version int64) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Deleted, KindResident, string(id))
		return c.keepingTold(ctx, func() error { return remove[*residentRow](ctx, c, string(id), version) })
	})
	if err != nil {
		return fmt.Errorf("delete resident %s: %w", id, err)
	}
	return nil
}

// after is the position behind all rows of a kind in the strike.
func after[T any](ctx context.Context, c *change) (int, error) {
	var last []int
	err := of[T](c.tx, c.strike.ID).Select("position").Order("position DESC").Limit(1).Scan(ctx, &last)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	return last[0] + 1, nil
}
