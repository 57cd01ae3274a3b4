//go:build linux || darwin || freebsd

package backup

import (
	"errors"
	"os"
	"syscall"
)

// canLock says that a lock tells whether a process still runs.
const canLock = true

// tryLock takes the lock of a file, unless another holds it. It goes when the file is closed or the process ends.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
