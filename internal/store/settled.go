package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// Settled is what people of a strike have settled that a restored older backup must not undo: who was
// deleted by themselves, what was last said of each duty, and what of attendance has been told to those who may not see
// residents by name.
type Settled struct {
	residents   map[string]int64 // who were deleted, and when
	consultants map[string]int64 // likewise
	said        map[string]*dutyRow
	told        rota.Telling
}

// KeptTo counts who was deleted again from a restored strike. How many replies are as they were last is told to
// nobody: where few have a personal link, it would tell who has replied.
type KeptTo struct{ Residents, Consultants int }

// SettledOf loads it.
func (t *Trust) SettledOf(ctx context.Context, strikeID string) (Settled, error) {
	out := Settled{said: map[string]*dutyRow{}}
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		if out.residents, err = t.deletedOf(ctx, tx, strikeID, KindResident); err != nil {
			return err
		}
		if out.consultants, err = t.deletedOf(ctx, tx, strikeID, KindConsultant); err != nil {
			return err
		}
		duties, err := of[*dutyRow](tx, strikeID).Find(ctx)
		for _, d := range duties {
			out.said[d.ID] = d
		}
		if err == nil {
			out.told, _, err = telling(ctx, tx, strikeID)
		}
		return err
	})
	if err != nil {
		return Settled{}, fmt.Errorf("load what is settled in strike %s: %w", strikeID, err)
	}
	return out, nil
}

// deletedOf are the codes of residents or consultants who were deleted by themselves and are not there again,
// with when.
func (t *Trust) deletedOf(ctx context.Context, tx *gorm.DB, strikeID string, kind Kind) (map[string]int64, error) {
	rows, err := belonging[*auditRow](t, tx).Where("strike_id = ? AND action = ? AND kind = ?", strikeID, string(Deleted), string(kind)).Order("seq").Find(ctx)
	if err != nil {
		return nil, err
	}
	there, err := personNames(ctx, tx, strikeID, kind)
	out := map[string]int64{}
	for _, r := range rows {
		if _, back := there[r.EntityID]; !back {
			out[r.EntityID] = r.At
		}
	}
	return out, err
}

// DeletedStrikes are the strikes that were deleted whole, and when.
func (t *Trust) DeletedStrikes(ctx context.Context) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	err := t.read(ctx, func(tx *gorm.DB) error {
		rows, err := belonging[*auditRow](t, tx).Where("action = ? AND kind = ?", string(Deleted), string(KindStrike)).Order("seq").Find(ctx)
		for _, r := range rows {
			out[r.StrikeID] = instant(r.At)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the strikes that were deleted: %w", err)
	}
	return out, nil
}

// An undoing is the rows of a restored strike that are older than what is settled, the duties with what was
// said last.
type undoing struct {
	residents   []*residentRow
	consultants []*consultantRow
	duties      []*dutyRow
}

func (u undoing) counts() KeptTo { return KeptTo{len(u.residents), len(u.consultants)} }

// undone finds them. Somebody, or a duty, that only has the same code is left: it was entered or said later.
func (n Settled) undone(ctx context.Context, tx *gorm.DB, strikeID string) (out undoing, err error) {
	residents, err := of[*residentRow](tx, strikeID).Find(ctx)
	if err != nil {
		return out, err
	}
	for _, r := range residents {
		if at, gone := n.residents[r.ID]; gone && at >= r.Stamp.ChangedAt {
			out.residents = append(out.residents, r)
		}
	}
	consultants, err := of[*consultantRow](tx, strikeID).Find(ctx)
	if err != nil {
		return out, err
	}
	for _, r := range consultants {
		if at, gone := n.consultants[r.ID]; gone && at >= r.Stamp.ChangedAt {
			out.consultants = append(out.consultants, r)
		}
	}
	rows, err := of[*dutyRow](tx, strikeID).Find(ctx)
	for _, d := range rows {
		now := n.said[d.ID]
		if now == nil || now.ResidentID != d.ResidentID || now.StartAt != d.StartAt || now.EndAt != d.EndAt || now.DeclaredAt < d.DeclaredAt || now.Declaration == d.Declaration {
			continue
		}
		d.Declaration, d.DeclaredAt, d.DeclaredBy = now.Declaration, now.DeclaredAt, now.DeclaredBy
		out.duties = append(out.duties, d)
	}
	return out, err
}

// KeepSettled has a restored strike keep to it, and counts who was deleted again. The audit has one row for it,
// whatever there was to keep to, and none for a reply: it would tell how many were given since.
func (t *Trust) KeepSettled(ctx context.Context, strikeID string, n Settled) (KeptTo, error) {
	var undo undoing
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		undo, err = n.undone(ctx, tx, strikeID)
		return err
	})
	if err == nil {
		err = t.change(ctx, Actor{}, strikeID, func(c *change) error {
			c.note(KeptSettled, KindStrike, strikeID)
			if err := c.resumeTold(ctx, n.told); err != nil {
				return err
			}
			return c.settle(ctx, undo)
		})
	}
	if err != nil {
		return KeptTo{}, fmt.Errorf("keep to what was settled in strike %s: %w", strikeID, err)
	}
	return undo.counts(), nil
}

func (c *change) settle(ctx context.Context, undo undoing) error {
	for _, d := range undo.duties {
		if _, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", d.ID).Select("declaration", "declared_at", "declared_by").Updates(ctx, d); err != nil {
			return err
		}
		if err := c.touchResidents(ctx, d.ResidentID); err != nil {
			return err
		}
	}
	for _, r := range undo.consultants {
		c.note(Deleted, KindConsultant, r.ID)
		if _, err := of[*consultantRow](c.tx, c.strike.ID).Where("id = ?", r.ID).Delete(ctx); err != nil {
			return err
		}
	}
	for _, r := range undo.residents {
		c.note(Deleted, KindResident, r.ID)
		if _, err := of[*residentRow](c.tx, c.strike.ID).Where("id = ?", r.ID).Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Restored writes in the audit that the database is one that was restored: heads that were
// noted after the backup was made are not in it. Everybody who sees residents by name is told, with until
// when the backup goes, and whether what was there could not be read: see [Trust.SightNews].
func (s *Store) Restored(ctx context.Context, unread bool) error {
	trusts, err := s.Trusts(ctx)
	if err != nil {
		return err
	}
	err = s.writeAcross(ctx, forRestore, func(tx *gorm.DB) error {
		last, err := gorm.G[*auditRow](tx).Select("at").Order("seq DESC").Limit(1).Find(ctx)
		if err != nil {
			return err
		}
		row := func(action Action) *auditRow {
			return &auditRow{At: s.now().Unix(), Action: string(action), Kind: string(KindAudit)}
		}
		if err := s.writeAudit(ctx, tx, []*auditRow{row(Restored)}); err != nil {
			return err
		}
		action := RestoredOlder
		if unread {
			action = RestoredUnread
		}
		for _, t := range trusts {
			told := row(action)
			for _, r := range last {
				told.EntityID = strconv.FormatInt(r.At, 10)
			}
			if err := s.Of(t.ID).writeAudit(ctx, tx, []*auditRow{told}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("say in the audit that it was restored: %w", err)
	}
	return nil
}

// Until is, of RestoredOlder and RestoredUnread, until when the backup goes; zero when that is not known.
func (r AuditRow) Until() time.Time {
	at, err := strconv.ParseInt(r.ID, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return instant(at)
}
