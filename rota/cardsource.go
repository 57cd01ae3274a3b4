package rota

import (
	"cmp"
	"strings"
)

// SourceOf is where rates come from that a file has brought in, in at most 200
// letters: the file, who brought it in and when, and what else there is to say.
func SourceOf(file, by, before string) string {
	words := cmp.Or(file, "Pasted rows")
	if by != "" {
		words += ", brought in by " + by
	}
	if before != "" {
		words += ". " + before
	}
	return ShortenedTo(words, 200)
}

// ShortenedTo is a text of at most so many letters. A longer one is cut at the end
// of a word and ends in an ellipsis.
func ShortenedTo(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	cut := most - 1
	for i := cut; i > most/2; i-- {
		if letters[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(letters[:cut]), " ,;.") + "…"
}
