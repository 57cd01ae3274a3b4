package store_test

import (
	"slices"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestAccounts changes accounts, and looks at what the audit has of it.
func TestAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		admin := store.Actor{ID: "admin"}
		ann, err := s.AddUser(ctx, admin, store.User{Email: "ann@trust.example", Name: "Ann", Role: "finance"})
		if err != nil {
			t.Fatal(err)
		}
		maternity := rota.SomeServices("Maternity")
		said := []string{ann.ID + ": no service, then Maternity", ann.ID + ": Maternity, then all services"}
		steps := []struct {
			action store.Action // "" where nothing is done
			do     func() error
			want   func(*store.User)
		}{
			{store.Moved, func() error { return s.SetRole(ctx, admin, ann.ID, "lead", rota.OwnServices{}) }, func(u *store.User) { u.Role = "lead" }},
			{"", func() error { return s.SetRole(ctx, admin, ann.ID, "lead", rota.OwnServices{}) }, func(*store.User) {}},
			{store.Narrowed, func() error { return s.SetRole(ctx, admin, ann.ID, "lead", maternity) }, func(u *store.User) { u.Services = maternity }},
			{"", func() error { return s.SetRole(ctx, admin, ann.ID, "lead", maternity) }, func(*store.User) {}},
			{store.Narrowed, func() error { return s.SetRole(ctx, admin, ann.ID, "lead", rota.EveryService()) }, func(u *store.User) { u.Services = rota.EveryService() }},
			{store.Secured, func() error { return s.SetFactor(ctx, admin, ann.ID, "sealed", 5, []string{"r1", "r2"}) }, func(u *store.User) { u.Factor, u.Ended = "sealed", 1 }},
			{store.Ended, func() error { return s.EndSessionsOf(ctx, admin, ann.ID) }, func(u *store.User) { u.Ended = 2 }},
			{store.Unsecured, func() error { return s.RemoveFactor(ctx, admin, ann.ID) }, func(u *store.User) { u.Factor, u.Ended = "", 3 }},
			{"", func() error { return s.RemoveFactor(ctx, admin, ann.ID) }, func(*store.User) {}},
			{store.Closed, func() error { return s.CloseUser(ctx, admin, ann.ID) }, func(u *store.User) { u.Ended = 4 }},
			{"", func() error { return s.CloseUser(ctx, admin, ann.ID) }, func(*store.User) {}},
			{store.Reopened, func() error { return s.ReopenUser(ctx, admin, ann.ID) }, func(*store.User) {}},
			{"", func() error { return s.ReopenUser(ctx, admin, ann.ID) }, func(*store.User) {}},
		}
		closed := false
		for _, step := range steps {
			before := len(s.Dump(t)["audit"])
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.action, err)
			}
			step.want(&ann)
			if step.action == store.Closed || step.action == store.Reopened {
				closed = step.action == store.Closed
			}
			got, err := s.User(ctx, ann.ID)
			if err != nil || got.Closed() != closed {
				t.Fatalf("%s: closed %t, %v", step.action, got.Closed(), err)
			}
			got.ClosedAt = ann.ClosedAt
			same(t, string(step.action), ann, got)
			rows, _, err := s.AuditLog(ctx, store.AuditFilter{}, 1)
			if err != nil {
				t.Fatal(err)
			}
			switch n := len(rows) - before; {
			case step.action == "" && n != 0:
				t.Errorf("%d rows in the audit for nothing", n)
			case step.action == store.Narrowed:
				if n != 1 || rows[0].Action != step.action || rows[0].ByID != "admin" || rows[0].ID != said[0] {
					t.Errorf("%d rows in the audit, the newest %+v; want %q", n, rows[0], said[0])
				}
				said = said[1:]
			case step.action != "" && (n != 1 || rows[0].Action != step.action || rows[0].ByID != "admin" || rows[0].ID != ann.ID):
				t.Errorf("%s: %d rows in the audit, the newest %+v", step.action, n, rows[0])
			}
		}
		wantError(t, "an unknown account", s.CloseUser(ctx, admin, "x"), rota.ErrNotFound)
	})
}

