package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// children are the ids of a process's children, as Linux tells them.
func children(t *testing.T, pid int) []string {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
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
