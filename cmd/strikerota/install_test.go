package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/config"
)

// TestInstall holds the guide to the program: its settings load and are sound, and the
// commands it calls are there.
func TestInstall(t *testing.T) {
	text, err := os.ReadFile("INSTALL.md")
	if err != nil {
		t.Fatal(err)
	}
	settings := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(settings) != 3 {
		t.Fatalf("%d blocks of settings, want one for each database and one for signing in", len(settings))
	}
	folder := t.TempDir()
	for name, secret := range map[string]string{
		"database-url":  "postgres://strikerota:secret@db.example.nhs.uk/strikerota?sslmode=verify-full",
		"openid-secret": "secret",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, block := range settings {
		path := filepath.Join(folder, "config.yaml")
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(block[1]), "/etc/strikerota", folder)), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path)
		if err != nil {
			t.Errorf("%v in\n%s", err, block[1])
			continue
		}
		if f := network(c.Server); f.wrong != "" {
			t.Errorf("the doctor says of the guide's settings: %s", f.wrong)
		}
		if !filepath.IsAbs(c.Database.Path) && c.SignIn.OpenID.Issuer == "" {
			t.Errorf("the guide's settings keep what belongs to the planner in whatever folder a command is run:\n%s", block[1])
		}
	}
	called := regexp.MustCompile("(?:/usr/local/bin/|[`] ?|-u strikerota -- )strikerota ([a-z]+)").FindAllSubmatch(text, -1)
	if len(called) < 10 {
		t.Errorf("only %d commands are called", len(called))
	}
	for _, m := range called {
		if name := string(m[1]); !slices.ContainsFunc(commands(), func(c command) bool { return c.name == name }) {
			t.Errorf("the guide calls strikerota %s, which there is not", name)
		}
	}
}
