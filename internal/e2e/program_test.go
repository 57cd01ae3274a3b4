package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A served is the program, serving the pages from a folder of its own.
type served struct {
	t         testing.TB
	cmd       *exec.Cmd
	config    string // its settings
	address   string // such as http://127.0.0.1:40959
	email     string // how to sign in, when the program said so
	password  string
	accounts  map[string]string // passwords of all accounts by email
	log       *safeBuffer
	exited    chan struct{}
	exitError error
}

// A safeBuffer takes what a process writes while a test reads it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the buffer.
func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Lines of the greeting.
var (
	addressLine = regexp.MustCompile(`^The planner is at (http://\S+)$`)
	signInLine  = regexp.MustCompile(`^(?:Sign in| +or) as (\S+) with the password (\S+)$`)
)

const lastLine = "Stop it with Ctrl-C."

// settingsIn writes a config.yaml that keeps everything in the folder and serves
// at any free port. extra are further lines.
func settingsIn(t testing.TB, folder string, extra ...string) string {
	t.Helper()
	text := fmt.Sprintf("server: {address: '127.0.0.1:0'}\ndatabase: {path: '%s'}\n%s\n",
		filepath.Join(folder, "data", "strikerota.db"), strings.Join(extra, "\n"))
	path := filepath.Join(folder, "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// serve starts "strikerota serve -demo" and reads how to use it from what it
// prints. The test's end stops it.
func serve(t testing.TB, config string) *served {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, config: config, log: &safeBuffer{}, accounts: map[string]string{}, exited: make(chan struct{})}
	s.cmd = exec.Command(path, "serve", "-demo", "-config", config)
	s.cmd.Stderr = s.log
	s.cmd.WaitDelay = 10 * time.Second
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	greeted := make(chan error, 1)
	go func() { greeted <- s.readGreeting(bufio.NewScanner(out)) }()
	select {
	case err = <-greeted:
	case <-time.After(time.Minute):
		err = fmt.Errorf("no greeting after a minute")
	}
	go func() {
		defer close(s.exited)
		s.exitError = s.cmd.Wait()
	}()
	if err != nil {
		s.kill()
		t.Fatalf("serve: %v\n%s", err, s.log)
	}
	t.Cleanup(s.stop)
	return s
}

func (s *served) readGreeting(lines *bufio.Scanner) error {
	for lines.Scan() {
		if m := addressLine.FindStringSubmatch(lines.Text()); m != nil {
			s.address = m[1]
		}
		if m := signInLine.FindStringSubmatch(lines.Text()); m != nil {
			s.accounts[m[1]] = m[2]
			if s.email == "" {
				s.email, s.password = m[1], m[2]
			}
		}
		if lines.Text() == lastLine {
			return nil
		}
	}
	return fmt.Errorf("it ended before it said %q: %v", lastLine, lines.Err())
}

// stop ends the program as Ctrl-C does. It must end well, and its log must not
// hold an error.
func (s *served) stop() {
	s.t.Helper()
	select {
	case <-s.exited:
		return // killed by the test
	default:
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Errorf("stop the program: %v", err)
	}
	select {
	case <-s.exited:
	case <-time.After(30 * time.Second):
		s.kill()
		s.t.Error("the program did not stop within 30 seconds")
	}
	if s.exitError != nil {
		s.t.Errorf("the program ended with %v", s.exitError)
	}
	for line := range strings.Lines(s.log.String()) {
		// On a machine with too much to do, the queue misses its turns, and says that it tries again.
		if strings.Contains(line, "level=ERROR") && !strings.Contains(line, "leadership.Elector") {
			s.t.Errorf("the program's log: %s", line)
		}
	}
}

// kill ends the program as a crash does, and waits until it has gone.
func (s *served) kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Errorf("kill the program: %v", err)
	}
	select {
	case <-s.exited:
	case <-time.After(30 * time.Second):
		s.t.Error("the program has been killed and is still there")
	}
}

// freeze stops the program's worker in the middle of what it does, so that a test
// can look at a run under way for as long as it likes: what the solving process says is not heard. The returned function lets
// the worker go on.
func (s *served) freeze() (thaw func()) {
	s.t.Helper()
	pids := children(s.t, strconv.Itoa(s.cmd.Process.Pid))
	for _, pid := range pids {
		if err := signal(pid, syscall.SIGSTOP); err != nil {
			s.t.Fatal(err)
		}
	}
	if len(pids) != 1 {
		s.t.Errorf("the program has %d children, want its worker", len(pids))
	}
	thaw = sync.OnceFunc(func() {
		for _, pid := range pids {
			_ = signal(pid, syscall.SIGCONT) // it may have been killed meanwhile
		}
	})
	s.t.Cleanup(thaw)
	return thaw
}
