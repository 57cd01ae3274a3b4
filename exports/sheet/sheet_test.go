package sheet_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// texts are the rows of the first sheet by number.
func texts(b sheet.Book) map[int][]string {
	out := map[int][]string{}
	for _, row := range b.Sheets[0].Rows {
		for _, c := range row.Cells {
			out[row.Number] = append(out[row.Number], c.Text)
		}
	}
	return out
}

func utf16le(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}

func TestText(t *testing.T) {
	two := map[int][]string{1: {"Name", "Note"}, 2: {"Siân", "£5"}}
	tests := []struct {
		name, data, format string
		want               map[int][]string
	}{
		{"commas", "Name,Note\nSiân,£5\n", "text with commas, UTF-8", two},
		{"byte order mark", "\ufeffName,Note\r\nSiân,£5", "text with commas, UTF-8", two},
		{"semicolons", "Name;Note\nSiân;£5\n", "text with semicolons, UTF-8", two},
		{"UTF-16 and tabs", utf16le("Name\tNote\r\nSiân\t£5\r\n"), "text with tabs, UTF-16", two},
		{"Windows-1252", "Name,Note\r\nSi\xe2n,\xa35", "text with commas, Windows-1252", two},
		{"lines end with CR alone", "Name,Note\rSiân,£5\r", "text with commas, UTF-8", two},
		{"quotes", "Name,Note\n\"O\"\"Neill, Siân\",\"two\nlines\"\n\nx,y", "text with commas, UTF-8",
			map[int][]string{1: {"Name", "Note"}, 2: {`O"Neill, Siân`, "two\nlines"}, 4: {"x", "y"}}},
		{"quote inside a cell", "Name,Note\nO\"Neill,5\" nail", "text with commas, UTF-8", map[int][]string{1: {"Name", "Note"}, 2: {`O"Neill`, `5" nail`}}},
		{"one column", "Name\nSiân", "text with commas, UTF-8", map[int][]string{1: {"Name"}, 2: {"Siân"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := sheet.Read("x.csv", []byte(tt.data))
			if err != nil {
				t.Fatal(err, rota.Faults(err))
			}
			if diff := cmp.Diff(tt.want, texts(b)); diff != "" || b.Format != tt.format {
				t.Errorf("%s (-want +got)\n%s", b.Format, diff)
			}
		})
	}
}

func TestTextRefused(t *testing.T) {
	for want, data := range map[string]string{
		"is empty":         "",
		"blank lines":      " \n,,\n\n",
		"never closed":     "a,b\n\"c,d\ne,f",
		"20,000 rows":      strings.Repeat("a,b\n", sheet.MaxRows+1),
		"larger than 10":   strings.Repeat("a,b\n", sheet.MaxBytes/4+1),
		"zero byte":        "a,b\nc\x00,d",
		"B2 holds more":    "a,b\nc," + strings.Repeat("d", 40_000),
		"more than 500 co": "a" + strings.Repeat(",b", 500),
	} {
		_, err := sheet.Read("x.csv", []byte(data))
		if faults := rota.Faults(err); len(faults) != 1 || !strings.Contains(faults[0].Text, want) {
			t.Errorf("%q: %v, want one fault with it", want, faults)
		}
	}
	if _, err := sheet.Paste(" \n"); err == nil {
		t.Error("nothing pasted is read")
	}
}
