package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
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
	return t.store.reading(ctx, &scope{trust: t.id}, f)
}

// write runs f in a transaction that saves all it does or nothing, once for each form: see [WithFormKey].
func (t *Trust) write(ctx context.Context, f func(tx *gorm.DB) error) error {
	return t.store.keyed(ctx, &scope{trust: t.id}, f)
}

// readOf is read for what is in one of the trust's strikes.
func (t *Trust) readOf(ctx context.Context, strikeID string, f func(tx *gorm.DB) error) error {
	return t.read(ctx, t.in(ctx, strikeID, f))
}

// writeOf is write for what is in one of the trust's strikes.
func (t *Trust) writeOf(ctx context.Context, strikeID string, f func(tx *gorm.DB) error) error {
	return t.write(ctx, t.in(ctx, strikeID, f))
}

// in runs f once it is known that the strike is the trust's.
func (t *Trust) in(ctx context.Context, strikeID string, f func(tx *gorm.DB) error) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error {
		if _, err := t.strikes(tx).Where("id = ?", strikeID).Select("id").Take(ctx); err != nil {
			return err
		}
		return f(tx)
	}
}

// strikes starts a query for strikes of the trust.
func (t *Trust) strikes(tx *gorm.DB) gorm.ChainInterface[*strikeRow] {
	return belonging[*strikeRow](t, tx)
}

// belonging starts a query for rows of a table that says itself whose each is.
func belonging[T any](t *Trust, tx *gorm.DB) gorm.ChainInterface[T] {
	return gorm.G[T](tx).Where("trust_id = ?", t.id)
}

// within narrows a query for rows that are in a strike to strikes of the trust.
func within[T any](t *Trust, q gorm.CreateInterface[T]) gorm.ChainInterface[T] {
	return q.Where("strike_id IN (SELECT id FROM strikes WHERE trust_id = ?)", t.id)
}

func (t *Trust) now() time.Time { return t.store.now() }

// writeAudit is the store's, of what was done in this trust.
func (t *Trust) writeAudit(ctx context.Context, tx *gorm.DB, rows []*auditRow) error {
	for _, r := range rows {
		r.TrustID = &t.id
	}
	return t.store.writeAudit(ctx, tx, rows)
}

// A TrustRecord is a trust as kept.
type TrustRecord struct {
	ID     TrustID
	Name   string // "" of the first, whose name is in the settings
	MadeAt time.Time
}

type trustRow struct {
	ID     TrustID `gorm:"primaryKey;autoIncrement:false"`
	Name   string
	MadeAt int64
}

func (trustRow) TableName() string { return "trusts" }

// Trusts lists the trusts, the first one first.
func (s *Store) Trusts(ctx context.Context) ([]TrustRecord, error) {
	var out []TrustRecord
	err := s.read(ctx, func(tx *gorm.DB) error {
		rows, err := gorm.G[*trustRow](tx).Order("id").Find(ctx)
		for _, r := range rows {
			out = append(out, TrustRecord{ID: r.ID, Name: r.Name, MadeAt: instant(r.MadeAt)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the trusts: %w", err)
	}
	return out, nil
}

// AddTrust adds a trust, with nothing in it. A name that one has already is a
// *rota.Invalid with the path "name".
func (s *Store) AddTrust(ctx context.Context, name string) (TrustID, error) {
	row := &trustRow{Name: strings.TrimSpace(name), MadeAt: s.now().Unix()}
	if row.Name == "" {
		return 0, invalid("name", "Give the trust a name")
	}
	err := s.writeAcross(ctx, forAudit, func(tx *gorm.DB) error {
		last, err := gorm.G[*trustRow](tx, clause.Locking{Strength: "UPDATE"}).Order("id DESC").Limit(1).Take(ctx)
		if err != nil {
			return err
		}
		row.ID = last.ID + 1
		if err := gorm.G[*trustRow](tx).Create(ctx, &row); err != nil {
			return err
		}
		return s.Of(row.ID).writeAudit(ctx, tx, []*auditRow{{At: row.MadeAt, Action: string(Made), Kind: string(KindTrust)}})
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return 0, invalid("name", "Another trust has this name")
	}
	if err != nil {
		return 0, fmt.Errorf("add a trust: %w", err)
	}
	return row.ID, nil
}

// trustOf is whose strike it is.
func (s *Store) trustOf(ctx context.Context, tx *gorm.DB, strikeID string) (TrustID, error) {
	row, err := gorm.G[*strikeRow](tx).Where("id = ?", strikeID).Select("trust_id").Take(ctx)
	if err != nil {
		return 0, err
	}
	return row.TrustID, nil
}

// trustOfRun is whose strike the run is of: workers have runs of every trust.
func (s *Store) trustOfRun(ctx context.Context, runID string) (*Trust, error) {
	var id TrustID
	err := s.readAcross(ctx, forWorkers, func(tx *gorm.DB) error {
		run, err := runs(tx).Where("id = ?", runID).Take(ctx)
		if err == nil {
			id, err = s.trustOf(ctx, tx, run.StrikeID)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find whose run %s is: %w", runID, err)
	}
	return s.Of(id), nil
}

// eachTrust runs f for each trust, the first one first, until one fails.
func eachTrust[T any](ctx context.Context, s *Store, f func(t *Trust) ([]T, error)) ([]T, error) {
	trusts, err := s.Trusts(ctx)
	if err != nil {
		return nil, err
	}
	var out []T
	for _, t := range trusts {
		some, err := f(s.Of(t.ID))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}
