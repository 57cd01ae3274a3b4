package sheettest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// MaxMemory is what a process that takes one file in may take at its most, the program
// itself included, in bytes.
const MaxMemory = 200 << 20

// oneFile is the variable by which a test's own process is told to take one file in and end.
const oneFile = "STRIKEROTA_ONE_FILE"

// Main is for TestMain: it runs the tests or, in a process that [Took] started, takes one file
// in. What is made of it is kept until the most memory has been read, and a word on it is said.
func Main(m *testing.M, take func(name string, data []byte) (made any, said string, err error)) {
	file := os.Getenv(oneFile)
	if file == "" {
		os.Exit(m.Run())
	}
	data, err := os.ReadFile(file)
	if err == nil {
		var made any
		var said string
		if made, said, err = take(filepath.Base(file), data); err == nil {
			fmt.Println(mostMemory(), said)
			runtime.KeepAlive([]any{data, made})
			os.Exit(0)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

// mostMemory is the most that this process has taken, in kilobytes.
func mostMemory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	return strings.Fields(after + " unknown")[0]
}

// Took is how much memory a process of its own took at its most to take the file in, in bytes.
func Took(t *testing.T, name string, data []byte) int {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), oneFile+"="+file)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %.200s", err, out)
	}
	used, err := strconv.Atoi(strings.Fields(string(out))[0])
	if err != nil {
		t.Fatalf("this system does not say how much memory a process took: %.200s", out)
	}
	t.Logf("a file of %d kB took %d MB, %.1fs: %s", len(data)>>10, used>>10, cmd.ProcessState.UserTime().Seconds(), bytes.TrimSpace(out))
	return used << 10
}
