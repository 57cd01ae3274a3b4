package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"strikerota/rota"
)

type leftOpenRow struct {
	StrikeID string `gorm:"primaryKey"`
	SlotID   string `gorm:"primaryKey"`
	Places   int
	Reason   string
}

func (leftOpenRow) TableName() string { return "left_open" }

func (c *change) leftOpenRow(l rota.LeftOpen, _ int) *leftOpenRow {
	return &leftOpenRow{StrikeID: c.strike.ID, SlotID: string(l.Slot), Places: l.Places, Reason: l.Reason}
}

func (r leftOpenRow) fromRow() rota.LeftOpen {
	return rota.LeftOpen{Slot: rota.SlotID(r.SlotID), Places: r.Places, Reason: r.Reason}
}

func loadLeftOpen(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*leftOpenRow](tx, strikeID).Order("slot_id").Find(ctx)
	for _, r := range rows {
		e.LeftOpen = append(e.LeftOpen, r.fromRow())
	}
	return err
}

// decide makes the locks of the people, the slots that they are kept off and the places
// left open of the slots that a change touched as they are after it.
func (c *change) decide(ctx context.Context, done rota.Change) error {
	if err := c.decideLocks(ctx, done); err != nil {
		return err
	}
	if err := c.decideKeptOff(ctx, done); err != nil {
		return err
	}
	for _, id := range done.Slots {
		if _, err := of[*leftOpenRow](c.tx, c.strike.ID).Where("slot_id = ?", string(id)).Delete(ctx); err != nil {
			return err
		}
	}
	return insert(ctx, c.tx, rowsOf(done.After.LeftOpen, c.leftOpenRow))
}

func (c *change) decideLocks(ctx context.Context, done rota.Change) error {
	for _, l := range done.Before.Locks {
		if slices.Contains(done.After.Locks, l) {
			continue
		}
		if _, err := of[*lockRow](c.tx, c.strike.ID).Where("slot_id = ? AND consultant_id = ?", string(l.Slot), string(l.Consultant)).Delete(ctx); err != nil {
			return err
		}
	}
	for _, l := range done.After.Locks {
		if slices.Contains(done.Before.Locks, l) {
			continue
		}
		if err := c.bothExist(ctx, l.Pair); err != nil {
			return err
		}
		if err := c.setLock(ctx, l); err != nil {
			return err
		}
	}
	return nil
}
