package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestFileRequests holds that who asked for which file is kept, newest first, and only with a reason.
func TestFileRequests(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		ctx := t.Context()
		for _, reason := range []string{"For the handover", "Again"} {
			if err := f.RequestFile(ctx, f.bob, f.strike, "entries.xlsx", reason); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.RequestFile(ctx, f.bob, f.strike, "entries.xlsx", ""); err == nil {
			t.Error("a file was given out without a reason")
		}
		wantError(t, "in no strike", f.RequestFile(ctx, f.bob, "other", "entries.xlsx", "x"), rota.ErrNotFound)
		got, err := f.FileRequests(ctx, f.strike)
		if err != nil {
			t.Fatal(err)
		}
		var reasons []string
		for _, r := range got {
			if r.At.IsZero() || r.By != f.bob.Name || r.File != "entries.xlsx" {
				t.Errorf("got %+v", r)
			}
			reasons = append(reasons, r.Reason)
		}
		if diff := cmp.Diff([]string{"Again", "For the handover"}, reasons); diff != "" {
			t.Error(diff)
		}
		if err := f.DeleteStrike(ctx, f.bob, f.strike); err != nil {
			t.Fatal(err)
		}
		if left := f.Dump(t)["file_requests"]; len(left) != 0 {
			t.Errorf("after the strike is deleted %d are left", len(left))
		}
	})
}
