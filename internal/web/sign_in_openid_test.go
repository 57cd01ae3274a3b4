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
	"strikerota/internal/auth/openid"
	"strikerota/internal/auth/openid/openidtest"
	"strikerota/internal/store"
)

func TestMain(m *testing.M) {
	openidtest.Main()
	m.Run()
}

// jo is somebody whose groups make them a coordinator.
func jo() openidtest.Person {
	return openidtest.Person{Subject: "7", Name: "Jo Adeyemi", Email: "jo@trust.example", Groups: []string{"rota"}, Methods: []string{"mfa"}}
}

// provided gives a server the sign-in of the provider.
func provided(at *openidtest.Process) func(*Options) {
	return func(o *Options) {
		o.OpenIDName = "NHSmail"
		o.OpenID = openid.New(openid.Options{Issuer: at.Issuer, ClientID: openidtest.ClientID, Secret: openidtest.Secret, Planner: openidtest.Planner,
			Scopes: []string{"openid", "profile", "email"}, Claim: "groups", Methods: []string{"mfa"}, Now: o.Now,
			Groups: []openid.Group{{Group: "rota", Role: auth.Coordinator}, {Group: "money", Role: auth.Finance}}})
	}
}

// toProvider follows the link of a sign-in page, and gives where it leads.
func (v *visitor) toProvider(page *httptest.ResponseRecorder) string {
	v.t.Helper()
	link, ok := parse(v.t, want(v.t, page, http.StatusOK)).Find("#openid a").Attr("href")
	if !ok {
		v.t.Fatal("the sign-in page does not lead to the provider")
	}
	to := want(v.t, v.get(link), http.StatusSeeOther).Header().Get("Location")
	if _, ok := v.cookies["strikerota-openid"]; !ok {
		v.t.Fatalf("nothing is kept of an attempt that leads to %s", to)
	}
	return to
}

// back is the path on the planner to which the provider sends somebody who signs in there.
func (v *visitor) back(at *openidtest.Process, address string, who openidtest.Person) string {
	v.t.Helper()
	return strings.TrimPrefix(at.SignIn(address, who), openidtest.Planner)
}

// signInBy signs in from the page at a path, and gives the answer to the last step.
func (v *visitor) signInBy(at *openidtest.Process, path string, who openidtest.Person) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.get(v.back(at, v.toProvider(v.get(path)), who))
}

// said is the error on the page that a refused sign-in leads to.
func (v *visitor) said(w *httptest.ResponseRecorder) string {
	v.t.Helper()
	page := want(v.t, v.get(want(v.t, w, http.StatusSeeOther).Header().Get("Location")), http.StatusOK)
	contract(v.t, page)
	return parse(v.t, page).Find(".nhsuk-error-summary").Text()
}

