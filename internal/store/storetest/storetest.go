package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"strikerota/internal/store"
)

// Env names the variable with the address of a PostgreSQL server for tests.
const Env = "ROTA_TEST_PG"

// Open opens a new, migrated SQLite database: a copy of one that is migrated once.
func Open(t testing.TB) *store.Store {
	t.Helper()
	o := SQLite(t)
	data, err := migrated()
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(o.Path), 0o700), os.WriteFile(o.Path, data, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return With(t, o)
}

// migrated is the file of a SQLite database that is migrated and empty.
var migrated = sync.OnceValues(func() (data []byte, err error) {
	folder, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "migrated.db")
	s, err := store.Open(context.Background(), store.Options{Driver: store.SQLite, Path: path})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.Migrate(context.Background()), s.Close()); err != nil { // the last to close writes all into the file
		return nil, err
	}
	return os.ReadFile(path)
})

// Each runs the test on a new, migrated database of each kind.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachOptions(t, func(t *testing.T, o store.Options) { test(t, With(t, o)) })
}

// EachOptions runs the test with the options for a new, empty database of each kind.
func EachOptions(t *testing.T, test func(t *testing.T, o store.Options)) {
	t.Helper()
	t.Run(store.SQLite, func(t *testing.T) { test(t, SQLite(t)) })
	if os.Getenv(Env) != "" {
		t.Run(store.Postgres, func(t *testing.T) { test(t, Postgres(t)) })
	}
}

// With opens a database and migrates it.
func With(t testing.TB, o store.Options) *store.Store {
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
	return s
}

// SQLite is a new, empty SQLite database.
func SQLite(t testing.TB) store.Options {
	return store.Options{Driver: store.SQLite, Path: filepath.Join(t.TempDir(), "data", "test.db"), Now: time.Now}
}

// Postgres is a new, empty schema of the PostgreSQL server for tests.
func Postgres(t testing.TB) store.Options {
	t.Helper()
	address, err := url.Parse(os.Getenv(Env))
	if err != nil {
		t.Fatalf("%s is not a URL", Env)
	}
	db, err := sql.Open("pgx", address.String())
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Errorf("drop the schema: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("close the server: %v", err)
		}
	})
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return store.Options{Driver: store.Postgres, URL: address.String(), Now: time.Now}
}
