package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"strikerota/rota"
)

// dayChanges are the changes of the strike's settings that moved the day on which everybody is deleted.
func (c *change) dayChanges(ctx context.Context) ([]DayChange, error) {
	rows, err := belonging[*auditRow](c.trust, c.tx).Where("strike_id = ? AND action = ? AND kind = ?", c.strike.ID, string(Saved), string(KindStrike)).Order("seq").Find(ctx)
	if err != nil {
		return nil, err
	}
	out := []DayChange{}
	for _, r := range rows {
		var what []string
		for part := range strings.SplitSeq(r.EntityID, "; ") {
			if strings.HasPrefix(part, daysWords+": ") || strings.HasPrefix(part, endWords+": ") {
				what = append(what, part)
			}
		}
		if what == nil {
			continue
		}
		users, err := belonging[*userRow](c.trust, c.tx).Where("id = ?", r.ActorID).Select("role").Find(ctx)
		if err != nil {
			return nil, err
		}
		change := DayChange{At: instant(r.At), What: strings.Join(what, "; ")}
		for _, u := range users {
			change.Role = u.Role
		}
		out = append(out, change)
	}
	return out, nil
}

// CertifyBackups puts in the certificate of a strike what became of the backups, beside what became of
// them before: of some it may have failed.
func (t *Trust) CertifyBackups(ctx context.Context, strikeID string, done Backups) error {
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := belonging[*purgeRow](t, tx).Where("strike_id = ?", strikeID).Take(ctx)
		if err != nil {
			return err
		}
		var counts purgeCounts
		if err := row.Counts.read(&counts); err != nil {
			return err
		}
		if was := counts.Backups; was != nil {
			done.Cleared, done.Deleted = done.Cleared+was.Cleared, done.Deleted+was.Deleted
			done.Gone = slices.Concat(was.Gone, done.Gone)
			done.Seen = max(done.Seen+was.Deleted+len(done.Gone), was.Seen)
		}
		counts.Backups = &done
		text, err := documentOf(counts)
		if err != nil {
			return err
		}
		n, err := belonging[*purgeRow](t, tx).Where("strike_id = ?", strikeID).Update(ctx, "counts", text)
		if err == nil && n != 1 {
			err = rota.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("say in the certificate of strike %s what became of backups: %w", strikeID, err)
	}
	return nil
}
