package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"strikerota/internal/backup"
	"strikerota/internal/config"
	"strikerota/internal/store"
)

// noBackupFlag declares the flag that leaves the backup before the tables are changed.
func noBackupFlag(flags *flag.FlagSet) *bool {
	return flags.Bool("no-backup", false, "make no backup of a database that a newer version is about to change")
}

// beforeUpgrade makes a backup of a database that holds something and whose tables are about to be changed. Where that
// fails they are not.
func beforeUpgrade(ctx context.Context, w world, c config.Config) error {
	have, newest, err := upgrading(ctx, w, c)
	if err != nil || have == newest {
		return err
	}
	place, err := keyedBackups(w, c)
	if err == nil {
		path := filepath.Join(place.Folder, fmt.Sprintf("before-upgrade-%d-to-%d-%s", have, newest, w.now().UTC().Format("20060102T150405Z")))
		path, err = place.Make(ctx, path)
		log := newLog(w.err, c.Log)
		switch {
		case err == nil:
			log.Info("a backup was made, since this version changes the tables; delete it when all is well", slog.String("file", path))
		case errors.Is(err, backup.ErrNoTools):
			log.Warn("no backup was made before this version changes the tables: pg_dump and pg_restore are not on this machine")
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("this version changes the tables, and the backup of before failed, so nothing has been changed: %w; mend that, or run: strikerota migrate -no-backup", err)
	}
	return nil
}

// upgrading are the version of the tables and that to which they are to be brought; the same where nothing is in them
// that could be lost. A newer version is refused where it is opened.
func upgrading(ctx context.Context, w world, c config.Config) (have, newest int64, err error) {
	if _, err := os.Stat(c.Database.Path); c.Database.Driver == config.SQLite && errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil // opening it would make one
	}
	s, err := store.Open(ctx, storeOptions(w, c))
	if err != nil {
		return 0, 0, err
	}
	have, newest, err = s.TableVersions(ctx)
	if err == nil && have > 0 && have < newest {
		holds := false
		if holds, err = s.HoldsRows(ctx); holds {
			return have, newest, errors.Join(err, s.Close())
		}
	}
	return newest, newest, errors.Join(err, s.Close())
}
