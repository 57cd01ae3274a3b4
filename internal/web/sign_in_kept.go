package web

import (
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// What a form held that was sent after its session had ended travels through the
// sign-in page and is offered again after it. Until then it is in the browser alone:
// the server keeps nothing that somebody sent who is not signed in.

// keptPrefix begins the names of such fields on the sign-in page.
const keptPrefix = "kept."

// typedForm reads the form that somebody sent who is not signed in: nothing when it
// holds a file, is too large, is no form or is a button alone.
func (s *Server) typedForm(v *visit) []keptField {
	if err := s.readBody(v, route{}); err != nil {
		return nil
	}
	kept := keptFields(v.c.Request.PostForm)
	if len(kept) == 1 && kept[0].Name == onceKey {
		return nil
	}
	return kept
}

// askSignIn answers such a form with the sign-in page, with what was typed in it.
func (s *Server) askSignIn(v *visit, kept []keptField) error {
	p := s.newSignIn(v, form.New(), signInInput{next: s.pageOf(v), to: v.c.Request.URL.EscapedPath(), kept: kept})
	return s.show(v, "sign-in", p)
}

// readKept reads what was typed before from the form of the sign-in page.
func readKept(f *form.Form) []keptField {
	var out []keptField
	names := f.Names(keptPrefix)
	slices.Sort(names)
	for _, name := range names {
		for _, value := range form.Choices(f, name, "", f.Values(name)) {
			out = append(out, keptField{strings.TrimPrefix(name, keptPrefix), value})
		}
	}
	return out
}

// A keptView offers what was typed before the session ended to somebody who has
// signed in again.
type keptView struct {
	base
	Action string
	Kept   []keptField
	Again  Button
	Page   string
}

// offerAgain shows what was typed, with a button that sends it. It answers the sign-in
// itself, since nothing of it is kept that another address could show.
func (s *Server) offerAgain(v *visit, user store.User, in signInInput) error {
	if err := s.signedIn(v, user); err != nil {
		return err
	}
	p := &keptView{base: s.base(v, "Send it again?"), Action: in.to, Kept: in.kept, Page: in.next,
		Again: Button{Text: "Send what I typed", Once: true}}
	return s.show(v, "kept", p)
}
