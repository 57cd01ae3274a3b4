package intake

import "strings"

// likest is the known name that a text most likely stands for, or "" when none or several are near.
func likest(text string, known []string) string {
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

// likeness says in percent how likely two names mean the same: letter by letter, as initials, or by shortened words.
func likeness(a, b string) int {
	x, y := tokens(bracketed.ReplaceAllString(a, " ")), tokens(bracketed.ReplaceAllString(b, " "))
	s, t := strings.Join(x, ""), strings.Join(y, "")
	switch {
	case s == "" || t == "":
		return 0
	case s == t:
		return 100
	case len(x) == 1 && isInitials(s, y), len(y) == 1 && isInitials(t, x):
		return 85
	}
	longest := max(len(s), len(t))
	letters := 100 * (longest - distance(s, t)) / longest
	return max(letters, shortened(x, y))
}

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

// shortened compares word by word: each of the fewer must be the start of one of the others, numbers whole.
func shortened(x, y []string) int {
	if len(x) > len(y) {
		x, y = y, x
	}
	used := make([]bool, len(y))
	hit := 0
	for _, w := range x {
		found := -1
		for j, v := range y {
			if !used[j] && begins(w, v) {
				found = j
				break
			}
		}
		if found < 0 {
			if numeric(w) {
				return 0
			}
			continue
		}
		used[found] = true
		hit++
	}
	for j, v := range y {
		if !used[j] && numeric(v) {
			return 0 // another number is another ward
		}
	}
	return 95 * (2*hit - (len(y)-hit)/2) / (len(x) + len(y) - (len(y)-hit)/2 + (len(y)-hit)/2)
}

func begins(w, v string) bool {
	if numeric(w) || numeric(v) {
		return w == v
	}
	return strings.HasPrefix(v, w) || strings.HasPrefix(w, v) || len(w) > 4 && len(v) > 4 && distance(w, v) <= 2
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
