package store_test

import (
	"errors"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestOffice holds that each trust has a rota office of its own, that nobody overwrites what
// they have not read, and that a save is in the audit without what was said.
func TestOffice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f, ctx := fill(t, db), t.Context()
		id, err := f.AddTrust(ctx, "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		is := func(of *store.Trust, want store.Office) {
			t.Helper()
			if got, err := of.Office(ctx); err != nil || got != want {
				t.Errorf("it is %+v, %v; want %+v", got, err, want)
			}
		}
		is(f.Trust, store.Office{})
		if err := f.SaveOffice(ctx, f.ann, store.Office{Reach: "bleep 1"}); err != nil {
			t.Fatal(err)
		}
		is(f.Trust, store.Office{Reach: "bleep 1", Version: 1})
		is(f.Of(id), store.Office{})
		for name, o := range map[string]store.Office{"as if nobody had said": {Reach: "x"}, "of a later version": {Reach: "x", Version: 2}} {
			var clash *store.Conflict
			if err := f.SaveOffice(ctx, f.bob, o); !errors.As(err, &clash) || clash.By != f.ann.Name {
				t.Errorf("%s: %v, want that %s was faster", name, err, f.ann.Name)
			}
		}
		if err := f.SaveOffice(ctx, f.bob, store.Office{Version: 1}); err != nil {
			t.Fatal(err)
		}
		is(f.Trust, store.Office{Version: 2})
		rows, _, err := f.AuditLog(ctx, store.AuditFilter{Kind: store.KindTrust}, 1)
		if err != nil || len(rows) != 2 || rows[0].Action != store.Saved {
			t.Errorf("the audit has %+v, %v", rows, err)
		}
		wantError(t, "one of another trust", f.Of(id).SaveOffice(ctx, f.bob, store.Office{Reach: "x", Version: 2}), rota.ErrNotFound)
	})
}
