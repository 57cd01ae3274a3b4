package exports

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func FuzzReadEntry(f *testing.F) {
	f.Add(template(f, rota.Entry{}))
	f.Add(template(f, hard()))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { readSoundly(t, data) })
}

// readSoundly reads a workbook that may be anything: it is refused with faults, or it holds a sound entry.
func readSoundly(t *testing.T, data []byte) (rota.Entry, bool) {
	t.Helper()
	e, err := ReadEntry(data)
	if err != nil && len(rota.Faults(err)) == 0 {
		t.Errorf("an error without faults: %v", err)
	}
	if err == nil && e.Validate() != nil {
		t.Error("an entry with faults came through")
	}
	return e, err == nil
}

// FuzzCells puts a text into cells of every kind. What is accepted must survive another round.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"=1+1", "'=x", "25/07/2025 20:00", "45863.5", "On site; On call", `"a;b", c`, "_x0041_", "\u202eabc", "1e309", "-", "12:00 BST", "a\r\nb"} {
		f.Add(s)
	}
	data := template(f, hard())
	f.Fuzz(func(t *testing.T, text string) {
		if units(text) > excelize.TotalCellChars {
			return
		}
		for _, cells := range [][]any{{"Residents!B2", text, "Consultants!H2", text, "Slots!I2", text}, {"Duties!C2", text}, {"Offers!D2", text, "Rates!C2", text}} {
			e, ok := readSoundly(t, change(t, data, func(f *excelize.File) { set(t, f, cells...) }))
			if !ok {
				continue
			}
			again, ok := readSoundly(t, template(t, e))
			if diff := cmp.Diff(e, again, cmpopts.EquateEmpty()); !ok || diff != "" {
				t.Errorf("%q does not survive: %s", text, diff)
			}
		}
	})
}

// FuzzText: a text and a list of texts come back as they went in.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "=x", "'=x", "''-a", "+44 1", "-", "@", `a;"b`, `"`, `a""`, "\u00a0x"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if got, want := unshown(shown(a)), clean(a); got != want {
			t.Errorf("text: got %q, want %q", got, want)
		}
		var want []string
		for _, v := range []string{tidy(clean(a)), tidy(clean(b))} {
			if v != "" {
				want = append(want, v)
			}
		}
		got, ok := splitList(joinList(want))
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Errorf("list: %v %s", ok, diff)
		}
	})
}

// TestBrokenParts damages one part at a time, a few bytes here and there.
func TestBrokenParts(t *testing.T) {
	good := template(t, rotatest.Small(1))
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{dutiesPart, bookPart, "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/tables/table2.xml", "_rels/.rels"} {
		for range 15 {
			data := sheettest.InPart(t, good, name, func(p []byte) []byte {
				for range 1 + random.IntN(4) {
					at := random.IntN(len(p))
					switch random.IntN(3) {
					case 0:
						p[at] = byte(random.IntN(256))
					case 1:
						p = append(p[:at], p[min(len(p), at+random.IntN(40)):]...)
					default:
						p = append(p[:at], append([]byte(strings.Repeat(string(p[at]), 1+random.IntN(3))), p[at:]...)...)
					}
				}
				return p
			})
			readSoundly(t, data)
		}
	}
}
