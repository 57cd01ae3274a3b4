package exports

import (
	"errors"

	"strikerota/rota"
)

// ReadEntry reads a filled entry workbook. Its error is a *[rota.Invalid] that
// lists every fault by sheet and cell, such as "Duties!C14".
func ReadEntry(data []byte) (rota.Entry, error) {
	return rota.Entry{}, errors.New("not built yet")
}
