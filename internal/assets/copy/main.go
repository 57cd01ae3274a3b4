package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keep is the tracked placeholder of a folder that git otherwise ignores.
const keep = ".gitkeep"

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "copy assets:", err)
		os.Exit(1)
	}
}

// files are the contents of a folder, by slash-separated name.
type files map[string][]byte

// run copies from node_modules under root, which is internal/assets, to the four folders.
func run(root string) error {
	modules := os.DirFS(filepath.Join(root, "node_modules"))
	jobs := []struct {
		folder string
		make   func(modules fs.FS) (files, error)
	}{
		{"../../rota/solve/highs/dist", highsFiles},
		{"../web/static/vendor", webFiles},
		{"../auth/dist", passwordFiles},
		{"testdist", testFiles},
	}
	for _, job := range jobs {
		want, err := job.make(modules)
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w; run npm ci first", err)
		}
		if err != nil {
			return err
		}
		if err := fill(filepath.Join(root, filepath.FromSlash(job.folder)), want); err != nil {
			return fmt.Errorf("write %s: %w", job.folder, err)
		}
	}
	return nil
}

// fill makes folder hold want and its placeholder, and nothing else. Each file appears whole: a
// build that runs at the same time sees the old one or the new one.
func fill(folder string, want files) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := removeOthers(folder, want); err != nil {
		return err
	}
	for name, content := range want {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		// In front of the name is the dot that keeps a half-written file out of file servers.
		part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part")
		if err := os.WriteFile(part, content, 0o644); err != nil {
			return err
		}
		if err := os.Rename(part, path); err != nil {
			return err
		}
	}
	return nil
}

// removeOthers deletes the files of folder that are neither wanted nor the placeholder.
func removeOthers(folder string, want files) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if _, ok := want[filepath.ToSlash(name)]; ok || name == keep {
			return nil
		}
		return os.Remove(path)
	})
}
