package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/rota"
)

// faults gathers what is wrong, so that all of it can be mended at once.
type faults struct{ list []rota.Fault }

func (f *faults) add(path, format string, args ...any) {
	f.list = append(f.list, rota.Fault{Path: path, Text: fmt.Sprintf(format, args...)})
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &rota.Invalid{Faults: f.list}
}

func (f *faults) given(path, got string) {
	if strings.TrimSpace(got) == "" {
		f.add(path, "must not be empty")
	}
}

func (f *faults) oneOf(path, got string, allowed ...string) {
	if !slices.Contains(allowed, got) {
		f.add(path, "must be %s, not %q", strings.Join(allowed, " or "), got)
	}
}

func (f *faults) between(path string, got, low, high int) {
	if got < low || got > high {
		f.add(path, "must be from %d to %d, not %d", low, high, got)
	}
}

func (f *faults) lasting(path string, got, low, high time.Duration) {
	if got < low || got > high {
		f.add(path, "must be from %s to %s, not %s", low, high, got)
	}
}

func (f *faults) sized(path string, got, low, high Size) {
	if got < low || got > high {
		f.add(path, "must be from %s to %s, not %s", low, high, got)
	}
}

// Validate lists every setting that is out of range, as a *rota.Invalid.
func (c Config) Validate() error {
	var f faults
	c.validate(&f)
	return f.err()
}

func (c Config) validate(f *faults) {
	c.Server.validate(f)
	c.Database.validate(f)
	f.given("trust.name", c.Trust.Name)
	f.between("files.delete_after_days", c.Files.DeleteAfterDays, 0, 3650)
	f.lasting("session.idle", c.Session.Idle, time.Minute, 24*time.Hour)
	f.lasting("session.absolute", c.Session.Absolute, time.Minute, 24*time.Hour)
	if c.Session.Idle > c.Session.Absolute {
		f.add("session.idle", "must not be longer than session.absolute")
	}
	const most = 100_000 // as good as none
	f.between("limits.changes_per_minute", c.Limits.ChangesPerMinute, 1, most)
	f.between("limits.files_per_hour", c.Limits.FilesPerHour, 1, most)
	f.between("limits.uploads_per_hour", c.Limits.UploadsPerHour, 1, most)
	f.between("limits.rotas_per_hour", c.Limits.RotasPerHour, 1, most)
	c.SignIn.validate(f)
	f.between("solver.threads", c.Solver.Threads, 0, 256)
	f.lasting("solver.limit", c.Solver.Limit, time.Second, 24*time.Hour)
	f.between("solver.nice", c.Solver.Nice, 0, 19)
	f.between("solver.seed", c.Solver.Seed, 0, 1<<31-1)
	f.oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	f.oneOf("log.format", c.Log.Format, "text", "json")
}

func (s Server) validate(f *faults) {
	if !isHostPort(s.Address) {
		f.add("server.address", "must be host:port, as in 127.0.0.1:8080, not %q", s.Address)
	}
	if s.Metrics != "" && !isHostPort(s.Metrics) {
		f.add("server.metrics", "must be host:port, as in 127.0.0.1:9090, or empty, not %q", s.Metrics)
	}
	const longest = 30 * time.Minute
	f.lasting("server.timeouts.read_header", s.Timeouts.ReadHeader, time.Second, longest)
	f.lasting("server.timeouts.read", s.Timeouts.Read, time.Second, longest)
	f.lasting("server.timeouts.write", s.Timeouts.Write, time.Second, longest)
	f.lasting("server.timeouts.idle", s.Timeouts.Idle, time.Second, longest)
	f.sized("server.max_body", s.MaxBody, 16*KiB, 64*MiB)
	f.sized("server.max_upload", s.MaxUpload, 64*KiB, 10*MiB)
	for i, proxy := range s.TrustedProxies {
		if !isNetwork(proxy) {
			f.add(fmt.Sprintf("server.trusted_proxies[%d]", i), "must be an address or a block of them, as in 10.0.0.0/8, not %q", proxy)
		}
	}
	f.oneOf("server.secure_cookies", s.SecureCookies, "auto", "always", "never")
	if s.SecureCookies == "never" && !s.Loopback() {
		f.add("server.secure_cookies", "can be never only when server.address is on this machine alone; others would read the sign-in from the network")
	}
}

func isHostPort(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && strconv.FormatUint(n, 10) == port
}

func isNetwork(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	prefix, err := netip.ParsePrefix(s)
	return err == nil && prefix.Bits() > 0 // a block of everything would believe anybody
}

func (d Database) validate(f *faults) {
	f.oneOf("database.driver", d.Driver, SQLite, Postgres)
	switch d.Driver {
	case SQLite:
		if d.Path == "" {
			f.add("database.path", "must name the file that holds the data")
		}
		if d.URL != "" || d.URLFile != "" {
			f.add("database.driver", "must be postgres when database.url or database.url_file is set")
		}
	case Postgres:
		validateURL(d.URL.Reveal(), f)
	}
}

// validateURL never repeats the URL, which may hold a password.
func validateURL(text string, f *faults) {
	const path = "database.url"
	if text == "" {
		f.add(path, "must be set, in a file named by database.url_file or in STRIKEROTA_DATABASE_URL, when database.driver is postgres")
		return
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		f.add(path, "must be a URL, as in postgres://rota@db.example.nhs.uk/rota?sslmode=verify-full")
		return
	}
	if !local(u) && u.Query().Get("sslmode") != "verify-full" {
		f.add(path, "must say sslmode=verify-full, because the database is on another machine")
	}
}

// local reports whether a database URL leads to this machine: a loopback
// address, or the directory of a socket.
func local(u *url.URL) bool {
	host := u.Hostname()
	if named := u.Query().Get("host"); named != "" {
		host = named
	}
	return host == "" || strings.HasPrefix(host, "/") || loopback(host)
}

// hasPassword reports whether a database URL holds a password, in either place that may hold one.
func hasPassword(text string) bool {
	u, err := url.Parse(text)
	if err != nil {
		return strings.Contains(text, "@")
	}
	_, set := u.User.Password()
	return set || u.Query().Has("password")
}
