package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"strikerota/internal/config"
	"strikerota/internal/runs"
	"strikerota/rota/solve"
)

var solverCommand = command{
	name:    "solver",
	summary: "Solve the one problem that \"work\" sends on standard input: for \"work\" alone.",
	help: `
"work" starts one of these for each rota, at low priority, and for its explanation.
It knows neither settings nor database: solving may take all the processor or memory
there is, or crash, and nothing that is kept has to wait for it or is harmed.`,
	setup: func(*flag.FlagSet) action {
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			defer solve.KeepTo(0)()
			return runs.SolveApart(ctx, w.in, w.out, runs.Options{Now: w.now})
		}
	},
}

// solverProcess starts this program again, as "solver".
func solverProcess(w world, c config.Solver) (runs.Process, error) {
	exe, err := os.Executable()
	if err != nil {
		return runs.Process{}, fmt.Errorf("find this program: %w", err)
	}
	return runs.Process{Exe: exe, Args: []string{solverCommand.name}, Nice: c.Nice, Stderr: w.err}, nil
}
