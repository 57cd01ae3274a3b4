package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
)

func same(_ string, part []byte) ([]byte, bool) { return part, true }

// swap replaces text in one part; the text must be there.
func swap(t testing.TB, data []byte, name, from, to string) []byte {
	t.Helper()
	return sheettest.InPart(t, data, name, func(part []byte) []byte {
		if !bytes.Contains(part, []byte(from)) {
			t.Fatalf("%s does not hold %q", name, from)
		}
		return bytes.Replace(part, []byte(from), []byte(to), 1)
	})
}

// patch changes bytes of the first header in the archive's directory.
func patch(t testing.TB, data []byte, at int, do func([]byte)) []byte {
	t.Helper()
	out := bytes.Clone(data)
	i := bytes.Index(out, []byte("PK\x01\x02"))
	if i < 0 {
		t.Fatal("no directory")
	}
	do(out[i+at:])
	return out
}

const (
	sheetPart = "xl/worksheets/sheet1.xml"
	bookPart  = "xl/workbook.xml"
	damaged   = "The file is damaged"
)

// workbookOf is a workbook with one sheet, Duties, of the rows.
func workbookOf(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", "Duties"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Duties", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func goodWorkbook(t testing.TB) []byte {
	return workbookOf(t, []any{"Name", "Unit", "Hours"}, []any{"ASHCOMBE, Lettice", "Delivery Suite", 12.5}, []any{"FIRTH, Barnaby", "Ward 31", 8})
}

// A malformed is a file of the security notes. Refused holds words of the refusal;
// a file that is read instead has the texts of cells and words of remarks.
type malformed struct {
	name    string
	data    []byte
	refused string
	cells   map[string]string
	remark  string
}

// malformedFiles makes the 60 kinds of file of the security notes, by their numbers.
func malformedFiles(t testing.TB) []malformed {
	return append(append(malformedContainers(t), malformedXML(t)...), append(malformedCells(t), malformedText()...)...)
}

func malformedContainers(t testing.TB) []malformed {
	good := goodWorkbook(t)
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	var many []func(*zip.Writer)
	for i := range 10_001 {
		many = append(many, sheettest.Add(fmt.Sprintf("xl/media/%d.xml", i), []byte("<a/>")))
	}
	mark := strings.Index(string(good), "PK\x01\x02")
	return []malformed{
		{name: "1 empty", refused: "The file is empty."},
		{name: "2 one byte", data: []byte("P"), cells: map[string]string{"A1": "P"}},
		{name: "3 plain text as .xlsx", data: []byte("id,name\n1,x\n"), cells: map[string]string{"B2": "x"}},
		{name: "4 HTML as .xls", data: []byte("\xef\xbb\xbf <!DOCTYPE html><html></html>"), refused: "web page"},
		{name: "5 old .xls", data: ole, refused: "old .xls"},
		{name: "6 password", data: append(bytes.Clone(ole), utf16Of("EncryptedPackage")...), refused: "protected by a password"},
		{name: "7 xlsm", data: sheettest.Repack(t, swap(t, good, "[Content_Types].xml", "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), same, sheettest.Add("xl/vbaProject.bin", []byte("x"))),
			cells: map[string]string{"A2": "ASHCOMBE, Lettice"}, remark: "macros"},
		{name: "8 xlsb", data: sheettest.Repack(t, good, same, sheettest.Add("xl/workbook.bin", []byte("x"))), refused: "binary workbook"},
		{name: "9 ods", data: sheettest.Repack(t, good, same, sheettest.Add("mimetype", []byte("application/vnd.oasis.opendocument.spreadsheet"))), refused: "OpenDocument"},
		{name: "10 cut at 50 %", data: good[:len(good)/2], refused: damaged},
		{name: "11 cut at 99 %", data: good[:len(good)*99/100], refused: damaged},
		{name: "12 wrong checksum", data: patch(t, good, 16, func(b []byte) { b[0] ^= 0xff }), refused: damaged},
		{name: "13 no directory", data: good[:mark], refused: damaged},
		{name: "14 junk appended", data: append(bytes.Clone(good), bytes.Repeat([]byte("junk"), 20_000)...), refused: damaged},
		{name: "15 length that lies", data: patch(t, good, 24, func(b []byte) { binary.LittleEndian.PutUint32(b, 10) }), refused: damaged},
		{name: "16 10,001 parts", data: sheettest.Repack(t, good, same, many...), refused: "more than 1000 parts"},
		{name: "17 the same part twice", data: sheettest.Repack(t, good, same, sheettest.Add(sheetPart, []byte("<worksheet/>"))), refused: "the same part twice"},
		{name: "17 the same part in capitals", data: sheettest.Repack(t, good, same, sheettest.Add(strings.ToUpper(sheetPart), []byte("<worksheet/>"))), refused: "the same part twice"},
		{name: "18 parent folder", data: sheettest.Repack(t, good, same, sheettest.Add("../evil.xml", []byte("<a/>"))), refused: "a name that no workbook has"},
		{name: "19 absolute", data: sheettest.Repack(t, good, same, sheettest.Add("/etc/evil.xml", []byte("<a/>"))), refused: "a name that no workbook has"},
		{name: "19 backslash", data: sheettest.Repack(t, good, same, sheettest.Add(`xl\evil.xml`, []byte("<a/>"))), refused: "a name that no workbook has"},
		{name: "20 encrypted part", data: patch(t, good, 8, func(b []byte) { b[0] |= 1 }), refused: "The file is encrypted"},
		{name: "PDF", data: []byte("%PDF-1.7\n"), refused: "The file is a PDF"},
		{name: "picture", data: []byte("\x89PNG\r\n\x1a\n"), refused: "a picture"},
		{name: "other archive", data: sheettest.Repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n == "xl/styles.xml" }), refused: "not an Excel workbook"},
		{name: "Word", data: sheettest.Repack(t, good, same, sheettest.Add("word/document.xml", []byte("<a/>"))), refused: "Word"},
		{name: "too large", data: append(bytes.Clone(good), make([]byte, MaxBytes)...), refused: "larger than 10 MB"},
		{name: "unpacks to 120 MB", data: sheettest.Repack(t, good, same, sheettest.Add("xl/media/a.bin", make([]byte, 120<<20))), refused: "unpacks to more than 100 MB"},
		{name: "links", data: sheettest.Repack(t, good, same, sheettest.Add("xl/externalLinks/externalLink1.xml", []byte("<a/>"))), cells: map[string]string{"C3": "8"}, remark: "links to other workbooks"},
		{name: "embedded object", data: sheettest.Repack(t, good, same, sheettest.Add("xl/embeddings/oleObject1.bin", []byte("x"))), cells: map[string]string{"C3": "8"}, remark: "embedded object"},
		{name: "connection", data: sheettest.Repack(t, good, same, sheettest.Add("xl/connections.xml", []byte("<a/>"))), cells: map[string]string{"C3": "8"}, remark: "data connection"},
	}
}

func malformedXML(t testing.TB) []malformed {
	good := goodWorkbook(t)
	cut := func(share int) []byte {
		return sheettest.InPart(t, good, sheetPart, func(p []byte) []byte { return p[:len(p)*share/100] })
	}
	start := func(to string) []byte { return swap(t, good, sheetPart, "<sheetData>", to) }
	typed := func(part, root, doctype string) []byte {
		return sheettest.InPart(t, good, part, func(p []byte) []byte {
			return append([]byte(doctype), p[bytes.Index(p, []byte(root)):]...)
		})
	}
	const dtd = "document type"
	return []malformed{
		{name: "21 sheet cut in half", data: cut(50), refused: "the sheet Duties breaks off or makes no sense"},
		{name: "22 sheet cut at 90 %", data: cut(90), refused: "the sheet Duties breaks off or makes no sense"},
		{name: "23 bad UTF-8", data: start("<sheetData><!-- \xff\xfe -->"), refused: damaged},
		{name: "23 bad UTF-8 in a text", data: swap(t, good, "xl/sharedStrings.xml", "Lettice", "Lett\xe8ce"), refused: damaged},
		{name: "24 UTF-16 part", data: sheettest.InPart(t, good, sheetPart, func(p []byte) []byte {
			return append([]byte("\xff\xfe"), bytes.ReplaceAll(p, []byte("<"), []byte("<\x00"))...)
		}), refused: damaged},
		{name: "24 part that says it is UTF-16", data: swap(t, good, sheetPart, `encoding="UTF-8"`, `encoding="UTF-16"`), refused: damaged},
		{name: "25 entity", data: typed(sheetPart, "<worksheet", `<!DOCTYPE x [<!ENTITY a "b">]>`), refused: dtd},
		{name: "26 billion laughs", data: typed(bookPart, "<workbook", `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>`), refused: dtd},
		{name: "27 outside entity", data: typed("xl/sharedStrings.xml", "<sst", `<!DOCTYPE x SYSTEM "file:///etc/passwd">`), refused: dtd},
		{name: "28 depth of 100,000", data: start("<sheetData>" + strings.Repeat("<a>", 100_000)), refused: damaged},
		{name: "29 attribute of 5 MB", data: start(`<sheetData x="` + strings.Repeat("x", 5<<20) + `">`), refused: damaged},
		{name: "29 text of 5 MB", data: swap(t, good, "xl/sharedStrings.xml", "Lettice", strings.Repeat("x", 5<<20)), refused: damaged},
		{name: "30 no sheet's part", data: sheettest.Repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != sheetPart }), refused: damaged},
		{name: "31 no list of sheets", data: sheettest.InPart(t, good, bookPart, func(p []byte) []byte { return p[:bytes.Index(p, []byte("<sheets>"))] }), refused: damaged},
		{name: "31 list of no sheets", data: sheettest.InPart(t, good, bookPart, func([]byte) []byte {
			return []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`)
		}), refused: "has no sheets"},
		{name: "32 no shared texts", data: sheettest.Repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != "xl/sharedStrings.xml" }), refused: "the sheet Duties breaks off"},
		{name: "33 no styles", data: sheettest.Repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != stylesPart }), cells: map[string]string{"A2": "ASHCOMBE, Lettice", "C2": "12.5"}},
		{name: "33 styles cut", data: sheettest.InPart(t, good, stylesPart, func(p []byte) []byte { return p[:len(p)/2] }), refused: damaged},
		{name: "34 wrong target", data: swap(t, good, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/nowhere.xml"), refused: damaged},
		{name: "34 no workbook", data: sheettest.Repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != bookPart }), refused: damaged},
		{name: "a part with nothing in it", data: sheettest.InPart(t, good, sheetPart, func([]byte) []byte { return nil }), refused: damaged},
		{name: "two roots", data: sheettest.InPart(t, good, sheetPart, func(p []byte) []byte { return append(p, "<a/>"...) }), refused: damaged},
		{name: "a part of nobody is cut", data: sheettest.InPart(t, good, "docProps/app.xml", func(p []byte) []byte { return p[:len(p)/2] }), refused: damaged},
	}
}

func malformedCells(t testing.TB) []malformed {
	good := goodWorkbook(t)
	start := func(to string) []byte { return swap(t, good, sheetPart, "<sheetData>", "<sheetData>"+to) }
	row := func(cells string) []byte {
		return swap(t, good, sheetPart, "</sheetData>", `<row r="9">`+cells+"</row></sheetData>")
	}
	after := func(to string) []byte { return swap(t, good, sheetPart, "</sheetData>", "</sheetData>"+to) }
	rows := func(s string, n int) []byte {
		return swap(t, good, sheetPart, "</sheetData>", strings.Repeat(s, n)+"</sheetData>")
	}
	return []malformed{
		{name: "35 row -1", data: start(`<row r="-1"></row>`), refused: damaged},
		{name: "36 row 2147483647", data: rows(`<row r="2147483647"></row>`, 1), refused: damaged},
		{name: "37 row 1048577", data: rows(`<row r="1048577"></row>`, 1), refused: damaged},
		{name: "rows out of order", data: start(`<row r="7"></row>`), refused: "at or after row 7"},
		{name: "38 column XFE", data: row(`<c r="XFE9"/>`), refused: damaged},
		{name: "column 501", data: row(`<c r="SG9"><v>1</v></c>`), refused: "Duties has more than 500 columns"},
		{name: "cell elsewhere", data: row(`<c r="A8"/>`), refused: damaged},
		{name: "39 shared text -1", data: row(`<c r="A9" t="s"><v>-1</v></c>`), refused: "at or after the cell A9"},
		{name: "40 shared text too big", data: row(`<c r="A9" t="s"><v>99999</v></c>`), refused: "at or after the cell A9"},
		{name: "41 style -1", data: row(`<c r="A9" s="-1"/>`), refused: damaged},
		{name: "41 style too big", data: row(`<c r="A9" s="9999"/>`), refused: damaged},
		{name: "42 cells out of order", data: row(`<c r="B9"/><c r="A9"/>`), refused: damaged},
		{name: "43 cell twice", data: row(`<c r="A9"/><c r="A9"/>`), refused: damaged},
		{name: "44 merge of nothing", data: after(`<mergeCells count="1"><mergeCell ref=""/></mergeCells>`), refused: damaged},
		{name: "45 merges overlap", data: after(`<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>`), refused: "overlap at B2"},
		{name: "46 a million empty rows", data: rows("<row/>", 1_000_000), cells: map[string]string{"A3": "FIRTH, Barnaby"}},
		{name: "46 20,001 rows", data: rows("<row><c><v>1</v></c></row>", 20_001), refused: "The sheet Duties has more than 20,000 rows"},
		{name: "47 last cell of all", data: rows(`<row r="1048576"><c r="XFD1048576"/></row>`, 1), cells: map[string]string{"A3": "FIRTH, Barnaby"}},
		{name: "47 last row of all", data: rows(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`, 1), cells: map[string]string{"A1048576": "1"}},
		{name: "48 formula without value", data: row(`<c r="B9"><f>1+1</f></c>`), cells: map[string]string{"B9": ""}, remark: "1, the first in B9"},
		{name: "48 formula with value", data: row(`<c r="B9"><f>1+1</f><v>2</v></c>`), cells: map[string]string{"B9": "2"}},
		{name: "49 error", data: row(`<c r="A9" t="e"><v>#REF!</v></c>`), cells: map[string]string{"A9": "#REF!"}},
		{name: "50 dates", data: datesWorkbook(t), cells: map[string]string{"A1": "2025-07-25", "A2": "2025-07-25 08:00", "A3": "20:30", "A4": "1900-02-28", "A5": "-1", "A6": "2958466", "A7": "45863"}},
		{name: "50 dates from 1904", data: swap(t, datesWorkbook(t), bookPart, "<workbookPr", `<workbookPr date1904="1"`), cells: map[string]string{"A1": "2029-07-26", "A3": "20:30"}},
		{name: "51 numbers as text", data: workbookOf(t, []any{" 12 ", "12\u00a0", "£\u00a05"}), cells: map[string]string{"A1": "12", "B1": "12", "C1": "£\u00a05"}},
		{name: "a number that is none", data: row(`<c r="A9"><v>12 hours</v></c>`), refused: "A9 of the sheet Duties says that it holds a number"},
		{name: "52 hidden rows", data: swap(t, good, sheetPart, `<row r="3"`, `<row r="3" hidden="1"`), cells: map[string]string{"A3": "FIRTH, Barnaby"}, remark: "rows are hidden"},
		{name: "52 hidden sheet", data: swap(t, good, bookPart, `<sheet name="Duties"`, `<sheet state="veryHidden" name="Duties"`), cells: map[string]string{"A3": "FIRTH, Barnaby"}, remark: "Duties is hidden"},
		{name: "53 signs from right to left", data: workbookOf(t, []any{"\u202eAli\u200b"}), cells: map[string]string{"A1": "\u202eAli\u200b"}},
		{name: "54 name of 40,000 letters", data: row(`<c r="A9" t="inlineStr"><is><t>` + strings.Repeat("x", 40_000) + `</t></is></c>`), refused: "The cell A9 of the sheet Duties holds more than 32767"},
	}
}

