package openidtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// variable names the environment variable that makes a process a provider.
const variable = "ROTA_OPENID_PROVIDER"

// Client is how the planner is known to the provider.
const (
	ClientID = "planner"
	Secret   = "a secret of the tests of thirty-two bytes"
	Planner  = "https://planner.example"
)

// Main makes this process the provider, if that is what it was started for, and does not
// return then. A package that uses [Start] calls it in TestMain.
func Main() {
	if os.Getenv(variable) == "" {
		return
	}
	if err := run(os.Getenv(variable), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// browser goes where it is told, and no further by itself.
var browser = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// A Process is a provider that runs.
type Process struct {
	t      testing.TB
	Issuer string
	cmd    *exec.Cmd
	in     io.Closer
}

// Start runs the test's own program as a provider, until the test ends.
func Start(t testing.TB) *Process {
	t.Helper()
	p := &Process{t: t}
	p.start("127.0.0.1:0")
	t.Cleanup(p.Stop)
	return p
}

func (p *Process) start(address string) {
	p.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd = exec.CommandContext(context.WithoutCancel(p.t.Context()), exe, "-test.run", "^$")
	p.cmd.Env = append(os.Environ(), variable+"="+address)
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.in = in
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.t.Fatalf("the provider does not start: %v", err)
	}
	p.Issuer = strings.TrimSpace(line)
}

// Stop stops the provider.
func (p *Process) Stop() {
	if p.cmd == nil {
		return
	}
	_ = p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("the provider: %v", err)
	}
	p.cmd = nil
}

// Again starts a provider that was stopped, at the same address and with another key.
func (p *Process) Again() {
	p.t.Helper()
	p.start(strings.TrimPrefix(p.Issuer, "http://"))
}

// Rotate has the provider sign with another key from now on, for RS256 or ES256, and offer
// that alone.
func (p *Process) Rotate(algorithm string) { p.tell("rotate", algorithm) }

// Spoil has the provider spoil the next token in one of the ways of [Spoils].
func (p *Process) Spoil(how string) { p.tell("spoil", how) }

// KeysAsked is how often the provider's keys have been asked for.
func (p *Process) KeysAsked() string { return p.tell("keys-asked", "") }

func (p *Process) tell(what, how string) string {
	p.t.Helper()
	resp, err := browser.PostForm(p.Issuer+"/tell/"+what, url.Values{"how": {how}})
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: status %d, %v", what, resp.StatusCode, err)
	}
	return string(text)
}

// A Person signs in at the provider.
type Person struct {
	Subject, Name, Email string
	Groups               []string
	Methods              []string // amr
	Level                string   // acr
	Later                bool     // name and groups are not in the token, but told when asked for
	Told                 string   // another subject of whom they are told then, or ""
}

func (who Person) values() url.Values {
	later := ""
	if who.Later {
		later = "yes"
	}
	return url.Values{"sub": {who.Subject}, "name": {who.Name}, "email": {who.Email}, "group": who.Groups, "amr": who.Methods, "acr": {who.Level}, "later": {later}, "told": {who.Told}}
}

// SignIn goes to an address of the provider's that the planner sends people to, signs in
// there, and gives the address on the planner to which the provider sends them back.
func (p *Process) SignIn(address string, who Person) string {
	p.t.Helper()
	for range 10 {
		resp, err := browser.Get(address)
		if err != nil {
			p.t.Fatal(err)
		}
		_ = resp.Body.Close()
		to, err := resp.Location()
		if err != nil {
			p.t.Fatalf("the provider answers %d and sends nobody on: %v", resp.StatusCode, err)
		}
		if !strings.HasPrefix(to.String(), p.Issuer) {
			return to.String()
		}
		if to.Path == loginPath {
			query := to.Query()
			for name, values := range who.values() {
				query[name] = values
			}
			to.RawQuery = query.Encode()
		}
		address = to.String()
	}
	p.t.Fatal("the provider sends people round in circles")
	return ""
}

// Refuses is the status with which the provider answers an address itself, in place of
// asking who somebody is.
func (p *Process) Refuses(address string) int {
	p.t.Helper()
	resp, err := browser.Get(address)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
