package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// A fix is the faults that one correction mends. All that is said of the first is true of each.
type fix struct {
	first  intake.Fault
	places []intake.Place
	whose  []string // of each
}

// A fixKey is what faults have in common that are mended together.
type fixKey struct {
	code, sheet, heading, found, wrong, mend, suggestion, options string
	column                                                        int
	replaceable                                                   bool
	against                                                       intake.Place
}

func keyOf(f intake.Fault) fixKey {
	k := fixKey{f.Code, f.Sheet, f.Heading, f.Found, f.Wrong, f.Mend, f.Suggestion, fmt.Sprint(f.Options), f.Column, f.Replaceable, intake.Place{}}
	if f.Against != nil {
		k.against = f.Place // which of two rows stands is a question of its own
	}
	return k
}

// fixesOf gathers faults: each by itself when they are few, else those alike
// together. Faults of words that are still open are only counted.
func fixesOf(faults []intake.Fault) (fixes []fix, waiting int) {
	at := map[fixKey]int{}
	rows := map[intake.Place]bool{}
	few := len(faults) <= fewFaults
	for _, f := range faults {
		if f.Word != "" {
			rows[f.Place] = true
			continue
		}
		k := keyOf(f)
		if i, ok := at[k]; ok && !few {
			fixes[i].places, fixes[i].whose = append(fixes[i].places, f.Place), append(fixes[i].whose, f.Whose)
			continue
		}
		at[k] = len(fixes)
		fixes = append(fixes, fix{f, []intake.Place{f.Place}, []string{f.Whose}})
	}
	if !few {
		slices.SortStableFunc(fixes, func(a, b fix) int { return strings.Compare(a.first.Code, b.first.Code) })
	}
	return fixes, len(rows)
}

// waitingFor says, of each word that is still open, what is wrong and in which rows.
func waitingFor(faults []intake.Fault) []string {
	var order, out []string
	places, wrong := map[string][]intake.Place{}, map[string]string{}
	for _, f := range faults {
		if f.Word == "" {
			continue
		}
		if places[f.Word] == nil {
			order = append(order, f.Word)
			if wrong[f.Word] = f.Wrong; f.Found != "" && !strings.Contains(f.Wrong, f.Found) {
				wrong[f.Word] = "“" + f.Found + "”: " + f.Wrong
			}
		}
		if !slices.Contains(places[f.Word], f.Place) {
			places[f.Word] = append(places[f.Word], f.Place)
		}
	}
	for _, key := range order[:min(len(order), mostWaiting)] {
		out = append(out, sentence(rowList(places[key]))+": "+wrong[key])
	}
	if more := len(order) - mostWaiting; more > 0 {
		out = append(out, count(more, "more word", "more words"))
	}
	return out
}

// mostWaiting is how many words that rows wait for are named.
const mostWaiting = 20

// rowsMark tells this list of faults from others.
func rowsMark(fixes []fix) string {
	list := make([]any, len(fixes))
	for i, x := range fixes {
		list[i] = []any{x.places, x.first.Column, x.first.Code, x.first.Found}
	}
	return printOf(list...)
}

// rowsOfCode is how many rows have a fault of the sort.
func rowsOfCode(fixes []fix, code string) int {
	rows := map[intake.Place]bool{} // one may have two faults of a sort
	for _, x := range fixes {
		for _, p := range x.places {
			if x.first.Code == code {
				rows[p] = true
			}
		}
	}
	return len(rows)
}

// mostEach is how many rows of one sort are named by whose they are.
const mostEach = 200

// eachRow says of each row whose it is.
func eachRow(x fix) []string {
	var out []string
	for i, p := range x.places[:min(len(x.places), mostEach)] {
		text := sentence(placeWords(p))
		if x.whose[i] != "" {
			text += ": " + x.whose[i]
		}
		out = append(out, text)
	}
	if more := len(x.places) - mostEach; more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return out
}

// rowList is "row 14", or "rows 14, 15, 16 and 38 more", sheet by sheet.
func rowList(places []intake.Place) string {
	var sheets, parts []string
	of := map[string][]intake.Place{}
	for _, p := range places {
		if of[p.Sheet] == nil {
			sheets = append(sheets, p.Sheet)
		}
		of[p.Sheet] = append(of[p.Sheet], p)
	}
	for _, sheet := range sheets {
		parts = append(parts, rowsOfSheet(of[sheet]))
	}
	return strings.Join(parts, "; ")
}

func rowsOfSheet(places []intake.Place) string {
	if len(places) == 1 {
		return placeWords(places[0])
	}
	const most = 8
	var numbers []string
	for _, p := range places[:min(len(places), most)] {
		numbers = append(numbers, fmt.Sprint(p.Row))
	}
	if more := len(places) - most; more > 0 {
		numbers = append(numbers, fmt.Sprintf("%d more", more))
	}
	text := "rows " + rota.ListWords(numbers)
	if s := places[0].Sheet; s != "" {
		text += " of " + s
	}
	return text
}
