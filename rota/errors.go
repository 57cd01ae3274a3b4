package rota

import (
	"errors"
	"fmt"
	"strings"
)

// Expected failures, tested with errors.Is.
var (
	// ErrNotFound means that there is no such thing, or that the asker may not know of it.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that somebody else saved first: the version read is no longer the newest.
	ErrConflict = errors.New("changed by somebody else")
	// ErrForbidden means that the asker's role does not allow the act.
	ErrForbidden = errors.New("not allowed")
)

// A Fault is one thing wrong with what was entered: where, and how to mend it.
// Path is dotted, as in "slots[3].end". Text is a sentence for the person who
// entered it; it may repeat what they typed and so is never logged.
type Fault struct {
	Path string
	Text string
}

// String gives "path: text".
func (f Fault) String() string {
	if f.Path == "" {
		return f.Text
	}
	return f.Path + ": " + f.Text
}

// Invalid lists every fault found in something entered. It is an error whose
// text counts the faults and names their paths, never what was typed.
type Invalid struct {
	Faults []Fault
}

// Error counts the faults and names the first path.
func (e *Invalid) Error() string {
	switch len(e.Faults) {
	case 0:
		return "invalid"
	case 1:
		return "invalid: " + e.Faults[0].Path
	}
	return fmt.Sprintf("invalid: %s and %d more", e.Faults[0].Path, len(e.Faults)-1)
}

// Faults returns the faults inside err, or nil when it holds no *Invalid.
func Faults(err error) []Fault {
	var invalid *Invalid
	if errors.As(err, &invalid) {
		return invalid.Faults
	}
	return nil
}

// faults gathers faults under a path.
type faults struct{ list []Fault }

func (f *faults) add(path, format string, args ...any) {
	f.list = append(f.list, Fault{Path: path, Text: fmt.Sprintf(format, args...)})
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &Invalid{Faults: f.list}
}

func at(prefix string, i int) string { return fmt.Sprintf("%s[%d]", prefix, i) }

func oneOf[T ~string](v T, allowed []T) bool {
	for _, a := range allowed {
		if a == v {
			return true
		}
	}
	return false
}

func list[T ~string](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}