// TestOpenID signs in with the trust's account, for the first time and again, and out.
func TestOpenID(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	v := s.stranger()
	asked := want(t, v.get("/strikes"), http.StatusSeeOther).Header().Get("Location")
	contract(t, v.get(asked))
	before := v.cookies["strikerota"]
	if to := want(t, v.signInBy(at, asked, jo()), http.StatusSeeOther).Header().Get("Location"); to != "/strikes" {
		t.Errorf("after signing in one is led to %s, want the page that was asked for", to)
	}
	if v.cookies["strikerota"] == before || v.cookies["strikerota-openid"] != "" {
		t.Error("the session has no new id, or the attempt is still kept")
	}
	want(t, v.get("/strikes"), http.StatusOK)
	want(t, v.get(accountsPath), http.StatusNotFound)
	account := want(t, v.get(accountPath), http.StatusOK)
	contract(t, account)
	if text := parse(t, account).Find("main").Text(); !strings.Contains(text, "Jo Adeyemi") || !strings.Contains(text, "NHSmail") || strings.Contains(text, "Second factor") {
		t.Errorf("one's own account says:\n%s", text)
	}
	for _, path := range []string{accountPath + "/password", factorPath} {
		want(t, v.get(path), http.StatusNotFound)
	}

	out := want(t, v.post("/sign-out", url.Values{}), http.StatusSeeOther).Header().Get("Location")
	page := want(t, v.get(out), http.StatusOK)
	contract(t, page)
	_, to, _ := strings.Cut(page.Header().Get("Refresh"), "url=")
	if back := at.SignIn(to, openidtest.Person{}); back != openidtest.Planner+"/sign-in" {
		t.Errorf("from the provider's signing out one comes to %s", back)
	}
	want(t, v.get("/strikes"), http.StatusSeeOther)

	who := jo()
	who.Name, who.Groups = "Jo Osei", []string{"money"}
	want(t, v.signInBy(at, "/sign-in", who), http.StatusSeeOther)
	want(t, v.get("/strikes/"+s.strike+"/residents"), http.StatusNotFound)
	want(t, v.get("/strikes/"+s.strike+"/cost"), http.StatusOK)
	users, err := s.store.Users(t.Context())
	if err != nil || len(users) != 1 || users[0].Name != "Jo Osei" || users[0].Role != string(auth.Finance) {
		t.Errorf("accounts %+v, %v", users, err)
	}
	if strings.Contains(s.log.String(), "Osei") || strings.Contains(s.log.String(), "jo@") {
		t.Error("the log names somebody")
	}
}

// TestOpenIDRefused holds that nobody is signed in who may not be, and that they are told why.
func TestOpenIDRefused(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } }, provided(at))
	with := func(change func(*openidtest.Person)) openidtest.Person {
		who := jo()
		change(&who)
		return who
	}
	tests := []struct {
		name string
		come func(v *visitor) *httptest.ResponseRecorder
		want string
	}{
		{"no group", func(v *visitor) *httptest.ResponseRecorder {
			return v.signInBy(at, "/sign-in", with(func(p *openidtest.Person) { p.Groups = []string{"porters"} }))
		}, "none of the groups"},
		{"no second factor", func(v *visitor) *httptest.ResponseRecorder {
			return v.signInBy(at, "/sign-in", with(func(p *openidtest.Person) { p.Methods = []string{"pwd"} }))
		}, "a second factor"},
		{"a bad token", func(v *visitor) *httptest.ResponseRecorder {
			path := v.back(at, v.toProvider(v.get("/sign-in")), jo())
			at.Spoil("another key")
			return v.get(path)
		}, "broken off"},
		{"another browser's answer", func(v *visitor) *httptest.ResponseRecorder {
			other := s.stranger()
			path := other.back(at, other.toProvider(other.get("/sign-in")), jo())
			v.toProvider(v.get("/sign-in"))
			return v.get(path)
		}, "broken off"},
		{"no attempt", func(v *visitor) *httptest.ResponseRecorder {
			path := v.back(at, v.toProvider(v.get("/sign-in")), jo())
			delete(v.cookies, "strikerota-openid")
			return v.get(path)
		}, "broken off"},
		{"an attempt that was changed", func(v *visitor) *httptest.ResponseRecorder {
			path := v.back(at, v.toProvider(v.get("/sign-in")), jo())
			first, kept := "A", v.cookies["strikerota-openid"]
			if strings.HasPrefix(kept, first) {
				first = "B"
			}
			v.cookies["strikerota-openid"] = first + kept[1:]
			return v.get(path)
		}, "broken off"},
		{"too late", func(v *visitor) *httptest.ResponseRecorder {
			path := v.back(at, v.toProvider(v.get("/sign-in")), jo())
			now = now.Add(openIDTime + time.Second)
			return v.get(path)
		}, "broken off"},
		{"turned back", func(v *visitor) *httptest.ResponseRecorder {
			to, err := url.Parse(v.toProvider(v.get("/sign-in")))
			if err != nil {
				t.Fatal(err)
			}
			return v.get(openid.BackPath + "?" + url.Values{"error": {"access_denied"}, "state": {to.Query().Get("state")}}.Encode())
		}, "was stopped"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := s.stranger()
			v.t = t
			if got := v.said(tt.come(v)); !strings.Contains(got, tt.want) {
				t.Errorf("the page says %q, want %q", got, tt.want)
			}
			want(t, v.get("/strikes"), http.StatusSeeOther)
		})
	}
	users, err := s.store.Users(t.Context())
	if err != nil || len(users) > 0 {
		t.Errorf("accounts %+v, %v", users, err)
	}
}

