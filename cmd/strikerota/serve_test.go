package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/auth/openid/openidtest"
)

// asProgram, in the environment, makes the test's own binary the program, so
// that serve can start it as its worker.
const asProgram = "STRIKEROTA_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	openidtest.Main()
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// settings writes a config.yaml that keeps everything in a new folder and
// listens at any free port.
func settings(t *testing.T) (path, folder string) {
	t.Helper()
	folder = t.TempDir()
	path = filepath.Join(folder, "config.yaml")
	text := fmt.Sprintf("server: {address: '127.0.0.1:0'}\ndatabase: {path: '%s/data/rota.db'}\nlog: {level: error}\n", folder)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, folder
}

// A greeting is standard output that a test can wait for.
type greeting struct {
	mu    sync.Mutex
	b     bytes.Buffer
	done  bool
	ready chan struct{}
}

// Write adds to what was printed; the last line of a greeting is an empty one.
func (g *greeting) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n, err := g.b.Write(p)
	if !g.done && strings.HasSuffix(g.b.String(), greetingEnd) {
		g.done = true
		close(g.ready)
	}
	return n, err
}

func (g *greeting) text() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.String()
}

// serving starts the server and gives its address and what it printed, and a
// function that stops it.
func serving(t *testing.T, args ...string) (address, printed string, stop func()) {
	t.Helper()
	t.Setenv(asProgram, "1")
	ctx, cancel := context.WithCancel(t.Context())
	out := &greeting{ready: make(chan struct{})}
	var stderr bytes.Buffer
	w := world{in: strings.NewReader(""), out: out, err: &stderr, now: time.Now}
	done := make(chan error, 1)
	go func() { done <- run(ctx, w, append([]string{"serve"}, args...)) }()
	select {
	case <-out.ready:
	case err := <-done:
		cancel()
		t.Fatalf("serve ended: %v\n%s", err, &stderr)
	case <-time.After(time.Minute):
		cancel()
		t.Fatal("the server does not say where it is")
	}
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	}
	return regexp.MustCompile(`http://[^\s]+`).FindString(out.text()), out.text(), stop
}

func TestServe(t *testing.T) {
	path, folder := settings(t)
	address, printed, stop := serving(t, "-config", path, "-demo")
	signIns := signInLines.FindAllStringSubmatch(printed, -1)
	if len(signIns) != len(auth.Roles()) {
		stop()
		t.Fatalf("it does not say how each role signs in:\n%s", printed)
	}
	file := filepath.Join(folder, "data", "first-sign-in.txt")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the first password's file: %v, %v; want mode 0600", info, err)
	}
	signIn := func(b browser, m []string) string {
		return b.post(address+"/sign-in", url.Values{"email": {m[1]}, "password": {m[2]}, "next": {"/"}})
	}
	b := newBrowser(t)
	page := signIn(b, signIns[0])
	for _, want := range []string{"Example (small), to come", "Overview", "Example trust (fictional)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the first page lacks %q", want)
		}
	}
	if list := b.get(address + "/strikes"); !strings.Contains(list, "Example (whole trust), July 2025") || !strings.Contains(list, "Example (small), July 2025") {
		t.Error("the list of strikes lacks an example")
	}
	for i, m := range signIns[1:] {
		text, err := os.ReadFile(file)
		if err != nil || strings.Count(string(text), "\n") != len(signIns)-1-i || strings.Contains(string(text), signIns[i][2]) || !strings.Contains(string(text), m[1]+" "+m[2]+"\n") {
			t.Errorf("after %s has signed in the file holds %q, %v", signIns[i][1], text, err)
		}
		if page := signIn(newBrowser(t), m); !strings.Contains(page, "Sign out") {
			t.Errorf("%s cannot sign in", m[1])
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the first passwords' file is there after all were used")
	}
	b.solve(address)
	stop()

	again, printed, stop := serving(t, "-config", path, "-demo")
	defer stop()
	if strings.Contains(printed, "password") {
		t.Errorf("the second start prints a password:\n%s", printed)
	}
	if list := b.get(again + "/strikes"); strings.Count(list, "Example (small), July") != 1 || strings.Count(list, "Example (small), to come") != 1 {
		t.Error("the second start has lost or doubled the example")
	}
}

var signInLines = regexp.MustCompile(`(?m)^(?:Sign in|     or) as (\S+) with the password (\S+)$`)

// TestServeUnused holds that a password that nobody has used is shown again, and that
// without the example there is one account.
func TestServeUnused(t *testing.T) {
	path, _ := settings(t)
	_, first, stop := serving(t, "-config", path)
	stop()
	_, second, stop := serving(t, "-config", path, "-demo")
	defer stop()
	a, b := signInLines.FindAllString(first, -1), signInLines.FindAllString(second, -1)
	if len(a) != 1 || !slices.Equal(a, b) {
		t.Errorf("first start %q, second %q: want the same password", a, b)
	}
}

