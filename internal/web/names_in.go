package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titles stand before a surname.
var titles = []string{"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame"}

// ordinary are surnames that are words as well, as people type them: in lower case they name nobody.
var ordinary = strings.Fields("bank banks best black blue bright brown bush case church close cook cross day field fields good grant gray green grey hall hand " +
	"hands head hill holiday hope house hunt key king law light long little love low major march may miller more new north page park pool power price " +
	"read rice rich rose sharp short small south stone street strong summer summers swift ward wards waters west white will winter wise wood woods work worth young")

// A typedWord is a word of a text, and where it stands.
type typedWord struct {
	typed, lower string
	from, to     int
}

// typedWords are the words of a text, without what stands between them and without “’s”.
func typedWords(text string) []typedWord {
	var out []typedWord
	add := func(from, to int) {
		w := text[from:to]
		for _, end := range []string{"'s", "’s", "'S", "’S"} {
			w = strings.TrimSuffix(w, end)
		}
		from += len(w) - len(strings.TrimLeft(w, "'’"))
		if w = strings.Trim(w, "'’"); w != "" {
			out = append(out, typedWord{w, strings.ToLower(strings.ReplaceAll(w, "’", "'")), from, from + len(w)})
		}
	}
	start := -1
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\'' || r == '’'
		if inside && start < 0 {
			start = i
		} else if !inside && start >= 0 {
			add(start, i)
			start = -1
		}
	}
	if start >= 0 {
		add(start, len(text))
	}
	return out
}

// A nameHit is where somebody's name stands in a text. It is plain where the name stands whole, or the
// surname beside a title or a first name; a surname by itself may be a word.
type nameHit struct {
	surname  string
	plain    bool
	from, to int
}

// A soughtName is a name to look for: the surname, and what may stand beside it.
type soughtName struct {
	last   string
	firsts []string
}

func soughtOf(name string) soughtName {
	var of []string
	add := func(text string) {
		for _, w := range typedWords(text) {
			if !slices.Contains(titles, w.lower) {
				of = append(of, w.lower)
			}
		}
	}
	if last, first, inverted := strings.Cut(name, ","); inverted && len(typedWords(last)) > 0 {
		name = first + " " + last
	}
	if add(name); len(of) == 0 {
		return soughtName{}
	}
	return soughtName{of[len(of)-1], of[:len(of)-1]}
}

// shortestSurname is how many letters a surname has that is looked for by itself in lower case: shorter ones are words too.
const shortestSurname = 4

// namesWithin looks for somebody's name in a text.
func namesWithin(text, name string) []nameHit {
	sought, words := soughtOf(name), typedWords(text)
	if sought.last == "" {
		return nil
	}
	beside := func(i int, with []string) bool {
		return i >= 0 && i < len(words) && utf8.RuneCountInString(words[i].lower) > 1 && slices.Contains(with, words[i].lower)
	}
	var out []nameHit
	for i, w := range words {
		if w.lower != sought.last {
			continue
		}
		typedLow := w.typed == w.lower
		word := typedLow && slices.Contains(ordinary, w.lower)
		from, to := i, i
		for beside(from-1, sought.firsts) {
			from--
		}
		for beside(to+1, sought.firsts) {
			to++
		}
		plain := to > from
		if beside(from-1, titles) && (plain || !word) {
			from, plain = from-1, true
		}
		if plain || !word && (!typedLow || utf8.RuneCountInString(w.lower) >= shortestSurname) {
			out = append(out, nameHit{sought.last, plain, words[from].from, words[to].to})
		}
	}
	return out
}

// nameIn looks for somebody's name in a text; where it may be a word it gives it, and it is not plain.
func nameIn(text, name string) (surname string, plain bool) {
	for _, hit := range namesWithin(text, name) {
		if hit.plain {
			return hit.surname, true
		}
		surname = hit.surname
	}
	return surname, false
}

// takenOut stands in a text for the name of somebody else.
const takenOut = "[somebody else]"

// firstNamesWithin are where a first name of somebody stands in a text, with a capital.
func firstNamesWithin(text, name string) []nameHit {
	var out []nameHit
	firsts := soughtOf(name).firsts
	for _, w := range typedWords(text) {
		if w.typed != w.lower && utf8.RuneCountInString(w.lower) > 2 && slices.Contains(firsts, w.lower) && !slices.Contains(ordinary, w.lower) {
			out = append(out, nameHit{from: w.from, to: w.to})
		}
	}
	return out
}

// withoutNames takes names out of a text, first names with a capital too, and gives those that were in it.
func withoutNames(text string, names []string) (string, []string) {
	var hits []nameHit
	var found []string
	for _, name := range names {
		of := append(namesWithin(text, name), firstNamesWithin(text, name)...)
		if hits = append(hits, of...); len(of) > 0 {
			found = append(found, name)
		}
	}
	slices.SortFunc(hits, func(a, b nameHit) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	var out strings.Builder
	at := 0
	for _, hit := range hits {
		if hit.from >= at {
			out.WriteString(text[at:hit.from] + takenOut)
		}
		at = max(at, hit.to)
	}
	out.WriteString(text[at:])
	return out.String(), found
}
