package exports

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// sheetTitles gives texts the names that their sheets may have: at most 31
// letters as workbooks count them, without : \ / ? * [ ], not begun or ended by
// an apostrophe, not "History", and no two alike but for capitals.
type sheetTitles map[string]bool

func (taken sheetTitles) of(text string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, strings.ReplaceAll(clean(text), "\n", " "))
	name = strings.TrimSpace(strings.Trim(name, "' "))
	if name == "" || strings.EqualFold(name, "History") {
		name = strings.TrimSpace("Service " + name)
	}
	out := cutUnits(name, maxSheetName)
	for n := 2; taken[strings.ToLower(out)]; n++ {
		tail := fmt.Sprintf(" (%d)", n)
		out = cutUnits(name, maxSheetName-len(tail)) + tail
	}
	taken[strings.ToLower(out)] = true
	return out
}

const maxSheetName = 31

// The sheets that formulas and words name; no service or day may take their names.
const (
	readmeSheet  = "README"
	summarySheet = "Summary"
	costsSheet   = "Costs"
	shiftsSheet  = "Shifts"
	ratesSheet   = "Rates"
	allSheet     = "All shifts"
	openSheet    = "Open places"
)

func reserved() sheetTitles {
	out := sheetTitles{}
	for _, name := range []string{readmeSheet, summarySheet, costsSheet, shiftsSheet, ratesSheet, allSheet, openSheet, withheldSheet} {
		out[strings.ToLower(name)] = true
	}
	return out
}

// cutUnits is the text cut to so many UTF-16 units: at the end of a word when one ends
// in its second half, and never through a letter.
func cutUnits(t string, most int) string {
	n, word := 0, 0
	for i, r := range t {
		if r == ' ' && n > most/2 {
			word = i
		}
		if n += len(utf16.AppendRune(nil, r)); n > most {
			if word > 0 {
				i = word
			}
			return strings.TrimRight(t[:i], "' -,&")
		}
	}
	return t
}
