package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// A restoring is an installation whose backup is restored.
type restoring struct {
	path, file, strike string
}

// within does something with the database.
func (r restoring) within(t *testing.T, f func(o *opened, in *store.Trust) error) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, r.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f(o, o.Of(store.FirstTrust)), o.Close()); err != nil {
		t.Fatal(err)
	}
}

// restore restores the backup, and gives what is printed but for the name of the file that is kept aside.
func (r restoring) restore(t *testing.T) string {
	t.Helper()
	got := call(t, "restore", r.file, "-config", r.path)
	if got.status != 0 {
		t.Fatalf("restore: %+v", got)
	}
	var lines []string
	for line := range strings.Lines(got.out) {
		if !strings.HasPrefix(line, "What was there before is ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// settingsOn is settings with that database.
func settingsOn(t *testing.T, o store.Options) (path, folder string) {
	t.Helper()
	path, folder = settings(t)
	if o.Driver != store.Postgres {
		return path, folder
	}
	text := fmt.Sprintf("server: {address: '127.0.0.1:0'}\ndatabase: {driver: postgres, url: %q, path: '%s/data/rota.db'}\nlog: {level: error}\n", o.URL, folder)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, folder
}

// eachRestoring runs the test on each database, with a strike that fill fills and a backup of it.
func eachRestoring(t *testing.T, start time.Time, fill func(in *store.Trust, strike string) error, test func(t *testing.T, r restoring)) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		path, folder := settingsOn(t, o)
		r := restoring{path: path, file: filepath.Join(folder, "one.backup")}
		r.within(t, func(_ *opened, in *store.Trust) (err error) {
			r.strike, err = in.CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{
				Strike: rota.Strike{Name: "Kept", Span: rota.Span{Start: start, End: start.AddDate(0, 0, 5)}},
				Case:   rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(), Retention: rota.StandardRetention()})
			if err != nil {
				return err
			}
			return fill(in, r.strike)
		})
		if got := call(t, "backup", r.file, "-config", path); got.status != 0 {
			t.Fatalf("backup: %+v", got)
		}
		test(t, r)
	})
}

// TestRestoreTellsNoReplies holds that neither the audit nor what is printed tells whether, or how often, residents
// have said something by their links since the backup was made, and that what they said stands.
func TestRestoreTellsNoReplies(t *testing.T) {
	start := time.Now().AddDate(0, 1, 0).Truncate(time.Hour)
	var residents []rota.ResidentID
	fill := func(in *store.Trust, strike string) error {
		residents = nil
		for i := range 2 {
			id, err := in.SaveResident(t.Context(), store.Actor{}, strike, store.Resident{Resident: rota.Resident{Name: fmt.Sprint("Dr Example ", i)},
				Duties: []rota.Duty{{Span: rota.Span{Start: start, End: start.Add(8 * time.Hour)}, Declaration: rota.NoReply}}})
			if err == nil {
				err = in.MakePersonalLink(t.Context(), store.Actor{}, strike, store.KindResident, store.NewPersonalLink{ID: string(id), Hash: fmt.Sprint("hash ", i)})
			}
			if err != nil {
				return err
			}
			residents = append(residents, id)
		}
		return nil
	}
	eachRestoring(t, start, fill, func(t *testing.T, r restoring) {
		listed := func(want rota.Declaration) (out []string) {
			t.Helper()
			r.within(t, func(o *opened, in *store.Trust) error {
				rows, _, err := in.AuditLog(t.Context(), store.AuditFilter{}, 1)
				kept, failed := in.Audit(t.Context(), r.strike, 1) // also what is not listed
				for _, row := range append(rows, kept...) {
					if row.Action != store.RestoredOlder { // of which the id is a time
						out = append(out, fmt.Sprint(row.Seq, " ", row.By, row.Action, " ", row.Kind, " ", row.ID))
					}
				}
				there, also := in.Residents(t.Context(), r.strike)
				for _, who := range there {
					if got := who.Duties[0].Declaration; got != want {
						t.Errorf("%s said %q, want %q", who.ID, got, want)
					}
				}
				report, bad := o.VerifyAudit(t.Context(), nil)
				if report.Fault != nil {
					t.Errorf("the audit is not whole: %+v", report.Fault)
				}
				return errors.Join(err, failed, also, bad)
			})
			return out
		}
		silent := r.restore(t)
		want := listed(rota.NoReply)
		r.within(t, func(_ *opened, in *store.Trust) error {
			var errs []error
			for _, id := range residents {
				who, err := in.Resident(t.Context(), r.strike, id)
				if err != nil {
					return err
				}
				errs = append(errs, in.Declare(t.Context(), r.strike, id, []store.DeclarationChange{{Duty: who.Duties[0].ID, From: rota.NoReply, To: rota.Working}}))
			}
			return errors.Join(errs...)
		})
		if diff := cmp.Diff(silent, r.restore(t)); diff != "" {
			t.Errorf("what is printed tells of replies (-nobody replied +two did):\n%s", diff)
		}
		if diff := cmp.Diff(want, listed(rota.Working)); diff != "" {
			t.Errorf("the audit tells of replies (-nobody replied +two did):\n%s", diff)
		}
	})
}

