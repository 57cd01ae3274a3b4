package store

import (
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ofOneStrike are the tables with what is in a strike, of which no statement ever asks for more than
// one strike: nothing compares strikes, or looks for a person in all of them.
var ofOneStrike = []string{"travel", "slots", "residents", "duties", "consultants", "offers", "job_sessions", "cards", "rates", "locks", "versions", "told", "answers"}

// errManyStrikes means that the program is wrong. It names the table alone.
var errManyStrikes = errors.New("a statement that does not name one strike is refused")

// guard has GORM refuse every statement that reads, changes or deletes rows of such a table and does
// not name the strike. The program has none; should it come to have one, that fails, in place of
// reaching into the strikes of every trust.
func guard(db *gorm.DB) error {
	guarded := map[string]bool{}
	for _, table := range ofOneStrike {
		guarded[table] = true
	}
	refuse := func(tx *gorm.DB) {
		if guarded[tx.Statement.Table] && !namesStrike(tx.Statement.Clauses["WHERE"]) {
			_ = tx.AddError(fmt.Errorf("%w: on table %s", errManyStrikes, tx.Statement.Table)) // it is the same error
		}
	}
	const name = "store:one_strike"
	c := db.Callback()
	return errors.Join(c.Query().Before("gorm:query").Register(name, refuse), c.Row().Before("gorm:row").Register(name, refuse),
		c.Update().Before("gorm:update").Register(name, refuse), c.Delete().Before("gorm:delete").Register(name, refuse))
}

// strikeIs is how every such statement names its strike.
const strikeIs = "strike_id = ?"

// namesStrike reports whether one of the conditions, all of which have to hold, is that the row is
// of one strike, which is not empty.
func namesStrike(where clause.Clause) bool {
	all, ok := where.Expression.(clause.Where)
	if !ok {
		return false
	}
	for _, e := range all.Exprs {
		condition, ok := e.(clause.Expr)
		if !ok {
			continue
		}
		before, _, found := strings.Cut(condition.SQL, strikeIs)
		at := strings.Count(before, "?")
		if !found || strings.Contains(condition.SQL, " OR ") || strings.HasSuffix(before, "NOT ") || at >= len(condition.Vars) {
			continue
		}
		if id, ok := condition.Vars[at].(string); ok && id != "" {
			return true
		}
	}
	return false
}
