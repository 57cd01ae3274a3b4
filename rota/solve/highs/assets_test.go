package highs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// tiny is a module that exports one function, f, which does nothing, and imports one, a.b.
var tiny = []byte("\x00asm\x01\x00\x00\x00" + // module
	"\x01\x04\x01\x60\x00\x00" + // a type: no parameters, no results
	"\x02\x07\x01\x01a\x01b\x00\x00" + // the import
	"\x03\x02\x01\x00" + // one function of that type
	"\x07\x05\x01\x01f\x00\x01" + // its export
	"\x0a\x04\x01\x02\x00\x0b") // its body

// tinyNames is the table of tiny's names.
func tinyNames(meaning string) nameTable {
	sum := sha256.Sum256(tiny)
	return nameTable{Version: "0.1", SHA256: hex.EncodeToString(sum[:]), Module: "a",
		Imports: map[string]string{"b": meaning}, Exports: map[string]string{"nothing": "f"}}
}

func TestLoadAssets(t *testing.T) {
	table, err := json.Marshal(tinyNames("_abort_js"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte{}, tiny...)
	damaged[len(damaged)-1]++
	const wasmPath, namesPath = "dist/highs.wasm", "dist/names.json"
	tests := []struct {
		name   string
		folder fstest.MapFS
		ok     bool
	}{
		{"whole", fstest.MapFS{wasmPath: {Data: tiny}, namesPath: {Data: table}}, true},
		{"empty", fstest.MapFS{"dist/.gitkeep": {}}, false},
		{"no names", fstest.MapFS{wasmPath: {Data: tiny}}, false},
		{"no runtime", fstest.MapFS{namesPath: {Data: table}}, false},
		{"names damaged", fstest.MapFS{wasmPath: {Data: tiny}, namesPath: {Data: table[1:]}}, false},
		{"runtime damaged", fstest.MapFS{wasmPath: {Data: damaged}, namesPath: {Data: table}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := loadAssets(tt.folder)
			if tt.ok != (err == nil) || !tt.ok && (!errors.Is(err, ErrNoAssets) || !strings.Contains(err.Error(), "make assets")) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	tests := []struct {
		name string
		a    assets
	}{
		{"not a module", assets{wasm: []byte("hello"), names: tinyNames("_abort_js")}},
		{"unknown import", assets{wasm: tiny, names: tinyNames("launch")}},
		{"import with other parameters", assets{wasm: tiny, names: tinyNames("fd_write")}},
	}
	for _, tt := range tests {
		if p, err := compile(t.Context(), tt.a, ""); err == nil {
			t.Errorf("%s: compiled to %v", tt.name, p)
		}
	}
	p, err := compile(t.Context(), assets{wasm: tiny, names: tinyNames("_abort_js")}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.engine(t.Context(), 0); err == nil || !strings.Contains(err.Error(), "__wasm_call_ctors") {
		t.Errorf("a runtime without constructors: error %v", err)
	}
}

// TestCache compiles with a cache that is new, in use by others, damaged, and not to be had.
func TestCache(t *testing.T) {
	a := assets{wasm: tiny, names: tinyNames("_abort_js")}
	works := func(folder string) {
		t.Helper()
		p, err := compile(context.Background(), a, folder)
		if err != nil {
			t.Error(err)
			return
		}
		module, err := p.runtime.Instantiate(context.Background(), tiny)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := module.ExportedFunction("f").Call(context.Background()); err != nil {
			t.Error(err)
		}
	}
	folder := filepath.Join(t.TempDir(), "new", "strikerota")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { works(folder) })
	}
	group.Wait()
	kept, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("the cache keeps %v (%v)", kept, err)
	}
	works(folder)
	for _, name := range kept {
		if err := os.WriteFile(name, []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	works(folder) // and empties the cache
	works(folder)
	if text, err := os.ReadFile(kept[0]); err != nil || string(text) == "damaged" {
		t.Errorf("a damaged cache was not made anew: %.20q, error %v", text, err)
	}
	works(kept[0]) // a file, not a folder
}

func TestVersion(t *testing.T) {
	if got := Version(); !strings.HasPrefix(got, "1.15.") {
		t.Errorf("version %q; if it is empty, run make assets", got)
	}
}
