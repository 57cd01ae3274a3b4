package store

import (
	"context"
	"fmt"
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
		for _, statement := range []string{"SET statement_timeout = 0", "VACUUM FULL", "RESET statement_timeout"} {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
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
