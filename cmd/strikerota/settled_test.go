package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestRestoreKeepsWhatIsSettled holds that restoring a backup neither opens accounts again that were closed after
// it was made, nor brings people back who were deleted since, nor keeps any longer than was decided since.
func TestRestoreKeepsWhatIsSettled(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
		path, folder := settingsOn(t, o)
		restoreKeeps(t, path, folder)
	})
}

func restoreKeeps(t *testing.T, path, folder string) {
	whole := "" // a strike that is deleted
	within := func(f func(o *opened, in *store.Trust) error) {
		t.Helper()
		o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f(o, o.Of(store.FirstTrust)), o.Close()); err != nil {
			t.Fatal(err)
		}
	}
	strikes := func(in *store.Trust) (deleted, kept store.Strike) {
		t.Helper()
		all, err := in.Strikes(t.Context())
		all = slices.DeleteFunc(all, func(st store.Strike) bool { return st.ID == whole })
		if err != nil || len(all) != 2 {
			t.Fatalf("%d strikes, %v", len(all), err)
		}
		if all[0].Name == "Kept" {
			return all[1], all[0]
		}
		return all[0], all[1]
	}
	names, _ := peopled(t, path)
	var user string
	var residents []rota.ResidentID
	var consultants []rota.ConsultantID
	resident := func(in *store.Trust, strike string, i int) store.Resident {
		t.Helper()
		all, err := in.Residents(t.Context(), strike)
		if err != nil || i >= len(all) {
			t.Fatalf("%d residents, %v", len(all), err)
		}
		return all[i]
	}
	within(func(_ *opened, in *store.Trust) (err error) {
		start := time.Now().AddDate(0, 1, 0).Truncate(time.Hour)
		strike, err := in.CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{Strike: rota.Strike{Name: "Kept", Span: rota.Span{Start: start, End: start.AddDate(0, 0, 5)}},
			Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(), Retention: rota.StandardRetention()})
		for _, name := range []string{"Dr Goes", "Dr Takes Back", "Dr Stays"} {
			id, also := in.SaveResident(t.Context(), store.Actor{}, strike, store.Resident{Resident: rota.Resident{Name: name},
				Duties: []rota.Duty{{Span: rota.Span{Start: start, End: start.Add(8 * time.Hour)}, Declaration: rota.Away}}})
			residents, err = append(residents, id), errors.Join(err, also)
		}
		for _, name := range []string{"Dr Leaves", "Dr Remains"} {
			id, also := in.SaveConsultant(t.Context(), store.Actor{}, strike, store.Consultant{Consultant: rota.Consultant{Name: name, Terms: rota.TrustRate}})
			consultants, err = append(consultants, id), errors.Join(err, also)
		}
		if err == nil {
			whole, err = in.CreateStrike(t.Context(), store.Actor{}, store.StrikeSettings{Strike: rota.Strike{Name: "Whole", Span: rota.Span{Start: start, End: start.AddDate(0, 0, 1)}},
				Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims()})
		}
		return err
	})
	for _, email := range []string{"gone@trust.example", "stays@trust.example"} {
		if got := call(t, "user", "add", email, "Example", "-role", "lead", "-service", "all", "-config", path); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	file := filepath.Join(folder, "one.backup")
	if got := call(t, "backup", file, "-config", path); got.status != 0 {
		t.Fatalf("backup: %+v", got)
	}
	var until rota.Date
	within(func(o *opened, in *store.Trust) error {
		users, err := o.UsersOfAll(t.Context())
		for _, u := range users {
			if u.Email == "gone@trust.example" {
				user, err = u.ID, errors.Join(err, in.CloseUser(t.Context(), store.Actor{}, u.ID))
			}
		}
		deleted, kept := strikes(in)
		err = errors.Join(err, in.DeleteResident(t.Context(), store.Actor{}, kept.ID, residents[0], resident(in, kept.ID, 0).Version))
		leaves, also := in.Consultant(t.Context(), kept.ID, consultants[0])
		err = errors.Join(err, also, in.DeleteConsultant(t.Context(), store.Actor{}, kept.ID, consultants[0], leaves.Version), in.DeleteStrike(t.Context(), store.Actor{}, whole))
		err = errors.Join(err, in.SaveDeclarations(t.Context(), store.ByResident, kept.ID, []store.DeclarationChange{{Duty: resident(in, kept.ID, 0).Duties[0].ID, From: rota.Away, To: rota.NoReply}}))
		_, kept = strikes(in)
		kept.Retention.Days = 1
		err = errors.Join(err, in.SaveStrike(t.Context(), store.Actor{}, kept.ID, kept.Version, kept.StrikeSettings))
		_, also = o.purgeStrikes(t.Context(), []store.Strike{deleted})
		_, kept = strikes(in)
		until = kept.DeleteOn
		return errors.Join(err, also)
	})
	got := call(t, "restore", file, "-config", path)
	for _, words := range []string{"closed again: 1.", "kept to that: 2.", "Strikes that were deleted after it was made, deleted again: 1.",
		"Residents who were deleted by themselves after it was made, deleted again: 1.", "Consultants who were deleted by themselves after it was made, deleted again: 1.", "What residents have said is as it was last", "Passwords, what consultants offer"} {
		if got.status != 0 || !strings.Contains(got.out, words) {
			t.Errorf("restore does not say %q: %+v", words, got)
		}
	}
	within(func(o *opened, in *store.Trust) error {
		users, err := o.UsersOfAll(t.Context())
		for _, u := range users {
			if u.Closed() != (u.ID == user) {
				t.Errorf("account %s is closed: %t", u.Email, u.Closed())
			}
		}
		deleted, kept := strikes(in)
		there, also := in.Residents(t.Context(), kept.ID)
		if also != nil || len(there) != 2 || there[0].ID != residents[1] || there[0].Duties[0].Declaration != rota.NoReply || there[1].Duties[0].Declaration != rota.Away {
			t.Errorf("after the restore the residents are %+v, %v", there, also)
		}
		stay, also := in.Consultants(t.Context(), kept.ID)
		if also != nil || len(stay) != 1 || stay[0].ID != consultants[1] {
			t.Errorf("after the restore the consultants are %+v, %v", stay, also)
		}
		if _, also := in.Strike(t.Context(), whole); !errors.Is(also, rota.ErrNotFound) {
			t.Errorf("the strike that was deleted whole: %v", also)
		}
		if deleted.PurgedAt.IsZero() || kept.DeleteOn != until || !kept.PurgedAt.IsZero() {
			t.Errorf("deleted at %v; the other until %v, want %v", deleted.PurgedAt, kept.DeleteOn, until)
		}
		return err
	})
	if files := holding(t, filepath.Join(folder, "data"), names); len(files) > 1 { // what was there before the restore has none of them either
		t.Errorf("names are in %q", files)
	}
	if got := call(t, "restore", file, "-config", path); got.status != 0 || !strings.Contains(got.out, "kept to that: 2.") {
		t.Errorf("restored twice: %+v", got)
	}
}

