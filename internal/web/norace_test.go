//go:build !race

package web

// underRace says that the race detector is not watching.
const underRace = false
