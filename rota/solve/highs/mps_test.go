package highs

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteMPS(t *testing.T) {
	m := &Model{
		Offset: 2.5,
		Cols:   []Col{{0, 1, 3, true}, {-inf, inf, 0, false}, {-4, -4, 0.1, false}, {-2, inf, -1, true}},
		Rows: []Row{row(-inf, 5, 1, 2), row(1, inf, 0, 1), row(3, 3, 1, 0, 1), row(-1, 4, 0, 0, 0, 7),
			row(-inf, inf, 1), row(0, 0, 0, 1)},
	}
	want := `NAME model FREE
ROWS
 N COST
 L R0
 G R1
 E R2
 L R3
 N R4
 E R5
COLUMNS
 MARKER 'MARKER' 'INTORG'
 C0 COST 3
 C0 R0 1
 C0 R2 1
 C0 R4 1
 MARKER 'MARKER' 'INTEND'
 C1 COST 0
 C1 R0 2
 C1 R1 1
 C1 R5 1
 C2 COST 0.1
 C2 R2 1
 MARKER 'MARKER' 'INTORG'
 C3 COST -1
 C3 R3 7
 MARKER 'MARKER' 'INTEND'
 OFFSET COST 2.5
RHS
 RHS R0 5
 RHS R1 1
 RHS R2 3
 RHS R3 4
RANGES
 RANGES R3 5
BOUNDS
 LO BOUND C0 0
 UP BOUND C0 1
 MI BOUND C1
 PL BOUND C1
 FX BOUND C2 -4
 LO BOUND C3 -2
 PL BOUND C3
 FX BOUND OFFSET 1
ENDATA
`
	var got strings.Builder
	if err := WriteMPS(&got, m); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("MPS (-want +got):\n%s", diff)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteMPSFails(t *testing.T) {
	if err := WriteMPS(full{}, &Model{}); !errors.Is(err, errFull) {
		t.Errorf("full disk: error %v", err)
	}
	if err := WriteMPS(&strings.Builder{}, &Model{Rows: []Row{{Lower: 1, Upper: 0}}}); err == nil {
		t.Error("a row with crossed bounds was written")
	}
	if err := WriteMPS(&strings.Builder{}, &Model{Cols: []Col{{Lower: inf}}}); err == nil {
		t.Error("a wrong model was written")
	}
}
