package solve

import (
	"runtime/debug"

	"strikerota/rota/solve/highs"
)

// DefaultMemory is the memory of a search, in bytes, when none is chosen.
const DefaultMemory = 2 << 30

// memoryOr is the memory chosen, or the default.
func memoryOr(chosen int64) int64 {
	if chosen > 0 {
		return chosen
	}
	return DefaultMemory
}

// KeepTo has the whole process kept to the memory of a search, in bytes (0 is
// DefaultMemory), until the function that it gives is called. It is for a process
// that does little but solve: a search bounds its rosters and its engines, and
// leaves it to the process how much that is no longer used may lie about.
func KeepTo(memory int64) (free func()) {
	eighths := int64(7) // the rest is for what Go does not count,
	if highs.Mapped {
		eighths = 4 // such as the memory of the engines
	}
	before := debug.SetMemoryLimit(memoryOr(memory) / 8 * eighths)
	return func() { debug.SetMemoryLimit(before) }
}
