package highs

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// ErrNoAssets is returned where the solver's runtime was not there when the program was built, or
// is not the one that its table of names belongs to.
var ErrNoAssets = errors.New("the solver's runtime is missing: run make assets, then build again")

//go:embed all:dist
var dist embed.FS

// assets is the runtime with what its short names stand for.
type assets struct {
	wasm  []byte
	names nameTable
}

// nameTable is names.json, written by internal/assets/copy.
type nameTable struct {
	Version string            `json:"version"`
	SHA256  string            `json:"sha256"`
	Module  string            `json:"module"`
	Imports map[string]string `json:"imports"` // meaning of each short name
	Exports map[string]string `json:"exports"` // short name of each meaning
}

// loadAssets reads the runtime from folder, and refuses a table of another runtime: with wrong
// names the wrong functions would be called.
func loadAssets(folder fs.FS) (assets, error) {
	text, err := fs.ReadFile(folder, "dist/names.json")
	if err != nil {
		return assets{}, fmt.Errorf("%w (%w)", ErrNoAssets, err)
	}
	var a assets
	if err := json.Unmarshal(text, &a.names); err != nil {
		return assets{}, fmt.Errorf("%w (names.json: %w)", ErrNoAssets, err)
	}
	if a.wasm, err = fs.ReadFile(folder, "dist/highs.wasm"); err != nil {
		return assets{}, fmt.Errorf("%w (%w)", ErrNoAssets, err)
	}
	sum := sha256.Sum256(a.wasm)
	if hex.EncodeToString(sum[:]) != a.names.SHA256 {
		return assets{}, fmt.Errorf("%w (names.json is not of this highs.wasm)", ErrNoAssets)
	}
	return a, nil
}

// Version returns the version of the embedded solver, such as "1.15.3", or "" if there is none.
func Version() string {
	var names nameTable
	text, err := dist.ReadFile("dist/names.json")
	if err != nil || json.Unmarshal(text, &names) != nil {
		return ""
	}
	return names.Version
}
