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
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		add := func(actor store.Actor, name, role string) store.User {
			t.Helper()
			u, err := s.AddUser(ctx, actor, store.User{Email: name + "@example.org", Name: name, Role: role, PasswordHash: "x"})
			must(err)
			return u
		}
		news := func(of store.User) (out []store.Action) {
			t.Helper()
			rows, err := s.SightNews(ctx, of.ID)
			must(err)
			for _, r := range rows {
				out = append(out, r.Action)
			}
			return out
		}
		waits := func(u store.User) bool {
			t.Helper()
			u, err := s.User(ctx, u.ID)
			must(err)
			return !u.Waits.IsZero()
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
		must(s.SetRole(ctx, by, lead.ID, "coordinator"))
		if !waits(lead) {
			t.Error("who is made a coordinator does not wait")
		}
		console := add(store.Actor{}, "console", "coordinator")
		if waits(console) {
			t.Error("an account that whoever runs the program made waits")
		}
		for _, nobody := range []string{boss.ID, third.ID, lead.ID, "none", ""} {
			wantError(t, "confirmed by somebody who may not", s.ConfirmUser(ctx, store.Actor{ID: nobody}, third.ID), rota.ErrForbidden)
		}
		must(s.ConfirmUser(ctx, store.Actor{ID: first.ID}, third.ID))
		if waits(third) {
			t.Error("it waits after it was confirmed")
		}
		must(s.SetRole(ctx, by, lead.ID, "finance"))
		must(s.CloseUser(ctx, by, third.ID))
		must(s.ReopenUser(ctx, by, third.ID))
		if waits(lead) || !waits(third) {
			t.Error("one who sees nobody any more waits, or one that was opened again does not")
		}
		must(s.CloseUser(ctx, by, third.ID))

		same(t, "told so far", []store.Action{store.Granted, store.Granted, store.Granted, store.Granted, store.Granted}, news(first))
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
