package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports"
	"strikerota/rota"
	rt "strikerota/rota/rotatest"
)

// entryFile writes an entry workbook into the folder.
func entryFile(t *testing.T, path string, e rota.Entry) {
	t.Helper()
	var book bytes.Buffer
	if err := exports.Template(&book, e); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, book.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSolveWorkbook goes from an entry workbook to both kinds of file; the results
// workbook shows the names that the plan document does not have.
func TestSolveWorkbook(t *testing.T) {
	name := files(t)
	e := rt.Small(1)
	entryFile(t, name("entry.xlsx"), e)
	for _, out := range []string{"plan.json", "results.xlsx"} {
		if got := call(t, "solve", name("entry.xlsx"), "-o", name(out)); got.status != 0 {
			t.Fatalf("%s: %+v", out, got)
		}
	}
	plan := readPlanFile(t, name("plan.json"))
	if len(plan.Assignments) == 0 {
		t.Fatalf("plan %+v", plan)
	}
	if got := call(t, "check", name("entry.xlsx"), name("plan.json")); got.status != 0 {
		t.Errorf("check: %+v", got)
	}
	for _, c := range e.Consultants {
		if c.ID == plan.Assignments[0].Consultant && !sheetHas(t, name("results.xlsx"), "Shifts", c.Name) {
			t.Errorf("the sheet Shifts does not name %s", c.ID)
		}
	}
	text, err := os.ReadFile(name("plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range e.Consultants {
		if strings.Contains(string(text), c.Name) {
			t.Errorf("the plan document names %s", c.ID)
		}
	}
}

func sheetHas(t *testing.T, path, sheet, want string) bool {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.Contains(cell, want) {
				return true
			}
		}
	}
	return false
}

func TestSolveWorkbookRefuses(t *testing.T) {
	name := files(t)
	unknown := rt.July().Standard().
		Slot("fri-night", "25 20:00", "26 08:30").
		Consultant("c1").Consultant("c2", rt.Terms(rota.BMARate, "")).
		Change(func(e *rota.Entry) {
			e.Cards.Trust.Rates[0].Rate[rota.Night] = nil
			e.Cards.BMA.Rates = nil
		}).Entry()
	entryFile(t, name("unknown.xlsx"), unknown)
	entryFile(t, name("empty.xlsx"), rota.Entry{})
	if err := os.WriteFile(name("text.xlsx"), []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := left(t, name(""))
	tests := []struct {
		file string
		want []string
	}{
		{"unknown.xlsx", []string{
			"  Rates: Trust card, general row, Night 11pm to 7am is not known, and the aim cost:agreed needs it\n",
			"  Rates: BMA card is not known, and the aim cost:agreed needs it\n"}},
		{"empty.xlsx", []string{"  Strike!B3: ", "  Strike!B4: "}},
		{"text.xlsx", []string{"is wrong in 1 place; nothing has been written"}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got := call(t, "solve", name(tt.file), "-o", name("plan.json"))
			if got.status != 2 || got.out != "" {
				t.Errorf("got %+v", got)
			}
			for _, want := range tt.want {
				expect(t, "standard error", got.err, want)
			}
			if diff := cmp.Diff(before, left(t, name(""))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTemplate holds that both ways give the same workbook: one that can be read, and is empty.
func TestTemplate(t *testing.T) {
	name := files(t)
	if got := call(t, "template", "-o", name("entry.xlsx")); got.status != 0 || got.out != "" || got.err != "" {
		t.Fatalf("got %+v", got)
	}
	text, err := os.ReadFile(name("entry.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if got := call(t, "template"); got.status != 0 || got.out != string(text) {
		t.Errorf("status %d, %d bytes on standard output, %d in the file", got.status, len(got.out), len(text))
	}
	if _, err := exports.ReadEntry(text); len(rota.Faults(err)) != 3 { // name, start and end of the strike
		t.Errorf("faults of the empty workbook: %v", rota.Faults(err))
	}
	for _, args := range [][]string{{"template", "x"}, {"template", "-o", name("entry.json")}, {"template", "-o", name("none/entry.xlsx")}} {
		if got := call(t, args...); got.status != 2 {
			t.Errorf("%v: %+v", args, got)
		}
	}
}
