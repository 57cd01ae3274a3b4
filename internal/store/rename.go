package store

import (
	"context"
	"fmt"

	"strikerota/rota"
)

// A RenameCount is how many of each kind had a word that was renamed.
type RenameCount struct{ Slots, Residents, Consultants int }

// RenameWord writes a word another way wherever the strike has it, all or nothing.
// Whoever has one of these open in a form is told, since each gets a new version.
// merges is whether the new word was there already when it was asked for: a strike in
// which that is otherwise now is rota.ErrConflict, and one without the word is rota.ErrNotFound.
func (t *Trust) RenameWord(ctx context.Context, actor Actor, strikeID string, r rota.Rename, merges bool) (RenameCount, error) {
	var n RenameCount
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		e, err := loadEntry(ctx, c.tx, strikeID)
		switch {
		case err != nil:
			return err
		case !e.Has(r.Kind, r.From):
			return rota.ErrNotFound
		case e.Has(r.Kind, r.To) != merges:
			return rota.ErrConflict
		}
		n, err = c.rename(ctx, r, e)
		return err
	})
	if err != nil {
		return RenameCount{}, fmt.Errorf("rename a word of strike %s: %w", strikeID, err)
	}
	return n, nil
}

func (c *change) rename(ctx context.Context, r rota.Rename, e rota.Entry) (n RenameCount, err error) {
	for _, s := range e.Slots {
		if now, had := r.Slot(s); had {
			n.Slots++
			c.note(Saved, KindSlot, string(s.ID))
			if err := rewrite(ctx, c, string(s.ID), c.slotRow(now, 0), slotColumns...); err != nil {
				return n, err
			}
		}
	}
	for _, who := range e.Residents {
		if now, had := r.Resident(who); had {
			n.Residents++
			c.note(Saved, KindResident, string(who.ID))
			if err := rewrite(ctx, c, string(who.ID), c.residentRow(now, 0), "unit"); err != nil {
				return n, err
			}
		}
	}
	for _, who := range e.Consultants {
		if now, had := r.Consultant(who); had {
			n.Consultants++
			c.note(Saved, KindConsultant, string(who.ID))
			if err := rewrite(ctx, c, string(who.ID), c.consultantRow(now, 0), "skills", "sites"); err != nil {
				return n, err
			}
		}
	}
	return n, c.renameRest(ctx, r, e)
}

// renameRest renames in what has no version of its own: lost parts of slots, and travel times.
func (c *change) renameRest(ctx context.Context, r rota.Rename, e rota.Entry) error {
	for _, s := range e.Lost {
		if now, had := r.Slot(s); had {
			if _, err := of[*lostPartRow](c.tx, c.strike.ID).Where("id = ?", string(s.ID)).
				Select("service", "unit", "role", "site").Updates(ctx, c.lostPartRow(now, 0)); err != nil {
				return err
			}
		}
	}
	travel, had := r.Travel(e.Rules.Travel)
	if !had {
		return nil
	}
	was, err := loadStrike(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	settings := was.StrikeSettings
	settings.Rules.Travel = travel
	return c.settings(ctx, settings)
}

// rewrite saves the columns of a row that this change has read, whatever its version.
func rewrite[T any](ctx context.Context, c *change, id string, row T, columns ...any) error {
	n, err := of[T](c.tx, c.strike.ID).Where("id = ?", id).
		Select("version", append(columns, "changed_at", "changed_by")...).Updates(ctx, row)
	if err == nil && n != 1 {
		err = rota.ErrNotFound
	}
	return err
}
