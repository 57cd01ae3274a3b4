package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTrusts adds a trust and its administrator, and holds that an account has to say
// of which trust it is once there are several.
func TestTrusts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte("trust: {name: First}\ndatabase: {path: "+filepath.Join(filepath.Dir(path), "rota.db")+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	does := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(context.Background(), world{out: &out, err: &out, now: time.Now}, append([]string{args[0], "-config", path}, args[1:]...))
		return out.String(), err
	}
	for _, tt := range []struct {
		args []string
		want string // of the output or the error
		ok   bool
	}{
		{[]string{"trust", "list"}, "First\n", true},
		{[]string{"user", "add", "-role", "administrator", "a@first.example", "Ann"}, "a@first.example", true},
		{[]string{"trust", "add", "First"}, "is called this", false},
		{[]string{"trust", "add", " "}, "one line", false},
		{[]string{"trust", "add"}, "want", false},
		{[]string{"trust", "add", "Second", "trust"}, "-trust \"Second trust\"", true},
		{[]string{"trust", "add", "Second trust"}, "of this name", false},
		{[]string{"user", "add", "b@second.example", "Bob"}, "say which with -trust", false},
		{[]string{"user", "add", "-trust", "Third", "b@second.example", "Bob"}, "no trust \"Third\"", false},
		{[]string{"user", "add", "-trust", "Second trust", "A@first.example", "Ann"}, "a@first.example", true},
		{[]string{"user", "add", "-trust", "Second trust", "a@first.example", "Ann"}, "there is an account with this e-mail address in the trust", false},
		{[]string{"user", "password", "a@first.example"}, "say which with -trust", false},
		{[]string{"user", "password", "-trust", "Second trust", "a@first.example"}, "a@first.example", true},
		{[]string{"user", "password", "-trust", "Third", "a@first.example"}, "no trust \"Third\"", false},
		{[]string{"user", "add", "-trust", "Second trust", "-role", "administrator", "b@second.example", "Bob"}, "b@second.example", true},
		{[]string{"user", "password", "-trust", "First", "b@second.example"}, "there is no account", false},
		{[]string{"user", "list"}, "a@first.example\tadministrator\tFirst\na@first.example\tcoordinator\tSecond trust\nb@second.example\tadministrator\tSecond trust\n", true},
		{[]string{"user", "add", "-trust", "Second trust", "-role", "group", "icb@body.example", "Cat"}, "leave out -trust", false},
		{[]string{"user", "add", "-role", "group", "icb@body.example", "Cat"}, "icb@body.example", true},
		{[]string{"user", "add", "-trust", "First", "icb@body.example", "Cat"}, "icb@body.example", true},
		{[]string{"user", "password", "-role", "group", "icb@body.example"}, "icb@body.example", true},
		{[]string{"user", "list"}, "icb@body.example\tgroup\tof no trust\n", true},
		{[]string{"trust", "list"}, "First\nSecond trust\n", true},
	} {
		out, err := does(tt.args...)
		if err != nil {
			out += err.Error()
		}
		if (err == nil) != tt.ok || !strings.Contains(out, tt.want) {
			t.Errorf("%q: %q, want %q", tt.args, out, tt.want)
		}
	}
}
