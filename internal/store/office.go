package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

type officeRow struct {
	TrustID TrustID `gorm:"primaryKey;autoIncrement:false"`
	Reach   string
	Stamp   stamp `gorm:"embedded"`
}

func (officeRow) TableName() string { return "offices" }

// An Office is how a trust's rota office is reached on the day, as in "bleep 4411".
type Office struct {
	Reach   string
	Version int64 // 0 while the trust has not said
}

// Office is the trust's.
func (t *Trust) Office(ctx context.Context) (Office, error) {
	var out Office
	err := t.read(ctx, func(tx *gorm.DB) error {
		row, err := belonging[*officeRow](t, tx).Take(ctx)
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err == nil {
			out = Office{row.Reach, row.Stamp.Version}
		}
		return err
	})
	if err != nil {
		return Office{}, fmt.Errorf("load the rota office: %w", err)
	}
	return out, nil
}

// SaveOffice saves the trust's, if it still has the version read.
func (t *Trust) SaveOffice(ctx context.Context, actor Actor, o Office) error {
	err := t.write(ctx, func(tx *gorm.DB) error {
		row := &officeRow{TrustID: t.id, Reach: o.Reach, Stamp: stamp{Version: o.Version + 1, ChangedAt: t.now().Unix(), ChangedBy: actor.ID}}
		if err := t.replaceOffice(ctx, tx, row); err != nil {
			return err
		}
		return t.writeAudit(ctx, tx, []*auditRow{{At: row.Stamp.ChangedAt, ActorID: actor.ID, Action: string(Saved), Kind: string(KindTrust)}})
	})
	if err != nil {
		return fmt.Errorf("save the rota office: %w", err)
	}
	return nil
}

// replaceOffice writes the row in place of the one with the version before it.
func (t *Trust) replaceOffice(ctx context.Context, tx *gorm.DB, row *officeRow) error {
	now, err := gorm.G[*officeRow](tx, clause.Locking{Strength: "UPDATE"}).Where("trust_id = ?", t.id).Take(ctx)
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound) && row.Stamp.Version == 1:
		return gorm.G[*officeRow](tx).Create(ctx, &row)
	case err != nil:
		return err // one that was read is never gone, so what is not there is another trust's
	case now.Stamp.Version != row.Stamp.Version-1:
		return conflict(ctx, tx, now.Stamp)
	}
	n, err := belonging[*officeRow](t, tx).Where("version = ?", now.Stamp.Version).Select("reach", "version", "changed_at", "changed_by").Updates(ctx, row)
	if err == nil && n == 0 {
		return rota.ErrConflict
	}
	return err
}
