package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

var signInRoutes = []route{
	{method: get, path: "/sign-in", act: auth.Open, do: (*Server).signInPage},
	{method: post, path: "/sign-in", act: auth.Open, do: (*Server).signIn, password: true},
	{method: post, path: "/sign-out", act: auth.Self, do: (*Server).signOut, first: true},
	{method: get, path: "/alive", act: auth.Self, do: (*Server).alive, first: true},
}

// The one answer to a wrong e-mail address, a wrong password and an account
// that is closed, so that it does not tell who has an account.
const signInFailed = "The e-mail address or the password is not right"

// What the page says to somebody who sends a form and is not signed in: they may never have been.
const signInLost = "You are not signed in. If you were, you have been signed out since: nothing was done for a while, or you signed out elsewhere. What you had just sent has not been saved. " +
	"After signing in, your browser's Back button may still show what you typed."

const signInTooOften = "There have been too many tries. Wait a few minutes, then try again"

// What the page says when it holds such a form.
const signInKept = "You are not signed in. If you were, you have been signed out since: nothing was done for a while, or you signed out elsewhere. What you had just sent has not been saved, and is not lost: " +
	"sign in with the same account, and you can send it again. If somebody else signs in here, it is deleted."

// What the page says to somebody who has just chosen a password.
const signInSet = "Your password has been set. Sign in with it."

type signInPage struct {
	base
	OpenID    *openIDLink // nil where the trust has no sign-in of its own
	Passwords bool        // whether anybody may have one
	Email     Input
	Password  Password
	Which     *Choices // of several accounts with this address and password; nil for one
	Carried   hiddenFields
	Notice    string // what to say of a form that was not saved, or ""
	Button    Button
	Again     Button // for what was typed, after signing in in another window
}

// A signInInput is what the page carries through a sign-in: where to go, and a form
// that was sent after the session had ended, or that one was and is lost.
type signInInput struct {
	next string
	held string // the form, sealed; "" for none
	lost bool
	set  bool   // a password has just been chosen
	why  string // nobody was signed in by the trust's sign-in
}

// hidden are the fields of it.
func (in signInInput) hidden() hiddenFields {
	return hiddenFields{Next: in.next, Lost: in.lost, Held: in.held}
}

// readSignIn reads what [signInInput.hidden] gives.
func readSignIn(f *form.Form) signInInput {
	return signInInput{next: localPath(f.Optional("next", "the page", 500)), held: f.Secret(heldKey),
		lost: f.Optional("lost", "whether something was lost", 10) != ""}
}

// newSignIn is the page with the ways of signing in that there are.
func (s *Server) newSignIn(v *visit, f *form.Form, in signInInput) *signInPage {
	return newSignInPage(s.base(v, "Sign in"), f, in, s.ways())
}

func newSignInPage(b base, f *form.Form, in signInInput, ways signInWays) *signInPage {
	p := &signInPage{base: b, Passwords: ways.passwords, Email: input(f, "email", "E-mail address"), Carried: in.hidden(),
		Password: password(f, "password", "Password", "current-password"), Button: Button{Text: "Sign in", Once: true},
		Again: Button{Text: "I have signed in: go on", Variant: "secondary"}}
	p.Email.Type, p.Email.Autocomplete = "email", "username"
	switch {
	case in.held != "":
		p.Notice = signInKept
	case in.lost:
		p.Notice = signInLost
	case in.set:
		p.Notice = signInSet
	}
	if ways.openID == "" {
		return p
	}
	p.OpenID = newOpenIDLink(ways.openID, in)
	if words := openIDWords(in.why, ways.openID); words != "" {
		f.Fail("openid", words)
		p.failed(f)
	}
	return p
}

func (s *Server) signInPage(v *visit) error {
	if v.user.ID != "" {
		return s.redirect(v, "/")
	}
	return s.show(v, "sign-in", s.newSignIn(v, form.New(), signInInput{next: localPath(v.query("next")), lost: v.query("lost") != "", set: v.query("set") != "", why: v.query("why")}))
}

func (s *Server) signIn(v *visit) error {
	f := v.form()
	email := f.Text("email", "your e-mail address", 200)
	secret := f.Secret("password")
	account := f.Optional(accountKey, "the account", 40)
	in := readSignIn(f)
	if err := f.Done(); err != nil {
		return err
	}
	if secret == "" {
		f.Fail("password", "Enter your password")
	}
	status := http.StatusUnprocessableEntity
	if f.OK() {
		right, err := s.checkPassword(v, email, secret)
		user, sure := chosenAccount(right, account)
		if err == nil && !sure {
			return s.askWhich(v, f, in, right)
		}
		if err == nil && user.Factor != "" {
			return s.askCode(v, user, in)
		}
		if err == nil {
			return s.welcome(v, user, in)
		}
		if !errors.Is(err, errSignIn) && !errors.Is(err, errTooOften) {
			return err
		}
		text := signInFailed
		if errors.Is(err, errTooOften) {
			text, status = signInTooOften, http.StatusTooManyRequests
		}
		f.FailAt("email", "email", text)
	}
	p := s.newSignIn(v, f, in)
	p.failed(f)
	return s.showWith(v, status, "sign-in", p)
}

var (
	errSignIn   = errors.New("sign-in failed")
	errTooOften = errors.New("too many tries at signing in")
)

// welcome starts a session.
func (s *Server) welcome(v *visit, user store.User, in signInInput) error {
	if err := s.begin(v, user); err != nil {
		return err
	}
	if user.Subject == "" {
		if err := errors.Join(s.knowBrowser(v, user), s.store.RecordSignIn(v.ctx(), store.CameIn, user.ID)); err != nil {
			return err
		}
	}
	if s.options.SignedIn != nil {
		if err := s.options.SignedIn(user.ID); err != nil {
			return err
		}
	}
	if in.held != "" {
		return s.offerAgain(v, user, in)
	}
	return s.redirect(v, in.next)
}

func (s *Server) signOut(v *visit) error {
	if err := v.form().Done(); err != nil {
		return err
	}
	if err := s.store.RecordSignIn(v.ctx(), store.Left, v.user.ID); err != nil {
		return err
	}
	return s.leave(v)
}

// alive answers a page on which somebody types, so that the session does not end
// under them: every request of a session puts off its end.
func (s *Server) alive(v *visit) error {
	v.c.Status(http.StatusNoContent)
	v.c.Writer.WriteHeaderNow()
	return nil
}

// localPath is a path of this server, or "/" for anything that could lead elsewhere.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
