package web

import (
	"strings"
	"testing"

	"strikerota/rota"
)

// TestExactWithheldNotYet: exact pay withheld is not known while no attendance is confirmed, and £0 once it is and nobody was absent.
func TestExactWithheldNotYet(t *testing.T) {
	for _, tt := range []struct {
		confirmed, struck int
		notYet            bool
	}{{0, 32, true}, {1, 32, false}, {32, 32, false}, {0, 0, false}} {
		w := exactWithheld(rota.PayWithheld{Confirmed: tt.confirmed, Struck: tt.struck})
		least, _ := w.Sums()
		if strings.HasPrefix(w.Note, notYetWithheld) != tt.notYet || w.NotYet != tt.notYet || w.Exact == nil || (least == nil) != tt.notYet {
			t.Errorf("%d of %d: %+v", tt.confirmed, tt.struck, w)
		}
	}
}
