package config

import (
	"log/slog"
	"net"
	"net/netip"
	"time"
)

// Drivers of the database.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// A Config is every setting of the program.
type Config struct {
	Server   Server   `yaml:"server"`
	Database Database `yaml:"database"`
	Trust    Trust    `yaml:"trust"`
	Files    Files    `yaml:"files"`
	Session  Session  `yaml:"session"`
	Limits   Limits   `yaml:"limits"`
	SignIn   SignIn   `yaml:"sign_in"`
	Solver   Solver   `yaml:"solver"`
	Log      Log      `yaml:"log"`
	Branding Branding `yaml:"branding"`
}

// A Server is how pages are served.
type Server struct {
	Address        string   `yaml:"address"` // host:port to listen on; port 0 means any free one
	Metrics        string   `yaml:"metrics"` // host:port of figures for monitoring; empty for none
	Timeouts       Timeouts `yaml:"timeouts"`
	MaxBody        Size     `yaml:"max_body"`        // largest form
	MaxUpload      Size     `yaml:"max_upload"`      // largest file
	TrustedProxies []string `yaml:"trusted_proxies"` // addresses or CIDR blocks whose X-Forwarded-For is believed
	SecureCookies  string   `yaml:"secure_cookies"`  // auto, always or never
}

// Timeouts end slow or idle connections, so that no client can hold one open for ever.
type Timeouts struct {
	ReadHeader time.Duration `yaml:"read_header"`
	Read       time.Duration `yaml:"read"`
	Write      time.Duration `yaml:"write"`
	Idle       time.Duration `yaml:"idle"`
}

// A Database is where everything is kept: a file, or a PostgreSQL server.
type Database struct {
	Driver  string `yaml:"driver"`   // SQLite or Postgres
	Path    string `yaml:"path"`     // SQLite only
	URL     Secret `yaml:"url"`      // Postgres only
	URLFile string `yaml:"url_file"` // Postgres only; Load reads it into URL

	BackupKeyFile string `yaml:"backup_key_file"` // of the key that seals backups; "" means that they are not sealed
	AuditKeyFile  string `yaml:"audit_key_file"`  // "" means audit.key in the folder of Path, made when missing
}

// A Trust is who runs this planner.
type Trust struct {
	Name   string `yaml:"name"`   // shown at the top of every page and on every workbook
	Office string `yaml:"office"` // how to reach the first trust's rota office on the day until it is entered on its page; "" is not told
}

// Files are the downloads.
type Files struct {
	DeleteAfterDays int `yaml:"delete_after_days"` // after the end of a strike that has no days of its own; the date stands in every workbook
}

// A Session is how long a sign-in lasts.
type Session struct {
	Idle     time.Duration `yaml:"idle"`     // without any request
	Absolute time.Duration `yaml:"absolute"` // whatever happens
}

// Limits are how much one account may ask for; see auth.Quota.
type Limits struct {
	ChangesPerMinute int `yaml:"changes_per_minute"`
	FilesPerHour     int `yaml:"files_per_hour"`
	UploadsPerHour   int `yaml:"uploads_per_hour"`
	RotasPerHour     int `yaml:"rotas_per_hour"`
}

// A SignIn is how people show who they are.
type SignIn struct {
	SecondFactor []string `yaml:"second_factor"` // roles that need one beside a password
	KeyFile      string   `yaml:"key_file"`      // "" means sign-in.key in the folder of the database, made when missing
	Passwords    bool     `yaml:"passwords"`     // accounts of the planner's own, beside those of OpenID
	OpenID       OpenID   `yaml:"openid"`
}

// An OpenID is the provider, as the trust has one, that says who people are. There is
// none when its Issuer is "".
type OpenID struct {
	Issuer           string        `yaml:"issuer"`
	Name             string        `yaml:"name"`    // as people call it
	Planner          string        `yaml:"planner"` // the planner's own address
	ClientID         string        `yaml:"client_id"`
	ClientSecret     Secret        `yaml:"-"` // from ClientSecretFile or the environment
	ClientSecretFile string        `yaml:"client_secret_file"`
	Scopes           []string      `yaml:"scopes"`
	GroupsClaim      string        `yaml:"groups_claim"`
	Groups           []OpenIDGroup `yaml:"groups"`  // the first that somebody is in gives their role
	Methods          []string      `yaml:"methods"` // amr, of which one is demanded
	Levels           []string      `yaml:"levels"`  // acr, of which one is demanded
}