// TestRestoreTold holds that coordinators are told, until they mark it as seen, that a backup took the place of the
// database, and whether what was there could not be read.
func TestRestoreTold(t *testing.T) {
	for want, before := range map[store.Action][]byte{store.RestoredOlder: nil, store.RestoredUnread: []byte("not a database")} {
		t.Run(string(want), func(t *testing.T) {
			path, folder := settings(t)
			told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
			file := filepath.Join(folder, "one.backup")
			if got := call(t, "backup", file, "-config", path); got.status != 0 {
				t.Fatalf("backup: %+v", got)
			}
			if before != nil {
				if err := os.WriteFile(filepath.Join(folder, "data", "rota.db"), before, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got := call(t, "restore", file, "-config", path)
			if got.status != 0 {
				t.Fatalf("restore: %+v", got)
			}
			for _, says := range []string{"What was there before could not be read", "an account that was closed after the backup was made is open again", "people may be kept longer", "deleted since are there again",
				"replies that were changed or taken back since are as they were", "Counts of attendance and pay withheld that were given out since are not known: those given out from now on may differ from them by one person", "coordinators are told on their overview what to ask"} {
				if strings.Contains(got.out, says) != (before != nil) {
					t.Errorf("what was there could be read: %t, and it says %q: %s", before == nil, says, got.out)
				}
			}
			o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			users, err := o.UsersOfAll(t.Context())
			if err != nil || len(users) != 1 {
				t.Fatalf("%d accounts, %v", len(users), err)
			}
			in := o.Of(store.FirstTrust)
			news, err := in.SightNews(t.Context(), users[0].ID)
			if err != nil || len(news) != 1 || news[0].Action != want || news[0].Until().IsZero() {
				t.Fatalf("told %+v, %v", news, err)
			}
			if err := in.SeeSightNews(t.Context(), users[0].ID, news[0].Seq); err != nil {
				t.Fatal(err)
			}
			if news, err = in.SightNews(t.Context(), users[0].ID); err != nil || len(news) != 0 {
				t.Errorf("told again %+v, %v", news, err)
			}
		})
	}
}
