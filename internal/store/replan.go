package store

import (
	"context"
	"fmt"

	"strikerota/rota"
)

// A Taken is a plan for the rest of a strike that is to become its draft.
type Taken struct {
	Run    string          // that made it
	Seen   int64           // the version of the draft from which it was planned
	Locks  []rota.Lock     // on work that had begun, which the draft did not have
	Left   []rota.LeftOpen // places of work that had begun, of slots that nobody had decided to leave open
	Free   []rota.SlotID   // slots of which other numbers of places had been left open since they had begun
	Change rota.Change     // what becomes of the draft, as an edit
}

// TakeReplan makes the plan of a run for the rest of the strike the draft, as one edit
// that can be undone. It is ErrDraftMoved when the draft is no longer what it was planned
// from, and rota.ErrNotFound when the run is none of the strike's, has not finished, or
// a slot or consultant of these is no longer entered.
func (t *Trust) TakeReplan(ctx context.Context, actor Actor, strikeID string, taken Taken) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		run, err := of[*runRow](c.tx, strikeID).Where("id = ? AND purpose = ? AND state = ?", taken.Run, string(ForReplan), string(RunDone)).
			Select("id").Take(ctx)
		if err != nil {
			return err
		}
		draft, err := of[*draftRow](c.tx, strikeID).Take(ctx)
		if err != nil {
			return err
		}
		if draft.Stamp.Version != taken.Seen {
			return ErrDraftMoved
		}
		draft.Stamp, draft.RunID, draft.Hand = c.stamp(), run.ID, nil
		if _, err := of[*draftRow](c.tx, strikeID).Select("version", "changed_at", "changed_by", "run_id", "hand").Updates(ctx, draft); err != nil {
			return err
		}
		for _, l := range taken.Locks {
			if err := c.bothExist(ctx, l.Pair); err != nil {
				return err
			}
			if err := c.setLock(ctx, l); err != nil {
				return err
			}
		}
		for _, id := range taken.Free {
			if _, err := of[*leftOpenRow](c.tx, strikeID).Where("slot_id = ?", string(id)).Delete(ctx); err != nil {
				return err
			}
		}
		for _, l := range taken.Left {
			if _, err := of[*slotRow](c.tx, strikeID).Where("id = ?", string(l.Slot)).Select("id").Take(ctx); err != nil {
				return err
			}
		}
		if err := insert(ctx, c.tx, rowsOf(taken.Left, c.leftOpenRow)); err != nil {
			return err
		}
		return c.addEdit(ctx, NewEdit{Change: taken.Change})
	})
	if err != nil {
		return fmt.Errorf("take run %s for the rota of strike %s: %w", taken.Run, strikeID, err)
	}
	return nil
}
