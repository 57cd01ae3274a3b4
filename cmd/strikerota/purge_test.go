package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// callAt is call on another day.
func callAt(t *testing.T, now time.Time, args ...string) called {
	t.Helper()
	var out, stderr bytes.Buffer
	err := run(t.Context(), world{in: strings.NewReader(""), out: &out, err: &stderr, now: func() time.Time { return now }}, args)
	report(&stderr, err)
	return called{status(err), out.String(), stderr.String()}
}

// peopled makes a database with a strike of the small example, and gives everybody's name.
func peopled(t *testing.T, path string) (names []string, due time.Time) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}()
	e := rotatest.Small(exampleSeed)
	id, err := o.Of(store.FirstTrust).CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err == nil {
		err = o.Of(store.FirstTrust).ReplaceEntry(t.Context(), store.Actor{}, id, e)
	}
	if err == nil {
		err = o.Of(store.FirstTrust).RequestFile(t.Context(), store.Actor{}, id, "residents.csv", "Planted marker Zzyx")
	}
	if err != nil {
		t.Fatal(err)
	}
	st, err := o.Of(store.FirstTrust).Strike(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	linked(t, path, id, e)
	for _, r := range e.Residents {
		names = append(names, r.Name)
	}
	for _, c := range e.Consultants {
		names = append(names, c.Name)
	}
	at, err := rota.London(st.DeleteOn, 9, 0)
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "Planted marker Zzyx", plantedLink, base64.StdEncoding.EncodeToString([]byte(plantedSession))), at
}

// plantedSession stands for what a browser session keeps to be told on the next page; the database
// has it in base64.
const plantedSession = "The resident has been saved: Zzyx."

// plantedLink stands for the hash of a personal link.
const plantedLink = "Planted link Zzyx"

// linked gives somebody in the strike a personal link, as it begins.
func linked(t *testing.T, path, id string, e rota.Entry) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: func() time.Time { return e.Strike.Start }}, path)
	if err != nil {
		t.Fatal(err)
	}
	err = o.Of(store.FirstTrust).MakePersonalLink(t.Context(), store.Actor{}, id, store.KindResident, store.NewPersonalLink{ID: string(e.Residents[0].ID), Hash: plantedLink})
	if err == nil {
		err = o.Sessions().CommitCtx(t.Context(), "token", []byte(plantedSession), time.Now().Add(-time.Hour)) // it has expired, and nobody has come since
	}
	if err := errors.Join(err, o.Close()); err != nil {
		t.Fatal(err)
	}
}

