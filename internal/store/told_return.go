package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// A toldReturnRow is what of a strike's attendance is told to those who may not see
// residents by name: counts, as a [rota.Telling] has them.
type toldReturnRow struct {
	StrikeID string `gorm:"primaryKey"`
	Cells    string
	Earlier  string
}

func (toldReturnRow) TableName() string { return "told_returns" }

// ToldReturn are the counts of those days whose attendance has been told, with the residents of
// every slot: see [rota.EverySlot].
func (t *Trust) ToldReturn(ctx context.Context, strikeID string) ([]rota.ReturnCell, error) {
	var told rota.Telling
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		told, err = loadTelling(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load what was told of attendance in strike %s: %w", strikeID, err)
	}
	return told.Cells, nil
}

func loadTelling(ctx context.Context, tx *gorm.DB, strikeID string) (told rota.Telling, err error) {
	rows, err := of[*toldReturnRow](tx, strikeID).Find(ctx)
	if err != nil || len(rows) == 0 {
		return told, err
	}
	err = errors.Join(json.Unmarshal([]byte(rows[0].Cells), &told.Cells), json.Unmarshal([]byte(rows[0].Earlier), &told.Earlier))
	return told, err
}

// telling is what is told: where it was not kept, as it is now. The cells of now are none while nobody's
// attendance is confirmed.
func telling(ctx context.Context, tx *gorm.DB, strikeID string) (told rota.Telling, now []rota.ReturnCell, err error) {
	if told, err = loadTelling(ctx, tx, strikeID); err != nil {
		return told, nil, err
	}
	any, err := of[*dutyRow](tx, strikeID).Where("attendance <> ?", "").Select("id").Limit(1).Find(ctx)
	if err != nil || len(any) == 0 {
		return told, nil, err
	}
	e, err := loadEntry(ctx, tx, strikeID)
	if err != nil {
		return told, nil, err
	}
	now = e.Return(rota.EverySlot)
	return told.First(now), now, nil
}

// keepingTold makes a change of attendance, or of who was due, and keeps what is told from then
// on: what was told of a day before stays, and a day of which all is known from now on is told.
func (c *change) keepingTold(ctx context.Context, do func() error) error {
	for _, step := range []func() error{func() error { return c.tellFirst(ctx) }, do, func() error { return c.tellAttendance(ctx) }} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// tellFirst keeps what is told before a change.
func (c *change) tellFirst(ctx context.Context) error {
	told, _, err := telling(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	return c.keepTelling(ctx, told)
}

// tellAttendance keeps what is told after a change.
func (c *change) tellAttendance(ctx context.Context) error {
	told, now, err := telling(ctx, c.tx, c.strike.ID)
	if err != nil || now == nil {
		return err
	}
	return c.keepTelling(ctx, told.Retold(now))
}

// resumeTold keeps what was told last, in a strike that was restored.
func (c *change) resumeTold(ctx context.Context, last rota.Telling) error {
	told, _, err := telling(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	return c.keepTelling(ctx, told.Resumed(last))
}

func (c *change) keepTelling(ctx context.Context, told rota.Telling) error {
	if told.Cells == nil {
		return nil
	}
	cells, err := json.Marshal(told.Cells)
	if err != nil {
		return err
	}
	earlier, err := json.Marshal(told.Earlier)
	if err != nil {
		return err
	}
	row := &toldReturnRow{StrikeID: c.strike.ID, Cells: string(cells), Earlier: string(earlier)}
	return gorm.G[*toldReturnRow](c.tx, clause.OnConflict{UpdateAll: true}).Create(ctx, &row)
}