// TestServicesOfLeads holds that an account says whose slots a clinical lead sees, and of no other role; that the
// audit has it with what was before; and that services are told from slots and from accounts.
func TestServicesOfLeads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx, admin := t.Context(), store.Actor{ID: "admin"}
		some := rota.SomeServices("Maternity", "Acute  oncology")
		ann, err := s.AddUser(ctx, admin, store.User{Email: "ann@trust.example", Name: "Ann", Role: "lead", Services: some})
		if err != nil || ann.Services != some {
			t.Fatalf("%+v, %v", ann, err)
		}
		fin, err := s.AddUser(ctx, admin, store.User{Email: "fin@trust.example", Name: "Fin", Role: "finance", Services: some})
		if err != nil || fin.Services != (rota.OwnServices{}) {
			t.Errorf("finance sees the services %+v, %v", fin.Services, err)
		}
		rows, _, err := s.AuditLog(ctx, store.AuditFilter{Kind: store.KindUser}, 1)
		if err != nil || len(rows) != 3 || rows[1].Action != store.Narrowed || rows[1].ID != ann.ID+": no service, then Acute oncology and Maternity" {
			t.Errorf("the audit has %+v, %v", rows, err)
		}
		e := rotatest.Small(1)
		strike, err := s.CreateStrike(ctx, admin, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
		if err == nil {
			err = s.ReplaceEntry(ctx, admin, strike, e)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.SlotServices(ctx)
		if want := []string{"Acute oncology", "Cancer", "Maternity", "Transplant"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("the services are %v, %v; want %v", got, err, want)
		}
		if err := s.SetRole(ctx, admin, ann.ID, "finance", some); err != nil {
			t.Fatal(err)
		}
		if got, err := s.User(ctx, ann.ID); err != nil || got.Services != (rota.OwnServices{}) {
			t.Errorf("in another role the account still sees %s, %v", got.Services.Words(), err)
		}
	})
}

// TestFactorOnce holds that a code of a step, and a recovery code, are good once.
func TestFactorOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		ann, err := s.CreateUser(ctx, store.User{Email: "ann@trust.example", Name: "Ann", Role: "finance"})
		if err != nil {
			t.Fatal(err)
		}
		use := func(step int64, want bool) {
			t.Helper()
			if got, err := s.UseStep(ctx, ann.ID, step); got != want || err != nil {
				t.Errorf("UseStep(%d) = %t, %v; want %t", step, got, err, want)
			}
		}
		spend := func(hash string, want bool, left int) {
			t.Helper()
			if got, err := s.UseRecovery(ctx, ann.ID, hash); got != want || err != nil {
				t.Errorf("UseRecovery(%s) = %t, %v; want %t", hash, got, err, want)
			}
			if n, err := s.RecoveriesLeft(ctx, ann.ID); n != left || err != nil {
				t.Errorf("%d left, %v; want %d", n, err, left)
			}
		}
		use(9, false) // there is no factor
		if err := s.SetFactor(ctx, store.Actor{}, ann.ID, "sealed", 5, []string{"r1", "r2"}); err != nil {
			t.Fatal(err)
		}
		use(5, false)
		use(6, true)
		use(6, false)
		use(8, true)
		use(7, false)
		spend("r1", true, 1)
		spend("r1", false, 1)
		spend("r3", false, 1)
		if err := s.SetFactor(ctx, store.Actor{}, ann.ID, "other", 5, []string{"r4"}); err != nil {
			t.Fatal(err)
		}
		spend("r2", false, 1) // of the old ones none is good
		use(6, true)
	})
}

// TestLinks holds what a link to choose a password is good for, and how long.
func TestLinks(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Unix(1_700_000_000, 0)
		o.Now = func() time.Time { return now }
		s, ctx := storetest.With(t, o), t.Context()
		ann, err := s.CreateUser(ctx, store.User{Email: "ann@trust.example", Name: "Ann", Role: "finance"})
		if err != nil {
			t.Fatal(err)
		}
		link := func(hash string) {
			t.Helper()
			if err := s.NewLink(ctx, store.Actor{}, ann.ID, hash, now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		spent := func(hash string) {
			t.Helper()
			_, err := s.UseLink(ctx, hash, "never")
			wantError(t, "link "+hash, err, rota.ErrNotFound)
		}
		link("a")
		link("b")
		spent("a")
		if got, err := s.UseLink(ctx, "b", "chosen"); err != nil || got.ID != ann.ID {
			t.Errorf("of %+v, %v", got, err)
		}
		spent("b")
		if got, err := s.User(ctx, ann.ID); err != nil || got.PasswordHash != "chosen" {
			t.Errorf("the hash is %q, %v", got.PasswordHash, err)
		}
		link("c")
		now = now.Add(time.Hour)
		spent("c")
		link("d")
		if err := s.CloseUser(ctx, store.Actor{}, ann.ID); err != nil {
			t.Fatal(err)
		}
		spent("d")
		wantError(t, "a link for a closed account", s.NewLink(ctx, store.Actor{}, ann.ID, "e", now.Add(time.Hour)), rota.ErrForbidden)
	})
}

