package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// noted opens the database, as the worker does, and notes the head of the audit.
func noted(t *testing.T, path string) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is there already
		if err := o.noteHead(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
}

// tampered does what somebody could who has the database and not the key.
func tampered(t *testing.T, database string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func moved(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// TestAuditVerify holds what is said of an audit that is whole, of one that is not, and
// where that cannot be told.
func TestAuditVerify(t *testing.T) {
	path, folder := settings(t)
	peopled(t, path)
	data := filepath.Join(folder, "data")
	key, heads, database := filepath.Join(data, "audit.key"), filepath.Join(data, "audit.heads"), filepath.Join(data, "rota.db")
	verify := func(name string, status int, want string) {
		t.Helper()
		got := call(t, "audit", "verify", "-config", path)
		if text := got.out + got.err; got.status != status || !strings.Contains(text, want) {
			t.Errorf("%s: %+v, want status %d and %q", name, got, status, want)
		}
	}
	verify("whole", 0, "The audit is whole: ")
	noted(t, path)
	verify("with a head that was noted", 0, "The audit is whole: ")
	lines, err := os.ReadFile(heads)
	if err != nil || strings.Count(string(lines), "\n") != 1 {
		t.Fatalf("heads noted twice: %q, %v", lines, err)
	}
	for _, file := range []string{key, heads} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it for its owner alone", file, info.Mode(), err)
		}
	}

	write := func(file, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(heads, string(lines)+"2026-11-01T10:00:00Z 99 x\n", 0o600)
	verify("a head that is gone", 1, "NOT WHOLE: record 99 was the newest on 2026-11-01 at 10:00 UTC")
	write(heads, "what is this\n", 0o600)
	verify("no head", 1, "line 1 of "+heads+" is no head of an audit")
	write(heads, string(lines), 0o600)

	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	verify("a key that all can read", 1, "chmod 600 "+key)
	moved(t, key, key+".kept")
	verify("no key", 1, "put the copy of it at "+key+", or, if it is lost, run \"strikerota audit renew\"")
	if got := call(t, "doctor", "-config", path); got.status != 1 || !strings.Contains(got.out, "put the copy of it at "+key) || strings.Contains(got.out, "another key") {
		t.Errorf("the doctor, without the key: %+v", got)
	}
	write(key, "short\n", 0o600)
	verify("a key that is none", 1, "is no key of the audit")
	write(key, strings.Repeat("ab", 32), 0o600)
	verify("another key", 1, "sealed with another key")
	if got := call(t, "doctor", "-config", path); got.status != 1 || !strings.Contains(got.out, "sealed with another key") {
		t.Errorf("the doctor, with another key: %+v", got)
	}
	if got := call(t, "user", "add", "jo@trust.example", "Jo", "-config", path); got.status != 1 || !strings.Contains(got.err, "audit renew") {
		t.Errorf("a save with another key: %+v", got)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	moved(t, key+".kept", key)
	if err := os.Chmod(key, 0o600); err != nil {
		t.Fatal(err)
	}
	verify("put back", 0, "The audit is whole: ")

	tampered(t, database, "DROP TRIGGER audit_no_update", "UPDATE audit SET actor_id = 'somebody' WHERE seq = 2")
	verify("a record that was changed", 1, "NOT WHOLE: record 2 is not as the planner wrote it")
	if got := call(t, "doctor", "-config", path); got.status != 1 || !strings.Contains(got.out, "record 2 is not as the planner wrote it") {
		t.Errorf("the doctor, of a record that was changed: %+v", got)
	}
	for _, args := range [][]string{{"audit"}, {"audit", "mend"}, {"audit", "verify", "twice"}, {"audit", "renew", "-old-key", key}} {
		if got := call(t, append(args, "-config", path)...); got.status != 2 {
			t.Errorf("%v: %+v, want status 2", args, got)
		}
	}
}

// TestAuditRestore restores a backup where it was made and where its key is not, and goes
// on with a new key where the old one is lost. Backups of before can still be purged.
func TestAuditRestore(t *testing.T) {
	path, folder := settings(t)
	_, due := peopled(t, path)
	file, key := filepath.Join(folder, "one.backup"), filepath.Join(folder, "data", "audit.key")
	ok := func(path string, args ...string) string {
		t.Helper()
		got := call(t, append(args, "-config", path)...)
		if got.status != 0 {
			t.Fatalf("%v: %+v", args, got)
		}
		return got.out
	}
	ok(path, "backup", file)
	told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
	noted(t, path)
	ok(path, "restore", file)
	if got := ok(path, "audit", "verify"); !strings.Contains(got, "a backup took the place of the database") || strings.Contains(got, "began anew") {
		t.Errorf("restored with the key: %s", got)
	}

	elsewhere, _ := settings(t)
	ok(elsewhere, "restore", file)
	if got := ok(elsewhere, "audit", "verify"); !strings.Contains(got, "the chain began anew, with another key") || !strings.Contains(got, "cannot be told") {
		t.Errorf("restored without the key: %s", got)
	}
	if got := ok(elsewhere, "audit", "verify", "-old-key", key); !strings.Contains(got, "The audit is whole") || strings.Contains(got, "cannot be told") {
		t.Errorf("restored without the key, and the key was found: %s", got)
	}

	moved(t, key, key+".lost")
	if got := ok(path, "audit", "renew"); !strings.Contains(got, "Keep a copy of "+key) {
		t.Errorf("renew: %s", got)
	}
	if got := ok(path, "audit", "verify"); !strings.Contains(got, "the chain began anew") {
		t.Errorf("renewed: %s", got)
	}
	if got := callAt(t, due, "purge", "-config", path); got.status != 0 || !strings.Contains(got.out, "everybody in it has been deleted") {
		t.Errorf("purge with the new key: %+v", got)
	}
	ok(path, "restore", file)
	ok(path, "audit", "verify")
}
