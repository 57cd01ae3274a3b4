package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

var trustCommand = command{
	name:    "trust",
	args:    "add NAME | list [-config FILE]",
	summary: "Add a trust that shares the planner, or list the trusts.",
	help: `
Several trusts may share one planner. Each has its own strikes, rate cards and accounts,
and sees nothing of another. "add" makes one with nothing in it; give it its first
administrator with "strikerota user add EMAIL NAME -role administrator -trust NAME".
The first trust is called what the setting "trust" in config.yaml says.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			act, err := trustAction(args)
			if err != nil {
				return err
			}
			o, err := open(ctx, w, *path)
			if err != nil {
				return err
			}
			return errors.Join(act(ctx, w, o), o.Close())
		}
	},
}

// trustAction is what args ask for, checked before the database is opened.
func trustAction(args []string) (func(context.Context, world, *opened) error, error) {
	switch {
	case len(args) > 1 && args[0] == "add":
		name := strings.Join(args[1:], " ")
		if !oneLine(name) {
			return nil, badUsage("the name must be one line of at most %d characters", maxUserName)
		}
		return func(ctx context.Context, w world, o *opened) error { return addTrust(ctx, w, o, name) }, nil
	case len(args) == 1 && args[0] == "list":
		return listTrusts, nil
	}
	return nil, badUsage("want %q or %q", "add NAME", "list")
}

func addTrust(ctx context.Context, w world, o *opened, name string) error {
	if name == o.config.Trust.Name {
		return badUsage("the first trust is called this, in config.yaml")
	}
	_, err := o.AddTrust(ctx, rota.Seen(name))
	if rota.Faults(err) != nil {
		return badUsage("there is a trust of this name; \"strikerota trust list\" shows them")
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s may use the planner. Next: strikerota user add EMAIL NAME -role administrator -trust %q\n", name, name)
	return err
}

func listTrusts(ctx context.Context, w world, o *opened) error {
	trusts, err := o.trusts(ctx)
	for _, t := range trusts {
		fmt.Fprintln(w.out, t.Name)
	}
	return err
}

// trusts are the trusts, each with its name.
func (o *opened) trusts(ctx context.Context) ([]store.TrustRecord, error) {
	trusts, err := o.Trusts(ctx)
	for i := range trusts {
		if trusts[i].ID == store.FirstTrust {
			trusts[i].Name = o.config.Trust.Name
		}
	}
	return trusts, err
}

// trustNamed is what the trust of this name has; "" will do while there is only one.
func (o *opened) trustNamed(ctx context.Context, name string) (*store.Trust, error) {
	trusts, err := o.trusts(ctx)
	if err != nil {
		return nil, err
	}
	if name == "" && len(trusts) == 1 {
		return o.Of(store.FirstTrust), nil
	}
	for _, t := range trusts {
		if name != "" && t.Name == name {
			return o.Of(t.ID), nil
		}
	}
	if name == "" {
		return nil, badUsage("several trusts share this planner: say which with -trust; \"strikerota trust list\" shows them")
	}
	return nil, badUsage("there is no trust %q; \"strikerota trust list\" shows them", name)
}
