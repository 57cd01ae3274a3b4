package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// PostgreSQL itself keeps trusts apart, should a statement ever come past the guard: a transaction says in a
// setting whose rows it may touch, one trust's or everyone's, and without it there are none. A user of the
// database who is a superuser, or may bypass row security, is not held by it.

// OfEveryTrust is the setting app.trust of what crosses trusts, for a reason of the list in scope.go; of backups
// and of migrations.
const OfEveryTrust = "*"

// setTrust is the setting, which ends with the transaction.
const setTrust = "SELECT set_config('app.trust', $1, true)"

// setting is what the transactions of a scope may touch: "" for nothing that belongs to a trust.
func (sc *scope) setting() string {
	switch {
	case sc.crosses != "":
		return OfEveryTrust
	case sc.trust != 0:
		return strconv.FormatInt(int64(sc.trust), 10)
	}
	return ""
}

// tell has PostgreSQL hold the transaction to its scope.
func (sc *scope) tell(ctx context.Context, tx *gorm.DB) error {
	if tx.Name() != Postgres {
		return nil
	}
	_, err := tx.Statement.ConnPool.ExecContext(ctx, setTrust, sc.setting())
	return err
}

// policiesVersion is the version of the tables that has the policies, on PostgreSQL alone.
const policiesVersion = 34

// A policied is a table with the bond of its rows, as a migration found it.
type policied struct {
	table string
	bond
}

// firstPolicied are the tables of that version. A table of a later one has its policy by a step of its own.
var firstPolicied = []policied{
	{"account_sessions", bond{"user_id", "users"}}, {"answers", byStrike}, {"audit", byTrust}, {"calls", byStrike}, {"cards", byStrike}, {"consultants", byStrike}, {"cost_cases", byStrike},
	{"drafts", byStrike}, {"duties", byStrike}, {"edits", byStrike}, {"explanations", bond{"run_id", "runs"}}, {"file_requests", byStrike},
	{"import_files", bond{"import_id", "imports"}}, {"import_memory", byStrike}, {"imports", byStrike}, {"imports_done", byStrike},
	{"job_sessions", byStrike}, {"kept_off", byStrike}, {"left_open", byStrike}, {"library_cards", byTrust}, {"library_rates", bond{"card_id", "library_cards"}},
	{"locks", byStrike}, {"lost_parts", byStrike}, {"marks", byStrike}, {"money", byStrike}, {"offers", byStrike}, {"offices", byTrust},
	{"openid_tokens", bond{"user_id", "users"}}, {"own_changes", byStrike}, {"personal_links", byStrike}, {"purges", byTrust}, {"rates", byStrike},
	{"residents", byStrike}, {"runs", byStrike}, {"salaries", byStrike}, {"slots", byStrike}, {"strikes", byTrust}, {"tokens", bond{"user_id", "users"}},
	{"told", byStrike}, {"told_returns", byStrike}, {"travel", byStrike}, {"users", byTrust}, {"versions", byStrike}, {"import_words", byTrust},
}

var byTrust, byStrike = bond{column: "trust_id"}, bond{"strike_id", "strikes"}

// policies have the database show and take rows of the tables for the trust of the transaction alone, its owner too.
func policies(tables []policied) (out []string) {
	for _, p := range tables {
		is := p.column + " IN (SELECT id FROM " + p.of + ")" // of which the policy of that table shows its own
		if p.of == "" {
			is = "current_setting('app.trust', true) IN ('" + OfEveryTrust + "', " + p.column + "::text)"
		}
		out = append(out, fmt.Sprintf(`CREATE POLICY %s_of_trust ON %[1]s USING (%[2]s)`, p.table, is),
			fmt.Sprintf(`ALTER TABLE %s ENABLE ROW LEVEL SECURITY`, p.table), fmt.Sprintf(`ALTER TABLE %s FORCE ROW LEVEL SECURITY`, p.table))
	}
	return out
}

// firstPolicies are the statements of that version: the policies, that records of the whole installation are read
// by those who may, and that the triggers which keep trusts apart see both of them.
func firstPolicies() []string {
	out := append(policies(firstPolicied), fmt.Sprintf(`CREATE POLICY audit_of_all ON audit FOR SELECT USING (trust_id IS NULL AND
		(current_setting('app.trust', true) = '1' OR current_setting('app.trust', true) <> '' AND (kind = '%s' OR action = '%s')))`, KindAudit, Mistaken))
	for _, c := range append(append([]apartCheck{}, apartChecks...), marksChecks...) {
		out = append(out, fmt.Sprintf(`CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
			DECLARE was text := COALESCE(current_setting('app.trust', true), '');
			BEGIN
				PERFORM set_config('app.trust', '%s', true);
				IF %s THEN RAISE EXCEPTION '%s'; END IF;
				PERFORM set_config('app.trust', was, true);
				RETURN NEW;
			END $$`, c.name, OfEveryTrust, c.wrong, apartRefused))
	}
	return out
}

// policiesStep is the step that adds them.
func (s *Store) policiesStep() *goose.Migration {
	if s.Driver() != Postgres {
		return s.step(policiesVersion, nil)
	}
	return s.step(policiesVersion, firstPolicies())
}

// Held reports whether PostgreSQL holds this program's user to the policies: not one who may bypass them.
func (s *Store) Held(ctx context.Context) (bool, error) {
	if s.pool == nil {
		return true, nil
	}
	var passes bool
	err := s.pool.QueryRow(ctx, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").Scan(&passes)
	if err != nil {
		return false, fmt.Errorf("ask what the user of the database may do: %w", plain(err))
	}
	return !passes, nil
}

// migrating is a pool of connections for the migrations, which change rows of every trust, and what closes it.
func (s *Store) migrating() (db *sql.DB, done func() error, err error) {
	if s.pool == nil {
		db, err := s.DB()
		return db, func() error { return nil }, err
	}
	db = stdlib.OpenDB(*s.pool.Config().ConnConfig, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SELECT set_config('app.trust', $1, false)", OfEveryTrust)
		return err
	}))
	return db, db.Close, nil
}
