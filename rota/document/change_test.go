package document

import (
	"encoding/json"
	"regexp"
	"strconv"
	"testing"
)

// A change puts a value at a path of a document; gone takes the field away.
type change struct {
	path  string
	value any
}

type gone struct{}

// raw is JSON text taken as it is.
type raw = json.RawMessage

// changed is the document with the changes.
func changed(t testing.TB, doc []byte, changes ...change) []byte {
	t.Helper()
	var tree any
	if err := json.Unmarshal(doc, &tree); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		tree = put(t, tree, regexp.MustCompile(`[^.\[\]]+`).FindAllString(c.path, -1), c.value)
	}
	out, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(t testing.TB, tree any, steps []string, value any) any {
	t.Helper()
	if len(steps) == 0 {
		return value
	}
	switch in := tree.(type) {
	case map[string]any:
		if value == (any)(gone{}) && len(steps) == 1 {
			if _, ok := in[steps[0]]; !ok {
				t.Fatalf("the document has no %s to take away", steps[0])
			}
			delete(in, steps[0])
		} else {
			in[steps[0]] = put(t, in[steps[0]], steps[1:], value)
		}
	case []any:
		i, err := strconv.Atoi(steps[0])
		if err != nil || i >= len(in) {
			t.Fatalf("the document has no item %s", steps[0])
		}
		in[i] = put(t, in[i], steps[1:], value)
	default:
		t.Fatalf("nothing in the document at %s", steps[0])
	}
	return tree
}
