package e2e

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// used is what a tally calls a row or cell that became part of the entry.
const used = "used"

// A tally accounts for the rows or cells of one sample: each is used, or left
// for a reason that has a name.
type tally map[string]int

// check fails unless the counts are as wanted and every row is in exactly one of them.
func (y tally) check(t *testing.T, what string, rows int, want tally) {
	t.Helper()
	if diff := cmp.Diff(want, y); diff != "" {
		t.Errorf("%s: counts (-want +got)\n%s", what, diff)
	}
	sum := 0
	for _, n := range y {
		sum += n
	}
	if sum != rows {
		t.Errorf("%s: %d are accounted for, the sample has %d", what, sum, rows)
	}
}

// sampleFile is the path of a sample.
func sampleFile(name string) string { return filepath.Join("testdata", "samples", name) }
