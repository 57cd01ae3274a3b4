package store_test

import (
	"testing"

	"strikerota/internal/store"
	"strikerota/rota"
)

// TestOwnChanges has a consultant change something twice and the office once between: what
// they changed themselves is kept as it was and became, each account marks for itself what
// it has seen, and all of it goes with the consultant.
func TestOwnChanges(t *testing.T) {
	eachRun(t, func(t *testing.T, f *fixture, _ *clock) {
		ctx := t.Context()
		save := func(who store.Actor, change func(*rota.Consultant)) {
			t.Helper()
			c := f.loadConsultant(t)
			change(&c.Consultant)
			if _, err := f.SaveConsultant(ctx, who, f.strike, c); err != nil {
				t.Fatal(err)
			}
		}
		changed := func(of store.Actor, want ...rota.Terms) []store.OwnChange {
			t.Helper()
			list, err := f.OwnChanges(ctx, of.ID, f.strike, f.consultant)
			if err != nil || len(list) != len(want) {
				t.Fatalf("%s has %d changes to see, %v; want %d", of.Name, len(list), err, len(want))
			}
			for i, c := range list {
				if c.After.Terms != want[i] || c.Before.Terms == want[i] {
					t.Errorf("change %d is from %s to %s, want to %s", i, c.Before.Terms, c.After.Terms, want[i])
				}
			}
			n, err := f.OwnChangers(ctx, of.ID, f.strike)
			if err != nil || n != min(1, len(want)) {
				t.Errorf("%s has changes of %d consultants to see, %v", of.Name, n, err)
			}
			return list
		}
		changed(f.ann)
		save(store.ByConsultant, func(*rota.Consultant) {})
		save(f.ann, func(c *rota.Consultant) { c.Terms = rota.TrustRate })
		save(store.ByConsultant, func(c *rota.Consultant) { c.Terms = rota.TimeOff })
		first := changed(f.ann, rota.TimeOff)[0].Number
		save(f.ann, func(c *rota.Consultant) { c.Terms = rota.TrustRate })
		save(store.ByConsultant, func(c *rota.Consultant) { c.Terms = rota.BMARate })
		last := changed(f.ann, rota.TimeOff, rota.BMARate)[1].Number
		for _, step := range []struct {
			of     rota.ConsultantID
			number int64
			want   []rota.Terms
		}{{f.consultant, first, []rota.Terms{rota.BMARate}}, {"nobody", last, []rota.Terms{rota.BMARate}}, {"", last, nil}, {"", first, nil}} {
			if err := f.SeeOwnChanges(ctx, f.ann.ID, f.strike, step.of, step.number); err != nil {
				t.Fatal(err)
			}
			changed(f.ann, step.want...)
		}
		changed(f.bob, rota.TimeOff, rota.BMARate)
		if err := f.DeleteConsultant(ctx, f.ann, f.strike, f.consultant, f.loadConsultant(t).Version); err != nil {
			t.Fatal(err)
		}
		if rows := f.Dump(t)["own_changes"]; len(rows) > 0 {
			t.Errorf("the consultant is gone, and %d of their changes are kept", len(rows))
		}
	})
}
