package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"

	"strikerota/internal/auth"
	"strikerota/internal/store/storetest"
)

// A phone is an authenticator app with a key, as it was typed from the page.
type phone struct{ key string }

// phoneOf is one with the key of the page that sets a second factor up.
func phoneOf(t *testing.T, page *httptest.ResponseRecorder) phone {
	t.Helper()
	return phone{strings.ReplaceAll(parse(t, page).Find("main code").Text(), " ", "")}
}

func (p phone) code(t *testing.T, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(p.key, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// factored is a site with a clock, whose coordinator has a second factor.
func factored(t *testing.T, now *time.Time, change ...func(*Options)) (s *site, p phone, codes []string) {
	t.Helper()
	clock := func() time.Time { return *now }
	s = newSite(t, append(change, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })...)
	v := s.as(auth.Coordinator)
	page := want(t, v.get(factorPath), http.StatusOK)
	contract(t, page)
	doc := parse(t, page)
	p = phoneOf(t, page)
	if doc.Find("main svg path").AttrOr("d", "") == "" || doc.Find("main img").Length() > 0 {
		t.Error("no square to scan, or one with an address")
	}
	values := fields(t, page, factorPath)
	for name, slip := range map[string]url.Values{
		"wrong code":     {"code": {"000000"}, "password": {testPassword}},
		"wrong password": {"code": {p.code(t, *now)}, "password": {"not the password"}},
		"no code":        {"code": {""}, "password": {testPassword}},
	} {
		slip.Set(csrfKey, values.Get(csrfKey))
		again := want(t, v.post(factorPath, slip), http.StatusUnprocessableEntity)
		contract(t, again)
		if phoneOf(t, again) != p {
			t.Fatalf("%s: the page shows another key", name)
		}
	}
	values.Set("code", p.code(t, *now))
	values.Set("password", testPassword)
	done := want(t, v.post(factorPath, values), http.StatusOK)
	contract(t, done)
	parse(t, done).Find("main code").Each(func(_ int, code *goquery.Selection) { codes = append(codes, code.Text()) })
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	want(t, v.get("/strikes"), http.StatusOK) // this session goes on
	return s, p, codes
}

// TestSecondFactor signs in with a code after the password, each good once.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, codes := factored(t, &now)
	email := s.user(auth.Coordinator).Email
	asked := func() *visitor {
		t.Helper()
		v := s.stranger()
		contract(t, want(t, v.signInAs(email, testPassword), http.StatusOK))
		want(t, v.get("/strikes"), http.StatusSeeOther) // not yet
		return v
	}
	try := func(v *visitor, code string, status int) {
		t.Helper()
		if w := want(t, v.post(codePath, url.Values{"code": {code}, "next": {"/strikes"}}), status); status == http.StatusSeeOther {
			want(t, v.get("/strikes"), http.StatusOK)
		} else {
			contract(t, w)
			want(t, v.get("/strikes"), http.StatusSeeOther)
		}
	}
	try(asked(), p.code(t, now), http.StatusUnprocessableEntity) // it was used to set it up
	now = now.Add(30 * time.Second)
	first := p.code(t, now)
	try(asked(), first, http.StatusSeeOther)
	try(asked(), first, http.StatusUnprocessableEntity) // again
	now = now.Add(90 * time.Second)
	try(asked(), p.code(t, now.Add(-60*time.Second)), http.StatusUnprocessableEntity) // two steps ago
	try(asked(), p.code(t, now.Add(-30*time.Second)), http.StatusSeeOther)            // the clock of the phone is behind
	try(asked(), p.code(t, now.Add(30*time.Second)), http.StatusSeeOther)             // and before
	try(asked(), p.code(t, now), http.StatusUnprocessableEntity)                      // older than one that was used
	try(asked(), strings.ToUpper(strings.ReplaceAll(codes[0], "-", " ")), http.StatusSeeOther)
	try(asked(), codes[0], http.StatusUnprocessableEntity)
	// The code may wait for some minutes, and no longer.
	late := asked()
	want(t, late.get(codePath), http.StatusOK)
	now = now.Add(pendingTime + time.Minute)
	want(t, late.get(codePath), http.StatusSeeOther)
	if got := want(t, late.post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusOK); parse(t, got).Find("#password").Length() != 1 {
		t.Error("after ten minutes the password is not asked for again")
	}
	want(t, s.stranger().post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusOK)
	// The secret is sealed, and no secret is in the log.
	kept, err := s.store.User(t.Context(), s.user(auth.Coordinator).ID)
	if err != nil || kept.Factor == "" || strings.Contains(kept.Factor, p.key) {
		t.Errorf("kept as %q, %v", kept.Factor, err)
	}
	for _, secret := range append([]string{p.key}, codes...) {
		if strings.Contains(s.log.String(), secret) {
			t.Error("a secret is in the log")
		}
	}
}

