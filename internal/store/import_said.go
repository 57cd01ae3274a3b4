package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An entryBefore is the entry before an import, with who had said what the import changed
// of declarations, so that undoing it gives that back too.
type entryBefore struct {
	rota.Entry
	Said map[rota.DutyID]saidBy `json:"said,omitempty"`
}

// A saidBy is by whom and when a declaration was saved.
type saidBy struct {
	At int64  `json:"at"`
	By string `json:"by"`
}

// ownSayings is when residents themselves said by their links what is kept of duties.
func ownSayings(ctx context.Context, tx *gorm.DB, strikeID string) (map[rota.DutyID]time.Time, error) {
	rows, err := of[*dutyRow](tx, strikeID).Where("declared_by = ?", ByResident.ID).Select("id", "declared_at").Find(ctx)
	out := map[rota.DutyID]time.Time{}
	for _, r := range rows {
		out[rota.DutyID(r.ID)] = instant(r.DeclaredAt)
	}
	return out, err
}

// saidBefore says of duties that are about to say something else, or to go, who said what
// they say now.
func (c *change) saidBefore(ctx context.Context, after rota.Entry) (map[rota.DutyID]saidBy, error) {
	then := declarations(after)
	rows, err := of[*dutyRow](c.tx, c.strike.ID).Select("id", "declaration", "declared_at", "declared_by").Find(ctx)
	out := map[rota.DutyID]saidBy{}
	for _, r := range rows {
		if id := rota.DutyID(r.ID); then[id] != rota.Declaration(r.Declaration) {
			out[id] = saidBy{r.DeclaredAt, r.DeclaredBy}
		}
	}
	return out, err
}

// sayAgain gives declarations that an undone import had changed back to who had said them.
// now is the entry before it was undone, after the entry since.
func (c *change) sayAgain(ctx context.Context, before entryBefore, now, after rota.Entry) error {
	first, was, is := declarations(before.Entry), declarations(now), declarations(after)
	for id, by := range before.Said {
		if is[id] != first[id] || is[id] == was[id] {
			continue // gone, or not changed by undoing
		}
		_, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", string(id)).
			Select("declared_at", "declared_by").Updates(ctx, &dutyRow{DeclaredAt: by.At, DeclaredBy: by.By})
		if err != nil {
			return err
		}
	}
	return nil
}

// declarations are what an entry says of each duty.
func declarations(e rota.Entry) map[rota.DutyID]rota.Declaration {
	out := map[rota.DutyID]rota.Declaration{}
	for _, d := range e.Duties {
		out[d.ID] = d.Declaration
	}
	return out
}
