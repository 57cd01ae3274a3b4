package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestNoNamesBeforeRetention holds that nothing that takes a name or a declaration is
// saved before it is recorded how long names are kept, and that all else is.
func TestNoNamesBeforeRetention(t *testing.T) {
	names := map[string]bool{"entry": true, "new resident": true, "resident": true, "resident's declaration": true, "declarations": true,
		"personal link": true, "personal links": true, "own declaration": true, "word": true}
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		if s.name == "delete strike" {
			return
		}
		f.Exec(t, "UPDATE strikes SET basis = '' WHERE id = '"+f.strike+"'")
		err := s.do(t, f)
		if got := errors.Is(err, store.ErrNoRetention); got != names[s.name] || !names[s.name] && err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	})
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		f.Exec(t, "UPDATE strikes SET notice = ''")
		_, err := f.StartImport(t.Context(), f.ann, f.strike, store.Import{Kind: "duties", Choices: []byte("{}")}, []byte("a"))
		wantError(t, "a file", err, store.ErrNoRetention)
	})
}

// TestReplaceEntryKeepsRetention holds that an entry workbook does not undo what was recorded.
func TestReplaceEntryKeepsRetention(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		before := f.loadStrike(t)
		if err := f.ReplaceEntry(t.Context(), f.bob, f.strike, f.entry(t)); err != nil {
			t.Fatal(err)
		}
		after := f.loadStrike(t)
		if after.Retention != before.Retention || after.DeleteOn != before.DeleteOn || after.DeleteOn.IsZero() {
			t.Errorf("retention %v until %s, want %v until %s", after.Retention, after.DeleteOn, before.Retention, before.DeleteOn)
		}
	})
}

