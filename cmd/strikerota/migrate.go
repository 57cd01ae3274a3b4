package main

import (
	"context"
	"flag"
	"fmt"
)

var migrateCommand = command{
	name:    "migrate",
	args:    "[-config FILE]",
	summary: "Bring the database up to date with this version.",
	help: `
"serve" and "work" do it by themselves when they start; this is for doing it
beforehand. Make a backup first ("strikerota backup").`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			o, err := open(ctx, w, *path)
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
