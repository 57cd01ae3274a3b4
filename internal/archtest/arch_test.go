package archtest

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func TestArchitecture(t *testing.T) {
	files, err := read(root)
	if err != nil {
		t.Fatal(err)
	}
	// A reader that finds nothing would find nothing wrong either.
	for _, want := range []string{"rota", "internal/config", "cmd/strikerota"} {
		if !slices.Contains(packages(files), want) {
			t.Errorf("package %s was not read", want)
		}
	}
	checks := []struct {
		name  string
		check func(file) []string
	}{
		{"imports", checkImports},
		{"pure", checkPure},
		{"length", checkLength},
		{"no init", checkInit},
		{"comments", checkComments},
	}
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range files {
				for _, wrong := range c.check(f) {
					t.Error(wrong)
				}
			}
		})
	}
	t.Run("doc.go", func(t *testing.T) {
		for _, wrong := range checkDoc(files) {
			t.Error(wrong)
		}
	})
	t.Run("conditions", func(t *testing.T) {
		for _, wrong := range checkConditions(files) {
			t.Error(wrong)
		}
	})
	t.Run("long files still exist", func(t *testing.T) {
		for path := range longFiles {
			if !slices.ContainsFunc(files, func(f file) bool { return f.path == path && f.lines > maxLines }) {
				t.Errorf("%s is not long, or not there: take it out of longFiles", path)
			}
		}
	})
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("folder %s: the top level holds only %s", e.Name(), strings.Join(topLevel, ", "))
		}
	}
}

// TestTable holds that no line of the table allows what is nowhere in it.
func TestTable(t *testing.T) {
	for _, pkg := range slices.Sorted(maps.Keys(allowed)) {
		for _, inside := range allowed[pkg].inside {
			if _, known := allowed[inside]; !known && inside != anything {
				t.Errorf("%s may import %s, which is not in the table", pkg, inside)
			}
		}
	}
	for library, owners := range owned {
		for _, owner := range owners {
			if !slices.ContainsFunc(allowed[owner].outside, func(p string) bool { return below(p, library) }) {
				t.Errorf("%s owns %s but may not import it", owner, library)
			}
		}
	}
}

// withGORM is the import that has a file looked through for SQL.
const withGORM = "import \"gorm.io/gorm\"\n"

func conditions(f file) []string { return checkConditions([]file{f}) }

