package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What the tests share. Building the program and starting a browser take seconds,
// so both are done once, by the first test that needs them.
var (
	scratch string // a folder for the run, removed at its end
	program = sync.OnceValues(buildProgram)
	chrome  = sync.OnceValues(startBrowser)
	closers []func()
)

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "strikerota-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	scratch = dir
	defer os.RemoveAll(dir)
	defer func() {
		for _, end := range closers {
			end()
		}
	}()
	return m.Run()
}

// buildProgram builds the program as it is released, without cgo.
func buildProgram() (string, error) {
	path := filepath.Join(scratch, "strikerota")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", path, "strikerota/cmd/strikerota")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
}

// findBrowser looks for a Chromium.
func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium; install it, on Debian with: apt-get install -y --no-install-recommends chromium fonts-liberation")
}

// startBrowser starts a browser that can reach this machine and nothing else.
// Its context is the parent of every tab's.
func startBrowser() (context.Context, error) {
	path, err := findBrowser()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(scratch, "profile")),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // root cannot have one
	}
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocated)
	closers = append(closers, func() { cancel(); stop() })
	// A timeout of this first call would be the browser's own.
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(ctx) }()
	select {
	case err = <-started:
	case <-time.After(time.Minute):
		err = errors.New("it does not answer")
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return ctx, nil
}
