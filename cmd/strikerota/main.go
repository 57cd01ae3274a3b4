package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	// Rotas are made in London time, also on a machine that has no time zones.
	_ "time/tzdata"
)

// commands lists every subcommand, in the order in which help shows them.
func commands() []command {
	return []command{
		solveCommand,
		checkCommand,
		explainCommand,
		pricesCommand,
		candidatesCommand,
		importCommand,
		templateCommand,
		serveCommand,
		workCommand,
		solverCommand,
		demoCommand,
		userCommand,
		trustCommand,
		migrateCommand,
		backupCommand,
		restoreCommand,
		purgeCommand,
		auditCommand,
		doctorCommand,
		versionCommand,
	}
}

// A world is what a command may touch outside itself, so that tests can give it another.
type world struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	w := world{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}
	err := run(ctx, w, os.Args[1:])
	report(w.err, err)
	stop()
	os.Exit(status(err))
}
