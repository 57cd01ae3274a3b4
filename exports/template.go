package exports

import (
	"errors"
	"io"

	"strikerota/rota"
)

// Template writes the entry workbook: empty with the standard rules for a zero
// entry, else filled so that [ReadEntry] gives the entry back. Locks and the
// published plan are not part of it.
func Template(w io.Writer, e rota.Entry) error {
	return errors.New("not built yet")
}
