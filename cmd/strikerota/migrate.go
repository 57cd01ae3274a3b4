package main

import (
	"context"
	"flag"
	"fmt"
)

var migrateCommand = command{
	name:    "migrate",
	args:    "[-config FILE] [-no-backup]",
	summary: "Bring the database up to date with this version.",
	help: `
"serve" and "work" do it by themselves when they start; this is for doing it
beforehand. Where it holds something, a backup is made first, beside the database and
sealed where a key is named; the log says where. If that fails, nothing is changed.
With PostgreSQL that needs pg_dump and pg_restore on this machine; without them the log
says that none was made.`,
	setup: func(flags *flag.FlagSet) action {
		path, noBackup := configFlag(flags), noBackupFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			o, err := openWith(ctx, w, *path, *noBackup)
			if err != nil {
				return err
			}
			if err := o.Close(); err != nil {
				return err
			}
			_, err = fmt.Fprintln(w.out, "The database is up to date.")
			return err
		}
	},
}
