package store_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

var (
	_ scs.Store    = store.Sessions{}
	_ scs.CtxStore = store.Sessions{}
)

func TestUsers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		if n, err := s.CountUsers(ctx); n != 0 || err != nil {
			t.Errorf("%d accounts in an empty database, %v", n, err)
		}
		want, err := s.CreateUser(ctx, store.User{Email: " Ann@Example.ORG", Name: "Ann", Role: "admin", PasswordHash: "hash"})
		if err != nil {
			t.Fatal(err)
		}
		if want.Email != "ann@example.org" || want.ID == "" || want.MadeAt.IsZero() {
			t.Errorf("the account is %+v", want)
		}
		_, err = s.CreateUser(ctx, store.User{Email: "ANN@example.org", Name: "Other", Role: "viewer"})
		if faults := rota.Faults(err); len(faults) != 1 || faults[0].Path != "email" {
			t.Errorf("the same address again: %v, want a fault at email", err)
		}
		byEmail, err := s.UserByEmail(ctx, "aNN@example.org ")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "by address", want, byEmail)
		if err := s.SetPassword(ctx, store.Actor{}, want.ID, "other"); err != nil {
			t.Fatal(err)
		}
		want.PasswordHash = "other"
		byID, err := s.User(ctx, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "by id", want, byID)
		all, err := s.Users(ctx)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "all", []store.User{want}, all)
		_, err = s.UserByEmail(ctx, "bob@example.org")
		wantError(t, "an unknown address", err, rota.ErrNotFound)
		if err != nil && strings.Contains(err.Error(), "bob") {
			t.Errorf("the error holds the address: %v", err)
		}
		_, err = s.User(ctx, "")
		wantError(t, "no id", err, rota.ErrNotFound)
		wantError(t, "a password for nobody", s.SetPassword(ctx, store.Actor{}, "x", "y"), rota.ErrNotFound)
	})
}

func TestSessions(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Unix(1_700_000_000, 0)
		o.Now = func() time.Time { return now }
		s := storetest.With(t, o).Sessions()
		find := func(token, want string) {
			t.Helper()
			data, found, err := s.Find(token)
			if err != nil || found != (want != "") || string(data) != want {
				t.Errorf("found %q, %v, %v; want %q", data, found, err, want)
			}
		}
		commit := func(token, data string, left time.Duration) {
			t.Helper()
			if err := s.Commit(token, []byte(data), now.Add(left)); err != nil {
				t.Fatal(err)
			}
		}
		find("a", "")
		commit("a", "\x00one\xff", time.Minute)
		commit("b", "two", time.Hour)
		find("a", "\x00one\xff")
		commit("a", "three", time.Minute)
		find("a", "three")
		if err := s.Delete("b"); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete("b"); err != nil {
			t.Errorf("deleting twice: %v", err)
		}
		find("b", "")
		now = now.Add(time.Minute)
		find("a", "") // expired
	})
}

func TestExpiredSessionsGo(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Unix(1_700_000_000, 0)
		o.Now = func() time.Time { return now }
		db := storetest.With(t, o)
		for i := range 5 {
			if err := db.Sessions().Commit(fmt.Sprint(i), nil, now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			now = now.Add(30 * time.Second)
		}
		if n := len(db.Dump(t)["sessions"]); n != 2 {
			t.Errorf("%d sessions are kept, want those of the last minute: 2", n)
		}
	})
}

func TestAuditPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		for range store.AuditPage {
			if err := f.anySave(t, f.bob); err != nil {
				t.Fatal(err)
			}
		}
		page := func(n int) []store.AuditRow {
			t.Helper()
			rows, err := f.Audit(t.Context(), f.strike, n)
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		first, second := page(1), page(2)
		if len(first) != store.AuditPage || first[0].By != f.bob.Name || first[0].ByID != f.bob.ID || first[0].At.IsZero() {
			t.Errorf("the first page has %d rows, the newest %+v", len(first), first[0])
		}
		last := second[len(second)-1]
		want := store.AuditRow{Seq: last.Seq, At: last.At, ByID: f.ann.ID, By: f.ann.Name, StrikeID: f.strike, Action: store.Made, Kind: store.KindStrike, ID: f.strike}
		same(t, "the oldest row", want, last)
		if n := len(page(3)); n != 0 {
			t.Errorf("%d rows after the last page", n)
		}
		same(t, "page 0", first, page(0))
		if rows, err := f.Audit(t.Context(), "other", 1); err != nil || len(rows) != 0 {
			t.Errorf("the audit of another strike has %d rows, %v", len(rows), err)
		}
	})
}

