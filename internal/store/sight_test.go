package store_test

import (
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestSight holds who has to wait for a confirmation and who has not, what is told to whom of
// accounts that come to see residents by name, and that it stands in the audit.
func TestSight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx, w := t.Context(), watcher{t, s}
		must, add, waits := w.must, w.add, w.waits
		news := func(of store.User) (out []store.Action) {
			t.Helper()
			rows, err := s.SightNews(ctx, of.ID)
			must(err)
			for _, r := range rows {
				out = append(out, r.Action)
			}
			return out
		}
		boss := add(store.Actor{}, "boss", "administrator")
		by := store.Actor{ID: boss.ID, Name: boss.Name}
		first := add(by, "first", "coordinator")
		second := add(by, "second", "coordinator")
		if waits(first) || waits(second) {
			t.Error("an account waits though nobody has signed in who could confirm it")
		}
		same(t, "told of the second", []store.Action{store.Granted}, news(first))
		same(t, "not told of those before", []store.Action(nil), news(second))

		must(s.RecordSignIn(ctx, store.CameIn, first.ID))
		third := add(by, "third", "coordinator")
		lead := add(by, "lead", "lead")
		if !waits(third) || waits(lead) {
			t.Error("a third coordinator does not wait, or a lead does")
		}
		must(s.SetRole(ctx, by, lead.ID, "coordinator", rota.OwnServices{}))
		if !waits(lead) {
			t.Error("who is made a coordinator does not wait")
		}
		console := add(store.Actor{}, "console", "coordinator")
		if waits(console) {
			t.Error("an account that whoever runs the program made waits")
		}
		for _, nobody := range []string{boss.ID, third.ID, lead.ID, "none"} {
			wantError(t, "confirmed by somebody who may not", s.ConfirmUser(ctx, store.Actor{ID: nobody}, third.ID), rota.ErrForbidden)
		}
		must(s.ConfirmUser(ctx, store.Actor{ID: first.ID}, third.ID))
		if waits(third) {
			t.Error("it waits after it was confirmed")
		}
		unchosen, err := s.AddUser(ctx, by, store.User{Email: "u@example.org", Name: "u", Role: "coordinator"})
		must(err)
		wantError(t, "confirmed before a password is chosen", s.ConfirmUser(ctx, store.Actor{ID: first.ID}, unchosen.ID), rota.ErrForbidden)
		must(s.CloseUser(ctx, by, unchosen.ID))
		must(s.SetRole(ctx, by, lead.ID, "finance", rota.OwnServices{}))
		must(s.CloseUser(ctx, by, third.ID))
		must(s.ReopenUser(ctx, by, third.ID))
		if waits(lead) || !waits(third) {
			t.Error("one who sees nobody any more waits, or one that was opened again does not")
		}
		must(s.CloseUser(ctx, by, third.ID))

		same(t, "told so far", []store.Action{store.Granted, store.Granted, store.Granted, store.Granted, store.Granted, store.Granted}, news(first))
		rows, err := s.SightNews(ctx, first.ID)
		must(err)
		must(s.SeeSightNews(ctx, first.ID, rows[len(rows)-1].Seq))
		must(s.SeeSightNews(ctx, first.ID, 1))
		same(t, "told again", []store.Action(nil), news(first))
		must(s.NewLink(ctx, by, first.ID, "hash", time.Now().Add(time.Hour)))
		must(s.SetPassword(ctx, store.Actor{}, second.ID, "y"))
		must(s.SetPassword(ctx, store.Actor{ID: second.ID}, second.ID, "z"))
		must(s.SetFactor(ctx, store.Actor{ID: first.ID}, first.ID, "sealed", 1, nil))
		must(s.RemoveFactor(ctx, by, first.ID))
		must(s.NewLink(ctx, by, lead.ID, "other", time.Now().Add(time.Hour)))
		same(t, "told of who could come in as them", []store.Action{store.LinkedSight, store.SavedSight, store.UnsecuredSight}, news(first))

		in, err := s.SignIn(ctx, store.Identity{Issuer: "https://id.example", Subject: "7", Name: "Ann", Role: "coordinator"})
		must(err)
		if !in.Waits.IsZero() {
			t.Error("who has the role from a group waits")
		}
		same(t, "told of a group too", 4, len(news(first)))
	})
}

// TestSightAlone holds that an administrator alone comes to see nobody: not by closing the only coordinator and adding
// another, nor by a link or a second factor taken off; and that whoever runs the program can let one in, which is told.
func TestSightAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		ctx, w := t.Context(), watcher{t, s}
		must, add, waits := w.must, w.add, w.waits
		use := func(u store.User, hash string, by store.Actor) {
			t.Helper()
			must(s.NewLink(ctx, by, u.ID, hash, time.Now().Add(time.Hour)))
			_, err := s.UseLink(ctx, hash, "chosen")
			must(err)
		}
		boss := add(store.Actor{}, "boss", "administrator")
		by := store.Actor{ID: boss.ID}
		first := add(by, "first", "coordinator")
		use(first, "a", by)
		if waits(first) {
			t.Error("the first waits though nobody has signed in")
		}
		must(s.RecordSignIn(ctx, store.CameIn, first.ID))
		must(s.NewLink(ctx, by, first.ID, "b", time.Now().Add(time.Hour)))
		if waits(first) {
			t.Error("a link that is not used makes its owner wait")
		}
		use(first, "c", by)
		if !waits(first) {
			t.Error("who came in by an administrator's link does not wait")
		}
		second := add(store.Actor{}, "second", "coordinator")
		must(s.RecordSignIn(ctx, store.CameIn, second.ID))
		wantError(t, "confirmed by who waits", s.ConfirmUser(ctx, store.Actor{ID: first.ID}, first.ID), rota.ErrForbidden)
		must(s.ConfirmUser(ctx, store.Actor{ID: second.ID}, first.ID))
		must(s.SetFactor(ctx, store.Actor{ID: first.ID}, first.ID, "sealed", 1, nil))
		must(s.RemoveFactor(ctx, by, first.ID))
		if !waits(first) {
			t.Error("whose second factor an administrator took off does not wait")
		}
		must(s.CloseUser(ctx, by, first.ID))
		must(s.CloseUser(ctx, by, second.ID))
		alone := add(by, "alone", "coordinator")
		n, err := s.Confirmers(ctx, alone.ID)
		must(err)
		if !waits(alone) || n != 0 {
			t.Errorf("after the only coordinators were closed a new one waits: %t; %d could confirm", waits(alone), n)
		}
		other := add(store.Actor{}, "other", "coordinator")
		must(s.ConfirmUser(ctx, store.Actor{}, alone.ID))
		if waits(alone) || waits(other) {
			t.Error("whom whoever runs the program lets in waits")
		}
		news, err := s.SightNews(ctx, other.ID)
		must(err)
		told := 0
		for _, r := range news {
			if r.ID == alone.ID && r.Action == store.Granted && r.ByID == "" {
				told++
			}
		}
		same(t, "told that the program confirmed", 1, told)
	})
}

// A watcher makes accounts and says which of them wait.
type watcher struct {
	t *testing.T
	s *storetest.DB
}

func (w watcher) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w watcher) add(actor store.Actor, name, role string) store.User {
	w.t.Helper()
	u, err := w.s.AddUser(w.t.Context(), actor, store.User{Email: name + "@example.org", Name: name, Role: role, PasswordHash: "x"})
	w.must(err)
	return u
}

func (w watcher) waits(u store.User) bool {
	w.t.Helper()
	u, err := w.s.User(w.t.Context(), u.ID)
	w.must(err)
	return !u.Waits.IsZero()
}
