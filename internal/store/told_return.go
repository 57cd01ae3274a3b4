package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// A toldReturnRow is what of a strike's attendance is told to those who may not see
// residents by name: counts, as [rota.Retold] keeps them.
type toldReturnRow struct {
	StrikeID string `gorm:"primaryKey"`
	Cells    string
}

func (toldReturnRow) TableName() string { return "told_returns" }

// ToldReturn are the counts of those days whose attendance has been told, with the residents of
// every slot: see [rota.EverySlot].
func (t *Trust) ToldReturn(ctx context.Context, strikeID string) ([]rota.ReturnCell, error) {
	var cells []rota.ReturnCell
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		cells, err = loadToldReturn(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load what was told of attendance in strike %s: %w", strikeID, err)
	}
	return cells, nil
}

func loadToldReturn(ctx context.Context, tx *gorm.DB, strikeID string) ([]rota.ReturnCell, error) {
	rows, err := of[*toldReturnRow](tx, strikeID).Find(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var cells []rota.ReturnCell
	err = json.Unmarshal([]byte(rows[0].Cells), &cells)
	return cells, err
}

// keepingTold makes a change of attendance, or of who was due, and keeps what is told from then
// on: what was told of a day before stays, and a day of which all is known from now on is told.
func (c *change) keepingTold(ctx context.Context, do func() error) error {
	for _, step := range []func() error{func() error { return c.tellAttendance(ctx) }, do, func() error { return c.tellAttendance(ctx) }} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// tellAttendance keeps what is told from now on. Nothing is while nobody's attendance is confirmed.
func (c *change) tellAttendance(ctx context.Context) error {
	any, err := of[*dutyRow](c.tx, c.strike.ID).Where("attendance <> ?", "").Select("id").Limit(1).Find(ctx)
	if err != nil || len(any) == 0 {
		return err
	}
	told, err := loadToldReturn(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	e, err := loadEntry(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	cells, err := json.Marshal(rota.Retold(e.Return(rota.EverySlot), told))
	if err != nil {
		return err
	}
	row := &toldReturnRow{StrikeID: c.strike.ID, Cells: string(cells)}
	return gorm.G[*toldReturnRow](c.tx, clause.OnConflict{UpdateAll: true}).Create(ctx, &row)
}