// TestAuditLog narrows the audit of all strikes by who, what and when.
func TestAuditLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		if err := f.anySave(t, f.bob); err != nil {
			t.Fatal(err)
		}
		all, total, err := f.AuditLog(ctx, store.AuditFilter{}, 1)
		if err != nil || total != len(all) || all[0].Action != store.Locked {
			t.Fatalf("%d rows of %d, %v; the newest %+v", len(all), total, err, all[0])
		}
		nobody, at := "", all[0].At
		tests := []struct {
			name   string
			filter store.AuditFilter
			keep   func(store.AuditRow) bool
		}{
			{"of the strike", store.AuditFilter{StrikeID: f.strike}, func(r store.AuditRow) bool { return r.StrikeID == f.strike }},
			{"of another strike", store.AuditFilter{StrikeID: "other"}, func(store.AuditRow) bool { return false }},
			{"by Bob", store.AuditFilter{ByID: &f.bob.ID}, func(r store.AuditRow) bool { return r.ByID == f.bob.ID }},
			{"by the program", store.AuditFilter{ByID: &nobody}, func(r store.AuditRow) bool { return r.ByID == "" }},
			{"of accounts", store.AuditFilter{Kind: store.KindUser}, func(r store.AuditRow) bool { return r.Kind == store.KindUser }},
			{"since the last", store.AuditFilter{Since: at}, func(r store.AuditRow) bool { return !r.At.Before(at) }},
			{"until the last", store.AuditFilter{Until: at}, func(r store.AuditRow) bool { return r.At.Before(at) }},
			{"by Bob, of plans", store.AuditFilter{ByID: &f.bob.ID, Kind: store.KindPlan},
				func(r store.AuditRow) bool { return r.ByID == f.bob.ID && r.Kind == store.KindPlan }},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				got, n, err := f.AuditLog(ctx, tt.filter, 1)
				var want []store.AuditRow
				for _, r := range all {
					if tt.keep(r) {
						want = append(want, r)
					}
				}
				if err != nil || n != len(want) {
					t.Errorf("%d rows, %v; want %d", n, err, len(want))
				}
				same(t, "the rows", want, got)
			})
		}
		for _, r := range all {
			if !slices.Contains(store.Kinds(), r.Kind) {
				t.Errorf("%s is not among the kinds", r.Kind)
			}
		}
	})
}

// TestDeleteStrike holds that nothing is left of the strike but its audit.
func TestDeleteStrike(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		before := f.Dump(t)
		first := f.strike
		f.addStrike(t)
		if err := f.DeleteStrike(t.Context(), f.ann, f.strike); err != nil {
			t.Fatal(err)
		}
		after := f.Dump(t)
		for table := range before {
			if table != "audit" && table != "audit_head" {
				same(t, table, before[table], after[table])
			}
		}
		wantError(t, "deleting twice", f.DeleteStrike(t.Context(), f.ann, f.strike), rota.ErrNotFound)
		f.strike = first
		f.entry(t)
	})
}

// TestDeletedNamesLeaveTheFile looks for the names of deleted people in the bytes of the closed database.
func TestDeletedNamesLeaveTheFile(t *testing.T) {
	o := storetest.SQLite(t)
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	f := &fixture{DB: storetest.Of(s)}
	f.addStrike(t)
	inFile := func() bool {
		t.Helper()
		data, err := os.ReadFile(o.Path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(data, []byte(marker))
	}
	s.Exec(t, "PRAGMA wal_checkpoint(TRUNCATE)")
	if !inFile() {
		t.Fatal("the names are not in the file: the test looks for the wrong thing")
	}
	if err := f.DeleteResident(t.Context(), f.ann, f.strike, f.resident, f.loadResident(t).Version); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteConsultant(t.Context(), f.ann, f.strike, f.consultant, f.loadConsultant(t).Version); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if inFile() {
		t.Error("the names of deleted people are in the file")
	}
	if _, err := os.Stat(o.Path + "-wal"); err == nil {
		t.Error("the log of changes is left beside the closed file")
	}
}

// TestEveryStatementNamesItsStrike watches every statement of every load and save.
func TestEveryStatementNamesItsStrike(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		tables := store.OfOneStrike()
		seen := map[string]bool{}
		f.Watch(t, func(statement string) {
			for _, table := range tables {
				if strings.Contains(statement, `"`+table+`"`) || strings.Contains(statement, "`"+table+"`") {
					seen[table] = true
					_, where, _ := strings.Cut(statement, "WHERE")
					if !strings.HasPrefix(statement, "INSERT") && !strings.Contains(where, "strike_id = ") {
						t.Errorf("a statement names no strike: %s", statement)
					}
				}
			}
		})
		for _, s := range saves() {
			f.readyFor(t, s)
			if err := s.do(t, f); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
		}
		f.addStrike(t)
		for name, load := range lists(f, f.strike) {
			if err := load(t.Context()); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if len(seen) != len(tables) {
			t.Errorf("statements were seen of %v alone", seen)
		}
	})
}
