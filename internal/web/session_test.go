package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"strikerota/internal/auth"
)

func TestSessionCookie(t *testing.T) {
	for _, tt := range []struct {
		secure bool
		want   string
	}{{true, "__Host-strikerota"}, {false, "strikerota"}} {
		s := newSite(t, func(o *Options) { o.Secure = tt.secure })
		s.as(auth.Coordinator)
		w := s.stranger().post("/sign-in", url.Values{"email": {s.users[auth.Coordinator].Email}, "password": {testPassword}, "next": {"/"}})
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies, want 1", len(cookies))
		}
		c := cookies[0]
		if c.Name != tt.want || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge > 0 {
			t.Errorf("cookie %+v", c)
		}
	}
}

// TestSessionFixation holds that the id of before sign-in is worth nothing after it.
func TestSessionFixation(t *testing.T) {
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

// TestSessionEnds holds what ends a session besides signing out.
func TestSessionEnds(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Options)
		then   func(*site)
	}{
		{"idle", func(o *Options) { o.SessionIdle = time.Nanosecond }, func(*site) {}},
		{"too long", func(o *Options) { o.SessionAbsolute = time.Nanosecond }, func(*site) {}},
		{"a new password", func(*Options) {}, func(s *site) {
			hash, err := s.hasher.Hash(s.t.Context(), "another wet umbrella")
			if err == nil {
				err = s.store.SetPassword(s.t.Context(), s.users[auth.Coordinator].ID, hash)
			}
			if err != nil {
				s.t.Fatal(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, tt.change)
			v := s.as(auth.Coordinator)
			tt.then(s)
			if w := v.get("/strikes"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fstrikes" {
				t.Errorf("status %d to %q, want 303 to the sign-in page", w.Code, w.Header().Get("Location"))
			}
		})
	}
}
