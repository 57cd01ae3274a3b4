package intake

import (
	"slices"
	"strconv"
	"strings"
)

// likest is the known name that a text most likely stands for, or "" when none or several are near.
func likest(text string, known []string) string {
	if name := synonym(text, known); name != "" {
		return name
	}
	best, second, name := 0, 0, ""
	for _, k := range known {
		switch n := likeness(text, k); {
		case n > best:
			best, second, name = n, best, k
		case n > second:
			second = n
		}
	}
	if best < 60 || second > best-10 && best < 100 {
		return ""
	}
	return name
}

// synonyms are names that hospitals have for one place.
var synonyms = [][]string{
	{"labour ward", "delivery suite", "central delivery suite", "delivery unit", "cds", "delivery ward"},
	{"emergency department", "ed", "a&e", "a & e", "accident and emergency", "accident & emergency", "ae"},
	{"intensive care unit", "icu", "itu", "intensive care", "critical care", "critical care unit", "ccu/itu", "adult critical care"},
	{"nicu", "neonatal unit", "neonatal intensive care", "neonatal intensive care unit", "neonates", "nnu"},
	{"acute medical unit", "amu", "medical assessment unit", "acute medicine", "acute admissions unit"},
	{"surgical assessment unit", "sau", "surgical admissions unit"},
}

// synonym is the one known name that is another for the same place.
func synonym(text string, known []string) string {
	for _, group := range synonyms {
		if !slices.Contains(group, plain(text)) {
			continue
		}
		var same []string
		for _, k := range known {
			if slices.Contains(group, plain(k)) && plain(k) != plain(text) {
				same = append(same, k)
			}
		}
		if len(same) == 1 {
			return same[0]
		}
	}
	return ""
}

// likeness says in percent how likely two names mean the same: letter by letter, as initials, or by shortened words.
func likeness(a, b string) int {
	if len(a) > maxLike || len(b) > maxLike {
		return 0
	}
	x, y := tokens(unbracketed(a)), tokens(unbracketed(b))
	s, t := strings.Join(x, ""), strings.Join(y, "")
	switch {
	case s == "" || t == "":
		return 0
	case s == t:
		return 100
	case neverOne(x, y):
		return 0
	case len(x) == 1 && isInitials(s, y), len(y) == 1 && isInitials(t, x):
		return 85
	case len(x) == 1 && beginsInitials(s, y), len(y) == 1 && beginsInitials(t, x):
		return 70
	}
	if slip(s, t) {
		longest := max(len(s), len(t))
		return max(100*(longest-2*distance(s, t))/longest, shortened(x, y))
	}
	return shortened(x, y)
}

// slip reports whether two texts are a slip of the pen apart.
func slip(a, b string) bool {
	n := min(len(a), len(b))
	return n > 4 && a[0] == b[0] && distance(a, b) <= 1+count(n > 7)
}

// opposites are words that are nearly alike, or stand in nearly the same names, and never mean the same.
var opposites = [][]string{
	{"north", "south", "east", "west"}, {"northern", "southern", "eastern", "western"}, {"upper", "lower"}, {"male", "female"}, {"inpatient", "outpatient"},
	{"adult", "adults", "paediatric", "paediatrics", "children", "childrens"}, {"antenatal", "postnatal"}, {"prenatal", "postnatal"}, {"medical", "surgical"},
	{"medicine", "surgery"}, {"haematology", "hepatology"}, {"nephrology", "neurology", "urology"}, {"neurology", "neurosurgery"}, {"cardiology", "radiology"},
	{"green", "grey", "red", "blue", "yellow"}, {"day", "night"}, {"elective", "emergency"},
}

// neverOne reports whether two names are those of different places: another number or
// letter, or a word in one that is the opposite of a word in the other.
func neverOne(x, y []string) bool {
	only := func(a, b []string, is func(string) bool) bool {
		return slices.ContainsFunc(a, func(w string) bool { return is(w) && !slices.Contains(b, w) })
	}
	if !slices.Equal(numbered(x), numbered(y)) {
		return true
	}
	letter := func(w string) bool { return len(w) == 1 && !numeric(w) }
	if only(x, y, letter) && only(y, x, letter) {
		return true
	}
	return slices.ContainsFunc(opposites, func(group []string) bool {
		in := func(w string) bool { return slices.Contains(group, w) }
		return only(x, y, in) && only(y, x, in)
	})
}

// numbered are the numbers of a name, each with the letter behind it: 31, 3a.
func numbered(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case !numeric(w):
			continue
		case i+1 < len(words) && len(words[i+1]) == 1 && !numeric(words[i+1]):
			w += words[i+1]
		}
		out = append(out, strings.TrimLeft(w, "0"))
	}
	slices.Sort(out)
	return out
}

// maxLike is how long names may be that are compared letter by letter, in bytes.
const maxLike = 120

// isInitials reports whether a word is the first letters of others.
func isInitials(word string, of []string) bool {
	if len(of) < 2 || len(word) != len(of) {
		return false
	}
	for i, w := range of {
		if w[0] != word[i] {
			return false
		}
	}
	return true
}

// beginsInitials reports whether a word is the first letters of at least three others and one more: NICU is neonatal intensive care unit.
func beginsInitials(word string, of []string) bool {
	return len(of) >= 3 && len(word) == len(of)+1 && isInitials(word[:len(of)], of)
}

// shortened compares word by word: each of the fewer must be the start of one of the others, numbers whole.
func shortened(x, y []string) int {
	if len(x) > len(y) {
		x, y = y, x
	}
	used := make([]bool, len(y))
	hit, numbers, strange := 0, 0, 0
	letter := false // one letter stands for a word
	for _, w := range x {
		found := -1
		for j, v := range y {
			if !used[j] && begins(w, v) {
				found, letter = j, letter || w != v && min(len(w), len(v)) == 1
				break
			}
		}
		if found < 0 {
			if numeric(w) {
				return 0
			}
			strange++
			continue
		}
		used[found] = true
		hit++
		if numeric(w) {
			numbers++
		}
	}
	for j, v := range y {
		if !used[j] && numeric(v) {
			return 0 // another number is another ward
		}
	}
	if (strange > 0 || letter) && numbers == 0 {
		return 0 // each has a word that the other lacks, or a letter for it, and no number says that they are one
	}
	return 95 * (2*hit - (len(y)-hit)/2) / (len(x) + len(y) - (len(y)-hit)/2 + (len(y)-hit)/2)
}

func begins(w, v string) bool {
	if numeric(w) || numeric(v) {
		return w == v
	}
	return strings.HasPrefix(v, w) || strings.HasPrefix(w, v) || slip(w, v)
}

func numeric(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// distance is how many letters must be changed, added, taken away or swapped to make one text of the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := range x {
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			rows[i+1][j+1] = min(rows[i][j+1]+1, rows[i+1][j]+1, rows[i][j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				rows[i+1][j+1] = min(rows[i+1][j+1], rows[i-1][j-1]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func itoa(n int) string { return strconv.Itoa(n) }
