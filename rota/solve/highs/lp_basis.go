package highs

import (
	"encoding/binary"
	"fmt"
)

// A Place says where a column or row stands in a basis, in HiGHS's numbers.
type Place int8

// The places that this package names; there are others, for columns without bounds.
const (
	AtLower Place = 0
	Basic   Place = 1
	AtUpper Place = 2
)

// A Basis is a corner of an LP: where the simplex method ended, and where it can go on from again
// after the LP was changed. Exactly as many columns and rows are basic as there are rows.
type Basis struct{ Cols, Rows []Place }

// basics counts what is basic.
func (b Basis) basics() int {
	n := 0
	for _, list := range [][]Place{b.Cols, b.Rows} {
		for _, p := range list {
			if p == Basic {
				n++
			}
		}
	}
	return n
}

// Basis is the corner where the last solve ended, and before the first that where the rows are
// basic. It is empty where HiGHS has none.
func (l *LP) Basis() (Basis, error) {
	var b Basis
	if l.err != nil {
		return b, l.err
	}
	err := l.do("basis", func(s *session) error {
		a := &s.arena
		nothing := func(int) int32 { return 0 }
		cols, rows := a.ints(len(l.obj), nothing), a.ints(l.rows, nothing)
		if err := s.call("Highs_getBasis", cols, rows); err != nil {
			return err
		}
		b = Basis{a.readPlaces(cols, len(l.obj)), a.readPlaces(rows, l.rows)}
		return a.err
	})
	if b.basics() != l.rows {
		return Basis{}, err
	}
	return b, err
}

// SetBasis makes the next solve begin at a corner. Columns that have come since then stand at their
// lower bounds, and rows are basic.
func (l *LP) SetBasis(b Basis) error {
	if l.err != nil {
		return l.err
	}
	more := l.rows - len(b.Rows)
	if len(b.Cols) > len(l.obj) || more < 0 || b.basics()+more != l.rows {
		return fmt.Errorf("set basis: %d columns and %d rows, %d of them basic, for %d and %d", len(b.Cols), len(b.Rows), b.basics(), len(l.obj), l.rows)
	}
	return l.do("set basis", func(s *session) error {
		cols := s.arena.places(b.Cols, len(l.obj), AtLower)
		return s.call("Highs_setBasis", cols, s.arena.places(b.Rows, l.rows, Basic))
	})
}

// places stores n places, those beyond the list all the same.
func (a *arena) places(list []Place, n int, beyond Place) uint64 {
	return a.ints(n, func(k int) int32 {
		if k < len(list) {
			return int32(list[k])
		}
		return int32(beyond)
	})
}

// readPlaces reads n places back.
func (a *arena) readPlaces(address uint64, n int) []Place {
	list := make([]Place, n)
	if b := a.view(uint32(address), 4*n); b != nil {
		for k := range list {
			list[k] = Place(binary.LittleEndian.Uint32(b[4*k:]))
		}
	}
	return list
}
