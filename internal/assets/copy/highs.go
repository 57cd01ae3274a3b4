package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// names tells what the one and two letter names of a HiGHS runtime stand for. They differ from
// build to build, so the table goes with one .wasm, known by its hash.
type names struct {
	Version string            `json:"version"` // of the npm package
	SHA256  string            `json:"sha256"`  // of highs.wasm, in hex
	Module  string            `json:"module"`  // the module that the runtime imports from
	Imports map[string]string `json:"imports"` // meaning of each short name
	Exports map[string]string `json:"exports"` // short name of each meaning
}

// highsFiles returns the solver's runtime and the table of its names.
func highsFiles(modules fs.FS) (files, error) {
	wasm, err := fs.ReadFile(modules, "highs/build/highs.wasm")
	if err != nil {
		return nil, err
	}
	script, err := fs.ReadFile(modules, "highs/build/highs.js")
	if err != nil {
		return nil, err
	}
	table, err := readNames(string(script))
	if err != nil {
		return nil, fmt.Errorf("highs.js: %w", err)
	}
	about, err := readPackage(modules, "highs")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(wasm)
	table.Version, table.SHA256 = about.Version, hex.EncodeToString(sum[:])
	text, err := json.MarshalIndent(table, "", "\t")
	if err != nil {
		return nil, err
	}
	return files{"highs.wasm": wasm, "names.json": append(text, '\n')}, nil
}

var (
	importModule  = regexp.MustCompile(`\bimports=\{([\w$]+):wasmImports\}`)
	importObject  = regexp.MustCompile(`\bwasmImports=\{([^{}]*)\}`)
	importPair    = regexp.MustCompile(`^([\w$]+):([\w$]+)$`)
	exportBody    = regexp.MustCompile(`function assignWasmExports\([\w$]*\)\{([^{}]*)\}`)
	exportPair    = regexp.MustCompile(`^([\w$]+)=.*\bwasmExports\["([^"]+)"\]$`)
	exportStartUp = regexp.MustCompile(`\bwasmExports\["([^"]+)"\]\(\)`)
)

// startUp is the name we give to the export that runs the constructors: the script calls it
// without naming it.
const startUp = "__wasm_call_ctors"

// readNames finds, in the script that the compiler wrote beside the runtime, the objects that join
// long names to short ones. One leading underscore, which the compiler adds to C names, is cut.
func readNames(script string) (names, error) {
	table := names{Imports: map[string]string{}, Exports: map[string]string{}}
	module := importModule.FindStringSubmatch(script)
	imports := importObject.FindStringSubmatch(script)
	exports := exportBody.FindStringSubmatch(script)
	starts := exportStartUp.FindAllStringSubmatch(script, -1)
	if module == nil || imports == nil || exports == nil || len(starts) != 1 {
		return names{}, errors.New("the tables of names are not where they were: has the compiler changed?")
	}
	table.Module = module[1]
	for pair := range strings.SplitSeq(imports[1], ",") {
		m := importPair.FindStringSubmatch(pair)
		if m == nil {
			return names{}, fmt.Errorf("cannot read the import %q", pair)
		}
		table.Imports[m[1]] = strings.TrimPrefix(m[2], "_")
	}
	for statement := range strings.SplitSeq(exports[1], ";") {
		m := exportPair.FindStringSubmatch(statement)
		if m == nil {
			return names{}, fmt.Errorf("cannot read the export %q", statement)
		}
		table.Exports[strings.TrimPrefix(m[1], "_")] = m[2]
	}
	table.Exports[startUp] = starts[0][1]
	return table, nil
}
