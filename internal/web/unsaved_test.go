package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store/storetest"
)

// readOnly has the site's database save nothing, or again all.
func (s *site) readOnly(on bool) {
	s.t.Helper()
	db, err := s.store.DB()
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := db.ExecContext(s.t.Context(), map[bool]string{true: "PRAGMA query_only = 1", false: "PRAGMA query_only = 0"}[on]); err != nil {
		s.t.Fatal(err)
	}
}

// TestUnsaved holds that what was typed is given back when nothing can be saved, and is saved when it is
// sent again; that pages can be read meanwhile; and that no page gives a password back.
func TestUnsaved(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := newSite(t, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })
	v := s.as(auth.Coordinator)
	path := strikePath(s.strike, "residents", "new")
	typed := fields(t, v.get(path), path)
	typed.Set("name", "Dr Zebulon Quix<worth")
	s.readOnly(true)
	now = now.Add(10 * time.Minute)
	want(t, v.get(strikePath(s.strike)), http.StatusOK)
	w := want(t, v.post(path, typed), http.StatusServiceUnavailable)
	contract(t, w)
	if w.Header().Get("Retry-After") == "" || !strings.Contains(mainText(t, w), w.Header().Get("X-Request-Id")) {
		t.Errorf("headers %v, or the page has no reference:\n%s", w.Header(), mainText(t, w))
	}
	again := fields(t, w, path)
	if again.Encode() != typed.Encode() {
		t.Errorf("the page gives back %v, want %v", again, typed)
	}
	secret := want(t, v.post(accountPath+"/password", url.Values{"password": {testPassword}, "new-password": {"turquoise lantern mermaid"}}), http.StatusServiceUnavailable)
	if strings.Contains(secret.Body.String(), testPassword) || strings.Contains(secret.Body.String(), "lantern mermaid") {
		t.Error("a page gives a password back")
	}
	strange := want(t, s.stranger().post("/sign-in", url.Values{"email": {s.users[auth.Coordinator].Email}, "password": {testPassword}}), http.StatusServiceUnavailable)
	if strings.Contains(strange.Body.String(), testPassword) {
		t.Error("a page gives the password of a sign-in back")
	}
	s.readOnly(false)
	want(t, v.post(path, again), http.StatusSeeOther)
	s.readOnly(true) // what the next page was to tell cannot be taken from the session
	broken := want(t, v.get(strikePath(s.strike, "residents")), http.StatusServiceUnavailable)
	contract(t, broken)
	if n := strings.Count(broken.Body.String(), "<html"); n != 1 {
		t.Errorf("the answer has %d pages in it", n)
	}
	list, err := s.store.Residents(t.Context(), s.strike)
	if err != nil || list[len(list)-1].Name != "Dr Zebulon Quix<worth" {
		t.Errorf("the last of the residents is %+v, %v", list[len(list)-1], err)
	}
}

// TestUnsavedWithoutSession holds that what was typed is given back when not even the session can be read.
func TestUnsavedWithoutSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	path := strikePath(s.strike, "residents", "new")
	typed := fields(t, v.get(path), path)
	typed.Set("name", "Dr Zebulon Quix<worth")
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.post(path, typed), http.StatusServiceUnavailable)
	contract(t, w)
	if again := fields(t, w, path); again.Encode() != typed.Encode() || w.Header().Get("Retry-After") == "" {
		t.Errorf("the page gives back %v, want %v; headers %v", again, typed, w.Header())
	}
	for _, path := range []string{"/sign-in", accountPath + "/password"} {
		w := want(t, v.post(path, url.Values{"password": {testPassword}}), http.StatusServiceUnavailable)
		if strings.Contains(w.Body.String(), testPassword) {
			t.Errorf("%s gives the password back", path)
		}
	}
}
