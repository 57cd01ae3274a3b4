package exports

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/sheet/sheettest"
)

// A readSheet is a sheet as openpyxl reads it.
type readSheet struct {
	Name       string
	Hidden     bool
	Cells      map[string][2]any // formula, stored value
	Tables     map[string]string // their areas, by name
	Charts     int
	Lists      int
	Conditions int
	Titles     string // rows that every printed page repeats
}

// TestReadByOpenpyxl has a reader that shares nothing with what wrote them read every
// workbook of both examples, and of the awkward trust: it warns of nothing, and
// finds every cell, formula, table, chart, list and conditional format that was written.
func TestReadByOpenpyxl(t *testing.T) {
	dir := t.TempDir()
	all, from := handouts(t), entries(t)
	books := map[string]made{}
	args := []string{"testdata/read_workbooks.py"}
	for _, name := range []string{"awkward", "large", "small"} {
		for i, b := range everyWorkbook(t, name, all[name], from[name]) {
			path := filepath.Join(dir, fmt.Sprintf("%s-%02d.xlsx", name, i))
			if err := os.WriteFile(path, b.data, 0o600); err != nil {
				t.Fatal(err)
			}
			books[path], args = b, append(args, path)
		}
	}
	cmd := exec.Command(python(t), args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openpyxl does not read them: %v\n%s", err, stderr.String())
	}
	var read map[string][]readSheet
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	for path, b := range books {
		if diff := cmp.Diff(writtenSheets(t, b.data), read[path], nearly); diff != "" {
			t.Errorf("%s (-written +read):\n%.2000s", b.name, diff)
		}
	}
}

// nearly takes two numbers for the same that differ by less than a tenth of a second,
// in days: openpyxl reads dates and times to the microsecond.
var nearly = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-6 })

// python is a Python that has openpyxl: the first on the path, or the system's own.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import openpyxl").Run() == nil {
			return name
		}
	}
	t.Fatal("there is no openpyxl (Debian package python3-openpyxl)")
	return ""
}

// writtenSheets is what a workbook holds, by its own XML.
func writtenSheets(t *testing.T, data []byte) []readSheet {
	t.Helper()
	c := &check{parts: sheettest.Parts(t, data)}
	wb := c.read("xl/workbook.xml")
	rels := c.relsOf("xl/workbook.xml")
	var out []readSheet
	for i, s := range wb.find("sheets", "sheet") {
		part := rels[s.attr("id")]
		ws := c.read(part)
		to := readSheet{Name: s.attr("name"), Hidden: s.attr("state") == "hidden", Cells: map[string][2]any{}, Tables: map[string]string{},
			Lists: len(ws.find("dataValidations", "dataValidation")), Conditions: len(ws.find("conditionalFormatting", "cfRule"))}
		for _, row := range ws.find("sheetData", "row") {
			for _, cell := range row.find("c") {
				if formula, v := storedIn(cell); v != nil {
					to.Cells[cell.attr("r")] = [2]any{formula, v}
				}
			}
		}
		own := c.relsOf(part)
		for _, p := range ws.find("tableParts", "tablePart") {
			n := c.read(own[p.attr("id")])
			to.Tables[n.attr("name")] = n.attr("ref")
		}
		for _, d := range ws.find("drawing") {
			to.Charts += len(c.read(own[d.attr("id")]).Kids)
		}
		for _, d := range wb.find("definedNames", "definedName") {
			if d.attr("name") == "_xlnm.Print_Titles" && d.attr("localSheetId") == strconv.Itoa(i) {
				to.Titles = titleRows(d.Text)
			}
		}
		out = append(out, to)
	}
	return out
}

// storedIn is the formula and the value that a cell holds; nil for a cell without one.
func storedIn(cell node) (formula string, value any) {
	if f := cell.find("f"); len(f) > 0 {
		formula = f[0].Text
	}
	if text := append(cell.find("is", "t"), cell.find("is", "r", "t")...); len(text) > 0 { // one text, or runs of it
		var all strings.Builder
		for _, t := range text {
			all.WriteString(t.Text)
		}
		return formula, all.String()
	}
	v := cell.find("v")
	if len(v) == 0 {
		return formula, nil
	}
	if n, err := strconv.ParseFloat(v[0].Text, 64); err == nil && cell.attr("t") != "str" {
		return formula, n
	}
	return formula, v[0].Text
}

// titleRows are the rows of a name such as 'All shifts'!$A:$B,'All shifts'!$1:$1.
func titleRows(refers string) string {
	_, rows, _ := strings.Cut(refers[strings.LastIndex(refers, ",")+1:], "!")
	return rows
}
