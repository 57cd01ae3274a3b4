package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
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
func beforeUpgrade(ctx context.Context, w world, c config.Config, s *store.Store) error {
	have, newest, err := upgrading(ctx, s)
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
// that could be lost. A newer version is refused where they are brought up to date.
func upgrading(ctx context.Context, s *store.Store) (have, newest int64, err error) {
	have, newest, err = s.TableVersions(ctx)
	if err != nil || have == 0 || have > newest {
		return newest, newest, err
	}
	holds, err := s.HoldsRows(ctx)
	if !holds {
		have = newest
	}
	return have, newest, err
}
