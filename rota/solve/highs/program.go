package highs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/tetratelabs/wazero"
)

// program is the compiled runtime, from which any number of instances are made, side by side.
type program struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	exports  map[string]string // short name of each meaning
}

// shared is the one thing of this package that a process has once: compiling takes seconds, and
// what comes of it never changes.
var shared = sync.OnceValues(func() (*program, error) {
	a, err := loadAssets(dist)
	if err != nil {
		return nil, err
	}
	return compile(context.Background(), a, cacheFolder())
})

// cacheFolder is where compiled code is kept from one process to the next, or "" for nowhere.
func cacheFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "strikerota")
}

// compile makes the program, with folder as a cache if it can be written to. Processes may share
// the folder, and be first in it together: wazero renames whole files into place, and looks at their
// checksum when it reads them. A cache that fails is done without, and emptied for the next process.
func compile(ctx context.Context, a assets, folder string) (*program, error) {
	if folder != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(folder); err == nil {
			if p, err := compileWith(ctx, a, cache); err == nil {
				return p, nil
			}
		}
	}
	p, err := compileWith(ctx, a, nil)
	if err == nil && folder != "" {
		emptyCache(folder)
	}
	return p, err
}

// emptyCache removes what is kept in a cache that failed. What others are just writing it leaves, and
// where it cannot remove, the next process does without the cache again.
func emptyCache(folder string) {
	kept, _ := filepath.Glob(filepath.Join(folder, "wazero-*", "*")) // only a bad pattern is an error
	for _, name := range kept {
		if filepath.Ext(name) != ".tmp" {
			_ = os.Remove(name)
		}
	}
}

func compileWith(ctx context.Context, a assets, cache wazero.CompilationCache) (p *program, err error) {
	// Without WithCloseOnContextDone: with it every loop of the solver asks whether to go on, and
	// takes about three times as long. The leaping clock stops it instead.
	config := wazero.NewRuntimeConfig()
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	r := wazero.NewRuntimeWithConfig(ctx, config)
	defer func() {
		if err != nil {
			_ = r.Close(ctx) // the error that is returned says more
		}
	}()
	compiled, err := r.CompileModule(ctx, a.wasm)
	if err != nil {
		return nil, fmt.Errorf("compile the solver: %w", err)
	}
	if err := host(ctx, r, compiled, a.names); err != nil {
		return nil, fmt.Errorf("prepare the solver: %w", err)
	}
	return &program{runtime: r, compiled: compiled, exports: a.names.Exports}, nil
}
