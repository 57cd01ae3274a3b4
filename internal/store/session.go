package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sessions keeps the browser sessions of scs: it is its Store and CtxStore. The
// session manager has to hash tokens, so that none is kept as it is.
type Sessions struct{ store *Store }

// Sessions keeps browser sessions in this database.
func (s *Store) Sessions() Sessions { return Sessions{store: s} }

type sessionRow struct {
	Token     string `gorm:"primaryKey"`
	Data      string
	ExpiresAt int64
}

func (sessionRow) TableName() string { return "sessions" }

// FindCtx gives a session's data, if it has not expired.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var rows []*sessionRow
	err := s.store.read(ctx, func(tx *gorm.DB) (err error) {
		rows, err = gorm.G[*sessionRow](tx).Where("token = ? AND expires_at > ?", token, s.store.now().Unix()).Find(ctx)
		return err
	})
	if err != nil {
		return nil, false, fmt.Errorf("load a session: %w", err)
	}
	if len(rows) == 0 {
		return nil, false, nil
	}
	data, err := base64.StdEncoding.DecodeString(rows[0].Data)
	if err != nil {
		return nil, false, nil // damaged: as if there were none
	}
	return data, true, nil
}

// CommitCtx keeps a session's data until it expires, and forgets sessions that have.
// Where nothing but the expiry has changed, and by less than a minute, it saves
// nothing: reading a page then waits for nobody who is saving. So it is where nothing but
// the expiry has changed and nothing can be saved: pages can still be read then.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	row := &sessionRow{Token: token, Data: base64.StdEncoding.EncodeToString(data), ExpiresAt: expiry.Unix()}
	if kept, err := s.near(ctx, row); err != nil || kept {
		return err
	}
	err := s.store.write(ctx, func(tx *gorm.DB) error {
		if _, err := gorm.G[*sessionRow](tx).Where("expires_at <= ?", s.store.now().Unix()).Delete(ctx); err != nil {
			return err
		}
		replace := clause.OnConflict{
			Columns:   []clause.Column{{Name: "token"}},
			DoUpdates: clause.AssignmentColumns([]string{"data", "expires_at"}),
		}
		return gorm.G[*sessionRow](tx, replace).Create(ctx, &row)
	})
	if errors.Is(err, ErrUnavailable) {
		if kept, readErr := s.kept(ctx, row, 0); readErr == nil && kept {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("save a session: %w", err)
	}
	return nil
}

// near reports whether the session is kept as it is in row, but for less than a minute.
func (s Sessions) near(ctx context.Context, row *sessionRow) (bool, error) {
	return s.kept(ctx, row, row.ExpiresAt-59)
}

// kept reports whether the session is kept with the data of row, until that moment or later and
// not longer than row has it.
func (s Sessions) kept(ctx context.Context, row *sessionRow, until int64) (bool, error) {
	var n int64
	err := s.store.read(ctx, func(tx *gorm.DB) (err error) {
		n, err = gorm.G[*sessionRow](tx).Where("token = ? AND data = ? AND expires_at > ? AND expires_at BETWEEN ? AND ?",
			row.Token, row.Data, s.store.now().Unix(), until, row.ExpiresAt).Count(ctx, "token")
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for a session: %w", err)
	}
	return n > 0, nil
}

// DeleteCtx forgets a session; one that is not there is no error.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.store.write(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[*sessionRow](tx).Where("token = ?", token).Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete a session: %w", err)
	}
	return nil
}

// Find is FindCtx for callers without a context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// EndSessions signs everybody out.
func (s *Store) EndSessions(ctx context.Context) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[*sessionRow](tx).Where("token <> ?", "").Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("end every session: %w", err)
	}
	return nil
}
