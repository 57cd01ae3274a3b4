package exports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// repack copies a workbook, giving each part to do: it returns the new content, and false to leave the part out.
func repack(t testing.TB, data []byte, do func(name string, part []byte) ([]byte, bool), more ...func(*zip.Writer)) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if out, keep := do(f.Name, content); keep {
			add(f.Name, out)(w)
		}
	}
	for _, m := range more {
		m(w)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func same0(_ string, part []byte) ([]byte, bool) { return part, true }

func add(name string, content []byte) func(*zip.Writer) {
	return func(w *zip.Writer) {
		out, err := w.Create(name)
		if err == nil {
			_, err = out.Write(content)
		}
		if err != nil {
			panic(err)
		}
	}
}

// inPart changes one part.
func inPart(t testing.TB, data []byte, name string, do func([]byte) []byte) []byte {
	t.Helper()
	return repack(t, data, func(n string, part []byte) ([]byte, bool) {
		if n == name {
			return do(part), true
		}
		return part, true
	})
}

// swap replaces text in one part; the text must be there.
func swap(t testing.TB, data []byte, name, from, to string) []byte {
	t.Helper()
	return inPart(t, data, name, func(part []byte) []byte {
		if !bytes.Contains(part, []byte(from)) {
			t.Fatalf("%s does not hold %q", name, from)
		}
		return bytes.Replace(part, []byte(from), []byte(to), 1)
	})
}

const (
	dutiesPart = "xl/worksheets/sheet4.xml"
	damaged    = "The file is damaged."
	bookPart   = "xl/workbook.xml"
)

// malformed makes the files of the security notes, each with the words that refuse it.
func malformed(t testing.TB) map[string]struct {
	data []byte
	want string
} {
	good := template(t, rotatest.Small(1))
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	half := len(good) / 2
	cut := func(share int) []byte {
		return inPart(t, good, dutiesPart, func(p []byte) []byte { return p[:len(p)*share/100] })
	}
	start := func(to string) []byte { return swap(t, good, dutiesPart, "<sheetData>", to) }
	var many []func(*zip.Writer)
	for i := range 250 {
		many = append(many, add(fmt.Sprintf("xl/media/%d.xml", i), []byte("<a/>")))
	}
	type file = struct {
		data []byte
		want string
	}
	return map[string]file{
		"empty":             {nil, "The file is empty."},
		"one byte":          {[]byte("P"), "not an Excel workbook"},
		"plain text":        {[]byte("id,name\n1,x\n"), "The file is text"},
		"HTML":              {[]byte("\xef\xbb\xbf <!DOCTYPE html><html></html>"), "web page"},
		"old xls or locked": {ole, "protected by a password, or is an old .xls"},
		"PDF":               {[]byte("%PDF-1.7\n"), "The file is a PDF"},
		"xlsm":              {swap(t, good, "[Content_Types].xml", "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), "holds macros"},
		"macros":            {repack(t, good, same0, add("xl/vbaProject.bin", []byte("x"))), "holds macros"},
		"xlsb":              {repack(t, good, same0, add("xl/workbook.bin", []byte("x"))), "binary workbook"},
		"ods":               {repack(t, good, same0, add("mimetype", []byte("application/vnd.oasis.opendocument.spreadsheet"))), "OpenDocument"},
		"other zip":         {repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n == "xl/styles.xml" }), "not an Excel workbook"},
		"cut at 50 %":       {good[:half], damaged},
		"cut at 99 %":       {good[:len(good)*99/100], damaged},
		"wrong checksum":    {checksum(t, good), damaged},
		"length that lies":  {lies(t, good), damaged},
		"250 parts":         {repack(t, good, same0, many...), "more than 200 parts"},
		"same part twice":   {repack(t, good, same0, add(dutiesPart, []byte("<worksheet/>"))), "the same part twice"},
		"part in capitals":  {repack(t, good, same0, add(strings.ToUpper(dutiesPart), []byte("<worksheet/>"))), "the same part twice"},
		"parent folder":     {repack(t, good, same0, add("../evil.xml", []byte("<a/>"))), "a name that no workbook has"},
		"absolute":          {repack(t, good, same0, add("/etc/evil.xml", []byte("<a/>"))), "a name that no workbook has"},
		"backslash":         {repack(t, good, same0, add(`xl\evil.xml`, []byte("<a/>"))), "a name that no workbook has"},
		"encrypted part":    {encrypted(t, good), "The file is encrypted"},
		"too large":         {append(bytes.Clone(good), make([]byte, maxUpload)...), "larger than 2 MB"},
		"unpacks to 20 MB":  {repack(t, good, same0, add("xl/media/a.bin", make([]byte, 20<<20))), "unpacks to more than 10 MB"},
		"packed too well":   {repack(t, good, same0, add("xl/media/a.bin", make([]byte, 2<<20))), "unpacks to more than 10 MB"},
		"sheet cut in half": {cut(50), damaged},
		"sheet cut at 90 %": {cut(90), damaged},
		"bad UTF-8":         {start("<sheetData><!-- \xff\xfe -->"), damaged},
		"UTF-16 part": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return append([]byte("\xff\xfe"), bytes.ReplaceAll(p, []byte("<"), []byte("<\x00"))...)
		}), damaged},
		"named UTF-16": {swap(t, good, dutiesPart, `encoding="UTF-8"`, `encoding="UTF-16"`), damaged},
		"entity": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return append([]byte(`<!DOCTYPE x [<!ENTITY a "b">]>`), p[bytes.Index(p, []byte("<worksheet")):]...)
		}), "document type"},
		"billion laughs": {inPart(t, good, bookPart, func(p []byte) []byte {
			return append([]byte(`<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>`), p[bytes.Index(p, []byte("<workbook")):]...)
		}), ""},
		"outside entity": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return append([]byte(`<!DOCTYPE x SYSTEM "file:///etc/passwd">`), p[bytes.Index(p, []byte("<worksheet")):]...)
		}), "document type"},
		"depth":          {start("<sheetData>" + strings.Repeat("<a>", 100_000)), damaged},
		"long attribute": {start(`<sheetData x="` + strings.Repeat("x", 5<<20) + `">`), ""},
		"no worksheet":   {repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != dutiesPart }), damaged},
		"no sheets":      {inPart(t, good, bookPart, func(p []byte) []byte { return p[:bytes.Index(p, []byte("<sheets>"))] }), damaged},
		"sheets of none": {inPart(t, good, bookPart, func([]byte) []byte {
			return []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`)
		}), "has no sheets"},
		"no styles, no book": {repack(t, good, func(n string, p []byte) ([]byte, bool) { return p, n != bookPart }), damaged},
		"wrong target":       {swap(t, good, "xl/_rels/workbook.xml.rels", "worksheets/sheet4.xml", "worksheets/nowhere.xml"), damaged},
		"row -1":             {start(`<sheetData><row r="-1"></row>`), damaged},
		"row 2147483647":     {start(`<sheetData><row r="2147483647"></row>`), "more than 5000 rows"},
		"row 1048577":        {start(`<sheetData><row r="1048577"></row>`), "more than 5000 rows"},
		"rows out of order":  {start(`<sheetData><row r="7"></row>`), damaged},
		"column XFE":         {start(`<sheetData><row r="1"><c r="XFE1"/></row>`), damaged},
		"column 201":         {inPart(t, good, dutiesPart, func(p []byte) []byte { return bytes.Replace(p, []byte("</row>"), []byte(`<c r="GS1"/></row>`), 1) }), "more than 200 columns"},
		"cell elsewhere":     {start(`<sheetData><row r="1"><c r="A9"/></row>`), damaged},
		"shared index": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return bytes.Replace(p, []byte("</row>"), []byte(`<c r="Z1" t="s"><v>99999</v></c></row>`), 1)
		}), damaged},
		"shared index -1": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return bytes.Replace(p, []byte("</row>"), []byte(`<c r="Z1" t="s"><v>-1</v></c></row>`), 1)
		}), damaged},
		"style -1": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return bytes.Replace(p, []byte("</row>"), []byte(`<c r="Z1" s="-1"/></row>`), 1)
		}), damaged},
		"cells out of order": {inPart(t, good, dutiesPart, func(p []byte) []byte { return bytes.Replace(p, []byte("</row>"), []byte(`<c r="B1"/></row>`), 1) }), damaged},
		"cell twice":         {inPart(t, good, dutiesPart, func(p []byte) []byte { return bytes.Replace(p, []byte("</row>"), []byte(`<c r="F1"/></row>`), 1) }), damaged},
		"a million rows": {inPart(t, good, dutiesPart, func(p []byte) []byte {
			return bytes.Replace(p, []byte("</sheetData>"), append(bytes.Repeat([]byte("<row/>"), 100_000), "</sheetData>"...), 1)
		}), "more than 5000 rows"},
		"link outside":    {repack(t, good, same0, add("xl/externalLinks/externalLink1.xml", []byte("<a/>"))), "links to other workbooks"},
		"embedded object": {repack(t, good, same0, add("xl/embeddings/oleObject1.bin", []byte("x"))), "embedded object"},
		"connection":      {repack(t, good, same0, add("xl/connections.xml", []byte("<a/>"))), "data connection"},
	}
}

// checksum changes the checksum of a part in the directory.
func checksum(t testing.TB, data []byte) []byte {
	return patch(t, data, 16, func(b []byte) { b[0] ^= 0xff })
}

// lies makes a part declare that it is shorter than it is.
func lies(t testing.TB, data []byte) []byte {
	return patch(t, data, 24, func(b []byte) { binary.LittleEndian.PutUint32(b, 10) })
}

// encrypted sets the flag of an encrypted part.
func encrypted(t testing.TB, data []byte) []byte {
	return patch(t, data, 8, func(b []byte) { b[0] |= 1 })
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

// TestMalformed: every file is refused in words, quickly, without a panic and without much memory.
func TestMalformed(t *testing.T) {
	for name, file := range malformed(t) {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := ReadEntry(file.data)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			faults := rota.Faults(err)
			if len(faults) == 0 {
				t.Fatalf("came through: %v", err)
			}
			if !strings.Contains(faults[0].Text, file.want) || faults[0].Text == "" {
				t.Errorf("got %q, want %q", faults[0].Text, file.want)
			}
			if took > 5*time.Second { // a busy machine; alone each takes well under one
				t.Errorf("took %s", took)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 128 {
				t.Errorf("allocated %d MB", used)
			}
		})
	}
}
