package storetest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"strikerota/internal/store"
)

// Env names the variable with the address of a PostgreSQL server for tests.
const Env = "ROTA_TEST_PG"

// Key seals the audits of the databases of tests.
func Key() store.AuditKey { return make(store.AuditKey, store.AuditKeyBytes) }

// A DB is a database and what the first trust has in it.
type DB struct {
	*store.Store
	*store.Trust
}

// Of is a database as it is, with what the first trust has in it.
func Of(s *store.Store) *DB { return &DB{s, s.Of(store.FirstTrust)} }

// Open opens a new, migrated SQLite database.
func Open(t testing.TB) *DB {
	t.Helper()
	return With(t, migratedSQLite(t))
}

// OpenAt is Open with a clock.
func OpenAt(t testing.TB, now func() time.Time) *DB {
	t.Helper()
	o := migratedSQLite(t)
	o.Now = now
	return With(t, o)
}

// Each runs the test on a new, migrated database of each kind.
func Each(t *testing.T, test func(t *testing.T, s *DB)) {
	t.Helper()
	EachOptions(t, func(t *testing.T, o store.Options) { test(t, With(t, o)) })
}

// EachOptions runs the test with the options for a new, migrated database of each kind.
func EachOptions(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	each(t, migratedSQLite, migratedPostgres, test)
}

// EachEmpty runs the test with the options for a new, empty database of each kind.
func EachEmpty(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	each(t, SQLite, emptyPostgres, test)
}

func each(t *testing.T, sqlite, postgres func(testing.TB) store.Options, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run(store.SQLite, func(t *testing.T) { test(t, sqlite(t)) })
	if os.Getenv(Env) != "" {
		t.Run(store.Postgres, func(t *testing.T) { test(t, postgres(t)) })
	}
}

// With opens a database and migrates it.
func With(t testing.TB, o store.Options) *DB {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return Of(s)
}

// SQLite is a new, empty SQLite database.
func SQLite(t testing.TB) store.Options {
	return store.Options{Driver: store.SQLite, Path: filepath.Join(t.TempDir(), "data", "test.db"), Now: time.Now, Key: Key()}
}
