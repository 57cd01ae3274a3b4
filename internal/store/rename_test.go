package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// renameUnit renames a unit that the fixture's slots and residents have.
var renameUnit = rota.Rename{Kind: rota.UnitWord, From: "Labour ward", To: "Delivery suite"}

// TestRenameWord holds that a word is renamed wherever it stands, as the entry says, that
// whoever has one of these open in a form is told, and that two words become one only when
// that was seen before.
func TestRenameWord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		entry := func() rota.Entry {
			e, err := f.Entry(ctx, f.strike)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		slot, resident, who := f.loadSlot(t), f.loadResident(t), f.loadConsultant(t)
		for _, r := range []rota.Rename{renameUnit, {Kind: rota.SiteWord, From: "North", To: "Northern"}, {Kind: rota.SkillWord, From: "Obstetrics", To: "Birth"}} {
			want := r.Entry(entry())
			if _, err := f.RenameWord(ctx, f.bob, f.strike, r, true); !errors.Is(err, rota.ErrConflict) {
				t.Fatalf("%s: %v although no other is called so, want a conflict", r.Kind, err)
			}
			if _, err := f.RenameWord(ctx, f.bob, f.strike, r, false); err != nil {
				t.Fatal(err)
			}
			same(t, string(r.Kind), want, entry())
			if _, err := f.RenameWord(ctx, f.bob, f.strike, r, false); !errors.Is(err, rota.ErrNotFound) {
				t.Errorf("%s again: %v, want not found", r.Kind, err)
			}
		}
		for what, save := range map[string]func() error{
			"slot":       func() error { _, err := f.SaveSlot(ctx, f.ann, f.strike, slot); return err },
			"resident":   func() error { _, err := f.SaveResident(ctx, f.ann, f.strike, resident); return err },
			"consultant": func() error { _, err := f.SaveConsultant(ctx, f.ann, f.strike, who); return err },
		} {
			if err := save(); !errors.Is(err, rota.ErrConflict) {
				t.Errorf("a %s that was opened before can be saved: %v", what, err)
			}
		}
		back := rota.Rename{Kind: rota.SkillWord, From: "Birth", To: "Fetal"}
		if _, err := f.RenameWord(ctx, f.bob, f.strike, back, false); !errors.Is(err, rota.ErrConflict) {
			t.Errorf("two skills become one unseen: %v", err)
		}
		if _, err := f.RenameWord(ctx, f.bob, f.strike, back, true); err != nil {
			t.Fatal(err)
		}
		same(t, "two that became one", []string{"Fetal"}, f.loadConsultant(t).Skills)
	})
}

// TestResidentChanged holds that the list and the page of a resident tell when they were last
// saved, be it the whole of them or what was said of one duty.
func TestResidentChanged(t *testing.T) {
	now := at(t, 20, 9)
	f := fill(t, storetest.OpenAt(t, func() time.Time { return now }))
	changed := func() time.Time {
		all, err := f.Residents(t.Context(), f.strike)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "in the list and alone", f.loadResident(t).Changed, all[0].Changed)
		return all[0].Changed
	}
	same(t, "as made", now.UTC(), changed())
	now = now.Add(time.Hour)
	if err := f.SaveDeclarations(t.Context(), f.bob, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}}); err != nil {
		t.Fatal(err)
	}
	same(t, "once they have said something", now.UTC(), changed())
	now = now.Add(time.Hour)
	r := f.loadResident(t)
	r.Grade = "ST7"
	if _, err := f.SaveResident(t.Context(), f.bob, f.strike, r); err != nil {
		t.Fatal(err)
	}
	same(t, "once they have another grade", now.UTC(), changed())
}

// TestRenameServiceInAccounts holds that clinical leads of a service go on seeing it by its new name, and no other
// service that they did not see before; and that the audit says so.
func TestRenameServiceInAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		lead := func(email string, sees rota.OwnServices) func() rota.OwnServices {
			u, err := f.AddUser(ctx, f.ann, store.User{Email: email, Name: "Lead", Role: "lead", Services: sees})
			if err != nil {
				t.Fatal(err)
			}
			return func() rota.OwnServices {
				u, err := f.User(ctx, u.ID)
				if err != nil {
					t.Fatal(err)
				}
				return u.Services
			}
		}
		was := f.loadSlot(t).Service
		one := lead("one@trust.example", rota.SomeServices(was, "Trauma"))
		other := lead("other@trust.example", rota.SomeServices("Trauma"))
		all := lead("all@trust.example", rota.EveryService())
		rename := func(from, to string) {
			t.Helper()
			if _, err := f.RenameWord(ctx, f.bob, f.strike, rota.Rename{Kind: rota.ServiceWord, From: from, To: to}, false); err != nil {
				t.Fatal(err)
			}
		}
		rename(was, "Women and children")
		same(t, "their own", rota.SomeServices("Women and children", "Trauma"), one())
		same(t, "another's", rota.SomeServices("Trauma"), other())
		same(t, "of all", rota.EveryService(), all())
		rows, _, err := f.AuditLog(ctx, store.AuditFilter{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		narrowed := 0
		for _, r := range rows {
			if r.Action == store.Narrowed && r.ByID == f.bob.ID && strings.HasSuffix(r.ID, "then Trauma and Women and children") {
				narrowed++
			}
		}
		if narrowed != 1 {
			t.Errorf("%d lines of the audit say which services an account sees now, want 1: %+v", narrowed, rows[:2])
		}
		rename("Women and children", "Trauma") // that of an account: nobody comes to see more by it
		same(t, "the name of another service", rota.SomeServices("Women and children", "Trauma"), one())
		same(t, "another's", rota.SomeServices("Trauma"), other())
	})
}