// TestSecondFactorGuesses holds that codes cannot be tried for long, by whoever has the password.
func TestSecondFactorGuesses(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, _ := factored(t, &now)
	now = now.Add(time.Minute)
	email, last := s.user(auth.Coordinator).Email, 0
	for range 6 {
		v := s.stranger()
		want(t, v.signInAs(email, testPassword), http.StatusOK)
		last = v.post(codePath, url.Values{"code": {"000000"}}).Code
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("after six codes: %d, want 429", last)
	}
	v := s.stranger()
	want(t, v.signInAs(email, testPassword), http.StatusOK)
	want(t, v.post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusTooManyRequests)
	now = now.Add(5 * time.Minute)
	want(t, v.post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusSeeOther)
}

// TestSecondFactorOff takes it off: by oneself, with the password, and by an administrator.
func TestSecondFactorOff(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, codes := factored(t, &now)
	email := s.user(auth.Coordinator).Email
	admin := s.as(auth.Administrator)
	want(t, admin.post(managePath(s.user(auth.Coordinator).ID), url.Values{"do": {"factor-off"}}), http.StatusSeeOther)
	if got := parse(t, want(t, admin.get(auditPath), http.StatusOK)).Find("table").Text(); !strings.Contains(got, "Took off the second factor of R. Osei") {
		t.Errorf("the audit does not say so:\n%s", got)
	}
	v := s.stranger()
	want(t, v.signInAs(email, testPassword), http.StatusSeeOther)
	want(t, v.post(codePath, url.Values{"code": {codes[1]}}), http.StatusOK) // nobody's code is awaited
	page := want(t, v.get(factorPath), http.StatusOK)
	fresh := phoneOf(t, page)
	if fresh == p {
		t.Error("the same key again")
	}
	values := fields(t, page, factorPath)
	values.Set("code", fresh.code(t, now))
	values.Set("password", testPassword)
	want(t, v.post(factorPath, values), http.StatusOK)
	page = want(t, v.get(factorPath), http.StatusOK)
	contract(t, page)
	off := factorPath + "/off"
	values = fields(t, page, off)
	values.Set("password", "not the password")
	contract(t, want(t, v.post(off, values), http.StatusUnprocessableEntity))
	values.Set("password", testPassword)
	want(t, v.post(off, values), http.StatusSeeOther)
	want(t, s.stranger().signInAs(email, testPassword), http.StatusSeeOther)
}

// TestSecondFactorRequired holds that whoever needs one can do nothing before.
func TestSecondFactorRequired(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, _, _ := factored(t, &now, func(o *Options) {
		o.SecondFactor = map[auth.Role]bool{auth.Finance: true}
	})
	v := s.as(auth.Finance)
	params := s.params(auth.Finance)
	for _, r := range routes() {
		if r.act == auth.Open || r.path == "/sign-out" || !auth.Can(auth.Finance, r.act) || r.first {
			continue
		}
		address := s.address(strings.Replace(r.path, ":run", "none", 1), params)
		w := v.get(address)
		if r.method == post {
			w = v.post(address, url.Values{})
		}
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != factorPath {
			t.Errorf("%s %s: %d to %q, want to set it up first", r.method, r.path, w.Code, w.Header().Get("Location"))
		}
	}
	page := want(t, v.get(factorPath), http.StatusOK)
	contract(t, page)
	values := fields(t, page, factorPath)
	values.Set("code", phoneOf(t, page).code(t, now))
	values.Set("password", testPassword)
	want(t, v.post(factorPath, values), http.StatusOK)
	want(t, v.get("/strikes"), http.StatusOK)
	want(t, s.as(auth.Lead).get("/strikes"), http.StatusOK)
}

// TestSecondFactorOtherKey holds that without the key codes of the app are refused, and
// recovery codes are not.
func TestSecondFactorOtherKey(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, codes := factored(t, &now)
	other, err := auth.NewSealer([]byte(strings.Repeat("x", auth.SealKeyBytes)))
	if err != nil {
		t.Fatal(err)
	}
	s.server.options.Sealer = other
	now = now.Add(time.Minute)
	v := s.stranger()
	want(t, v.signInAs(s.user(auth.Coordinator).Email, testPassword), http.StatusOK)
	w := want(t, v.post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusUnprocessableEntity)
	if !strings.Contains(parse(t, w).Find("main").Text(), "cannot be checked at present") || !strings.Contains(s.log.String(), "level=ERROR") {
		t.Error("neither the page nor the log says so")
	}
	want(t, v.post(codePath, url.Values{"code": {codes[3]}}), http.StatusSeeOther)
}
