package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"testing"
)

// Workbook is a workbook with these texts, each stored in its own cell: one sheet called Rows or, of
// several, Rows, Rows2, Rows3 and so on.
func Workbook(t testing.TB, sheets ...[][]string) []byte {
	t.Helper()
	var buf, tabs, targets bytes.Buffer
	w := zip.NewWriter(&buf)
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	Add("[Content_Types].xml", []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`))(w)
	Add("_rels/.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))(w)
	for i, rows := range sheets {
		name, n := "Rows", i+1
		if n > 1 {
			name += fmt.Sprint(n)
		}
		fmt.Fprintf(&tabs, `<sheet name="%s" sheetId="%d" r:id="r%d"/>`, name, n, n)
		fmt.Fprintf(&targets, `<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, office, n)
		Add(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), worksheet(t, rows))(w)
	}
	Add("xl/workbook.xml", []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="`+office+`"><sheets>`+tabs.String()+`</sheets></workbook>`))(w)
	Add("xl/_rels/workbook.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+targets.String()+`</Relationships>`))(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func worksheet(t testing.TB, rows [][]string) []byte {
	t.Helper()
	var cells bytes.Buffer
	cells.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for _, row := range rows {
		cells.WriteString("<row>")
		for _, text := range row {
			cells.WriteString(`<c t="inlineStr"><is><t>`)
			if err := xml.EscapeText(&cells, []byte(text)); err != nil {
				t.Fatal(err)
			}
			cells.WriteString("</t></is></c>")
		}
		cells.WriteString("</row>")
	}
	cells.WriteString("</sheetData></worksheet>")
	return cells.Bytes()
}
