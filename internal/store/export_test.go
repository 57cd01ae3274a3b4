package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// NewSQLLog wraps one of GORM's loggers.
var NewSQLLog = newSQLLog

// Exec runs a statement, to break things.
func (s *Store) Exec(t testing.TB, statement string) {
	t.Helper()
	db, err := s.DB()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	if s.Driver() == SQLite {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
		return
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = tx.ExecContext(ctx, setTrust, OfEveryTrust); err == nil {
		_, err = tx.ExecContext(ctx, statement)
	}
	if err == nil {
		err = tx.Commit()
	} else {
		err = errors.Join(err, tx.Rollback())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Columns are the columns of every table: those of its row, and those in the database.
func (s *Store) Columns(t testing.TB) (inRows, inDatabase map[string][]string) {
	t.Helper()
	inRows, inDatabase = map[string][]string{}, map[string][]string{}
	for _, row := range models {
		parsed, err := schema.Parse(row, &sync.Map{}, s.writer.NamingStrategy)
		if err != nil {
			t.Fatal(err)
		}
		inRows[parsed.Table] = sorted(parsed.DBNames)
		inDatabase[parsed.Table] = sorted(s.columns(t, parsed.Table))
	}
	return inRows, inDatabase
}

// columns are those of a table, asked past GORM, which is refused a table's rows of all strikes.
func (s *Store) columns(t testing.TB, table string) []string {
	t.Helper()
	db, err := s.DB()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	names, err := rows.Columns()
	if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return names
}

// Tables lists the tables in the database.
func (s *Store) Tables(t testing.TB) []string {
	t.Helper()
	names, err := s.writer.Migrator().GetTables()
	if err != nil {
		t.Fatal(err)
	}
	return sorted(names)
}

// Dump is every row of every table, as text.
func (s *Store) Dump(t testing.TB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, row := range models {
		parsed, err := schema.Parse(row, &sync.Map{}, s.writer.NamingStrategy)
		if err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		if err := s.readAcross(t.Context(), "a test", func(tx *gorm.DB) error { return tx.Raw("SELECT * FROM " + parsed.Table).Scan(&rows).Error }); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			out[parsed.Table] = append(out[parsed.Table], fmt.Sprint(r))
		}
		sort.Strings(out[parsed.Table])
	}
	return out
}

// CountRows is how many rows each table has, but for the one that counts the versions of the tables.
func (s *Store) CountRows(t testing.TB) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	for _, table := range s.Tables(t) {
		if table == "goose_db_version" || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		var n int64
		if err := s.readAcross(t.Context(), "a test", func(tx *gorm.DB) error { return tx.Raw("SELECT COUNT(*) FROM " + table).Scan(&n).Error }); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}

// SetWants replaces what a setting of SQLite has to be, until the test ends.
func SetWants(t testing.TB, name, want string) {
	t.Helper()
	for i := range pragmas {
		if pragmas[i].name == name {
			old := pragmas[i].want
			pragmas[i].want = want
			t.Cleanup(func() { pragmas[i].want = old })
			return
		}
	}
	t.Fatalf("no setting %s", name)
}

// Pragmas are the settings of SQLite that are read back, and the values wanted.
func Pragmas() map[string]string {
	out := map[string]string{}
	for _, p := range pragmas {
		out[p.name] = p.want
	}
	return out
}

func sorted(names []string) []string {
	out := append([]string(nil), names...)
	sort.Strings(out)
	return out
}

// ReadPragma reads a setting of SQLite on all connections at once, the writer's and the readers'.
func (s *Store) ReadPragma(t testing.TB, name string) []string {
	t.Helper()
	var out []string
	for _, db := range []*gorm.DB{s.writer, s.reader} {
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		for range pool.Stats().MaxOpenConnections {
			conn, err := pool.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			var value string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value); err != nil {
				t.Fatal(err)
			}
			out = append(out, value)
		}
	}
	if len(out) != 1+readers {
		t.Fatalf("%d connections, want %d", len(out), 1+readers)
	}
	return out
}

// Watch gives every statement to see, with placeholders for values.
func (s *Store) Watch(t testing.TB, see func(string)) {
	t.Helper()
	report := func(db *gorm.DB) { see(db.Statement.SQL.String()) }
	for _, db := range []*gorm.DB{s.writer, s.reader} {
		on := db.Callback()
		for _, err := range []error{
			on.Query().After("gorm:query").Register("test", report),
			on.Update().After("gorm:update").Register("test", report),
			on.Delete().After("gorm:delete").Register("test", report),
			on.Create().After("gorm:create").Register("test", report),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if s.writer == s.reader {
			break
		}
	}
}

// What is said of a folder that cannot be written into.
var (
	WhoMayWrite = whoMayWrite
	TryFolder   = tryFolder
)

// Plain is what becomes of an engine's error.
var Plain = plain

// MigrateTo brings the tables to a version of the past.
func (s *Store) MigrateTo(t testing.TB, version int64) {
	t.Helper()
	err := s.migration(func(p *goose.Provider) error {
		_, err := p.UpTo(t.Context(), version)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// PurgedTables are the tables with rows of a strike that a purge deletes from, and NotHeld why what is
// held about a person has nothing of some of them.
func PurgedTables() (out []string) {
	never := NeverPurged()
	for _, row := range models {
		name := row.(interface{ TableName() string }).TableName()
		if _, of := reflect.TypeOf(row).FieldByName("StrikeID"); of && !slices.Contains(never, name) {
			out = append(out, name)
		}
	}
	return sorted(out)
}

// NotHeld is notHeld.
func NotHeld() map[string]string { return notHeld }

// NeverPurged are the tables with rows of a strike that a purge leaves as they are.
func NeverPurged() (out []string) {
	var purges []string
	for _, p := range purged(nil, "") {
		purges = append(purges, fmt.Sprintf("%T", p.rows)) // names the type of the row
	}
	for _, row := range models {
		if _, of := reflect.TypeOf(row).FieldByName("StrikeID"); !of {
			continue
		}
		name := fmt.Sprintf("%T", row)
		if !slices.ContainsFunc(purges, func(p string) bool { return strings.HasSuffix(p, name+"]") }) {
			out = append(out, row.(interface{ TableName() string }).TableName())
		}
	}
	return sorted(out)
}

// OfOneStrike are the tables of which a statement has to name a strike.
func OfOneStrike() []string { return slices.Clone(ofOneStrike) }

// Guarded runs statements that name no strike, or more than one, on every such table, and gives those that
// are not refused.
func (s *Store) Guarded(t testing.TB) (passed []string) {
	t.Helper()
	for _, table := range ofOneStrike {
		wheres := map[string]func(*gorm.DB) *gorm.DB{
			"nothing":        func(q *gorm.DB) *gorm.DB { return q },
			"another column": func(q *gorm.DB) *gorm.DB { return q.Where("position = ?", 1) },
			"no strike":      func(q *gorm.DB) *gorm.DB { return q.Where("strike_id = ?", "") },
			"either":         func(q *gorm.DB) *gorm.DB { return q.Where("strike_id = ? OR strike_id = ?", "a", "b") },
			"or":             func(q *gorm.DB) *gorm.DB { return q.Where("position = ?", 1).Or("strike_id = ?", "a") },
			"several":        func(q *gorm.DB) *gorm.DB { return q.Where("strike_id IN ?", []string{"a", "b"}) },
			"a range":        func(q *gorm.DB) *gorm.DB { return q.Where("strike_id > ?", "a") },
			"another":        func(q *gorm.DB) *gorm.DB { return q.Where("NOT strike_id = ?", "a") },
			"not":            func(q *gorm.DB) *gorm.DB { return q.Not("strike_id = ?", "a") },
		}
		for name, where := range wheres {
			q := func() *gorm.DB {
				return where(s.writer.WithContext(t.Context()).Table(table).Session(&gorm.Session{AllowGlobalUpdate: true}))
			}
			for how, err := range ways(q, "strike_id") {
				if !errors.Is(err, errManyStrikes) {
					passed = append(passed, fmt.Sprintf("%s %s where %s: %v", how, table, name, err))
				}
			}
		}
	}
	return sorted(passed)
}

// Seal is what a key makes of parts.
func Seal(k AuditKey, parts ...string) string { return k.seal(parts...) }

// KeyMark tells a key apart.
func KeyMark(k AuditKey) string { return k.mark() }

// Escaped is a text as the audit keeps it.
var Escaped = escaped

// FillAudit adds so many rows to the audit.
func (s *Store) FillAudit(t testing.TB, rows int, by Request) {
	t.Helper()
	ctx := By(t.Context(), by)
	for done := 0; done < rows; done += 1000 {
		err := s.Of(FirstTrust).write(ctx, func(tx *gorm.DB) error {
			some := make([]*auditRow, min(1000, rows-done))
			for i := range some {
				some[i] = &auditRow{At: int64(done + i), ActorID: "an account of 26 letters, as", StrikeID: "a strike of 26 letters, too", Action: string(Saved), Kind: string(KindSlot), EntityID: "S001"}
			}
			return s.Of(FirstTrust).writeAudit(ctx, tx, some)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Fit is fit.
func Fit(have, newest int64, free uint64, known bool) error { return fit(have, newest, free, known) }
