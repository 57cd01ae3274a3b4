package web

import (
	"fmt"
	"net/http"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// checkPassword gives the accounts that the address and the password open: the same person may have one in
// several trusts. It takes as long for an address that has one, several or none, so it does not tell a
// trust what another has.
func (s *Server) checkPassword(v *visit, email, secret string) ([]store.User, error) {
	users, err := s.store.UsersByEmail(v.ctx(), email)
	if err != nil {
		return nil, err
	}
	browser, err := s.knownBrowser(v, users)
	if err != nil {
		return nil, err
	}
	allowed := browser != "" && s.throttle.AllowBrowser(browser) || browser == "" && s.throttle.Allow(email, v.c.ClientIP())
	if !allowed {
		return nil, errTooOften
	}
	right, err := s.opened(v, users, secret)
	if err != nil {
		return nil, err
	}
	if len(right) == 0 {
		if err := s.store.RecordMistaken(v.ctx(), users); err != nil {
			return nil, err
		}
		return nil, errSignIn
	}
	if browser != "" {
		s.throttle.RightBrowser(browser)
	} else {
		s.throttle.Right(email, v.c.ClientIP())
	}
	return right, nil
}

// opened are the accounts that the password opens. As many are checked as an address may have.
func (s *Server) opened(v *visit, users []store.User, secret string) (right []store.User, err error) {
	trusts, err := s.store.Trusts(v.ctx())
	if err != nil {
		return nil, err
	}
	for i := range checksOf(len(trusts), len(users)) {
		var user store.User
		if i < len(users) {
			user = users[i]
		}
		ok, err := s.options.Hasher.Check(v.ctx(), user.PasswordHash, secret)
		if err != nil {
			return nil, fmt.Errorf("check a password: %w", err)
		}
		if ok && !user.Closed() {
			right = append(right, user)
		}
	}
	return right, nil
}

// checksOf is how many passwords are checked at a sign-in: as many as an address may have accounts, however many it has.
func checksOf(trusts, accounts int) int {
	if trusts > 1 {
		trusts++ // one that sees what every trust has published
	}
	return max(trusts, accounts)
}

// accountKey says, in a form, which of several accounts somebody signs in with.
const accountKey = "account"

// chosenAccount is the account that somebody signs in with, and whether it is known.
func chosenAccount(right []store.User, id string) (store.User, bool) {
	for _, u := range right {
		if u.ID == id || len(right) == 1 {
			return u, true
		}
	}
	return store.User{}, len(right) == 0
}

// askWhich asks somebody whose address and password open several accounts which it is.
func (s *Server) askWhich(v *visit, f *form.Form, in signInInput, right []store.User) error {
	var options []Option
	for _, u := range right {
		if err := s.learnTrusts(v.ctx(), u.Trust); err != nil {
			return err
		}
		text := s.trustName(u.Trust)
		if u.Role == string(auth.Group) {
			text = "What every trust has published"
		}
		options = append(options, Option{Value: u.ID, Text: text})
	}
	f.Fail(accountKey, "Choose which account, and enter the password again")
	which := radios(f, accountKey, "Your accounts with this password", options)
	p := s.newSignIn(v, f, in)
	p.Which = &which
	p.failed(f)
	return s.showWith(v, http.StatusUnprocessableEntity, "sign-in", p)
}
