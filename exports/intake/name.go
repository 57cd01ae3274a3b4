package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	nameMarks = strings.NewReplacer("'", "", "-", " ", ",", " ", ";", " ")
	bracketed = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)
	titles    = []string{"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "mr.", "dr.", "mrs.", "ms.", "prof."}
)

// nameWords are the words of a name in small letters, first name first, without title, marks and what stands in brackets.
func nameWords(name string) []string {
	s := plain(unbracketed(bareName(name)))
	if last, first, turned := strings.Cut(s, ","); turned {
		s = first + " " + last
	}
	s = nameMarks.Replace(s)
	var out []string
	for _, w := range strings.Fields(s) {
		if !slices.Contains(titles, w) {
			out = append(out, strings.TrimRight(w, "."))
		}
	}
	return out
}

// nameSigns are marks after a name that point to a note.
var nameSigns = regexp.MustCompile(`\s*[*†‡§¶^¹²³⁰⁴-⁹]+`)

// bareName is a name without marks that point to a note.
func bareName(name string) string {
	if !strings.ContainsAny(name, "*†‡§¶^¹²³⁰⁴⁵⁶⁷⁸⁹") {
		return name
	}
	return nameSigns.ReplaceAllString(name, "")
}

// unbracketed is a text without what stands in brackets.
func unbracketed(text string) string {
	if !strings.ContainsAny(text, "([") {
		return text
	}
	return bracketed.ReplaceAllString(text, " ")
}

// nameKey is a name by which two spellings of it are the same, whichever way round they stand.
func nameKey(name string) string {
	words := nameWords(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// shownName is a name as it is kept: without title, brackets and odd blanks.
func shownName(name string) string {
	words := strings.Fields(tidy(unbracketed(bareName(name))))
	for len(words) > 1 && slices.Contains(titles, strings.ToLower(strings.TrimSuffix(words[0], ","))) {
		words = words[1:]
	}
	for len(words) > 1 && slices.Contains(titles, strings.ToLower(strings.Trim(words[len(words)-1], ",."))) {
		words = words[:len(words)-1]
	}
	return strings.TrimSuffix(strings.Join(words, " "), ",")
}

// mayBeName reports whether a text could name somebody: it has a letter.
func mayBeName(name string) bool { return strings.ContainsFunc(name, unicode.IsLetter) }

// vacant are the texts that stand where nobody is.
var vacant = []string{"vacant", "vacancy", "vacant post", "unfilled", "gap", "tbc", "tba", "tbd", "unallocated", "not filled", "locum required", "locum needed", "no one", "nobody", "none", "n/a", "-", "x", "xx", "xxx"}

// nobodys are the words of an entry for somebody who has no name yet.
var nobodys = []string{"locum", "locums", "agency", "bank", "nhsp", "internal", "external", "shift", "doctor", "dr", "cover", "needed", "required", "tbc", "tba", "vacant", "gap"}

// twoPeople are names of more than one person in a cell.
var twoPeople = regexp.MustCompile(`\pL.*( ?/ ?| & | \+ | and |;).*\pL`)

// twoByComma are two names with a comma between them where each shift has a cell for whoever is on it. It
// may be one long name turned round, and is asked for.
var twoByComma = regexp.MustCompile(`^\pL\S* \pL[^,]*, ?\pL\S* \pL[^,]*$`)

func isVacant(name string) bool {
	key := plain(unbracketed(name))
	if words := strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune(" -/:,", r) }); len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(nobodys, w) }) {
		return true
	}
	return slices.Contains(vacant, key) || strings.HasPrefix(key, "vacant ") || strings.HasPrefix(key, "vacancy ") || strings.HasPrefix(key, "vacant-")
}

// numberKey is an assignment or GMC number without what spreadsheets add or take: an apostrophe, blanks, leading zeros.
func numberKey(number string) string {
	s := strings.ToLower(squeezed(number))
	return strings.TrimLeft(s, "0")
}

func emailKey(email string) string {
	key := plain(email)
	if at := strings.IndexByte(key, '@'); at < 1 || strings.ContainsAny(key, " ") {
		return ""
	}
	return strings.TrimPrefix(key, "mailto:")
}

// onLines are how many lines of a text look like a name of a few words: more than one name in a cell,
// each in a line of its own.
func onLines(text string, words int) int {
	n := 0
	for _, line := range strings.FieldsFunc(unbracketed(text), func(r rune) bool { return r == '\n' || r == '\r' || r == '\v' }) {
		if strings.HasSuffix(strings.TrimSpace(line), ",") || strings.ContainsFunc(line, unicode.IsDigit) {
			continue
		}
		n += count(len(nameWords(line)) >= words && mayBeName(line))
	}
	return n
}
