package store_test

import (
	"fmt"
	"strings"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// An earlier is a row of a database of an earlier version.
type earlier struct {
	from, until int64 // the versions of the tables that have room for it; until 0 is all since
	statement   string
	root        bool // it says itself of which trust it is, since there are several
}

// earliers are rows of every sort that an earlier version kept. The audit has no seals yet.
func earliers() []earlier {
	const slot = `'S001', 1, 1, 'ann', 0, 'Maternity', 'Labour ward', 'Registrar', 'North', 1753423200, 1753455600, 1, '[]', '[]', 'on_site', FALSE, 1, ''`
	return []earlier{
		{1, 0, `INSERT INTO users (id, email, name, role, password_hash, made_at) VALUES ('ann', 'ann@example.org', 'Ann', 'coordinator', 'x', 1)`, true},
		{1, 28, `INSERT INTO users (id, email, name, role, password_hash, made_at) VALUES ('lea', 'lea@example.org', 'Lea', 'lead', 'x', 1)`, true},
		{1, 0, `INSERT INTO strikes (id, version, changed_at, changed_by, name, start_at, end_at, on_call_with_on_site, case_kind, share, aims, made_at, saves,
			last_resident, last_duty, last_consultant, last_slot) VALUES ('old', 7, 1, 'ann', 'July 2025', 1753423200, 1753855200, FALSE, 'all_away', 0, '[]', 1, 9, 0, 0, 0, 0)`, true},
		{1, 0, `INSERT INTO cards (strike_id, id, version, changed_at, changed_by, name, region, valid_from, source, bank_holidays) VALUES ('old', 'trust', 1, 1, '', '', '', '', '', '[]')`, false},
		{1, 0, `INSERT INTO cards (strike_id, id, version, changed_at, changed_by, name, region, valid_from, source, bank_holidays) VALUES ('old', 'bma', 1, 1, '', '', '', '', '', '[]')`, false},
		{1, 0, `INSERT INTO slots (strike_id, id, version, changed_at, changed_by, position, service, unit, role, site, start_at, end_at, places, skills_all, skills_any, mode, no_other_duty, priority, source)
			VALUES ('old', ` + slot + `)`, false},
		{1, 0, `INSERT INTO residents VALUES ('old', 'R001', 8, 1, 'ann', 0, 'Dr ` + marker + `', 'ST4', 'Labour ward')`, false},
		{1, 0, `INSERT INTO duties (strike_id, id, position, resident_id, slot_id, start_at, end_at, declaration, declared_at, declared_by)
			VALUES ('old', 'D0001', 0, 'R001', 'S001', 1753423200, 1753455600, 'away', 1, 'ann')`, false},
		{1, 0, `INSERT INTO consultants (strike_id, id, version, changed_at, changed_by, position, name, grade, contact, skills, sites, terms, pay_point)
			VALUES ('old', 'C001', 1, 1, 'ann', 0, 'Dr C', 'Consultant', '', '[]', '["North"]', 'trust_rate', '')`, false},
		{1, 0, `INSERT INTO offers (strike_id, consultant_id, position, start_at, end_at, modes) VALUES ('old', 'C001', 0, 1753423200, 1753455600, '["on_site"]')`, false},
		{1, 0, `INSERT INTO locks (strike_id, slot_id, consultant_id, position, reason) VALUES ('old', 'S001', 'C001', 0, '')`, false},
		{1, 0, `INSERT INTO runs (id, strike_id, number, state, stop, reference, made_at, made_by, finished_at, max_seconds, seed, stage, stage_index, stages, best, bound, has_best, took, lease, lease_until, attempts, nudged_at, problem, plan)
			VALUES ('run', 'old', 1, 'done', '', '', 1, 'ann', 2, 60, 1, '', 0, 0, 0, 0, FALSE, 0, '', 0, 1, 0, '{}', '{}')`, false},
		{1, 0, `INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id) VALUES (1, 1, 'ann', 'old', 'made', 'strike', 'old')`, false},
		{1, 13, `UPDATE counters SET value = 1 WHERE name = 'audit'`, false},
		{14, 0, `UPDATE audit_head SET seq = 1`, false},
		{3, 0, `INSERT INTO library_cards (id, version, changed_at, changed_by, name, region, valid_from, source, note, bank_holidays) VALUES ('lib', 1, 1, 'ann', 'Ours', '', '', '', '', '[]')`, true},
		{3, 0, `INSERT INTO money (strike_id, version, changed_at, changed_by, called_share, ni, ni_rate, pension, pension_rate, method, night_is_two, own_salaries)
			SELECT 'old', 1, 1, '', 0, FALSE, 0, FALSE, 0, 'year_day', FALSE, FALSE WHERE NOT EXISTS (SELECT 1 FROM money WHERE strike_id = 'old')`, false},
		{4, 0, `INSERT INTO import_words (word, answer, changed_at, changed_by) VALUES ('unit/w31', 'Ward 31', 1, 'ann')`, true},
		{5, 0, `INSERT INTO file_requests VALUES ('old', 1, 1, 'ann', 'residents.csv', 'To tell the wards')`, false},
		{10, 0, `INSERT INTO versions VALUES ('old', 1, 1, 'ann', '', '', '', '{}', '{}', '{}')`, false},
		{10, 0, `INSERT INTO told VALUES ('old', 1, 'S001', 'C001', 1753423200, 1753455600, 'on_site', 'North', 1)`, false},
		{10, 0, `INSERT INTO answers VALUES ('old', 1, 1, 'S001', 'C001', 'confirmed', TRUE, 1, 'ann')`, false},
		{13, 0, `INSERT INTO purges (strike_id, name, due_on, purged_at, purged_by, counts) VALUES ('gone', 'May 2025', '2025-06-01', 1, '', '{}')`, true},
		{16, 0, `INSERT INTO tokens VALUES ('recovery', 'x', 'ann', 9999999999)`, false},
		{17, 0, `INSERT INTO lost_parts (strike_id, id, service, unit, role, site, start_at, end_at, places, mode, priority) VALUES ('old', 'L1', 'Maternity', 'Labour ward', 'Registrar', 'North', 1753423200, 1753426800, 1, 'on_site', 1)`, false},
		{19, 0, `INSERT INTO personal_links VALUES ('old', 'resident', 'R001', 'Dr ` + marker + `', 'hash', 1, 'ann', 9999999999)`, false},
		{22, 0, `INSERT INTO told_returns (strike_id, cells) VALUES ('old', '[]')`, false},
		{23, 0, `INSERT INTO openid_tokens VALUES ('session', 'hash', 'ann', 9999999999)`, false},
	}
}

// at is the statement for tables of the version, or "" where there is no room for the row.
func (e earlier) at(version int64) string {
	switch {
	case version < e.from || e.until > 0 && version > e.until:
		return ""
	case !e.root || version < 20:
		return e.statement
	}
	owned := strings.Replace(e.statement, ") VALUES (", ", trust_id) VALUES (", 1)
	return strings.TrimSuffix(owned, ")") + ", 1)"
}

// TestUpgradeFromEveryVersion fills a database of each earlier version, brings it up to
// date, and holds that all that was there is the first trust's, and nobody else's.
func TestUpgradeFromEveryVersion(t *testing.T) {
	_, newest, err := storetest.Open(t).TableVersions(t.Context())
	if err != nil || newest < 23 {
		t.Fatalf("the newest tables are of version %d, %v", newest, err)
	}
	for version := int64(1); version <= newest; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			storetest.EachEmpty(t, func(t *testing.T, o store.Options) { upgrade(t, o, version) })
		})
	}
}

