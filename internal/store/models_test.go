package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestModels holds that GORM is told of every row there is.
func TestModels(t *testing.T) {
	known := map[string]bool{}
	for _, m := range models {
		known[reflect.TypeOf(m).Name()] = true
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	count := func(n ast.Node) bool {
		if of, ok := n.(*ast.TypeSpec); ok && strings.HasSuffix(of.Name.Name, "Row") && !of.Name.IsExported() {
			if _, ok := of.Type.(*ast.StructType); ok {
				if rows++; !known[of.Name.Name] {
					t.Errorf("%s is not among the models", of.Name.Name)
				}
			}
		}
		return true
	}
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, count)
	}
	if rows < 30 || rows != len(models) {
		t.Errorf("%d rows and %d models", rows, len(models))
	}
}
