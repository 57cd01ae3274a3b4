//go:build !race

package sheet

// underRace says that the race detector is not watching.
const underRace = false