// TestKnownBrowsers holds whose browser is known, and how long.
func TestKnownBrowsers(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Unix(1_700_000_000, 0)
		o.Now = func() time.Time { return now }
		s, ctx := storetest.With(t, o), t.Context()
		var ids []string
		for _, name := range []string{"ann", "bob"} {
			u, err := s.CreateUser(ctx, store.User{Email: name + "@trust.example", Name: name, Role: "finance"})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, u.ID)
		}
		known := func(user int, hash string, want bool) {
			t.Helper()
			users, err := s.BrowserUsers(ctx, hash)
			if got := slices.Contains(users, ids[user]); got != want || err != nil {
				t.Errorf("%s of %d is known: %t, %v; want %t", hash, user, got, err, want)
			}
		}
		for _, left := range []time.Duration{time.Minute, time.Hour} { // the later counts
			if err := s.KnowBrowser(ctx, ids[0], "x", now.Add(left)); err != nil {
				t.Fatal(err)
			}
		}
		known(0, "x", true)
		known(1, "x", false)
		known(0, "y", false)
		if err := s.KnowBrowser(ctx, ids[1], "x", now.Add(time.Minute)); err != nil { // two may share one
			t.Fatal(err)
		}
		known(0, "x", true)
		known(1, "x", true)
		now = now.Add(time.Hour)
		known(0, "x", false)
		if err := s.KnowBrowser(ctx, ids[1], "y", now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n := len(s.Dump(t)["tokens"]); n != 1 {
			t.Errorf("%d browsers are kept, want the one that has not expired", n)
		}
	})
}

// TestAddressOfTwoTrusts holds that an address may have an account in each trust, and one that is of no trust,
// each found for itself, and that a trust is refused only what it has itself.
func TestAddressOfTwoTrusts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		ctx := t.Context()
		id, err := db.AddTrust(ctx, "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		other := db.Of(id)
		var ids []string
		for _, tt := range []struct {
			trust *store.Trust
			role  string
			taken bool
		}{{db.Of(store.FirstTrust), "lead", false}, {other, "finance", false}, {db.Of(store.FirstTrust), "group", false},
			{other, "lead", true}, {db.Of(store.FirstTrust), "finance", true}, {db.Of(store.FirstTrust), "group", true}} {
			u, err := tt.trust.AddUser(ctx, store.Actor{}, store.User{Email: "Both@trusts.example", Name: "B.", Role: tt.role})
			if faults := rota.Faults(err); tt.taken != (len(faults) == 1 && faults[0].Path == "email") || tt.taken != (err != nil) {
				t.Errorf("a %s of trust %d: %v, want taken %t", tt.role, tt.trust.ID(), err, tt.taken)
			}
			if err == nil {
				ids = append(ids, u.ID)
			}
		}
		for i, trust := range []*store.Trust{db.Of(store.FirstTrust), other} {
			if u, err := trust.UserByEmail(ctx, "both@trusts.example"); err != nil || u.ID != ids[i] {
				t.Errorf("in trust %d it is %+v, %v", trust.ID(), u, err)
			}
		}
		all, err := db.UsersByEmail(ctx, " BOTH@trusts.example")
		if err != nil || len(all) != 3 {
			t.Errorf("it has %d accounts, %v", len(all), err)
		}
	})
}

// TestFailedSignInIsTold holds that a sign-in that failed is told once to every trust: to one whose account it was
// for, of that account, and to others, as to all where nobody has the address, of none.
func TestFailedSignInIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		other, err := db.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		group, err := db.CreateUser(t.Context(), store.User{Email: "icb@body.example", Name: "I.", Role: "group"})
		if err != nil {
			t.Fatal(err)
		}
		for _, users := range [][]store.User{{{ID: f.ann.ID, Trust: store.FirstTrust}}, nil, {group}} {
			if err := db.RecordMistaken(t.Context(), users); err != nil {
				t.Fatal(err)
			}
		}
		told := func(trust store.TrustID) (of []string) {
			rows, _, err := db.Of(trust).AuditLog(t.Context(), store.AuditFilter{Kind: store.KindUser}, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r.Action == store.Mistaken {
					of = append(of, r.ID)
				}
			}
			return of
		}
		if got, want := told(store.FirstTrust), []string{"", "", f.ann.ID}; !slices.Equal(got, want) {
			t.Errorf("the trust reads of failed sign-ins %q, want %q", got, want)
		}
		if got, want := told(other), []string{"", "", ""}; !slices.Equal(got, want) {
			t.Errorf("another trust reads of failed sign-ins %q, want %q", got, want)
		}
	})
}
