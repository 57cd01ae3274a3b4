package store

import "syscall"

// freeDisk is how many bytes anybody may still write where the folder is.
func freeDisk(folder string) (free uint64, known bool, err error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return 0, false, err
	}
	return fs.Bavail * uint64(fs.Bsize), true, nil // a block has no negative size
}
