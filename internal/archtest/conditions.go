package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// queryLibraries are those with which a database is asked.
var queryLibraries = []string{"gorm.io/gorm", "database/sql", "github.com/jackc/pgx"}

// sqlMethods are the methods whose arguments are SQL, or names in it, and which of them: from the first on
// where the second number is 0.
var sqlMethods = map[string]struct{ at, n int }{
	"Where": {0, 1}, "Or": {0, 1}, "Not": {0, 1}, "Having": {0, 1}, "Raw": {0, 1}, "Exec": {0, 1}, "Expr": {0, 1}, "Order": {0, 1}, "Group": {0, 1},
	"Joins": {0, 1}, "Preload": {0, 1}, "Table": {0, 1}, "Select": {0, 0}, "Omit": {0, 0}, "Distinct": {0, 0}, "Update": {1, 1}, "Count": {1, 1},
	"ExecContext": {1, 1}, "QueryContext": {1, 1}, "QueryRowContext": {1, 1}, "QueryRow": {1, 1}, "PrepareContext": {1, 1},
}

// built are the functions that make SQL of something else than constants, and why no input can be in it.
var built = map[string]string{
	"internal/store/migrate.go step":                    "the statements of a migration, which apart.go and chain.go write down",
	"internal/store/sqlite.go damage":                   "one of two checks of SQLite, which its callers write down",
	"internal/store/sqlite.go pragma":                   "the names of pragmas, which are written down there",
	"internal/store/compact.go compact":                 "two statements of SQLite, which are written down there",
	"internal/store/compact.go compactPostgres":         "columns, which PostgreSQL names itself and quotes",
	"internal/store/compact.go texts":                   "the query of its caller, which is written down",
	"internal/store/change.go update":                   "columns, which its callers write down",
	"internal/store/lease.go RenewLease":                "columns of progress, which run.go writes down, or none",
	"internal/store/storetest/migrated.go copy":         "the name of a database for one test, which is drawn there",
	"internal/store/storetest/migrated.go copyPostgres": "the same name",
}

// checkConditions lists the SQL that is made of something else than constants. What comes from outside reaches the
// database as values alone.
func checkConditions(files []file) []string {
	constants := map[string]map[string]bool{} // by package
	for _, f := range files {
		if constants[f.pkg()] == nil {
			constants[f.pkg()] = map[string]bool{}
		}
		constantsOf(f, constants[f.pkg()])
	}
	var wrong []string
	used := map[string]bool{}
	for _, f := range files {
		if !asksDatabase(f) {
			continue
		}
		for _, d := range f.syntax.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name := f.path + " " + function.Name.Name
			for _, bad := range builtIn(f, function, constants[f.pkg()]) {
				if used[name] = true; built[name] == "" {
					wrong = append(wrong, bad)
				}
			}
		}
	}
	for name := range built {
		if len(files) > 1 && !used[name] {
			wrong = append(wrong, name+" makes no SQL: take it out of built")
		}
	}
	slices.Sort(wrong)
	return wrong
}

// asksDatabase reports whether a file imports one of the libraries.
func asksDatabase(f file) bool {
	return slices.ContainsFunc(f.syntax.Imports, func(spec *ast.ImportSpec) bool {
		return belowAny(spec.Path.Value[1:len(spec.Path.Value)-1], queryLibraries)
	})
}

// constantsOf adds the constants of a file, and its lists of constants.
func constantsOf(f file, known map[string]bool) {
	for _, d := range f.syntax.Decls {
		if list, ok := d.(*ast.GenDecl); ok {
			namesOf(list, known)
		}
	}
}

func namesOf(list *ast.GenDecl, known map[string]bool) {
	for _, spec := range list.Specs {
		values, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range values.Names {
			if list.Tok == token.CONST || list.Tok == token.VAR && i < len(values.Values) && listOfConstants(values.Values[i]) {
				known[name.Name] = true
			}
		}
	}
}

// listOfConstants reports whether a value is a list in which literals alone are written.
func listOfConstants(e ast.Expr) bool {
	list, ok := e.(*ast.CompositeLit)
	return ok && !slices.ContainsFunc(list.Elts, func(e ast.Expr) bool { _, literal := e.(*ast.BasicLit); return !literal })
}

// builtIn lists the SQL in a function that is made of something else.
func builtIn(f file, function *ast.FuncDecl, constants map[string]bool) (wrong []string) {
	known := map[string]bool{}
	for name := range constants {
		known[name] = true
	}
	ast.Inspect(function, func(n ast.Node) bool { // a name of its own may hide a constant
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				delete(known, name.Name)
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if name, ok := left.(*ast.Ident); ok {
					delete(known, name.Name)
				}
			}
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				namesOf(n, known)
			}
		}
		return true
	})
	ast.Inspect(function, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || named(method.X, "cmp") {
			return true
		}
		is, sql := sqlMethods[method.Sel.Name]
		if sql && is.at == 0 && len(call.Args) > 0 && named(call.Args[0], "ctx") { // of pgx
			is.at = 1
		}
		for i, arg := range call.Args {
			if sql && i >= is.at && (is.n == 0 || i < is.at+is.n) && !constant(arg, known) {
				wrong = append(wrong, fmt.Sprintf("%s: what %s is given is not a constant: give values by ? alone", f.at(arg.Pos()), method.Sel.Name))
			}
		}
		return true
	})
	return wrong
}

func named(e ast.Expr, name string) bool {
	is, ok := e.(*ast.Ident)
	return ok && is.Name == name
}

// constant reports whether an expression is made of constants and literals alone.
func constant(e ast.Expr, known map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return known[e.Name]
	case *ast.ParenExpr:
		return constant(e.X, known)
	case *ast.BinaryExpr:
		return e.Op == token.ADD && constant(e.X, known) && constant(e.Y, known)
	case *ast.CompositeLit:
		return listOfConstants(e)
	case *ast.CallExpr:
		appends, ok := e.Fun.(*ast.Ident)
		return ok && appends.Name == "append" && !slices.ContainsFunc(e.Args, func(e ast.Expr) bool { return !constant(e, known) })
	}
	return false
}
