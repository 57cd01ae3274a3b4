package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"strikerota/internal/store"
)

// ErrExists means that there is a file where a backup is to be.
var ErrExists = errors.New("there is a file of this name already; a backup replaces none: choose another name")

// ErrNoDatabase means that there is nothing to make a backup of.
var ErrNoDatabase = errors.New("there is no database yet: start the planner first, or see database.path in config.yaml")

// A Place is a database and where the planner keeps its files.
type Place struct {
	store.Options
	Folder string // of the list of backups, and of what is kept aside
	Key    *Key   // seals backups; nil for none
}

func (p Place) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// Make writes a backup, which only its owner may read, and gives its whole path. The
// planner may run. A file of that name is [ErrExists].
func (p Place) Make(ctx context.Context, path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("make a backup: %w", err)
	}
	if _, err := os.Lstat(path); err == nil {
		return "", ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("make a backup: %w", err)
	}
	if err := p.make(ctx, path); err != nil {
		return "", fmt.Errorf("make a backup: %w", err)
	}
	return path, nil
}

func (p Place) make(ctx context.Context, path string) error {
	if _, err := p.Clean(); err != nil {
		return err
	}
	at := p.now() // before it is made: whoever is deleted meanwhile may be in it
	temp, err := p.checked(ctx, path)
	if err != nil {
		return err
	}
	err = p.add(Made{Path: path, At: at}) // first: one that is not there does no harm, one that nobody knows of would
	if err == nil {
		err = os.Rename(temp.path, path)
	}
	return errors.Join(err, temp.drop())
}

// checked is a copy of the database, read whole and sealed if there is a key, in the folder of the path. What is to
// be sealed never lies open there, which may be on another machine, but beside the database.
func (p Place) checked(ctx context.Context, path string) (*part, error) {
	folder := filepath.Dir(path)
	if p.Key == nil {
		return p.copied(ctx, folder)
	}
	temp, err := p.copied(ctx, p.Folder)
	if err != nil {
		return nil, err
	}
	shut, err := p.seal(temp.path, folder)
	return shut, errors.Join(err, temp.drop())
}

// copied is a copy of the database, read whole, in a folder.
func (p Place) copied(ctx context.Context, folder string) (*part, error) {
	temp, err := p.newPart(folder)
	if err != nil {
		return nil, err
	}
	err = p.write(ctx, temp.path)
	if err == nil {
		err = p.check(ctx, temp.path)
	}
	if err == nil {
		err = flush(temp.path)
	}
	if err != nil {
		return nil, errors.Join(err, temp.drop())
	}
	return temp, nil
}

// flush has the machine write a file to its disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// write copies the database into an empty file.
func (p Place) write(ctx context.Context, path string) error {
	if p.Driver == store.Postgres {
		return p.dump(ctx, path)
	}
	if _, err := os.Stat(p.Path); errors.Is(err, fs.ErrNotExist) {
		return ErrNoDatabase // opening it would make one
	}
	s, err := store.Open(ctx, p.Options)
	if err != nil {
		return err
	}
	return errors.Join(s.Backup(ctx, path), s.Close())
}

// check reads a backup whole; see [store.CheckFile] for the errors.
func (p Place) check(ctx context.Context, path string) error {
	if p.Driver == store.Postgres {
		return p.checkDump(ctx, path)
	}
	err := store.CheckFile(ctx, path)
	if errors.Is(err, store.ErrForeign) {
		if dump, read := startsWith(path, dumpMark); read == nil && dump {
			return fmt.Errorf("%w (it is one of PostgreSQL, and database.driver is sqlite)", err)
		}
	}
	return err
}

// startsWith reports whether a file begins with the mark.
func startsWith(path, mark string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	head := make([]byte, len(mark))
	_, err = io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return string(head) == mark, errors.Join(err, f.Close())
}
