package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/backup"
	"strikerota/internal/store"
	"strikerota/rota"
)

// ofBackups is what the one certificate there is says of backups.
func ofBackups(t *testing.T, path string) store.Backups {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := o.CertificatesOfAll(t.Context())
	if err := errors.Join(err, o.Close()); err != nil || len(list) != 1 || list[0].Backups == nil {
		t.Fatalf("the certificates are %+v, %v", list, err)
	}
	return *list[0].Backups
}

// TestPurgeSealedBackup holds that people go from a sealed backup too, also of one that an older key of the file sealed,
// which stays sealed and comes back with its key; and that where the key is not there the backup is told of by its name
// and day, and not of as cleared.
func TestPurgeSealedBackup(t *testing.T) {
	path, folder := settings(t)
	names, due := peopled(t, path)
	key, file := filepath.Join(folder, "backups.key"), filepath.Join(folder, "one.backup")
	if got := call(t, "backup", "-new-key", key); got.status != 0 || !strings.Contains(got.out, "database.backup_key_file") {
		t.Fatalf("a new key: %+v", got)
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
	if got := call(t, "backup", file, "-config", path); got.status != 0 || !strings.Contains(got.out, "sealed with the key of "+key) {
		t.Fatalf("backup: %+v", got)
	}
	made := rota.DateOf(time.Now()).Words()
	if got := holding(t, folder, names); !slices.Equal(got, []string{"rota.db"}) {
		t.Fatalf("before, %v hold names; want the database alone", got)
	}
	sealedWith, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", "")
	got := callAt(t, due, "purge", "-config", path)
	if got.status == 0 || !strings.Contains(got.out, "but not from every backup") || !strings.Contains(got.err, "database.backup_key_file") ||
		!strings.Contains(got.err, file+" of "+made) || !strings.Contains(got.err, "the planner does on "+rota.DateOf(due).Add(30).Words()) {
		t.Errorf("a purge without the key: %+v", got)
	}
	left := ofBackups(t, path)
	if want := (store.Backups{Seen: 1, Failed: 1, Left: left.Left}); !cmp.Equal(left, want) || len(left.Left) != 1 || left.Left[0].Path != file {
		t.Errorf("without the key the certificate says %+v", left)
	}
	if got := callAt(t, due, "doctor", "-config", path); got.status != 1 || strings.Count(got.out, file+" of "+made) != 1 || !strings.Contains(got.out, "neither be restored nor cleared") {
		t.Errorf("the doctor: %+v", got)
	}
	if got := call(t, "restore", file, "-config", filepath.Join(elsewhere(t, folder), "config.yaml")); got.status != 2 || !strings.Contains(got.err, "the backup is sealed") {
		t.Errorf("restore without the key: %+v", got)
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "backup", "-new-key", key); got.status != 0 {
		t.Fatalf("another key: %+v", got)
	}
	if got := callAt(t, due, "purge", "-config", path); got.status == 0 || !strings.Contains(got.err, "sealed with another key") {
		t.Errorf("a purge with another key: %+v", got)
	}
	if err := os.WriteFile(key, sealedWith, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "backup", "-new-key", key); got.status != 0 || !strings.Contains(got.out, "1 key of before stays") {
		t.Fatalf("a key more: %+v", got)
	}
	if got := callAt(t, due, "purge", "-config", path); got.status != 0 {
		t.Errorf("a purge with the key: %+v", got)
	}
	if got := ofBackups(t, path); !cmp.Equal(got, store.Backups{Seen: 1, Cleared: 1}) {
		t.Errorf("with the key the certificate says %+v", got)
	}
	other := elsewhere(t, folder)
	if got := callAt(t, due.AddDate(0, 0, -2), "restore", file, "-config", filepath.Join(other, "config.yaml")); got.status != 0 {
		t.Errorf("restore of a purged, sealed backup: %+v", got)
	}
	if got := append(holding(t, folder, names), holding(t, other, names)...); len(got) != 0 {
		t.Errorf("after the purge %v hold names", got)
	}
}

// TestLeftBackupGoes holds that a backup which cannot be cleared is kept for thirty days, in which it is told of, and then
// deleted; that the certificate then says so; and that one of after the purge, or that was cleared, stays whatever key seals it.
func TestLeftBackupGoes(t *testing.T) {
	path, folder := settings(t)
	_, due := peopled(t, path)
	lost, key := filepath.Join(folder, "lost.key"), filepath.Join(folder, "backups.key")
	old, later := filepath.Join(folder, "old"), filepath.Join(folder, "later")
	for _, name := range []string{lost, key} {
		if _, err := backup.AddKey(name); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", lost)
	if got := call(t, "backup", old, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
	there := func(name string) bool { _, err := os.Stat(name); return err == nil }
	for n, tt := range []struct {
		days, status int
		kept         bool
	}{{0, 1, true}, {1, 1, true}, {29, 1, true}, {30, 0, false}, {31, 0, false}} {
		got := callAt(t, due.AddDate(0, 0, tt.days), "purge", "-config", path)
		if got.status != tt.status || there(old) != tt.kept || tt.kept && !strings.Contains(got.err, "the planner does on "+rota.DateOf(due).Add(30).Words()) {
			t.Errorf("after %d days: %+v, the backup is there: %t", tt.days, got, there(old))
		}
		if n == 0 {
			t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", lost)
			if got := callAt(t, due.Add(time.Hour), "backup", later, "-config", path); got.status != 0 {
				t.Fatalf("backup: %+v", got)
			}
			t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
		}
	}
	if got := ofBackups(t, path); got.Failed != 0 || got.Deleted != 1 || got.Left != nil {
		t.Errorf("the certificate says %+v", got)
	}
	if got := callAt(t, due.AddDate(1, 0, 0), "purge", "-config", path); got.status != 0 || !there(later) {
		t.Errorf("a year later: %+v, the backup of after the purge is there: %t", got, there(later))
	}
}

// TestPartsGo holds that what a backup left that was killed, which holds everybody, goes with the next backup, purge or start.
func TestPartsGo(t *testing.T) {
	path, folder := settings(t)
	peopled(t, path)
	if got := call(t, "backup", filepath.Join(folder, "first"), "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	part := filepath.Join(folder, "data", ".strikerota-X.part")
	for what, do := range map[string]func(){
		"backup": func() { call(t, "backup", filepath.Join(folder, "second"), "-config", path) },
		"purge":  func() { call(t, "purge", "-config", path) },
		"start":  func() { _, _, stop := serving(t, "-config", path); stop() },
	} {
		for _, name := range []string{part, part + "-wal"} {
			if err := os.WriteFile(name, []byte("everybody"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		do()
		if left, err := filepath.Glob(filepath.Join(folder, "data", ".strikerota-*")); err != nil || left != nil {
			t.Errorf("%s: %v is left, %v", what, left, err)
		}
	}
}

// TestGoneBackup holds that a backup which was made anew at the path of another counts once; and that one which could not
// be cleared and is then taken away by hand stays in the certificate as that, however often the planner looks again.
func TestGoneBackup(t *testing.T) {
	path, folder := settings(t)
	_, due := peopled(t, path)
	lost, key := filepath.Join(folder, "lost.key"), filepath.Join(folder, "backups.key")
	for _, name := range []string{lost, key} {
		if _, err := backup.AddKey(name); err != nil {
			t.Fatal(err)
		}
	}
	nightly, old := filepath.Join(folder, "nightly"), filepath.Join(folder, "old")
	for _, b := range []struct{ key, file string }{{lost, nightly}, {lost, old}, {key, nightly}} {
		if err := os.Remove(b.file); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", b.key)
		if got := call(t, "backup", b.file, "-config", path); got.status != 0 {
			t.Fatalf("backup: %+v", got)
		}
	}
	dry := callAt(t, due, "purge", "-dry-run", "-config", path)
	if dry.status != 1 || !strings.Contains(dry.out, "would be deleted") || strings.Count(dry.err, "the backup "+old) != 1 || strings.Contains(dry.err, nightly) {
		t.Errorf("before, a dry run: %+v", dry)
	}
	if got := callAt(t, due, "purge", "-config", path); got.status != 1 || strings.Count(got.err, "the backup "+old) != 1 || strings.Contains(got.err, nightly) ||
		!strings.Contains(got.err, "put the key that sealed it in the file of keys, before the last one") {
		t.Errorf("purge: %+v", got)
	}
	if got := ofBackups(t, path); got.Seen != 2 || got.Cleared != 1 || got.Failed != 1 || len(got.Left) != 1 || got.Gone != nil {
		t.Errorf("the certificate says %+v", got)
	}
	if got := callAt(t, due, "purge", "-dry-run", "-config", path); got.status != 1 || got.out != "No strike is due.\n" || strings.Count(got.err, "the backup "+old) != 1 {
		t.Errorf("after it, a dry run: %+v", got)
	}
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := callAt(t, due.AddDate(0, 0, 3), "purge", "-config", path); got.status != 0 {
			t.Errorf("once it is gone: %+v", got)
		}
		got := ofBackups(t, path)
		if got.Seen != 2 || got.Cleared != 1 || got.Deleted != 0 || got.Failed != 0 || len(got.Gone) != 1 || got.Gone[0].Path != old || rota.DateOf(got.Gone[0].At) != rota.DateOf(due).Add(3) {
			t.Errorf("once it is gone the certificate says %+v", got)
		}
	}
	if got := callAt(t, due.AddDate(0, 0, 3), "purge", "-dry-run", "-config", path); got.status != 0 {
		t.Errorf("once it is gone, a dry run: %+v", got)
	}
}
