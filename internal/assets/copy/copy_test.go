package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const script = `var x=1;function assignWasmExports(wasmExports){_Highs_run=Module["_Highs_run"]=wasmExports["N"];` +
	`__emscripten_stack_alloc=wasmExports["xc"];memory=wasmMemory=wasmExports["$"]}var wasmImports={a:___cxa_throw,$b:_fd_write};` +
	`function initRuntime(){wasmExports["v"]();}function getWasmImports(){var imports={env:wasmImports};return imports}`

func TestReadNames(t *testing.T) {
	want := names{
		Module:  "env",
		Imports: map[string]string{"a": "__cxa_throw", "$b": "fd_write"},
		Exports: map[string]string{"Highs_run": "N", "_emscripten_stack_alloc": "xc", "memory": "$", "__wasm_call_ctors": "v"},
	}
	got, err := readNames(script)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, cut := range []string{"function assignWasmExports", "var wasmImports=", `wasmExports["v"]()`, "imports={env", ":_fd_write", `wasmExports["xc"]`} {
		if got, err := readNames(strings.Replace(script, cut, "other", 1)); err == nil {
			t.Errorf("without %s: %v", cut, got)
		}
	}
}

func TestLocalStyle(t *testing.T) {
	css := `@charset "UTF-8";@font-face{font-family:F;src:url(https://fonts.example/f.woff2) format("woff2")}` +
		`a{background:url(/assets/images/up.svg)}@font-face {src:url(https://fonts.example/g)}` +
		`b{mask:url("/assets/images/up.svg"),url('/assets/images/cross.svg')}` + "\n/*# sourceMappingURL=x.css.map */\n"
	want := `@charset "UTF-8";a{background:url(images/up.svg)}b{mask:url("images/up.svg"),url('images/cross.svg')}` + "\n"
	got, named := localStyle(css)
	if got != want {
		t.Errorf("style\n%s, want\n%s", got, want)
	}
	if diff := cmp.Diff([]string{"up.svg", "cross.svg"}, named); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
}

