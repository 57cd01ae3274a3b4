package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth/openid"
	"strikerota/internal/auth/openid/openidtest"
	"strikerota/internal/store"
)

// TestSignedOutElsewhere holds that whoever signs out at the trust's sign-in is signed out here, that a token
// counts once, and that a bad one ends nothing.
func TestSignedOutElsewhere(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	good, bad := openidtest.Logouts()
	tell := func(token string, status int) {
		t.Helper()
		if got := s.stranger().post(openid.LogoutPath, url.Values{"logout_token": {token}}); got.Code != status || got.Body.Len() > 0 && status == http.StatusOK {
			t.Errorf("status %d, want %d: %s", got.Code, status, got.Body)
		}
	}
	v, other := s.stranger(), s.stranger()
	sam := jo()
	sam.Subject = "8"
	want(t, other.signInBy(at, "/sign-in", sam), http.StatusSeeOther)
	want(t, v.signInBy(at, "/sign-in", jo()), http.StatusSeeOther)
	for _, how := range bad[:3] {
		tell(at.Logout("7", "", how), http.StatusBadRequest)
	}
	tell(at.Logout("9", "", good[0]), http.StatusOK) // nobody who is known here
	want(t, v.get("/strikes"), http.StatusOK)
	token := at.Logout("7", "", good[0])
	tell(token, http.StatusOK)
	want(t, v.get("/strikes"), http.StatusSeeOther)
	want(t, other.get("/strikes"), http.StatusOK)

	want(t, v.signInBy(at, "/sign-in", jo()), http.StatusSeeOther)
	tell(token, http.StatusBadRequest)
	want(t, v.get("/strikes"), http.StatusOK)

	rows, _, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindUser}, 1)
	if err != nil {
		t.Fatal(err)
	}
	ended := 0
	for _, r := range rows {
		if r.Action == store.Ended {
			ended++
		}
	}
	if ended != 1 {
		t.Errorf("%d rows of the audit say that sessions were ended, want 1", ended)
	}
	if strings.Contains(s.log.String(), token) {
		t.Error("the log has the token")
	}
	if got := newSite(t).stranger().post(openid.LogoutPath, url.Values{"logout_token": {token}}); got.Code != http.StatusNotFound {
		t.Errorf("without a sign-in of the trust's: status %d", got.Code)
	}
	at.Stop()
	tell(token, http.StatusBadRequest)
}
