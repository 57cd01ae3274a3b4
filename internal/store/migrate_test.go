package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

func TestMigrateTwice(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		s := storetest.With(t, o)
		fill(t, s)
		want := s.Dump(t)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatalf("the second time: %v", err)
		}
		again := storetest.With(t, o)
		if diff := cmp.Diff(want, again.Dump(t)); diff != "" {
			t.Errorf("migrating again changed rows (-before +after):\n%s", diff)
		}
	})
}

func TestMigrateRefusesNewer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		s.Exec(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
		err := s.Migrate(t.Context())
		wantError(t, "Migrate", err, store.ErrNewer)
		if err == nil || !strings.Contains(err.Error(), "made by a newer version") {
			t.Errorf("error %q does not say that it was made by a newer version", err)
		}
	})
}

// TestColumnsMatchRows holds that tables and rows name the same columns, and that no table is without a row.
func TestColumnsMatchRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		rows, database := s.Columns(t)
		if diff := cmp.Diff(rows, database); diff != "" {
			t.Errorf("(-rows +database):\n%s", diff)
		}
		for _, table := range s.Tables(t) {
			if _, known := rows[table]; !known && table != "goose_db_version" && !strings.HasPrefix(table, "sqlite_") {
				t.Errorf("table %s has no row", table)
			}
		}
	})
}

func TestSQLiteSettingsOnEveryConnection(t *testing.T) {
	s := storetest.Open(t)
	for name, want := range map[string]string{"secure_delete": "1", "foreign_keys": "1", "synchronous": "2", "trusted_schema": "0"} {
		if got := store.Pragmas()[name]; got != want {
			t.Errorf("%s is to be %q, want %q", name, got, want)
		}
	}
	for name, want := range store.Pragmas() {
		for i, got := range s.ReadPragma(t, name) {
			if got != want {
				t.Errorf("connection %d: %s = %q, want %q", i, name, got, want)
			}
		}
	}
}

func TestSQLiteRefusesSettingThatDidNotTake(t *testing.T) {
	for name := range store.Pragmas() {
		t.Run(name, func(t *testing.T) {
			store.SetWants(t, name, "nonsense")
			s, err := store.Open(t.Context(), storetest.SQLite(t))
			if err == nil {
				s.Close()
				t.Fatal("opened in spite of a setting that did not take")
			}
			if !strings.Contains(err.Error(), name) {
				t.Errorf("error %q does not name the setting", err)
			}
		})
	}
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	o := storetest.SQLite(t)
	storetest.With(t, o)
	for path, want := range map[string]os.FileMode{filepath.Dir(o.Path): 0o700, o.Path: 0o600, o.Path + "-wal": 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(path), got, want)
		}
	}
}

// TestSQLiteUnwritable holds that whoever may not write is told what to do about it.
func TestSQLiteUnwritable(t *testing.T) {
	for err, want := range map[error]string{
		&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}: "chown",
		&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}:  "mounted read-only",
		&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}: "",
	} {
		if got := store.WhoMayWrite(err); !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
	folder := t.TempDir()
	if err := store.TryFolder(folder); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

func TestSQLitePathWithOddLetters(t *testing.T) {
	o := storetest.SQLite(t)
	o.Path = filepath.Join(t.TempDir(), "a b?c#d%20e&f", "é.db")
	storetest.With(t, o)
	if _, err := os.Stat(o.Path); err != nil {
		t.Errorf("the database is not at its path: %v", err)
	}
	files, err := filepath.Glob(filepath.Dir(filepath.Dir(o.Path)) + "/*")
	if err != nil || len(files) != 1 {
		t.Errorf("files %v, %v; want the one folder", files, err)
	}
}

func TestSQLiteRefusesDamage(t *testing.T) {
	o := storetest.SQLite(t)
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Migrate(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(data) && i < 3*4096; i++ {
		data[i] = 0x5a
	}
	if err := os.WriteFile(o.Path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), o); err == nil {
		s.Close()
		t.Error("opened a damaged file")
	}
}

func TestOpenFaults(t *testing.T) {
	tests := []struct {
		name string
		o    store.Options
	}{
		{"no driver", store.Options{}},
		{"no path", store.Options{Driver: store.SQLite}},
		{"a folder", store.Options{Driver: store.SQLite, Path: t.TempDir()}},
		{"no address", store.Options{Driver: store.Postgres, URL: "postgres://ann:secret@:nowhere"}},
		{"nobody listens", store.Options{Driver: store.Postgres, URL: "postgres://ann:secret@127.0.0.1:1/x?connect_timeout=1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), tt.o)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

// TestMigrationsAreForBoth holds that no migration speaks to one database alone.
func TestMigrationsAreForBoth(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("migrations %v, %v", files, err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"AUTOINCREMENT", "SERIAL", "JSONB", "STRICT", "TIMESTAMP", "REAL", "DOUBLE", "GENERATED"} {
			if slices.Contains(strings.Fields(string(text)), word) {
				t.Errorf("%s has %s", path, word)
			}
		}
	}
}
