package web

import (
	"net/http"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// A browser in which somebody has signed in keeps a random text that says no more than
// that. Guessing at their account elsewhere then cannot keep them out.

// knownTime is how long such a browser is known.
const knownTime = 180 * 24 * time.Hour

// maxToken is the longest text that is looked for.
const maxToken = 64

func (s *Server) knownName() string {
	if s.options.Secure {
		return "__Host-strikerota-known"
	}
	return "strikerota-known"
}

// knownToken is what the browser keeps, or "".
func (s *Server) knownToken(v *visit) string {
	c, err := v.c.Request.Cookie(s.knownName())
	if err != nil || len(c.Value) > maxToken {
		return ""
	}
	return c.Value
}

// browserUsers are the ids of those who have signed in with the browser that keeps the text.
func (s *Server) browserUsers(v *visit, token string) ([]string, error) {
	if token == "" {
		return nil, nil
	}
	return s.store.BrowserUsers(v.ctx(), auth.HashToken(token))
}

// knownBrowser is what the tries of a person with these accounts count under in this browser, if they
// have signed in with it, or "".
func (s *Server) knownBrowser(v *visit, accounts []store.User) (string, error) {
	token := s.knownToken(v)
	users, err := s.browserUsers(v, token)
	if err != nil {
		return "", err
	}
	for _, a := range accounts {
		if slices.Contains(users, a.ID) {
			return a.ID + " " + auth.HashToken(token), nil
		}
	}
	return "", nil
}

// knowBrowser keeps that the person has signed in with this browser. Several people may
// share one: it keeps one text for all of them.
func (s *Server) knowBrowser(v *visit, user store.User) error {
	token := s.knownToken(v)
	users, err := s.browserUsers(v, token)
	if err != nil {
		return err
	}
	if len(users) == 0 {
		token, _ = auth.NewToken()
	}
	expires := s.now().Add(knownTime)
	if err := s.store.Of(user.Trust).KnowBrowser(v.ctx(), user.ID, auth.HashToken(token), expires); err != nil {
		return err
	}
	http.SetCookie(v.c.Writer, &http.Cookie{Name: s.knownName(), Value: token, Path: "/", MaxAge: int(knownTime / time.Second), // #nosec G124 -- Secure wherever the planner is served by TLS
		Secure: s.options.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return nil
}
