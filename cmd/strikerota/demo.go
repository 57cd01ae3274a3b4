package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

var demoCommand = command{
	name:    "demo",
	args:    "[-config FILE]",
	summary: "Load the example trust into an empty database.",
	help: `
Loads three fictional strikes, if the database holds none: a small one and one
of a whole trust, which are over, and the small one again on days to come, in
which personal links can be tried. "serve -demo" does the same and serves them.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			return demo(ctx, w, *path)
		}
	},
}

func demo(ctx context.Context, w world, configPath string) error {
	o, err := open(ctx, w, configPath)
	if err != nil {
		return err
	}
	return errors.Join(loadExamples(ctx, o.Of(store.FirstTrust), rota.DateOf(w.now())), o.Close())
}

// exampleSeed makes the same example every time.
const exampleSeed = 1

// loadExamples loads the examples if there is no strike. Each is all or nothing.
func loadExamples(ctx context.Context, trust *store.Trust, today rota.Date) error {
	strikes, err := trust.Strikes(ctx)
	if err != nil || len(strikes) > 0 {
		return err
	}
	ahead, err := rotatest.Ahead(exampleSeed, today)
	if err != nil {
		return err
	}
	actor := store.Actor{Name: "Example"}
	for _, example := range []struct {
		name  string
		entry rota.Entry
	}{
		{"Example (whole trust), July 2025", rotatest.Large(exampleSeed)},
		{"Example (small), July 2025", rotatest.Small(exampleSeed)},
		{"Example (small), to come", ahead},
	} {
		e := example.entry
		e.Strike.Name = example.name
		id, err := trust.CreateStrike(ctx, actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims,
			Retention: rota.ExampleRetention()})
		if err == nil {
			err = trust.ReplaceEntry(ctx, actor, id, e)
		}
		if err != nil {
			return fmt.Errorf("load the example: %w", err)
		}
	}
	return nil
}
