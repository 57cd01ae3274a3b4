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

// With a link that an administrator has made somebody chooses their password. Whoever
// has the link may use it once, within a day.

const linkPath = "/sign-in/link"

// linkTime is how long a link is good.
const linkTime = 24 * time.Hour

// passwordSet is where somebody signs in who has chosen a password.
const passwordSet = "/sign-in?set=yes"

var linkRoutes = []route{
	{method: get, path: linkPath + "/:link", act: auth.Open, do: (*Server).linkPage, password: true},
	{method: post, path: linkPath + "/:link", act: auth.Open, do: (*Server).useLink, password: true, again: passwordSet},
}

// A linkView asks for the password.
type linkView struct {
	base
	Action string
	Email  string // whose it is; "" when the link cannot be used
	New    Password
	Save   Button
}

func newLinkView(b base, f *form.Form, user store.User, action string) *linkView {
	return &linkView{base: b, Action: action, Email: user.Email, New: newPasswordBox(f), Save: Button{Text: "Set password", Once: true}}
}

// linked is whose link the address has; a link that cannot be used is no error.
func (s *Server) linked(v *visit) (store.User, error) {
	user, err := s.store.UserOfLink(v.ctx(), auth.HashToken(v.param("link")))
	if errors.Is(err, rota.ErrNotFound) {
		return store.User{}, nil
	}
	return user, err
}

// spentLink answers for a link that cannot be used.
func (s *Server) spentLink(v *visit) error {
	return s.showWith(v, http.StatusNotFound, "link", &linkView{base: s.base(v, "This link cannot be used")})
}

func (s *Server) linkPage(v *visit) error {
	user, err := s.linked(v)
	if err != nil {
		return err
	}
	if user.ID == "" {
		return s.spentLink(v)
	}
	return s.show(v, "link", newLinkView(s.base(v, "Choose your password"), form.New(), user, v.c.Request.URL.EscapedPath()))
}

func (s *Server) useLink(v *visit) error {
	user, err := s.linked(v)
	if err != nil {
		return err
	}
	if user.ID == "" {
		return s.spentLink(v)
	}
	f := v.form()
	fresh := s.readNewPassword(f, user)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "link", newLinkView(s.base(v, "Choose your password"), f, user, v.c.Request.URL.EscapedPath()), f)
	}
	hash, err := s.options.Hasher.Hash(v.ctx(), fresh)
	if err != nil {
		return fmt.Errorf("set a password: %w", err)
	}
	_, err = s.store.UseLink(v.ctx(), auth.HashToken(v.param("link")), hash)
	if errors.Is(err, rota.ErrNotFound) {
		return s.spentLink(v)
	}
	if err != nil {
		return err
	}
	// Whoever was guessing meanwhile does not keep them out.
	s.throttle.Right(user.Email, v.c.ClientIP())
	if err := s.knowBrowser(v, user); err != nil {
		return err
	}
	return s.redirect(v, passwordSet)
}
