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

// letters are the letters of a text, with a space for whatever is between them.
func letters(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
}

// solid is a text without what is neither letter nor digit.
func solid(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "")
}

// mostCommon is how many passwords that many people use are too few to make a good one.
const mostCommon = 2

// fewCommon reports whether a text is made of at most two different common passwords,
// however often each is there.
func fewCommon(text string) bool {
	text = strings.ReplaceAll(text, " ", "")
	return text != "" && made(text, nil)
}

// made reports whether the text can be cut into common passwords, of which no more than
// mostCommon are different, given those that were cut off before it.
func made(text string, before []string) bool {
	if text == "" {
		return true
	}
	for _, word := range before {
		if rest, ok := strings.CutPrefix(text, word); ok && made(rest, before) {
			return true
		}
	}
	if len(before) == mostCommon {
		return false
	}
	for n := shortestWord; n <= len(text); n++ {
		if word := text[:n]; isCommon(word) && !slices.Contains(before, word) && made(text[n:], append(slices.Clone(before), word)) {
			return true
		}
	}
	return false
}
