//go:build linux || darwin || freebsd

package highs

import (
	"fmt"
	"os"
	"testing"

	"github.com/tetratelabs/wazero/experimental"
)

// TestLinearMemory grows memory of both kinds: what was written stays, what is new is
// nought, and beyond the room there is none.
func TestLinearMemory(t *testing.T) {
	for name, m := range map[string]experimental.LinearMemory{"mapped": newLinear(3*pageSize, 5*pageSize), "collected": &collected{}} {
		small := m.Reallocate(pageSize)
		small[0], small[pageSize-1] = 1, 2
		large := m.Reallocate(3 * pageSize)
		if len(large) != 3*pageSize || large[0] != 1 || large[pageSize-1] != 2 || large[pageSize] != 0 || large[3*pageSize-1] != 0 {
			t.Errorf("%s: %d bytes, %d … %d, %d … %d", name, len(large), large[0], large[pageSize-1], large[pageSize], large[3*pageSize-1])
		}
		if more := m.Reallocate(4 * pageSize); name == "mapped" && more != nil {
			t.Errorf("%d bytes beyond the room", len(more))
		}
		m.Free()
	}
}

// TestMappedIsFreed makes and closes instances: the room of none is left.
func TestMappedIsFreed(t *testing.T) {
	pages := func() (n int) {
		text, _ := os.ReadFile("/proc/self/statm") // none on a system that does not tell
		_, _ = fmt.Sscan(string(text), &n)
		return n
	}
	open(t).Close()
	before := pages()
	for range 20 {
		open(t).Close()
	}
	if more := pages() - before; more*os.Getpagesize() > 16<<30 { // an instance has room for four
		t.Errorf("%d pages of room more than before", more)
	}
}
