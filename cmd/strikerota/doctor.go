package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/store"
	"strikerota/rota"
)

var doctorCommand = command{
	name:    "doctor",
	args:    "[-config FILE]",
	summary: "Say what is unsafe or unsound in this installation.",
	help: `
It changes nothing, and may run beside the planner. Each finding says what to do.
The exit status is 1 when there is one.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		return func(ctx context.Context, w world, args []string) error {
			if len(args) > 0 {
				return badUsage("takes no arguments")
			}
			return doctor(ctx, w, *path)
		}
	},
}

// errUnsound means that the doctor found something, and has told it.
var errUnsound = errors.New("something is to be done: see above")

// A finding is what the doctor says of one thing: what is wrong and what to do, or
// nothing when it is sound.
type finding struct{ of, wrong string }

func doctor(ctx context.Context, w world, configPath string) error {
	c, err := config.Load(configPath)
	if err != nil {
		return err
	}
	found := slices.Concat([]finding{network(c.Server), commonPasswords(c.SignIn, auth.CommonPasswords())}, fileFindings(c), openIDFindings(ctx, w, c), backupFindings(w, c), databaseFindings(ctx, w, c))
	bad := 0
	for _, f := range found {
		if f.wrong == "" {
			fmt.Fprintf(w.out, "sound   %s\n", f.of)
			continue
		}
		bad++
		fmt.Fprintf(w.out, "TO DO   %s: %s\n", f.of, f.wrong)
	}
	if bad > 0 {
		return errUnsound
	}
	return nil
}

// network looks at who can reach the pages, and how.
func network(s config.Server) finding {
	f := finding{of: "address of the pages"}
	switch {
	case s.Loopback() && len(s.TrustedProxies) > 0 && !s.CookiesSecure():
		f.wrong = "a TLS proxy is in front, and the sign-in cookie may still travel without TLS; set server.secure_cookies to always"
	case !s.Loopback() && len(s.TrustedProxies) == 0:
		f.wrong = "other machines can reach " + s.Address + " and no TLS proxy is named; put one in front, set server.trusted_proxies to its address, and server.address to this machine alone if the proxy is on it"
	}
	return f
}

// commonPasswords finds a program without the list of passwords that many people use: it takes any of them.
func commonPasswords(s config.SignIn, known int) finding {
	f := finding{of: "passwords that many people use"}
	if s.Passwords && known == 0 {
		f.wrong = "the list of them is not in this program, so that it refuses none; run: make assets && make build, and install that"
	}
	return f
}

// fileFindings look at who may read what the planner keeps.
func fileFindings(c config.Config) []finding {
	folder := filepath.Dir(c.Database.Path)
	out := []finding{private("folder of the data", folder, "700")}
	if c.Database.Driver == config.Postgres && !filepath.IsAbs(folder) {
		out[0].wrong = "it is " + folder + " in whatever folder a command is run, so that backups made elsewhere are not found when a strike is purged; set database.path to a file in the service's own folder, from the root, as in /var/lib/strikerota/strikerota.db"
	}
	if c.Database.Driver == config.SQLite {
		out = append(out, private("database", c.Database.Path, "600"))
	}
	out = append(out, private("key of the audit", auditKey(c).path, "600"), private("key of second factors", signInKey(c).path, "600"))
	if name := c.Database.BackupKeyFile; name != "" {
		out = append(out, keyOfBackups(name))
	}
	first := finding{of: "first passwords"}
	if _, err := os.Stat(filepath.Join(folder, "first-sign-in.txt")); err == nil {
		first.wrong = "accounts made at the first start have not been used: sign in with each, or give it a new password, and its password goes from " + filepath.Join(folder, "first-sign-in.txt")
	}
	return append(out, first)
}

// private finds what others on the machine may read. What is not there is sound.
func private(of, path, mode string) finding {
	f := finding{of: of}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		f.wrong = err.Error()
	case info.Mode().Perm()&0o077 != 0:
		f.wrong = fmt.Sprintf("others on this machine may read it; run: chmod %s %s", mode, path)
	}
	return f
}

// databaseFindings looks into the database, without bringing it up to date.
func databaseFindings(ctx context.Context, w world, c config.Config) []finding {
	f := finding{of: "database is whole"}
	if _, err := os.Stat(c.Database.Path); c.Database.Driver == config.SQLite && errors.Is(err, fs.ErrNotExist) {
		f.wrong = "there is none yet: start the planner"
		return []finding{f}
	}
	o := storeOptions(w, c)
	key, err := auditKey(c).read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.wrong = err.Error()
		return []finding{f}
	}
	o.Key = key
	s, err := store.Open(ctx, o)
	if err != nil {
		f.wrong = err.Error()
		return []finding{f}
	}
	out := insideFindings(ctx, w, c, s)
	if err := s.Close(); err != nil {
		f.wrong = err.Error()
	}
	return append([]finding{f}, out...)
}

func insideFindings(ctx context.Context, w world, c config.Config, s *store.Store) []finding {
	tables := finding{of: "tables of the database"}
	have, newest, err := s.TableVersions(ctx)
	switch {
	case err != nil:
		tables.wrong = err.Error()
	case have < newest:
		tables.wrong = "they are of an older version; run: strikerota migrate, which makes a backup first"
	case have > newest:
		tables.wrong = "a newer version of strikerota made them; install that version"
	}
	out := []finding{tables, disk(s)}
	if s.Driver() == store.Postgres {
		out = append(out, heldApart(ctx, s))
	}
	if tables.wrong != "" {
		return out // the rest could not be read
	}
	for _, look := range []func(context.Context, world, config.Config, *store.Store) (finding, error){clock, accounts, factorKey, retention, cleared, auditChain} {
		f, err := look(ctx, w, c, s)
		if err != nil {
			f.wrong = err.Error()
		}
		out = append(out, f)
	}
	return out
}

// heldApart finds a user of the database whom PostgreSQL does not hold to the policies that keep trusts apart.
func heldApart(ctx context.Context, s *store.Store) finding {
	f := finding{of: "user of the database"}
	held, err := s.Held(ctx)
	switch {
	case err != nil:
		f.wrong = err.Error()
	case !held:
		f.wrong = "it is a superuser or may bypass row security, so that PostgreSQL itself does not keep trusts apart; have its administrator run, with the name of that user: ALTER ROLE strikerota NOSUPERUSER NOBYPASSRLS"
	}
	return f
}

func disk(s *store.Store) finding {
	f := finding{of: "room on the disk"}
	free, known, err := s.FreeDisk()
	switch {
	case err != nil:
		f.wrong = err.Error()
	case known && free < store.LeastDisk:
		f.wrong = fmt.Sprintf("%d MB are left; make room for at least %d MB", free>>20, store.LeastDisk>>20)
	}
	return f
}

// clock finds a clock that has gone back behind what was done last.
func clock(ctx context.Context, w world, _ config.Config, s *store.Store) (finding, error) {
	f := finding{of: "clock"}
	last, err := s.LastDone(ctx)
	if err == nil && w.now().Add(time.Minute).Before(last) {
		f.wrong = "this machine says " + w.now().In(rota.Zone()).Format("2 January 2006, 15:04") + ", before the last thing that was done; set its clock"
	}
	return f, err
}

// accounts finds those of the example on a planner that others can reach.
func accounts(ctx context.Context, _ world, c config.Config, s *store.Store) (finding, error) {
	f := finding{of: "accounts"}
	if c.Server.Loopback() {
		return f, nil
	}
	users, err := s.UsersOfAll(ctx)
	for _, u := range users {
		if slices.ContainsFunc(firstAccounts(true), func(e store.User) bool { return e.Email == u.Email }) {
			f.wrong = u.Email + " is nobody's own account, and others can reach this planner; give everybody an account of their own: strikerota user add"
		}
	}
	return f, err
}

// retention finds people who are kept after their day, or without one.
func retention(ctx context.Context, w world, _ config.Config, s *store.Store) (finding, error) {
	f := finding{of: "retention"}
	strikes, err := s.StrikesOfAll(ctx)
	for _, st := range strikes {
		switch {
		case st.Due(rota.DateOf(w.now())):
			f.wrong = "everybody in " + st.Name + " was to be deleted on " + st.DeleteOn.Words() + "; run: strikerota purge"
		case st.PurgedAt.IsZero() && !st.Retention.Recorded() && f.wrong == "":
			f.wrong = "it is not recorded how long names are kept in " + st.Name + "; see its page Dates, rules and aims"
		}
	}
	return f, err
}
