package backup

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A part is a file that is being written: it may hold all that the database does, and is on no list. While it is,
// its process holds a lock beside the database, so that others can tell it from one whose process was killed.
type part struct {
	path string
	lock *os.File
}

const (
	partStart, partEnd, lockEnd = ".strikerota-", ".part", ".lock"

	// partAge is how long a part is left where the machine has no locks.
	partAge = 24 * time.Hour
)

// newPart is a new, empty file, which only its owner may read.
func (p Place) newPart(folder string) (*part, error) {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return nil, err
	}
	out := &part{path: filepath.Join(folder, partStart+rand.Text()+partEnd)}
	if err := p.known(out.path); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(p.lockOf(out.path), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	out.lock = lock
	if ours, err := tryLock(lock); err != nil || !ours {
		return nil, errors.Join(err, errors.New("another program cleared it away; try again"), out.unlock())
	}
	f, err := os.OpenFile(out.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, errors.Join(err, out.unlock())
	}
	return out, f.Close()
}

// partOf is the part of a file that SQLite may have beside it; other names stay.
func partOf(name string) string {
	for _, s := range sidecars {
		if short := strings.TrimSuffix(name, s); isPart(short) {
			return short
		}
	}
	return name
}

// known has the list name the part where it names nothing in its folder yet: otherwise nobody would look there for it.
func (p Place) known(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	folders, err := p.folders()
	if err != nil || slices.Contains(folders, filepath.Dir(path)) {
		return err
	}
	return p.add(Made{Path: path, At: p.now()})
}

// drop deletes the part, with what SQLite may have beside it; as what it has become it stays.
func (t *part) drop() error { return errors.Join(removeAll(t.path), t.unlock()) }

func (t *part) unlock() error { return errors.Join(removed(t.lock.Name()), t.lock.Close()) }

// lockOf is the lock of a part.
func (p Place) lockOf(part string) string {
	return filepath.Join(p.Folder, strings.TrimSuffix(filepath.Base(part), partEnd)+lockEnd)
}

// removed deletes a file that may be gone already.
func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// isPart reports whether a path is that of a part.
func isPart(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, partStart) && strings.HasSuffix(name, partEnd)
}

// folders are those in which a part may lie.
func (p Place) folders() ([]string, error) {
	list, err := p.listed()
	if err != nil {
		return nil, err
	}
	paths := []string{p.listPath(), cmp.Or(p.Path, p.listPath())}
	for _, m := range list {
		paths = append(paths, m.Path)
	}
	var out []string
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		out = append(out, filepath.Dir(path))
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Parts lists what is left of backups and restores that were killed, which nobody writes any more: it may hold
// everybody who is in the database. Of one part and what SQLite has beside it, it names the first that is there.
func (p Place) Parts() ([]string, error) {
	folders, err := p.folders()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, folder := range folders {
		files, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look for parts of backups: %w", err)
		}
		was := ""
		for _, f := range files {
			name := partOf(f.Name())
			if !isPart(name) || name == was {
				continue
			}
			was = name
			if left, err := p.left(f); err != nil {
				return nil, err
			} else if left {
				out = append(out, filepath.Join(folder, f.Name()))
			}
		}
	}
	return out, nil
}

// left reports whether nobody writes a part any more.
func (p Place) left(f os.DirEntry) (bool, error) {
	if !canLock {
		info, err := f.Info()
		return err == nil && p.now().Sub(info.ModTime()) > partAge, nil
	}
	lock, err := os.OpenFile(p.lockOf(partOf(f.Name())), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	free, err := tryLock(lock)
	return free, errors.Join(err, lock.Close())
}

// Clean deletes what Parts lists, and gives it.
func (p Place) Clean() ([]string, error) {
	parts, err := p.Parts()
	failed := []error{err}
	for _, path := range parts {
		part := partOf(path)
		err := removeAll(part)
		if err == nil {
			err = removed(p.lockOf(part))
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("part of a backup that was not finished is left, and may hold everybody: %w; delete %s by hand", err, path))
		}
	}
	return parts, errors.Join(failed...)
}