// TestCaught feeds each check what it must find, and the nearest thing that it must not.
func TestCaught(t *testing.T) {
	tests := []struct {
		name, path, src string
		check           func(file) []string
		want            string // part of the one complaint; "" for none
	}{
		{"domain imports a library", "rota/x.go", `import "gorm.io/gorm"`, checkImports, "only internal/store may import gorm.io/gorm"},
		{"domain imports outwards", "rota/x.go", `import "strikerota/internal/store"`, checkImports, "rota may not import internal/store"},
		{"standard library", "rota/x.go", `import "slices"`, checkImports, ""},
		{"solver imports the domain", "rota/solve/x.go", `import "strikerota/rota"`, checkImports, ""},
		{"solver imports the store", "rota/solve/x.go", `import "strikerota/internal/store"`, checkImports, "may not import internal/store"},
		{"allowed is not what lies below", "rota/document/x.go", `import "strikerota/rota/solve"`, checkImports, "may not import rota/solve"},
		{"highs knows no rotas", "rota/solve/highs/x.go", `import "strikerota/rota"`, checkImports, "may not import rota"},
		{"part of a library", "rota/solve/highs/x.go", `import "github.com/tetratelabs/wazero/api"`, checkImports, ""},
		{"a like name", "rota/solve/highs/x.go", `import "github.com/tetratelabs/wazeroo"`, checkImports, "may not import github.com/tetratelabs/wazeroo"},
		{"gin outside web", "cmd/strikerota/x.go", `import "github.com/gin-gonic/gin"`, checkImports, "only internal/web"},
		{"gorm in runs", "internal/runs/x.go", `import "gorm.io/driver/postgres"`, checkImports, "only internal/store"},
		{"excelize in web", "internal/web/x.go", `import "github.com/xuri/excelize/v2"`, checkImports, "only exports"},
		{"excelize where sheets are read", "exports/sheet/x.go", `import "github.com/xuri/excelize/v2"`, checkImports, ""},
		{"excelize beside it", "exports/intake/x.go", `import "github.com/xuri/excelize/v2"`, checkImports, "only exports and exports/sheet"},
		{"command imports all", "cmd/strikerota/x.go", `import "strikerota/internal/web"`, checkImports, ""},
		{"unknown package", "internal/util/x.go", ``, checkImports, "internal/util is not in the table"},

		{"clock", "rota/x.go", "import \"time\"\nvar t = time.Now()", checkPure, "may not use time.Now"},
		{"clock by another name", "rota/x.go", "import clock \"time\"\nvar t = clock.Now()", checkPure, "may not use clock.Now"},
		{"clock where it is allowed", "cmd/strikerota/x.go", "import \"time\"\nvar t = time.Now()", checkPure, ""},
		{"time without clock", "rota/x.go", "import \"time\"\nvar t = time.Unix(0, 0)", checkPure, ""},
		{"randomness", "rota/x.go", `import "math/rand/v2"`, checkPure, "may not import math/rand/v2"},
		{"files", "rota/document/x.go", `import "os"`, checkPure, "may not import os"},
		{"logging", "rota/x.go", `import "log/slog"`, checkPure, "may not import log/slog"},
		{"printing", "rota/x.go", "import \"fmt\"\nfunc f() { fmt.Println() }", checkPure, "may not use fmt.Println"},
		{"formatting", "rota/x.go", "import \"fmt\"\nvar s = fmt.Sprint()", checkPure, ""},

		{"init", "rota/x.go", "func init() {}", checkInit, "no init"},
		{"method named init", "rota/x.go", "type t int\nfunc (t) init() {}", checkInit, ""},

		{"no comment on a function", "rota/x.go", "func F() {}", checkComments, "F has no comment"},
		{"no comment on a method", "rota/x.go", "// T is.\ntype T int\nfunc (t *T) F() {}", checkComments, "F has no comment"},
		{"no comment on a type", "rota/x.go", "type T int", checkComments, "T has no comment"},
		{"no comment on a constant", "rota/x.go", "const (\n\tA = 1\n)", checkComments, "A has no comment"},
		{"comment on a group", "rota/x.go", "// Kinds.\nconst (\n\tA = 1\n\tB = 2\n)", checkComments, ""},
		{"method of a private type", "rota/x.go", "type t int\nfunc (t) F() {}", checkComments, ""},

		{"too long", "rota/x.go", strings.Repeat("\n", maxLines+1), checkLength, "more than 400"},
		{"just short enough", "rota/x.go", strings.Repeat("\n", maxLines-1), checkLength, ""},

		{"built condition", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Where(\"id = \" + s) }", conditions, "what Where is given is not a constant"},
		{"input as a condition", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Where(s) }", conditions, "what Where is given"},
		{"formatted statement", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Raw(fmt.Sprintf(\"SELECT %s\", s)) }", conditions, "what Raw is given"},
		{"order by input", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Order(s + \" DESC\") }", conditions, "what Order is given"},
		{"column by input", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Select(\"id\", s) }", conditions, "what Select is given"},
		{"join by input", "internal/store/x.go", withGORM + "func f(tx *gorm.DB, s string) { tx.Joins(s) }", conditions, "what Joins is given"},
		{"a constant that is hidden", "internal/store/x.go", withGORM + "const c = \"a\"\nfunc f(tx *gorm.DB, c string) { tx.Where(c) }", conditions, "what Where is given"},
		{"past gorm", "internal/store/x.go", "import \"database/sql\"\nfunc f(db *sql.DB, s string) { db.ExecContext(ctx, \"DROP \" + s) }", conditions, "what ExecContext is given"},
		{"constants", "internal/store/x.go", withGORM + "const c = \"a\"\nvar l = []any{\"a\"}\nfunc f(tx *gorm.DB, s string) { tx.Where(c+\" = ?\", s).Select(\"b\", append(l, \"c\")...) }", conditions, ""},
		{"without a database", "rota/x.go", "func f(tx T, s string) { tx.Where(s) }", conditions, ""},

		{"no doc.go", "rota/x.go", "", func(f file) []string { return checkDoc([]file{f}) }, "rota has no doc.go"},
		{"doc.go without comment", "rota/doc.go", "", func(f file) []string { return checkDoc([]file{f}) }, "rota has no doc.go"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := parse(tt.path, []byte("package x\n"+tt.src))
			if err != nil {
				t.Fatal(err)
			}
			got := tt.check(f)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("complained %q, want nothing", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("complaints %q, want one with %q", got, tt.want)
			}
		})
	}
}
