package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

type keptOffRow struct {
	StrikeID     string `gorm:"primaryKey"`
	SlotID       string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	Reason       string
}

func (keptOffRow) TableName() string { return "kept_off" }

func (c *change) keptOffRow(k rota.KeptOff, _ int) *keptOffRow {
	return &keptOffRow{StrikeID: c.strike.ID, SlotID: string(k.Slot), ConsultantID: string(k.Consultant), Reason: k.Reason}
}

func (r keptOffRow) fromRow() rota.KeptOff {
	return rota.KeptOff{Pair: rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: rota.ConsultantID(r.ConsultantID)}, Reason: r.Reason}
}

func loadKeptOff(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*keptOffRow](tx, strikeID).Order("slot_id, consultant_id").Find(ctx)
	for _, r := range rows {
		e.KeptOff = append(e.KeptOff, r.fromRow())
	}
	return err
}

// stillKeptOff are those of slots and people that are entered.
func stillKeptOff(e rota.Entry) []rota.KeptOff {
	return slices.DeleteFunc(slices.Clone(e.KeptOff), func(k rota.KeptOff) bool {
		return !slices.ContainsFunc(e.Slots, func(s rota.Slot) bool { return s.ID == k.Slot }) ||
			!slices.ContainsFunc(e.Consultants, func(c rota.Consultant) bool { return c.ID == k.Consultant })
	})
}

// decideKeptOff makes what the people of a change are kept off as it is after it.
func (c *change) decideKeptOff(ctx context.Context, done rota.Change) error {
	for _, k := range done.Before.KeptOff {
		if slices.Contains(done.After.KeptOff, k) {
			continue
		}
		if _, err := of[*keptOffRow](c.tx, c.strike.ID).Where("slot_id = ? AND consultant_id = ?", string(k.Slot), string(k.Consultant)).Delete(ctx); err != nil {
			return err
		}
	}
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "strike_id"}, {Name: "slot_id"}, {Name: "consultant_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"reason"}),
	}
	for _, k := range done.After.KeptOff {
		if slices.Contains(done.Before.KeptOff, k) {
			continue
		}
		if err := c.bothExist(ctx, k.Pair); err != nil {
			return err
		}
		row := c.keptOffRow(k, 0)
		if err := gorm.G[*keptOffRow](c.tx, replace).Create(ctx, &row); err != nil {
			return err
		}
	}
	return nil
}