// TestOpenIDTwice holds that an answer signs in once.
func TestOpenIDTwice(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	v := s.stranger()
	address := v.toProvider(v.get("/sign-in"))
	kept := v.cookies["strikerota-openid"]
	path := v.back(at, address, jo())
	want(t, v.get(path), http.StatusSeeOther)
	thief := s.stranger()
	thief.cookies["strikerota-openid"] = kept
	if got := thief.said(thief.get(path)); !strings.Contains(got, "broken off") {
		t.Errorf("the second time the page says %q", got)
	}
	want(t, thief.get("/strikes"), http.StatusSeeOther)
}

// TestOpenIDGroupGone holds that what somebody has open is over when they sign in elsewhere
// and no group gives them a role any more.
func TestOpenIDGroupGone(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	first, second := s.stranger(), s.stranger()
	first.signInBy(at, "/sign-in", jo())
	want(t, first.get("/strikes"), http.StatusOK)
	who := jo()
	who.Groups = nil
	second.said(second.signInBy(at, "/sign-in", who))
	want(t, first.get("/strikes"), http.StatusSeeOther)
	rows, _, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindUser}, 1)
	if err != nil || !slices.ContainsFunc(rows, func(r store.AuditRow) bool { return r.Action == store.Refused }) {
		t.Errorf("the audit has no refusal: %+v, %v", rows, err)
	}
}

// TestOpenIDDown holds what works when the provider is down: sessions, passwords, and a page that says so.
func TestOpenIDDown(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } }, provided(at))
	v := s.stranger()
	v.signInBy(at, "/sign-in", jo())
	at.Stop()
	now = now.Add(2 * time.Minute)
	want(t, v.get("/strikes"), http.StatusOK)
	stranger := s.stranger()
	link, _ := parse(t, stranger.get("/sign-in?next=%2Fstrikes")).Find("#openid a").Attr("href")
	if got := stranger.said(stranger.get(link)); !strings.Contains(got, "does not answer") {
		t.Errorf("the page says %q", got)
	}
	s.as(auth.Coordinator) // with a password
	out := want(t, v.post("/sign-out", url.Values{}), http.StatusSeeOther).Header().Get("Location")
	want(t, v.get(out), http.StatusOK)
	want(t, v.get("/strikes"), http.StatusSeeOther)
}

