package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestSessionList holds where an account is signed in: what begins, is used, gets another mark and is ended, of this
// account alone, and that nothing of a session that was ended comes back.
func TestSessionList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx, start := t.Context(), time.Unix(1_700_000_000, 0).UTC()
		limits := store.SessionLimits{Idle: 15 * time.Minute, Absolute: 8 * time.Hour}
		session := func(id, user string, after time.Duration) store.AccountSession {
			return store.AccountSession{ID: id, UserID: user, Browser: "Firefox on Windows", Mark: "m", Role: "coordinator", Began: start.Add(after), Used: start.Add(after)}
		}
		begin := func(s store.AccountSession) store.AccountSession {
			t.Helper()
			if err := db.BeginSession(ctx, s, limits); err != nil {
				t.Fatal(err)
			}
			return s
		}
		list := func(what, user string, want ...store.AccountSession) {
			t.Helper()
			got, err := f.SessionsOf(ctx, user)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s: %v\n%s", what, err, diff)
			}
		}
		a, b, c := begin(session("a", f.ann.ID, 0)), begin(session("b", f.ann.ID, time.Minute)), begin(session("c", f.bob.ID, 2*time.Minute))
		list("both, the newest first", f.ann.ID, b, a)
		a.Used, a.Role = start.Add(3*time.Minute), "lead"
		a.Mark = "n"
		for _, err := range []error{db.UseSession(ctx, "a", a.Used, a.Role), db.MarkSession(ctx, "a", "n"), db.UseSession(ctx, "gone", a.Used, "x"), db.MarkSession(ctx, "gone", "x")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		list("one used", f.ann.ID, b, a)
		if got, user, err := db.SessionOfAny(ctx, "a"); err != nil || got != a || user.ID != f.ann.ID {
			t.Errorf("by its id: %+v of %s, %v", got, user.ID, err)
		}
		wantError(t, "somebody else's session", f.EndSession(ctx, f.ann, f.ann.ID, "c"), rota.ErrNotFound)
		audit := func(what string, want ...store.Action) {
			t.Helper()
			rows, _, err := f.AuditLog(ctx, store.AuditFilter{Kind: store.KindUser}, 1)
			var got []store.Action
			for _, r := range rows {
				if slices.Contains([]store.Action{store.EndedOne, store.EndedOthers}, r.Action) {
					if got = append(got, r.Action); r.ID != f.ann.ID || r.ByID != f.ann.ID {
						t.Errorf("%s: %+v", what, r)
					}
				}
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: the audit has %v, %v; want %v", what, got, err, want)
			}
		}
		audit("nothing ended")
		if err := f.EndSession(ctx, f.ann, f.ann.ID, "b"); err != nil {
			t.Fatal(err)
		}
		audit("one ended", store.EndedOne)
		wantError(t, "ended twice", f.EndSession(ctx, f.ann, f.ann.ID, "b"), rota.ErrNotFound)
		if err := db.UseSession(ctx, "b", start, "coordinator"); err != nil { // by a request that was on its way
			t.Fatal(err)
		}
		_, _, err := db.SessionOfAny(ctx, "b")
		wantError(t, "ended", err, rota.ErrNotFound)
		d := begin(session("d", f.ann.ID, 4*time.Minute))
		if n, err := f.EndOtherSessions(ctx, f.ann, f.ann.ID, "d"); n != 1 || err != nil {
			t.Errorf("ended %d others, %v", n, err)
		}
		if n, err := f.EndOtherSessions(ctx, f.ann, f.ann.ID, "d"); n != 0 || err != nil {
			t.Errorf("ended %d others, %v", n, err)
		}
		audit("others ended", store.EndedOthers, store.EndedOne)
		list("after the others", f.ann.ID, d)
		list("bob's", f.bob.ID, c)
		for range 2 {
			if err := db.LeaveSession(ctx, "d"); err != nil {
				t.Fatal(err)
			}
		}
		list("left", f.ann.ID)
		// A restored database signs everybody out.
		if err := db.EndSessions(ctx); err != nil || len(db.Dump(t)["account_sessions"]) > 0 {
			t.Errorf("%v, %v", db.Dump(t)["account_sessions"], err)
		}
	})
}

// TestSessionLimits holds both limits to the second, and that what is over goes when another session begins.
func TestSessionLimits(t *testing.T) {
	limits := store.SessionLimits{Idle: 15 * time.Minute, Absolute: 8 * time.Hour}
	start := time.Unix(1_700_000_000, 0).UTC()
	for _, tt := range []struct {
		used, now time.Duration
		over      bool
	}{
		{0, 0, false}, {0, 15*time.Minute - time.Second, false}, {0, 15 * time.Minute, true},
		{8*time.Hour - time.Minute, 8*time.Hour - time.Second, false}, {8*time.Hour - time.Minute, 8 * time.Hour, true},
	} {
		if got := limits.Over(store.AccountSession{Began: start, Used: start.Add(tt.used)}, start.Add(tt.now)); got != tt.over {
			t.Errorf("used after %v, at %v: over %t", tt.used, tt.now, got)
		}
	}
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		begin := func(id string, began, used time.Duration) {
			t.Helper()
			if err := db.BeginSession(t.Context(), store.AccountSession{ID: id, UserID: f.ann.ID, Began: start.Add(began), Used: start.Add(used)}, limits); err != nil {
				t.Fatal(err)
			}
		}
		begin("idle", 0, 0)
		begin("used", time.Second, time.Minute)
		begin("last", 15*time.Minute, 15*time.Minute)
		if got := fmt.Sprint(db.Dump(t)["account_sessions"]); strings.Contains(got, "idle") || !strings.Contains(got, "used") || !strings.Contains(got, "last") {
			t.Errorf("kept are %s", got)
		}
	})
}
