package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
)

// version is set by the build (see the Makefile).
var version = "dev"

var versionCommand = command{
	name:    "version",
	summary: "Print which version this is.",
	setup:   func(*flag.FlagSet) action { return printVersion },
}

func printVersion(_ context.Context, w world, args []string) error {
	if len(args) > 0 {
		return badUsage("takes no arguments")
	}
	_, err := fmt.Fprintf(w.out, "strikerota %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
