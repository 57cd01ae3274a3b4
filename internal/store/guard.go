package store

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ofOneStrike are the tables with what is in a strike, of which no statement ever asks for more than
// one strike: nothing compares strikes, or looks for a person in all of them.
var ofOneStrike = []string{"travel", "slots", "residents", "duties", "consultants", "offers", "job_sessions", "cards", "rates", "locks", "versions", "told", "answers"}

// A bond is how rows of a table say whose they are: a column with the trust, or with the id of a row
// of another table that says it.
type bond struct{ column, of string }

// bonds are those of every table whose rows belong to a trust.
var bonds = func() map[string]bond {
	out := map[string]bond{
		"explanations": {"run_id", "runs"}, "import_files": {"import_id", "imports"}, "library_rates": {"card_id", "library_cards"},
		"account_sessions": {"user_id", "users"}, "tokens": {"user_id", "users"}, "openid_tokens": {"user_id", "users"},
	}
	for _, model := range models {
		table, row := model.(interface{ TableName() string }).TableName(), reflect.TypeOf(model)
		if _, of := row.FieldByName("TrustID"); of {
			out[table] = bond{column: "trust_id"}
		} else if _, of := row.FieldByName("StrikeID"); of {
			out[table] = bond{"strike_id", "strikes"}
		}
	}
	return out
}()

// ofNoTrust says of the other tables why their rows belong to none.
var ofNoTrust = map[string]string{
	"trusts":     "the trusts there are, by their names, which whoever signs in reads",
	"sessions":   "a session is of an account, or of nobody yet, and known by its hash alone",
	"form_keys":  "which forms were saved, by hashes alone that tell of nobody",
	"audit_head": "the newest record of the audit, which is one chain",
}

// known are the tables with ids that no other trust has as well, so that a row may be asked for by its id
// once it is known to be the trust's.
var known = []string{"users", "strikes", "library_cards", "runs", "imports"}

// What a statement is refused with means that the program is wrong. They name the table alone.
var (
	errManyStrikes = errors.New("a statement that does not name one strike is refused")
	errManyTrusts  = errors.New("a statement that does not keep to one trust is refused")
)

// guard has GORM refuse every statement that reads, changes or deletes rows of such a table and does
// not name the strike, and every one on rows of a trust that does not keep to the trust of its transaction.
// The program has none; should it come to have one, that fails, in place of
// reaching into the strikes of every trust.
func guard(db *gorm.DB) error {
	const name, learn = "store:one_strike", "store:learn"
	c := db.Callback()
	return errors.Join(c.Query().Before("gorm:query").Register(name, refuse), c.Row().Before("gorm:row").Register(name, refuse),
		c.Update().Before("gorm:update").Register(name, refuse), c.Delete().Before("gorm:delete").Register(name, refuse),
		c.Create().Before("gorm:create").Register(name, refuseRows),
		c.Query().After("gorm:query").Register(learn, learnRows), c.Create().After("gorm:create").Register(learn, learnRows))
}

// refuse is for what has conditions.
func refuse(tx *gorm.DB) {
	table, where := tx.Statement.Table, tx.Statement.Clauses["WHERE"]
	if slices.Contains(ofOneStrike, table) && !slices.ContainsFunc(bound(where, "strike_id = ?"), func(id any) bool { return id != "" }) {
		fail(tx, errManyStrikes)
	} else if !scopeOf(tx).keeps(table, where) {
		fail(tx, errManyTrusts)
	}
}

func fail(tx *gorm.DB, err error) {
	_ = tx.AddError(fmt.Errorf("%w: on table %s", err, tx.Statement.Table)) // it is the same error
}

