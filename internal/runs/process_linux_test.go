package runs_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strikerota/internal/runs"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// The test binary plays other processes when this variable says which.
const roleEnv = "STRIKEROTA_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleEnv) {
	case "":
		os.Exit(m.Run())
	case "worker":
		playWorker()
	case "child":
		playChild()
	case "server":
		playServer()
	case "solver":
		playSolver(os.Args[1])
	case "asker":
		playAsker()
	}
}

// playWorker works on the database named on standard input, and never finishes a solve.
func playWorker() {
	var o store.Options
	ctx := context.Background()
	err := json.NewDecoder(os.Stdin).Decode(&struct {
		Driver, Path, URL *string
	}{&o.Driver, &o.Path, &o.URL})
	exitOn(err)
	o.Key = storetest.Key()
	s, err := store.Open(ctx, o)
	exitOn(err)
	r := runs.New(s, runs.Options{Limit: time.Minute, Solve: func(ctx context.Context, _ rota.Problem, _ solve.Options) (rota.Plan, error) {
		fmt.Println("solving")
		<-ctx.Done()
		return rota.Plan{}, ctx.Err()
	}})
	r.SetTimes(50*time.Millisecond, 3*time.Second, 100*time.Millisecond, time.Second)
	exitOn(r.Work(ctx))
}

// playChild says who it is, then waits for the end of its parent.
func playChild() {
	nice, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	exitOn(err)
	fmt.Fprintf(os.Stderr, "child %d priority %d args %s\n", os.Getpid(), nice, strings.Join(os.Args[1:], " "))
	ctx, cancel := runs.WithParent(context.Background(), os.Stdin)
	defer cancel()
	<-ctx.Done()
}

// playServer keeps a child until it is killed.
func playServer() {
	exitOn(os.Setenv(roleEnv, "child"))
	exe, err := os.Executable()
	exitOn(err)
	c, err := runs.New(nil, runs.Options{}).StartChild(context.Background(), exe)
	exitOn(err)
	c.Wait()
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// play starts the test binary in a role.
func play(t *testing.T, role string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), roleEnv+"="+role)
	return cmd
}

// line reads the next line that begins with the word.
func line(t *testing.T, r *bufio.Scanner, word string) string {
	t.Helper()
	for r.Scan() {
		if strings.HasPrefix(r.Text(), word) {
			return r.Text()
		}
	}
	t.Fatalf("no line begins with %q: %v", word, r.Err())
	return ""
}

// TestWorkerKilled kills a worker in the middle of a solve: the next worker takes
// the run over, finishes it, and it ends once.
func TestWorkerKilled(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.runs(b.Store, greedy)
		id := b.enqueue(t, r, b.strike)
		killed := play(t, "worker")
		stdin, err := json.Marshal(map[string]string{"Driver": b.options.Driver, "Path": b.options.Path, "URL": b.options.URL})
		if err != nil {
			t.Fatal(err)
		}
		killed.Stdin, killed.Stderr = strings.NewReader(string(stdin)), os.Stderr
		out, err := killed.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := killed.Start(); err != nil {
			t.Fatal(err)
		}
		line(t, bufio.NewScanner(out), "solving")
		if err := killed.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = killed.Wait() // it was killed
		restarted := time.Now()
		work(t, r)
		run := b.awaitState(t, id, store.RunDone)
		if run.Attempts != 2 {
			t.Errorf("attempts %d, want 2", run.Attempts)
		}
		if took := time.Since(restarted); took > 20*time.Second {
			t.Errorf("it took %v until the run was done", took)
		}
		b.wantPlan(t, b.strike, id)
		if n := b.ends(t, id); n != 1 {
			t.Errorf("the run ended %d times", n)
		}
	})
}

// start keeps a child that says hello on the scanner.
func startChild(t *testing.T, ctx context.Context) (*runs.Child, *bufio.Scanner) {
	t.Helper()
	t.Setenv(roleEnv, "child")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); out.Close() })
	r := runs.New(nil, runs.Options{})
	c, err := r.StartChildFor(ctx, 10*time.Millisecond, out, exe, "work", "-with-parent")
	if err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewScanner(in)
}

func pid(t *testing.T, hello string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Fields(hello)[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestChild(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c, hello := startChild(t, ctx)
	first := line(t, hello, "child")
	own, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("priority %d args work -with-parent", own); !strings.HasSuffix(first, want) {
		t.Errorf("the child runs as %q, want %q", first, want)
	}
	if err := syscall.Kill(pid(t, first), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	second := pid(t, line(t, hello, "child"))
	if second == pid(t, first) {
		t.Error("the child was not started again")
	}
	cancel()
	c.Wait()
	if err := syscall.Kill(second, 0); err == nil {
		t.Error("the child is still there")
	}
}

func TestChildThatIsNotThere(t *testing.T) {
	if _, err := runs.New(nil, runs.Options{}).StartChild(t.Context(), t.TempDir()+"/none"); err == nil {
		t.Error("started a program that is not there")
	}
}

// TestServerKilled kills a server: its worker ends too. The worker holds the
// server's standard error, so reading that ends only when both have.
func TestServerKilled(t *testing.T) {
	server := play(t, "server")
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	server.Stderr = out
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(in)
	line(t, scanner, "child")
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait() // it was killed
	if err := in.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, in); err != nil {
		t.Errorf("the worker outlived the server: %v", err)
	}
}