// TestServeJSON holds that a log for programs has what the start says, each line whole, and no first password.
func TestServeJSON(t *testing.T) {
	path, folder := settings(t)
	text := fmt.Sprintf("server: {address: '127.0.0.1:0'}\ndatabase: {path: '%s/data/rota.db'}\nlog: {format: json}\n", folder)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(asProgram, "1")
	ctx, cancel := context.WithCancel(t.Context())
	out := &greeting{ready: make(chan struct{})}
	log := &logged{until: `"serving"`, then: cancel}
	if err := run(ctx, world{in: strings.NewReader(""), out: out, err: log, now: time.Now}, []string{"serve", "-config", path}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "data", "first-sign-in.txt")
	kept, err := os.ReadFile(file)
	_, password, _ := strings.Cut(strings.TrimSpace(string(kept)), " ")
	if err != nil || len(password) < auth.MinPassword {
		t.Fatalf("the file holds %q, %v", kept, err)
	}
	if out.text() != "" || strings.Contains(log.text(), password) {
		t.Errorf("it printed %q and logged\n%s", out.text(), log.text())
	}
	told := false
	for line := range strings.Lines(log.text()) {
		var entry struct{ Msg, File string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("a line is no JSON: %s", line)
		}
		told = told || entry.File == file
	}
	if !told {
		t.Errorf("the log does not say where the first password is:\n%s", log.text())
	}
}

// A logged is a log that does something once a line has been written.
type logged struct {
	mu    sync.Mutex
	b     bytes.Buffer
	until string
	then  func()
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bytes.Contains(p, []byte(l.until)) {
		l.then()
	}
	return l.b.Write(p)
}

func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestDemo(t *testing.T) {
	path, _ := settings(t)
	for range 2 { // the second time there is nothing to do
		if got := call(t, "demo", "-config", path); got.status != 0 {
			t.Fatalf("demo: %+v", got)
		}
	}
}

func TestMigrate(t *testing.T) {
	path, folder := settings(t)
	for range 2 {
		if got := call(t, "migrate", "-config", path); got.status != 0 || !strings.Contains(got.out, "up to date") {
			t.Fatalf("migrate: %+v", got)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "data", "rota.db")); err != nil {
		t.Errorf("no database: %v", err)
	}
}

// TestServeMetrics holds that figures for monitoring have an address of their own, and
// that the pages do not have them.
func TestServeMetrics(t *testing.T) {
	path, folder := settings(t)
	text := fmt.Sprintf("server: {address: '127.0.0.1:0', metrics: '127.0.0.1:0'}\ndatabase: {path: '%s/data/rota.db'}\nlog: {level: error}\n", folder)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	address, printed, stop := serving(t, "-config", path)
	defer stop()
	b := newBrowser(t)
	b.get(address + "/sign-in")
	metrics := regexp.MustCompile(`http://\S+/metrics`).FindString(printed)
	if page := b.get(metrics); !strings.Contains(page, `strikerota_requests_total{method="GET",route="/sign-in",status="200"} 1`) {
		t.Errorf("%s says\n%s", metrics, page)
	}
	if answer, err := b.c.Get(address + "/metrics"); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("visitors of the pages: %v, %v; want not found", answer, err)
	}
}

func TestServeRefuses(t *testing.T) {
	folder := t.TempDir()
	open := filepath.Join(folder, "open.yaml")
	if err := os.WriteFile(open, []byte("server: {address: '0.0.0.0:0', secure_cookies: never}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"an argument", []string{"serve", "now"}, "takes no arguments"},
		{"no such file", []string{"serve", "-config", filepath.Join(folder, "none.yaml")}, "read settings"},
		{"cookies in clear on the network", []string{"serve", "-config", open}, "server.secure_cookies"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := call(t, tt.args...); got.status == 0 || !strings.Contains(got.err, tt.want) {
				t.Errorf("got %+v, want %q", got, tt.want)
			}
		})
	}
}

// A browser keeps cookies and follows redirects.
type browser struct {
	t *testing.T
	c *http.Client
}

func newBrowser(t *testing.T) browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, &http.Client{Jar: jar}}
}

func (b browser) get(address string) string { return b.read(b.c.Get(address)) }

func (b browser) post(address string, values url.Values) string {
	return b.read(b.c.PostForm(address, values))
}

// solve makes the rota of the first strike: the worker does it, in a process of its own.
func (b browser) solve(address string) {
	b.t.Helper()
	first := b.get(address + "/")
	token := regexp.MustCompile(`name="csrf" value="([\w-]+)"`).FindStringSubmatch(first)
	once := regexp.MustCompile(`name="once" value="(\w+)"`).FindStringSubmatch(first)
	here := regexp.MustCompile(`href="(/strikes/\w+)/rota"`).FindStringSubmatch(first)
	if token == nil || once == nil || here == nil {
		b.t.Fatal("the first page has no form or no link to the rota")
	}
	page := b.post(address+here[1]+"/solve", url.Values{"csrf": {token[1]}, "once": {once[1]}})
	events := regexp.MustCompile(`data-progress="([^"]+)"`).FindStringSubmatch(page)
	if events == nil {
		b.t.Fatal("the page of the run has no progress")
	}
	if stream := b.get(address + events[1]); !strings.Contains(stream, "event: done") || !strings.Contains(stream, `"state":"done"`) {
		b.t.Fatalf("the run has not been done:\n%s", stream)
	}
	if rota := b.get(address + here[1] + "/rota"); !strings.Contains(rota, "app-cell") {
		b.t.Error("the rota page has no cell")
	}
}

func (b browser) read(answer *http.Response, err error) string {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.t.Fatalf("status %d, %v", answer.StatusCode, err)
	}
	return string(text)
}