// holding lists the files below a folder that hold one of the names, byte for byte.
func holding(t *testing.T, folder string, names []string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, name := range names {
			if bytes.Contains(data, []byte(name)) {
				files = append(files, filepath.Base(path))
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestPurge looks for every name in every byte of every file that the planner keeps:
// all that held one hold none after a purge, and the backup that was made before can
// still be restored.
func TestPurge(t *testing.T) {
	path, folder := settings(t)
	names, due := peopled(t, path)
	file := filepath.Join(folder, "kept", "one.backup")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "backup", file, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	if got := holding(t, folder, names); len(got) != 2 {
		t.Fatalf("before, %v hold names; want the database and its backup", got)
	}
	if got := callAt(t, due.AddDate(0, 0, -1), "purge", "-config", path); got.status != 0 || got.out != "No strike is due.\n" {
		t.Errorf("a day early: %+v", got)
	}
	if got := callAt(t, due, "purge", "-dry-run", "-config", path); got.status != 0 || !strings.Contains(got.out, "would be deleted") || len(holding(t, folder, names)) != 2 {
		t.Errorf("dry run: %+v", got)
	}
	// The planner runs meanwhile, and names are in the log of changes that it keeps open.
	running, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	}()
	list, err := running.StrikesOfAll(t.Context())
	if err == nil {
		err = running.Of(store.FirstTrust).RequestFile(t.Context(), store.Actor{}, list[0].ID, "residents.csv", "Planted marker Zzyx, again")
	}
	if err != nil || !slices.Contains(holding(t, folder, names), "rota.db-wal") {
		t.Fatalf("the log of changes holds no name: %v, %v", holding(t, folder, names), err)
	}
	got := callAt(t, due, "purge", "-config", path)
	if got.status != 0 || !strings.Contains(got.out, "everybody in it has been deleted") || strings.Contains(got.err, "Zzyx") {
		t.Errorf("purge: %+v", got)
	}
	if got := holding(t, folder, names); len(got) != 0 {
		t.Errorf("after the purge %v hold names", got)
	}
	if told, err := running.CertificatesOfAll(t.Context()); err != nil || len(told) != 1 || told[0].Backups == nil || !cmp.Equal(*told[0].Backups, store.Backups{Seen: 1, Cleared: 1}) {
		t.Errorf("of its backup the certificate says %+v, %v", told, err)
	}
	if got := call(t, "restore", file, "-config", filepath.Join(elsewhere(t, folder), "config.yaml")); got.status != 0 {
		t.Errorf("restore of a purged backup: %+v", got)
	}
}

// elsewhere is a folder with settings for another database.
func elsewhere(t *testing.T, folder string) string {
	t.Helper()
	other := t.TempDir()
	text, err := os.ReadFile(filepath.Join(folder, "config.yaml"))
	if err == nil {
		err = os.WriteFile(filepath.Join(other, "config.yaml"), bytes.ReplaceAll(text, []byte(folder), []byte(other)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return other
}

// TestServePurges holds that a start deletes whoever is due before it answers anybody: as with a copy of
// the database that was put back by hand.
func TestServePurges(t *testing.T) {
	path, folder := settings(t)
	names, due := peopled(t, path)
	text := fmt.Sprintf("server: {address: '127.0.0.1:0'}\ndatabase: {path: '%s/data/rota.db'}\n", folder)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(asProgram, "1")
	ctx, cancel := context.WithCancel(t.Context())
	var left []string
	log := &logged{until: "msg=serving", then: func() { left = holding(t, folder, names); cancel() }}
	if err := run(ctx, world{in: strings.NewReader(""), out: io.Discard, err: log, now: func() time.Time { return due }}, []string{"serve", "-config", path}); err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 || !strings.Contains(log.text(), "everybody in a strike has been deleted") {
		t.Errorf("when it began to serve %v held names; log: %s", left, log.text())
	}
}

// TestRestorePurges holds that a backup that nobody knew of brings nobody back.
func TestRestorePurges(t *testing.T) {
	path, folder := settings(t)
	names, due := peopled(t, path)
	file := filepath.Join(folder, "one.backup")
	if got := call(t, "backup", file, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	away := filepath.Join(t.TempDir(), "copy")
	if err := os.Rename(file, away); err != nil {
		t.Fatal(err)
	}
	if got := callAt(t, due, "restore", away, "-config", path); got.status != 0 {
		t.Fatalf("restore: %+v", got)
	}
	left := holding(t, folder, names)
	if len(left) != 1 || !strings.Contains(left[0], "before-restore") {
		t.Errorf("%v hold names; want what was kept aside alone", left)
	}
	if got := callAt(t, due, "purge", "-config", path); got.status != 0 || len(holding(t, folder, names)) != 0 {
		t.Errorf("purge of what was kept aside: %+v, %v", got, holding(t, folder, names))
	}
}

// TestAbsences holds that the certificate of a purge tells of no more absence than the shared workforce return: what
// a doctor did who was due alone on a day is in neither, nor in the one less the other.
func TestAbsences(t *testing.T) {
	entry := func(crowd, absent int, alone rota.Attendance) rota.Entry {
		e := rotatest.July().Standard().Entry()
		due := func(n int, day string, came rota.Attendance) {
			id := fmt.Sprintf("R%03d", n)
			e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(id), Name: "Dr " + id, Grade: "ST3"})
			e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID("D" + id), Resident: rota.ResidentID(id), Span: rotatest.Span(day+" 08:00", day+" 20:00"), Declaration: rota.NoReply, Attendance: came})
		}
		for n := range crowd {
			came := rota.Worked
			if n < absent {
				came = rota.Absent
			}
			due(n, "2025-07-26", came)
		}
		due(900, "2025-07-27", alone)
		return e
	}
	for _, tt := range []struct {
		crowd, absent int
		want          string
	}{{30, 16, "16"}, {9, 4, "not told"}, {9, 5, "not told"}, {12, 6, "6"}, {0, 0, "not told"}} {
		for _, alone := range []rota.Attendance{rota.Absent, rota.Worked, rota.NotConfirmed} {
			if got := absences(entry(tt.crowd, tt.absent, alone), nil, nil); got != tt.want {
				t.Errorf("%d of %d absent, and one alone %q: %s, want %s", tt.absent, tt.crowd, alone, got, tt.want)
			}
		}
	}
}
