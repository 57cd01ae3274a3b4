package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// BenchmarkImport takes as many rows of duties as go all the way, twice: from nothing, and again.
func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	text.WriteString("Name,GMC,Grade,Ward,Date,Start,End\n")
	for i := range sheet.MaxRows - 1 {
		fmt.Fprintf(&text, "\"SURNAME%d, First\",%07d,ST5,W%d,%02d/07/2025,0800,2030\n", i/5, i/5, i%9, 24+i%5)
	}
	for b.Loop() {
		book, err := sheet.Paste(text.String())
		if err != nil {
			b.Fatal(err)
		}
		k := july()
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		for range 2 {
			r := intake.Read(book, c, k)
			k.Entry, k.Memory = intake.Apply(r, c, k)
		}
	}
}
