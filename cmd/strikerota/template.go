package main

import (
	"context"
	"flag"
	"io"
	"os"

	"strikerota/exports"
	"strikerota/rota"
)

var templateCommand = command{
	name:    "template",
	args:    "[-o OUT]",
	summary: "Write an empty entry workbook.",
	help: `The workbook (.xlsx) has a sheet for each thing to enter; its first sheet says how
to fill it in. Without -o it goes to standard output.`,
	setup: func(flags *flag.FlagSet) action {
		out := flags.String("o", "", "write the workbook to `OUT`, an .xlsx file")
		return func(_ context.Context, w world, args []string) error { return template(w, *out, args) }
	},
}

func template(w world, out string, args []string) error {
	if len(args) > 0 {
		return badUsage("takes no arguments but -o OUT")
	}
	empty := func(to io.Writer) error { return exports.Template(to, rota.Entry{}) }
	if out == "" {
		if isTerminal(w.out) {
			return badUsage("a workbook cannot be shown here: give -o and a file name ending in .xlsx")
		}
		return empty(w.out)
	}
	if !hasEnding(out, ".xlsx") {
		return badUsage("-o must name an .xlsx file")
	}
	if err := checkFolder(out); err != nil {
		return err
	}
	return writeFile(out, empty)
}

// isTerminal reports whether w is a screen.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
