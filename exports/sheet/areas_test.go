package sheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/sheet"
	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
)

// besideSheet is a workbook of one sheet with further parts that belong to it, by the end of their kind.
func besideSheet(t *testing.T, rows [][]string, parts map[string]string) sheet.Book {
	t.Helper()
	data := sheettest.Workbook(t, rows)
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for kind, part := range parts {
		rels += `<Relationship Id="` + kind + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="../` + kind + `.xml"/>`
		data = sheettest.InPart(t, data, "xl/"+kind+".xml", func([]byte) []byte { return []byte(part) })
	}
	data = sheettest.InPart(t, data, "xl/worksheets/_rels/sheet1.xml.rels", func([]byte) []byte { return []byte(rels + "</Relationships>") })
	b, err := sheet.Read("x.xlsx", data)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	return b
}

const main = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// TestTableTotals: the totals row of an Excel table is known by the table, whatever stands in it.
func TestTableTotals(t *testing.T) {
	for name, tt := range map[string]struct {
		table string
		last  []string
		want  bool
	}{
		"a number under the names": {`<table` + main + ` ref="A1:B3" totalsRowCount="1"/>`, []string{"2"}, true},
		"two numbers":              {`<table` + main + ` ref="A1:B3" totalsRowCount="1"/>`, []string{"2", "25"}, true},
		"no totals":                {`<table` + main + ` ref="A1:B3" totalsRowShown="0"/>`, []string{"Cat", "26"}, false},
		"more beside the table":    {`<table` + main + ` ref="A1:B3" totalsRowCount="1"/>`, []string{"2", "25", "Cat"}, false},
	} {
		b := besideSheet(t, [][]string{{"Name", "Day"}, {"Ann", "25"}, tt.last}, map[string]string{"table": tt.table})
		var got []bool
		for _, row := range b.Sheets[0].Rows {
			got = append(got, row.Totals)
		}
		if diff := cmp.Diff([]bool{false, false, tt.want}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestPivotTables: a pivot table beside something else is left aside, which is said; alone it is the sheet.
func TestPivotTables(t *testing.T) {
	rows := [][]string{{"Name", "Day", "", "Row Labels", "Count"}, {"Ann", "25", "", "W1", "1"}, {"Cat", "26", "", "Grand Total", "1"}, {"", "", "", "Page", "2"}}
	beside := besideSheet(t, rows, map[string]string{"pivotTable": `<pivotTableDefinition` + main + `><location ref="D1:E4"/></pivotTableDefinition>`})
	if diff := cmp.Diff(map[int][]string{1: {"Name", "Day"}, 2: {"Ann", "25"}, 3: {"Cat", "26"}}, texts(beside)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if said := strings.Join(beside.Remarks, " "); !strings.Contains(said, "The sheet Rows has pivot tables beside other cells: 1.") {
		t.Errorf("said is %q", said)
	}
	alone := besideSheet(t, rows, map[string]string{"pivotTable": `<pivotTableDefinition` + main + `><location ref="A1:E4"/></pivotTableDefinition>`})
	if len(alone.Remarks) > 0 || len(texts(alone)) != 4 || beside.Sheets[0].Last != 3 || beside.Sheets[0].Columns != 2 {
		t.Errorf("alone: %v %v; beside: %d rows of %d columns", alone.Remarks, texts(alone), beside.Sheets[0].Last, beside.Sheets[0].Columns)
	}
}

// TestNotesAtTheEnd: a note on a cell that holds nothing, behind the last of its row, is there.
func TestNotesAtTheEnd(t *testing.T) {
	b := besideSheet(t, [][]string{{"Name", "Fri", "Sat"}, {"Ann", "OK"}}, map[string]string{"comments": `<comments` + main + `><commentList><comment ref="C2"><text><t>not nights</t></text></comment><comment ref="XFD2"><text><t/></text></comment></commentList></comments>`})
	if got := b.Sheets[0].Row(2).At(2).Look().Note; got != "not nights" {
		t.Errorf("the note is %q", got)
	}
}

// TestSignedNotes: a note is what somebody wrote, without what a program puts before it.
func TestSignedNotes(t *testing.T) {
	for text, want := range map[string]string{
		"======\nID#AAAABcD-e_f\nA. Bee    (2025-07-01 10:00:00)\nnot nights\n------\nID#AAAABcD-xyz\nC. Dee    (2025-07-02 09:30:00)\nok": "not nights ok",
		"[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    not nights":                                 "not nights",
		"A. Bee:\nnot nights": "A. Bee: not nights",
		"====== not nights":   "====== not nights",
	} {
		b := besideSheet(t, [][]string{{"Name", "Fri"}, {"Ann", "OK"}}, map[string]string{"comments": `<comments` + main + `><commentList><comment ref="B2"><text><t xml:space="preserve">` + text + `</t></text></comment></commentList></comments>`})
		if got := b.Sheets[0].Row(2).At(1).Look().Note; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestNumbersShown: a number is as it is shown, but for one that is shown without its pence.
func TestNumbersShown(t *testing.T) {
	for _, tt := range []struct{ format, number, want string }{
		{`"£"#,##0`, "98.5", "98.5"}, {`"£"#,##0.00`, "98.5", "£98.50"}, {`0.0`, "150.456", "150.46"}, {`0`, "1.5", "1.5"}, {`0.00`, "108.333333", "108.33"}, {`000000`, "123", "000123"},
		{`0%`, "0.125", "13%"}, {`#,##0`, "1250", "1,250"}, {`0`, "2.0000000001", "2"}, {`"W"0`, "31", "W31"}, {`#,##0,`, "98500", "98500"},
	} {
		data := sheettest.InPart(t, sheettest.Workbook(t, [][]string{{"x"}}), "xl/worksheets/sheet1.xml", func([]byte) []byte {
			return []byte(`<worksheet` + main + `><sheetData><row r="1"><c r="A1" s="1"><v>` + tt.number + `</v></c></row></sheetData></worksheet>`)
		})
		data = sheettest.InPart(t, data, "xl/styles.xml", func([]byte) []byte {
			return []byte(`<styleSheet` + main + `><numFmts count="1"><numFmt numFmtId="170" formatCode="` + strings.ReplaceAll(tt.format, `"`, "&quot;") + `"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="2"><xf/><xf numFmtId="170" applyNumberFormat="1"/></cellXfs></styleSheet>`)
		})
		b, err := sheet.Read("x.xlsx", data)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		if got := b.Sheets[0].Rows[0].Cells[0].Text; got != tt.want {
			t.Errorf("%s as %s is %q, want %q", tt.number, tt.format, got, tt.want)
		}
	}
}

