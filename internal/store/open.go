package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Drivers of the database.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Options say which database to open.
type Options struct {
	Driver string           // SQLite or Postgres
	Path   string           // SQLite: the file; it and its folder are made when missing
	URL    string           // Postgres
	Log    *slog.Logger     // nil logs nothing
	Now    func() time.Time // nil means time.Now
	Key    AuditKey         // seals the audit; without it nothing can be saved
	Renew  bool             // begin the chain of the audit anew when another key seals it
}

// A Store is an open database. It is safe for use by many goroutines.
type Store struct {
	writer *gorm.DB // SQLite: one connection, so that writers queue up here and not in the file
	reader *gorm.DB // Postgres: the same as writer
	pool   *pgxpool.Pool
	saving chan struct{} // SQLite: holds a token while somebody saves
	path   string        // SQLite: the file,
	file   os.FileInfo   // and which one was there when it was opened
	now    func() time.Time
	key    AuditKey
	renew  bool
	closer []io.Closer
}

// Open opens the database. It does not make or change tables: see [Store.Migrate].
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{now: o.Now, key: o.Key, renew: o.Renew}
	if s.now == nil {
		s.now = time.Now
	}
	open := map[string]func(context.Context, Options) error{SQLite: s.openSQLite, Postgres: s.openPostgres}[o.Driver]
	if open == nil {
		return nil, errors.New("open the database: the driver must be sqlite or postgres")
	}
	if err := open(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), s.Close())
	}
	return s, nil
}

// Close ends every connection.
func (s *Store) Close() error {
	var errs []error
	for _, c := range s.closer {
		errs = append(errs, c.Close())
	}
	if s.pool != nil {
		s.pool.Close()
	}
	return errors.Join(errs...)
}

// Driver is SQLite or Postgres.
func (s *Store) Driver() string {
	if s.pool != nil {
		return Postgres
	}
	return SQLite
}

// Healthy reports whether the database can save: nil, or what is wrong with it.
func (s *Store) Healthy(ctx context.Context) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[*headRow](tx).Where("name = ?", headName).Update(ctx, "seq", gorm.Expr("seq"))
		return err
	})
	if err != nil {
		return fmt.Errorf("try to save: %w", err)
	}
	return nil
}

// DB is the connection of those that write, for the job queue, which shares it.
func (s *Store) DB() (*sql.DB, error) { return s.writer.DB() }

// Pool is the pool of PostgreSQL connections, for the job queue; nil on SQLite.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// openGORM is GORM on a database.
func openGORM(of gorm.Dialector, o Options) (*gorm.DB, error) {
	db, err := gorm.Open(of, gormConfig(o))
	if err != nil {
		return nil, err
	}
	return db, errors.Join(know(db), guard(db))
}

// gormConfig is how GORM is used on both databases.
func gormConfig(o Options) *gorm.Config {
	log := logger.Discard
	if o.Log != nil {
		log = newSQLLog(logger.NewSlogLogger(o.Log, logger.Config{
			SlowThreshold: time.Second, LogLevel: logger.Warn,
			ParameterizedQueries: true, IgnoreRecordNotFoundError: true,
		}))
	}
	return &gorm.Config{
		Logger: log, TranslateError: true, SkipDefaultTransaction: true,
		DisableNestedTransaction: true, AllowGlobalUpdate: false,
	}
}
