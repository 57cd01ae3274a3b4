package sheet

import (
	"archive/zip"
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
)

// FuzzRead reads anything: it is refused with one fault in words, or gives a sound book.
func FuzzRead(f *testing.F) {
	for _, m := range malformedFiles(f) {
		if len(m.data) < 100_000 && unpacked(m.data) < 1<<20 { // a fuzzer gives each up that takes seconds
			f.Add(m.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { readSoundly(t, data) })
}

// unpacked is how many bytes the parts of a packed file have.
func unpacked(data []byte) uint64 {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	n := uint64(0)
	for _, f := range r.File {
		n += f.UncompressedSize64
	}
	return n
}

// FuzzPaste reads anything that is pasted.
func FuzzPaste(f *testing.F) {
	for _, s := range []string{"a,b\nc,d", "a\tb\r\n\"c\nd\";e", "\"", "a|b\n\n|", "\ufeffx", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Paste(text); err != nil && len(rota.Faults(err)) != 1 {
			t.Errorf("an error without a fault: %v", err)
		}
	})
}

func readSoundly(t *testing.T, data []byte) {
	t.Helper()
	book, err := Read("x", data)
	if err != nil {
		if faults := rota.Faults(err); len(faults) != 1 || !strings.HasSuffix(faults[0].Text, ".") {
			t.Errorf("%v with faults %v, want one sentence", err, faults)
		}
		return
	}
	for _, s := range book.Sheets {
		last := 0
		for _, row := range s.Rows {
			if row.Number <= last || len(row.Cells) == 0 || len(row.Cells) > MaxColumns || len(row.Cells) > s.Columns {
				t.Fatalf("row %d after %d has %d of %d cells", row.Number, last, len(row.Cells), s.Columns)
			}
			last = row.Number
		}
		if last != s.Last || len(s.Rows) > MaxRows {
			t.Errorf("%d rows, the last %d is said to be %d", len(s.Rows), last, s.Last)
		}
	}
}

// TestBrokenParts damages one part at a time, a few bytes here and there.
func TestBrokenParts(t *testing.T) {
	good := swap(t, datesWorkbook(t), sheetPart, "</sheetData>", `<row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{sheetPart, bookPart, stylesPart, "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml", "_rels/.rels"} {
		for range 60 {
			readSoundly(t, sheettest.InPart(t, good, name, func(p []byte) []byte { return broken(random, p) }))
		}
	}
}

func broken(random *rand.Rand, p []byte) []byte {
	for range 1 + random.IntN(4) {
		at := random.IntN(len(p))
		switch random.IntN(3) {
		case 0:
			p[at] = byte(random.IntN(256))
		case 1:
			p = append(p[:at], p[min(len(p), at+random.IntN(40)):]...)
		default:
			p = append(p[:at], append([]byte(strings.Repeat(string(rune(p[at])), 1+random.IntN(3))), p[at:]...)...)
		}
	}
	return p
}
