package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// signInAs sends the sign-in form, without caring what comes of it.
func (v *visitor) signInAs(email, password string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.post("/sign-in", url.Values{"email": {email}, "password": {password}, "next": {"/"}})
}

// madeLink is the path of the link on a page that has just made one.
func madeLink(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	contract(t, want(t, w, http.StatusOK))
	u, err := url.Parse(parse(t, w).Find("main code").Text())
	if err != nil || u.Host == "" || !strings.HasPrefix(u.Path, linkPath) {
		t.Fatalf("the page shows no link: %v, %v", u, err)
	}
	return u.Path
}

// TestAddAccount adds an account, whose owner chooses a password with the link, once.
func TestAddAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Administrator)
	values := fields(t, want(t, v.get(accountsPath), http.StatusOK), accountsPath)
	for _, slip := range []badField{
		{"no name", map[string]string{"name": ""}, "name", "Enter the name"},
		{"no address", map[string]string{"email": "jo"}, "email", "Enter an e-mail address"},
		{"no role", map[string]string{"role": "porter"}, "role", "Choose the role"},
		{"taken", map[string]string{"email": "Administrator@trust.example"}, "email", "The email has an account already"},
	} {
		t.Run(slip.name, func(t *testing.T) {
			v.t = t
			try := url.Values{csrfKey: values[csrfKey], "name": {"Jo Adeyemi"}, "email": {"jo@trust.example"}, "role": {"finance"}}
			for name, value := range slip.set {
				try.Set(name, value)
			}
			w := want(t, v.post(accountsPath, try), http.StatusUnprocessableEntity)
			contract(t, w)
			if got := parse(t, w).Find(".nhsuk-error-summary a[href='#" + slip.target + "']").Text(); !strings.Contains(got, slip.text) {
				t.Errorf("the summary has %q, want %q", got, slip.text)
			}
		})
	}
	v.t = t
	link := madeLink(t, v.post(accountsPath, url.Values{"name": {"Jo Adeyemi"}, "email": {"Jo@trust.example"}, "role": {"finance"}}))
	jo := s.stranger()
	want(t, jo.signInAs("jo@trust.example", ""), http.StatusUnprocessableEntity)
	for _, weak := range []string{"", "short", "jo jo jo jo jo jo jo", "baseballBaseball1", "Adeyemi umbrellas", "umbrellas in Anytown"} {
		contract(t, want(t, jo.post(link, url.Values{"new-password": {weak}}), http.StatusUnprocessableEntity))
	}
	contract(t, want(t, jo.get(link), http.StatusOK))
	to := want(t, jo.post(link, url.Values{"new-password": {"seven yellow tractors"}}), http.StatusSeeOther).Header().Get("Location")
	if text := parse(t, jo.get(to)).Find("main").Text(); !strings.Contains(text, signInSet) {
		t.Errorf("the sign-in page does not say that the password is set:\n%s", text)
	}
	want(t, jo.signInAs("jo@trust.example", "seven yellow tractors"), http.StatusSeeOther)
	want(t, jo.get("/strikes"), http.StatusOK)
	for _, again := range []*httptest.ResponseRecorder{jo.get(link), jo.post(link, url.Values{"new-password": {"another set of words"}})} {
		contract(t, want(t, again, http.StatusNotFound))
	}
	want(t, s.stranger().signInAs("jo@trust.example", "another set of words"), http.StatusUnprocessableEntity)
	if strings.Contains(s.log.String(), strings.TrimPrefix(link, linkPath+"/")) || strings.Contains(s.log.String(), "tractors") {
		t.Error("the log holds the link or the password")
	}
}

// TestLinkExpires holds that a link is good for a day, and that a newer one replaces it.
func TestLinkExpires(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	v := s.as(auth.Administrator)
	page := managePath(s.user(auth.Finance).ID)
	first := madeLink(t, v.post(page, url.Values{"do": {"link"}}))
	second := madeLink(t, v.post(page, url.Values{"do": {"link"}}))
	want(t, s.stranger().get(first), http.StatusNotFound)
	want(t, s.stranger().get(second), http.StatusOK)
	// The store has a clock of its own: a link that ended a moment ago.
	token, hash := auth.NewToken()
	if err := s.store.NewLink(t.Context(), actor, s.user(auth.Finance).ID, hash, now.Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	want(t, s.stranger().get(linkPath+"/"+token), http.StatusNotFound)
	// One that is set another way is spent.
	third := madeLink(t, v.post(page, url.Values{"do": {"link"}}))
	if err := s.store.SetPassword(t.Context(), actor, s.user(auth.Finance).ID, testHash); err != nil {
		t.Fatal(err)
	}
	want(t, s.stranger().get(third), http.StatusNotFound)
}

// TestManageAccount does to an account what an administrator may.
func TestManageAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	admin, finance := s.as(auth.Administrator), s.as(auth.Finance)
	user := s.user(auth.Finance)
	page := managePath(user.ID)
	do := func(values url.Values) string {
		t.Helper()
		to := want(t, admin.post(page, values), http.StatusSeeOther).Header().Get("Location")
		w := want(t, admin.get(to), http.StatusOK)
		contract(t, w)
		return parse(t, w).Find("main").Text()
	}
	if text := do(url.Values{"do": {"role"}, "role": {"lead"}, "sees": {"all"}}); !strings.Contains(text, "The role has been changed") || !strings.Contains(text, "Clinical lead") {
		t.Errorf("after another role:\n%s", text)
	}
	want(t, finance.get("/strikes/"+s.strike+"/cost"), http.StatusNotFound) // at once
	do(url.Values{"do": {"sign-out"}})
	want(t, finance.get("/strikes"), http.StatusSeeOther)
	want(t, finance.signInAs(user.Email, testPassword), http.StatusSeeOther)
	want(t, finance.get("/strikes"), http.StatusOK)
	do(url.Values{"do": {"close"}})
	want(t, finance.get("/strikes"), http.StatusSeeOther)
	if got := parse(t, want(t, finance.signInAs(user.Email, testPassword), http.StatusUnprocessableEntity)).Find("main").Text(); !strings.Contains(got, signInFailed) {
		t.Errorf("a closed account is told %q, want what everybody is told", got)
	}
	want(t, admin.post(page, url.Values{"do": {"link"}}), http.StatusNotFound)
	do(url.Values{"do": {"reopen"}})
	want(t, finance.signInAs(user.Email, testPassword), http.StatusSeeOther)
	// Nobody shuts themselves out.
	own := managePath(s.user(auth.Administrator).ID)
	for _, what := range []string{"close", "sign-out", "nonsense", ""} {
		want(t, admin.post(own, url.Values{"do": {what}}), http.StatusNotFound)
	}
	want(t, admin.post(own, url.Values{"do": {"role"}, "role": {"lead"}, "sees": {"all"}}), http.StatusNotFound)
	want(t, admin.post(page, url.Values{"do": {"role"}, "role": {"porter"}}), http.StatusUnprocessableEntity)
	audit := parse(t, want(t, admin.get(auditPath), http.StatusOK)).Find("table").Text()
	for _, words := range []string{"Gave another role to", "Ended all sessions of", "Closed the account of", "Opened again the account of"} {
		if !strings.Contains(audit, words) {
			t.Errorf("the audit lacks %q", words)
		}
	}
}

