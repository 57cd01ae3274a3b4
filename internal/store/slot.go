package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Slot is a critical need as kept.
type Slot struct {
	rota.Slot
	Version int64
}

type slotRow struct {
	StrikeID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	Stamp       stamp  `gorm:"embedded"`
	Position    int
	Service     string
	Unit        string
	Role        string
	Site        string
	StartAt     int64
	EndAt       int64
	Places      int
	SkillsAll   list
	SkillsAny   list
	Mode        string
	NoOtherDuty bool
	Priority    int
	Source      string
}

func (slotRow) TableName() string { return "slots" }

// slotColumns are those that a save of a slot writes.
var slotColumns = []any{"service", "unit", "role", "site", "start_at", "end_at", "places", "skills_all", "skills_any",
	"mode", "no_other_duty", "priority", "source"}

func (c *change) slotRow(s rota.Slot, position int) *slotRow {
	return &slotRow{StrikeID: c.strike.ID, ID: string(s.ID), Stamp: c.stamp(), Position: position,
		Service: s.Service, Unit: s.Unit, Role: s.Role, Site: s.Site, StartAt: s.Start.Unix(), EndAt: s.End.Unix(),
		Places: s.Places, SkillsAll: s.SkillsAll, SkillsAny: s.SkillsAny, Mode: string(s.Mode),
		NoOtherDuty: s.NoOtherDuty, Priority: s.Priority, Source: s.Source}
}

func (r slotRow) fromRow() rota.Slot {
	return rota.Slot{ID: rota.SlotID(r.ID), Service: r.Service, Unit: r.Unit, Role: r.Role, Site: r.Site,
		Span: spanOf(r.StartAt, r.EndAt), Places: r.Places, SkillsAll: r.SkillsAll, SkillsAny: r.SkillsAny,
		Mode: rota.Mode(r.Mode), NoOtherDuty: r.NoOtherDuty, Priority: r.Priority, Source: r.Source}
}

// Slots lists the strike's slots in the order entered.
func (t *Trust) Slots(ctx context.Context, strikeID string) ([]Slot, error) {
	var out []Slot
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*slotRow](tx, strikeID).Order("position, id").Find(ctx)
		for _, r := range rows {
			out = append(out, Slot{r.fromRow(), r.Stamp.Version})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the slots of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// WholeSlots lists the slots of the strike as they were before any was divided on the day.
func (t *Trust) WholeSlots(ctx context.Context, strikeID string) ([]rota.Slot, error) {
	var out []rota.Slot
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		_, out, err = wholeSlots(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the whole slots of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// wholeSlots are the slots as entered now, and as they were before any was divided.
func wholeSlots(ctx context.Context, tx *gorm.DB, strikeID string) (now, whole []rota.Slot, err error) {
	rows, err := of[*slotRow](tx, strikeID).Order("position, id").Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		now = append(now, r.fromRow())
	}
	cuts, err := cutsOf(ctx, tx, strikeID)
	return now, rota.WithoutCuts(now, cuts), err
}

// cutsOf are the cuts that were made in slots of the strike, and taken back, the oldest first.
func cutsOf(ctx context.Context, tx *gorm.DB, strikeID string) (cuts []rota.Cut, err error) {
	edits, err := editsAfter(ctx, tx, strikeID, 0, 0)
	for _, e := range slices.Backward(edits) {
		cuts = append(cuts, e.Change.Cuts...)
	}
	return cuts, err
}

// loadCuts loads how slots are divided; nothing is read where none can be: a divided slot has a part
// that is lost, or one that somebody has worked and is locked in.
func loadCuts(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	if len(e.Lost) == 0 && !slices.ContainsFunc(e.Locks, func(l rota.Lock) bool { return l.Reason == rota.WorkedReason }) {
		return nil
	}
	cuts, err := cutsOf(ctx, tx, strikeID)
	e.Cuts = rota.StandingCuts(cuts)
	return err
}

// join gives the strike its slots as they were before any was divided.
func (c *change) join(ctx context.Context) error {
	now, whole, err := wholeSlots(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	if err := c.replaceSlots(ctx, now, whole); err != nil {
		return err
	}
	_, err = of[*lostPartRow](c.tx, c.strike.ID).Delete(ctx)
	return err
}

// Slot loads one slot of the strike.
func (t *Trust) Slot(ctx context.Context, strikeID string, id rota.SlotID) (Slot, error) {
	var row *slotRow
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		row, err = of[*slotRow](tx, strikeID).Where("id = ?", string(id)).Take(ctx)
		return err
	})
	if err != nil {
		return Slot{}, fmt.Errorf("load slot %s: %w", id, err)
	}
	return Slot{row.fromRow(), row.Stamp.Version}, nil
}

// SaveSlot saves a slot, if it still has the version read, and gives its id. One
// without id is new and gets the next code.
func (t *Trust) SaveSlot(ctx context.Context, actor Actor, strikeID string, slot Slot) (rota.SlotID, error) {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if slot.ID == "" {
			slot.ID = rota.SlotID(next("S", &c.strike.LastSlot, 3))
			return c.newSlots(ctx, []rota.Slot{slot.Slot})
		}
		c.note(Saved, KindSlot, string(slot.ID))
		return update(ctx, c, string(slot.ID), slot.Version, c.slotRow(slot.Slot, 0), slotColumns...)
	})
	if err != nil {
		return "", fmt.Errorf("save slot %s: %w", slot.ID, err)
	}
	return slot.ID, nil
}

// AddSlots adds slots, all or none, such as the days that repeat one. Their ids
// are not read: each gets the next code.
func (t *Trust) AddSlots(ctx context.Context, actor Actor, strikeID string, slots []rota.Slot) error {
	if len(slots) == 0 {
		return nil
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		return c.newSlots(ctx, c.coded(slots))
	})
	if err != nil {
		return fmt.Errorf("add slots to strike %s: %w", strikeID, err)
	}
	return nil
}

// coded are the slots with the next codes as their ids.
func (c *change) coded(slots []rota.Slot) []rota.Slot {
	out := make([]rota.Slot, len(slots))
	for i, slot := range slots {
		slot.ID = rota.SlotID(next("S", &c.strike.LastSlot, 3))
		out[i] = slot
	}
	return out
}

func (c *change) newSlots(ctx context.Context, slots []rota.Slot) error {
	for _, s := range slots {
		c.note(Made, KindSlot, string(s.ID))
	}
	return addRows(ctx, c, slots, c.slotRow)
}

// DeleteSlot deletes a slot and its locks, if it still has the version read. The
// duties that would have filled it stay, tied to no slot.
func (t *Trust) DeleteSlot(ctx context.Context, actor Actor, strikeID string, id rota.SlotID, version int64) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if err := c.freeDuties(ctx, string(id)); err != nil {
			return err
		}
		c.note(Deleted, KindSlot, string(id))
		return remove[*slotRow](ctx, c, string(id), version)
	})
	if err != nil {
		return fmt.Errorf("delete slot %s: %w", id, err)
	}
	return nil
}
