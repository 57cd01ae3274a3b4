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

// migratedSQLite is a new SQLite database with its tables: a copy of one that is migrated once.
func migratedSQLite(t testing.TB) store.Options {
	t.Helper()
	o := SQLite(t)
	data, err := sqliteFile()
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(o.Path), 0o700), os.WriteFile(o.Path, data, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// sqliteFile is the file of a SQLite database that is migrated and empty.
var sqliteFile = sync.OnceValues(func() (data []byte, err error) {
	folder, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "migrated.db")
	if err := migrate(store.Options{Driver: store.SQLite, Path: path, Key: Key()}); err != nil { // the last to close writes all into the file
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(o store.Options) error {
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(context.Background()), s.Close())
}

// A postgres is the server for tests, and its databases that are copied.
type postgres struct {
	url             *url.URL
	server          *sql.DB
	user, password  string // who owns the databases, and is no superuser: row security does not hold one
	empty, migrated string
}

// schema has the tables, rather than public, as in a database that is shared with other programs.
const schema = "planner"

// postgresServer makes the databases that are copied; they go with the server.
var postgresServer = sync.OnceValues(func() (*postgres, error) {
	u, err := url.Parse(os.Getenv(Env))
	if err != nil {
		return nil, errors.New(Env + " is not a URL")
	}
	p := &postgres{url: u}
	if p.server, err = sql.Open("pgx", u.String()); err != nil {
		return nil, err
	}
	p.user = "planner_" + strings.ToLower(rand.Text())
	statement := "CREATE ROLE " + p.user + " LOGIN"
	if _, asked := u.User.Password(); asked {
		p.password = rand.Text()
		statement += " PASSWORD '" + p.password + "'"
	}
	if _, err = p.server.Exec(statement); err != nil {
		return nil, err
	}
	if p.empty, err = p.copy("template1"); err != nil {
		return nil, err
	}
	db, err := sql.Open("pgx", p.address(p.empty))
	if err != nil {
		return nil, err
	}
	_, err = db.Exec("CREATE SCHEMA " + schema)
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	if p.migrated, err = p.copy(p.empty); err != nil {
		return nil, err
	}
	return p, migrate(store.Options{Driver: store.Postgres, URL: p.address(p.migrated), Key: Key()})
})

// copy makes a database like another.
func (p *postgres) copy(of string) (name string, err error) {
	name = "test_" + strings.ToLower(rand.Text())
	_, err = p.server.Exec("CREATE DATABASE " + name + " TEMPLATE " + of + " OWNER " + p.user)
	return name, err
}

// Files is the folder in which the server keeps a PostgreSQL database, once all that was saved is in it.
func Files(t testing.TB, db *DB) (folder string) {
	t.Helper()
	p, err := postgresServer()
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	var name string
	if err == nil {
		err = pool.QueryRowContext(t.Context(), "SELECT current_database()").Scan(&name)
	}
	if err == nil {
		_, err = p.server.ExecContext(t.Context(), "CHECKPOINT")
	}
	if err == nil {
		err = p.server.QueryRowContext(t.Context(), "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = $1", name).Scan(&folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// address is where the tables of a database are.
func (p *postgres) address(database string) string {
	u := *p.url
	u.Path, u.User = "/"+database, url.User(p.user)
	if p.password != "" { // a server that asks for none is given none: the configuration takes no address with one
		u.User = url.UserPassword(p.user, p.password)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

// emptyPostgres is a new, empty PostgreSQL database.
func emptyPostgres(t testing.TB) store.Options {
	t.Helper()
	return copyPostgres(t, func(p *postgres) string { return p.empty })
}

// migratedPostgres is a new PostgreSQL database with its tables.
func migratedPostgres(t testing.TB) store.Options {
	t.Helper()
	return copyPostgres(t, func(p *postgres) string { return p.migrated })
}

func copyPostgres(t testing.TB, of func(*postgres) string) store.Options {
	t.Helper()
	p, err := postgresServer()
	if err != nil {
		t.Fatal(err)
	}
	name, err := p.copy(of(p))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.server.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return store.Options{Driver: store.Postgres, URL: p.address(name), Now: time.Now, Key: Key()}
}
