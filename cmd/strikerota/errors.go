package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"strikerota/rota"
)

// Exit statuses.
const (
	exitDone     = 0
	exitFailed   = 1
	exitBadInput = 2
)

// A badInput is an error of the person who called the program: what they gave
// is wrong, and nothing has been written. Faults, if any, are listed one to a
// line below the message. A *rota.Invalid counts as bad input by itself.
type badInput struct {
	text   string
	faults []string
}

// Error is the message, without the faults.
func (e *badInput) Error() string { return e.text }

// badUsage is bad input in the command line.
func badUsage(format string, args ...any) error {
	return &badInput{text: fmt.Sprintf(format, args...)}
}

// errShown is bad input about which everything has been printed.
var errShown = &badInput{}

// status is the exit status for the error of run.
func status(err error) int {
	var bad *badInput
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &bad), rota.Faults(err) != nil:
		return exitBadInput
	}
	return exitFailed
}

// report tells the person who called the program what went wrong.
func report(out io.Writer, err error) {
	if err == nil || errors.Is(err, errShown) {
		return
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(out, "strikerota: stopped")
		return
	}
	list := faultLines(err)
	if rota.Faults(err) != nil {
		fmt.Fprintf(out, "strikerota: what was given is wrong in %d %s; nothing has been written\n", len(list), places(len(list)))
	} else {
		fmt.Fprintf(out, "strikerota: %v\n", err)
	}
	for _, line := range list {
		fmt.Fprintf(out, "  %s\n", strings.ReplaceAll(line, "\n", "\n    "))
	}
}

func places(n int) string {
	if n == 1 {
		return "place"
	}
	return "places"
}

// faultLines lists the faults inside err.
func faultLines(err error) []string {
	var bad *badInput
	if errors.As(err, &bad) {
		return bad.faults
	}
	var lines []string
	for _, fault := range rota.Faults(err) {
		lines = append(lines, fault.String())
	}
	return lines
}
