package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"strikerota/internal/backup"
	"strikerota/internal/store"
)

// ofOlderVersion makes a database as an older version had it, with an account in it or empty.
func ofOlderVersion(t *testing.T, folder string, with bool) {
	t.Helper()
	path := filepath.Join(folder, "data", "rota.db")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Driver: store.SQLite, Path: path})
	if err != nil {
		t.Fatal(err)
	}
	db, err := s.DB()
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("../../internal/store/migrations"))
	if err == nil {
		_, err = p.UpTo(t.Context(), 12)
	}
	if err == nil && with {
		_, err = db.ExecContext(t.Context(), "INSERT INTO users (id, email, name, role, password_hash, made_at) VALUES ('jo', 'jo@trust.example', 'Dr Zzyx', 'coordinator', 'x', 1)")
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

// madeBefore are the backups that were made before the tables were changed.
func madeBefore(t *testing.T, folder string) []string {
	t.Helper()
	list, err := backup.Place{Folder: filepath.Join(folder, "data")}.List()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range list {
		if strings.HasPrefix(filepath.Base(b.Path), "before-upgrade-12-to-") {
			out = append(out, b.Path)
		}
	}
	return out
}

// TestBackupBeforeUpgrade holds that a database with something in it is in a backup, on the list of those that a purge
// clears, before a newer version changes its tables; that they are left where that fails; and that nothing is made where
// nothing would be lost, or the person says so.
func TestBackupBeforeUpgrade(t *testing.T) {
	for _, tt := range []struct {
		name         string
		with, sealed bool
		args         []string
		made         int
	}{
		{"an account", true, false, []string{"migrate"}, 1}, {"sealed", true, true, []string{"migrate"}, 1}, {"another command", true, false, []string{"user", "list"}, 1},
		{"without", true, false, []string{"migrate", "-no-backup"}, 0}, {"empty", false, false, []string{"migrate"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path, folder := settings(t)
			if tt.sealed {
				key := filepath.Join(folder, "backups.key")
				if _, err := backup.AddKey(key); err != nil {
					t.Fatal(err)
				}
				t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
			}
			ofOlderVersion(t, folder, tt.with)
			for range 2 { // the second time there is nothing to change
				if got := call(t, append(tt.args, "-config", path)...); got.status != 0 {
					t.Fatalf("%+v", got)
				}
			}
			made := madeBefore(t, folder)
			if len(made) != tt.made {
				t.Fatalf("made are %q", made)
			}
			for _, name := range made {
				data, err := os.ReadFile(name)
				if err != nil || bytes.Contains(data, []byte("Zzyx")) == tt.sealed {
					t.Errorf("%s: sealed %t, %v", name, tt.sealed, err)
				}
				if got := call(t, "restore", name, "-config", path); got.status != 0 {
					t.Errorf("restore of it: %+v", got)
				}
			}
		})
	}
}

// TestUpgradeRefused holds that the tables stay as they are where the backup of before fails.
func TestUpgradeRefused(t *testing.T) {
	path, folder := settings(t)
	ofOlderVersion(t, folder, true)
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", filepath.Join(folder, "none"))
	for _, args := range [][]string{{"migrate"}, {"serve"}, {"user", "list"}} {
		if got := call(t, append(args, "-config", path)...); got.status == 0 || !strings.Contains(got.err, "nothing has been changed") || !strings.Contains(got.err, "-no-backup") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	s, err := store.Open(context.Background(), store.Options{Driver: store.SQLite, Path: filepath.Join(folder, "data", "rota.db")})
	if err != nil {
		t.Fatal(err)
	}
	if have, _, err := s.TableVersions(t.Context()); err != nil || have != 12 {
		t.Errorf("the tables are of version %d, %v", have, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
