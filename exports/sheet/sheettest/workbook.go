package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"testing"
)

// Workbook is a workbook of one sheet with these texts, each stored in its own cell.
func Workbook(t testing.TB, rows [][]string) []byte {
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
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	Add("[Content_Types].xml", []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`))(w)
	Add("_rels/.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))(w)
	Add("xl/workbook.xml", []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="`+office+`"><sheets><sheet name="Rows" sheetId="1" r:id="r1"/></sheets></workbook>`))(w)
	Add("xl/_rels/workbook.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`))(w)
	Add("xl/worksheets/sheet1.xml", cells.Bytes())(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
