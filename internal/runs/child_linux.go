package runs

import (
	"fmt"
	"os"
	"syscall"
)

// lower gives this thread a lower priority, and with it what is started from it.
// Failing to is no harm but slower pages.
func lower(nice int) {
	if nice > 0 {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, min(nice, 19))
	}
}

// tied has the kernel kill the child when the thread that started it ends.
func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// dieFirst has the kernel end this process before others when memory runs out.
// Failing to is no harm, but then it is the kernel's choice.
func dieFirst(pid int) {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid), []byte("500"), 0)
}

// goNow asks a worker to end.
func goNow(p *os.Process) error { return p.Signal(syscall.SIGTERM) }
