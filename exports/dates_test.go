package exports

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

// arial is how wide letters of Arial are, in thousandths of its size; all others count as an o.
var arial = map[rune]int{'W': 944, 'M': 833, 'A': 667, ' ': 278, ':': 278, 'y': 500, 'r': 333, 't': 278}

// widest is the widest text that a date or time has in a look; "" of any other look.
func widest(l look) string {
	return map[look]string{
		date: "Wed 30 May 2025", typedDate: "Wed 30 May 2025", instant: "Wed 30 May 2025 20:00", typedWhen: "Wed 30 May 2025 20:00",
		clock: "20:00", dayClock: "Wed 20:00", posterWhen: "Wed 20:00", posterDay: "Wed 30 May", posterClock: "20:00",
	}[l]
}

// TestDatesFit: every column with a date or a time, of every workbook, is wide enough for the widest
// that its format can show at the size of its letters: else it prints as ###.
func TestDatesFit(t *testing.T) {
	looked := 0
	for _, b := range allWorkbooks(t) {
		f := open(t, b.data)
		var ids [looks]int
		for l := plain; l < looks; l++ { // a style that is there already keeps its number
			if widest(l) == "" {
				continue
			}
			id, err := f.NewStyle(styleOf(l))
			if err != nil {
				t.Fatal(err)
			}
			ids[l] = id
		}
		for i, sheet := range f.GetSheetList() {
			seen := map[string]bool{}
			for _, c := range cellsOf(t, b.data, i+1) {
				if c.Value == nil {
					continue
				}
				id, err := f.GetCellStyle(sheet, c.Ref)
				col, _, splitErr := excelize.SplitCellName(c.Ref)
				if err != nil || splitErr != nil {
					t.Fatal(err, splitErr)
				}
				for l := plain; l < looks; l++ {
					if widest(l) == "" || ids[l] != id || seen[col+widest(l)] {
						continue
					}
					seen[col+widest(l)] = true
					looked++
					have, err := f.GetColWidth(sheet, col)
					if need := columnFor(widest(l), styleOf(l).Font.Size); err != nil || have < need {
						t.Errorf("%s, %s, column %s is %.1f wide; %q at %.0f points needs %.1f", b.name, sheet, col, have, widest(l), styleOf(l).Font.Size, need)
					}
				}
			}
		}
	}
	if looked < 50 {
		t.Errorf("only %d columns were looked at", looked)
	}
}

// columnFor is the width of a column in which the text fits: one is 7 of 96 pixels an inch, and 3
// of them stay empty.
func columnFor(text string, points float64) float64 {
	sum := 0
	for _, r := range text {
		if w, ok := arial[r]; ok {
			sum += w
		} else {
			sum += 556
		}
	}
	return (float64(sum)/1000*points*96/72 + 3) / 7
}
