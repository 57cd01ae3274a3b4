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
)

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		secure bool
		want   string
	}{{true, "__Host-strikerota"}, {false, "strikerota"}} {
		s := newSite(t, func(o *Options) { o.Secure = tt.secure })
		s.as(auth.Coordinator)
		w := s.stranger().post("/sign-in", url.Values{"email": {s.users[auth.Coordinator].Email}, "password": {testPassword}, "next": {"/"}})
		cookies := w.Result().Cookies()
		if len(cookies) != 2 {
			t.Fatalf("%d cookies, want that of the session and that of the browser", len(cookies))
		}
		if c := cookies[0]; c.Name != tt.want+"-known" || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %+v", c)
		}
		c := cookies[1]
		if c.Name != tt.want || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge > 0 {
			t.Errorf("cookie %+v", c)
		}
	}
}

// TestSessionFixation holds that the id of before sign-in is worth nothing after it.
func TestSessionFixation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(auth.Coordinator)
	v := s.stranger()
	v.cookies["strikerota"] = "planted"
	v.post("/sign-in", url.Values{"email": {s.users[auth.Coordinator].Email}, "password": {testPassword}, "next": {"/"}})
	if v.cookies["strikerota"] == "planted" {
		t.Error("the planted id was kept")
	}
	old := v.cookies["strikerota"]
	v.get("/help")
	v.post("/sign-out", url.Values{})
	v.cookies["strikerota"] = old
	if got := v.get("/strikes"); got.Code != http.StatusSeeOther {
		t.Errorf("after signing out the old cookie gives %d, want 303", got.Code)
	}
}

// TestSessionPassword holds that a session ends when the password becomes another. Other ends are in
// account_sessions_test.go.
func TestSessionPassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	hash, err := s.hasher.Hash(t.Context(), "another wet umbrella")
	if err == nil {
		err = s.store.SetPassword(t.Context(), actor, s.users[auth.Coordinator].ID, hash)
	}
	if err != nil {
		t.Fatal(err)
	}
	if w := v.get("/strikes"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fstrikes" {
		t.Errorf("status %d to %q, want 303 to the sign-in page", w.Code, w.Header().Get("Location"))
	}
}

// TestSessionKept: a form sent after the session has ended is given back after signing
// in, also at the second try, and does what it would have done.
func TestSessionKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := "/strikes/" + s.strike + "/details"
	typed := fields(t, s.as(auth.Coordinator).get(path), path)
	typed.Set("name", "Typed before <the> end")
	v := s.stranger()
	page := want(t, v.post(path, typed), http.StatusOK)
	contract(t, page)
	if text := parse(t, page).Find("main").Text(); !strings.Contains(text, signInKept) {
		t.Errorf("the page does not say that nothing is lost:\n%s", text)
	}
	if strings.Contains(page.Body.String(), typed.Get(csrfKey)) {
		t.Error("the old token is sent back")
	}
	values := fields(t, page, "/sign-in")
	values.Set("email", s.users[auth.Coordinator].Email)
	values.Set("password", "not the password")
	again := want(t, v.post("/sign-in", values), http.StatusUnprocessableEntity)
	values = fields(t, again, "/sign-in")
	values.Set("password", testPassword)
	back := want(t, v.post("/sign-in", values), http.StatusOK)
	contract(t, back)
	kept := fields(t, back, path)
	for name, list := range typed {
		if name != csrfKey && !slices.Equal(kept[name], list) {
			t.Errorf("%s is %q, want %q", name, kept[name], list)
		}
	}
	want(t, v.post(path, kept), http.StatusSeeOther)
	if got, _ := s.store.Strike(t.Context(), s.strike); got.Name != "Typed before <the> end" {
		t.Errorf("saved as %q", got.Name)
	}
}

