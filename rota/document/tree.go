package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"strikerota/rota"
)

// Limits on a document, far above what a trust needs. A plan for a large trust is a few megabytes.
const (
	maxBytes  = 64 << 20
	maxValues = 5_000_000
	maxDepth  = 32
)

// A node is one JSON value as it stands in the document. Unlike a map it keeps
// repeated names and the order of fields.
type node struct {
	kind  kind
	text  string   // of text and numbers
	names []string // of an object, beside items
	items []node   // of a list or an object
	yes   bool     // of a boolean
}

type kind uint8

const (
	isNull kind = iota
	isBool
	isNumber
	isText
	isList
	isObject
)

// load reads one JSON value and nothing else. What is no JSON gives a
// *rota.Invalid; a reader that fails gives its error.
func load(r io.Reader) (node, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return node{}, fmt.Errorf("read document: %w", err)
	}
	if len(data) > maxBytes {
		return node{}, refuse("the document is larger than %d MB", maxBytes>>20)
	}
	if !utf8.Valid(data) {
		return node{}, refuse("the document is not UTF-8 text")
	}
	// Decoder.Token is lenient about commas and colons in places, and stops at the end of the value.
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return node{}, notJSON(data, err)
	}
	t := treeReader{json.NewDecoder(bytes.NewReader(data)), 0}
	t.UseNumber()
	return t.node(0)
}

func refuse(format string, args ...any) error {
	return &rota.Invalid{Faults: []rota.Fault{{Text: fmt.Sprintf(format, args...)}}}
}

// notJSON says where the text stops being JSON.
func notJSON(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return refuse("the document is not JSON: %v", err)
	}
	before := data[:max(0, min(int(syntax.Offset)-1, len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return refuse("the document is not JSON: line %d, column %d: %v", line, column, err)
}

type treeReader struct {
	*json.Decoder
	values int
}

// node reads the next value. The text is known to be JSON.
func (t *treeReader) node(depth int) (node, error) {
	token, err := t.Token()
	if err != nil {
		return node{}, fmt.Errorf("read document: %w", err)
	}
	if t.values++; t.values > maxValues {
		return node{}, refuse("the document has more than %d values", maxValues)
	}
	if depth > maxDepth {
		return node{}, refuse("the document is nested more than %d deep", maxDepth)
	}
	switch v := token.(type) {
	case json.Delim:
		return t.inside(v, depth)
	case string:
		return node{kind: isText, text: v}, nil
	case json.Number:
		return node{kind: isNumber, text: v.String()}, nil
	case bool:
		return node{kind: isBool, yes: v}, nil
	}
	return node{kind: isNull}, nil
}

// inside reads what a bracket opens, up to the one that closes it.
func (t *treeReader) inside(open json.Delim, depth int) (node, error) {
	n := node{kind: isList}
	if open == '{' {
		n.kind = isObject
	}
	for t.More() {
		if n.kind == isObject {
			name, err := t.Token()
			if err != nil {
				return node{}, fmt.Errorf("read document: %w", err)
			}
			n.names = append(n.names, name.(string))
		}
		item, err := t.node(depth + 1)
		if err != nil {
			return node{}, err
		}
		n.items = append(n.items, item)
	}
	_, err := t.Token()
	return n, err
}
