package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// TestSolverAlone has the solving process solve in an empty folder, without any
// setting: it needs, opens and leaves nothing.
func TestSolverAlone(t *testing.T) {
	problem := rotatest.July().Standard().Slot("fri-night", "25 20:00", "26 08:30").Slot("sat-night", "26 20:00", "27 08:30").
		Consultant("c1").Consultant("c2").Problem(t)
	var doc bytes.Buffer
	if err := document.WriteProblem(&doc, problem); err != nil {
		t.Fatal(err)
	}
	cmd, said := startSolver(t, fmt.Sprintf(`{"job": "solve", "problem": %s, "seed": 1, "threads": 1}`, strings.ReplaceAll(doc.String(), "\n", " ")))
	told := 0
	var last struct {
		Progress json.RawMessage
		Result   json.RawMessage
		Error    string
	}
	for last.Result == nil && last.Error == "" && said.Scan() {
		if err := json.Unmarshal(said.Bytes(), &last); err != nil {
			t.Fatalf("%v: %s", err, said.Text())
		}
		if last.Progress != nil && told == 0 {
			wantNoFiles(t, cmd.Process.Pid)
			told++
		}
	}
	if last.Error != "" || told == 0 {
		t.Fatalf("the solver fails with %q, and told %d times how far it was", last.Error, told)
	}
	plan, err := document.ReadPlan(bytes.NewReader(last.Result))
	if err != nil {
		t.Fatal(err)
	}
	if report := rota.Check(problem, plan); !report.OK() || len(plan.Assignments) != 2 || plan.Status != rota.Proved {
		t.Errorf("the plan is not good: %+v, %+v", plan, report)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(cmd.Dir); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

// startSolver starts the program as the solving process in an empty folder, without
// any setting, and sends it the request. Standard input stays open.
func startSolver(t *testing.T, request string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir() // for the compiled engine
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, solverCommand.name)
	cmd.Dir, cmd.Stderr = t.TempDir(), os.Stderr
	cmd.Env = []string{asProgram + "=1", "XDG_CACHE_HOME=" + cache}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintln(in, request); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	said.Buffer(nil, 1<<24)
	return cmd, said
}

// wantNoFiles holds that the process has no connection, and no file but what the Go
// runtime reads of the machine and what this process was given, too.
func wantNoFiles(t *testing.T, pid int) {
	t.Helper()
	own := map[string]bool{}
	for _, to := range openFiles(t, os.Getpid()) {
		own[to] = true
	}
	for _, to := range openFiles(t, pid) {
		if strings.HasPrefix(to, "socket:") || strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/dev/") && !strings.HasPrefix(to, "/sys/") && !own[to] {
			t.Errorf("the solver has %s open", to)
		}
	}
}

// openFiles are the files and connections that a process has open.
func openFiles(t *testing.T, pid int) []string {
	t.Helper()
	links, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil || len(links) < 3 {
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

func TestSolverTakesNoArguments(t *testing.T) {
	if got := call(t, "solver", "now"); got.status != exitBadInput || !strings.Contains(got.err, "takes no arguments") {
		t.Errorf("got %+v", got)
	}
}