// TestSessionKeptWhose holds that such a form is shown to nobody before sign-in, to nobody but whoever had opened
// it after, and for a time only.
func TestSessionKeptWhose(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	path := "/strikes/" + s.strike + "/details"
	typed := fields(t, s.as(auth.Coordinator).get(path), path)
	typed.Set("name", "Typed in private")
	later := s.user(auth.Lead)
	held := func(v *visitor) url.Values {
		page := want(t, v.post(path, typed), http.StatusOK)
		for _, part := range []string{"Typed in private", path, "next\" value=\"/strikes"} {
			if strings.Contains(page.Body.String(), part) {
				t.Errorf("before anybody has signed in the page has %q", part)
			}
		}
		return fields(t, page, "/sign-in")
	}
	for _, tt := range []struct {
		name, email, says string
		after             time.Duration
		change            func(url.Values)
	}{
		{"somebody else", later.Email, heldOfAnother, 0, func(url.Values) {}},
		{"too late", s.users[auth.Coordinator].Email, heldTooLong, heldTime + time.Second, func(url.Values) {}},
		{"changed", s.users[auth.Coordinator].Email, heldTooLong, 0, func(v url.Values) { v.Set(heldKey, "A"+v.Get(heldKey)) }},
	} {
		v := s.stranger()
		values := held(v)
		now = now.Add(tt.after)
		values.Set("email", tt.email)
		values.Set("password", testPassword)
		tt.change(values)
		to := want(t, v.post("/sign-in", values), http.StatusSeeOther).Header().Get("Location")
		page := v.get(to)
		for page.Code == http.StatusSeeOther {
			page = v.get(page.Header().Get("Location"))
		}
		if text := mainText(t, page); to != "/" || !strings.Contains(text, tt.says) || strings.Contains(text, "Typed in private") || strings.Contains(text, "signed in again") {
			t.Errorf("%s: is led to %s, which says %s", tt.name, to, text)
		}
	}
	// What comes from no page of anybody's is held for nobody.
	typed.Del(csrfKey)
	if to := want(t, s.stranger().post(path, typed), http.StatusSeeOther).Header().Get("Location"); !strings.Contains(to, "lost=yes") {
		t.Errorf("a form of nobody's leads to %s", to)
	}
}

// TestSessionLost holds that a form with a file sent after the session has ended is
// said to be lost, and that signing in leads back to its page.
func TestSessionLost(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	s.as(auth.Coordinator)
	strike := "/strikes/" + s.strike
	slot := strike + "/slots/" + url.PathEscape(s.params()["slot"]) + "/edit"
	extra := route{method: post, path: "/strikes/:strike/test", act: auth.EditStrike, do: (*Server).signOut}
	s.server.router.Handle(extra.method, extra.path, s.server.answer(extra))
	tests := []struct {
		name, path, next string
		lost             bool
	}{
		{"a form with a page", strike + "/details", strike + "/details", true},
		{"an id in the path", slot, slot, true},
		{"a page of no strike", "/strikes/new", "/strikes/new", true},
		{"a button on the page of a run", strike + "/runs/" + s.run, strike + "/runs/" + s.run, true},
		{"a button without a page", strike + "/test", strike, true},
		{"signing out", "/sign-out", "/", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := s.stranger()
			to := want(t, v.do(multipartForm(tt.path, "private")), http.StatusSeeOther).Header().Get("Location")
			if strings.Contains(to, "private") {
				t.Errorf("what was typed is in the address %s", to)
			}
			page := want(t, v.get(to), http.StatusOK)
			contract(t, page)
			values := fields(t, page, "/sign-in")
			if got := strings.Contains(parse(t, page).Find("main").Text(), signInLost); got != tt.lost {
				t.Errorf("says that something is lost: %t, want %t", got, tt.lost)
			}
			again := want(t, v.post("/sign-in", values), http.StatusUnprocessableEntity)
			if got := strings.Contains(parse(t, again).Find("main").Text(), signInLost); got != tt.lost {
				t.Errorf("after a failed try it says that something is lost: %t, want %t", got, tt.lost)
			}
			values.Set("email", s.users[auth.Coordinator].Email)
			values.Set("password", testPassword)
			if got := want(t, v.post("/sign-in", values), http.StatusSeeOther).Header().Get("Location"); got != tt.next {
				t.Errorf("after signing in: %s, want %s", got, tt.next)
			}
		})
	}
}

// multipartForm is a form as a page with a file sends it.
func multipartForm(path, name string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n"+name+"\r\n--b--\r\n"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	return r
}
