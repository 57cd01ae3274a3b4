package web

import (
	"crypto/sha256"
	"embed"
	"encoding/base32"
	"fmt"
	"io/fs"
	"net/http"
	"sort"
	"strings"
)

// vendor holds the NHS styles and script, put there by "make assets"; a fresh
// checkout has a placeholder only, and pages work without.
//
//go:embed all:static
var staticFiles embed.FS

const vendorStyle = "vendor/nhsuk-frontend.min.css"

// assets are the static files. Their path holds a hash of them all, so that a
// browser may keep them for ever.
type assets struct {
	files  fs.FS
	prefix string // "/assets/<hash>/"
	styled bool   // the NHS styles are there
}

func newAssets() (*assets, error) {
	files, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	hash, err := hashAll(files)
	if err != nil {
		return nil, fmt.Errorf("read the static files: %w", err)
	}
	_, err = fs.Stat(files, vendorStyle)
	return &assets{files: files, prefix: "/assets/" + hash + "/", styled: err == nil}, nil
}

func hashAll(files fs.FS) (string, error) {
	sums := []string{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sums = append(sums, fmt.Sprintf("%s %x", name, sha256.Sum256(content)))
		return nil
	})
	sort.Strings(sums)
	sum := sha256.Sum256([]byte(strings.Join(sums, "\n")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10])), err
}

// path is the address of a static file.
func (a *assets) path(name string) string { return a.prefix + name }

// ServeHTTP serves the static files of this version and nothing else: no
// listings, no placeholders.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, a.prefix)
	info, err := fs.Stat(a.files, name)
	if !ok || err != nil || info.IsDir() || strings.HasPrefix(info.Name(), ".") || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "Not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(w, r, a.files, name) // #nosec G703 -- a file that is built in: fs.FS has no way out of itself
}
