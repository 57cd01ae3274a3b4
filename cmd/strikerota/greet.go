package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"

	"strikerota/internal/auth"
	"strikerota/internal/web"
	"strikerota/rota"
)

// greetingEnd is the last line of the greeting.
const greetingEnd = "Stop it with Ctrl-C.\n"

// A note is something to know for whoever starts the server: lines for a person, and a
// message for those who read the log by a program.
type note struct {
	lines   string
	level   slog.Level
	message string
	about   slog.Attr
}

// notes are what there is to know, where the pages are first.
func (o *opened) notes(ctx context.Context, address, metrics net.Addr, first *firstSignIn, sealer *auth.Sealer, pages *web.Server) ([]note, error) {
	out := []note{{lines: fmt.Sprintf("The planner is at http://%s\n", address)}} // the log has it where it says that it is serving
	if len(first.unused) > 0 {
		out = append(out, note{first.explain(), slog.LevelInfo, "accounts of the first start have not been used", slog.String("file", first.path)})
	}
	if metrics != nil {
		out = append(out, note{fmt.Sprintf("Figures for monitoring are at http://%s/metrics\n", metrics), slog.LevelInfo, "serving figures for monitoring", slog.String("address", metrics.String())})
	}
	if !pages.Styled() {
		out = append(out, note{"The styles of the pages are missing: run \"make assets\", then build again.\n", slog.LevelWarn, "the styles of the pages are missing", slog.String("run", "make assets")})
	}
	if auth.CommonPasswords() == 0 {
		out = append(out, note{"The list of common passwords is missing, so none is refused: run \"make assets\", then build again.\n", slog.LevelWarn, "the list of common passwords is missing", slog.String("run", "make assets")})
	}
	wrong, all, err := sealedElsewhere(ctx, o.Store, sealer)
	if text := otherKey(o.config, wrong, all); text != "" {
		out = append(out, note{rota.UpperFirst(text) + ".\n", slog.LevelError, "second factors cannot be checked", slog.String("error", text)})
	}
	if !o.config.Server.Loopback() {
		out = append(out, note{lines: "Other machines can reach it: a browser can sign in over TLS only, through your proxy.\n"})
	}
	return append(out, note{lines: greetingEnd}), err
}

// greet tells the person who started the server how to use it. Where the log is for programs
// the notes go there, without first passwords: what gathers logs keeps them, and shows them to many.
func (o *opened) greet(ctx context.Context, out io.Writer, notes []note) {
	for _, n := range notes {
		if o.config.Log.Format != "json" {
			fmt.Fprint(out, n.lines)
		} else if n.message != "" {
			o.log.LogAttrs(ctx, n.level, n.message, n.about)
		}
	}
}
