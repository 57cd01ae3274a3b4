package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// What a form held that was sent after its session had ended travels through the
// sign-in page and is offered again after it, to whoever had opened the form and to nobody else.
// Until then it is in the browser alone, sealed, so that the page tells nobody what was typed
// and of whom: the server keeps nothing that somebody sent who is not signed in.

// heldKey is the name of the field with the sealed form on the sign-in page.
const heldKey = "held"

// sealedHeld is what it is sealed for.
const sealedHeld = "form sent after its session"

// heldTime is how long it can be sent again: about a working shift.
const heldTime = 12 * time.Hour

// What whoever has signed in is told in place of a form that is not theirs, or that is too old.
const (
	heldOfAnother = "What had been typed here was somebody else’s and has been deleted"
	heldTooLong   = "What had been typed here could be sent again for 12 hours, and has been deleted. Nothing of it was saved"
)

// A heldForm is such a form.
type heldForm struct {
	Whose string      `json:"whose"` // the mark of who had opened it
	Page  string      `json:"page"`  // where it was
	To    string      `json:"to"`    // where it is sent
	Typed []keptField `json:"typed"`
	At    time.Time   `json:"at"` // when it was sent
}

// whoseMark tells one account, or one who came by a link, from another, and nothing of them.
func whoseMark(account string) string {
	sum := sha256.Sum256([]byte("pages of " + account))
	return hex.EncodeToString(sum[:8])
}

// typedForm reads the form that somebody sent who is not signed in, and seals it: "" when it
// holds a file, is too large, is no form, is a button alone or comes from no page of anybody's.
func (s *Server) typedForm(v *visit, page string) (held string, err error) {
	if s.readBody(v, route{}) != nil {
		return "", nil
	}
	sent := v.c.Request.PostForm
	_, whose, opened := strings.Cut(sent.Get(csrfKey), "-")
	typed := keptFields(sent)
	if !opened || len(typed) == 0 || len(typed) == 1 && typed[0].Name == onceKey {
		return "", nil
	}
	text, err := json.Marshal(heldForm{Whose: whose, Page: page, To: v.c.Request.URL.EscapedPath(), Typed: typed, At: s.now().UTC()})
	if err != nil {
		return "", err
	}
	return s.options.Sealer.Seal(sealedHeld, string(text)), nil
}

// openHeld opens a sealed form for whoever is here now. If it is not theirs it is not given, and refused says why.
func (s *Server) openHeld(v *visit, sealed string) (held heldForm, refused string) {
	text, err := s.options.Sealer.Open(sealedHeld, sealed)
	switch {
	case err != nil || json.Unmarshal([]byte(text), &held) != nil || s.now().Sub(held.At) > heldTime:
		return heldForm{}, heldTooLong
	case held.Whose != whoseMark(v.account()):
		return heldForm{}, heldOfAnother
	}
	return held, ""
}

// askSignIn answers such a form with the sign-in page, with what was typed in it.
func (s *Server) askSignIn(v *visit, held string) error {
	return s.show(v, "sign-in", s.newSignIn(v, form.New(), signInInput{next: "/", held: held}))
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
	return s.offerHeld(v, in.held, "/")
}

// offerHeld does so for whoever is here. Whose it is not is told so on the page start.
func (s *Server) offerHeld(v *visit, sealed, start string) error {
	held, refused := s.openHeld(v, sealed)
	if refused != "" {
		s.notice(v, refused)
		return s.redirect(v, start)
	}
	return s.show(v, "kept", &keptView{base: s.base(v, "Send it again?"), Action: held.To, Kept: held.Typed, Page: held.Page,
		Again: Button{Text: "Send what I typed", Once: true}})
}
