package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Tables are the tables of the models.
func Tables() (out []string) {
	for _, model := range models {
		out = append(out, model.(interface{ TableName() string }).TableName())
	}
	return sorted(out)
}

// OfTrusts are the tables whose rows belong to a trust, with the column that says whose, and OfNoTrust the others.
func OfTrusts() (columns map[string]string, none []string) {
	columns = map[string]string{}
	for table, b := range bonds {
		columns[table] = b.column
	}
	return columns, sorted(slices.Collect(maps.Keys(ofNoTrust)))
}

// ways run a statement in each way there is, and give what came of it.
func ways(q func() *gorm.DB, column string) map[string]error {
	var rows []map[string]any
	var n int64
	found, byRow := q().Select(column).Rows()
	if byRow == nil {
		byRow = errors.Join(found.Err(), found.Close())
	}
	return map[string]error{
		"find": q().Find(&rows).Error, "count": q().Count(&n).Error, "row": byRow,
		"update": q().Update(column, "x").Error, "delete": q().Delete(&map[string]any{}).Error,
	}
}

// Strayed runs statements that do not keep to a trust on every table, in a transaction of the first trust and in
// one of none, and gives those that are not refused. other is a trust and strike one of its strikes.
func (s *Store) Strayed(t testing.TB, other TrustID, strike string) (passed []string) {
	t.Helper()
	for _, sc := range []*scope{{trust: FirstTrust}, {}, {trust: other}} {
		err := s.writing(t.Context(), sc, func(tx *gorm.DB) error {
			asked, theirs := FirstTrust, other
			if sc.trust == other {
				asked, theirs = other, FirstTrust
				strike = "made up"
			}
			for table, b := range bonds {
				for name, where := range strays(b, asked, theirs, strike) {
					q := func() *gorm.DB {
						return where(tx.Session(&gorm.Session{NewDB: true, Context: t.Context(), AllowGlobalUpdate: true}).Table(table))
					}
					for how, err := range ways(q, b.column) {
						if !errors.Is(err, errManyTrusts) && !errors.Is(err, errManyStrikes) {
							passed = append(passed, fmt.Sprintf("%s %s where %s, in a transaction of trust %d: %v", how, table, name, sc.trust, err))
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return sorted(passed)
}

func strays(b bond, ours, theirs TrustID, strike string) map[string]func(*gorm.DB) *gorm.DB {
	is := b.column + " = ?"
	out := map[string]func(*gorm.DB) *gorm.DB{
		"nothing":       func(q *gorm.DB) *gorm.DB { return q },
		"always":        func(q *gorm.DB) *gorm.DB { return q.Where("1 = 1") },
		"zero":          func(q *gorm.DB) *gorm.DB { return q.Where(is, TrustID(0)) },
		"a map":         func(q *gorm.DB) *gorm.DB { return q.Where(map[string]any{b.column: ours}) },
		"no trust":      func(q *gorm.DB) *gorm.DB { return q.Where("trust_id = ?", 0) },
		"an empty id":   func(q *gorm.DB) *gorm.DB { return q.Where(is, "") },
		"another trust": func(q *gorm.DB) *gorm.DB { return q.Where("trust_id = ?", theirs) },
		"its things":    func(q *gorm.DB) *gorm.DB { return q.Where(is, strike) },
		"its id":        func(q *gorm.DB) *gorm.DB { return q.Where("id = ?", strike) },
		"within it": func(q *gorm.DB) *gorm.DB {
			return q.Where(b.column+" IN (SELECT id FROM "+b.of+" WHERE trust_id = ?)", theirs)
		},
		"or":                func(q *gorm.DB) *gorm.DB { return q.Where("trust_id = ? OR 1 = 1", ours) },
		"or in small":       func(q *gorm.DB) *gorm.DB { return q.Where("trust_id = ? or 1 = 1", ours) },
		"or in front":       func(q *gorm.DB) *gorm.DB { return q.Where("1 = 1 OR trust_id = ?", ours) },
		"or apart":          func(q *gorm.DB) *gorm.DB { return q.Where("trust_id = ?", ours).Or("1 = 1") },
		"not":               func(q *gorm.DB) *gorm.DB { return q.Not("trust_id = ?", ours) },
		"not, in words":     func(q *gorm.DB) *gorm.DB { return q.Where("NOT trust_id = ?", ours) },
		"several":           func(q *gorm.DB) *gorm.DB { return q.Where("trust_id IN ?", []TrustID{ours, theirs}) },
		"a range":           func(q *gorm.DB) *gorm.DB { return q.Where("trust_id >= ?", ours) },
		"a value elsewhere": func(q *gorm.DB) *gorm.DB { return q.Where("position = ? AND trust_id = ?", ours, theirs) },
	}
	return out
}

// TenantZero asks for rows of each table by a row without its trust, of which GORM makes no condition at all, and
// gives how many it got, or what it was refused with.
func (s *Store) TenantZero(t testing.TB) (passed []string) {
	t.Helper()
	for _, sc := range []*scope{{}, {trust: FirstTrust}} {
		err := s.reading(t.Context(), sc, func(tx *gorm.DB) error {
			for _, find := range []func() error{
				func() error { return zero[userRow](t.Context(), tx, &userRow{TrustID: 0}) },
				func() error { return zero[strikeRow](t.Context(), tx, &strikeRow{TrustID: 0}) },
				func() error { return zero[purgeRow](t.Context(), tx, &purgeRow{TrustID: 0}) },
				func() error { return zero[libraryCardRow](t.Context(), tx, &libraryCardRow{TrustID: 0}) },
				func() error { return zero[runRow](t.Context(), tx, &runRow{StrikeID: ""}) },
				func() error { return zero[editRow](t.Context(), tx, &editRow{StrikeID: ""}) },
				func() error { return zero[residentRow](t.Context(), tx, &residentRow{StrikeID: ""}) },
				func() error { return zero[tokenRow](t.Context(), tx, &tokenRow{UserID: ""}) },
			} {
				if err := find(); !errors.Is(err, errManyTrusts) && !errors.Is(err, errManyStrikes) {
					passed = append(passed, fmt.Sprintf("in a transaction of trust %d: %v", sc.trust, err))
				}
			}
			if _, err := belonging[*strikeRow](s.Of(0), tx).Find(t.Context()); !errors.Is(err, errManyTrusts) {
				passed = append(passed, fmt.Sprintf("strikes of trust 0: %v", err))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return passed
}

func zero[T any](ctx context.Context, tx *gorm.DB, row *T) error {
	rows, err := gorm.G[T](tx).Where(row).Find(ctx)
	if err == nil {
		err = fmt.Errorf("%d of %s are found", len(rows), reflect.TypeFor[T]())
	}
	return err
}

// StrayRows adds rows that are another trust's or in another's strike, in a transaction of the first trust,
// and gives those that are not refused by GORM.
func (s *Store) StrayRows(t testing.TB, other TrustID, strike string) (passed []string) {
	t.Helper()
	ctx := t.Context()
	err := s.writing(ctx, &scope{trust: FirstTrust}, func(tx *gorm.DB) error {
		for name, err := range map[string]error{
			"an account":  insert(ctx, tx, []*userRow{{ID: "stray", TrustID: other}}),
			"a strike":    insert(ctx, tx, []*strikeRow{{ID: "stray", TrustID: other}}),
			"of no trust": insert(ctx, tx, []*strikeRow{{ID: "stray"}}),
			"a record":    insert(ctx, tx, []*auditRow{{TrustID: &other}}),
			"no record":   insert(ctx, tx, []*auditRow{{}}),
			"a run":       insert(ctx, tx, []*runRow{{ID: "stray", StrikeID: strike}}),
			"residents":   insert(ctx, tx, []*residentRow{{ID: "R1", StrikeID: strike}, {ID: "R2", StrikeID: strike}}),
			"a token":     insert(ctx, tx, []*tokenRow{{UserID: "another's"}}),
			"a mark":      gorm.G[*markRow](tx, clause.OnConflict{DoNothing: true}).Create(ctx, new(&markRow{StrikeID: strike})),
		} {
			if !errors.Is(err, errManyTrusts) {
				passed = append(passed, fmt.Sprintf("%s: %v", name, err))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sorted(passed)
}

// FirstPolicied are the tables with a policy since there are policies, with their columns.
func FirstPolicied() map[string]string {
	out := map[string]string{}
	for _, p := range firstPolicied {
		out[p.table] = p.column
	}
	return out
}

// Setting runs f in a transaction with such a setting, or none, which is taken back.
func (s *Store) Setting(t testing.TB, setting string, f func(tx *sql.Tx)) {
	t.Helper()
	db, err := s.DB()
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if setting != "" && s.Driver() == Postgres {
		if _, err := tx.ExecContext(t.Context(), setTrust, setting); err != nil {
			t.Fatal(err)
		}
	}
	f(tx)
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}
