package store

import (
	"fmt"

	"github.com/pressly/goose/v3"
)

// apartVersion is the version of the tables that has the statements of apart: the two
// databases word them differently.
const apartVersion = 21

// apartRoots are the tables with rows that belong to a trust themselves.
var apartRoots = []string{"users", "strikes", "library_cards", "purges"}

// apartRefused is what the database says.
const apartRefused = "a row of another trust is refused"

// An apartCheck is what a new row of a table may not be.
type apartCheck struct{ name, table, wrong string }

// apartChecks say of tables what a new row may not be: of a strike or an account of one
// trust and of another trust itself. The program never asks for that: it holds should it
// ever be wrong.
var apartChecks = []apartCheck{
	{"audit_one_trust", "audit", `NEW.strike_id <> '' AND EXISTS (SELECT 1 FROM strikes s WHERE s.id = NEW.strike_id AND s.trust_id <> COALESCE(NEW.trust_id, 1))`},
	{"purges_one_trust", "purges", `EXISTS (SELECT 1 FROM strikes s WHERE s.id = NEW.strike_id AND s.trust_id <> NEW.trust_id)`},
	{"seen_one_trust", "seen", `EXISTS (SELECT 1 FROM strikes s, users u WHERE s.id = NEW.strike_id AND u.id = NEW.user_id AND s.trust_id <> u.trust_id)`},
	{"imports_one_trust", "imports", `EXISTS (SELECT 1 FROM strikes s, users u WHERE s.id = NEW.strike_id AND u.id = NEW.made_by AND s.trust_id <> u.trust_id)`},
	{"runs_one_trust", "runs", `EXISTS (SELECT 1 FROM strikes s, users u WHERE s.id = NEW.strike_id AND u.id = NEW.made_by AND s.trust_id <> u.trust_id)`},
}

// marksVersion is the version of the tables that has the check of marks, which took the place of
// seen: that one's check went with its table.
const marksVersion = 27

// marksChecks are as apartChecks.
var marksChecks = []apartCheck{
	{"marks_one_trust", "marks", `EXISTS (SELECT 1 FROM strikes s, users u WHERE s.id = NEW.strike_id AND u.id = NEW.seen_by AND s.trust_id <> u.trust_id)`},
}

// apart has the database itself hold that each thing is of one trust and stays so.
func apart(driver string) []string {
	var out []string
	if driver == Postgres {
		out = append(out, `CREATE FUNCTION apart_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '`+apartRefused+`'; END $$`)
		for _, table := range apartRoots {
			out = append(out, fmt.Sprintf(`ALTER TABLE %s ALTER COLUMN trust_id SET NOT NULL`, table),
				fmt.Sprintf(`CREATE TRIGGER %s_keeps_trust BEFORE UPDATE ON %[1]s FOR EACH ROW WHEN (NEW.trust_id <> OLD.trust_id) EXECUTE FUNCTION apart_refuse()`, table))
		}
		return append(out, checked(driver, apartChecks)...)
	}
	refuse := apartAbort()
	for _, table := range apartRoots {
		out = append(out, fmt.Sprintf(`CREATE TRIGGER %s_has_trust BEFORE INSERT ON %[1]s WHEN NEW.trust_id IS NULL`, table)+refuse,
			fmt.Sprintf(`CREATE TRIGGER %s_keeps_trust BEFORE UPDATE OF trust_id ON %[1]s WHEN NEW.trust_id IS NOT OLD.trust_id`, table)+refuse)
	}
	return append(out, checked(driver, apartChecks)...)
}

// apartAbort is what a trigger of SQLite does.
func apartAbort() string { return ` BEGIN SELECT RAISE(ABORT, '` + apartRefused + `'); END` }

// checked has the database refuse what the checks say.
func checked(driver string, checks []apartCheck) (out []string) {
	for _, c := range checks {
		if driver == Postgres { // a condition of a trigger may not look into other tables there
			out = append(out,
				fmt.Sprintf(`CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF %s THEN RAISE EXCEPTION '%s'; END IF; RETURN NEW; END $$`, c.name, c.wrong, apartRefused),
				fmt.Sprintf(`CREATE TRIGGER %s BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION %[1]s()`, c.name, c.table))
			continue
		}
		out = append(out, fmt.Sprintf(`CREATE TRIGGER %s BEFORE INSERT ON %s WHEN %s`, c.name, c.table, c.wrong)+apartAbort())
	}
	return out
}

// apartStep is the step of the migrations that runs apart.
func (s *Store) apartStep() *goose.Migration { return s.step(apartVersion, apart(s.Driver())) }

// marksStep is the step that adds the checks of marks.
func (s *Store) marksStep() *goose.Migration {
	return s.step(marksVersion, checked(s.Driver(), marksChecks))
}