// keeps reports whether a statement with these conditions has nothing but rows of the scope's trust.
func (sc *scope) keeps(table string, where clause.Clause) bool {
	b, owned := bonds[table]
	if !owned || sc.crosses != "" {
		return true
	}
	if sc.trust == 0 {
		return false
	}
	trust := func(id any) bool { return id == sc.trust }
	own := func(of string) func(any) bool {
		return func(id any) bool { text, ok := id.(string); return ok && sc.known[of][text] }
	}
	may := map[string]func(any) bool{b.column + " = ?": trust}
	if b.of != "" {
		may[b.column+" = ?"] = own(b.of)
		may[b.column+" IN (SELECT id FROM "+b.of+" WHERE trust_id = ?)"] = trust
	}
	if slices.Contains(known, table) {
		may["id = ?"] = own(table)
	}
	if table == "audit" {
		may[auditOf(sc.trust)] = trust
	}
	for condition, is := range may {
		if slices.ContainsFunc(bound(where, condition), is) {
			return true
		}
	}
	return false
}

// bound are the values that such a condition has, which has to hold with all others: the first of each.
func bound(where clause.Clause, condition string) (out []any) {
	all, ok := where.Expression.(clause.Where)
	if !ok {
		return nil
	}
	for _, e := range all.Exprs {
		switch e := e.(type) {
		case clause.OrConditions: // then none has to hold
			return nil
		case clause.Expr:
			at := 0
			for _, part := range conjuncts(e.SQL) {
				if part == condition && at < len(e.Vars) {
					out = append(out, e.Vars[at])
				}
				at += strings.Count(part, "?")
			}
		}
	}
	return out
}

// conjuncts are the parts of a condition that all have to hold: it is one part where it could be met otherwise.
func conjuncts(sql string) (out []string) {
	depth, begin := 0, 0
	for i := range sql {
		switch {
		case sql[i] == '(':
			depth++
		case sql[i] == ')':
			depth--
		case depth > 0:
		case strings.HasPrefix(strings.ToUpper(sql[i:min(i+4, len(sql))]), " OR "):
			return []string{sql}
		case strings.HasPrefix(sql[i:], " AND "):
			out = append(out, sql[begin:i])
			begin = i + len(" AND ")
		}
	}
	return append(out, sql[begin:])
}

// refuseRows is for rows that are added.
func refuseRows(tx *gorm.DB) {
	sc := scopeOf(tx)
	b, owned := bonds[tx.Statement.Table]
	if !owned || sc.crosses != "" {
		return
	}
	for _, value := range columnOf(tx, b.column) {
		text, _ := value.(string)
		if sc.trust == 0 || b.of == "" && value != sc.trust || b.of != "" && !sc.known[b.of][text] {
			fail(tx, errManyTrusts)
			return
		}
	}
}

// learnRows keeps the ids of rows that a statement has read or added, and of their strikes: they are the trust's,
// since it was not refused.
func learnRows(tx *gorm.DB) {
	sc, table := scopeOf(tx), tx.Statement.Table
	if tx.Error != nil || sc.trust == 0 || sc.crosses != "" || !slices.Contains(known, table) {
		return
	}
	sc.learn(table, columnOf(tx, "id"))
	if b := bonds[table]; b.of != "" {
		sc.learn(b.of, columnOf(tx, b.column))
	}
}

func (sc *scope) learn(table string, ids []any) {
	for _, value := range ids {
		if id, ok := value.(string); ok && id != "" {
			if sc.known[table] == nil {
				sc.known[table] = map[string]bool{}
			}
			sc.known[table][id] = true
		}
	}
}

// columnOf is a column of the rows that a statement reads or writes, if they are rows of its table.
func columnOf(tx *gorm.DB, column string) (out []any) {
	stmt := tx.Statement
	if stmt.Schema == nil {
		return nil
	}
	field := stmt.Schema.LookUpField(column)
	one := func(row reflect.Value) {
		if row = reflect.Indirect(row); field == nil || !row.IsValid() || row.Type() != stmt.Schema.ModelType {
			return
		}
		value, _ := field.ValueOf(stmt.Context, row)
		if pointed := reflect.ValueOf(value); pointed.Kind() == reflect.Pointer && !pointed.IsNil() {
			value = pointed.Elem().Interface()
		}
		out = append(out, value)
	}
	switch rows := stmt.ReflectValue; rows.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range rows.Len() {
			one(rows.Index(i))
		}
	case reflect.Struct, reflect.Pointer:
		one(rows)
	}
	return out
}
