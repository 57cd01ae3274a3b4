package main

import (
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/store"
)

var toldPassword = regexp.MustCompile(`Sign in as (\S+) with the password (\S+)`)

// told is the address and password that the program printed.
func told(t *testing.T, got called) (email, password string) {
	t.Helper()
	m := toldPassword.FindStringSubmatch(got.out)
	if got.status != 0 || m == nil {
		t.Fatalf("no password: %+v", got)
	}
	return m[1], m[2]
}

// closeAccount closes the account with the address.
func closeAccount(t *testing.T, path, email string) {
	t.Helper()
	o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
	if err != nil {
		t.Fatal(err)
	}
	s := o.Of(store.FirstTrust)
	users, err := s.Users(t.Context())
	for _, u := range users {
		if err == nil && u.Email == email {
			err = s.CloseUser(t.Context(), store.Actor{}, u.ID)
		}
	}
	if err := errors.Join(err, o.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestUser holds that the passwords that are printed are those that sign in, and
// that a new one ends what was open with the old.
func TestUser(t *testing.T) {
	path, _ := settings(t)
	email, first := told(t, call(t, "user", "add", "Jo@Trust.example", "Jo", "Okafor", "-config", path))
	told(t, call(t, "user", "add", "fin@trust.example", "F. Lindqvist", "-role", "finance", "-config", path))
	warned := call(t, "user", "add", "al@trust.example", "A. Lead", "-role", "lead", "-service", "maternity ", "-service", "Acute  oncology", "-config", path)
	if told(t, warned); !strings.Contains(warned.err, "No slot of any strike is of Acute oncology or maternity so far") {
		t.Errorf("of services that no slot has it says %q", warned.err)
	}
	warned = call(t, "user", "add", "bo@trust.example", "B. Lead", "-role", "lead", "-service", "All", "-config", path)
	if told(t, warned); warned.err != "" {
		t.Errorf("of all services it warns: %s", warned.err)
	}
	got := call(t, "user", "list", "-config", path)
	if want := "al@trust.example\tlead (Acute oncology and maternity)\nbo@trust.example\tlead (all services)\nfin@trust.example\tfinance\njo@trust.example\tcoordinator\n"; got.status != 0 || got.out != want {
		t.Errorf("list: %+v, want %q", got, want)
	}
	closeAccount(t, path, "bo@trust.example")
	if got := call(t, "user", "list", "-config", path); !strings.Contains(got.out, "bo@trust.example\tlead (all services), closed\n") || strings.Count(got.out, "closed") != 1 {
		t.Errorf("with a closed account the list is %q", got.out)
	}

	address, printed, stop := serving(t, "-config", path)
	defer stop()
	if strings.Contains(printed, "password") {
		t.Errorf("the server made an account though there is one:\n%s", printed)
	}
	signedIn := func(b browser) bool { return strings.Contains(b.get(address+"/strikes"), "Sign out") }
	b := newBrowser(t)
	b.post(address+"/sign-in", url.Values{"email": {email}, "password": {first}, "next": {"/help"}})
	if !signedIn(b) {
		t.Fatal("the first password does not sign in")
	}
	_, second := told(t, call(t, "user", "password", "JO@trust.example", "-config", path))
	if first == second || signedIn(b) {
		t.Error("the new password is the old one, or the old session goes on")
	}
	b.post(address+"/sign-in", url.Values{"email": {email}, "password": {second}, "next": {"/help"}})
	if !signedIn(b) {
		t.Error("the new password does not sign in")
	}
}

// TestUserFirst holds that a new password for a first account also forgets the one kept
// in the file, and that a server which still knows it does not put it back.
func TestUserFirst(t *testing.T) {
	path, folder := settings(t)
	address, printed, stop := serving(t, "-config", path, "-demo")
	defer stop()
	file := filepath.Join(folder, "data", "first-sign-in.txt")
	told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
	told(t, call(t, "user", "password", "jo@trust.example", "-config", path))
	if _, err := os.Stat(file); err != nil {
		t.Errorf("another account's new password took the file: %v", err)
	}
	told(t, call(t, "user", "password", "finance@trust.example", "-config", path))
	m := signInLines.FindAllStringSubmatch(printed, -1)
	newBrowser(t).post(address+"/sign-in", url.Values{"email": {m[0][1]}, "password": {m[0][2]}, "next": {"/help"}})
	want := ""
	for _, of := range m[2:] { // neither the coordinator's nor finance's
		want += of[1] + " " + of[2] + "\n"
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != want {
		t.Errorf("the file holds %q, %v; want %q", text, err, want)
	}
}

func TestUserRefuses(t *testing.T) {
	path, _ := settings(t)
	told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"nothing to do", nil, `want "add EMAIL NAME"`},
		{"another word", []string{"remove", "jo@trust.example"}, `want "add EMAIL NAME"`},
		{"nobody waits", []string{"confirm", "jo@trust.example"}, "no account with this e-mail address waits"},
		{"no name", []string{"add", "al@trust.example"}, `want "add EMAIL NAME"`},
		{"two addresses", []string{"password", "jo@trust.example", "al@trust.example"}, `want "add EMAIL NAME"`},
		{"an address that is there", []string{"add", "JO@trust.example", "Jo"}, "there is an account with this e-mail address"},
		{"no address", []string{"add", "Jo", "jo@trust.example"}, "must be an e-mail address"},
		{"an address with a name", []string{"add", "Al <al@trust.example>", "Al"}, "must be an e-mail address"},
		{"an empty name", []string{"add", "al@trust.example", " "}, "the name must be"},
		{"a name of two lines", []string{"add", "al@trust.example", "A\nL"}, "the name must be"},
		{"no such role", []string{"add", "al@trust.example", "Al", "-role", "porter"}, `no role "porter"; the roles are coordinator, lead`},
		{"a lead of nobody knows what", []string{"add", "al@trust.example", "Al", "-role", "lead"}, "-service all"},
		{"a lead of all and of one", []string{"add", "al@trust.example", "Al", "-role", "lead", "-service", "all", "-service", "Maternity"}, "-service all"},
		{"a lead of an empty service", []string{"add", "al@trust.example", "Al", "-role", "lead", "-service", " "}, "-service all"},
		{"services of another role", []string{"add", "al@trust.example", "Al", "-role", "finance", "-service", "Maternity"}, "-service goes with -role lead"},
		{"services for a password", []string{"password", "jo@trust.example", "-service", "Maternity"}, "-service goes with add"},
		{"a role to confirm", []string{"confirm", "jo@trust.example", "-role", "lead"}, "-role goes with add and password"},
		{"another role", []string{"password", "jo@trust.example", "-role", "lead"}, "there is no account with this e-mail address"},
		{"nobody", []string{"password", "al@trust.example"}, "there is no account with this e-mail address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, append([]string{"user", "-config", path}, tt.args...)...)
			if got.status != exitBadInput || got.out != "" || !strings.Contains(got.err, tt.want) {
				t.Errorf("%+v, want status %d and %q", got, exitBadInput, tt.want)
			}
		})
	}
	if got := call(t, "user", "list", "-config", path); got.out != "jo@trust.example\tcoordinator\n" {
		t.Errorf("afterwards the accounts are %q", got.out)
	}
}

