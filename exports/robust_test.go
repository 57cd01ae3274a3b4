package exports

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
)

// TestRobustSheet holds what the rota workbook and the table tell when it has been
// worked out how the rota holds, and that there is no such sheet before.
func TestRobustSheet(t *testing.T) {
	h := handouts(t)["small"]
	slot := h.Problem.Slots[0]
	h.Robust = &Robust{Places: []RobustPlace{{Slot: slot, Silent: "fewer than 5", Holds: "If any 1 more is away",
		Cases: [4]string{"Holds", "Holds", "12 hours open: Registrar, 8am to 8pm", "12 hours open"}, Standby: "=Dr One, then Dr Two"}},
		Standby: []RobustCall{{"Dr One", "12 hours of priority 1"}}}
	var book, table bytes.Buffer
	if err := Rota(&book, h); err != nil {
		t.Fatal(err)
	}
	f := open(t, book.Bytes())
	rows, err := f.GetRows(robustSheet)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := []string{slot.Unit, slot.Role, "1", "fewer than 5", "If any 1 more is away", "Holds", "Holds", "12 hours open: Registrar, 8am to 8pm", "12 hours open", "'=Dr One, then Dr Two", string(slot.ID)}
	want[2] = map[int]string{1: "1", 2: "2", 3: "3"}[slot.Priority]
	if diff := cmp.Diff(want, rows[1][4:]); diff != "" {
		t.Errorf("the row (-want +got):\n%s", diff)
	}
	if formula, err := f.GetCellFormula(robustSheet, "N2"); err != nil || formula != "" {
		t.Errorf("a name has become the formula %q, %v", formula, err)
	}
	if text := allText(t, book.Bytes()); !strings.Contains(text, "1. Dr One (12 hours of priority 1)") || !strings.Contains(text, "take the sheet out") {
		t.Error("the README does not say whom to ask, or to take the sheet out")
	}
	if err := RobustCSV(&table, *h.Robust); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(table.String()), "\r\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], rota.DateOf(slot.Start).String()+",") || !strings.Contains(lines[1], `"'=Dr One, then Dr Two"`) {
		t.Errorf("the table is %q", lines)
	}
	h.Robust = nil
	book.Reset()
	if err := Rota(&book, h); err != nil {
		t.Fatal(err)
	}
	if list := open(t, book.Bytes()).GetSheetList(); slices.Contains(list, robustSheet) {
		t.Errorf("a rota of which it is not known has the sheets %q", list)
	}
}
