package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// Kinds of what is kept of the trust's sign-in.
const (
	sessionThere = "session"    // of an account, as it is called there
	signedOut    = "signed out" // a token that said so
)

// openIDLife is how long a session at the trust's sign-in is remembered: longer than any here lasts.
const openIDLife = 48 * time.Hour

type openIDTokenRow struct {
	Kind      string `gorm:"primaryKey"`
	Hash      string `gorm:"primaryKey"`
	UserID    string
	ExpiresAt int64
}

func (openIDTokenRow) TableName() string { return "openid_tokens" }

func openIDHash(issuer, value string) string {
	sum := sha256.Sum256([]byte(issuer + " " + value))
	return hex.EncodeToString(sum[:])
}

// remember keeps what the trust's sign-in calls the session that an account signs in with, and
// forgets what has expired.
func (s *Store) remember(ctx context.Context, tx *gorm.DB, id Identity, userID string) error {
	if id.Session == "" {
		return nil
	}
	if _, err := gorm.G[*openIDTokenRow](tx).Where("expires_at <= ?", s.now().Unix()).Delete(ctx); err != nil {
		return err
	}
	row := &openIDTokenRow{Kind: sessionThere, Hash: openIDHash(id.Issuer, id.Session), UserID: userID, ExpiresAt: s.now().Add(openIDLife).Unix()}
	again := clause.OnConflict{Columns: []clause.Column{{Name: "kind"}, {Name: "hash"}}, DoUpdates: clause.AssignmentColumns([]string{"user_id", "expires_at"})}
	return gorm.G[*openIDTokenRow](tx, again).Create(ctx, &row)
}

// A SignedOut is what the trust's sign-in says of somebody who has signed out there.
type SignedOut struct {
	Issuer, Subject string
	Session         string // there, or ""
	Token           string // what its own id is
	Expires         time.Time
}

// SignOut ends all that somebody has open who has signed out at the trust's sign-in, and records
// it. Of somebody who has nothing here it does nothing. The same token again is rota.ErrConflict.
func (s *Store) SignOut(ctx context.Context, out SignedOut) error {
	err := s.writeAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		row, err := s.whoSignedOut(ctx, tx, out)
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		used := &openIDTokenRow{Kind: signedOut, Hash: openIDHash(out.Issuer, out.Token), UserID: row.ID, ExpiresAt: out.Expires.Unix()}
		if err := gorm.G[*openIDTokenRow](tx).Create(ctx, &used); err != nil {
			return err
		}
		if _, err := gorm.G[*userRow](tx).Where("id = ?", row.ID).Update(ctx, "ended", row.Ended+1); err != nil {
			return err
		}
		return s.Of(row.TrustID).auditUser(ctx, tx, "", Ended, row.ID)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = rota.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("sign out by the trust's sign-in: %w", err)
	}
	return nil
}

// whoSignedOut finds the account by its subject, or else by the session.
func (s *Store) whoSignedOut(ctx context.Context, tx *gorm.DB, out SignedOut) (*userRow, error) {
	lock := clause.Locking{Strength: "UPDATE"}
	if out.Subject != "" {
		return gorm.G[*userRow](tx, lock).Where("issuer = ? AND subject = ?", out.Issuer, out.Subject).Take(ctx)
	}
	there, err := gorm.G[*openIDTokenRow](tx).Where("kind = ? AND hash = ? AND expires_at > ?", sessionThere, openIDHash(out.Issuer, out.Session), s.now().Unix()).Take(ctx)
	if err != nil {
		return nil, err
	}
	return gorm.G[*userRow](tx, lock).Where("id = ?", there.UserID).Take(ctx)
}
