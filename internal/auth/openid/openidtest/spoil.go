package openidtest

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A spoiling makes something else of what a token says, and signs it.
type spoiling struct {
	change func(claims map[string]any)
	sign   func(s *storage, claims []byte) (string, error)
}

// own signs with the provider's own key, as a good token is.
func own(s *storage, claims []byte) (string, error) {
	return signWith(s.key, s.key.algorithm, s.key.id, claims)
}

// spoilings are the ways in which a token is spoilt.
var spoilings = map[string]spoiling{
	"nothing":                  {sign: own},
	"wrong issuer":             {set("iss", "https://elsewhere.example"), own},
	"issuer with a slash":      {func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }, own},
	"no issuer":                {without("iss"), own},
	"wrong audience":           {set("aud", []string{"another program"}), own},
	"no audience":              {without("aud"), own},
	"two audiences, no party":  {func(c map[string]any) { c["aud"] = []string{ClientID, "another program"}; delete(c, "azp") }, own},
	"another party":            {set("azp", "another program"), own},
	"expired":                  {func(c map[string]any) { c["exp"] = time.Now().Add(-time.Second).Unix() }, own},
	"no expiry":                {without("exp"), own},
	"not yet":                  {func(c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() }, own},
	"wrong nonce":              {set("nonce", "another"), own},
	"no nonce":                 {without("nonce"), own},
	"no subject":               {without("sub"), own},
	"empty subject":            {set("sub", ""), own},
	"long subject":             {set("sub", strings.Repeat("x", 256)), own},
	"subject of another kind":  {set("sub", 7), own},
	"of another access token":  {set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), own},
	"groups of another kind":   {set("groups", map[string]any{"coordinators": true}), own},
	"no signature":             {sign: unsigned},
	"the secret as key":        {sign: shared([]byte(Secret))},
	"the public key as secret": {sign: public},
	"another key":              {sign: foreign(false)},
	"another key of that name": {sign: foreign(true)},
	"another algorithm":        {sign: func(s *storage, c []byte) (string, error) { return signWith(s.key, jose.PS256, s.key.id, c) }},
	"signature cut off":        {sign: changed(func(t string) string { return t[:strings.LastIndex(t, ".")+1] })},
	"changed after signing":    {sign: changed(otherClaims)},
	"no token":                 {sign: func(*storage, []byte) (string, error) { return "", nil }},
	"no token at all":          {sign: func(*storage, []byte) (string, error) { return "x", nil }},
}

// Spoils are the ways in which a token can be spoilt, but for "nothing", which spoils nothing.
func Spoils() []string {
	all := slices.Sorted(maps.Keys(spoilings))
	return slices.DeleteFunc(all, func(how string) bool { return how == "nothing" })
}

func set(claim string, value any) func(map[string]any) {
	return func(c map[string]any) { c[claim] = value }
}

func without(claim string) func(map[string]any) { return func(c map[string]any) { delete(c, claim) } }

func signWith(key *signingKey, algorithm jose.SignatureAlgorithm, id string, claims []byte) (string, error) {
	return sign(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key.key, KeyID: id}}, claims)
}

func sign(key jose.SigningKey, claims []byte) (string, error) {
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func unsigned(_ *storage, claims []byte) (string, error) {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(claims) + ".", nil
}

func shared(secret []byte) func(*storage, []byte) (string, error) {
	return func(s *storage, claims []byte) (string, error) {
		return sign(jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: secret, KeyID: s.key.id}}, claims)
	}
}

func public(s *storage, claims []byte) (string, error) {
	text, err := json.Marshal(jose.JSONWebKey{Key: s.key.key.Public(), KeyID: s.key.id})
	if err != nil {
		return "", err
	}
	return shared(text)(s, claims)
}

// foreign signs with a key that is not the provider's, and may say that it is.
func foreign(named bool) func(*storage, []byte) (string, error) {
	return func(s *storage, claims []byte) (string, error) {
		key, err := newKey(jose.RS256)
		if err != nil {
			return "", err
		}
		id := key.id
		if named {
			id = s.key.id
		}
		return signWith(key, jose.RS256, id, claims)
	}
}

func changed(change func(string) string) func(*storage, []byte) (string, error) {
	return func(s *storage, claims []byte) (string, error) {
		token, err := own(s, claims)
		return change(token), err
	}
}

// otherClaims puts other claims in the place of those that were signed.
func otherClaims(token string) string {
	parts := strings.Split(token, ".")
	text, _ := base64.RawURLEncoding.DecodeString(parts[1])
	text = []byte(strings.Replace(string(text), `"sub":"`, `"sub":"x`, 1))
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(text) + "." + parts[2]
}

// token answers as the library does, and spoils the token if it was told to.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	how := p.spoil
	p.spoil = ""
	p.mu.Unlock()
	if how == "" {
		p.op.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	p.op.ServeHTTP(answer, r)
	text, err := spoil(p.storage, spoilings[how], answer.Body.Bytes())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text)
}

// spoil spoils the token of an answer.
func spoil(s *storage, as spoiling, answer []byte) ([]byte, error) {
	var all map[string]any
	if err := json.Unmarshal(answer, &all); err != nil {
		return nil, err
	}
	signed, err := jose.ParseSignedCompact(all["id_token"].(string), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil, err
	}
	var claims map[string]any
	if err := json.Unmarshal(signed.UnsafePayloadWithoutVerification(), &claims); err != nil {
		return nil, err
	}
	if as.change != nil {
		as.change(claims)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	token, err := as.sign(s, text)
	if err != nil {
		return nil, err
	}
	if all["id_token"] = token; token == "" {
		delete(all, "id_token")
	}
	return json.Marshal(all)
}
