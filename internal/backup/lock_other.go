//go:build !(linux || darwin || freebsd)

package backup

import "os"

// canLock says that only the age of a file tells whether a process still writes it.
const canLock = false

func tryLock(*os.File) (bool, error) { return true, nil }
