package sheet

import (
	"strings"
	"testing"
)

// BenchmarkRead reads a workbook of as many rows as go, with 25 columns, and one with a million empty rows.
func BenchmarkRead(b *testing.B) {
	good := goodWorkbook(b)
	for name, rows := range map[string]string{
		"full":       strings.Repeat("<row>"+strings.Repeat(`<c s="0"><v>45863.333333333336</v></c>`, 25)+"</row>", 19_900),
		"empty rows": strings.Repeat(`<row s="0" ht="15"/>`, 1_000_000),
	} {
		data := swap(b, good, sheetPart, "</sheetData>", rows+"</sheetData>")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read("rota.xlsx", data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
