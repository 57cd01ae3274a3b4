package sheet_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet"
)

// TestColoursAtEnds: a colour says something also in empty cells after the last text of a row, as far
// as other rows reach; rows of nothing but colour are none.
func TestColoursAtEnds(t *testing.T) {
	f := excelize.NewFile()
	green, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00B050"}}})
	if err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{"A1": "Name", "B1": "AM", "C1": "PM", "A2": "Ann Bee"} {
		if err := f.SetCellValue("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, cells := range [][2]string{{"C2", "E2"}, {"A3", "C3"}} {
		if err := f.SetCellStyle("Sheet1", cells[0], cells[1], green); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	b, err := sheet.Read("x.xlsx", out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got := map[int][]string{}
	for _, row := range b.Sheets[0].Rows {
		for _, c := range row.Cells {
			got[row.Number] = append(got[row.Number], c.Text+c.Look().Fill)
		}
	}
	if diff := cmp.Diff(map[int][]string{1: {"Name", "AM", "PM"}, 2: {"Ann Bee", "", "00B050"}}, got); diff != "" || b.Sheets[0].Columns != 3 {
		t.Errorf("%d columns (-want +got)\n%s", b.Sheets[0].Columns, diff)
	}
}
