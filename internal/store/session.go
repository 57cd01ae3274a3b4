package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Sessions keeps the browser sessions of scs: it is its Store and CtxStore. The
// session manager has to hash tokens, so that none is kept as it is. Who is signed in
// by one, and for how long, is an [AccountSession].
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
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	row := &sessionRow{Token: token, Data: base64.StdEncoding.EncodeToString(data), ExpiresAt: expiry.Unix()}
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
	if err != nil {
		return fmt.Errorf("save a session: %w", err)
	}
	return nil
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

// EndSessions signs everybody out. Forms that are open can be sent no more, so it is forgotten which were saved.
func (s *Store) EndSessions(ctx context.Context) error {
	err := s.writeAcross(ctx, forEnding, func(tx *gorm.DB) error {
		for _, all := range []deletable{gorm.G[*sessionRow](tx).Where("token <> ?", ""), gorm.G[*accountSessionRow](tx).Where("id <> ?", ""),
			gorm.G[*formKeyRow](tx).Where("hash <> ?", "")} {
			if _, err := all.Delete(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("end every session: %w", err)
	}
	return nil
}
