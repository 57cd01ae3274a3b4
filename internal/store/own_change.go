package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// An OwnChange is what a consultant changed of themselves by their personal link.
type OwnChange struct {
	Number        int64 // of the save
	At            time.Time
	Before, After rota.Consultant
}

type ownChangeRow struct {
	StrikeID     string `gorm:"primaryKey"`
	Number       int64  `gorm:"primaryKey;autoIncrement:false"`
	ConsultantID string
	At           int64
	Before       document
	After        document
}

func (ownChangeRow) TableName() string { return "own_changes" }

func (r ownChangeRow) fromRow() (OwnChange, error) {
	c := OwnChange{Number: r.Number, At: instant(r.At)}
	return c, cmp.Or(r.Before.read(&c.Before), r.After.read(&c.After))
}

// ownChange keeps what a consultant, if it is one who saves, is about to change.
func (c *change) ownChange(ctx context.Context, after rota.Consultant) error {
	if c.actor != ByConsultant {
		return nil
	}
	before, err := consultantOf(ctx, c.tx, c.strike.ID, string(after.ID))
	if err != nil || rota.SameThing(before.Consultant, after) {
		return err
	}
	row := &ownChangeRow{StrikeID: c.strike.ID, Number: c.strike.Saves, ConsultantID: string(after.ID), At: c.at}
	if row.Before, err = documentOf(before.Consultant); err != nil {
		return err
	}
	if row.After, err = documentOf(after); err != nil {
		return err
	}
	return gorm.G[*ownChangeRow](c.tx).Create(ctx, &row)
}

// unseen starts a query for what consultants changed that has no mark of the account;
// all of it when that is "". Of one consultant, or of all when id is "".
func unseen(tx *gorm.DB, strikeID, userID string, id rota.ConsultantID) gorm.ChainInterface[*ownChangeRow] {
	q := of[*ownChangeRow](tx, strikeID).Where(`NOT EXISTS (SELECT 1 FROM marks WHERE marks.strike_id = own_changes.strike_id AND marks.seen_by = ? AND marks.about = ?
		AND marks.consultant_id = own_changes.consultant_id AND marks.number >= own_changes.number)`, userID, aboutOffers)
	if id != "" {
		q = q.Where("consultant_id = ?", string(id))
	}
	return q
}

// OwnChanges lists what consultants have changed since the account marked it as seen, the
// oldest first; all of it for userID "". Of one consultant, or of all when id is "".
func (t *Trust) OwnChanges(ctx context.Context, userID, strikeID string, id rota.ConsultantID) ([]OwnChange, error) {
	var out []OwnChange
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := unseen(tx, strikeID, userID, id).Order("number").Find(ctx)
		for _, r := range rows {
			one, damaged := r.fromRow()
			out, err = append(out, one), errors.Join(err, damaged)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what consultants of strike %s changed: %w", strikeID, err)
	}
	return out, nil
}

// OwnChangers counts the consultants who have changed something since the account marked
// it as seen.
func (t *Trust) OwnChangers(ctx context.Context, userID, strikeID string) (n int, err error) {
	err = t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := unseen(tx, strikeID, userID, "").Select("consultant_id").Order("consultant_id").Find(ctx)
		n = len(slices.CompactFunc(rows, func(a, b *ownChangeRow) bool { return a.ConsultantID == b.ConsultantID }))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count the consultants of strike %s who changed something: %w", strikeID, err)
	}
	return n, nil
}

// SeeOwnChanges keeps that the account has seen what consultants changed up to a number:
// one of them, or all when id is "".
func (t *Trust) SeeOwnChanges(ctx context.Context, userID, strikeID string, id rota.ConsultantID, number int64) error {
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := unseen(tx, strikeID, userID, id).Where("number <= ?", number).Select("consultant_id", "number").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := mark(ctx, tx, &markRow{StrikeID: strikeID, SeenBy: userID, About: aboutOffers, ConsultantID: r.ConsultantID, Number: r.Number}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep what has been seen of consultants of strike %s: %w", strikeID, err)
	}
	return nil
}

// What marks are about: changes of the rota by its versions, and what consultants change.
const (
	aboutRota   = "rota"
	aboutOffers = "offers"
)

type markRow struct {
	StrikeID     string `gorm:"primaryKey"`
	SeenBy       string `gorm:"primaryKey"` // an account, or ByConsultant for the consultant themselves
	About        string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	Number       int64
}

func (markRow) TableName() string { return "marks" }

// mark never goes back.
func mark(ctx context.Context, tx *gorm.DB, row *markRow) error {
	return gorm.G[*markRow](tx, clause.OnConflict{
		Columns:   []clause.Column{{Name: "strike_id"}, {Name: "seen_by"}, {Name: "about"}, {Name: "consultant_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"number"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Lt{Column: clause.Column{Table: "marks", Name: "number"}, Value: row.Number}}},
	}).Create(ctx, &row)
}

// Seen is the version up to which somebody, an account or [ByConsultant], has seen what
// changed for the consultant, 0 for none.
func (t *Trust) Seen(ctx context.Context, by, strikeID string, id rota.ConsultantID) (int64, error) {
	var out int64
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := of[*markRow](tx, strikeID).Where("seen_by = ? AND about = ? AND consultant_id = ?", by, aboutRota, string(id)).Take(ctx)
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err == nil {
			out = row.Number
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("load what has been seen of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// SetSeen keeps that somebody has seen what changed for the consultant up to the
// version. It never goes back. A version that is not there is rota.ErrNotFound.
func (t *Trust) SetSeen(ctx context.Context, by, strikeID string, id rota.ConsultantID, number int64) error {
	err := t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		if _, err := of[*versionRow](tx, strikeID).Where("number = ?", number).Select("number").Take(ctx); err != nil {
			return err
		}
		return mark(ctx, tx, &markRow{StrikeID: strikeID, SeenBy: by, About: aboutRota, ConsultantID: string(id), Number: number})
	})
	if err != nil {
		return fmt.Errorf("keep what has been seen of strike %s: %w", strikeID, err)
	}
	return nil
}
