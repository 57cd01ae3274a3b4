package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// A command is one subcommand.
type command struct {
	name    string
	args    string // what follows the name, as in "IN [-o OUT]"
	summary string // one line for the list of commands
	help    string // what help prints below the usage line; may be empty
	// setup declares the flags and returns what runs once they are read.
	setup func(flags *flag.FlagSet) action
}

// An action does a command's work. args are what is left after the flags.
type action func(ctx context.Context, w world, args []string) error

// run does what args ask. Its error says what went wrong; see report and status.
func run(ctx context.Context, w world, args []string) error {
	if len(args) == 0 {
		usage(w.err)
		return errShown
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return help(w.out, args[1:])
	case "-version", "--version":
		args = []string{versionCommand.name}
	}
	c, err := find(args[0])
	if err != nil {
		return err
	}
	if err := c.run(ctx, w, args[1:]); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	return nil
}

func find(name string) (command, error) {
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
	}
	return command{}, badUsage("there is no command %q; strikerota help lists them", name)
}

func (c command) run(ctx context.Context, w world, args []string) error {
	flags := c.flags()
	act := c.setup(flags)
	rest, err := parseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		c.explain(w.out)
		return nil
	}
	if err != nil {
		return badUsage("%v; strikerota help %s explains", err, c.name)
	}
	return act(ctx, w, rest)
}

// parseFlags reads flags before, between and after the arguments, so that
// "solve in.json -o out.json" works as written. What follows "--" is no flag.
func parseFlags(flags *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		left := flags.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if at := len(args) - len(left); at > 0 && args[at-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}

// flags is an empty flag set that leaves printing to run.
func (c command) flags() *flag.FlagSet {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

func help(out io.Writer, names []string) error {
	if len(names) == 0 {
		usage(out)
		return nil
	}
	c, err := find(names[0])
	if err != nil {
		return err
	}
	c.explain(out)
	return nil
}

func usage(out io.Writer) {
	fmt.Fprint(out, "strikerota plans consultants' cover while resident doctors strike.\n\nUsage: strikerota <command> [flags] [arguments]\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "\nstrikerota help <command> explains one.\n")
}

func (c command) explain(out io.Writer) {
	fmt.Fprintln(out, strings.TrimRight("Usage: strikerota "+c.name+" "+c.args, " "))
	fmt.Fprintf(out, "\n%s\n", c.summary)
	if c.help != "" {
		fmt.Fprintf(out, "\n%s\n", strings.TrimSpace(c.help))
	}
	flags := c.flags()
	c.setup(flags)
	first := true
	flags.VisitAll(func(*flag.Flag) {
		if first {
			fmt.Fprint(out, "\nFlags:\n")
			first = false
		}
	})
	flags.SetOutput(out)
	flags.PrintDefaults()
}
