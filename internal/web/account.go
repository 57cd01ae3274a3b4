package web

import (
	"fmt"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

const accountPath = "/account"

var accountRoutes = []route{
	{method: get, path: accountPath, act: auth.Self, do: (*Server).accountPage},
	{method: get, path: accountPath + "/password", act: auth.Self, do: (*Server).ownPasswordPage, password: true},
	{method: post, path: accountPath + "/password", act: auth.Self, do: (*Server).changeOwnPassword, password: true},
	{method: post, path: sessionsPath, act: auth.Self, do: (*Server).endOwnSessions},
}

// An accountView is one's own account.
type accountView struct {
	base
	Summary  SummaryList
	Sessions []sessionItem
	EndRest  *Button // nil where somebody is signed in here alone
	EndAll   Button
}

// An accountInput is what the page is made of.
type accountInput struct {
	user      store.User
	codesLeft int
	confirm   string // how an account that waits is confirmed
	ways      signInWays
	sessions  []store.AccountSession
	here      string // which of them this is
}

func newAccountView(b base, in accountInput) *accountView {
	user, ways := in.user, in.ways
	rows := []SummaryRow{
		{Key: "Name", Value: user.Name},
		{Key: "E-mail address", Value: nameOr(user.Email, "Not known here")},
		{Key: "Role", Value: roleWords(user) + waitsWords(user, in.confirm)},
	}
	if user.Subject != "" {
		rows = append(rows, SummaryRow{Key: "Signing in", Value: "With " + ways.of(user) + ". Your password and second factor are kept there, and your role comes from a group there"})
	} else {
		rows = append(rows,
			SummaryRow{Key: "Password", Value: "Set; nobody can read it, here either", Change: accountPath + "/password"},
			SummaryRow{Key: "Second factor", Value: factorWords(user, in.codesLeft), Change: factorPath})
	}
	p := &accountView{base: b, Summary: Summary(rows...), Sessions: sessionItems(in.sessions, in.here),
		EndAll: Button{Text: "Sign out everywhere, here too", Variant: "secondary", Once: true}}
	if len(in.sessions) > 1 {
		p.EndRest = &Button{Text: "Sign out everywhere else", Name: endKey, Value: endOthers, Variant: "secondary", Once: true}
	}
	return p
}

// waitsWords say that an account waits, or are "".
func waitsWords(user store.User, confirm string) string {
	if user.Waits.IsZero() {
		return ""
	}
	return ". Since it sees residents by name, and somebody else made it, made the link for its password or took off its second factor, it opens nothing until it is confirmed. " + confirm
}

// factorWords say what an account has beside its password.
func factorWords(user store.User, codesLeft int) string {
	if user.Factor == "" {
		return "None"
	}
	return "An app on your phone, and " + count(codesLeft, "unused recovery code")
}

func (s *Server) accountPage(v *visit) error {
	in := accountInput{user: v.user, ways: s.ways(), here: v.session}
	var err error
	if in.codesLeft, err = v.store.RecoveriesLeft(v.ctx(), v.user.ID); err != nil {
		return err
	}
	if in.sessions, err = s.sessionsOf(v, v.user); err != nil {
		return err
	}
	if !v.user.Waits.IsZero() {
		if in.confirm, err = s.confirmWords(v, v.user); err != nil {
			return err
		}
	}
	return s.show(v, "account", newAccountView(s.base(v, "Your account"), in))
}

// An ownPasswordView asks for another password of one's own.
type ownPasswordView struct {
	base
	Current, New Password
	Save         Button
}

func newOwnPasswordView(b base, f *form.Form) *ownPasswordView {
	b.backTo("Your account", accountPath)
	return &ownPasswordView{base: b, Current: password(f, "password", "Your password now", "current-password"),
		New: newPasswordBox(f), Save: Button{Text: "Change password", Once: true}}
}

// newPasswordBox is the box for a new password.
func newPasswordBox(f *form.Form) Password {
	p := password(f, "new-password", "New password", "new-password")
	p.Hint = "At least " + strconv.Itoa(auth.MinPassword) + " characters. Three or four words that have nothing to do with each other are easy to remember and hard to guess."
	return p
}

// readNewPassword reads a new password for the account, and says what is wrong with it.
func (s *Server) readNewPassword(f *form.Form, owner store.User) string {
	fresh := f.Secret("new-password")
	if fault := auth.CheckPassword(fresh, auth.Owner{Email: owner.Email, Name: owner.Name, Trust: s.trustName(owner.Trust)}); fresh == "" {
		f.Fail("new-password", "Enter the new password")
	} else if fault != "" {
		f.Fail("new-password", fault)
	}
	return fresh
}

func (s *Server) ownPasswordPage(v *visit) error {
	return s.show(v, "password", newOwnPasswordView(s.base(v, "Change your password"), form.New()))
}

func (s *Server) changeOwnPassword(v *visit) error {
	f := v.form()
	current, fresh := f.Secret("password"), s.readNewPassword(f, v.user)
	if err := f.Done(); err != nil {
		return err
	}
	if err := s.confirm(v, f, current); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "password", newOwnPasswordView(s.base(v, "Change your password"), f), f)
	}
	hash, err := s.options.Hasher.Hash(v.ctx(), fresh)
	if err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	if err := v.store.SetPassword(v.ctx(), v.actor(), v.user.ID, hash); err != nil {
		return err
	}
	if err := s.stay(v); err != nil {
		return err
	}
	s.flash(v, "Your password has been changed. You have been signed out everywhere else")
	return s.redirect(v, accountPath)
}

// confirm checks the password of somebody who is signed in, before what protects the
// account is changed: a screen left open is not enough.
func (s *Server) confirm(v *visit, f *form.Form, typed string) error {
	if typed == "" {
		f.Fail("password", "Enter your password")
		return nil
	}
	if !s.throttle.AllowBrowser("account " + v.user.ID) {
		f.Fail("password", signInTooOften)
		return nil
	}
	right, err := s.options.Hasher.Check(v.ctx(), v.user.PasswordHash, typed)
	if err != nil {
		return fmt.Errorf("check a password: %w", err)
	}
	if !right {
		f.Fail("password", "The password is not right")
		return nil
	}
	s.throttle.RightBrowser("account " + v.user.ID)
	return nil
}