func TestWithoutSourceMap(t *testing.T) {
	for _, text := range []string{"f();//# sourceMappingURL=x.js.map\n", "f();\n//# sourceMappingURL=x.js.map", "f();", "f();\n"} {
		if got := strings.TrimSpace(withoutSourceMap(text)); got != "f();" {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func TestCheckLocal(t *testing.T) {
	tests := []struct {
		name, content string
		ok            bool
	}{
		{"a.css", "a{background:url(images/a.svg)}", true},
		{"a.css", "a{background:url(data:image/png;base64,AAAA//BB)}", true},
		{"a.css", "a{background:url(https://x.example/a.svg)}", false},
		{"a.css", "a{background:url(HTTP://x.example/a.svg)}", false},
		{"a.css", "a{background:url(//x.example/a.svg)}", false},
		{"a.css", `a{background:url( "/a.svg")}`, false},
		{"a.css", `@import "b.css";`, false},
		{"a.js", "f(1/2)// a comment", true},
		{"a.js", "import('https://x.example/a.js')", false},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"/>`, true},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x.example/a.png"/></svg>`, false},
	}
	for _, tt := range tests {
		if err := checkLocal(tt.name, tt.content); (err == nil) != tt.ok {
			t.Errorf("%s %s: error %v", tt.name, tt.content, err)
		}
	}
}

func TestReadPackage(t *testing.T) {
	read := func(f fstest.MapFS) (about, error) { return readPackage(f, "p") }
	pkg := &fstest.MapFile{Data: []byte(`{"name":"p","version":"1.2.3","license":"MIT"}`)}
	got, err := read(fstest.MapFS{"p/package.json": pkg, "p/LICENSE": {Data: []byte("Do as you like.")}})
	if want := (about{"p", "1.2.3", "MIT", "Do as you like."}); err != nil || got != want {
		t.Errorf("with a licence file: %+v, %v, want %+v", got, err, want)
	}
	got, err = read(fstest.MapFS{"p/package.json": pkg, "p/README.md": {Data: []byte("# P\n\n## Licence\n\nAs it is.\n\n## More\n\nx\n")}})
	if want := (about{"p", "1.2.3", "MIT", "As it is."}); err != nil || got != want {
		t.Errorf("with a README: %+v, %v, want %+v", got, err, want)
	}
	if got, err := read(fstest.MapFS{"p/package.json": pkg}); err == nil {
		t.Errorf("without a licence: %+v", got)
	}
}

// manyPasswords is a list of so many, and of some that are not kept.
func manyPasswords(n int) string {
	list := []string{"abc", "Common00000", "two\nlines"}
	for i := range n {
		list = append(list, fmt.Sprintf("common%05d", i))
	}
	text, _ := json.Marshal(list)
	return string(text)
}

func TestPasswordFiles(t *testing.T) {
	got, err := passwordFiles(fstest.MapFS{passwordList: {Data: []byte(manyPasswords(fewestPasswords))}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(got["common.txt"]), "\n")
	if len(lines) != fewestPasswords+1 || lines[0] != "common00000" || lines[fewestPasswords] != "" || !slices.IsSorted(lines[:fewestPasswords]) {
		t.Errorf("%d lines, the first %q, the last %q", len(lines), lines[0], lines[len(lines)-1])
	}
}

// project writes a project with small packages and returns its internal/assets.
func project(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "internal", "assets")
	for name, content := range map[string]string{
		"highs/package.json":                           `{"name":"highs","version":"1.15.9","license":"MIT"}`,
		"highs/LICENSE":                                "licence",
		"highs/build/highs.js":                         script,
		"highs/build/highs.wasm":                       "wasm",
		"nhsuk-frontend/package.json":                  `{"name":"nhsuk-frontend","version":"10.0.0","license":"MIT"}`,
		"nhsuk-frontend/README.md":                     "x\n## Licence\n\nMIT.\n",
		nhsuk + "nhsuk-frontend.min.css":               "a{b:url(/assets/images/up.svg)}",
		nhsuk + "nhsuk-frontend.min.js":                "f()",
		nhsuk + "components/button/fixtures.json":      "{}",
		nhsuk + "components/error-message/other.json":  "{}",
		images + "up.svg":                              "<svg/>",
		images + "lozenge.svg":                         "<svg/>",
		"axe-core/axe.min.js":                          "axe",
		passwordPackage + "/package.json":              `{"name":"` + passwordPackage + `","version":"4.1.9","license":"MIT"}`,
		passwordPackage + "/LICENSE.txt":               "licence",
		passwordList:                                   manyPasswords(fewestPasswords),
		"../../auth/dist/.gitkeep":                     "",
		"../../../rota/solve/highs/dist/.gitkeep":      "",
		"../../../rota/solve/highs/dist/old.wasm":      "old",
		"../../web/static/vendor/.gitkeep":             "",
		"../../web/static/vendor/images/old/image.svg": "old",
	} {
		path := filepath.Join(root, "node_modules", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// tree lists the files below folder with their times.
func tree(t *testing.T, folder string) map[string]time.Time {
	t.Helper()
	list := map[string]time.Time{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		list[filepath.ToSlash(name)] = info.ModTime()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRun(t *testing.T) {
	root := project(t)
	folders := map[string][]string{
		"../../rota/solve/highs/dist": {".gitkeep", "highs.wasm", "names.json"},
		"../web/static/vendor":        {".gitkeep", "images/up.svg", "nhsuk-frontend.min.css", "nhsuk-frontend.min.js", "versions.json"},
		"../auth/dist":                {".gitkeep", "common.txt"},
		"testdist":                    {"axe.min.js", "fixtures/button.json"},
	}
	if err := run(root); err != nil {
		t.Fatal(err)
	}
	first := map[string]map[string]time.Time{}
	for folder, want := range folders {
		first[folder] = tree(t, filepath.Join(root, folder))
		if len(first[folder]) != len(want) {
			t.Errorf("%s has %v, want %v", folder, first[folder], want)
		}
		for _, name := range want {
			if _, ok := first[folder][name]; !ok {
				t.Errorf("%s has no %s", folder, name)
			}
		}
	}
	if err := run(root); err != nil {
		t.Fatal(err)
	}
	for folder, want := range first {
		if diff := cmp.Diff(want, tree(t, filepath.Join(root, folder))); diff != "" {
			t.Errorf("%s changed when run again (-want +got):\n%s", folder, diff)
		}
	}
}

func TestRunJoinsNamesToRuntime(t *testing.T) {
	root := project(t)
	if err := run(root); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "../../rota/solve/highs/dist/names.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got names
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("wasm"))
	if got.Version != "1.15.9" || got.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("version %s, hash %s", got.Version, got.SHA256)
	}
}

func TestRunFails(t *testing.T) {
	tests := []struct {
		name    string
		spoil   func(modules string) error
		message string
	}{
		{"nothing fetched", os.RemoveAll, "npm ci"},
		{"image missing", func(m string) error { return os.Remove(filepath.Join(m, images, "up.svg")) }, "npm ci"},
		{"fixtures missing", func(m string) error { return os.RemoveAll(filepath.Join(m, nhsuk, "components")) }, "npm ci"},
		{"address in the script", func(m string) error {
			return os.WriteFile(filepath.Join(m, nhsuk, "nhsuk-frontend.min.js"), []byte(`import "https://x.example"`), 0o644)
		}, "elsewhere: https://x.example"},
		{"few passwords", func(m string) error {
			return os.WriteFile(filepath.Join(m, passwordList), []byte(manyPasswords(10)), 0o644)
		}, "only 10 passwords"},
		{"names not found", func(m string) error {
			return os.WriteFile(filepath.Join(m, "highs/build/highs.js"), []byte("minified"), 0o644)
		}, "compiler"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := project(t)
			if err := tt.spoil(filepath.Join(root, "node_modules")); err != nil {
				t.Fatal(err)
			}
			if err := run(root); err == nil || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("error %v, want one about %q", err, tt.message)
			}
		})
	}
}
