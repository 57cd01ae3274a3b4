package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"strikerota/internal/store"
)

// ErrInUse means that a planner runs.
var ErrInUse = errors.New("the planner is running: stop it first (serve and every work); nothing has been changed")

// Restore puts the backup in the place of the database, once prepare has brought it up
// to date, and gives the file in which what was there before is kept: "" when nothing was.
// A planner that runs is [ErrInUse]; a file that will not do is an error of [store.CheckFile].
// Until it returns without an error the database is as it was, but for PostgreSQL when
// prepare fails.
func (p Place) Restore(ctx context.Context, path string, prepare func(context.Context, store.Options) error) (aside string, err error) {
	if err := p.free(ctx); err != nil {
		return "", err
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if _, err := p.Clean(); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	if p.Driver == store.Postgres {
		return p.restoreOpened(ctx, path, prepare)
	}
	return p.restoreFile(ctx, path, prepare)
}

// free is ErrInUse when a planner runs.
func (p Place) free(ctx context.Context) error {
	in := store.InUse
	if p.Driver == store.Postgres {
		in = store.InUsePostgres
	}
	name := p.Path
	if p.Driver == store.Postgres {
		name = p.URL
	}
	used, err := in(ctx, name)
	if err != nil {
		return fmt.Errorf("see whether the planner runs: %w", err)
	}
	if used {
		return ErrInUse
	}
	return nil
}

// restoreFile checks and prepares a copy of the file, which then takes the database's place.
func (p Place) restoreFile(ctx context.Context, path string, prepare func(context.Context, store.Options) error) (string, error) {
	if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	temp, err := p.newPart(filepath.Dir(p.Path))
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	aside, err := p.replaceBy(ctx, path, temp.path, prepare)
	if err = errors.Join(err, temp.drop()); err != nil {
		return "", err
	}
	return aside, nil
}

func (p Place) replaceBy(ctx context.Context, path, temp string, prepare func(context.Context, store.Options) error) (string, error) {
	if err := p.plain(path, temp); err != nil {
		return "", fmt.Errorf("read the backup: %w", err)
	}
	if err := p.check(ctx, temp); err != nil {
		return "", err
	}
	o := p.Options
	o.Path = temp
	if err := prepare(ctx, o); err != nil {
		return "", fmt.Errorf("bring the backup up to date: %w", err)
	}
	if err := flush(temp); err != nil {
		return "", err
	}
	if err := p.free(ctx); err != nil { // again: the copy took its time
		return "", err
	}
	aside, err := p.setAside()
	if err != nil {
		return "", fmt.Errorf("keep aside what is there: %w", err)
	}
	if err := os.Rename(temp, p.Path); err != nil {
		return "", fmt.Errorf("restore: %w; what was there is %s", err, aside)
	}
	return aside, nil
}

// sidecars are what SQLite may have beside a file that was not closed well.
var sidecars = []string{"", "-wal", "-shm", "-journal"}

// setAside renames the database, and gives its new name.
func (p Place) setAside() (string, error) {
	if _, err := os.Lstat(p.Path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside, err := p.asideOf(p.Path)
	if err != nil {
		return "", err
	}
	if err := p.add(Made{Path: aside, At: p.now()}); err != nil {
		return "", err
	}
	for _, s := range sidecars {
		if err := os.Rename(p.Path+s, aside+s); err != nil && !(s != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	return aside, nil
}

// asideOf is where a restore keeps the file that it replaces: a name that nothing has yet,
// also when two restores come within a second.
func (p Place) asideOf(path string) (string, error) {
	first, err := filepath.Abs(path + ".before-restore-" + p.now().UTC().Format("20060102T150405Z"))
	aside := first
	for n := 2; err == nil; n++ {
		if _, stat := os.Lstat(aside); errors.Is(stat, fs.ErrNotExist) {
			return aside, nil
		} else if stat != nil {
			return "", stat
		}
		aside = first + "-" + strconv.Itoa(n)
	}
	return "", err
}

// removeAll deletes a database that is not to be.
func removeAll(path string) error {
	var errs []error
	for _, s := range sidecars {
		errs = append(errs, removed(path+s))
	}
	return errors.Join(errs...)
}