// An OpenIDGroup gives a role to whoever is in a group of the provider.
type OpenIDGroup struct {
	Group string `yaml:"group"`
	Role  string `yaml:"role"`
	// Services are whose slots the group's clinical leads see; [all] for all. Left out is all too.
	Services []string `yaml:"services"`
	Trust    string   `yaml:"trust"` // the name of theirs, where several share the planner
}

// A Solver is how much of the machine solving may use.
type Solver struct {
	Threads int           `yaml:"threads"` // 0 means one fewer than the machine has; see ThreadCount
	Limit   time.Duration `yaml:"limit"`   // longest run
	Nice    int           `yaml:"nice"`    // priority of the solving process, 0 (as the server) to 19 (lowest)
	Seed    int           `yaml:"seed"`    // same entries, same seed, same plan
}

// A Log is what the program writes on standard error.
type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn or error
	Format string `yaml:"format"` // text or json
}

// Branding is how the pages look.
type Branding struct {
	Lozenge bool `yaml:"lozenge"` // show the NHS lozenge; only for organisations allowed to
}

// Default is the setting of everything that config.yaml leaves out.
func Default() Config {
	return Config{
		Server: Server{
			Address: "127.0.0.1:8080",
			Timeouts: Timeouts{
				ReadHeader: 5 * time.Second,
				Read:       30 * time.Second,
				Write:      60 * time.Second,
				Idle:       120 * time.Second,
			},
			MaxBody:        256 * KiB,
			MaxUpload:      10 * MiB,
			TrustedProxies: []string{},
			SecureCookies:  "auto",
		},
		Database: Database{Driver: SQLite, Path: "data/strikerota.db"},
		Trust:    Trust{Name: "Example trust (fictional)"},
		Files:    Files{DeleteAfterDays: 42},
		Session:  Session{Idle: 15 * time.Minute, Absolute: 8 * time.Hour},
		Limits:   Limits{ChangesPerMinute: 240, FilesPerHour: 300, UploadsPerHour: 60, RotasPerHour: 60},
		SignIn: SignIn{SecondFactor: []string{}, Passwords: true, OpenID: OpenID{Name: "your trust’s account",
			Scopes: []string{"openid", "profile", "email"}, GroupsClaim: "groups", Groups: []OpenIDGroup{}, Methods: []string{}, Levels: []string{}}},
		Solver:   Solver{Threads: 0, Limit: 5 * time.Minute, Nice: 19, Seed: 1},
		Log:      Log{Level: "info", Format: "text"},
		Branding: Branding{Lozenge: false},
	}
}

// CookiesSecure reports whether cookies are sent over TLS only. On auto that is
// so unless the server listens on this machine alone, where a browser speaks
// plain HTTP to it.
func (s Server) CookiesSecure() bool {
	switch s.SecureCookies {
	case "always":
		return true
	case "never":
		return false
	}
	return !s.Loopback()
}

// Loopback reports whether only this machine can reach the server.
func (s Server) Loopback() bool {
	host, _, err := net.SplitHostPort(s.Address)
	return err == nil && loopback(host)
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// ThreadCount is how many threads solving may use on a machine with so many
// processors: those asked for, or one fewer than there are so that pages stay
// quick, and at least one.
func (s Solver) ThreadCount(processors int) int {
	if s.Threads > 0 {
		return s.Threads
	}
	return max(1, processors-1)
}

// SlogLevel is the lowest level that is logged.
func (l Log) SlogLevel() slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.Level)); err != nil {
		return slog.LevelInfo
	}
	return level
}

// String is the settings worth a line at start, and no secret.
func (c Config) String() string {
	return "address=" + c.Server.Address + " database=" + c.Database.Driver +
		" log=" + c.Log.Level + "/" + c.Log.Format
}

// LogValue gives the settings worth a line at start, and no secret.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("address", c.Server.Address),
		slog.String("database", c.Database.Driver),
		slog.Bool("secure_cookies", c.Server.CookiesSecure()),
		slog.Int("threads", c.Solver.Threads),
		slog.Duration("limit", c.Solver.Limit),
		slog.String("level", c.Log.Level),
	)
}