// TestColoursWithoutTheme: colours are read of workbooks without a theme, with one of another name, and
// of styles that do not say that their ground is applied.
func TestColoursWithoutTheme(t *testing.T) {
	read := func(xf, theme, name string) string {
		t.Helper()
		data := sheettest.InPart(t, sheettest.Workbook(t, [][]string{{"x"}}), "xl/worksheets/sheet1.xml", func([]byte) []byte {
			return []byte(`<worksheet` + main + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" s="1" t="inlineStr"><is><t>y</t></is></c></row></sheetData></worksheet>`)
		})
		data = sheettest.InPart(t, data, "xl/styles.xml", func([]byte) []byte {
			return []byte(`<styleSheet` + main + `><fonts count="1"><font/></fonts><fills count="3"><fill/><fill/><fill><patternFill patternType="solid">` + xf[strings.Index(xf, "<fgColor"):] + `</patternFill></fill></fills><borders count="1"><border/></borders><cellXfs count="2"><xf/>` + xf[:strings.Index(xf, "<fgColor")] + `</cellXfs></styleSheet>`)
		})
		if theme != "" {
			data = sheettest.InPart(t, data, name, func([]byte) []byte { return []byte(theme) })
		}
		b, err := sheet.Read("x.xlsx", data)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		return b.Sheets[0].Rows[0].At(1).Look().Fill
	}
	const green, accent = `<fgColor rgb="FF00B050"/><bgColor rgb="FF008080"/>`, `<fgColor theme="4"/>`
	const theme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x"><a:accent1><a:srgbClr val="AA0011"/></a:accent1></a:clrScheme></a:themeElements></a:theme>`
	for _, tt := range []struct{ name, xf, theme, part, want string }{
		{"without a theme, as LibreOffice writes it", `<xf fillId="2"/>` + green, "", "", "00B050"},
		{"not said to be applied", `<xf fillId="2" applyFill="0"/>` + green, "", "", "00B050"},
		{"of a theme", `<xf fillId="2" applyFill="1"/>` + accent, theme, "xl/theme/theme1.xml", "AA0011"},
		{"of the theme of all workbooks", `<xf fillId="2" applyFill="1"/>` + accent, "", "", "5B9BD5"},
	} {
		if got := read(tt.xf, tt.theme, tt.part); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