// TestOwnPassword changes one's own password, which ends one's other sessions.
func TestOwnPassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v, other := s.as(auth.Lead), s.as(auth.Lead)
	page := accountPath + "/password"
	before := v.cookies["strikerota"]
	tryForm(t, v, page, page, map[string]string{"password": testPassword, "new-password": "seven yellow tractors"}, []badField{
		{"nothing", map[string]string{"password": ""}, "password", "Enter your password"},
		{"another", map[string]string{"password": "not the password"}, "password", "is not right"},
		{"weak", map[string]string{"new-password": "short"}, "new-password", "at least 15"},
		{"none", map[string]string{"new-password": ""}, "new-password", "Enter the new password"},
	})
	if text := parse(t, want(t, v.get(accountPath), http.StatusOK)).Find("main").Text(); !strings.Contains(text, "has been changed") {
		t.Errorf("the page says nothing of it:\n%s", text)
	}
	if v.cookies["strikerota"] == before {
		t.Error("the session keeps its id")
	}
	want(t, other.get("/strikes"), http.StatusSeeOther)
	want(t, s.stranger().signInAs(s.user(auth.Lead).Email, testPassword), http.StatusUnprocessableEntity)
	v.get(accountPath)
	want(t, v.post(accountPath+"/sessions", url.Values{}), http.StatusSeeOther)
	want(t, v.get("/strikes"), http.StatusSeeOther)
}

// TestKnownBrowser holds that nobody who guesses at an account keeps its owner out of a
// browser in which they have signed in.
func TestKnownBrowser(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	owner := s.as(auth.Coordinator)
	email := s.user(auth.Coordinator).Email
	last := 0
	for range 8 {
		last = s.stranger().signInAs(email, "not the password").Code
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("after eight guesses: %d, want 429", last)
	}
	want(t, s.stranger().signInAs(email, testPassword), http.StatusTooManyRequests)
	want(t, owner.signInAs(email, testPassword), http.StatusSeeOther)
	// It is known for this account alone, and is no way to guess.
	finance := s.user(auth.Finance).Email
	for range 8 {
		last = owner.signInAs(finance, "not the password").Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after eight guesses at another account: %d, want 429", last)
	}
	for range 8 {
		last = owner.signInAs(email, "not the password").Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after eight guesses in a known browser: %d, want 429", last)
	}
	// Signing somebody out everywhere forgets their browsers.
	if err := s.store.EndSessionsOf(t.Context(), store.Actor{}, s.user(auth.Coordinator).ID); err != nil {
		t.Fatal(err)
	}
	users, err := s.store.BrowserUsers(t.Context(), auth.HashToken(owner.cookies["strikerota-known"]))
	if known := slices.Contains(users, s.user(auth.Coordinator).ID); known || err != nil {
		t.Errorf("known %t, %v", known, err)
	}
}

// TestSharedBrowser holds that a browser is known for all who have signed in with it, and
// that one's slips there do not keep another out.
func TestSharedBrowser(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	shared := s.as(auth.Coordinator)
	first, second := s.user(auth.Coordinator).Email, s.user(auth.Finance).Email
	want(t, shared.signInAs(second, testPassword), http.StatusSeeOther)
	last := 0
	for range 6 {
		s.stranger().signInAs(first, "not the password")
		last = s.stranger().signInAs(second, "not the password").Code
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("after six guesses: %d, want 429", last)
	}
	want(t, shared.signInAs(first, testPassword), http.StatusSeeOther)
	want(t, shared.signInAs(second, testPassword), http.StatusSeeOther)
	for range 6 {
		last = shared.signInAs(first, "not the password").Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after six slips: %d, want 429", last)
	}
	want(t, shared.signInAs(second, testPassword), http.StatusSeeOther)
}
