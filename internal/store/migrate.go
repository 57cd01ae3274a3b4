package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer means that a newer version of the program made the database.
var ErrNewer = errors.New("the database was made by a newer version of strikerota; install that version or restore an older backup")

// Migrate brings the tables up to date, and has the store's key seal the audit: where
// another one does, that is [ErrAuditKey]. It refuses a database of a newer version with [ErrNewer].
func (s *Store) Migrate(ctx context.Context) error {
	err := s.migration(func(p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		_, err := p.Up(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := s.beginAudit(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	return Known(have)
}

// Known refuses tables of a version that is newer than this program, with [ErrNewer].
func Known(version int64) error {
	newest, err := newestTables()
	if err != nil {
		return err
	}
	if version > newest {
		return fmt.Errorf("%w (tables of version %d, this program knows %d)", ErrNewer, version, newest)
	}
	return nil
}

// newestTables is the version of the tables that this program makes.
func newestTables() (int64, error) {
	files, err := fs.ReadDir(migrations, "migrations") // in order
	if err != nil {
		return 0, err
	}
	newest, err := goose.NumericComponent(files[len(files)-1].Name())
	return max(newest, marksVersion, policiesVersion), err
}

// migration runs f with what brings the tables up to date.
func (s *Store) migration(f func(p *goose.Provider) error) error {
	db, done, err := s.migrating()
	if err != nil {
		return err
	}
	p, err := s.provider(db)
	if err == nil {
		err = f(p)
	}
	return errors.Join(err, done())
}

func (s *Store) provider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	steps := goose.WithGoMigrations(s.appendOnlyStep(), s.apartStep(), s.marksStep(), s.policiesStep())
	if s.Driver() == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, files, steps)
	}
	// Several servers may start at once: one migrates, the others wait.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker), steps)
}

// step is one of the migrations whose statements the two databases word differently.
func (*Store) step(version int64, statements []string) *goose.Migration {
	return goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	}}, nil)
}
