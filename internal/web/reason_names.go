package web

import (
	"slices"
	"strings"

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
