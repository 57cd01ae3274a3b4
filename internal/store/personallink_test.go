package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// ahead puts the strike and its duties a hundred years later: before them, now.
func (f *fixture) ahead(t testing.TB) {
	t.Helper()
	for _, of := range []string{"strikes/id", "slots/strike_id", "duties/strike_id"} {
		table, id, _ := strings.Cut(of, "/")
		f.Exec(t, "UPDATE "+table+" SET start_at = start_at + 3155760000, end_at = end_at + 3155760000 WHERE "+id+" = '"+f.strike+"'")
	}
}

func (f *fixture) invites(t testing.TB, kind store.Kind, id, hash string) {
	t.Helper()
	if err := f.MakePersonalLink(t.Context(), f.bob, f.strike, kind, store.NewPersonalLink{ID: id, Hash: hash}); err != nil {
		t.Fatal(err)
	}
}

// TestPersonalLinks holds whose pages a link opens, and when it no longer does.
func TestPersonalLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		err := f.MakePersonalLink(ctx, f.bob, f.strike, store.KindResident, store.NewPersonalLink{ID: string(f.resident), Hash: "late"})
		wantError(t, "a link after the strike", err, store.ErrOver)
		resident := func(f *fixture) store.Person {
			return store.Person{Trust: store.FirstTrust, StrikeID: f.strike, Kind: store.KindResident, ID: string(f.resident), Name: f.loadResident(t).Name}
		}
		for name, tt := range map[string]struct {
			do   func(f *fixture) error
			good bool
		}{
			"nothing": {func(*fixture) error { return nil }, true},
			"an entry workbook": {func(f *fixture) error {
				return f.ReplaceEntry(ctx, f.bob, f.strike, f.entry(t))
			}, true},
			"another's link ended": {func(f *fixture) error {
				return f.EndPersonalLinks(ctx, f.bob, f.strike, store.KindConsultant, "")
			}, true},
			"ended": {func(f *fixture) error {
				return f.EndPersonalLinks(ctx, f.bob, f.strike, store.KindResident, string(f.resident))
			}, false},
			"all ended": {func(f *fixture) error { return f.EndPersonalLinks(ctx, f.bob, f.strike, store.KindResident, "") }, false},
			"replaced": {func(f *fixture) error {
				f.invites(t, store.KindResident, string(f.resident), "newer"+f.strike)
				return nil
			}, false},
			"the code is another's now": {func(f *fixture) error {
				r := f.loadResident(t)
				r.Name = "Dr " + marker + " Other"
				_, err := f.SaveResident(ctx, f.bob, f.strike, r)
				return err
			}, false},
			"they are gone": {func(f *fixture) error {
				return f.DeleteResident(ctx, f.bob, f.strike, f.resident, f.loadResident(t).Version)
			}, false},
			"the strike has been made shorter": {func(f *fixture) error {
				f.Exec(t, "UPDATE strikes SET start_at = 1, end_at = 2 WHERE id = '"+f.strike+"'")
				return nil
			}, false},
			"it has expired": {func(f *fixture) error {
				f.Exec(t, "UPDATE personal_links SET expires_at = 2 WHERE strike_id = '"+f.strike+"'")
				return nil
			}, false},
			"all are deleted": {func(f *fixture) error {
				_, err := f.Purge(ctx, f.bob, f.strike, nil)
				return err
			}, false},
		} {
			f.addStrike(t)
			f.ahead(t)
			f.invites(t, store.KindResident, string(f.resident), f.strike)
			f.invites(t, store.KindConsultant, string(f.consultant), f.strike+"c")
			want := resident(f)
			if err := tt.do(f); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := f.PersonOfLink(ctx, f.strike)
			if !tt.good {
				wantError(t, name, err, rota.ErrNotFound)
			} else if err != nil || got != want {
				t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
			}
			if renamed, err := f.RenamedLinks(ctx, f.strike, store.KindResident); err != nil || (len(renamed) == 1) != (name == "the code is another's now") {
				t.Errorf("%s: links of %v have ended with their names, %v", name, renamed, err)
			}
			list, err := f.PersonalLinks(ctx, f.strike, store.KindResident)
			if n := len(list); err != nil || (n == 1) != (tt.good || name == "replaced") {
				t.Errorf("%s: %d links are listed, %v", name, n, err)
			}
		}
		_, err = f.PersonOfLink(ctx, "")
		wantError(t, "no link", err, rota.ErrNotFound)
		err = f.MakePersonalLinks(ctx, f.bob, f.strike, store.KindResident, nil, "links.csv", "")
		if err == nil {
			t.Error("a file of links without a reason")
		}
	})
}

// TestDeclare holds that a resident says something of their own duties alone, before
// they begin, that the last word stands whoever said it, and that who said it is kept.
func TestDeclare(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		other, err := f.SaveResident(ctx, f.ann, f.strike, store.Resident{Resident: rota.Resident{Name: "Dr Other"}})
		if err != nil {
			t.Fatal(err)
		}
		away := []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}}
		wantError(t, "a duty that has begun", f.Declare(ctx, f.strike, f.resident, away), rota.ErrForbidden)
		f.ahead(t)
		wantError(t, "another's duty", f.Declare(ctx, f.strike, other, away), rota.ErrNotFound)
		for _, step := range []struct {
			name     string
			from, to rota.Declaration
			save     func(context.Context, []store.DeclarationChange) error
			own      bool
			fails    error
		}{
			{"own", rota.NoReply, rota.Away, nil, true, nil},
			{"what was there before", rota.NoReply, rota.Working, nil, true, rota.ErrConflict},
			{"the office", rota.Away, rota.Working, func(ctx context.Context, c []store.DeclarationChange) error {
				return f.SaveDeclarations(ctx, f.bob, f.strike, c)
			}, false, nil},
			{"own again", rota.Working, rota.PrefersNotToSay, nil, true, nil},
			{"taken back", rota.PrefersNotToSay, rota.NoReply, nil, true, nil},
		} {
			if step.save == nil {
				step.save = func(ctx context.Context, c []store.DeclarationChange) error {
					return f.Declare(ctx, f.strike, f.resident, c)
				}
			}
			before := f.loadResident(t).Version
			wantError(t, step.name, step.save(ctx, []store.DeclarationChange{{Duty: f.duty, From: step.from, To: step.to}}), step.fails)
			held, err := f.HeldOfResident(ctx, f.strike, f.resident)
			if err != nil {
				t.Fatal(err)
			}
			if said := held.Said[f.duty]; said.Own != step.own || time.Since(said.At) > time.Hour {
				t.Errorf("%s: said %+v, want own %v", step.name, said, step.own)
			}
			if step.fails == nil && (held.Resident.Duties[0].Declaration != step.to || held.Resident.Version == before) {
				t.Errorf("%s: %s, version %d after %d", step.name, held.Resident.Duties[0].Declaration, held.Resident.Version, before)
			}
		}
		for _, d := range f.loadResident(t).Duties {
			if d.Declaration != rota.NoReply {
				if err := f.Declare(ctx, f.strike, f.resident, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: rota.NoReply}}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := f.loadResident(t); !got.Replied.IsZero() {
			t.Errorf("after all was taken back there is a reply of %s", got.Replied)
		}
		rows, err := f.Audit(ctx, f.strike, 1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(store.ByResident.Name, rows[0].By); diff != "" {
			t.Errorf("who is in the audit (-want +got):\n%s", diff)
		}
	})
}
