package highs

import (
	"context"
	"runtime"
	"testing"
)

// TestEnginesAreFreed makes and closes engines: what is left must not grow with their number.
func TestEnginesAreFreed(t *testing.T) {
	held := func(engines int) uint64 {
		for range engines {
			e, err := New(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			e.Close()
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	few := held(5)
	if many := held(40); many > few+8<<20 { // one instance takes more
		t.Errorf("%d bytes held after 5 engines, %d after 45", few, many)
	}
}
