package store

import (
	"context"
	"slices"

	"strikerota/rota"
)

// cut divides the slots as entered that an edit divides, or joins them again. It is
// rota.ErrConflict where one is no longer as the edit has it. The edit alone is in the audit.
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
		if err := c.lose(ctx, cut); err != nil {
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
	d := differ(was, now, slotID, c.slotRow)
	for _, s := range d.changed {
		if err := overwrite(ctx, c, string(s.ID), c.slotRow(s, 0), "start_at", "end_at", "places"); err != nil {
			return err
		}
	}
	if err := addRows(ctx, c, d.fresh, c.slotRow); err != nil {
		return err
	}
	for _, s := range d.gone {
		if err := c.freeDuties(ctx, string(s.ID)); err != nil {
			return err
		}
	}
	return drop[*slotRow](ctx, c, ids(d.gone, slotID))
}
