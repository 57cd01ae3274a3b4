package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// Settled is what people of a strike have settled that a restored older backup must not undo: who was
// deleted by themselves, and what was last said of each duty.
type Settled struct {
	gone map[string]int64 // residents, and when
	said map[string]*dutyRow
}

// SettledOf loads it.
func (t *Trust) SettledOf(ctx context.Context, strikeID string) (Settled, error) {
	out := Settled{gone: map[string]int64{}, said: map[string]*dutyRow{}}
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		gone, err := belonging[*auditRow](t, tx).Where("strike_id = ? AND action = ? AND kind = ?", strikeID, string(Deleted), string(KindResident)).Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range gone {
			out.gone[r.EntityID] = r.At
		}
		there, err := of[*residentRow](tx, strikeID).Select("id").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range there {
			delete(out.gone, r.ID)
		}
		duties, err := of[*dutyRow](tx, strikeID).Find(ctx)
		for _, d := range duties {
			out.said[d.ID] = d
		}
		return err
	})
	if err != nil {
		return Settled{}, fmt.Errorf("load what is settled in strike %s: %w", strikeID, err)
	}
	return out, nil
}

// undone are the rows of a restored strike that are older than what is settled, the duties with what was
// said last. A resident or duty that only has the same code is left: it was entered or said later.
func (n Settled) undone(ctx context.Context, tx *gorm.DB, strikeID string) (residents []*residentRow, duties []*dutyRow, err error) {
	all, err := of[*residentRow](tx, strikeID).Find(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range all {
		if at, gone := n.gone[r.ID]; gone && at >= r.Stamp.ChangedAt {
			residents = append(residents, r)
		}
	}
	rows, err := of[*dutyRow](tx, strikeID).Find(ctx)
	for _, d := range rows {
		now := n.said[d.ID]
		if now == nil || now.ResidentID != d.ResidentID || now.StartAt != d.StartAt || now.EndAt != d.EndAt || now.DeclaredAt < d.DeclaredAt || now.Declaration == d.Declaration {
			continue
		}
		d.Declaration, d.DeclaredAt, d.DeclaredBy = now.Declaration, now.DeclaredAt, now.DeclaredBy
		duties = append(duties, d)
	}
	return residents, duties, err
}

// KeepSettled has a restored strike keep to it, and gives how many residents were deleted again and how
// many replies are those that were last said.
func (t *Trust) KeepSettled(ctx context.Context, strikeID string, n Settled) (residents, replies int, err error) {
	var gone []*residentRow
	var said []*dutyRow
	err = t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		gone, said, err = n.undone(ctx, tx, strikeID)
		return err
	})
	if err == nil && len(gone)+len(said) > 0 {
		err = t.change(ctx, Actor{}, strikeID, func(c *change) error {
			return c.keepingTold(ctx, func() error { return c.settle(ctx, gone, said) })
		})
	}
	if err != nil {
		return 0, 0, fmt.Errorf("keep to what was settled in strike %s: %w", strikeID, err)
	}
	return len(gone), len(said), nil
}

func (c *change) settle(ctx context.Context, gone []*residentRow, said []*dutyRow) error {
	for _, d := range said {
		c.note(Declared, KindDuty, d.ID)
		if _, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", d.ID).Select("declaration", "declared_at", "declared_by").Updates(ctx, d); err != nil {
			return err
		}
		if err := c.touchResidents(ctx, d.ResidentID); err != nil {
			return err
		}
	}
	for _, r := range gone {
		c.note(Deleted, KindResident, r.ID)
		if _, err := of[*residentRow](c.tx, c.strike.ID).Where("id = ?", r.ID).Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Restored writes in the audit that the database is one that was restored: heads that were
// noted after the backup was made are not in it. When what was there could not be read, everybody who
// sees residents by name is told, with until when the backup goes: see [Trust.SightNews].
func (s *Store) Restored(ctx context.Context, unread bool) error {
	trusts, err := s.Trusts(ctx)
	if err != nil {
		return err
	}
	err = s.write(ctx, func(tx *gorm.DB) error {
		last, err := gorm.G[*auditRow](tx).Select("at").Order("seq DESC").Limit(1).Find(ctx)
		if err != nil {
			return err
		}
		row := func(action Action) *auditRow {
			return &auditRow{At: s.now().Unix(), Action: string(action), Kind: string(KindAudit)}
		}
		if err := s.writeAudit(ctx, tx, []*auditRow{row(Restored)}); err != nil || !unread {
			return err
		}
		for _, t := range trusts {
			told := row(RestoredUnread)
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

// Until is, of RestoredUnread, until when the backup goes; zero when that is not known.
func (r AuditRow) Until() time.Time {
	at, err := strconv.ParseInt(r.ID, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return instant(at)
}
