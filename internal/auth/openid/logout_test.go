package openid_test

import (
	"errors"
	"testing"

	"strikerota/internal/auth/openid"
	"strikerota/internal/auth/openid/openidtest"
)

// TestLogout holds whose sessions a token ends, and that no bad one is taken.
func TestLogout(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at)
	good, bad := openidtest.Logouts()
	for _, how := range good {
		got, err := p.Logout(t.Context(), at.Logout("7", "s1", how))
		if err != nil || got.Issuer != at.Issuer || got.Subject != "7" || got.Session != "s1" || got.ID == "" || got.Expires.IsZero() {
			t.Errorf("%s: %+v, %v", how, got, err)
		}
	}
	if got, err := p.Logout(t.Context(), at.Logout("", "s1", good[0])); err != nil || got.Subject != "" || got.Session != "s1" {
		t.Errorf("by session alone: %+v, %v", got, err)
	}
	if got, err := p.Logout(t.Context(), at.Logout("7", "", good[0])); err != nil || got.Subject != "7" || got.Session != "" {
		t.Errorf("by subject alone: %+v, %v", got, err)
	}
	if len(bad) < 30 {
		t.Errorf("only %d bad tokens", len(bad))
	}
	for _, how := range bad {
		t.Run(how, func(t *testing.T) {
			if got, err := p.Logout(t.Context(), at.Logout("7", "s1", how)); !errors.Is(err, openid.ErrRefused) || got != (openid.Logout{}) {
				t.Errorf("%+v, %v; want ErrRefused and nobody", got, err)
			}
		})
	}
	a, answer := signIn(t, at, p, jo())
	if _, err := p.Finish(t.Context(), a, answer); err != nil {
		t.Fatal(err)
	}
	at.Rotate("ES256")
	if _, err := p.Logout(t.Context(), at.Logout("7", "", good[0])); err != nil {
		t.Errorf("by the provider's next key: %v", err)
	}
	down := made(at)
	token := at.Logout("7", "", good[0])
	at.Stop()
	if _, err := down.Logout(t.Context(), token); !errors.Is(err, openid.ErrUnreachable) {
		t.Errorf("without a provider: %v", err)
	}
}
