package web

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// wordsField says of words in a reason that are surnames as well that they name nobody there.
const wordsField = "reason-words"

// A reasonBox asks why somebody needs a file that names people, and whether a word in the reason is
// a name; nil while there is none that could be.
type reasonBox struct {
	Textarea
	Ask *Choices
}

func newReasonBox(f *form.Form, label, hint string) reasonBox {
	out := reasonBox{Textarea: textarea(f, reasonField, label, 3).Hinted(strings.TrimSpace(hint + " " + reasonHint))}
	if asked := f.Values(wordsField); len(asked) > 0 {
		ticked := asked[0]
		if len(asked) > 1 {
			ticked = ""
		}
		of := form.New().Set(wordsField, ticked)
		ask := checkboxes(of, wordsField, "Is a resident meant?", []Option{{Value: asked[0], Text: "No: “" + asked[0] + "” is an ordinary word here, and names nobody",
			Hint: "If it does mean somebody, say above why you need the file without it."}})
		ask.Error = f.Error(wordsField)
		out.Ask = &ask
	}
	return out
}

// readReason reads why somebody needs a file that names people. It refuses a reason that plainly names a
// resident of the strike, and asks once where a word in it may be no more than a word.
func (s *Server) readReason(v *visit, strike store.Strike, f *form.Form) (string, error) {
	reason := f.Lines(reasonField, "why you need the file", maxFileReason)
	ticked := form.Choices(f, wordsField, "", f.Values(wordsField))
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
	var doubtful []string
	for _, r := range residents {
		word, plain := nameIn(reason, r.Name)
		if plain {
			f.Fail(reasonField, "The reason holds the name of a resident of this strike. Auditors read it, who see nobody by name: say why you need the file without it")
			f.Set(wordsField)
			return reason, nil
		}
		if word != "" && !slices.Contains(doubtful, word) {
			doubtful = append(doubtful, word)
		}
	}
	slices.Sort(doubtful)
	switch words := strings.Join(doubtful, ", "); {
	case words == "":
		f.Set(wordsField)
	case !slices.Equal(ticked, []string{words}):
		f.Set(wordsField, words, "")
		f.Fail(wordsField, "“"+words+"” may be a resident’s surname. Auditors read the reason, who see nobody by name. Tick that it names nobody, or say why you need the file without it")
	}
	return reason, nil
}

// titles stand before a surname.
var titles = []string{"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame"}

// ordinary are surnames that are words as well, as people type them in reasons: in lower case they name nobody.
var ordinary = strings.Fields("bank banks best black blue bright brown bush case church close cook cross day field fields good grant gray green grey hall hand " +
	"hands head hill holiday hope house hunt key king law light long little love low major march may miller more new north page park pool power price " +
	"read rice rich rose sharp short small south stone street strong summer summers swift ward wards waters west white will winter wise wood woods work worth young")

// nameIn looks for somebody's name in a text. It is plain where the name stands whole, or the surname beside a
// title or a first name; a surname by itself may be a word: it is given.
func nameIn(text, name string) (surname string, plain bool) {
	words, typed := nameWords(strings.ToLower(text)), nameWords(text)
	of := slices.DeleteFunc(nameWords(strings.ToLower(name)), func(w string) bool { return slices.Contains(titles, w) })
	if len(of) == 0 {
		return "", false
	}
	last := of[len(of)-1]
	if before, _, inverted := strings.Cut(strings.ToLower(name), ","); inverted && len(nameWords(before)) > 0 {
		first := nameWords(before)
		last = first[len(first)-1]
	}
	beside := func(i int, with ...string) bool {
		return i >= 0 && i < len(words) && utf8.RuneCountInString(words[i]) > 1 && slices.Contains(with, words[i])
	}
	firsts := slices.DeleteFunc(slices.Clone(of), func(w string) bool { return w == last })
	for i, w := range words {
		if w != last {
			continue
		}
		lower := typed[i] == w
		word := lower && slices.Contains(ordinary, w)
		switch {
		case !word && beside(i-1, titles...), beside(i-1, firsts...), beside(i+1, firsts...):
			return last, true
		case !word && (!lower || utf8.RuneCountInString(w) >= minSurname):
			surname = last
		}
	}
	return surname, false
}

// minSurname is how many letters a surname has that is looked for by itself in lower case: shorter ones are words too.
const minSurname = 4

// nameWords are the words of a text, without what stands between them and without “’s”.
func nameWords(text string) []string {
	text = strings.ReplaceAll(text, "’", "'")
	out := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' })
	for i, w := range out {
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "'S")
		out[i] = strings.Trim(w, "'")
	}
	return slices.DeleteFunc(out, func(w string) bool { return w == "" })
}
