package exports

import (
	"bytes"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

const (
	dutiesPart = "xl/worksheets/sheet4.xml"
	bookPart   = "xl/workbook.xml"
)

// TestEntryRefused: what the gate finds refuses an entry workbook, and so does
// what other workbooks may hold and it does not need. The kinds of damage are
// tested with the gate.
func TestEntryRefused(t *testing.T) {
	good := template(t, rotatest.Small(1))
	holds := func(part string) []byte {
		return sheettest.InPart(t, good, part, func([]byte) []byte { return []byte("<a/>") })
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "is empty"},
		"too large":       {append(bytes.Clone(good), make([]byte, limits.Bytes)...), "larger than 10 MB"},
		"too many rows":   {sheettest.InPart(t, good, dutiesPart, afterRows("<row/>", maxRows+1)), "more than 5000 rows"},
		"too many cells":  {sheettest.InPart(t, good, dutiesPart, afterRows(`<row><c r="GS9999"/></row>`, 1)), "damaged"},
		"unpacks to much": {sheettest.InPart(t, good, "xl/media/a.bin", func([]byte) []byte { return make([]byte, 20<<20) }), "more than 10 MB"},
		"damaged":         {sheettest.InPart(t, good, dutiesPart, func(p []byte) []byte { return p[:len(p)/2] }), "the sheet Duties breaks off"},
		"macros":          {holds("xl/vbaProject.bin"), "holds macros"},
		"links":           {holds("xl/externalLinks/externalLink1.xml"), "links to other workbooks"},
		"embedded":        {holds("xl/embeddings/oleObject1.bin"), "embedded object"},
		"connection":      {holds("xl/connections.xml"), "data connection"},
	} {
		_, err := ReadEntry(tt.data)
		if faults := rota.Faults(err); len(faults) != 1 || !strings.Contains(faults[0].Text, tt.want) {
			t.Errorf("%s: %v, want one fault with %q", name, faults, tt.want)
		}
	}
}

// afterRows adds rows below those of a sheet.
func afterRows(row string, n int) func([]byte) []byte {
	return func(p []byte) []byte {
		return bytes.Replace(p, []byte("</sheetData>"), []byte(strings.Repeat(row, n)+"</sheetData>"), 1)
	}
}
