package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestReplyDays holds what is told of replies by personal links: the day, once it is over, and only where
// five residents have a link; and that each is in the audit all the same.
func TestReplyDays(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		now := time.Date(2025, 6, 1, 9, 30, 0, 0, time.UTC)
		o.Now = func() time.Time { return now }
		f := fill(t, storetest.With(t, o))
		f.ahead(t)
		ids := []string{string(f.resident)}
		for i := range 5 {
			id, err := f.SaveResident(t.Context(), f.bob, f.strike, store.Resident{Resident: rota.Resident{Name: fmt.Sprint("Dr ", marker, i)}})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, string(id))
		}
		said := 0
		says := func() rota.Date {
			t.Helper()
			from, to := rota.Working, rota.PrefersNotToSay
			if said%2 == 0 {
				from, to = to, from
			}
			if said++; said == 1 {
				from = f.loadResident(t).Duties[0].Declaration
			}
			if err := f.Declare(t.Context(), f.strike, f.resident, []store.DeclarationChange{{Duty: f.duty, From: from, To: to}}); err != nil {
				t.Fatal(err)
			}
			day := rota.DateOf(now)
			now = now.Add(24 * time.Hour)
			return day
		}
		told := func(name string, filter store.AuditFilter, want ...rota.Date) {
			t.Helper()
			got, err := f.ReplyDays(t.Context(), filter)
			if err != nil {
				t.Fatal(err)
			}
			var days []rota.Date
			for _, d := range got {
				days = append(days, d.Day)
			}
			if diff := cmp.Diff(want, days, cmp.Comparer(func(a, b rota.Date) bool { return a == b })); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		f.invites(t, store.KindResident, ids[0], "0")
		says()
		told("one has a link", store.AuditFilter{})
		for _, id := range ids[1:4] {
			f.invites(t, store.KindResident, id, id)
		}
		f.invites(t, store.KindResident, ids[0], "0 again")
		says()
		told("four have, one of them anew", store.AuditFilter{})
		f.invites(t, store.KindResident, ids[4], ids[4])
		day := now
		first := says()
		told("five have", store.AuditFilter{}, first)
		now = day
		told("that day", store.AuditFilter{})
		now = day.Add(24 * time.Hour)
		end := func(id string) {
			t.Helper()
			if err := f.EndPersonalLinks(t.Context(), f.bob, f.strike, store.KindResident, id); err != nil {
				t.Fatal(err)
			}
		}
		end(ids[4])
		says()
		told("four have again", store.AuditFilter{}, first)
		end("")
		var all []store.NewPersonalLink
		for _, id := range ids {
			all = append(all, store.NewPersonalLink{ID: id, Hash: "all " + id})
		}
		if err := f.MakePersonalLinks(t.Context(), f.bob, f.strike, store.KindResident, all, "resident-links.csv", "to be sent"); err != nil {
			t.Fatal(err)
		}
		last := says()
		told("all have", store.AuditFilter{}, last, first)
		told("since", store.AuditFilter{Kind: store.KindDuty, Since: now.Add(-30 * time.Hour)}, last)
		told("until", store.AuditFilter{StrikeID: f.strike, Until: now.Add(-30 * time.Hour)}, first)
		told("of another strike", store.AuditFilter{StrikeID: "other"})
		told("of accounts", store.AuditFilter{Kind: store.KindUser})
		told("of somebody", store.AuditFilter{ByID: &f.bob.ID})

		// as a restore by an older version wrote down that somebody had replied
		if err := f.SaveDeclarations(t.Context(), store.Actor{}, f.strike, []store.DeclarationChange{{Duty: f.duty, From: f.loadResident(t).Duties[0].Declaration, To: rota.Away}}); err != nil {
			t.Fatal(err)
		}
		listed, _, err := f.AuditLog(t.Context(), store.AuditFilter{}, 1)
		kept, err2 := f.Audit(t.Context(), f.strike, 1)
		if err != nil || err2 != nil || byLink(listed) != 0 || byLink(kept) != said {
			t.Errorf("%d replies by link are listed and %d kept of %d: %v, %v", byLink(listed), byLink(kept), said, err, err2)
		}
		if i := slices.IndexFunc(listed, func(r store.AuditRow) bool { return r.ByID == "" && r.Action == store.Declared }); i >= 0 {
			t.Errorf("a reply that was carried forward is listed: %+v", listed[i])
		}
	})
}

func byLink(rows []store.AuditRow) (n int) {
	for _, r := range rows {
		if r.ByID == store.ByResident.ID {
			n++
		}
	}
	return n
}