func upgrade(t *testing.T, o store.Options, version int64) {
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.MigrateTo(t, version)
	for _, row := range earliers() {
		if statement := row.at(version); statement != "" {
			s.Exec(t, statement)
		}
	}
	before := s.CountRows(t)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := s.CountRows(t)
	for table, n := range before {
		if now, there := after[table]; there && now != n && table != "audit" { // which has that it was sealed
			t.Errorf("table %s had %d rows and has %d", table, n, now)
		}
	}
	report, err := s.VerifyAudit(t.Context(), nil)
	if err != nil || report.Fault != nil || report.Rows != 2 {
		t.Errorf("the audit: %+v, %v; want that of before, and that it was sealed", report, err)
	}
	added, err := s.AddTrust(t.Context(), "Another")
	if err != nil {
		t.Fatal(err)
	}
	for trust, had := range map[store.TrustID]bool{store.FirstTrust: true, added: false} {
		upgraded(t, s.Of(trust), version, had)
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
	for _, u := range users { // nobody who saw all services is locked out
		if lead := u.Role == "lead"; u.Services != (rota.OwnServices{All: lead}) {
			t.Errorf("the account of a %s sees %s", u.Role, u.Services.Words())
		}
	}
	cards, err := trust.LibraryCards(ctx)
	want("rate cards", 3, len(cards), err)
	certificates, err := trust.Certificates(ctx)
	want("certificates", 13, len(certificates), err)
	if !had {
		return
	}
	residents, err := trust.Residents(ctx, "old")
	want("residents", 1, len(residents), err)
	entry, err := trust.Entry(ctx, "old")
	if err != nil || len(entry.Residents) != 1 || len(entry.Duties) != 1 || entry.Duties[0].Declaration != rota.Away || len(entry.Locks) != 1 || len(entry.Consultants[0].Offers) != 1 {
		t.Errorf("the entry is %+v, %v", entry, err)
	}
	ground, err := trust.Ground(ctx, "old")
	want("words of files", 4, len(ground.Words), err)
}
