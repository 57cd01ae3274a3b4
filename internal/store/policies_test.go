package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// twoTrusts are two trusts of a PostgreSQL database with one of everything.
func twoTrusts(t *testing.T, test func(t *testing.T, own, their *stolen)) {
	t.Helper()
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		if o.Driver != store.Postgres {
			return
		}
		db := storetest.With(t, o)
		other, err := db.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		own, their := stealable(t, fill(t, db)), stealable(t, fill(t, &storetest.DB{Store: db.Store, Trust: db.Of(other)}))
		for _, x := range []*stolen{own, their} {
			db.Exec(t, fmt.Sprintf("INSERT INTO openid_tokens (kind, hash, user_id, expires_at) VALUES ('session', '%s', '%s', 9999999999)", x.strike, x.ann.ID))
			db.Exec(t, fmt.Sprintf("INSERT INTO tokens (kind, hash, user_id, expires_at) VALUES ('recovery', '%s', '%s', 9999999999)", x.strike, x.ann.ID))
			db.Exec(t, fmt.Sprintf("INSERT INTO purges (strike_id, name, due_on, purged_at, purged_by, counts, trust_id) VALUES ('gone %[1]s', 'May', '2025-06-01', 1, '', '{}', %[2]d)", x.strike, x.Trust.ID()))
			db.Exec(t, fmt.Sprintf("INSERT INTO import_words (trust_id, word, answer, changed_at, changed_by) VALUES (%d, 'unit/%s', 'x', 1, '')", x.Trust.ID(), x.strike))
		}
		test(t, own, their)
	})
}

// rowsWith are the rows that a transaction with the setting is shown of a table.
func rowsWith(t *testing.T, s *store.Store, setting, table string) (out []string) {
	t.Helper()
	s.Setting(t, setting, func(tx *sql.Tx) {
		rows, err := tx.QueryContext(t.Context(), "SELECT row(x)::text FROM "+table+" x")
		for err == nil && rows.Next() {
			var text string
			if err = rows.Scan(&text); err == nil {
				out = append(out, text)
			}
		}
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	slices.Sort(out)
	return out
}

// TestPostgresShowsATrustItsOwnAlone asks with bare SQL, past all that the program has.
func TestPostgresShowsATrustItsOwnAlone(t *testing.T) {
	twoTrusts(t, func(t *testing.T, own, their *stolen) {
		columns, _ := store.OfTrusts()
		ofOwn, ofTheirs := fmt.Sprint(own.Trust.ID()), fmt.Sprint(their.Trust.ID())
		before := own.Dump(t)
		for table, column := range columns {
			all := rowsWith(t, own.Store, "*", table)
			if none := rowsWith(t, own.Store, "", table); len(none) > 0 {
				t.Errorf("%s shows %d rows to a transaction of nobody", table, len(none))
			}
			first, second := rowsWith(t, own.Store, ofOwn, table), rowsWith(t, own.Store, ofTheirs, table)
			both := slices.Concat(first, second)
			slices.Sort(both)
			if diff := cmp.Diff(all, both); diff != "" {
				t.Errorf("%s: what each trust is shown is not all there is, once (-all +each):\n%s", table, diff)
			}
			if (len(first) == 0 || len(second) == 0) && !slices.Contains([]string{"answers", "calls", "left_open", "kept_off", "lost_parts", "salaries", "import_memory", "told_returns"}, table) {
				t.Errorf("%s has %d and %d rows: too few to tell", table, len(first), len(second))
			}
			own.Setting(t, ofOwn, func(tx *sql.Tx) {
				done, err := tx.ExecContext(t.Context(), fmt.Sprintf("UPDATE %s SET %s = %[2]s", table, column))
				if err != nil {
					if table == "audit" && strings.Contains(err.Error(), "never changed") {
						return
					}
					t.Fatal(err)
				}
				if n, err := done.RowsAffected(); err != nil || int(n) != len(first) {
					t.Errorf("%s: one trust changes %d rows, %v; it has %d", table, n, err, len(first))
				}
			})
		}
		if diff := cmp.Diff(before, own.Dump(t)); diff != "" {
			t.Errorf("something has changed:\n%s", diff)
		}
	})
}

// TestPostgresTakesNoRowsOfOthers adds rows of another trust with bare SQL.
func TestPostgresTakesNoRowsOfOthers(t *testing.T) {
	twoTrusts(t, func(t *testing.T, own, their *stolen) {
		id := their.Trust.ID()
		for _, setting := range []string{"", fmt.Sprint(own.Trust.ID()), "0", "3", "1; DROP", " *"} {
			for _, statement := range []string{
				fmt.Sprintf("INSERT INTO import_words (trust_id, word, answer, changed_at, changed_by) VALUES (%d, 'unit/x', 'x', 1, '')", id),
				fmt.Sprintf("INSERT INTO users (id, trust_id, email, name, role, password_hash, made_at) VALUES ('x', %d, 'x', 'X', 'coordinator', 'x', 1)", id),
				fmt.Sprintf("INSERT INTO file_requests VALUES ('%s', 99, 1, '', 'residents.csv', 'x')", their.strike),
				fmt.Sprintf("INSERT INTO travel (strike_id, position, from_site, to_site, minutes) VALUES ('%s', 99, 'A', 'B', 1)", their.strike),
				fmt.Sprintf("INSERT INTO tokens VALUES ('recovery', 'x', '%s', 1)", their.ann.ID),
				fmt.Sprintf("INSERT INTO explanations (run_id, made_at, document) VALUES ('%s', 1, '{}')", their.replan),
				fmt.Sprintf("INSERT INTO audit (seq, at, actor_id, strike_id, action, kind, entity_id, trust_id) VALUES (99999, 1, '', '', 'saved', 'slot', '', %d)", id),
			} {
				own.Setting(t, setting, func(tx *sql.Tx) {
					if _, err := tx.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "row-level security") {
						t.Errorf("with the setting %q: %s: %v, want that row security refuses it", setting, statement, err)
					}
				})
			}
		}
	})
}

// TestEveryTableOfTrustsHasAPolicy holds that no table is left out, those of later versions neither, and that the
// user of the database obeys.
func TestEveryTableOfTrustsHasAPolicy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		if held, err := s.Held(t.Context()); err != nil || !held {
			t.Errorf("held: %v, %v", held, err)
		}
		columns, none := store.OfTrusts()
		for table, column := range store.FirstPolicied() {
			if columns[table] != column {
				t.Errorf("%s is held by %q, and has a policy by %q", table, columns[table], column)
			}
		}
		if s.Driver() != store.Postgres {
			return
		}
		super, err := store.Open(t.Context(), store.Options{Driver: store.Postgres, URL: os.Getenv(storetest.Env)})
		if err != nil {
			t.Fatal(err)
		}
		if held, err := super.Held(t.Context()); err != nil || held {
			t.Errorf("a superuser is held: %v, %v", held, err)
		}
		if err := super.Close(); err != nil {
			t.Error(err)
		}
		s.Setting(t, "", func(tx *sql.Tx) {
			for _, table := range store.Tables() {
				var is bool
				err := tx.QueryRowContext(t.Context(), "SELECT relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid) FROM pg_class c WHERE oid = $1::regclass", table).Scan(&is)
				if err != nil || is == slices.Contains(none, table) {
					t.Errorf("%s has a policy: %v, %v", table, is, err)
				}
			}
		})
	})
}
