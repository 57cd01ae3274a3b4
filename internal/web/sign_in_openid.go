package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/auth/openid"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Somebody may sign in with the account that they have at the trust: a link leads to the
// provider, which sends them back with an answer. It is a link and no form, since the
// policy of our pages lets no form lead elsewhere.

const (
	openIDPath    = "/sign-in/openid"
	openIDOutPath = "/sign-in/openid/out"
	againPath     = "/sign-in/again"
)

var openIDRoutes = []route{
	{method: get, path: openIDPath, act: auth.Open, do: (*Server).startOpenID},
	{method: get, path: openid.BackPath, act: auth.Open, do: (*Server).finishOpenID},
	{method: get, path: openIDOutPath, act: auth.Open, do: (*Server).leaveOpenID},
	{method: post, path: openid.LogoutPath, act: auth.Open, do: (*Server).signedOutElsewhere},
	{method: post, path: againPath, act: auth.Open, do: (*Server).signedInAgain},
}

// openIDTime is how long somebody may take at the provider.
const openIDTime = 15 * time.Minute

// sealedOpenID is what the attempt that a browser keeps is sealed for.
const sealedOpenID = "sign-in by openid"

// An openIDAttempt is kept, sealed, in the browser that began it.
type openIDAttempt struct {
	openid.Attempt
	Next string    `json:"next"`
	At   time.Time `json:"at"`
}

// Why nobody was signed in, in the address of the sign-in page.
const (
	openIDDown    = "down"
	openIDDenied  = "denied"
	openIDFactor  = "factor"
	openIDGroup   = "group"
	openIDTrust   = "trust"
	openIDRefused = "refused"
)

// openIDWords say why, to the person. Name is how the trust's sign-in is called.
func openIDWords(why, name string) string {
	switch why {
	case openIDDown:
		return "Signing in with " + name + " does not work at present: it does not answer. Try again in a few minutes. Whoever is signed in already can go on"
	case openIDDenied:
		return "You have not been signed in: signing in with " + name + " was stopped, or was not allowed there. Try again"
	case openIDFactor:
		return "You have not been signed in: it was not shown that you used a second factor, such as a code from your phone, and the planner needs that. Sign out of " + name + ", then try again with your second factor"
	case openIDGroup:
		return "You have shown who you are, but you may not use the planner: you are in none of the groups that have been given a role in it, or your account here is closed. Ask the person who looks after the planner at your trust to have you added to the right group"
	case openIDTrust:
		return "You have shown who you are, but several trusts share this planner and it has not been set up which one you are of. Ask the person who looks after the planner"
	case openIDRefused:
		return "You have not been signed in: this attempt was broken off or took too long. Try again. If it happens again, tell the person who looks after the planner at your trust"
	}
	return ""
}

// An openIDLink is the way to the provider on the sign-in page.
type openIDLink struct {
	Button Button
	Apart  bool // in another window, so that what was typed stays in this one
}

func newOpenIDLink(name string, in signInInput) *openIDLink {
	to := openIDPath
	if in.next != "/" && in.held == "" {
		to += "?" + url.Values{"next": {in.next}}.Encode()
	}
	return &openIDLink{Button: Button{Text: "Sign in with " + name, Href: to}, Apart: in.held != ""}
}

func (s *Server) openIDCookie() string {
	if s.options.Secure {
		return "__Host-strikerota-openid"
	}
	return "strikerota-openid"
}

