package openidtest

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// logoutEvent is what a token is known by to say that somebody has signed out.
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// logouts are the ways in which such a token is spoilt. Those that end in "ok" are good
// all the same.
var logouts = map[string]spoiling{
	"as it is, ok":             {sign: typed("logout+jwt")},
	"with a media type, ok":    {sign: typed("application/logout+jwt")},
	"of no type, ok":           {sign: typed("")},
	"more events, ok":          {func(c map[string]any) { c["events"].(map[string]any)["https://elsewhere.example"] = map[string]any{} }, typed("logout+jwt")},
	"of another type":          {sign: typed("at+jwt")},
	"wrong issuer":             {set("iss", "https://elsewhere.example"), own},
	"no issuer":                {without("iss"), own},
	"wrong audience":           {set("aud", []string{"another program"}), own},
	"no audience":              {without("aud"), own},
	"expired":                  {func(c map[string]any) { c["exp"] = time.Now().Add(-time.Second).Unix() }, own},
	"no expiry":                {without("exp"), own},
	"made an hour ago":         {func(c map[string]any) { c["iat"] = time.Now().Add(-time.Hour).Unix() }, own},
	"made in an hour":          {func(c map[string]any) { c["iat"] = time.Now().Add(time.Hour).Unix() }, own},
	"not said when made":       {without("iat"), own},
	"no id":                    {without("jti"), own},
	"long id":                  {set("jti", strings.Repeat("x", 256)), own},
	"no events":                {without("events"), own},
	"another event":            {set("events", map[string]any{"https://elsewhere.example": map[string]any{}}), own},
	"events of another kind":   {set("events", logoutEvent), own},
	"event of another kind":    {set("events", map[string]any{logoutEvent: "yes"}), own},
	"event of nothing":         {set("events", map[string]any{logoutEvent: nil}), own},
	"a nonce":                  {set("nonce", "x"), own},
	"an empty nonce":           {set("nonce", ""), own},
	"nobody":                   {func(c map[string]any) { delete(c, "sub"); delete(c, "sid") }, own},
	"long subject":             {set("sub", strings.Repeat("x", 256)), own},
	"long session":             {set("sid", strings.Repeat("x", 256)), own},
	"no signature":             {sign: unsigned},
	"the secret as key":        {sign: shared([]byte(Secret))},
	"the public key as secret": {sign: public},
	"another key":              {sign: foreign(false)},
	"another key of that name": {sign: foreign(true)},
	"signature cut off":        {sign: changed(func(t string) string { return t[:strings.LastIndex(t, ".")+1] })},
	"changed after signing":    {sign: changed(otherClaims)},
	"no token":                 {sign: func(*storage, []byte) (string, error) { return "", nil }},
	"no token at all":          {sign: func(*storage, []byte) (string, error) { return "x", nil }},
}

// typed signs with the provider's own key, as a token of a type.
func typed(kind jose.ContentType) func(*storage, []byte) (string, error) {
	return func(s *storage, claims []byte) (string, error) {
		o := &jose.SignerOptions{}
		if kind != "" {
			o = o.WithType(kind)
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: s.key.algorithm, Key: jose.JSONWebKey{Key: s.key.key, KeyID: s.key.id}}, o)
		if err != nil {
			return "", err
		}
		signed, err := signer.Sign(claims)
		if err != nil {
			return "", err
		}
		return signed.CompactSerialize()
	}
}

// Logouts are the ways in which a token that says that somebody has signed out can be made: those that are
// good all the same, and those that no planner may take.
func Logouts() (good, bad []string) {
	for _, how := range slices.Sorted(maps.Keys(logouts)) {
		if strings.HasSuffix(how, ", ok") {
			good = append(good, how)
		} else {
			bad = append(bad, how)
		}
	}
	return good, bad
}

// Logout has the provider make a token that says that somebody has signed out: by their
// subject, by their session, or both, in one of the ways of [Logouts].
func (p *Process) Logout(subject, session, how string) string {
	p.t.Helper()
	resp, err := browser.PostForm(p.Issuer+"/tell/logout", url.Values{"sub": {subject}, "sid": {session}, "how": {how}})
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.t.Fatalf("a token of signing out: status %d, %v", resp.StatusCode, err)
	}
	return string(text)
}

func (p *provider) logout(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	claims := map[string]any{"iss": p.storage.issuer, "aud": []string{ClientID}, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(),
		"jti": rand.Text(), "events": map[string]any{logoutEvent: map[string]any{}}}
	for _, of := range []string{"sub", "sid"} {
		if value := r.FormValue(of); value != "" {
			claims[of] = value
		}
	}
	as := logouts[r.FormValue("how")]
	if as.change != nil {
		as.change(claims)
	}
	text, err := json.Marshal(claims)
	if err == nil {
		p.storage.mu.Lock()
		defer p.storage.mu.Unlock()
		var token string
		if token, err = as.sign(p.storage, text); err == nil {
			_, _ = io.WriteString(w, token)
			return
		}
	}
	http.Error(w, err.Error(), http.StatusInternalServerError)
}
