package auth

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// dist holds the passwords that many people use, in order, one a line; "make assets" puts
// them there, and a fresh checkout has a placeholder only.
//
//go:embed all:dist
var dist embed.FS

// common is the list, or nothing without assets.
var common = sync.OnceValue(func() []string {
	text, err := dist.ReadFile("dist/common.txt")
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
})

// CommonPasswords is how many passwords are known that many people use: none where "make
// assets" is due.
func CommonPasswords() int { return len(common()) }

func isCommon(word string) bool {
	_, found := slices.BinarySearch(common(), word)
	return found
}

// shortestWord is the fewest characters of a word that a password may not be made of or hold.
const shortestWord = 4

// easy reports whether a password in lower case is one that many people use, or no more
// than two such, with digits and signs in any place around and between: a program that
// guesses tries those first. Digits and signs that stand for letters count as these.
func easy(lower string) bool {
	core := strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	return isCommon(lower) || fewCommon(letters(lower)) || fewCommon(letters(looksLike.Replace(core))) || fewCommon(solid(lower))
}

// looksLike are the signs that people write for letters.
var looksLike = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// words are what a text has of letters side by side.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

// letters are the letters of a text.
func letters(text string) string { return strings.Join(words(text), "") }

// solid is a text without what is neither letter nor digit.
func solid(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "")
}

// mostCommon is how many passwords that many people use are too few to make a good one.
const mostCommon = 2

// fewCommon reports whether a text is made of at most two different common passwords,
// however often each is there.
func fewCommon(text string) bool { return text != "" && made(text, nil) }

// made reports whether the text can be cut into common passwords, of which no more than
// mostCommon are different, and some are given.
func made(text string, given []string) bool {
	cuts := cutsInto(text, given)
	if cuts[len(text)] {
		return true
	}
	if len(given) == mostCommon {
		return false
	}
	for from, cut := range cuts {
		for to := from + shortestWord; cut && to <= len(text); to++ {
			if word := text[from:to]; isCommon(word) && !slices.Contains(given, word) && made(text, append(slices.Clone(given), word)) {
				return true
			}
		}
	}
	return false
}

// cutsInto says of each place in a text whether all before it can be cut into those given.
// It looks at each once: the ways to cut are too many to try, as with two words that are
// of one digit.
func cutsInto(text string, given []string) []bool {
	cuts := make([]bool, len(text)+1)
	cuts[0] = true
	for i := range len(text) {
		for _, word := range given {
			if cuts[i] && strings.HasPrefix(text[i:], word) {
				cuts[i+len(word)] = true
			}
		}
	}
	return cuts
}