// TestRestoreKeepsTold holds that what of attendance has been told to those who may not see residents by name stands
// after an older backup was restored, and that a correction made when attendance is confirmed again is held back just
// as without the restore.
func TestRestoreKeepsTold(t *testing.T) {
	start := time.Now().AddDate(0, 1, 0).Truncate(24 * time.Hour).Add(12 * time.Hour)
	fill := func(in *store.Trust, strike string) error {
		for i := range 30 {
			if _, err := in.SaveResident(t.Context(), store.Actor{}, strike, store.Resident{Resident: rota.Resident{Name: fmt.Sprint("Dr Example ", i), Grade: "ST3"},
				Duties: []rota.Duty{{Span: rota.Span{Start: start, End: start.Add(8 * time.Hour)}, Declaration: rota.NoReply}}}); err != nil {
				return err
			}
		}
		return nil
	}
	eachRestoring(t, start, fill, func(t *testing.T, r restoring) {
		confirm := func(absent int) {
			t.Helper()
			r.within(t, func(_ *opened, in *store.Trust) error {
				e, err := in.Entry(t.Context(), r.strike)
				var changes []store.AttendanceChange
				for i, d := range e.Duties {
					to := rota.Worked
					if i < absent {
						to = rota.Absent
					}
					changes = append(changes, store.AttendanceChange{Duty: d.ID, From: d.Attendance, To: to})
				}
				return errors.Join(err, in.SaveAttendance(t.Context(), store.Actor{}, r.strike, changes))
			})
		}
		shared := func() (cells []rota.ReturnCell) {
			t.Helper()
			r.within(t, func(_ *opened, in *store.Trust) error {
				e, err := in.Entry(t.Context(), r.strike)
				told, also := in.ToldReturn(t.Context(), r.strike)
				cells = e.SharedReturn(nil, told)
				return errors.Join(err, also)
			})
			return cells
		}
		same := func(name string, want []rota.ReturnCell) {
			t.Helper()
			if diff := cmp.Diff(want, shared()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		confirm(12)
		first := shared()
		if len(first) != 1 || first[0].Absent != 12 || first[0].Unconfirmed != 0 {
			t.Fatalf("told %+v", first)
		}
		confirm(11)
		same("corrected", first)
		if got := r.restore(t); !strings.Contains(got, "counts of attendance that were given out stand") {
			t.Errorf("restore does not say that counts stand: %s", got)
		}
		same("restored", first)
		confirm(11)
		same("restored, and then corrected", first)
		confirm(6)
		second := shared()
		if second[0].Absent != 6 {
			t.Errorf("six corrections are not told: %+v", second)
		}
		r.restore(t)
		r.restore(t)
		same("restored twice", second)
		confirm(13)
		same("one more than was told first", second)
	})
}
