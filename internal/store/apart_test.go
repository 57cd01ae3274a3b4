package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// TestRowsStayApart holds that the database itself refuses what the program never asks for: a row that goes to
// another trust, and one that joins a strike of one trust with an account or a record of another.
func TestRowsStayApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		other, err := s.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		stranger, err := s.Of(other).CreateUser(t.Context(), store.User{Email: "far@example.org", Name: "Far", Role: "coordinator"})
		if err != nil {
			t.Fatal(err)
		}
		s.Exec(t, `INSERT INTO library_cards (id, version, changed_at, changed_by, name, region, valid_from, source, note, bank_holidays, trust_id) VALUES ('lib', 1, 1, '', 'Ours', '', '', '', '', '[]', 1)`)
		s.Exec(t, `INSERT INTO purges (strike_id, name, due_on, purged_at, purged_by, counts, trust_id) VALUES ('gone', 'May 2025', '2025-06-01', 1, '', '{}', 1)`)
		refused := func(statement, words string) {
			t.Helper()
			s.Setting(t, store.OfEveryTrust, func(tx *sql.Tx) {
				if _, err := tx.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), words) {
					t.Errorf("%s: %v, want that %q", statement, err, words)
				}
			})
		}
		const apart = "a row of another trust is refused"
		for _, table := range []string{"users", "strikes", "library_cards", "purges"} {
			refused(fmt.Sprintf("UPDATE %s SET trust_id = %d WHERE trust_id = 1", table, other), apart)
		}
		refused(fmt.Sprintf("INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id, trust_id) VALUES (99999, 1, '', '%s', 'saved', 'slot', '', %d)", f.strike, other), apart)
		refused(fmt.Sprintf("INSERT INTO purges (strike_id, name, due_on, purged_at, purged_by, counts, trust_id) VALUES ('%s', 'x', '2025-06-01', 1, '', '{}', %d)", f.strike, other), apart)
		for _, table := range []string{"imports", "runs"} {
			refused(fmt.Sprintf("INSERT INTO %s (id, strike_id, made_by) VALUES ('x', '%s', '%s')", table, f.strike, stranger.ID), apart)
		}
		refused(fmt.Sprintf("INSERT INTO marks (strike_id, seen_by, about, consultant_id, number) VALUES ('%s', '%s', 'offers', 'C001', 1)", f.strike, stranger.ID), apart)
		s.Exec(t, fmt.Sprintf("INSERT INTO marks (strike_id, seen_by, about, consultant_id, number) VALUES ('%[1]s', '%[2]s', 'offers', 'C001', 1), ('%[1]s', 'consultant', 'rota', 'C001', 1)", f.strike, f.ann.ID))
		nobodys := apart
		if s.Driver() == store.Postgres {
			nobodys = "trust_id"
		}
		refused("INSERT INTO users (id, email, name, role, password_hash, made_at) VALUES ('x', 'x@example.org', 'X', 'coordinator', 'x', 1)", nobodys)
	})
}
