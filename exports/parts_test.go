package exports

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

const (
	dutiesPart = "xl/worksheets/sheet4.xml"
	bookPart   = "xl/workbook.xml"
)

// inPart changes one part of a workbook. A part that is not there is added.
func inPart(t testing.TB, data []byte, name string, do func([]byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	write := func(name string, content []byte) {
		out, err := w.Create(name)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	found := false
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			found, content = true, do(content)
		}
		write(f.Name, content)
	}
	if !found {
		write(name, do(nil))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestEntryRefused: what the gate finds refuses an entry workbook, and so does
// what other workbooks may hold and it does not need. The kinds of damage are
// tested with the gate.
func TestEntryRefused(t *testing.T) {
	good := template(t, rotatest.Small(1))
	holds := func(part string) []byte {
		return inPart(t, good, part, func([]byte) []byte { return []byte("<a/>") })
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "is empty"},
		"too large":       {append(bytes.Clone(good), make([]byte, limits.Bytes)...), "larger than 2 MB"},
		"too many rows":   {inPart(t, good, dutiesPart, afterRows("<row/>", maxRows+1)), "more than 5000 rows"},
		"too many cells":  {inPart(t, good, dutiesPart, afterRows(`<row><c r="GS9999"/></row>`, 1)), "damaged"},
		"unpacks to much": {inPart(t, good, "xl/media/a.bin", func([]byte) []byte { return make([]byte, 20<<20) }), "more than 10 MB"},
		"damaged":         {inPart(t, good, dutiesPart, func(p []byte) []byte { return p[:len(p)/2] }), "the sheet Duties breaks off"},
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
