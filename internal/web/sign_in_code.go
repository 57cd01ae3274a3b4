package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Whoever has a second factor gives a code after the password. Between the two the
// session holds who it is, and is worth nothing else.

const codePath = "/sign-in/code"

// Keys of such a session.
const (
	pendingKey     = "pending"
	pendingMarkKey = "pending-mark"
	pendingAtKey   = "pending-at"
)

// pendingTime is how long after the password the code may come.
const pendingTime = 10 * time.Minute

var codeRoutes = []route{
	{method: get, path: codePath, act: auth.Open, do: (*Server).codePage, password: true},
	{method: post, path: codePath, act: auth.Open, do: (*Server).signInCode, password: true},
}

// A codeView asks for the code.
type codeView struct {
	base
	Code     Input
	Carried  hiddenFields
	Continue Button
}

// hiddenFields is what the pages of a sign-in carry from one to the next, as hidden fields.
type hiddenFields struct {
	Next string
	Lost bool
	Held string
}

func newCodeView(b base, f *form.Form, in signInInput) *codeView {
	b.backTo("Sign in as somebody else", "/sign-in")
	code := codeInput(f, "Code from the app on your phone").Hinted("Six digits. If you do not have your phone, type one of your recovery codes.")
	code.InputMode = "" // a recovery code has letters
	code.Width = 20
	return &codeView{base: b, Code: code, Carried: in.hidden(), Continue: Button{Text: "Continue", Once: true}}
}

// askCode remembers that the password was right, and asks for the code.
func (s *Server) askCode(v *visit, user store.User, in signInInput) error {
	if err := s.sessions.RenewToken(v.ctx()); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	s.sessions.Put(v.ctx(), pendingKey, user.ID)
	s.sessions.Put(v.ctx(), pendingMarkKey, markOf(user))
	s.sessions.Put(v.ctx(), pendingAtKey, s.now().UTC().Format(time.RFC3339))
	return s.show(v, "sign-in-code", newCodeView(s.base(v, "Enter the code"), form.New(), in))
}

// pending is whose code is awaited; rota.ErrNotFound when nobody's is.
func (s *Server) pending(v *visit) (store.User, error) {
	user, err := s.store.UserOfAny(v.ctx(), s.sessions.GetString(v.ctx(), pendingKey))
	if err != nil {
		return store.User{}, err
	}
	at, err := time.Parse(time.RFC3339, s.sessions.GetString(v.ctx(), pendingAtKey))
	if err != nil || s.now().Sub(at) > pendingTime || user.Closed() || s.sessions.GetString(v.ctx(), pendingMarkKey) != markOf(user) {
		return store.User{}, rota.ErrNotFound
	}
	return user, nil
}

func (s *Server) codePage(v *visit) error {
	if _, err := s.pending(v); errors.Is(err, rota.ErrNotFound) {
		return s.redirect(v, "/sign-in")
	} else if err != nil {
		return err
	}
	return s.show(v, "sign-in-code", newCodeView(s.base(v, "Enter the code"), form.New(), signInInput{next: "/"}))
}

func (s *Server) signInCode(v *visit) error {
	f := v.form()
	code := f.Text("code", "the code", 40)
	in := readSignIn(f)
	if err := f.Done(); err != nil {
		return err
	}
	user, err := s.pending(v)
	if errors.Is(err, rota.ErrNotFound) {
		return s.show(v, "sign-in", s.newSignIn(v, form.New(), in))
	}
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	if f.OK() {
		state, err := s.checkCode(v, user, code)
		if err != nil {
			return err
		}
		switch state {
		case codeRight:
			return s.welcome(v, user, in)
		case codeTooOften:
			status = http.StatusTooManyRequests
			f.Fail("code", signInTooOften)
		case codeNoKey:
			f.Fail("code", "Codes from the app cannot be checked at present. Use a recovery code, or ask the person who looks after the planner")
		default:
			if err := s.store.RecordSignIn(v.ctx(), store.Mistaken, user.ID); err != nil {
				return err
			}
			f.Fail("code", "The code is not right, or it has been used. Wait until the app shows the next")
		}
	}
	p := newCodeView(s.base(v, "Enter the code"), f, in)
	p.failed(f)
	return s.showWith(v, status, "sign-in-code", p)
}