// full puts names wherever a strike can hold some.
func (f *fixture) full(t *testing.T) {
	t.Helper()
	f.ahead(t)
	f.invites(t, store.KindResident, string(f.resident), f.strike)
	f.publishes(t, f.aVersion(t))
	ground, err := f.Ground(t.Context(), f.strike)
	if err == nil {
		_, err = f.FinishImport(t.Context(), f.bob, f.strike, store.Bringing{Kind: "duties", FileName: marker + ".csv", Saves: ground.Saves, Entry: ground.Entry,
			Memory: []byte(`{"who":"` + marker + `"}`), Report: []byte(`{"of":"` + marker + `"}`)})
	}
	if err == nil {
		_, err = f.StartImport(t.Context(), f.bob, f.strike, store.Import{Kind: "duties", FileName: marker, Choices: []byte(`{}`)}, []byte(marker))
	}
	if err == nil {
		err = f.RequestFile(t.Context(), f.bob, f.strike, "residents.csv", "for "+marker)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestPurge holds that everybody in a strike goes, that another strike stays as it is,
// and that the certificate counts what went and names nobody.
func TestPurge(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx, other := t.Context(), f.strike
		f.full(t)
		f.addStrike(t)
		f.full(t)
		untouched := rowsOf(f.Dump(t), other)
		due := f.loadStrike(t).DeleteOn
		for day, want := range map[rota.Date]int{due.Add(-1): 0, due: 2} {
			if list, err := f.DuePurges(ctx, day); err != nil || len(list) != want {
				t.Errorf("on %s %d strikes are due, %v; want %d", day, len(list), err, want)
			}
		}
		got, err := f.Purge(ctx, f.bob, f.strike, []store.Total{{Of: "Slots", Text: "1"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Compact(ctx); err != nil {
			t.Fatal(err)
		}
		if db.Driver() == store.SQLite {
			for _, free := range db.ReadPragma(t, "freelist_count") {
				if free != "0" {
					t.Errorf("%s pages of what was deleted are left in the file", free)
				}
			}
		}
		for table, rows := range f.Dump(t) {
			for _, row := range rows {
				if strings.Contains(row, f.strike) && strings.Contains(row, marker) {
					t.Errorf("table %s still has %s", table, row)
				}
			}
		}
		if diff := cmp.Diff(untouched, rowsOf(f.Dump(t), other)); diff != "" {
			t.Errorf("another strike has changed (-before +after):\n%s", diff)
		}
		for _, of := range []string{"residents", "consultants", "personal links", "published versions", "runs with their documents", "files brought in"} {
			found := false
			for _, d := range got.Deleted {
				found = found || d.Of == of && d.Rows == 1
			}
			if !found {
				t.Errorf("the certificate has no row of %s: %v", of, got.Deleted)
			}
		}
		list, err := f.Certificates(ctx)
		if err != nil || len(list) != 1 || !cmp.Equal(list[0], got) || got.DueOn != due || got.By != f.bob.Name || len(got.Kept) != 1 {
			t.Errorf("certificates %v, %v; want %v", list, err, got)
		}
		if list, err := f.DuePurges(ctx, due); err != nil || len(list) != 1 || list[0].ID != other {
			t.Errorf("due after the purge: %v, %v", list, err)
		}
		_, err = f.Purge(ctx, f.bob, f.strike, nil)
		wantError(t, "a second purge", err, store.ErrPurged)
	})
}

// rowsOf are the rows of a dump that name the strike, but for those of the audit.
func rowsOf(dump map[string][]string, strike string) map[string][]string {
	out := map[string][]string{}
	for table, rows := range dump {
		for _, row := range rows {
			if table != "audit" && strings.Contains(row, strike) {
				out[table] = append(out[table], row)
			}
		}
	}
	return out
}

// TestCertificateTells holds that a certificate says when and by which role the day was changed, and what
// became of backups; and that the days of a strike that was over are not counted anew with each change.
func TestCertificateTells(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Date(2025, 8, 10, 9, 0, 0, 0, time.UTC) // after the strike
		o.Now = func() time.Time { return now }
		f := fill(t, storetest.With(t, o))
		ctx := t.Context()
		change := func(by store.Actor, days int, notice string) store.Strike {
			t.Helper()
			now = now.Add(24 * time.Hour)
			st, err := f.Strike(ctx, f.strike)
			if err != nil {
				t.Fatal(err)
			}
			st.Retention.Days, st.Retention.Notice = days, notice
			if err := f.SaveStrike(ctx, by, f.strike, st.Version, st.StrikeSettings); err != nil {
				t.Fatal(err)
			}
			if st, err = f.Strike(ctx, f.strike); err != nil {
				t.Fatal(err)
			}
			return st
		}
		first := rota.Date{Year: 2025, Month: time.August, Day: 10}
		if st := change(f.bob, 30, "elsewhere"); st.KeptFrom != first || st.DeleteOn != first.Add(30) {
			t.Errorf("30 days from %s are %s", st.KeptFrom, st.DeleteOn)
		}
		if st := change(store.Actor{}, 30, "here"); st.DeleteOn != first.Add(30) {
			t.Errorf("another notice moves the day to %s", st.DeleteOn)
		}
		if st := change(store.Actor{}, 20, "here"); st.DeleteOn != first.Add(20) {
			t.Errorf("20 days from %s are %s", st.KeptFrom, st.DeleteOn)
		}
		got, err := f.Purge(ctx, store.Actor{}, f.strike, nil)
		if err != nil || len(got.Days) != 2 || got.Days[0].Role != "admin" || got.Days[1].Role != "" || got.Backups != nil ||
			!strings.HasSuffix(got.Days[0].What, ", then 30") || got.Days[1].What != "days until everybody is deleted: 30, then 20" {
			t.Errorf("the certificate says %+v, %v", got, err)
		}
		left := []store.LeftBackup{{Path: "one", Made: time.Unix(1754000000, 0).UTC(), Since: time.Unix(1757000000, 0).UTC()}}
		gone := []store.GoneBackup{{Path: "one", Made: left[0].Made, At: time.Unix(1757100000, 0).UTC()}}
		for _, tt := range []struct{ done, want store.Backups }{
			{store.Backups{Seen: 3, Cleared: 1, Deleted: 1, Failed: 1, Left: left}, store.Backups{Seen: 3, Cleared: 1, Deleted: 1, Failed: 1, Left: left}},
			{store.Backups{Seen: 2, Deleted: 1}, store.Backups{Seen: 3, Cleared: 1, Deleted: 2}},
			{store.Backups{Seen: 1, Gone: gone}, store.Backups{Seen: 4, Cleared: 1, Deleted: 2, Gone: gone}},
			{store.Backups{Seen: 1}, store.Backups{Seen: 4, Cleared: 1, Deleted: 2, Gone: gone}},
		} {
			if err := f.CertifyBackups(ctx, f.strike, tt.done); err != nil {
				t.Fatal(err)
			}
			list, err := f.Certificates(ctx)
			if diff := cmp.Diff(&tt.want, list[0].Backups); err != nil || diff != "" {
				t.Errorf("of backups it says (-want +got):\n%s%v", diff, err)
			}
		}
	})
}

// TestPurgedStrikeIsClosed holds that nothing but its deletion changes a strike whose people are gone.
func TestPurgedStrikeIsClosed(t *testing.T) {
	looks := map[string]bool{"publish": true, "answer": true, "call": true, "replan": true} // first, for what is gone
	eachSave(t, func(t *testing.T, f *fixture, s save) {
		if s.name == "delete strike" || looks[s.name] || s.missing {
			return
		}
		purged := *f
		if _, err := f.Purge(t.Context(), f.ann, f.strike, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.do(t, &purged); !errors.Is(err, store.ErrPurged) && !errors.Is(err, rota.ErrNotFound) {
			t.Errorf("%s: %v", s.name, err)
		}
	})
}

// TestEveryTablePurged holds that a new table with rows of a strike is purged, or is
// here, since it names nobody.
func TestEveryTablePurged(t *testing.T) {
	want := []string{"audit", "cards", "lost_parts", "money", "purges", "rates", "salaries", "slots", "travel"}
	if diff := cmp.Diff(want, store.NeverPurged()); diff != "" {
		t.Errorf("tables that a purge leaves (-want +got):\n%s", diff)
	}
}
