package web

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// minSurname is how many letters a surname has that is refused by itself: shorter ones are words too.
const minSurname = 4

// readReason reads why somebody needs a file that names people. It refuses a reason that holds the name
// of a resident of the strike, or their surname by itself.
func (s *Server) readReason(v *visit, strike store.Strike, f *form.Form) (string, error) {
	reason := f.Lines(reasonField, "why you need the file", maxFileReason)
	switch {
	case f.Error(reasonField) != "":
		return reason, nil
	case reason == "":
		f.Fail(reasonField, "Enter why you need this file")
		return reason, nil
	}
	residents, err := v.store.Residents(v.ctx(), strike.ID)
	if err != nil {
		return reason, err
	}
	if slices.ContainsFunc(residents, func(r store.Resident) bool { return holdsName(reason, r.Name) }) {
		f.Fail(reasonField, "The reason holds the name of a resident of this strike. Auditors read it, who see nobody by name: say why you need the file without it")
	}
	return reason, nil
}

// holdsName reports whether a text holds a name, or the surname of it, as whole words.
func holdsName(text, name string) bool {
	words, of := nameWords(text), nameWords(name)
	if len(of) == 0 {
		return false
	}
	for i := range words {
		if i+len(of) <= len(words) && slices.Equal(words[i:i+len(of)], of) {
			return true
		}
	}
	surname := of[len(of)-1]
	if before, _, inverted := strings.Cut(name, ","); inverted && len(nameWords(before)) > 0 {
		first := nameWords(before)
		surname = first[len(first)-1]
	}
	return utf8.RuneCountInString(surname) >= minSurname && slices.Contains(words, surname)
}

// nameWords are the words of a text in lower case, without what stands between them and without “’s”.
func nameWords(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	out := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' })
	for i, w := range out {
		out[i] = strings.Trim(strings.TrimSuffix(w, "'s"), "'")
	}
	return slices.DeleteFunc(out, func(w string) bool { return w == "" })
}