// TestOpenIDAlone holds what is not there when nobody has a password.
func TestOpenIDAlone(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, func(o *Options) {
		o.OpenIDName = "NHSmail"
		o.OpenID = openid.New(openid.Options{Issuer: at.Issuer, ClientID: openidtest.ClientID, Secret: openidtest.Secret, Planner: openidtest.Planner,
			Scopes: []string{"openid"}, Claim: "groups", Now: o.Now, Groups: []openid.Group{{Group: "rota", Role: auth.Administrator}}})
	})
	local := s.as(auth.Coordinator)
	v := s.stranger()
	v.signInBy(at, "/sign-in", jo())
	s.server.options.NoPasswords = true // as after a restart with other settings
	want(t, local.get("/strikes"), http.StatusSeeOther)
	page := want(t, s.stranger().get("/sign-in"), http.StatusOK)
	contract(t, page)
	if parse(t, page).Find("input[type=password]").Length() > 0 {
		t.Error("the sign-in page asks for a password")
	}
	want(t, s.stranger().signInAs(s.user(auth.Coordinator).Email, testPassword), http.StatusNotFound)
	want(t, s.stranger().get(linkPath+"/"+s.link(auth.Coordinator)), http.StatusNotFound)
	list := want(t, v.get(accountsPath), http.StatusOK)
	contract(t, list)
	if text := parse(t, list).Find("main").Text(); !strings.Contains(text, "With a password, which is switched off") || !strings.Contains(text, "gets an account") || strings.Contains(text, "Add the account") {
		t.Errorf("the accounts say:\n%s", text)
	}
	want(t, v.post(managePath(s.user(auth.Coordinator).ID), url.Values{"do": {"link"}}), http.StatusNotFound)
	want(t, v.post(managePath(s.user(auth.Coordinator).ID), url.Values{"do": {"role"}, "role": {"finance"}}), http.StatusSeeOther)
	// Another provider's people are nobody here.
	s.server.options.OpenID = openid.New(openid.Options{Issuer: "https://elsewhere.example", Now: time.Now})
	want(t, v.get(accountsPath), http.StatusSeeOther)
	users, err := s.store.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := users[slices.IndexFunc(users, func(u store.User) bool { return u.Subject != "" })]
	if words := signsInWords(elsewhere, s.server.ways()); words != "With a sign-in that is switched off" {
		t.Errorf("an account of another provider signs in %q", words)
	}
}

// TestOpenIDAccount holds what an administrator can do to an account of the trust's sign-in.
func TestOpenIDAccount(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	v, admin := s.stranger(), s.as(auth.Administrator)
	v.signInBy(at, "/sign-in", jo())
	users, err := s.store.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	user := users[slices.IndexFunc(users, func(u store.User) bool { return u.Subject != "" })]
	page := want(t, admin.get(managePath(user.ID)), http.StatusOK)
	contract(t, page)
	if text := parse(t, page).Find("main").Text(); !strings.Contains(text, "from a group at NHSmail") || strings.Contains(text, "link") {
		t.Errorf("the account says:\n%s", text)
	}
	want(t, admin.post(managePath(user.ID), url.Values{"do": {"link"}}), http.StatusNotFound)
	want(t, admin.post(managePath(user.ID), url.Values{"do": {"role"}, "role": {"administrator"}}), http.StatusNotFound)
	want(t, admin.post(managePath(user.ID), url.Values{"do": {"close"}}), http.StatusSeeOther)
	want(t, v.get("/strikes"), http.StatusSeeOther)
	if got := v.said(v.signInBy(at, "/sign-in", jo())); !strings.Contains(got, "your account here is closed") {
		t.Errorf("the page says %q", got)
	}
}

// TestOpenIDKept holds that a form that was sent after the session had ended is not lost:
// it stays in its window while the person signs in in another.
func TestOpenIDKept(t *testing.T) {
	t.Parallel()
	at := openidtest.Start(t)
	s := newSite(t, provided(at))
	v := s.stranger()
	want(t, v.signInBy(at, "/sign-in", jo()), http.StatusSeeOther)
	typed := fields(t, want(t, v.get("/strikes/new"), http.StatusOK), "/strikes/new")
	typed.Set("name", "July 2025")
	clear(v.cookies)
	page := want(t, v.post("/strikes/new", typed), http.StatusOK)
	contract(t, page)
	again := fields(t, page, againPath)
	if target, _ := parse(t, page).Find("#openid a").Attr("target"); target != "_blank" {
		t.Error("the link takes the place of what was typed")
	}
	early := want(t, v.post(againPath, again), http.StatusOK)
	contract(t, early)
	if kept := fields(t, early, againPath); kept.Get(heldKey) != again.Get(heldKey) {
		t.Error("before signing in what was typed is lost")
	}
	want(t, v.signInBy(at, "/sign-in", jo()), http.StatusSeeOther)
	offered := want(t, v.post(againPath, again), http.StatusOK)
	contract(t, offered)
	if got := fields(t, offered, "/strikes/new"); got.Get("name") != "July 2025" || got.Get(csrfKey) == "" {
		t.Errorf("after signing in the form is %v", got)
	}
}
