package sheet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
)

func TestMain(m *testing.M) {
	sheettest.Main(m, func(name string, data []byte) (any, string, error) {
		book, err := Read(name, data)
		return book, fmt.Sprint(len(book.Sheets), " ", err), nil // a file may be refused
	})
}

// greedy are the files within or just over the limits that take most memory.
func greedy(t testing.TB) map[string][]byte {
	good := goodWorkbook(t)
	in := func(s string) []byte { return swap(t, good, sheetPart, "</sheetData>", s+"</sheetData>") }
	row := func(cell string, cells int) string { return "<row>" + strings.Repeat(cell, cells) + "</row>" }
	words := func(n int) string {
		random := rand.New(rand.NewPCG(1, 2))
		var out strings.Builder
		for out.Len() < n {
			fmt.Fprintf(&out, "%016x ", random.Uint64())
		}
		return out.String()
	}
	var notes strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&notes, `<comment ref="A%d"><text><t>%0100d</t></text></comment>`, i+1, i)
	}
	return map[string][]byte{
		"10 MB of commas":           bytes.Repeat([]byte(","), MaxBytes-1),
		"10 MB of short cells":      []byte(strings.Repeat(strings.Repeat("a,", 24)+"b\n", 20_000)),
		"10 MB of Windows-1252":     bytes.Repeat([]byte("\xa3\xa3\xa3\xa3,\xa3\xa3\xa3\xa3\n"), MaxBytes/10-1),
		"10 MB of lines":            bytes.Repeat([]byte("\n"), MaxBytes-1),
		"10 MB in one cell":         bytes.Repeat([]byte("a"), MaxBytes-1),
		"10 MB in quotes":           append([]byte(`"`), bytes.Repeat([]byte(`""`), MaxBytes/2-1)...),
		"as many numbers as go":     in(strings.Repeat(row(`<c s="0"><v>45863.333333333336</v></c>`, 25), 19_900)),
		"as many looks as go":       manyLooks(t),
		"as wide as goes":           in(strings.Repeat(`<row><c><v>1</v></c><c/></row>`, 10) + strings.Repeat("<row>"+strings.Repeat("<c/>", 499)+"<c><v>1</v></c></row>", 990)),
		"texts of their own":        in(strings.Repeat(row(`<c t="inlineStr"><is><t>`+strings.Repeat("x", 1000)+`</t></is></c>`, 1), 19_000)),
		"too many texts":            in(strings.Repeat(row(`<c t="inlineStr"><is><t>`+strings.Repeat("x", 4000)+`</t></is></c>`, 1), 19_000)),
		"texts that are shared":     swap(t, good, "xl/sharedStrings.xml", "</sst>", strings.Repeat("<si><t>"+strings.Repeat("x", 200)+"</t></si>", 110_000)+"</sst>"),
		"short texts shared":        swap(t, good, "xl/sharedStrings.xml", "</sst>", strings.Repeat("<si><t>x</t></si>", 1_500_000)+"</sst>"),
		"one text of 90 MB":         in(`<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 90<<20) + `</t></is></c></row>`),
		"one attribute of 90 MB":    in(`<row spans="` + strings.Repeat("x", 90<<20) + `"/>`),
		"1,000,000 empty rows":      in(strings.Repeat(`<row s="0" ht="15"/>`, 1_000_000)),
		"5,000,000 empty cells":     in("<row>" + strings.Repeat("<c/>", 16_000) + "</row>" + strings.Repeat(row("<c/>", 16_000), 300)),
		"boxes over everything":     swap(t, in(strings.Repeat(row("<c><v>1</v></c>", 1), 19_000)), sheetPart, "</sheetData>", `</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`),
		"pictures that do not pack": sheettest.Repack(t, good, same, sheettest.Add("xl/media/a.bin", []byte(words(9<<20)))),
		"a style part of 7 MB":      swap(t, good, stylesPart, "</cellXfs>", strings.Repeat(`<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/>`, 120_000)+"</cellXfs>"),
		"notes": sheettest.Repack(t, good, same, sheettest.Add("xl/comments1.xml", []byte(`<comments><commentList>`+notes.String()+`</commentList></comments>`)),
			sheettest.Add("xl/worksheets/_rels/sheet1.xml.rels", []byte(`<Relationships><Relationship Id="r1" Type="x/comments" Target="../comments1.xml"/></Relationships>`))),
	}
}

// manyLooks has as many numbers as go, each to be shown in a look of its own.
func manyLooks(t testing.TB) []byte {
	var rows strings.Builder
	for i := range 19_900 {
		rows.WriteString("<row>")
		for j := range 25 {
			fmt.Fprintf(&rows, `<c s="1"><v>%d.%d</v></c>`, i, j)
		}
		rows.WriteString("</row>")
	}
	data := swap(t, goodWorkbook(t), sheetPart, "</sheetData>", rows.String()+"</sheetData>")
	return swap(t, data, stylesPart, "</cellXfs>", `<xf numFmtId="4" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs>`)
}

// TestMemory reads each file in a process of its own and looks at the most memory that it took.
func TestMemory(t *testing.T) {
	for name, data := range greedy(t) {
		t.Run(name, func(t *testing.T) {
			if used := sheettest.Took(t, "file", data); used > sheettest.MaxMemory && !underRace {
				t.Errorf("it took %d MB, at most %d are allowed", used>>20, sheettest.MaxMemory>>20)
			}
		})
	}
}
