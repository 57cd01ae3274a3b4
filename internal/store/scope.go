package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// A crossing is why a transaction reads or changes what belongs to several trusts, or to one that is not
// known yet. These are all; every other transaction is of one trust, or touches nothing that belongs to one.
type crossing string

// The reasons.
const (
	toSignIn   crossing = "whoever signs in, or has, is looked for before it is known whose they are, and so is whoever opens a link"
	forWorkers crossing = "workers solve the runs of every trust, and know a run by its id alone"
	forAudit   crossing = "the audit is one chain of records of all trusts: it is sealed and verified whole, and what is of the installation is told to each"
	forGroup   crossing = "an account that sees the totals of every trust is kept with the first, and each trust reads its name where it was there"
	toForget   crossing = "files that were being brought in go after a day, in every trust"
	forRunning crossing = "whoever runs the program is told whether there are accounts, and when something was last done"
	forEnding  crossing = "everybody is signed out where a backup is restored, and at a purge"
	forRestore crossing = "a backup that is restored is one of every trust, and so are the links in it that end"
)

// A scope is for whom a transaction runs.
type scope struct {
	trust   TrustID                    // 0 for no trust: what belongs to one is not touched
	crosses crossing                   // why it may touch every trust's, or ""
	known   map[string]map[string]bool // by table the ids of rows that are the trust's, as this transaction has read or written
}

// A scopedTx is a transaction with its scope, which GORM hands on to each statement.
type scopedTx struct {
	gorm.Tx
	*scope
}

// scopeOf is the scope of the transaction that a statement is part of: of no trust outside of one.
func scopeOf(tx *gorm.DB) *scope {
	if in, ok := tx.Statement.ConnPool.(*scopedTx); ok {
		return in.scope
	}
	return &scope{}
}

// scoped runs f in a transaction that has just begun, with its scope.
func (sc *scope) scoped(ctx context.Context, f func(tx *gorm.DB) error) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error {
		begun, ok := tx.Statement.ConnPool.(gorm.Tx)
		if !ok {
			return errors.New("there is no transaction")
		}
		sc.known = map[string]map[string]bool{}
		tx.Statement.ConnPool = &scopedTx{begun, sc}
		if sc.setting() != "" {
			if err := sc.tell(ctx, tx); err != nil {
				return err
			}
		}
		return f(tx)
	}
}

// across runs f inside a transaction of a trust, with leave to touch every trust's.
func across(ctx context.Context, tx *gorm.DB, why crossing, f func() error) error {
	sc := scopeOf(tx)
	was := sc.crosses
	sc.crosses = why
	err := sc.tell(ctx, tx)
	if err == nil {
		err = f()
	}
	sc.crosses = was
	if err != nil {
		return err // and the transaction ends
	}
	return sc.tell(ctx, tx)
}

// ours starts a query for rows that say themselves whose they are, of the trust whose transaction it is.
func ours[T any](tx *gorm.DB) gorm.ChainInterface[T] {
	return gorm.G[T](tx).Where("trust_id = ?", scopeOf(tx).trust)
}

// readAcross is read of what belongs to several trusts, or to one that is not known yet.
func (s *Store) readAcross(ctx context.Context, why crossing, f func(tx *gorm.DB) error) error {
	return s.reading(ctx, &scope{crosses: why}, f)
}

// writeAcross is write of such.
func (s *Store) writeAcross(ctx context.Context, why crossing, f func(tx *gorm.DB) error) error {
	return s.writing(ctx, &scope{crosses: why}, f)
}
