package config

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

const shipped = "../../config.yaml"

func none(string) string { return "" }

// TestShippedFileEqualsDefaults reads config.yaml over nothing, not over the
// defaults, so that a setting missing from the file shows.
func TestShippedFileEqualsDefaults(t *testing.T) {
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	var got Config
	if err := yaml.UnmarshalWithOptions(data, &got, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Default(), got); diff != "" {
		t.Errorf("config.yaml differs from Default (-default +file):\n%s", diff)
	}
	loaded, err := Load(shipped)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if diff := cmp.Diff(Default(), loaded); diff != "" {
		t.Errorf("Load of config.yaml differs from Default (-default +loaded):\n%s", diff)
	}
}

// TestShippedFileIsComplete holds that every setting is written and explained,
// also those whose default is nothing.
func TestShippedFileIsComplete(t *testing.T) {
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	eachSetting(reflect.TypeFor[Config](), "", func(path string, _ reflect.Type) {
		parts := strings.Split(path, ".")
		key := strings.Repeat("  ", len(parts)-1) + parts[len(parts)-1] + ":"
		found := false
		for i, line := range lines {
			if strings.HasPrefix(line, key) {
				found = true
				if i == 0 || !strings.HasPrefix(strings.TrimSpace(lines[i-1]), "#") {
					t.Errorf("%s has no comment above it", path)
				}
			}
		}
		if !found {
			t.Errorf("%s is not in config.yaml", path)
		}
	})
}

func TestDefaultIsValid(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Errorf("Default().Validate() = %v", rota.Faults(err))
	}
}

func TestLoadMissingFile(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("Load of a file that is not there gave no error")
	}
	t.Chdir(t.TempDir())
	got, err := Load("")
	if err != nil {
		t.Fatalf("Load without a file: %v", err)
	}
	if diff := cmp.Diff(Default(), got); diff != "" {
		t.Errorf("Load without a file differs from Default:\n%s", diff)
	}
	if err := os.WriteFile(File, []byte("trust: {name: Anytown}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err = Load(""); err != nil || got.Trust.Name != "Anytown" {
		t.Errorf("Load of config.yaml here = %q, %v; want Anytown", got.Trust.Name, err)
	}
}

