package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBackup makes a backup of a planner that runs, stops it, and restores.
func TestBackup(t *testing.T) {
	path, folder := settings(t)
	file := filepath.Join(folder, "one.backup")
	if got := call(t, "backup", file, "-config", path); got.status != 1 || !strings.Contains(got.err, "there is no database yet") {
		t.Errorf("backup of nothing: %+v", got)
	}
	address, printed, stop := serving(t, "-config", path)
	m := signInLines.FindStringSubmatch(printed)
	b := newBrowser(t)
	signedIn := func() bool { return strings.Contains(b.get(address+"/strikes"), "Sign out") }
	b.post(address+"/sign-in", url.Values{"email": {m[1]}, "password": {m[2]}, "next": {"/help"}})
	if got := call(t, "backup", file, "-config", path); got.status != 0 || !strings.Contains(got.out, file) {
		t.Errorf("backup: %+v", got)
	}
	if got := call(t, "restore", file, "-config", path); got.status != 1 || !strings.Contains(got.err, "stop it first") {
		t.Errorf("restore under a planner that runs: %+v", got)
	}
	if !signedIn() {
		t.Fatal("the browser is not signed in")
	}
	stop()

	told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
	if got := call(t, "restore", file, "-config", path); got.status != 0 || !strings.Contains(got.out, "before-restore-") {
		t.Fatalf("restore: %+v", got)
	}
	if got := call(t, "user", "list", "-config", path); got.out != firstEmail+"\tcoordinator\n" {
		t.Errorf("restored accounts: %+v", got)
	}
	address, _, stop = serving(t, "-config", path)
	defer stop()
	if signedIn() {
		t.Error("a session of before the restore goes on")
	}
}

// TestRestoredLinks holds that a personal link that was ended after a backup does not come alive again when that
// is restored, and that whoever restores is told to make new ones.
func TestRestoredLinks(t *testing.T) {
	path, folder := settings(t)
	peopled(t, path)
	file := filepath.Join(folder, "one.backup")
	if got := call(t, "backup", file, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	links := func() int {
		t.Helper()
		o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
		if err != nil {
			t.Fatal(err)
		}
		n, err := o.EndRestoredLinks(t.Context())
		if err := errors.Join(err, o.Close()); err != nil {
			t.Fatal(err)
		}
		return n
	}
	there := links() // ended since the backup
	if there == 0 {
		t.Fatal("there is no link to end")
	}
	if got := call(t, "restore", file, "-config", path); got.status != 0 || !strings.Contains(got.out, fmt.Sprintf("Its %d personal links were ended", there)) {
		t.Errorf("restore: %+v", got)
	}
	if n := links(); n != 0 {
		t.Errorf("%d links came alive again", n)
	}
}

func TestBackupRefuses(t *testing.T) {
	path, folder := settings(t)
	words := filepath.Join(folder, "words")
	if err := os.WriteFile(words, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"backup to nowhere", []string{"backup"}, "want the one file"},
		{"two backups", []string{"backup", "a", "b"}, "want the one file"},
		{"backup over a file", []string{"backup", words}, "choose another name"},
		{"restore of nothing", []string{"restore"}, "want the one backup"},
		{"restore of words", []string{"restore", words}, "no backup of strikerota"},
		{"restore of no file", []string{"restore", filepath.Join(folder, "none")}, "no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, append(tt.args, "-config", path)...)
			if got.status != 2 || !strings.Contains(got.err, tt.want) {
				t.Errorf("got %+v, want status 2 and %q", got, tt.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(folder, "data", "rota.db")); err == nil {
		t.Error("a refused restore made a database")
	}
}
