package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A file is one Go file that is not a test.
type file struct {
	path   string // from the top of the repository, with slashes
	syntax *ast.File
	set    *token.FileSet
	lines  int
}

// pkg is the folder of the file, which is its package's path inside the module.
func (f file) pkg() string { return path.Dir(f.path) }

func (f file) at(pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.path, f.set.Position(pos).Line)
}

// parse reads one file.
func parse(name string, src []byte) (file, error) {
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, fmt.Errorf("parse: %w", err)
	}
	return file{path: name, syntax: syntax, set: set, lines: bytes.Count(src, []byte("\n"))}, nil
}

// read reads every Go file below root that is not a test and is not fetched.
func read(root string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != root && skipped(entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f, err := parse(filepath.ToSlash(rel), src)
		files = append(files, f)
		return err
	})
	return files, err
}

// skipped are the folders that the go command skips too, and fetched ones.
func skipped(dir string) bool {
	return dir == "node_modules" || dir == "testdata" || strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")
}

// packages are the packages that files belong to, sorted.
func packages(files []file) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.pkg())
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// below reports whether an import is p or a package below it.
func below(imported, p string) bool {
	return imported == p || strings.HasPrefix(imported, p+"/")
}

func belowAny(imported string, list []string) bool {
	return slices.ContainsFunc(list, func(p string) bool { return p == anything || below(imported, p) })
}
