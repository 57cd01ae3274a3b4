package web

import (
	"net/http"

	"strikerota/internal/web/form"
)

// An ownKept is what somebody typed on one of their own pages and sent after the session of their
// link had ended. It is in their browser alone: once they have opened the link again, in
// another window, it is offered to them.
type ownKept struct {
	Carried hiddenFields
	Button  Button
}

// endedOwn answers whoever asks for one of their own pages without a link that is open. What they
// had typed comes back.
func (s *Server) endedOwn(v *visit) error {
	if v.c.Request.Method == http.MethodPost && v.c.FullPath() != ownLeavePath {
		held, err := s.typedForm(v, v.c.FullPath())
		if err != nil {
			return err
		}
		if held != "" {
			return s.askOwnLink(v, signInInput{next: ownPath, held: held})
		}
	}
	return s.noLink(v)
}

// askOwnLink asks for the link, and holds what was typed.
func (s *Server) askOwnLink(v *visit, in signInInput) error {
	return s.show(v, "own-link", &ownLinkView{base: s.errorBase(v, "Open your personal link again"),
		Again: &ownKept{Carried: in.hidden(), Button: Button{Text: "I have opened my link: go on", Once: true}}})
}

// ownAgain offers what was typed to whoever had typed it, once they have opened their link again.
func (s *Server) ownAgain(v *visit) error {
	f := v.form()
	in := readSignIn(f)
	if err := f.Done(); err != nil {
		return err
	}
	if in.held == "" {
		return &form.Refused{Field: heldKey}
	}
	if err := s.identifyOwn(v); err != nil {
		return err
	}
	if !v.own.here() {
		return s.askOwnLink(v, in)
	}
	return s.offerHeld(v, in.held, ownPath)
}
