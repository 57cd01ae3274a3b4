package web

import (
	"strings"
	"unicode"
)

// A contactPart is a piece of how somebody is reached, as it was entered. Dial is the number
// to ring, "" of a piece that is none.
type contactPart struct{ Text, Dial string }

// Fewer digits than these are a bleep or an extension, more are no telephone number.
const leastDialled, mostDialled = 9, 15

// contactParts finds the telephone numbers in how somebody is reached, so that a phone can ring them.
func contactParts(contact string) []contactPart {
	var out []contactPart
	text := func(s string) {
		if n := len(out); n > 0 && out[n-1].Dial == "" {
			out[n-1].Text += s
		} else if s != "" {
			out = append(out, contactPart{Text: s})
		}
	}
	for contact != "" {
		end := strings.IndexFunc(contact, func(r rune) bool { return !inNumber(r) })
		if end < 0 {
			end = len(contact)
		}
		if end == 0 { // up to where a number may begin: one is no part of a word
			end = strings.IndexFunc(contact, inNumber)
			if end < 0 {
				end = len(contact)
			}
			text(contact[:end])
			contact = contact[end:]
			continue
		}
		run := contact[:end]
		contact = contact[end:]
		number := strings.Trim(afterBleep(run), " .-)")
		dial := dialled(number)
		if dial == "" {
			text(run)
			continue
		}
		before, after, _ := strings.Cut(run, number)
		text(before)
		out = append(out, contactPart{Text: number, Dial: dial})
		text(after)
	}
	return out
}

// afterBleep leaves out a bleep or an extension that stands before a number, with nothing but a space between.
func afterBleep(run string) string {
	if strings.HasPrefix(strings.TrimLeft(run, " ("), "0") || strings.HasPrefix(strings.TrimLeft(run, " ("), "+") {
		return run
	}
	for _, start := range []string{" 0", " (0", " +"} {
		if at := strings.Index(run, start); at >= 0 && dialled(run[at+1:]) != "" {
			return run[at:]
		}
	}
	return run
}

func inNumber(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("+ ()-.", r) }

// dialled are the digits of a number, with a plus before them where it has one; "" of what is none.
func dialled(number string) string {
	number = strings.ReplaceAll(number, "(0)", "") // +44 (0)7700 900123 is rung without it
	var out strings.Builder
	for _, r := range number {
		if r >= '0' && r <= '9' {
			out.WriteRune(r)
		}
	}
	if n := out.Len(); n < leastDialled || n > mostDialled || strings.LastIndex(number, "+") > 0 {
		return ""
	}
	if strings.HasPrefix(number, "+") {
		return "+" + out.String()
	}
	return out.String()
}
