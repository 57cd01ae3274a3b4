package document

import (
	"strings"

	"strikerota/rota"
)

// marks are the paths at which something could not be read, and those above them.
type marks struct{ at, above map[string]bool }

func markedBy(faults []rota.Fault) marks {
	m := marks{map[string]bool{}, map[string]bool{}}
	for _, f := range faults {
		m.at[f.Path] = true
		for path, ok := parent(f.Path); ok; path, ok = parent(path) {
			m.above[path] = true
		}
	}
	return m
}

// covers reports whether a fault stands at the path, above it or below it.
func (m marks) covers(path string) bool {
	if m.at[""] || m.at[path] || m.above[path] {
		return true
	}
	for up, ok := parent(path); ok; up, ok = parent(up) {
		if m.at[up] {
			return true
		}
	}
	return false
}

// unread reports whether the id of some entry of the list could not be read.
func (m marks) unread(list string) bool {
	if m.at[""] || m.at[list] {
		return true
	}
	for path := range m.at {
		rest, ok := strings.CutPrefix(path, list+"[")
		if _, field, _ := strings.Cut(rest, "]"); ok && (field == "" || field == ".id") {
			return true
		}
	}
	return false
}

// parent is the path of what holds the thing at path.
func parent(path string) (string, bool) {
	i := strings.LastIndexAny(path, ".[")
	if i < 0 {
		return "", false
	}
	return path[:i], true
}
