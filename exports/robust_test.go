package exports

import (
	"bytes"
	"strings"
	"testing"

	"strikerota/rota"
)

// TestRobustTable holds what the table tells of a place, and that no name becomes a formula.
func TestRobustTable(t *testing.T) {
	slot := handouts(t)["small"].Problem.Slots[0]
	r := Robust{Places: []RobustPlace{{Slot: slot, Silent: "fewer than 5", Holds: "If any 1 more is away",
		Cases: [4]string{"Holds", "Holds", "12 hours open: Registrar, 8am to 8pm", "12 hours open"}, Standby: "=Dr One, then Dr Two"}}}
	var table bytes.Buffer
	if err := RobustCSV(&table, r, Labels{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(table.String()), "\r\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], rota.DateOf(slot.Start).String()+",") ||
		!strings.Contains(lines[1], `fewer than 5,If any 1 more is away,Holds,Holds,"12 hours open: Registrar, 8am to 8pm",12 hours open,"'=Dr One, then Dr Two"`) {
		t.Errorf("the table is %q", lines)
	}
}
