package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"

	"strikerota/internal/backup"
	"strikerota/internal/config"
	"strikerota/internal/store"
)

var backupCommand = command{
	name:    "backup",
	args:    "FILE [-config FILE] | -new-key FILE",
	summary: "Copy the database into a file, while the planner runs.",
	help: `
The copy is read whole and checked before it has its name, and only its owner may
read it. It holds names and declarations: keep it where the database could be kept,
and delete it when the day comes that its strikes say. FILE must not be there yet.
Where database.backup_key_file names a key, the copy is sealed with it, in the format of
age; -new-key makes one, or adds one to a file of keys: the last seals, and all open. PostgreSQL needs its programs pg_dump and pg_restore on this machine.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		newKey := flags.String("new-key", "", "make a key in `FILE`, or add one to those in it, and no backup")
		return func(ctx context.Context, w world, args []string) error {
			if *newKey != "" && len(args) == 0 {
				return makeBackupKey(w, *newKey)
			}
			if *newKey != "" || len(args) != 1 {
				return badUsage("want the one file to write")
			}
			return makeBackup(ctx, w, *path, args[0])
		}
	},
}

func makeBackup(ctx context.Context, w world, configPath, path string) error {
	c, err := config.Load(configPath)
	if err != nil {
		return err
	}
	place, err := keyedBackups(w, c)
	if err != nil {
		return err
	}
	if path, err = place.Make(ctx, path); err != nil {
		return plainFile(err)
	}
	words := ""
	if place.Key != nil {
		words = " It is sealed with the key of " + c.Database.BackupKeyFile + "."
	}
	_, err = fmt.Fprintf(w.out, "The backup is %s. It has been read whole and checked.%s\n", path, words)
	return err
}

// makeBackupKey makes a key that seals backups, beside those that a file has.
func makeBackupKey(w world, path string) error {
	before, err := backup.AddKey(path)
	if err != nil {
		return err
	}
	if before > 0 {
		_, err = fmt.Fprintf(w.out, "The key has been added to %s, and seals backups from now on; %s, for older ones. Put a copy of the file in the place of the one that is kept apart from the backups.\n",
			path, count(before, "key of before stays", "keys of before stay"))
		return err
	}
	_, err = fmt.Fprintf(w.out, "The key is in %s. Name it in database.backup_key_file, and keep a copy apart from the backups: without it nobody opens them.\n", path)
	return err
}

var restoreCommand = command{
	name:    "restore",
	args:    "FILE [-config FILE]",
	summary: "Put a backup in the place of the database, while the planner is stopped.",
	help: `
A copy of FILE is checked and brought up to date before anything is touched. What
was there is kept aside, in the file that is printed. Everybody has to sign in again.
The audit says that it was restored; where its key is not here, its chain begins anew.
PostgreSQL needs its programs pg_dump, pg_restore and psql on this machine.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			if len(args) != 1 {
				return badUsage("want the one backup to restore")
			}
			return restore(ctx, w, *path, args[0])
		}
	},
}

func restore(ctx context.Context, w world, configPath, path string) error {
	c, err := config.Load(configPath)
	if err != nil {
		return err
	}
	now, told := settledNow(ctx, w, c), restored{}
	place, err := keyedBackups(w, c)
	if err != nil {
		return err
	}
	aside, err := place.Restore(ctx, path, func(ctx context.Context, at store.Options) (err error) {
		told, err = prepare(ctx, w, c, at, now)
		return err
	})
	if err != nil {
		return plainFile(err)
	}
	fmt.Fprintf(w.out, "The database is what %s holds.\n", path)
	if aside != "" {
		fmt.Fprintf(w.out, "What was there before is %s; delete it when all is well.\n", aside)
	}
	fmt.Fprint(w.out, now.words(told.kept))
	if told.links > 0 {
		fmt.Fprintf(w.out, "Its %d personal links were ended, since some may have been ended or replaced after it was made: make new ones on the pages Personal links.\n", told.links)
	}
	_, err = fmt.Fprintln(w.out, "Start the planner again; everybody signs in anew.")
	return err
}

// restored counts what was done to a restored database.
type restored struct {
	links int
	kept
}

// prepare brings a restored database up to date, signs everybody out of it, ends the links of
// it, has it keep to what is settled, and deletes everybody in strikes that are due.
func prepare(ctx context.Context, w world, c config.Config, at store.Options, now settled) (told restored, err error) {
	at.Renew = true // it may come from a machine with another key
	o, err := openAt(ctx, w, c, at)
	if err != nil {
		return told, err
	}
	if err = errors.Join(o.EndSessions(ctx), o.Restored(ctx, now.unread)); err == nil {
		told.links, err = o.EndRestoredLinks(ctx)
	}
	if err == nil {
		told.kept, err = now.keep(ctx, o, w)
	}
	return told, errors.Join(err, o.Close())
}

// backups is where the database is, and the planner's files.
func backups(w world, c config.Config) backup.Place {
	return backup.Place{Options: storeOptions(w, c), Folder: filepath.Dir(c.Database.Path)}
}

// keyedBackups has the key that seals them, too, where the settings name one.
func keyedBackups(w world, c config.Config) (p backup.Place, err error) {
	p = backups(w, c)
	if c.Database.BackupKeyFile != "" {
		p.Key, err = backup.ReadKey(c.Database.BackupKeyFile)
	}
	return p, err
}

// plainFile makes what is wrong with a file that was named bad input.
func plainFile(err error) error {
	for _, bad := range []error{backup.ErrExists, backup.ErrSealed, backup.ErrOtherKey, store.ErrDamaged, store.ErrForeign, store.ErrNewer, fs.ErrNotExist} {
		if errors.Is(err, bad) {
			return &badInput{text: err.Error()}
		}
	}
	return err
}
