//go:build race

package sheet

// underRace says that the race detector is watching, which takes several times the memory.
const underRace = true
