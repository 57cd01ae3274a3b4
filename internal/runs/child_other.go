//go:build !linux

package runs

import (
	"os"
	"syscall"
)

// lower does nothing: priorities are those of processes here, not of threads.
func lower(int) {}

// tied does nothing: the worker ends when its standard input does.
func tied() *syscall.SysProcAttr { return nil }

// goNow does nothing: the closed standard input tells the worker.
func goNow(*os.Process) error { return nil }
