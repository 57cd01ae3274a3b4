package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestSignIn holds that issuer and subject alone say whose account it is, and what the
// trust's sign-in says of somebody is what their account has from then on.
func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		local, err := s.AddUser(ctx, store.Actor{}, store.User{Email: "ann@trust.example", Name: "Ann", Role: "administrator", PasswordHash: "hash"})
		if err != nil {
			t.Fatal(err)
		}
		id := store.Identity{Issuer: "https://id.example", Subject: "7", Name: "Ann Adeyemi", Email: "Ann@trust.example", Role: "finance"}
		ann, err := s.SignIn(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if ann.ID == local.ID || ann.Role != "finance" || ann.Name != "Ann Adeyemi" || ann.Email != "ann@trust.example" || ann.PasswordHash != "" {
			t.Errorf("the account is %+v", ann)
		}
		if got, err := s.UserByEmail(ctx, "ann@trust.example"); err != nil || got.ID != local.ID {
			t.Errorf("by its address the account with a password is %+v, %v", got, err)
		}
		_, err = s.UserByEmail(ctx, "openid:"+ann.ID)
		wantError(t, "by what stands for an address", err, rota.ErrNotFound)

		id.Role, id.Name, id.Email, id.Services = "lead", "Ann Osei", "", rota.SomeServices("Maternity")
		again, err := s.SignIn(ctx, id)
		want := ann
		want.Role, want.Name, want.Email, want.Services = "lead", "Ann Osei", "", rota.SomeServices("Maternity")
		if err != nil {
			t.Fatal(err)
		}
		same(t, "signed in again", want, again)
		for name, other := range map[string]store.Identity{
			"another subject": {Issuer: id.Issuer, Subject: "8", Name: "Ann Osei", Role: "lead"},
			"another issuer":  {Issuer: "https://other.example", Subject: "7", Name: "Ann Osei", Role: "lead"},
		} {
			if got, err := s.SignIn(ctx, other); err != nil || got.ID == ann.ID {
				t.Errorf("%s: account %+v, %v", name, got, err)
			}
		}
		wantError(t, "a password", s.SetPassword(ctx, store.Actor{}, ann.ID, "hash"), rota.ErrForbidden)
		wantError(t, "a link", s.NewLink(ctx, store.Actor{}, ann.ID, "hash", time.Now().AddDate(0, 0, 1)), rota.ErrForbidden)
	})
}

// TestSignInRefused holds who may not sign in, and that what they have open is over.
func TestSignInRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		refused := func(name string, id store.Identity) {
			t.Helper()
			got, err := s.SignIn(ctx, id)
			wantError(t, name, err, rota.ErrForbidden)
			if got != (store.User{}) {
				t.Errorf("%s: account %+v", name, got)
			}
		}
		id := store.Identity{Issuer: "https://id.example", Subject: "7", Name: "Ann", Role: "finance"}
		none := id
		none.Role = ""
		refused("no role, for the first time", none)
		refused("no subject", store.Identity{Issuer: "https://id.example", Name: "Ann", Role: "finance"})
		refused("no issuer", store.Identity{Subject: "7", Name: "Ann", Role: "finance"})
		if users, err := s.Users(ctx); err != nil || len(users) > 0 {
			t.Fatalf("accounts %v, %v", users, err)
		}
		ann, err := s.SignIn(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		refused("no role any more", none)
		if got, err := s.User(ctx, ann.ID); err != nil || got.Ended != ann.Ended+1 || got.Role != "finance" {
			t.Errorf("the account of somebody without a role is %+v, %v", got, err)
		}
		if err := s.CloseUser(ctx, store.Actor{}, ann.ID); err != nil {
			t.Fatal(err)
		}
		refused("closed", id)
		rows, _, err := s.AuditLog(ctx, store.AuditFilter{Kind: store.KindUser}, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			who := map[string]string{"": "nobody", ann.ID: "ann"}
			got = append(got, who[r.ByID]+" "+string(r.Action)+" "+who[r.ID])
		}
		slices.Reverse(got)
		want := []string{"nobody refused nobody", "nobody made ann", "ann signed in ann", "nobody refused ann", "nobody closed ann", "nobody refused ann"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("audit (-want +got):\n%s", diff)
		}
	})
}

// TestSignInAtOnce holds that somebody who comes for the first time in several windows has one account.
func TestSignInAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ids := make([]string, 8)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				user, err := s.SignIn(t.Context(), store.Identity{Issuer: "https://id.example", Subject: "7", Name: "Ann", Role: "finance"})
				if err != nil {
					t.Error(err)
				}
				ids[i] = user.ID
			})
		}
		all.Wait()
		if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
			t.Errorf("accounts %v", ids)
		}
	})
}

// TestSignOut holds whose sessions are over when the trust's sign-in says so, by subject or by session, and
// that it counts once.
func TestSignOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx := t.Context()
		expires := time.Now().Add(time.Minute)
		in := func(subject, session string) store.User {
			t.Helper()
			user, err := s.SignIn(ctx, store.Identity{Issuer: "https://id.example", Subject: subject, Session: session, Name: "Ann", Role: "finance"})
			if err != nil {
				t.Fatal(err)
			}
			return user
		}
		ann, bob := in("7", "s1"), in("8", "s2")
		ended := func(user store.User) int64 {
			t.Helper()
			now, err := s.User(ctx, user.ID)
			if err != nil {
				t.Fatal(err)
			}
			return now.Ended - user.Ended
		}
		for _, tt := range []struct {
			name string
			out  store.SignedOut
			err  error
			ann  int64
		}{
			{"nobody who is known", store.SignedOut{Subject: "9", Token: "a"}, nil, 0},
			{"no session that is known", store.SignedOut{Session: "s9", Token: "b"}, nil, 0},
			{"by session", store.SignedOut{Session: "s1", Token: "c"}, nil, 1},
			{"by session again", store.SignedOut{Session: "s1", Token: "c"}, rota.ErrConflict, 1},
			{"by subject", store.SignedOut{Subject: "7", Token: "d"}, nil, 2},
			{"by subject again", store.SignedOut{Subject: "7", Session: "s1", Token: "d"}, rota.ErrConflict, 2},
		} {
			tt.out.Issuer, tt.out.Expires = "https://id.example", expires
			if err := s.SignOut(ctx, tt.out); !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
			}
			if got := ended(ann); got != tt.ann || ended(bob) != 0 {
				t.Errorf("%s: ended %d times, want %d; of somebody else %d", tt.name, got, tt.ann, ended(bob))
			}
		}
		if err := s.SignOut(ctx, store.SignedOut{Issuer: "https://other.example", Subject: "8", Token: "e", Expires: expires}); err != nil || ended(bob) != 0 {
			t.Errorf("by another provider: %v, ended %d times", err, ended(bob))
		}
	})
}
