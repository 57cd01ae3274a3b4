package exports

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestReturned gives rows back with their numbers and reasons; nothing in them is a formula.
func TestReturned(t *testing.T) {
	tables := []Returned{
		{Sheet: "Plans", Headings: []string{"Name", "Day"}, Rows: []ReturnedRow{{Number: 14, Why: "There is no such day.", Cells: []string{"=cmd|x", "31/06/2025", "+44 20 7946 0000"}}}},
		{Sheet: "Other", Headings: []string{"A"}, Rows: []ReturnedRow{{Number: 2, Why: "No name."}}},
	}
	want := [][]string{{"Row in your file", "What is wrong", "Name", "Day", "Column C"}, {"14", "There is no such day.", "'=cmd|x", "31/06/2025", "+44 20 7946 0000"}}
	var out bytes.Buffer
	if err := ReturnedWorkbook(&out, tables, Labels{Made: time.Unix(0, 0), Version: "1"}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Rows 1", "Rows 2", "README"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := f.GetRows("Rows 1")
	if diff := cmp.Diff(want, rows); diff != "" || err != nil {
		t.Errorf("%v, rows (-want +got):\n%s", err, diff)
	}
	for _, cell := range []string{"A2", "C2", "E2"} {
		kind, _ := f.GetCellType("Rows 1", cell)
		if formula, _ := f.GetCellFormula("Rows 1", cell); formula != "" || kind == excelize.CellTypeNumber {
			t.Errorf("%s is a formula %q or a number (%v)", cell, formula, kind)
		}
	}
	var text strings.Builder
	if err := ReturnedCSV(&text, tables); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text.String(), "\r\n")
	if lines[0] != "\ufeffRow in your file,What is wrong,Name,Day,Column C" || lines[1] != "14,There is no such day.,'=cmd|x,31/06/2025,+44 20 7946 0000" || lines[3] != "2,No name." {
		t.Errorf("CSV %q", lines)
	}
}
