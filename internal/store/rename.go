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
		if _, had := r.Slot(s); had {
			n.Slots++
			c.note(Saved, KindSlot, string(s.ID))
		}
	}
	for _, who := range e.Residents {
		if _, had := r.Resident(who); had {
			n.Residents++
			c.note(Saved, KindResident, string(who.ID))
		}
	}
	for _, who := range e.Consultants {
		if _, had := r.Consultant(who); had {
			n.Consultants++
			c.note(Saved, KindConsultant, string(who.ID))
		}
	}
	if r.Kind == rota.ServiceWord {
		if err := c.renameInAccounts(ctx, r.From, r.To); err != nil {
			return n, err
		}
	}
	if err := c.become(ctx, e, r.Entry(e)); err != nil {
		return n, err
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
