package sheet

import (
	"fmt"

	"strikerota/rota"
)

// refuse is a fault of the file as a whole.
func refuse(format string, args ...any) error {
	return &rota.Invalid{Faults: []rota.Fault{{Text: fmt.Sprintf(format, args...)}}}
}
