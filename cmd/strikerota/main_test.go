package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// called is what a run of the program gives back.
type called struct {
	status   int
	out, err string
}

// call runs the program as main does.
func call(t *testing.T, args ...string) called {
	t.Helper()
	var out, stderr bytes.Buffer
	w := world{in: strings.NewReader(""), out: &out, err: &stderr, now: time.Now}
	err := run(t.Context(), w, args)
	report(&stderr, err)
	return called{status(err), out.String(), stderr.String()}
}

func TestRun(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		status   int
		out, err string // each must occur; "" means that nothing is printed
	}{
		{"no command", nil, 2, "", "Commands:\n"},
		{"help", []string{"help"}, 0, "version    Print which version", ""},
		{"-h", []string{"-h"}, 0, "Usage: strikerota <command>", ""},
		{"help on a command", []string{"help", "version"}, 0, "Usage: strikerota version\n", ""},
		{"command -h", []string{"version", "-h"}, 0, "Usage: strikerota version\n", ""},
		{"help on nothing", []string{"help", "dance"}, 2, "", `no command "dance"`},
		{"unknown command", []string{"dance"}, 2, "", `strikerota: there is no command "dance"`},
		{"unknown flag", []string{"version", "-loud"}, 2, "", "-loud; strikerota help version explains"},
		{"version", []string{"version"}, 0, "strikerota dev (go1.", ""},
		{"--version", []string{"--version"}, 0, "strikerota dev (go1.", ""},
		{"version with an argument", []string{"version", "x"}, 2, "", "strikerota: version: takes no arguments\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, tt.args...)
			if got.status != tt.status {
				t.Errorf("status %d, want %d", got.status, tt.status)
			}
			expect(t, "standard output", got.out, tt.out)
			expect(t, "standard error", got.err, tt.err)
		})
	}
}

func expect(t *testing.T, where, got, want string) {
	t.Helper()
	if want == "" && got != "" || !strings.Contains(got, want) {
		t.Errorf("%s = %q, want %q in it", where, got, want)
	}
}

// TestCommands holds what help relies on: names that are one word and unique,
// and a summary that is one short sentence.
func TestCommands(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range commands() {
		if c.name == "" || seen[c.name] || strings.ContainsAny(c.name, " -") {
			t.Errorf("name %q is empty, taken or no word", c.name)
		}
		seen[c.name] = true
		if !strings.HasSuffix(c.summary, ".") || len(c.summary) > 100 || strings.Contains(c.summary, "\n") {
			t.Errorf("%s: summary %q is not one short sentence", c.name, c.summary)
		}
		got := call(t, "help", c.name)
		if got.status != 0 || !strings.Contains(got.out, c.summary) {
			t.Errorf("help %s = %+v", c.name, got)
		}
	}
}

func TestStatusAndReport(t *testing.T) {
	invalid := &rota.Invalid{Faults: []rota.Fault{{Path: "slots[0].end", Text: "is before the start"}, {Text: "no consultants"}}}
	caret := &rota.Invalid{Faults: []rota.Fault{{Path: "config.yaml", Text: "unknown\n> 1 | x\n      ^"}}}
	tests := []struct {
		name   string
		err    error
		status int
		text   string
	}{
		{"done", nil, 0, ""},
		{"failed", errors.New("disk full"), 1, "strikerota: disk full\n"},
		{"shown", errShown, 2, ""},
		{"stopped", fmt.Errorf("solve: %w", context.Canceled), 1, "strikerota: stopped\n"},
		{"faults", fmt.Errorf("solve: %w", invalid), 2,
			"strikerota: what was given is wrong in 2 places; nothing has been written\n  slots[0].end: is before the start\n  no consultants\n"},
		{"fault over several lines", caret, 2,
			"strikerota: what was given is wrong in 1 place; nothing has been written\n  config.yaml: unknown\n    > 1 | x\n          ^\n"},
		{"bad input with a list", fmt.Errorf("check: %w", &badInput{"the plan breaks 1 rule", []string{"rest: s1"}}), 2,
			"strikerota: check: the plan breaks 1 rule\n  rest: s1\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := status(tt.err); got != tt.status {
				t.Errorf("status %d, want %d", got, tt.status)
			}
			var out bytes.Buffer
			report(&out, tt.err)
			if diff := cmp.Diff(tt.text, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCommandFlags(t *testing.T) {
	var gotArgs []string
	var gotOut string
	c := command{name: "try", args: "IN [-o OUT]", summary: "Try.", help: "More.\n", setup: func(flags *flag.FlagSet) action {
		out := flags.String("o", "plan.json", "write to `OUT`")
		return func(_ context.Context, _ world, args []string) error {
			gotArgs, gotOut = args, *out
			return nil
		}
	}}
	tests := []struct {
		name string
		args []string
		rest []string
		out  string
	}{
		{"none", nil, nil, "plan.json"},
		{"flag first", []string{"-o", "x", "in"}, []string{"in"}, "x"},
		{"flag last", []string{"in", "-o", "x"}, []string{"in"}, "x"},
		{"flag between", []string{"a", "-o=x", "b"}, []string{"a", "b"}, "x"},
		{"after two dashes", []string{"a", "--", "-o", "x"}, []string{"a", "-o", "x"}, "plan.json"},
		{"standard input", []string{"-", "-o", "x"}, []string{"-"}, "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := c.run(t.Context(), world{}, tt.args); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.rest, gotArgs); diff != "" || gotOut != tt.out {
				t.Errorf("-o %q, want %q; arguments (-want +got):\n%s", gotOut, tt.out, diff)
			}
		})
	}

	var help bytes.Buffer
	c.explain(&help)
	want := "Usage: strikerota try IN [-o OUT]\n\nTry.\n\nMore.\n\nFlags:\n  -o OUT\n    \twrite to OUT (default \"plan.json\")\n"
	if diff := cmp.Diff(want, help.String()); diff != "" {
		t.Errorf("help (-want +got):\n%s", diff)
	}
}

// TestReadme holds that README.md tells of every command.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands() {
		if !strings.Contains(string(readme), "\n| `"+c.name) {
			t.Errorf("README.md has no row for the command %s", c.name)
		}
	}
}
