package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childThatRuns is the process's one child, once it runs the program's command. Before it
// does, there is a copy of the process itself, and the first of all is only a trial.
func childThatRuns(t testing.TB, pid, command string) string {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		all := children(t, pid)
		for _, child := range all {
			args, err := os.ReadFile(filepath.Join("/proc", child, "cmdline"))
			if err != nil || !slices.Contains(strings.Split(string(args), "\x00"), command) {
				continue // it may have ended
			}
			if len(all) > 1 {
				t.Errorf("a process has %d children, want one", len(all))
			}
			return child
		}
		if time.Now().After(end) {
			t.Fatalf("none of the %d children of a process runs %s", len(all), command)
		}
	}
}

// signal sends a process a signal.
func signal(pid string, sig syscall.Signal) error {
	n, err := strconv.Atoi(pid)
	if err != nil {
		return err
	}
	return syscall.Kill(n, sig)
}

// filesOf are the files that a process has open.
func filesOf(t testing.TB, pid string) []string {
	t.Helper()
	links, err := filepath.Glob(filepath.Join("/proc", pid, "fd", "*"))
	if err != nil || len(links) == 0 {
		t.Fatalf("the files of a process: %v, %v", links, err)
	}
	var out []string
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil { // it may have been closed
			out = append(out, to)
		}
	}
	return out
}

// children are the ids of a process's children, as Linux tells them.
func children(t testing.TB, pid string) []string {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%s/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err == nil { // the thread may have ended
			out = append(out, strings.Fields(string(text))...)
		}
	}
	return out
}

// alive is whether a process still runs: one that has ended and waits to be
// collected does not.
func alive(pid string) bool {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

// gone waits until the process has ended, for at most the time.
func gone(pid string, most time.Duration) bool {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(most); alive(pid); <-tick.C {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// memoryPeak is the most memory that a process has had, in bytes.
func memoryPeak(t testing.TB, pid int) int64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "VmHWM:")
	fields := strings.Fields(rest)
	if !found || len(fields) < 2 || fields[1] != "kB" {
		t.Fatal("the kernel does not say how much memory a process has had")
	}
	kB, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kB << 10
}
