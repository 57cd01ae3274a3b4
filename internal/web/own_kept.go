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
		if kept := s.typedForm(v); len(kept) > 0 {
			return s.askOwnLink(v, signInInput{next: v.c.FullPath(), to: v.c.FullPath(), kept: kept})
		}
	}
	return s.noLink(v)
}

// askOwnLink asks for the link, and holds what was typed.
func (s *Server) askOwnLink(v *visit, in signInInput) error {
	return s.show(v, "own-link", &ownLinkView{base: s.errorBase(v, "Open your personal link again"),
		Again: &ownKept{Carried: in.hidden(), Button: Button{Text: "I have opened my link: go on", Once: true}}})
}

// ownAgain offers what was typed to somebody who has opened their link again.
func (s *Server) ownAgain(v *visit) error {
	f := v.form()
	in := readSignIn(f)
	if err := f.Done(); err != nil {
		return err
	}
	if !ownForm(in.to) || len(in.kept) == 0 {
		return &form.Refused{Field: "to"}
	}
	if err := s.identifyOwn(v); err != nil {
		return err
	}
	if !v.own.here() {
		return s.askOwnLink(v, in)
	}
	return s.show(v, "kept", &keptView{base: s.base(v, "Send it again?"), Action: in.to, Kept: in.kept, Page: in.to,
		Again: Button{Text: "Send what I typed", Once: true}})
}

// ownForm reports whether a path is one that a form of somebody's own pages is sent to.
func ownForm(path string) bool {
	return path == ownDutiesPath || path == ownCoverPath || path == ownOffersPath
}