// TestUserConfirm holds that whoever looks after the computer confirms an account that waits, once its password is chosen.
func TestUserConfirm(t *testing.T) {
	path, _ := settings(t)
	told(t, call(t, "user", "add", "boss@trust.example", "Boss", "-role", "administrator", "-config", path))
	told(t, call(t, "user", "add", "jo@trust.example", "Jo", "-config", path))
	made := func(f func(o *opened, users map[string]store.User) error) {
		t.Helper()
		o, err := open(t.Context(), world{err: os.Stderr, now: time.Now}, path)
		if err != nil {
			t.Fatal(err)
		}
		users := map[string]store.User{}
		all, err := o.Of(store.FirstTrust).Users(t.Context())
		for _, u := range all {
			users[u.Email] = u
		}
		if err := errors.Join(err, f(o, users), o.Close()); err != nil {
			t.Fatal(err)
		}
	}
	made(func(o *opened, users map[string]store.User) error {
		err := o.RecordSignIn(t.Context(), store.CameIn, users["jo@trust.example"].ID)
		_, also := o.Of(store.FirstTrust).AddUser(t.Context(), store.Actor{ID: users["boss@trust.example"].ID}, store.User{Email: "new@trust.example", Name: "New", Role: "coordinator"})
		return errors.Join(err, also)
	})
	if got := call(t, "user", "confirm", "new@trust.example", "-config", path); got.status != exitBadInput || !strings.Contains(got.err, "nobody has chosen this account's password") {
		t.Errorf("before a password: %+v", got)
	}
	got := call(t, "user", "password", "new@trust.example", "-config", path)
	if told(t, got); !strings.Contains(got.out, "waits to be confirmed") {
		t.Errorf("a new password does not say that it waits: %+v", got)
	}
	if got := call(t, "user", "confirm", "NEW@trust.example", "-config", path); got.status != 0 || !strings.Contains(got.out, "Confirmed: new@trust.example") {
		t.Errorf("confirm: %+v", got)
	}
	made(func(_ *opened, users map[string]store.User) error {
		if !users["new@trust.example"].Waits.IsZero() {
			t.Error("it waits after it was confirmed")
		}
		return nil
	})
}

// TestServePortInUse holds that the message says what to change.
func TestServePortInUse(t *testing.T) {
	path, _ := settings(t)
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), "127.0.0.1:0", taken.Addr().String(), 1))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "serve", "-config", path); got.status != exitFailed || !strings.Contains(got.err, "change server.address in config.yaml") {
		t.Errorf("%+v, want what to change", got)
	}
}

// TestConfigRoles holds that the settings know the roles.
func TestConfigRoles(t *testing.T) {
	var want []string
	for _, role := range auth.AccountRoles() {
		want = append(want, string(role))
	}
	if diff := cmp.Diff(want, config.Roles()); diff != "" {
		t.Errorf("(-auth +config):\n%s", diff)
	}
}
