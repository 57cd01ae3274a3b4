package main

import (
	"context"
	"errors"
	"flag"
	"sync"

	"strikerota/internal/runs"
)

var workCommand = command{
	name:    "work",
	args:    "[-config FILE]",
	summary: "Make the rotas that are asked for, until stopped.",
	help: `
"serve" starts one of these by itself. Each rota is made in a process of its own at
low priority (solver.nice in config.yaml), which does not hold the database. With PostgreSQL, more may run on other
machines; all share the queue. It also deletes everybody in strikes whose day has come.`,
	setup: setupWork,
}

func setupWork(flags *flag.FlagSet) action {
	path := configFlag(flags)
	parent := flags.Bool("with-parent", false, "end when standard input does: for \"serve\"")
	return func(ctx context.Context, w world, args []string) error {
		if len(args) > 0 {
			return badUsage("takes no arguments")
		}
		if *parent {
			var cancel context.CancelFunc
			ctx, cancel = runs.WithParent(ctx, w.in)
			defer cancel()
		}
		o, err := open(ctx, w, *path)
		if err != nil {
			return err
		}
		ctx, stop := context.WithCancel(ctx)
		var purging sync.WaitGroup
		purging.Go(func() { o.purgeHourly(ctx, w) })
		err = o.runs.Work(ctx)
		stop()
		purging.Wait()
		return errors.Join(err, o.Close())
	}
}
