package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Made is a backup that was made, or a database that was kept aside. Nobody is in it who was deleted before At.
type Made struct {
	Path string
	At   time.Time // when its making began, to the second
}

// Remove deletes the file, and what SQLite may have beside it.
func (m Made) Remove() error { return removeAll(m.Path) }

func (p Place) listPath() string { return filepath.Join(p.Folder, "backups.txt") }

// line is how the list names it; the path is quoted, whatever is in it.
func (m Made) line() string { return fmt.Sprintf("%s %q\n", m.At.UTC().Format(time.RFC3339), m.Path) }

// add puts one at the end of the list.
func (p Place) add(m Made) error {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(p.listPath(), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(m.line())
	return errors.Join(err, f.Close())
}

// List lists the backups that were made on this machine and are still where they were
// put, the oldest first. Of those that were made at one path in turn the last is there.
func (p Place) List() ([]Made, error) {
	all, err := p.listed()
	slices.SortStableFunc(all, func(a, b Made) int { return a.At.Compare(b.At) })
	last := map[string]int{}
	for i, m := range all {
		last[m.Path] = i
	}
	var out []Made
	for i, m := range all {
		if last[m.Path] != i {
			continue
		}
		if _, err := os.Lstat(m.Path); !errors.Is(err, fs.ErrNotExist) && !isPart(m.Path) {
			out = append(out, m)
		}
	}
	return out, err
}

// listed is all that the list has ever named.
func (p Place) listed() ([]Made, error) {
	text, err := os.ReadFile(p.listPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of backups: %w", err)
	}
	var out []Made
	for line := range strings.Lines(string(text)) {
		var at string
		var m Made
		if _, err := fmt.Sscanf(line, "%s %q", &at, &m.Path); err != nil {
			return nil, errors.New("read the list of backups: a line of " + p.listPath() + " cannot be read")
		}
		if m.At, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, errors.New("read the list of backups: a time in " + p.listPath() + " cannot be read")
		}
		out = append(out, m)
	}
	return out, nil
}
