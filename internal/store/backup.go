package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	engine "modernc.org/sqlite"
)

// What is wrong with a file that is to be restored.
var (
	ErrDamaged = errors.New("the file is damaged or not whole; take another backup")
	ErrForeign = errors.New("the file is no backup of strikerota; take one that \"strikerota backup\" made")
)

// Backup writes the SQLite database as it is at one moment into a file, which must be
// empty or not there. Others go on saving meanwhile.
func (s *Store) Backup(ctx context.Context, path string) error {
	pool, err := s.reader.DB()
	if err == nil {
		_, err = pool.ExecContext(ctx, "VACUUM INTO ?", path)
	}
	if err != nil {
		return fmt.Errorf("copy the database: %w", plain(err))
	}
	return nil
}

// CheckFile reads all of a SQLite file and refuses one that is damaged ([ErrDamaged]),
// that this program did not make ([ErrForeign]), or a newer version of it ([ErrNewer]).
// It changes nothing and leaves nothing beside the file.
func CheckFile(ctx context.Context, path string) error {
	if err := startsLikeSQLite(path); err != nil {
		return err
	}
	pool := sql.OpenDB(plainConnector{uri(path, url.Values{"mode": {"ro"}, "immutable": {"1"}})})
	err := checkContent(ctx, pool)
	return errors.Join(err, pool.Close())
}

// startsLikeSQLite looks at the first bytes of a file.
func startsLikeSQLite(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	head := make([]byte, 16)
	_, err = io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = ErrForeign
	}
	if err == nil && !bytes.Equal(head, []byte("SQLite format 3\x00")) {
		err = ErrForeign
	}
	return errors.Join(err, f.Close())
}

func checkContent(ctx context.Context, pool *sql.DB) error {
	what, err := damage(ctx, pool, "integrity_check")
	if err != nil || what != "" {
		return unlessStopped(ctx, ErrDamaged) // the engine's words would not help
	}
	var tables int
	const ours = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('goose_db_version', 'strikes', 'audit')"
	if err := pool.QueryRowContext(ctx, ours).Scan(&tables); err != nil {
		return unlessStopped(ctx, ErrDamaged)
	}
	if tables != 3 {
		return ErrForeign
	}
	var have int64
	if err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&have); err != nil {
		return unlessStopped(ctx, ErrDamaged)
	}
	return Known(have)
}

// unlessStopped is the error, unless nobody waits for the answer any more.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// InUse reports whether another process, or another Store, has the SQLite file open. A
// file that is not in use is left in one piece, without others beside it, if it can be read.
func InUse(ctx context.Context, path string) (bool, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	pool := sql.OpenDB(plainConnector{uri(path, url.Values{"mode": {"rw"}, "_pragma": {"busy_timeout(0)"}})})
	// Whoever has the file open holds a lock on its journal that this one needs alone.
	_, err := pool.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	err = errors.Join(err, pool.Close())
	var failed *engine.Error
	if errors.As(err, &failed) && failed.Code()&0xff == 5 { // SQLITE_BUSY
		return true, nil
	}
	return false, ctx.Err() // a file that cannot be read is in nobody's use
}

// HoldsPeople reports whether a SQLite file holds residents or consultants of one of
// the strikes. It changes nothing.
func HoldsPeople(ctx context.Context, path string, strikes []string) (bool, error) {
	pool := sql.OpenDB(plainConnector{uri(path, url.Values{"mode": {"ro"}, "immutable": {"1"}})})
	found := false
	var err error
	for _, id := range strikes {
		var there bool
		err = pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM residents WHERE strike_id = ?) OR EXISTS (SELECT 1 FROM consultants WHERE strike_id = ?)", id, id).Scan(&there)
		if found = found || there; err != nil {
			break
		}
	}
	if err := errors.Join(err, pool.Close()); err != nil {
		return false, fmt.Errorf("look into a backup: %w", plain(err))
	}
	return found, nil
}
