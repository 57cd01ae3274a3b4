package store_test

import (
	"fmt"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// TestUpgradeFromEveryVersion fills a database of each earlier version, brings it up to
// date, and holds that all that was there is the first trust's, and nobody else's.
func TestUpgradeFromEveryVersion(t *testing.T) {
	rows := []struct {
		from      int64 // the version of the tables that has room for it
		statement string
	}{
		{1, `INSERT INTO users (id, email, name, role, password_hash, made_at) VALUES ('ann', 'ann@example.org', 'Ann', 'coordinator', 'x', 1)`},
		{1, `INSERT INTO strikes (id, version, changed_at, changed_by, name, start_at, end_at, on_call_with_on_site, case_kind, share, aims, made_at, saves,
			last_resident, last_duty, last_consultant, last_slot) VALUES ('old', 7, 1, 'ann', 'July 2025', 1753423200, 1753855200, FALSE, 'all_away', 0, '[]', 1, 9, 0, 0, 0, 0)`},
		{1, `INSERT INTO cards (strike_id, id, version, changed_at, changed_by, name, region, valid_from, source, bank_holidays) VALUES ('old', 'trust', 1, 1, '', '', '', '', '', '[]')`},
		{1, `INSERT INTO cards (strike_id, id, version, changed_at, changed_by, name, region, valid_from, source, bank_holidays) VALUES ('old', 'bma', 1, 1, '', '', '', '', '', '[]')`},
		{1, `INSERT INTO residents VALUES ('old', 'R001', 8, 1, 'ann', 0, 'Dr ` + marker + `', 'ST4', 'Labour ward')`},
		{3, `INSERT INTO library_cards (id, version, changed_at, changed_by, name, region, valid_from, source, note, bank_holidays) VALUES ('lib', 1, 1, 'ann', 'Ours', '', '', '', '', '[]')`},
		{3, `INSERT INTO money (strike_id, version, changed_at, changed_by, called_share, ni, ni_rate, pension, pension_rate, method, night_is_two, own_salaries)
			SELECT 'old', 1, 1, '', 0, FALSE, 0, FALSE, 0, 'year_day', FALSE, FALSE WHERE NOT EXISTS (SELECT 1 FROM money WHERE strike_id = 'old')`},
		{4, `INSERT INTO import_words (word, answer, changed_at, changed_by) VALUES ('unit/w31', 'Ward 31', 1, 'ann')`},
		{13, `INSERT INTO purges (strike_id, name, due_on, purged_at, purged_by, counts) VALUES ('gone', 'May 2025', '2025-06-01', 1, '', '{}')`},
	}
	for version := int64(1); version < 20; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			storetest.EachEmpty(t, func(t *testing.T, o store.Options) {
				s, err := store.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				s.MigrateTo(t, version)
				for _, row := range rows {
					if version >= row.from {
						s.Exec(t, row.statement)
					}
				}
				if err := s.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
				added, err := s.AddTrust(t.Context(), "Another")
				if err != nil {
					t.Fatal(err)
				}
				for trust, had := range map[store.TrustID]bool{store.FirstTrust: true, added: false} {
					upgraded(t, s.Of(trust), version, had)
				}
			})
		})
	}
}

// upgraded holds that the trust has what was there, or nothing.
func upgraded(t *testing.T, trust *store.Trust, version int64, had bool) {
	t.Helper()
	ctx := t.Context()
	want := func(what string, from int64, got int, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		} else if there := had && version >= from; there != (got > 0) {
			t.Errorf("trust %d has %d %s; something was there: %v", trust.ID(), got, what, there)
		}
	}
	strikes, err := trust.Strikes(ctx)
	want("strikes", 1, len(strikes), err)
	users, err := trust.Users(ctx)
	want("accounts", 1, len(users), err)
	cards, err := trust.LibraryCards(ctx)
	want("rate cards", 3, len(cards), err)
	certificates, err := trust.Certificates(ctx)
	want("certificates", 13, len(certificates), err)
	if !had {
		return
	}
	residents, err := trust.Residents(ctx, "old")
	want("residents", 1, len(residents), err)
	ground, err := trust.Ground(ctx, "old")
	want("words of files", 4, len(ground.Words), err)
}