// TestLoadNames holds that what is wrong is said of the file that was read, and that a
// folder is not taken for the database's file.
func TestLoadNames(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "drill.yaml")
	for in, want := range map[string]string{
		"trust: {nam: Anytown}\n":                path + ": ",
		"database: {path: " + folder + "}\n":     "database.path: names a folder",
		"database: {path: " + path + ".db}\n":    "",
		"database: {path: " + folder + "/a/b}\n": "",
	} {
		if err := os.WriteFile(path, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if faults := rota.Faults(err); want == "" && err != nil || want != "" && (len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want)) {
			t.Errorf("Load of %q: %v, want %q", in, err, want)
		}
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		name, in string
		change   func(*Config) // what differs from Default
	}{
		{"empty", "", func(*Config) {}},
		{"only a comment", "# nothing\n", func(*Config) {}},
		{"a section without settings", "server:\n", func(*Config) {}},
		{"a setting without a value", "solver:\n  threads:\n", func(*Config) {}},
		{"one setting leaves its neighbours", "server:\n  timeouts:\n    read: 45s\n",
			func(c *Config) { c.Server.Timeouts.Read = 45 * time.Second }},
		{"sizes", "server: {max_body: 1MiB, max_upload: 65536B}\n",
			func(c *Config) { c.Server.MaxBody, c.Server.MaxUpload = MiB, 64*KiB }},
		{"proxies", "server: {trusted_proxies: [10.0.0.1, 192.168.0.0/16, '::1']}\n",
			func(c *Config) { c.Server.TrustedProxies = []string{"10.0.0.1", "192.168.0.0/16", "::1"} }},
		{"quoted values", "solver: {limit: \"30s\", seed: 7}\n",
			func(c *Config) { c.Solver.Limit, c.Solver.Seed = 30*time.Second, 7 }},
		{"postgres by socket", "database: {driver: postgres, url: 'postgres://rota@/rota?host=/run/postgresql'}\n",
			func(c *Config) {
				c.Database.Driver, c.Database.URL = Postgres, "postgres://rota@/rota?host=/run/postgresql"
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := Default()
			tt.change(&want)
			got, err := parse([]byte(tt.in), none)
			if err != nil {
				t.Fatalf("parse: %v", rota.Faults(err))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// withOpenID is settings of a provider, which lack nothing but what is given.
func withOpenID(rest string) string {
	return "sign_in: {openid: {client_id: p, groups: [{group: g, role: lead}], " + rest + "}}\n"
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string // each "path: part of the text"
	}{
		{"unknown section", "sever:\n  address: x\n", []string{"config.yaml: unknown field \"sever\""}},
		{"unknown key", "server:\n  adress: x\n", []string{"config.yaml: unknown field \"adress\""}},
		{"key twice", "trust:\n  name: a\n  name: b\n", []string{"config.yaml: already defined"}},
		{"broken", "server: [\n", []string{"config.yaml: >  1 | server: ["}},
		{"a list at the top", "- a\n", []string{"config.yaml: sequence"}},
		{"wrong kind", "branding:\n  lozenge: on\n", []string{"config.yaml: >  2 |   lozenge: on"}},
		{"two documents", "trust: {name: a}\n---\ntrust: {name: b}\n", []string{"config.yaml: one document"}},

		{"no unit", "server:\n  timeouts:\n    read: 30\n", []string{`server.timeouts.read: not "30" (line 3)`}},
		{"not a length", "solver: {limit: soon}\n", []string{`solver.limit: not "soon"`}},
		{"size without unit", "server: {max_body: 262144}\n", []string{`server.max_body: not "262144"`}},
		{"size in kB", "server: {max_body: 256kB}\n", []string{"server.max_body: as in 256KiB"}},
		{"size beyond all", "server: {max_body: 9223372036854775807MiB}\n", []string{"server.max_body: whole number"}},
		// YAML reads these two as 12 and 8 without a word.
		{"fraction", "solver: {threads: 12.5}\n", []string{`solver.threads: not "12.5"`}},
		{"octal", "solver: {seed: 010}\n", []string{`solver.seed: not "010"`}},

		{"several at once", "server: {address: nowhere, max_upload: 1B}\nsolver: {nice: 20, limit: 1ms}\nlog: {level: loud}\n",
			[]string{"server.address: 127.0.0.1:8080", "server.max_upload: from 64KiB", "solver.limit: from 1s", "solver.nice: 0 to 19", "log.level: debug or info"}},
		{"port too big", "server: {address: '127.0.0.1:65536'}\n", []string{"server.address: host:port"}},
		{"idle beyond absolute", "session: {idle: 9h}\n", []string{"session.idle: session.absolute"}},
		{"proxy by name", "server: {trusted_proxies: [10.0.0.1, proxy]}\n", []string{`server.trusted_proxies[1]: not "proxy"`}},
		{"every proxy", "server: {trusted_proxies: [0.0.0.0/0]}\n", []string{"server.trusted_proxies[0]: block"}},
		{"no name", "trust: {name: ' '}\n", []string{"trust.name: empty"}},
		{"cookies in clear on the network", "server: {address: '0.0.0.0:8080', secure_cookies: never}\n", []string{"server.secure_cookies: never"}},

		{"no way to sign in", "sign_in: {passwords: false}\n", []string{"sign_in.passwords: nobody could sign in"}},
		{"openid without the rest", "sign_in: {openid: {issuer: 'https://id.example', name: ' ', scopes: [], groups_claim: ''}}\n",
			[]string{"sign_in.openid.planner: own address", "sign_in.openid.name: empty", "sign_in.openid.client_id: empty", "sign_in.openid.groups_claim: empty",
				"sign_in.openid.client_secret_file: STRIKEROTA_OPENID_CLIENT_SECRET", "sign_in.openid.scopes: openid", "sign_in.openid.groups: at least one"}},
		{"openid without TLS", withOpenID("issuer: 'http://id.example', planner: 'http://rota.example'"),
			[]string{"sign_in.openid.issuer: TLS", "sign_in.openid.planner: TLS", "sign_in.openid.client_secret_file: secret"}},
		{"planner with a path", withOpenID("issuer: 'https://id.example/tenant', planner: 'https://rota.example/'"),
			[]string{"sign_in.openid.planner: without a path", "sign_in.openid.client_secret_file: secret"}},
		{"issuer with a query", withOpenID("issuer: 'https://id.example?x=1', planner: 'https://rota.example'"),
			[]string{"sign_in.openid.issuer: address", "sign_in.openid.client_secret_file: secret"}},
		{"openid of every tenant", withOpenID("issuer: 'https://login.example/common/v2.0', planner: 'https://rota.example', client_secret_file: none"),
			[]string{"sign_in.openid.client_secret_file: cannot be read", "sign_in.openid.issuer: own tenant"}},
		{"services of clinical leads", "sign_in: {openid: {issuer: 'http://127.0.0.1:1', planner: 'http://localhost:8080', client_id: p, groups: [{group: a, role: lead, services: []}, {group: b, role: lead, services: [all, Maternity]}, {group: c, role: finance, services: [all]}, {group: d, role: lead, services: [Maternity]}, {group: e, role: lead}]}}\n",
			[]string{"sign_in.openid.client_secret_file: secret", "sign_in.openid.groups[0].services: must list", "sign_in.openid.groups[1].services: must list", "sign_in.openid.groups[2].services: role lead alone"}},
		{"group without a role", "sign_in: {openid: {issuer: 'http://127.0.0.1:1', planner: 'http://localhost:8080', client_id: p, groups: [{group: '', role: porter}]}}\n",
			[]string{"sign_in.openid.client_secret_file: secret", "sign_in.openid.groups[0].group: empty", "sign_in.openid.groups[0].role: porter"}},
		{"secret in the file", withOpenID("issuer: 'https://id.example', planner: 'https://rota.example', client_secret: hunter2"), []string{"config.yaml: unknown field"}},
		{"no such secret", withOpenID("issuer: 'https://id.example', planner: 'https://rota.example', client_secret_file: /nonexistent/secret"),
			[]string{"sign_in.openid.client_secret_file: cannot be read"}},

		{"no such driver", "database: {driver: mysql}\n", []string{"database.driver: sqlite or postgres"}},
		{"no path", "database: {path: ''}\n", []string{"database.path: file"}},
		{"postgres without url", "database: {driver: postgres}\n", []string{"database.url: must be set"}},
		{"url without postgres", "database: {url: 'postgres://rota@127.0.0.1/rota'}\n", []string{"database.driver: must be postgres"}},
		{"far away without TLS", "database: {driver: postgres, url: 'postgres://rota@db.example/rota?sslmode=require'}\n", []string{"database.url: verify-full"}},
		{"not a URL", "database: {driver: postgres, url: 'host=db user=rota'}\n", []string{"database.url: URL"}},
		{"password in the file", "database: {driver: postgres, url: 'postgres://rota:hunter2@127.0.0.1/rota'}\n", []string{"database.url: no password"}},
		{"password as a parameter", "database: {driver: postgres, url: 'postgres://127.0.0.1/rota?password=hunter2'}\n", []string{"database.url: no password"}},
		{"no such url file", "database: {driver: postgres, url_file: /nonexistent/url}\n", []string{"database.url_file: cannot be read", "database.url: must be set"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse([]byte(tt.in), none)
			got := rota.Faults(err)
			if len(got) != len(tt.want) {
				t.Fatalf("got %d faults %v, want %d", len(got), got, len(tt.want))
			}
			for i, want := range tt.want {
				path, text, _ := strings.Cut(want, ": ")
				if got[i].Path != path || !strings.Contains(got[i].Text, text) {
					t.Errorf("fault %d = %q, want path %q with %q", i, got[i], path, text)
				}
				if strings.Contains(got[i].Text, "hunter2") {
					t.Errorf("fault %d shows the password", i)
				}
			}
		})
	}
}

// TestCaret holds that an unknown key is shown in its line with a caret under
// it, and that a password two lines above is not shown with it.
func TestCaret(t *testing.T) {
	in := "database:\n  url: postgres://rota:hunter2@127.0.0.1/rota\n  drivr: sqlite\n"
	_, err := parse([]byte(in), none)
	list := rota.Faults(err)
	if len(list) != 1 {
		t.Fatalf("got %v, want one fault", list)
	}
	text := list[0].Text
	for _, want := range []string{"[3:3]", ">  3 |   drivr: sqlite", "^"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "hunter2") {
		t.Errorf("the fault shows the password:\n%s", text)
	}
}

func TestVariables(t *testing.T) {
	env := map[string]string{
		"STRIKEROTA_SERVER_ADDRESS":   "127.0.0.1:9",
		"STRIKEROTA_DATABASE_DRIVER":  "postgres",
		"STRIKEROTA_DATABASE_PATH":    "elsewhere.db",
		"STRIKEROTA_DATABASE_URL":     "postgres://rota:hunter2@127.0.0.1/rota",
		"STRIKEROTA_AUDIT_KEY_FILE":   "elsewhere.key",
		"STRIKEROTA_SIGN_IN_KEY_FILE": "sealed.key",
		"STRIKEROTA_BACKUP_KEY_FILE":  "backups.key",
		"STRIKEROTA_LOG_LEVEL":        "debug",

		"STRIKEROTA_OPENID_CLIENT_SECRET": "hunter3",
	}
	want := Default()
	want.Server.Address = "127.0.0.1:9"
	want.Database = Database{Driver: Postgres, Path: "elsewhere.db", URL: "postgres://rota:hunter2@127.0.0.1/rota", AuditKeyFile: "elsewhere.key", BackupKeyFile: "backups.key"}
	want.SignIn.KeyFile = "sealed.key"
	want.SignIn.OpenID.ClientSecret = "hunter3"
	want.Log.Level = "debug"
	got, err := parse(nil, func(name string) string { return env[name] })
	if err != nil {
		t.Fatalf("parse: %v", rota.Faults(err))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range Variables() {
		if _, set := env[v.Name]; !set {
			t.Errorf("%s is not tried here", v.Name)
		}
		if !strings.Contains(string(data), v.Name) {
			t.Errorf("config.yaml does not name %s", v.Name)
		}
	}
}

func TestURLFile(t *testing.T) {
	const url = "postgres://rota:hunter2@127.0.0.1/rota"
	path := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(path, []byte(url+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := []byte("database: {driver: postgres, url_file: " + path + "}\n")
	got, err := parse(in, none)
	if err != nil || got.Database.URL.Reveal() != url {
		t.Errorf("parse = %q, %v; want the URL of the file", got.Database.URL.Reveal(), rota.Faults(err))
	}

	env := func(name string) string { return map[string]string{"STRIKEROTA_DATABASE_URL": url}[name] }
	if _, err := parse(in, env); len(rota.Faults(err)) != 1 {
		t.Errorf("URL given twice: %v, want one fault", rota.Faults(err))
	}

	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = parse(in, none)
	if list := rota.Faults(err); len(list) == 0 || !strings.Contains(list[0].Text, "chmod 600") {
		t.Errorf("file open to all: %v, want a fault saying chmod 600", list)
	}
}

func TestClientSecretFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := []byte(withOpenID("issuer: 'https://id.example', planner: 'https://rota.example', client_secret_file: " + path))
	got, err := parse(in, none)
	if err != nil || got.SignIn.OpenID.ClientSecret.Reveal() != "hunter2" {
		t.Errorf("parse = %q, %v; want the secret of the file", got.SignIn.OpenID.ClientSecret.Reveal(), rota.Faults(err))
	}
	env := func(name string) string {
		return map[string]string{"STRIKEROTA_OPENID_CLIENT_SECRET": "other"}[name]
	}
	if _, err := parse(in, env); len(rota.Faults(err)) != 1 {
		t.Errorf("secret given twice: %v, want one fault", rota.Faults(err))
	}
}

// TestNoSecretShown prints a configuration in every way that a careless line of
// code might.
func TestNoSecretShown(t *testing.T) {
	c := Default()
	c.Database.URL = "postgres://rota:hunter2@127.0.0.1/rota"
	c.SignIn.OpenID.ClientSecret = "hunter2"
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&out, verb, c)
		fmt.Fprintf(&out, verb, c.Database)
		fmt.Fprintf(&out, verb, []any{c.Database.URL})
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("start", "config", c, "database", c.Database, "url", c.Database.URL)
	}
	data, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(data)
	if strings.Contains(out.String(), "hunter2") {
		t.Errorf("the password is shown in:\n%s", out.String())
	}
	if !strings.Contains(out.String(), hidden) {
		t.Errorf("nothing shows that a secret is set:\n%s", out.String())
	}
}

func TestCookiesSecure(t *testing.T) {
	tests := []struct {
		address, setting string
		want             bool
	}{
		{"127.0.0.1:8080", "auto", false},
		{"[::1]:8080", "auto", false},
		{"localhost:8080", "auto", false},
		{"0.0.0.0:8080", "auto", true},
		{":8080", "auto", true},
		{"10.1.2.3:8080", "auto", true},
		{"127.0.0.1:8080", "always", true}, // a TLS proxy on this machine
		{"127.0.0.1:8080", "never", false},
	}
	for _, tt := range tests {
		s := Server{Address: tt.address, SecureCookies: tt.setting}
		if got := s.CookiesSecure(); got != tt.want {
			t.Errorf("%s at %s: CookiesSecure() = %t, want %t", tt.setting, tt.address, got, tt.want)
		}
	}
}

func TestThreadCount(t *testing.T) {
	tests := []struct{ setting, processors, want int }{
		{0, 1, 1}, {0, 2, 1}, {0, 8, 7}, {3, 2, 3},
	}
	for _, tt := range tests {
		if got := (Solver{Threads: tt.setting}).ThreadCount(tt.processors); got != tt.want {
			t.Errorf("threads %d of %d: got %d, want %d", tt.setting, tt.processors, got, tt.want)
		}
	}
}

func TestSize(t *testing.T) {
	for _, text := range []string{"0B", "1B", "1023B", "1KiB", "256KiB", "2MiB"} {
		size, err := ParseSize(text)
		if err != nil || size.String() != text {
			t.Errorf("ParseSize(%q) = %s, %v", text, size, err)
		}
	}
	for _, text := range []string{"", "B", "12", "-1B", "1.5MiB", "1 KiB", "KiB1", "1iBK"} {
		if size, err := ParseSize(text); err == nil {
			t.Errorf("ParseSize(%q) = %s, want an error", text, size)
		}
	}
}

func TestSlogLevel(t *testing.T) {
	for text, want := range map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError} {
		if got := (Log{Level: text}).SlogLevel(); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}
