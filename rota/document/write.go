package document

import (
	"encoding/json"
	"fmt"
	"io"
)

// write writes a type of wire.go.
func write(w io.Writer, doc any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return nil
}

// each turns every value of a list; the list is never nil, so that it is written as [].
func each[A, B any](values []A, turn func(A) B) []B {
	out := make([]B, len(values))
	for i, v := range values {
		out[i] = turn(v)
	}
	return out
}

// texts turns a list of one kind of text into another.
func texts[B, A ~string](values []A) []B {
	return each(values, func(v A) B { return B(v) })
}

// some is nil for the empty text.
func some[T ~string](v T) *string {
	if v == "" {
		return nil
	}
	text := string(v)
	return &text
}

// or is the empty text for nil.
func or(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}
