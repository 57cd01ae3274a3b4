package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"strikerota/rota"
)

// File is the file that Load reads when it is given no name.
const File = "config.yaml"

// Variables names the environment variables that override the file, and the
// setting that each stands for. An empty variable counts as absent.
func Variables() []Variable {
	return []Variable{
		{"STRIKEROTA_SERVER_ADDRESS", "server.address", func(c *Config, v string) { c.Server.Address = v }},
		{"STRIKEROTA_DATABASE_DRIVER", "database.driver", func(c *Config, v string) { c.Database.Driver = v }},
		{"STRIKEROTA_DATABASE_PATH", "database.path", func(c *Config, v string) { c.Database.Path = v }},
		{"STRIKEROTA_DATABASE_URL", "database.url", func(c *Config, v string) { c.Database.URL = Secret(v) }},
		{"STRIKEROTA_AUDIT_KEY_FILE", "database.audit_key_file", func(c *Config, v string) { c.Database.AuditKeyFile = v }},
		{"STRIKEROTA_BACKUP_KEY_FILE", "database.backup_key_file", func(c *Config, v string) { c.Database.BackupKeyFile = v }},
		{"STRIKEROTA_SIGN_IN_KEY_FILE", "sign_in.key_file", func(c *Config, v string) { c.SignIn.KeyFile = v }},
		{"STRIKEROTA_OPENID_CLIENT_SECRET", "sign_in.openid.client_secret_file", func(c *Config, v string) { c.SignIn.OpenID.ClientSecret = Secret(v) }},
		{"STRIKEROTA_LOG_LEVEL", "log.level", func(c *Config, v string) { c.Log.Level = v }},
	}
}

// A Variable is an environment variable and the setting that it overrides.
type Variable struct {
	Name, Setting string
	set           func(*Config, string)
}

// Load reads the settings from the file at path, then from the environment, and
// checks them all. With no path it reads config.yaml in the working directory,
// or takes the defaults when there is none. What is wrong with a setting comes
// back as a *rota.Invalid listing every fault.
func Load(path string) (Config, error) {
	data, err := read(path)
	if err != nil {
		return Config{}, err
	}
	c, err := parse(data, os.Getenv)
	if err == nil {
		err = c.Database.named()
	}
	var invalid *rota.Invalid
	if errors.As(err, &invalid) && path != "" {
		for i, f := range invalid.Faults {
			if f.Path == File {
				invalid.Faults[i].Path = path
			}
		}
	}
	return c, err
}

// named refuses a folder in the place of the database's file, beside which other files
// would be made before the mistake is met.
func (d Database) named() error {
	info, err := os.Stat(d.Path)
	if d.Path == "" || err != nil || !info.IsDir() {
		return nil
	}
	return &rota.Invalid{Faults: []rota.Fault{{Path: "database.path",
		Text: fmt.Sprintf("names a folder; name a file in it, as in %s", filepath.Join(d.Path, "strikerota.db"))}}}
}

func read(path string) ([]byte, error) {
	if path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
		return data, nil
	}
	data, err := os.ReadFile(File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return data, nil
}

func parse(data []byte, getenv func(string) string) (Config, error) {
	c := Default()
	if err := decode(data, &c); err != nil {
		return Config{}, err
	}
	var f faults
	if hasPassword(c.Database.URL.Reveal()) {
		f.add("database.url", "must hold no password in the file; name a file that holds the whole URL in database.url_file, or set STRIKEROTA_DATABASE_URL")
	}
	for _, v := range Variables() {
		if value := getenv(v.Name); value != "" {
			v.set(&c, value)
		}
	}
	if c.Database.Driver == Postgres {
		f.secret(&c.Database.URL, "database.url_file", c.Database.URLFile, "database.url or STRIKEROTA_DATABASE_URL")
	}
	f.secret(&c.SignIn.OpenID.ClientSecret, "sign_in.openid.client_secret_file", c.SignIn.OpenID.ClientSecretFile, "STRIKEROTA_OPENID_CLIENT_SECRET")
	c.validate(&f)
	if err := f.err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// decode reads YAML over the settings already in c.
func decode(data []byte, c *Config) error {
	if err := checkValues(data); err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	read := *c
	switch err := decoder.Decode(&read); {
	case errors.Is(err, io.EOF):
		return nil // nothing in the file: the decoder has zeroed read, so c keeps its defaults
	case err != nil:
		return unreadable(err)
	}
	if err := decoder.Decode(new(Config)); !errors.Is(err, io.EOF) {
		return &rota.Invalid{Faults: []rota.Fault{{Path: File, Text: "must hold one document; remove what follows the line ---"}}}
	}
	*c = read
	return nil
}

// unreadable is a fault that shows the line and a caret under what is wrong.
// The lines around it may hold a database URL, or a secret that does not belong there:
// user names, passwords and secrets are blotted out.
func unreadable(err error) error {
	text := strings.TrimRight(yaml.FormatError(err, false, true), "\n")
	text = credentials.ReplaceAllString(text, "://"+hidden+"@")
	return &rota.Invalid{Faults: []rota.Fault{{Path: File, Text: secrets.ReplaceAllString(text, "${1}"+hidden)}}}
}

var (
	credentials = regexp.MustCompile(`://\S*@`)
	secrets     = regexp.MustCompile(`(client_secret:\s*)[^\s,}]+`)
)

// secret takes a secret from its own file, when there is one, which the setting at the
// path names. Whoever uses a file does not use the other ways.
func (f *faults) secret(into *Secret, path, file, others string) {
	switch {
	case file == "":
	case *into != "":
		f.add(path, "cannot be set together with %s", others)
	default:
		*into = f.secretIn(path, file)
	}
}

// secretIn is what a file holds that not every user of the machine can read.
func (f *faults) secretIn(path, file string) Secret {
	info, err := os.Stat(file)
	if err != nil {
		f.add(path, "cannot be read: %v", err)
		return ""
	}
	if info.Mode().Perm()&0o007 != 0 {
		f.add(path, "can be read by every user of this machine; run chmod 600 %s", file)
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		f.add(path, "cannot be read: %v", err)
		return ""
	}
	return Secret(strings.TrimSpace(string(data)))
}
