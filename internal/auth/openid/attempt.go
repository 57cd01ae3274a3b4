package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// An Attempt is one person's try at signing in. Whoever began it keeps it where nobody
// else reads or changes it, until the answer comes.
type Attempt struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// Begin begins an attempt, and gives the address at which the provider asks who it is.
func (p *Provider) Begin(ctx context.Context) (Attempt, string, error) {
	has, err := p.look(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a := Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	asked := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.Verifier), oidc.Nonce(a.Nonce)}
	if len(p.options.Levels) > 0 {
		asked = append(asked, oauth2.SetAuthURLParam("acr_values", strings.Join(p.options.Levels, " ")))
	}
	return a, has.oauth.AuthCodeURL(a.State, asked...), nil
}

// Finish takes the answer to an attempt. With [ErrNoRole] it gives who it is, without a
// role; with any other error nobody.
func (p *Provider) Finish(ctx context.Context, a Attempt, answer url.Values) (Identity, error) {
	code, err := p.answered(a, answer)
	if err != nil {
		return Identity{}, err
	}
	has, err := p.known(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := exchange(ctx, has.oauth, code, a.Verifier)
	if err != nil {
		return Identity{}, err
	}
	id, err := p.verify(ctx, has.provider, token, a.Nonce)
	if err != nil {
		return Identity{}, err
	}
	c, err := p.claims(ctx, has.provider, id, token)
	if err != nil {
		return Identity{}, err
	}
	if err := p.strong(c); err != nil {
		return Identity{}, err
	}
	return p.identity(id, c)
}

// answered is the code of an answer that belongs to the attempt.
func (p *Provider) answered(a Attempt, answer url.Values) (code string, err error) {
	if a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(answer.Get("state"))) != 1 {
		return "", fmt.Errorf("%w: it is to another attempt", ErrRefused)
	}
	if from := answer.Get("iss"); from != "" && from != p.options.Issuer { // RFC 9207
		return "", fmt.Errorf("%w: it is another provider's", ErrRefused)
	}
	if answer.Has("error") {
		return "", ErrDenied
	}
	if code = answer.Get("code"); code == "" {
		return "", fmt.Errorf("%w: it has no code", ErrRefused)
	}
	return code, nil
}

// exchange gives the code for what it stands for. What the provider says when it refuses
// is not passed on but for its code: it may hold anything.
func exchange(ctx context.Context, config oauth2.Config, code, verifier string) (*oauth2.Token, error) {
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused):
		return nil, fmt.Errorf("%w: its code is not taken: status %d", ErrRefused, refused.Response.StatusCode)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return token, nil
}

// algorithms are those of signatures that are believed: never none, never a shared secret.
var algorithms = []string{oidc.RS256, oidc.ES256}

// verify checks the token that says who it is: its signature, issuer, audience, time,
// nonce, and for whom it was made (OpenID Connect Core 1.0, section 3.1.3.7).
func (p *Provider) verify(ctx context.Context, provider *oidc.Provider, token *oauth2.Token, nonce string) (*oidc.IDToken, error) {
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, fmt.Errorf("%w: it does not say who it is", ErrRefused)
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: p.options.ClientID, SupportedSigningAlgs: algorithms, Now: p.options.Now})
	id, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	var extra struct {
		Party string `json:"azp"`
	}
	if err := id.Claims(&extra); err != nil {
		return nil, fmt.Errorf("%w: its token cannot be read", ErrRefused)
	}
	switch {
	case nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1:
		return nil, fmt.Errorf("%w: its token is of another attempt", ErrRefused)
	case len(id.Audience) > 1 && extra.Party == "", extra.Party != "" && extra.Party != p.options.ClientID:
		return nil, fmt.Errorf("%w: its token is for another program", ErrRefused)
	case id.Subject == "" || len(id.Subject) > maxSubject:
		return nil, fmt.Errorf("%w: its token has no subject", ErrRefused)
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRefused, err)
		}
	}
	return id, nil
}

// strong holds that one of the methods, and one of the levels, was used that the settings ask for.
func (p *Provider) strong(c claims) error {
	used := func(m string) bool { return slices.Contains(c.Methods, m) }
	if len(p.options.Methods) > 0 && !slices.ContainsFunc(p.options.Methods, used) {
		return ErrFactor
	}
	if len(p.options.Levels) > 0 && !slices.Contains(p.options.Levels, c.Level) {
		return ErrFactor
	}
	return nil
}
