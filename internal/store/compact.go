package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// Compact writes the database anew, so that nothing that was deleted is left in its
// files: for after [Trust.Purge]. Others wait meanwhile, a second or so for each 100 MB.
func (s *Store) Compact(ctx context.Context) error {
	if err := s.compact(ctx); err != nil {
		return fmt.Errorf("write the database anew: %w", plain(err))
	}
	return nil
}

func (s *Store) compact(ctx context.Context) error {
	pool, err := s.writer.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // it goes back to the others, and cannot fail
	if s.Driver() == Postgres {
		return compactPostgres(ctx, conn)
	}
	var busy, all, done int
	for _, statement := range []string{"PRAGMA temp_store = MEMORY", "VACUUM"} { // no copy in a folder for temporary files
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &all, &done); err != nil {
		return err
	}
	if busy != 0 {
		return ErrUnavailable
	}
	return nil
}

// sampled has a statement for each column with words of a table that we own: to set its type to what it is
// makes PostgreSQL forget the values that it has sampled of it. They are kept in pg_statistic, which
// is not made anew for a table that is empty. Keys are no words; a trigger or a policy forbids it for its columns.
const sampled = `SELECT format('ALTER TABLE %I.%I ALTER COLUMN %I TYPE %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND pg_has_role(c.relowner, 'USAGE') AND c.relname NOT LIKE 'river%'
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attcollation = t.typcollation
AND t.typname IN ('text', 'varchar', 'bpchar', 'bytea', 'json', 'jsonb')
AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype IN ('p', 'f') AND (k.conrelid = c.oid AND a.attnum = ANY (k.conkey) OR k.confrelid = c.oid AND a.attnum = ANY (k.confkey)))
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass))
ORDER BY 1`

// compactPostgres also takes the samples anew, of what is left.
func compactPostgres(ctx context.Context, conn *sql.Conn) error {
	forget, err := texts(ctx, conn, sampled)
	if err != nil {
		return err
	}
	for _, statement := range slices.Concat([]string{"SET statement_timeout = 0"}, forget, []string{"VACUUM FULL", "ANALYZE", "RESET statement_timeout"}) {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// texts are the rows of a query with one column.
func texts(ctx context.Context, conn *sql.Conn, query string) (out []string, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // read to its end, or it gave an error
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}
