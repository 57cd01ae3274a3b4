package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	engine "modernc.org/sqlite"
)

// readers is how many connections read a SQLite file side by side.
const readers = 4

// pragmas are how every connection to a SQLite file is set, and what reading
// them back has to give: an engine ignores a setting that it does not know.
var pragmas = []struct{ name, set, want string }{
	{"busy_timeout", "15000", "15000"}, // whoever solves has the lowest priority, and may hold the lock for long on a busy machine
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"}, // NORMAL can lose the last saves when the power fails
	{"foreign_keys", "1", "1"},
	{"secure_delete", "1", "1"}, // what is deleted is overwritten
	{"trusted_schema", "0", "0"},
}

func (s *Store) openSQLite(ctx context.Context, o Options) error {
	if err := makeFile(o.Path); err != nil {
		return err
	}
	var err error
	if s.file, err = os.Stat(o.Path); err != nil {
		return err
	}
	s.path, s.saving = o.Path, make(chan struct{}, 1)
	if s.writer, err = s.sqlitePool(o, 1); err != nil {
		return err
	}
	if s.reader, err = s.sqlitePool(o, readers); err != nil {
		return err
	}
	return quickCheck(ctx, s.reader)
}

// makeFile makes the file and its folder, for their owner alone, when they are missing.
func makeFile(path string) error {
	if path == "" {
		return errors.New("the file has no name")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("make the file: %w%s", err, whoMayWrite(err))
	}
	if err := f.Close(); err != nil {
		return err
	}
	return tryFolder(filepath.Dir(path))
}

// tryFolder refuses a folder that nothing can be written into: the engine keeps files beside the
// database, and says of that no more than that it is read-only.
func tryFolder(folder string) error {
	f, err := os.CreateTemp(folder, ".strikerota-*.part")
	if err != nil {
		if words := whoMayWrite(err); words != "" {
			return fmt.Errorf("write beside the file: %w%s", err, words)
		}
		return nil // a full disk is told when something is saved; until then all can be read
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// whoMayWrite says what to do where somebody may not write, or "".
func whoMayWrite(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "; the user who runs the planner must own the file and its folder (chown), and nobody else needs to (chmod 700 on the folder)"
	case errors.Is(err, syscall.EROFS):
		return "; its disk is mounted read-only: mount it for writing"
	}
	return ""
}

// sameFile refuses to save when the file has been deleted or replaced since it was
// opened: what is saved into the old one would be lost, and nobody would be told.
func (s *Store) sameFile() error {
	if s.file == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	if err == nil && !os.SameFile(s.file, now) {
		err = errors.New("another file has taken its place")
	}
	if err != nil {
		return fmt.Errorf("%w: the file has gone; start the planner again: %w", ErrUnavailable, err)
	}
	return nil
}

func (s *Store) sqlitePool(o Options, connections int) (*gorm.DB, error) {
	pool := sql.OpenDB(connector{plainConnector{dsn(o.Path)}})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	s.closer = append(s.closer, pool)
	db, err := openGORM(dialect{sqlite.New(sqlite.Config{DriverName: "sqlite", Conn: pool}).(*sqlite.Dialector)}, o)
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	return db, nil
}

// dsn is the file with its settings. Transactions that write take the lock when
// they begin: one that read first could not wait for another writer.
func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range pragmas {
		q.Add("_pragma", p.name+"("+p.set+")")
	}
	return uri(path, q)
}

// uri names a file and how to open it.
func uri(path string, q url.Values) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// quickCheck refuses a file that is damaged, or in which something refers to nothing.
func quickCheck(ctx context.Context, db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	what, err := damage(ctx, pool, "quick_check")
	if err == nil && what != "" {
		err = errors.New(what + "; restore the newest backup")
	}
	if err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	return nil
}

// damage says what is wrong with a file, "" for nothing. The check is quick_check, or
// integrity_check, which also compares indexes with their tables.
func damage(ctx context.Context, pool *sql.DB, check string) (string, error) {
	var result string
	if err := pool.QueryRowContext(ctx, "PRAGMA "+check+"(1)").Scan(&result); err != nil {
		return "", err
	}
	if result != "ok" {
		return "it is damaged", nil
	}
	var table string
	err := pool.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return "table " + table + " refers to rows that are gone", nil
}

// A plainConnector opens connections to one SQLite file.
type plainConnector struct{ dsn string }

// Connect opens a connection.
func (c plainConnector) Connect(context.Context) (driver.Conn, error) {
	return c.Driver().Open(c.dsn)
}

// Driver is the SQLite engine.
func (plainConnector) Driver() driver.Driver { return &engine.Driver{} }

// A connector opens connections to one SQLite file and refuses those whose
// settings did not take.
type connector struct{ plainConnector }

// Connect opens a connection and reads its settings back.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.plainConnector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range pragmas {
		got, err := pragma(ctx, conn, p.name)
		if err == nil && got != p.want {
			err = fmt.Errorf("setting %s is %s, not %s", p.name, got, p.want)
		}
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// pragma reads one setting back.
func pragma(ctx context.Context, conn driver.Conn, name string) (string, error) {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, "PRAGMA "+name, nil)
	if err != nil {
		return "", fmt.Errorf("read setting %s: %w", name, err)
	}
	value := make([]driver.Value, 1)
	err = rows.Next(value)
	if err := errors.Join(err, rows.Close()); err != nil {
		return "", fmt.Errorf("read setting %s: %w", name, err)
	}
	return fmt.Sprint(value[0]), nil
}

// dialect is GORM's SQLite dialect, which knows the errors of another engine only.
type dialect struct{ *sqlite.Dialector }

// Translate turns the engine's codes for broken keys and checks into GORM's errors.
func (d dialect) Translate(err error) error {
	var failed *engine.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() {
	case 1555, 2067: // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
		return gorm.ErrDuplicatedKey
	case 787: // SQLITE_CONSTRAINT_FOREIGNKEY
		return gorm.ErrForeignKeyViolated
	case 275: // SQLITE_CONSTRAINT_CHECK
		return gorm.ErrCheckConstraintViolated
	}
	return err
}
