package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"syscall"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/web"
	"strikerota/rota"
)

var serveCommand = command{
	name:    "serve",
	args:    "[-config FILE] [-demo] [-no-backup]",
	summary: "Serve the pages of the planner, and make rotas in other processes.",
	help: `
The first time, it makes the database and an account, and prints how to sign in;
with -demo an account for each role.
A database that this version changes is backed up beside it first, unless -no-backup.
It serves this machine only unless config.yaml says otherwise. Ctrl-C stops it;
a rota that is being made goes on when it is started again.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		noBackup := noBackupFlag(flags)
		demo := flags.Bool("demo", false, "load the example trust if there is no strike yet")
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			return serve(ctx, w, *path, *demo, *noBackup)
		}
	},
}

// configFlag declares the flag that names the settings.
func configFlag(flags *flag.FlagSet) *string {
	return flags.String("config", "", "read the settings from `FILE` (config.yaml here, when there is one)")
}

// shutdownTime is how long requests under way may take when the server stops.
const shutdownTime = 10 * time.Second

func serve(ctx context.Context, w world, configPath string, demo, noBackup bool) error {
	o, err := openWith(ctx, w, configPath, noBackup)
	if err != nil {
		return err
	}
	return errors.Join(o.serve(ctx, w, configPath, demo), o.Close())
}

// An opened is what the commands that use the database share.
type opened struct {
	*store.Store
	config config.Config
	log    *slog.Logger
	runs   *runs.Runs
}

// open reads the settings, opens the database and brings it up to date: of what it held there is a backup first.
func open(ctx context.Context, w world, configPath string) (*opened, error) {
	return openWith(ctx, w, configPath, false)
}

func openWith(ctx context.Context, w world, configPath string, noBackup bool) (*opened, error) {
	c, err := config.Load(configPath)
	if err != nil {
		return nil, err
	}
	var first func(s *store.Store) error
	if !noBackup {
		first = func(s *store.Store) error { return beforeUpgrade(ctx, w, c, s) }
	}
	return openFirst(ctx, w, c, storeOptions(w, c), first)
}

func storeOptions(w world, c config.Config) store.Options {
	return store.Options{Driver: c.Database.Driver, Path: c.Database.Path, URL: c.Database.URL.Reveal(), Log: newLog(w.err, c.Log), Now: w.now}
}

// openAt is open for a database that may be elsewhere than the settings say.
func openAt(ctx context.Context, w world, c config.Config, at store.Options) (*opened, error) {
	return openFirst(ctx, w, c, at, nil)
}

// openFirst does something with the database, if there is something to do, before it is brought up to date.
func openFirst(ctx context.Context, w world, c config.Config, at store.Options, first func(s *store.Store) error) (*opened, error) {
	solver, err := solverProcess(w, c.Solver)
	if err != nil {
		return nil, err
	}
	if at.Key, err = auditKey(c).key(); err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, at)
	if err != nil {
		return nil, err
	}
	r := runs.New(s, runs.Options{Threads: c.Solver.ThreadCount(runtime.NumCPU()), Limit: c.Solver.Limit,
		Seed: int64(c.Solver.Seed), Log: at.Log, Now: w.now, Solve: solver.Solve, Explain: solver.Explain, Variants: solver.Variants, Robust: solver.Robust})
	if first != nil {
		if err := first(s); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if err := s.Migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := r.Migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &opened{Store: s, config: c, log: at.Log, runs: r}, nil
}

func (o *opened) serve(ctx context.Context, w world, configPath string, demo bool) error {
	hasher := auth.NewHasher()
	sealer, err := newSealer(o.config)
	if err != nil {
		return err
	}
	first := newFirstSignIn(o.config)
	if err := first.prepare(ctx, o.Store, hasher, demo); err != nil {
		return err
	}
	if err := o.clearParts(w); err != nil {
		return err
	}
	if _, err := o.purgeDatabase(ctx, w); err != nil {
		return err
	}
	if demo {
		if err := loadExamples(ctx, o.Of(store.FirstTrust), rota.DateOf(w.now())); err != nil {
			return err
		}
	}
	pages, err := web.New(o.webOptions(w, hasher, sealer, first))
	if err != nil {
		return err
	}
	listener, err := listen(ctx, "server.address", o.config.Server.Address)
	if err != nil {
		return err
	}
	// The worker goes when the server does, however that ends.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	metrics, err := o.serveMetrics(ctx, pages)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	notes, err := o.notes(ctx, listener.Addr(), metrics, first, sealer, pages)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	worker, err := o.startWorker(ctx, configPath)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	go o.forget(ctx)
	o.greet(ctx, w.out, notes)
	err = listenUntil(ctx, pages.HTTP(), listener, o.log)
	cancel()
	worker.Wait()
	return err
}

// listen takes the address that a setting names.
func listen(ctx context.Context, setting, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("listen at %s: %w; another program uses it: change %s in config.yaml", address, err, setting)
	}
	if err != nil {
		return nil, fmt.Errorf("listen at %s: %w", address, err)
	}
	return listener, nil
}

// serveMetrics serves the figures for monitoring until ctx ends, and returns where;
// nil when they are not wanted.
func (o *opened) serveMetrics(ctx context.Context, pages *web.Server) (net.Addr, error) {
	if o.config.Server.Metrics == "" {
		return nil, nil
	}
	listener, err := listen(ctx, "server.metrics", o.config.Server.Metrics)
	if err != nil {
		return nil, err
	}
	server := pages.Metrics()
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			o.log.Error("no figures for monitoring any more", slog.String("error", err.Error()))
		}
	}()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return listener.Addr(), nil
}

// forget deletes, within the hour, files that were being brought in and what would undo those that
// were, once they are a day old, and that forms were saved, once that is two days ago.
func (o *opened) forget(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := o.ForgetImports(ctx); err != nil && ctx.Err() == nil {
			o.log.Error("old imports are still kept", slog.String("error", err.Error()))
		}
		if err := o.ForgetFormKeys(ctx); err != nil && ctx.Err() == nil {
			o.log.Error("it is still kept which forms were saved", slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// listenUntil serves until ctx ends, then lets requests under way finish.
func listenUntil(ctx context.Context, server *http.Server, listener net.Listener, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("serving", slog.String("address", listener.Addr().String()))
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(end); err != nil {
		return fmt.Errorf("stop: %w", errors.Join(err, server.Close()))
	}
	return nil
}

func newLog(out io.Writer, c config.Log) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // Load has checked it
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

func (o *opened) webOptions(w world, hasher *auth.Hasher, sealer *auth.Sealer, first *firstSignIn) web.Options {
	c := o.config
	out := web.Options{
		Store: o.Store, Runs: o.runs, Hasher: hasher, Sealer: sealer, Log: o.log, Now: w.now,
		Trust: c.Trust.Name, Office: c.Trust.Office, DeleteAfterDays: c.Files.DeleteAfterDays, Lozenge: c.Branding.Lozenge, Version: version,
		Secure: c.Server.CookiesSecure(), TrustedProxies: c.Server.TrustedProxies,
		MaxBody: int64(c.Server.MaxBody), MaxUpload: int64(c.Server.MaxUpload),
		ReadHeaderTimeout: c.Server.Timeouts.ReadHeader, ReadTimeout: c.Server.Timeouts.Read,
		WriteTimeout: c.Server.Timeouts.Write, IdleTimeout: c.Server.Timeouts.Idle,
		Limits:      auth.Limits(c.Limits),
		SessionIdle: c.Session.Idle, SessionAbsolute: c.Session.Absolute,
		SecondFactor: map[auth.Role]bool{}, SignedIn: first.used,
		NoPasswords: !c.SignIn.Passwords, OpenID: newOpenID(c.SignIn.OpenID, w.now), OpenIDName: c.SignIn.OpenID.Name,
	}
	for _, role := range c.SignIn.SecondFactor {
		out.SecondFactor[auth.Role(role)] = true
	}
	return out
}

// startWorker starts this program again, as "work".
func (o *opened) startWorker(ctx context.Context, configPath string) (*runs.Child, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	args := []string{workCommand.name, "-with-parent"}
	if configPath != "" {
		args = append(args, "-config", configPath)
	}
	return o.runs.StartChild(ctx, exe, args...)
}