// datesWorkbook has numbers with the looks of dates and without.
func datesWorkbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, v := range []struct {
		n      float64
		format int
	}{{45863, 14}, {45863.333333333336, 22}, {0.854166666666667, 20}, {60, 14}, {-1, 14}, {2958466, 14}, {45863, 0}} {
		style, err := f.NewStyle(&excelize.Style{NumFmt: v.format})
		cell := fmt.Sprint("A", i+1)
		if err == nil {
			err = f.SetCellFloat("Sheet1", cell, v.n, -1, 64)
		}
		if err == nil {
			err = f.SetCellStyle("Sheet1", cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func malformedText() []malformed {
	return []malformed{
		{name: "55 byte order mark", data: []byte("\ufeffName,Unit\nx,y"), cells: map[string]string{"A1": "Name"}},
		{name: "56 UTF-16", data: append([]byte("\xff\xfe"), utf16Of("Name,Unit\nx,y")...), cells: map[string]string{"B2": "y"}},
		{name: "56 UTF-16 cut", data: append([]byte("\xff\xfe"), utf16Of("Name,Unit")[:9]...), refused: "ends in the middle"},
		{name: "56 Windows-1252", data: []byte("Name,\xa3\nx,\x96"), cells: map[string]string{"B1": "£", "B2": "–"}},
		{name: "57 semicolons", data: []byte("Name;Unit\nx, y;z"), cells: map[string]string{"A2": "x, y", "B2": "z"}},
		{name: "57 tabs", data: []byte("Name\tUnit\nx, y\tz"), cells: map[string]string{"A2": "x, y"}},
		{name: "58 CR alone", data: []byte("Name,Unit\rx,y\r"), cells: map[string]string{"A2": "x", "B2": "y"}},
		{name: "59 open quote", data: []byte("Name,Unit\n\"x,y\nz,w"), refused: "row 2"},
		{name: "59 ragged rows", data: []byte("Name,Unit\nx\ny,z,w"), cells: map[string]string{"A2": "x", "C3": "w"}},
		{name: "59 zero byte", data: []byte("Name,Unit\nx,y\x00"), refused: "cell B2 holds a zero byte"},
		{name: "59 field of 1 MB", data: []byte("Name,Unit\nx," + strings.Repeat("y", 1<<20)), refused: "B2 holds more than 32767"},
		{name: "60 formulas in text", data: []byte("=cmd|' /C calc'!A0,+1\n-1,@x\n\"\t=1\",z"), cells: map[string]string{"A1": "=cmd|' /C calc'!A0", "B1": "+1", "A2": "-1", "B2": "@x", "A3": "=1"}},
	}
}

// TestMalformed: every file is refused in words, or read whole.
func TestMalformed(t *testing.T) {
	for _, tt := range malformedFiles(t) {
		t.Run(tt.name, func(t *testing.T) {
			book, err := Read("rota.xlsx", tt.data)
			faults := rota.Faults(err)
			if tt.refused != "" {
				if len(faults) != 1 || !strings.Contains(faults[0].Text, tt.refused) {
					t.Errorf("%v, want one fault with %q", faults, tt.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err, faults)
			}
			for cell, want := range tt.cells {
				col, row, err := excelize.CellNameToCoordinates(cell)
				if err != nil {
					t.Fatal(err)
				}
				if got := book.Sheets[0].Row(row).At(col - 1).Text; got != want {
					t.Errorf("%s is %q, want %q", cell, got, want)
				}
			}
			if !strings.Contains(strings.Join(book.Remarks, "\n"), tt.remark) || (tt.remark == "") != (len(book.Remarks) == 0) {
				t.Errorf("remarks %q, want %q", book.Remarks, tt.remark)
			}
		})
	}
}

// TestGate: the gate alone refuses what [Read] refuses of workbooks, and counts every row.
func TestGate(t *testing.T) {
	limits := Limits{Bytes: 2 << 20, Unpacked: 10 << 20, Entries: 200, Rows: 5001, Columns: 200, Ratio: 100}
	for _, tt := range append(append(malformedContainers(t), malformedXML(t)...), malformedCells(t)...) {
		_, err := Gate(tt.data, limits)
		if tt.refused != "" && !strings.HasPrefix(tt.name, "46") && !strings.HasPrefix(tt.name, "54") && len(rota.Faults(err)) != 1 {
			t.Errorf("%s: %v, want a fault", tt.name, err)
		}
	}
	good := goodWorkbook(t)
	if found, err := Gate(good, limits); err != nil || found.Macros || found.Links || found.Held {
		t.Errorf("a good workbook: %+v, %v", found, err)
	}
	for want, data := range map[string][]byte{
		"more than 5000 rows":        swap(t, good, sheetPart, "</sheetData>", strings.Repeat("<row/>", 5000)+"</sheetData>"),
		"more than 200 columns":      swap(t, good, sheetPart, "</sheetData>", `<row r="9"><c r="GS9"/></row></sheetData>`),
		"larger than 2 MB":           append(bytes.Clone(good), make([]byte, 2<<20)...),
		"unpacks to more than 10 MB": sheettest.Repack(t, good, same, sheettest.Add("xl/media/a.bin", make([]byte, 2<<20))),
		"text, such as CSV":          []byte("a,b"),
	} {
		if _, err := Gate(data, limits); len(rota.Faults(err)) != 1 || !strings.Contains(rota.Faults(err)[0].Text, want) {
			t.Errorf("%v, want %q", rota.Faults(err), want)
		}
	}
}
