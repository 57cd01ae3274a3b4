package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// An Actor is who acts: a user, or the zero Actor for the program itself. The
// audit keeps the id alone.
type Actor struct{ ID, Name string }

// read runs f on one moment of the database. It finds nothing that belongs to a trust: see [Trust.read] and readAcross.
func (s *Store) read(ctx context.Context, f func(tx *gorm.DB) error) error {
	return s.reading(ctx, &scope{}, f)
}

func (s *Store) reading(ctx context.Context, of *scope, f func(tx *gorm.DB) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if s.Driver() == Postgres {
		o.Isolation = sql.LevelRepeatableRead // as SQLite does without being told
	}
	return plain(s.reader.WithContext(ctx).Transaction(of.scoped(ctx, f), o))
}

// write runs f in a transaction that saves all it does or nothing, and nothing that belongs to a trust.
func (s *Store) write(ctx context.Context, f func(tx *gorm.DB) error) error {
	return s.writing(ctx, &scope{}, f)
}

func (s *Store) writing(ctx context.Context, of *scope, f func(tx *gorm.DB) error) error {
	if err := s.sameFile(); err != nil {
		return err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	return plain(s.writer.WithContext(ctx).Transaction(of.scoped(ctx, f)))
}

// turnWait is how long a save waits for those before it. With the wait for the lock of the file it
// stays below what a browser waits for an answer: where another process holds the file for long,
// each of those who queue up is told, in place of waiting for all the others to give up.
const turnWait = 20 * time.Second

// turn waits until nobody else saves into the file, and gives what lets the next one in.
func (s *Store) turn(ctx context.Context) (done func(), err error) {
	if s.saving == nil {
		return func() {}, nil // PostgreSQL
	}
	wait := time.NewTimer(turnWait)
	defer wait.Stop()
	select {
	case s.saving <- struct{}{}:
		return func() { <-s.saving }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
		return nil, fmt.Errorf("%w: others have been saving for %s", ErrUnavailable, turnWait)
	}
}

// of starts a query for one strike's own rows.
func of[T any](tx *gorm.DB, strikeID string) gorm.ChainInterface[T] {
	return gorm.G[T](tx).Where("strike_id = ?", strikeID)
}

// A deletable is rows that a query finds.
type deletable interface {
	Delete(context.Context) (int, error)
}

// insert adds rows, which may be none.
func insert[T any](ctx context.Context, tx *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return gorm.G[T](tx).CreateInBatches(ctx, &rows, 200)
}

// A stamp is the version of a row, and who saved it when.
type stamp struct {
	Version   int64
	ChangedAt int64
	ChangedBy string
}

// A change is one save of one strike. It holds the strike's row, so that no other
// save of the strike runs beside it.
type change struct {
	trust  *Trust
	tx     *gorm.DB
	strike *strikeRow
	actor  Actor
	at     int64 // now, Unix seconds
	notes  []*auditRow
}

// change runs f as one save of the strike, and writes what f noted to the audit.
// A save that notes nothing is a mistake in this package and fails.
func (t *Trust) change(ctx context.Context, actor Actor, strikeID string, f func(c *change) error) error {
	return t.writeOf(ctx, strikeID, func(tx *gorm.DB) error {
		strike, err := gorm.G[*strikeRow](tx, clause.Locking{Strength: "UPDATE"}).Where("id = ? AND trust_id = ?", strikeID, t.id).Take(ctx)
		if err != nil {
			return err
		}
		if strike.PurgedAt != nil {
			return ErrPurged
		}
		c := &change{trust: t, tx: tx, strike: strike, actor: actor, at: t.now().Unix()}
		c.strike.Saves++
		if err := f(c); err != nil {
			return err
		}
		n, err := t.strikes(tx).Where("id = ?", strikeID).
			Select("saves", "last_resident", "last_duty", "last_consultant", "last_slot").Updates(ctx, c.strike)
		if err == nil && n != 1 {
			err = rota.ErrNotFound
		}
		if err != nil {
			return err
		}
		return c.audit(ctx)
	})
}

// mayName refuses names while nobody has recorded how long they are kept.
func (c *change) mayName() error { return c.strike.mayName() }

// stamp marks what is saved: its version is new in this strike.
func (c *change) stamp() stamp {
	return stamp{Version: c.strike.Saves, ChangedAt: c.at, ChangedBy: c.actor.ID}
}

// note puts what was done to which thing in the audit.
func (c *change) note(action Action, kind Kind, id string) {
	c.notes = append(c.notes, &auditRow{At: c.at, ActorID: c.actor.ID, StrikeID: c.strike.ID,
		Action: string(action), Kind: string(kind), EntityID: id})
}

func (c *change) audit(ctx context.Context) error {
	if len(c.notes) == 0 {
		return errors.New("a save left nothing for the audit")
	}
	return c.trust.writeAudit(ctx, c.tx, c.notes)
}

// update saves the columns of the row with this id, if it still has the version read.
func update[T any](ctx context.Context, c *change, id string, version int64, row T, columns ...any) error {
	n, err := of[T](c.tx, c.strike.ID).Where("id = ? AND version = ?", id, version).
		Select("version", append(columns, "changed_at", "changed_by")...).Updates(ctx, row)
	if err != nil || n == 1 {
		return err
	}
	return missed[T](ctx, c, id)
}

// remove deletes the row with this id, if it still has the version read.
func remove[T any](ctx context.Context, c *change, id string, version int64) error {
	n, err := of[T](c.tx, c.strike.ID).Where("id = ? AND version = ?", id, version).Delete(ctx)
	if err != nil || n == 1 {
		return err
	}
	return missed[T](ctx, c, id)
}

// missed says why there was no row to save: it is gone, or somebody else saved it.
func missed[T any](ctx context.Context, c *change, id string) error {
	var now []stamp
	err := of[T](c.tx, c.strike.ID).Where("id = ?", id).
		Select("version", "changed_at", "changed_by").Scan(ctx, &now)
	if err != nil {
		return err
	}
	if len(now) == 0 {
		return rota.ErrNotFound
	}
	return conflict(ctx, c.tx, now[0])
}

// conflict is the *Conflict of a row that has been saved since.
func conflict(ctx context.Context, tx *gorm.DB, now stamp) error {
	by, err := nameOf(ctx, tx, now.ChangedBy)
	if err != nil {
		return err
	}
	return &Conflict{By: by, At: instant(now.ChangedAt)}
}

// next is the next code of a kind, such as R001. Codes are never given out twice.
func next(letter string, last *int64, width int) string {
	*last++
	return fmt.Sprintf("%s%0*d", letter, width, *last)
}

// instant is Unix seconds as a time.
func instant(unix int64) time.Time { return time.Unix(unix, 0).UTC() }

// spanOf is two columns as a span.
func spanOf(start, end int64) rota.Span { return rota.Span{Start: instant(start), End: instant(end)} }
