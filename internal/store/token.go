package store

import (
	"context"
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// Kinds of tokens: what an account has that is known by its hash alone.
const (
	link     = "link"     // with which a password can be chosen, once
	browser  = "browser"  // in which somebody has signed in
	recovery = "recovery" // a code in place of the second factor, once
)

// never is when a recovery code expires.
const never = math.MaxInt64

type tokenRow struct {
	Kind      string `gorm:"primaryKey"`
	Hash      string `gorm:"primaryKey"`
	UserID    string `gorm:"primaryKey"`
	ExpiresAt int64
}

func (tokenRow) TableName() string { return "tokens" }

// forget drops an account's tokens of the kinds given, whether they have expired or not.
func forget(ctx context.Context, tx *gorm.DB, userID string, kinds ...string) error {
	_, err := gorm.G[*tokenRow](tx).Where("user_id = ? AND kind IN ?", userID, kinds).Delete(ctx)
	return err
}

// NewLink keeps the hash of a link with which the account's password can be chosen. It
// replaces any that was made before. A closed account, and one of the trust's sign-in, takes none.
func (t *Trust) NewLink(ctx context.Context, actor Actor, userID, hash string, expires time.Time) error {
	return t.account(ctx, actor, userID, Linked, func(tx *gorm.DB, row *userRow) (bool, error) {
		if row.ClosedAt != nil || row.Subject != "" {
			return false, rota.ErrForbidden
		}
		if err := forget(ctx, tx, userID, link); err != nil {
			return false, err
		}
		return true, insert(ctx, tx, []*tokenRow{{Kind: link, Hash: hash, UserID: userID, ExpiresAt: expires.Unix()}})
	})
}

// UserOfLink is whose password a link is for; rota.ErrNotFound when it is spent, expired
// or of a closed account.
func (s *Store) UserOfLink(ctx context.Context, hash string) (User, error) {
	var row *userRow
	err := s.readAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		t, err := gorm.G[*tokenRow](tx).Where("kind = ? AND hash = ? AND expires_at > ?", link, hash, s.now().Unix()).Take(ctx)
		if err != nil {
			return err
		}
		row, err = gorm.G[*userRow](tx).Where("id = ? AND closed_at IS NULL", t.UserID).Take(ctx)
		return err
	})
	if err != nil {
		return User{}, fmt.Errorf("find the account of a link: %w", err)
	}
	return row.fromRow(), nil
}

// KnowBrowser keeps the hash of what a browser holds in which the person has signed in,
// and drops what has expired.
func (t *Trust) KnowBrowser(ctx context.Context, userID, hash string, expires time.Time) error {
	row := &tokenRow{Kind: browser, Hash: hash, UserID: userID, ExpiresAt: expires.Unix()}
	err := t.write(ctx, func(tx *gorm.DB) error {
		if _, err := belonging[*userRow](t, tx).Where("id = ?", userID).Select("id").Take(ctx); err != nil {
			return err
		}
		if _, err := gorm.G[*tokenRow](tx).Where("user_id IN (SELECT id FROM users WHERE trust_id = ?) AND expires_at <= ?", t.id, t.now().Unix()).Delete(ctx); err != nil {
			return err
		}
		again := clause.OnConflict{Columns: []clause.Column{{Name: "kind"}, {Name: "user_id"}, {Name: "hash"}},
			DoUpdates: clause.AssignmentColumns([]string{"expires_at"})}
		return gorm.G[*tokenRow](tx, again).Create(ctx, &row)
	})
	if err != nil {
		return fmt.Errorf("keep a browser of account %s: %w", userID, err)
	}
	return nil
}

// BrowserUsers are the ids of those who have signed in with the browser that holds what
// was hashed.
func (s *Store) BrowserUsers(ctx context.Context, hash string) (ids []string, err error) {
	var rows []*tokenRow
	err = s.readAcross(ctx, toSignIn, func(tx *gorm.DB) (err error) {
		rows, err = gorm.G[*tokenRow](tx).Where("kind = ? AND hash = ? AND expires_at > ?", browser, hash, s.now().Unix()).Find(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for a browser: %w", err)
	}
	for _, row := range rows {
		ids = append(ids, row.UserID)
	}
	return ids, nil
}

// RecoveriesLeft is how many recovery codes an account has that were not used.
func (t *Trust) RecoveriesLeft(ctx context.Context, userID string) (int, error) {
	var n int64
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		if _, err := belonging[*userRow](t, tx).Where("id = ?", userID).Select("id").Take(ctx); err != nil {
			return err
		}
		n, err = gorm.G[*tokenRow](tx).Where("kind = ? AND user_id = ?", recovery, userID).Count(ctx, "hash")
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count recovery codes: %w", err)
	}
	return int(n), nil
}
