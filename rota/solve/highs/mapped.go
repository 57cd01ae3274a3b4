//go:build linux || darwin || freebsd

package highs

import (
	"context"
	"math"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// Mapped says whether the memory of engines lies beside that which Go looks after and counts.
const Mapped = true

// mapped is the memory of an instance, beside that which Go looks after. Room for all that it may ever
// take is set aside at once, and the system gives what is touched: it grows without being copied, and
// is free as soon as its instance is closed.
type mapped struct{ room []byte }

// Reallocate gives the first bytes of the room, nil where there are not so many.
func (m *mapped) Reallocate(size uint64) []byte {
	if size > uint64(len(m.room)) {
		return nil
	}
	return m.room[:size:size]
}

// Free gives the room back. Nobody may look at it any more.
func (m *mapped) Free() {
	_ = syscall.Munmap(m.room) // it fails only for what is no room
	m.room = nil
}

// withMemory has instances that are made with the context take their memory so, no more than limit
// bytes, where the system lets them. Otherwise it is Go's.
func withMemory(ctx context.Context, limit uint64) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		return newLinear(limit, most)
	}))
}

// newLinear is memory with room for the lesser of two numbers of bytes.
func newLinear(limit, most uint64) experimental.LinearMemory {
	if size := min(limit, most); size <= math.MaxInt {
		room, err := syscall.Mmap(-1, 0, int(size), syscall.PROT_READ|syscall.PROT_WRITE,
			syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
		if err == nil {
			return &mapped{room}
		}
	}
	return &collected{}
}

// collected is memory that Go looks after.
type collected struct{ bytes []byte }

// Reallocate copies the bytes to where there are more.
func (c *collected) Reallocate(size uint64) []byte {
	if size > uint64(cap(c.bytes)) {
		c.bytes = append(make([]byte, 0, size), c.bytes...)
	}
	c.bytes = c.bytes[:size]
	return c.bytes
}

// Free forgets them.
func (c *collected) Free() { c.bytes = nil }
