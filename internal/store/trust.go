package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// A TrustID numbers a trust of the installation. Ids of all else are random texts: this
// one is in no address, and the first trust has to be known before there is any other.
type TrustID int64

// FirstTrust is the trust that every installation has.
const FirstTrust TrustID = 1

// A Trust is what one trust has in the database. Its methods read and change that alone:
// what belongs to another is rota.ErrNotFound to them, as is what there never was.
type Trust struct {
	store *Store
	id    TrustID
}

// Of is what the trust has in the database.
func (s *Store) Of(id TrustID) *Trust { return &Trust{store: s, id: id} }

// ID is the trust's.
func (t *Trust) ID() TrustID { return t.id }

// read runs f on one moment of the database.
func (t *Trust) read(ctx context.Context, f func(tx *gorm.DB) error) error {
	return t.store.read(ctx, f)
}

// write runs f in a transaction that saves all it does or nothing.
func (t *Trust) write(ctx context.Context, f func(tx *gorm.DB) error) error {
	return t.store.write(ctx, f)
}

func (t *Trust) now() time.Time { return t.store.now() }

// writeAudit is the store's, of what was done in this trust.
func (t *Trust) writeAudit(ctx context.Context, tx *gorm.DB, rows []*auditRow) error {
	return t.store.writeAudit(ctx, tx, rows)
}
