package highs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// childVariable makes the test binary a process that waits for the end of its input, then compiles
// the solver, solves one model and prints the objective.
const childVariable = "STRIKEROTA_HIGHS_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child() error {
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	e, err := New(context.Background())
	if err != nil {
		return err
	}
	defer e.Close()
	r, err := e.Solve(context.Background(), knapsacks(10, 1, 1), Options{})
	if err != nil {
		return err
	}
	_, err = fmt.Print(r.Objective)
	return err
}

// process is a started child.
type process struct {
	command        *exec.Cmd
	gun            io.Closer
	stdout, stderr bytes.Buffer
}

func startChild(t *testing.T, home string) *process {
	t.Helper()
	p := &process{command: exec.CommandContext(t.Context(), os.Args[0])}
	p.command.Env = append(os.Environ(), childVariable+"=1",
		"XDG_CACHE_HOME="+home, "HOME="+home, "LocalAppData="+home) // whichever the system has
	p.command.Stdout, p.command.Stderr = &p.stdout, &p.stderr
	gun, err := p.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.gun = gun
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) finish(t *testing.T, want string) {
	t.Helper()
	if err := p.command.Wait(); err != nil || p.stdout.String() != want {
		t.Errorf("printed %q, want %q; error %v: %s", p.stdout.String(), want, err, p.stderr.String())
	}
}

// kept lists the files below a folder, with what tells whether they were written anew.
func kept(t *testing.T, home string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[path] = fmt.Sprint(info.Size(), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTwoProcesses starts two at once that find no cache, then one that finds theirs.
func TestTwoProcesses(t *testing.T) {
	home := t.TempDir()
	want := fmt.Sprint(solve(t, open(t), knapsacks(10, 1, 1), Options{}).Objective)
	two := []*process{startChild(t, home), startChild(t, home)}
	for _, p := range two {
		if err := p.gun.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range two {
		p.finish(t, want)
	}
	before := kept(t, home)
	if len(before) != 1 {
		t.Fatalf("the cache keeps %v, want one file", before)
	}
	third := startChild(t, home)
	if err := third.gun.Close(); err != nil {
		t.Fatal(err)
	}
	third.finish(t, want)
	if after := kept(t, home); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the cache was %v, then %v: it was not used", before, after)
	}
}
