package openid

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// LogoutPath is where the provider tells the planner, from server to server, that somebody
// has signed out elsewhere. It has to be known to it as the back-channel logout URI.
const LogoutPath = "/sign-in/openid/signed-out"

// A Logout says whose sessions are over: by their subject, by a session at the provider, or
// by both.
type Logout struct {
	Issuer, Subject string
	Session         string // sid, or ""
	ID              string // of the token, which counts once
	Expires         time.Time
}

// logoutEvent is what a token is known by to be of this kind.
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// How long a token holds after it was made, and by how much the provider's clock may differ.
const (
	logoutLife = 10 * time.Minute
	logoutSkew = time.Minute
)

// Logout checks a token that says that somebody has signed out (OpenID Connect Back-Channel
// Logout 1.0, section 2.6): its signature, issuer, audience and times, that it is of this kind
// and not one that says who somebody is, and that it says whose sessions are over. Whether it
// was used before is for the caller to know. It is [ErrRefused], or [ErrUnreachable] when the
// provider's keys cannot be had.
func (p *Provider) Logout(ctx context.Context, raw string) (Logout, error) {
	has, err := p.known(ctx)
	if err != nil {
		return Logout{}, err
	}
	if err := logoutType(raw); err != nil {
		return Logout{}, err
	}
	verifier := has.provider.Verifier(&oidc.Config{ClientID: p.options.ClientID, SupportedSigningAlgs: algorithms, Now: p.options.Now})
	token, err := verifier.Verify(oidc.ClientContext(ctx, p.client), raw)
	if err != nil {
		return Logout{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	var claims map[string]json.RawMessage
	var c struct {
		ID      string                     `json:"jti"`
		Session string                     `json:"sid"`
		Made    json.Number                `json:"iat"`
		Events  map[string]json.RawMessage `json:"events"`
	}
	if token.Claims(&claims) != nil || token.Claims(&c) != nil {
		return Logout{}, fmt.Errorf("%w: what it says cannot be read", ErrRefused)
	}
	var event map[string]json.RawMessage
	_, nonce := claims["nonce"]
	now := p.options.Now()
	switch {
	case json.Unmarshal(c.Events[logoutEvent], &event) != nil || event == nil:
		return Logout{}, fmt.Errorf("%w: it does not say that somebody has signed out", ErrRefused)
	case nonce:
		return Logout{}, fmt.Errorf("%w: it is of an attempt to sign in", ErrRefused)
	case c.Made == "" || token.IssuedAt.After(now.Add(logoutSkew)) || now.Sub(token.IssuedAt) > logoutLife:
		return Logout{}, fmt.Errorf("%w: it was not made just now", ErrRefused)
	case c.ID == "" || len(c.ID) > maxSubject:
		return Logout{}, fmt.Errorf("%w: it has no id", ErrRefused)
	case token.Subject == "" && c.Session == "", len(token.Subject) > maxSubject, len(c.Session) > maxSubject:
		return Logout{}, fmt.Errorf("%w: it does not say whose sessions are over", ErrRefused)
	}
	return Logout{Issuer: token.Issuer, Subject: token.Subject, Session: c.Session, ID: c.ID, Expires: now.Add(logoutLife + logoutSkew)}, nil
}

// logoutType refuses a token that says that it is of another type. Many providers say none.
func logoutType(raw string) error {
	head, _, _ := strings.Cut(raw, ".")
	text, err := base64.RawURLEncoding.DecodeString(head)
	var h struct {
		Type string `json:"typ"`
	}
	if err != nil || json.Unmarshal(text, &h) != nil {
		return fmt.Errorf("%w: it is no token", ErrRefused)
	}
	switch strings.TrimPrefix(strings.ToLower(h.Type), "application/") {
	case "", "jwt", "logout+jwt":
		return nil
	}
	return fmt.Errorf("%w: it is a token of another type", ErrRefused)
}
