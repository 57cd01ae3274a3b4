package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// checkImports lists the imports of a file that the table does not allow.
func checkImports(f file) []string {
	may, known := allowed[f.pkg()]
	if !known {
		return []string{fmt.Sprintf("%s: package %s is not in the table of allowed.go; add a line with what it may import", f.path, f.pkg())}
	}
	var wrong []string
	for _, spec := range f.syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", f.at(spec.Pos()), err))
			continue
		}
		if why := forbidden(f.pkg(), imported, may); why != "" {
			wrong = append(wrong, fmt.Sprintf("%s: %s", f.at(spec.Pos()), why))
		}
	}
	return wrong
}

// forbidden says why a package may not import another, or "" when it may.
func forbidden(pkg, imported string, may allowance) string {
	for library, owners := range owned {
		if below(imported, library) && !slices.Contains(owners, pkg) && pkg != "internal/e2e" {
			return fmt.Sprintf("only %s may import %s", strings.Join(owners, " and "), imported)
		}
	}
	if inside, ok := strings.CutPrefix(imported, module+"/"); ok {
		if !slices.Contains(may.inside, inside) && !slices.Contains(may.inside, anything) {
			return fmt.Sprintf("%s may not import %s (allowed: %s)", pkg, inside, strings.Join(may.inside, ", "))
		}
		return ""
	}
	if standard(imported) || belowAny(imported, may.outside) {
		return ""
	}
	return fmt.Sprintf("%s may not import %s (allowed: %s)", pkg, imported, strings.Join(may.outside, ", "))
}

// standard reports whether an import is of the standard library: its first part holds no dot.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") && first != module
}

// checkPure lists what a pure package does that it should leave to its callers.
func checkPure(f file) []string {
	if !slices.Contains(pure, f.pkg()) {
		return nil
	}
	var wrong []string
	names := make(map[string]string) // as written in this file → import path
	for _, spec := range f.syntax.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		if belowAny(imported, impureImports) {
			wrong = append(wrong, fmt.Sprintf("%s: %s is pure and may not import %s", f.at(spec.Pos()), f.pkg(), imported))
		}
		name := imported
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := selector.X.(*ast.Ident)
		if ok && slices.Contains(impureCalls[names[x.Name]], selector.Sel.Name) {
			wrong = append(wrong, fmt.Sprintf("%s: %s is pure and may not use %s.%s; let the caller pass it", f.at(n.Pos()), f.pkg(), x.Name, selector.Sel.Name))
		}
		return true
	})
	return wrong
}

// checkLength complains of a file that is too long.
func checkLength(f file) []string {
	if f.lines <= maxLines || longFiles[f.path] != "" {
		return nil
	}
	return []string{fmt.Sprintf("%s has %d lines, more than %d; split it, or say why in longFiles", f.path, f.lines, maxLines)}
}

// checkInit complains of functions that run before main.
func checkInit(f file) []string {
	var wrong []string
	for _, decl := range f.syntax.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			wrong = append(wrong, fmt.Sprintf("%s: no init; call it from where it is needed", f.at(fn.Pos())))
		}
	}
	return wrong
}

// checkComments lists exported names that no comment explains. A comment on a
// group of constants, variables or types, or beside the name, counts for it.
func checkComments(f file) []string {
	var wrong []string
	missing := func(pos token.Pos, name string) {
		wrong = append(wrong, fmt.Sprintf("%s: %s has no comment", f.at(pos), name))
	}
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) {
				missing(d.Pos(), d.Name.Name)
			}
		case *ast.GenDecl:
			if d.Doc == nil {
				uncommented(d, missing)
			}
		}
	}
	return wrong
}

func uncommented(d *ast.GenDecl, missing func(token.Pos, string)) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
				missing(s.Pos(), s.Name.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
				missing(s.Pos(), s.Names[0].Name)
			}
		}
	}
}

// exportedReceiver reports whether a function is no method, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	name, ok := t.(*ast.Ident)
	return ok && name.IsExported()
}

// checkDoc lists packages whose comment is not in a file of its own.
func checkDoc(files []file) []string {
	documented := make(map[string]bool)
	for _, f := range files {
		if f.path == f.pkg()+"/doc.go" && f.syntax.Doc != nil {
			documented[f.pkg()] = true
		}
	}
	var wrong []string
	for _, p := range packages(files) {
		if !documented[p] {
			wrong = append(wrong, p+" has no doc.go with a package comment")
		}
	}
	return wrong
}
