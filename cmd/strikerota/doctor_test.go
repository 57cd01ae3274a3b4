package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strikerota/internal/config"
	"strikerota/internal/store"
)

// TestDoctor makes an installation sound, and then unsound in one way after another.
func TestDoctor(t *testing.T) {
	path, folder := settings(t)
	if got := call(t, "doctor", "-config", path); got.status != 1 || !strings.Contains(got.out, "there is none yet") {
		t.Errorf("without a database: %+v", got)
	}
	if _, err := os.Stat(filepath.Join(folder, "data")); err == nil {
		t.Error("the doctor made the folder of the data")
	}
	_, due := peopled(t, path)
	file := filepath.Join(folder, "one.backup")
	if got := call(t, "backup", file, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	if got := call(t, "doctor", "-config", path); got.status != 0 || strings.Contains(got.out, "TO DO") || strings.Count(got.out, "sound ") != 18 {
		t.Fatalf("a sound installation: %+v", got)
	}

	database, key, now := filepath.Join(folder, "data", "rota.db"), filepath.Join(folder, "data", "audit.key"), time.Now()
	mode := func(path string, mode os.FileMode) func() error { return func() error { return os.Chmod(path, mode) } }
	first, part := filepath.Join(folder, "data", "first-sign-in.txt"), filepath.Join(folder, ".strikerota-X.part") // beside the backup
	tests := []struct {
		name       string
		spoil, fix func() error
		now        time.Time
		want       string
	}{
		{"folder", mode(filepath.Dir(database), 0o750), mode(filepath.Dir(database), 0o700), now, "chmod 700"},
		{"database", mode(database, 0o640), mode(database, 0o600), now, "chmod 600 " + database},
		{"key", mode(key, 0o640), mode(key, 0o600), now, "chmod 600 " + key},
		{"backup", mode(file, 0o644), mode(file, 0o600), now, "chmod 600 " + file},
		{"passwords", func() error { return os.WriteFile(first, nil, 0o600) }, func() error { return os.Remove(first) }, now, "have not been used"},
		{"part of a backup", func() error { return os.WriteFile(part, nil, 0o600) }, func() error { return os.Remove(part) }, now, part + " may hold everybody"},
		{"no backup", func() error { return os.Rename(file, file+"x") }, func() error { return os.Rename(file+"x", file) }, now, "there is none on this machine"},
		{"old backup", nil, nil, now.Add(27 * time.Hour), "make one every day"},
		{"clock", nil, nil, now.AddDate(-2, 0, 0), "set its clock"}, // before the strike too
		{"overdue", nil, nil, due, "run: strikerota purge"},
	}
	for _, tt := range tests {
		if tt.spoil != nil {
			if err := tt.spoil(); err != nil {
				t.Fatal(err)
			}
		}
		got := callAt(t, tt.now, "doctor", "-config", path)
		if got.status != 1 || !strings.Contains(got.out, tt.want) {
			t.Errorf("%s: %+v, want %q", tt.name, got, tt.want)
		}
		if tt.fix != nil {
			if err := tt.fix(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := call(t, "doctor", "-config", path); got.status != 0 {
		t.Errorf("once all is mended: %+v", got)
	}
}

// TestDoctorNetwork holds what is said of a planner that others can reach.
func TestDoctorNetwork(t *testing.T) {
	tests := []struct {
		server config.Server
		unsafe bool
	}{
		{config.Server{Address: "127.0.0.1:8080"}, false},
		{config.Server{Address: "0.0.0.0:8080"}, true},
		{config.Server{Address: ":8080"}, true},
		{config.Server{Address: "10.0.0.7:8080", TrustedProxies: []string{"10.0.0.1"}}, false},
		{config.Server{Address: "127.0.0.1:8080", TrustedProxies: []string{"127.0.0.1"}}, true},
		{config.Server{Address: "127.0.0.1:8080", TrustedProxies: []string{"127.0.0.1"}, SecureCookies: "always"}, false},
	}
	for _, tt := range tests {
		if got := network(tt.server); (got.wrong != "") != tt.unsafe {
			t.Errorf("%+v: %+v, want unsafe: %t", tt.server, got, tt.unsafe)
		}
	}
}

// TestDoctorKeyApart holds that a key of backups is not sound in the folder of a backup that it seals, and is elsewhere.
func TestDoctorKeyApart(t *testing.T) {
	path, folder := settings(t)
	peopled(t, path)
	key := filepath.Join(folder, "keys", "backups.key")
	if err := os.Mkdir(filepath.Dir(key), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "backup", "-new-key", key); got.status != 0 {
		t.Fatalf("a key: %+v", got)
	}
	t.Setenv("STRIKEROTA_BACKUP_KEY_FILE", key)
	for _, tt := range []struct {
		file, want string
	}{{filepath.Join(folder, "one"), "sound   key of backups is apart from them"}, {filepath.Join(filepath.Dir(key), "two"), key + " lies beside two: "}} {
		if got := call(t, "backup", tt.file, "-config", path); got.status != 0 {
			t.Fatalf("backup: %+v", got)
		}
		if got := call(t, "doctor", "-config", path); !strings.Contains(got.out, tt.want) {
			t.Errorf("with %s the doctor says %s, want %q", tt.file, got.out, tt.want)
		}
	}
}

// TestDoctorFolder holds that a folder is not sound which is another one for each command.
func TestDoctorFolder(t *testing.T) {
	for path, unsafe := range map[string]bool{"data/strikerota.db": true, "/nonexistent/strikerota.db": false} {
		got := fileFindings(config.Config{Database: config.Database{Driver: config.Postgres, Path: path}})[0]
		if (got.wrong != "") != unsafe {
			t.Errorf("%s: %+v, want unsafe: %t", path, got, unsafe)
		}
	}
}

// TestDoctorCommonPasswords holds that a program without the list of common passwords is found out, where anybody may have one.
func TestDoctorCommonPasswords(t *testing.T) {
	for _, tt := range []struct {
		passwords bool
		known     int
		unsafe    bool
	}{{true, 0, true}, {true, 49_000, false}, {false, 0, false}} {
		if got := commonPasswords(config.SignIn{Passwords: tt.passwords}, tt.known); (got.wrong != "") != tt.unsafe {
			t.Errorf("%+v: %+v", tt, got)
		}
	}
}

// TestOtherSignInKey holds that the doctor and the start say when the key here is not the one that sealed
// the second factors there are, or is gone, and nothing where nobody has one.
func TestOtherSignInKey(t *testing.T) {
	path, folder := settings(t)
	key, aside := filepath.Join(folder, "data", "sign-in.key"), filepath.Join(folder, "aside")
	const wrong = "the codes of 1 of 1 accounts with a second factor cannot be checked"
	said := func(when string, want bool) {
		t.Helper()
		if got := call(t, "doctor", "-config", path); strings.Contains(got.out, wrong) != want {
			t.Errorf("%s the doctor says: %s", when, got.out)
		}
	}
	_, printed, stop := serving(t, "-config", path)
	stop()
	if err := os.Rename(key, aside); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(printed, "second factor") {
		t.Errorf("a start without second factors says: %s", printed)
	}
	said("without a key and without second factors", false)
	secured(t, path) // makes another key
	said("with the key", false)
	if err := os.Rename(key, key+".copy"); err != nil {
		t.Fatal(err)
	}
	said("without the key", true)
	if err := os.Rename(aside, key); err != nil {
		t.Fatal(err)
	}
	said("with another key", true)
	_, printed, stop = serving(t, "-config", path)
	stop()
	if !strings.Contains(printed, "The codes of 1 of 1 accounts") || !strings.Contains(printed, "put the copy of that key there") {
		t.Errorf("the start says: %s", printed)
	}
}

// secured gives the first account a second factor, sealed with the key of the settings.
func secured(t *testing.T, path string) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := newSealer(o.config)
	if err != nil {
		t.Fatal(err)
	}
	users, err := o.UsersOfAll(t.Context())
	if err != nil || len(users) == 0 {
		t.Fatalf("accounts %v, %v", users, err)
	}
	id := users[0].ID
	err = o.Of(store.FirstTrust).SetFactor(t.Context(), store.Actor{ID: id}, id, sealer.Seal(id, "JBSWY3DPEHPK3PXP"), 1, nil)
	if err = errors.Join(err, o.Close()); err != nil {
		t.Fatal(err)
	}
}
