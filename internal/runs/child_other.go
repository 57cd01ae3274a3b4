//go:build !linux

package runs

import (
	"os"
	"syscall"
)

// lower does nothing: priorities are those of processes here, not of threads.
func lower(int) {}

// tied does nothing: workers and solving processes end when their standard input does.
func tied() *syscall.SysProcAttr { return nil }

// dieFirst does nothing.
func dieFirst(int) {}

// goNow does nothing: the closed standard input tells the worker.
func goNow(*os.Process) error { return nil }
