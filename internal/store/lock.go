package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

type lockRow struct {
	StrikeID     string `gorm:"primaryKey"`
	SlotID       string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	Position     int
	Reason       string
}

func (lockRow) TableName() string { return "locks" }

func (c *change) lockRow(l rota.Lock, position int) *lockRow {
	return &lockRow{StrikeID: c.strike.ID, SlotID: string(l.Slot), ConsultantID: string(l.Consultant), Position: position, Reason: l.Reason}
}

func (r lockRow) fromRow() rota.Lock {
	return rota.Lock{Pair: rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: rota.ConsultantID(r.ConsultantID)}, Reason: r.Reason}
}

func pairID(p rota.Pair) string { return string(p.Slot) + "/" + string(p.Consultant) }

// SetLock locks a consultant in a slot, or changes the reason of a lock.
func (t *Trust) SetLock(ctx context.Context, actor Actor, strikeID string, lock rota.Lock) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if err := c.bothExist(ctx, lock.Pair); err != nil {
			return err
		}
		c.note(Locked, KindAssignment, pairID(lock.Pair))
		return c.setLock(ctx, lock)
	})
	if err != nil {
		return fmt.Errorf("lock %s: %w", pairID(lock.Pair), err)
	}
	return nil
}

func (c *change) setLock(ctx context.Context, lock rota.Lock) error {
	position, err := after[*lockRow](ctx, c)
	if err != nil {
		return err
	}
	row := c.lockRow(lock, position)
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "strike_id"}, {Name: "slot_id"}, {Name: "consultant_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"reason"}),
	}
	return gorm.G[*lockRow](c.tx, replace).Create(ctx, &row)
}

func (c *change) bothExist(ctx context.Context, p rota.Pair) error {
	if _, err := of[*slotRow](c.tx, c.strike.ID).Where("id = ?", string(p.Slot)).Select("id").Take(ctx); err != nil {
		return err
	}
	_, err := of[*consultantRow](c.tx, c.strike.ID).Where("id = ?", string(p.Consultant)).Select("id").Take(ctx)
	return err
}

// A LockFate is what becomes of a lock on a time that its consultant does not offer any more: it stays with this reason, or
// is cleared.
type LockFate struct {
	rota.Lock
	Off bool
}

// settleLocks does what was said of locks, as far as they are still there.
func (c *change) settleLocks(ctx context.Context, fates []LockFate) error {
	for _, l := range fates {
		rows := of[*lockRow](c.tx, c.strike.ID).Where("slot_id = ? AND consultant_id = ?", string(l.Slot), string(l.Consultant))
		if l.Off {
			n, err := rows.Delete(ctx)
			if err != nil {
				return err
			}
			if n > 0 {
				c.note(Unlocked, KindAssignment, pairID(l.Pair))
			}
			continue
		}
		n, err := rows.Update(ctx, "reason", l.Reason)
		if err != nil {
			return err
		}
		if n > 0 {
			c.note(Locked, KindAssignment, pairID(l.Pair))
		}
	}
	return nil
}

// ClearLock lets solving decide again. A lock that is not there is rota.ErrNotFound.
func (t *Trust) ClearLock(ctx context.Context, actor Actor, strikeID string, pair rota.Pair) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		n, err := of[*lockRow](c.tx, strikeID).
			Where("slot_id = ? AND consultant_id = ?", string(pair.Slot), string(pair.Consultant)).Delete(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return rota.ErrNotFound
		}
		c.note(Unlocked, KindAssignment, pairID(pair))
		return nil
	})
	if err != nil {
		return fmt.Errorf("unlock %s: %w", pairID(pair), err)
	}
	return nil
}
