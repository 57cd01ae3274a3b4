package store

import (
	"context"
	"slices"

	"strikerota/rota"
)

// cut divides the slots as entered that an edit divides, or joins them again. It is
// rota.ErrConflict where one is no longer as the edit has it.
func (c *change) cut(ctx context.Context, cuts []rota.Cut) error {
	for _, cut := range cuts {
		was, err := c.slotsOf(ctx, cut)
		if err != nil {
			return err
		}
		now, ok := cut.Of(was)
		if !ok || !slices.ContainsFunc(was, func(s rota.Slot) bool {
			return s.ID == cut.Slot.ID && (cut.Joined || s.Places == cut.Slot.Places)
		}) {
			return rota.ErrConflict
		}
		if err := c.replaceSlots(ctx, was, now); err != nil {
			return err
		}
	}
	return nil
}

// slotsOf are the slots that the cut is about, as entered, by id.
func (c *change) slotsOf(ctx context.Context, cut rota.Cut) ([]rota.Slot, error) {
	var ids []string
	for _, id := range cut.Slots() {
		ids = append(ids, string(id))
	}
	rows, err := of[*slotRow](c.tx, c.strike.ID).Where("id IN ?", ids).Order("id").Find(ctx)
	var out []rota.Slot
	for _, r := range rows {
		out = append(out, r.fromRow())
	}
	return out, err
}

// replaceSlots saves what the cut makes of slots: those that were there and differ, those
// that are new, and that others are gone, whose duties stay and are tied to no slot.
func (c *change) replaceSlots(ctx context.Context, was, now []rota.Slot) error {
	has := func(list []rota.Slot, id rota.SlotID) bool {
		return slices.ContainsFunc(list, func(s rota.Slot) bool { return s.ID == id })
	}
	for _, s := range now {
		if !has(was, s.ID) {
			if err := c.newSlots(ctx, []rota.Slot{s}); err != nil {
				return err
			}
			continue
		}
		c.note(Saved, KindSlot, string(s.ID))
		row := c.slotRow(s, 0)
		if _, err := of[*slotRow](c.tx, c.strike.ID).Where("id = ?", row.ID).
			Select("version", "changed_at", "changed_by", "start_at", "end_at", "places").Updates(ctx, row); err != nil {
			return err
		}
	}
	for _, s := range was {
		if has(now, s.ID) {
			continue
		}
		if err := c.freeDuties(ctx, string(s.ID)); err != nil {
			return err
		}
		c.note(Deleted, KindSlot, string(s.ID))
		if _, err := of[*slotRow](c.tx, c.strike.ID).Where("id = ?", string(s.ID)).Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}