// keepAttempt has the browser keep what is sealed; "" has it forget.
func (s *Server) keepAttempt(v *visit, sealed string) {
	age := int(openIDTime / time.Second)
	if sealed == "" {
		age = -1
	}
	http.SetCookie(v.c.Writer, &http.Cookie{Name: s.openIDCookie(), Value: sealed, Path: "/", MaxAge: age, // #nosec G124 -- Secure wherever the planner is served by TLS
		Secure: s.options.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// attempt is what the browser keeps; the zero attempt, which no answer fits, when there is
// none or it is too old.
func (s *Server) attempt(v *visit) openIDAttempt {
	c, err := v.c.Request.Cookie(s.openIDCookie())
	if err != nil {
		return openIDAttempt{}
	}
	var a openIDAttempt
	text, err := s.options.Sealer.Open(sealedOpenID, c.Value)
	if err != nil || json.Unmarshal([]byte(text), &a) != nil || s.now().Sub(a.At) > openIDTime {
		return openIDAttempt{}
	}
	return a
}

// startOpenID sends somebody to the provider.
func (s *Server) startOpenID(v *visit) error {
	next := localPath(v.query("next"))
	switch {
	case v.user.ID != "":
		return s.redirect(v, next)
	case s.options.OpenID == nil:
		return s.redirect(v, "/sign-in")
	}
	begun, address, err := s.options.OpenID.Begin(v.ctx())
	if err != nil {
		return s.notSignedIn(v, next, err)
	}
	text, err := json.Marshal(openIDAttempt{Attempt: begun, Next: next, At: s.now().UTC()})
	if err != nil {
		return err
	}
	s.keepAttempt(v, s.options.Sealer.Seal(sealedOpenID, string(text)))
	return s.redirect(v, address)
}

// finishOpenID takes the provider's answer.
func (s *Server) finishOpenID(v *visit) error {
	if s.options.OpenID == nil {
		return s.redirect(v, "/sign-in")
	}
	a := s.attempt(v)
	s.keepAttempt(v, "")
	next := localPath(a.Next)
	who, err := s.options.OpenID.Finish(v.ctx(), a.Attempt, v.c.Request.URL.Query())
	if err != nil && !errors.Is(err, openid.ErrNoRole) {
		return s.notSignedIn(v, next, err)
	}
	trust, err := s.trustCalled(v.ctx(), who.Trust)
	if err == nil && trust == 0 && who.Trust != "" {
		err = store.ErrNoTrust
	}
	if errors.Is(err, store.ErrNoTrust) {
		return s.notSignedIn(v, next, err)
	}
	if err != nil {
		return err
	}
	user, err := s.store.SignIn(v.ctx(), store.Identity{Trust: trust, Issuer: who.Issuer, Subject: who.Subject, Name: who.Name, Email: who.Email, Role: string(who.Role), Services: groupServices(who), Session: who.Session})
	switch {
	case errors.Is(err, rota.ErrForbidden):
		return s.notSignedIn(v, next, openid.ErrNoRole)
	case errors.Is(err, store.ErrNoTrust):
		return s.notSignedIn(v, next, err)
	case err != nil:
		return err
	}
	return s.welcome(v, user, signInInput{next: next})
}

// groupServices are those that a clinical lead sees by their group; all where it does not say.
func groupServices(who openid.Identity) rota.OwnServices {
	if who.Services == "" {
		return rota.EveryService()
	}
	services, _ := rota.NamedServices(strings.Split(who.Services, "\n"))
	return services
}

// notSignedIn leads back to the sign-in page, which says why. What the operator has to
// look into is logged; it names nobody.
func (s *Server) notSignedIn(v *visit, next string, err error) error {
	why := openIDRefused
	switch {
	case errors.Is(err, openid.ErrUnreachable):
		why = openIDDown
	case errors.Is(err, openid.ErrDenied):
		why = openIDDenied
	case errors.Is(err, openid.ErrFactor):
		why = openIDFactor
	case errors.Is(err, openid.ErrNoRole):
		why = openIDGroup
	case errors.Is(err, store.ErrNoTrust):
		why = openIDTrust
	}
	s.log.LogAttrs(v.ctx(), slog.LevelWarn, "not signed in by openid", slog.String("id", v.trace.id), slog.String("error", err.Error()))
	query := url.Values{"why": {why}}
	if next != "/" {
		query.Set("next", next)
	}
	return s.redirect(v, "/sign-in?"+query.Encode())
}

// leaveOpenID has the provider end its own session too. The page of before was a form's
// answer, and no form may lead elsewhere: so this is a page, which the browser leaves at once.
func (s *Server) leaveOpenID(v *visit) error {
	to := ""
	if s.options.OpenID != nil {
		to = s.options.OpenID.SignOut(v.ctx())
	}
	if to == "" {
		return s.redirect(v, "/sign-in")
	}
	v.c.Header("Refresh", "0; url="+to)
	return s.show(v, "signed-out", &signedOutView{base: s.base(v, "Signed out of the planner"), Name: s.options.OpenIDName})
}

// A signedOutView is seen for a moment.
type signedOutView struct {
	base
	Name string
}

// signedInAgain is pressed by somebody who has signed in in another window, and whose
// form was kept in this one.
func (s *Server) signedInAgain(v *visit) error {
	f := v.form()
	in := readSignIn(f)
	if err := f.Done(); err != nil {
		return err
	}
	if v.user.ID == "" || in.held == "" {
		return s.show(v, "sign-in", s.newSignIn(v, form.New(), in))
	}
	return s.offerAgain(v, v.user, in)
}
