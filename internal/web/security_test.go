package web

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestHeaders holds the headers of every kind of answer.
func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(o *Options) { o.Secure = true })
	v := s.as(auth.Coordinator)
	answers := map[string]*httptest.ResponseRecorder{
		"page":         v.get("/help"),
		"not found":    v.get("/nowhere"),
		"wrong method": v.do(httptest.NewRequest(http.MethodPut, "/help", nil)),
		"redirect":     v.get("/"),
		"asset":        v.get(s.server.assets.path("app.css")),
		"no asset":     v.get("/assets/old/app.css"),
		"sign-in page": s.stranger().get("/sign-in"),
		"sent away":    s.stranger().get("/strikes"),
		"cross-site":   crossSite(v, "/strikes/new"),
	}
	for name, w := range answers {
		t.Run(name, func(t *testing.T) {
			h := w.Header()
			for key, want := range map[string]string{
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "no-referrer",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
			} {
				if got := h.Get(key); got != want {
					t.Errorf("%s = %q, want %q", key, got, want)
				}
			}
			policy := h.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
				if !strings.Contains(policy, want) {
					t.Errorf("the policy %q lacks %s", policy, want)
				}
			}
			if strings.Contains(policy, "unsafe") {
				t.Errorf("the policy is unsafe: %q", policy)
			}
			wantCache := "no-store"
			if name == "asset" {
				wantCache = "public, max-age=31536000, immutable"
			}
			if got := h.Get("Cache-Control"); got != wantCache {
				t.Errorf("Cache-Control = %q, want %q", got, wantCache)
			}
		})
	}
}

func TestNoncesDiffer(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	a, b := s.stranger().get("/help"), s.stranger().get("/help")
	if a.Header().Get("Content-Security-Policy") == b.Header().Get("Content-Security-Policy") {
		t.Error("two answers have the same nonce")
	}
}

func crossSite(v *visitor, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(url.Values{csrfKey: {v.csrf}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	return v.do(r)
}

// TestForgery sends every POST from another site, from another origin and
// without the token: all are refused.
func TestForgery(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	v := s.as(auth.Coordinator)
	params := s.params()
	for _, r := range routes() {
		if r.method != post {
			continue
		}
		address := s.address(r.path, params)
		if got := crossSite(v, address); got.Code != http.StatusForbidden {
			t.Errorf("%s from another site: %d, want 403", r.path, got.Code)
		}
		foreign := httptest.NewRequest(http.MethodPost, address, strings.NewReader(""))
		foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		foreign.Header.Set("Origin", "https://elsewhere.example")
		if got := v.do(foreign); got.Code != http.StatusForbidden {
			t.Errorf("%s from another origin: %d, want 403", r.path, got.Code)
		}
		if r.act == auth.Open {
			continue // the sign-in form has no session yet
		}
		for name, token := range map[string]string{"no token": "", "the token of another session": rand.Text()} {
			if got := s.whoMay(r.act).post(address, url.Values{csrfKey: {token}}); got.Code != http.StatusForbidden {
				t.Errorf("%s with %s: %d, want 403", r.path, name, got.Code)
			}
		}
	}
	if got := v.get("/strikes"); got.Code != http.StatusOK {
		t.Errorf("after all that the session is gone: %d", got.Code)
	}
}

var update = flag.Bool("update", false, "write testdata anew")

// accessFile says for each route which roles may use it. It is read by people, and what
// the table of package auth makes of a route has to be the same.
const accessFile = "testdata/access.txt"

// TestRoles asks for every route as each role, and as nobody; and for a strike that there
// is not, which is answered as what a role may not see is.
func TestRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	params := s.params()
	may := map[string][]string{}
	for _, role := range slices.Concat(auth.AccountRoles(), auth.LinkRoles(), []auth.Role{""}) {
		v, byLink := s.stranger(), slices.Contains(auth.LinkRoles(), role)
		if role != "" {
			v = s.as(role)
		}
		if role != "" && !byLink {
			params = s.params(role)
		}
		for _, r := range routes() {
			if r.path == "/sign-out" || r.path == ownLeavePath || r.act == auth.Open {
				continue
			}
			w := v.do(httptest.NewRequest(r.method, s.address(r.path, params), nil))
			name := fmt.Sprintf("%s %s as %q", r.method, r.path, role)
			if role != "" && w.Code != http.StatusNotFound && r.own() == byLink {
				may[r.method+" "+r.path] = append(may[r.method+" "+r.path], string(role))
			}
			if role != "" && !byLink && r.method == get && strings.HasPrefix(r.path, "/strikes/:strike") {
				other := maps.Clone(params)
				other["strike"] = "none"
				if w := v.get(s.address(r.path, other)); w.Code != http.StatusNotFound {
					t.Errorf("%s, of no strike: %d, want 404", name, w.Code)
				}
			}
			switch {
			case role == "" && r.own():
				if w.Code != http.StatusNotFound {
					t.Errorf("%s: %d, want 404", name, w.Code)
				}
			case role == "", byLink && !r.own(): // of accounts' pages a link opens no more than a stranger has
				if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
					t.Errorf("%s: %d to %q, want 303 to the sign-in page", name, w.Code, w.Header().Get("Location"))
				}
			case !auth.Can(role, r.act):
				if w.Code != http.StatusNotFound {
					t.Errorf("%s: %d, want 404", name, w.Code)
				}
			case r.method == get && w.Code >= 400, r.method == post && w.Code == http.StatusNotFound:
				t.Errorf("%s: %d, though the role may", name, w.Code)
			}
		}
	}
	var got strings.Builder
	for _, r := range routes() {
		if roles, ok := may[r.method+" "+r.path]; ok {
			fmt.Fprintf(&got, "%s %s: %s\n", r.method, r.path, strings.Join(roles, ", "))
		}
	}
	if *update {
		if err := os.WriteFile(accessFile, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(accessFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("who may do what is not as written in %s; read it before it is written anew with -update (-want +got):\n%s", accessFile, diff)
	}
}

// TestOtherStrike asks for every page of a strike that does not exist.
func TestOtherStrike(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned().published()
	v := s.as(auth.Coordinator)
	params := s.params()
	params["strike"] = "none"
	for _, r := range routes() {
		if !strings.Contains(r.path, ":strike") {
			continue
		}
		address := s.address(r.path, params)
		var got int
		if r.method == get {
			got = v.get(address).Code
		} else {
			got = v.post(address, url.Values{"version": {"1"}}).Code
		}
		if got != http.StatusNotFound && got != http.StatusBadRequest && got != http.StatusUnsupportedMediaType {
			t.Errorf("%s %s: %d, want 404", r.method, r.path, got)
		}
		if r.method == get && got != http.StatusNotFound {
			t.Errorf("%s %s: %d, want 404", r.method, r.path, got)
		}
	}
}

// TestGetChangesNothing asks for every page twice over and compares what is kept.
func TestGetChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	before, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	params := s.params()
	for _, r := range routes() {
		if r.method == get {
			s.whoMay(r.act).get(s.address(r.path, params) + "?version=1&name=changed&do=delete")
		}
	}
	after, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("a GET has changed what is entered (-before +after):\n%s", diff)
	}
}

// TestNoDatabase holds that the page says so when the database is gone.
func TestNoDatabase(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	want(t, v.get("/healthz"), http.StatusOK)
	want(t, v.get("/readyz"), http.StatusOK)
	s.server.ready.at = time.Time{} // nothing is remembered
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/strikes", "/healthz", "/readyz"} {
		w := want(t, v.get(path), http.StatusServiceUnavailable)
		if path == "/strikes" {
			contract(t, w)
		} else if got := w.Header().Get("Content-Type") + " " + w.Body.String(); got != "text/plain; charset=utf-8 not available\n" {
			t.Errorf("%s answers what watches the server with %q", path, got)
		}
		if got := w.Body.String(); strings.Contains(got, testTrust) {
			t.Errorf("%s names a trust to whoever asks", path)
		}
		if w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "sql") {
			t.Errorf("%s: headers %v, or the page shows the error", path, w.Header())
		}
	}
}

// TestUnstyled holds that pages without the NHS styles say how to get them.
func TestUnstyled(t *testing.T) {
	t.Parallel()
	views, err := newViews(&assets{prefix: "/assets/x/"})
	if err != nil {
		t.Fatal(err)
	}
	body, err := views.render("help", &plainPage{base{Title: "Help", Width: normalWidth}})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(body); !strings.Contains(text, "make assets") || strings.Contains(text, vendorStyle) {
		t.Error("the page does not say that the styles are missing, or asks for them")
	}
}

// TestFailures forces failures on a route of the test's own and looks at what is
// shown and what is logged.
func TestFailures(t *testing.T) {
	t.Parallel()
	const secret = "SELECT name FROM resident"
	tests := []struct {
		name   string
		do     func(*Server, *visit) error
		status int
		logged string
	}{
		{"error", func(*Server, *visit) error { return errors.New(secret) }, 500, "level=ERROR"},
		{"panic", func(*Server, *visit) error { panic(secret) }, 500, "level=ERROR msg=panic"},
		{"not found", func(*Server, *visit) error { return fmt.Errorf("x: %w", rota.ErrNotFound) }, 404, ""},
		{"forbidden", func(*Server, *visit) error { return rota.ErrForbidden }, 404, ""},
		{"clash", func(*Server, *visit) error { return fmt.Errorf("save: %w", rota.ErrConflict) }, 409, "status=409"},
		{"no template", func(s *Server, v *visit) error { return s.show(v, "none", &plainPage{}) }, 500, "level=ERROR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			v := s.as(auth.Coordinator)
			extra := route{method: get, path: "/test/broken", act: auth.Self, do: tt.do}
			s.server.router.Handle(extra.method, extra.path, s.server.answer(extra))
			w := v.get("/test/broken")
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			contract(t, w)
			body := w.Body.String()
			for _, hidden := range []string{"SELECT", "goroutine", ".go:", "template"} {
				if strings.Contains(body, hidden) {
					t.Errorf("the page shows %q", hidden)
				}
			}
			if tt.status == 500 && !strings.Contains(body, w.Header().Get("X-Request-Id")) {
				t.Error("the page does not show the reference number")
			}
			log := s.log.String()
			if !strings.Contains(log, tt.logged) {
				t.Errorf("the log lacks %q:\n%s", tt.logged, log)
			}
			if strings.Contains(log, v.cookies["strikerota"]) || tt.name == "panic" && strings.Contains(log, secret) {
				t.Errorf("the log holds a cookie or what was panicked:\n%s", log)
			}
		})
	}
}

// TestLog holds that the access log has patterns and ids, never addresses or names.
func TestLog(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	v.get("/strikes/" + s.strike + "?name=Nwosu")
	log := s.log.String()
	if !strings.Contains(log, "route=/strikes/:strike ") || !strings.Contains(log, "user="+s.users[auth.Coordinator].ID) {
		t.Errorf("the log lacks the route or the user:\n%s", log)
	}
	for _, hidden := range []string{"Nwosu", "Osei", "trust.example", testPassword, "name="} {
		if strings.Contains(log, hidden) {
			t.Errorf("the log holds %q:\n%s", hidden, log)
		}
	}
}

func TestBodyLimits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	if got := v.post("/strikes/new", url.Values{"name": {strings.Repeat("x", 300<<10)}}); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 300 KiB: %d, want 413", got.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "/strikes/new", strings.NewReader(`{"name":"x"}`))
	r.Header.Set("Content-Type", "application/json")
	if got := v.do(r); got.Code != http.StatusUnsupportedMediaType {
		t.Errorf("JSON: %d, want 415", got.Code)
	}
	if got := v.post("/strikes/new?name=query", url.Values{}); got.Code != http.StatusUnprocessableEntity ||
		strings.Contains(got.Body.String(), `value="query"`) {
		t.Errorf("a value in the address was read (%d)", got.Code)
	}
	if got := v.post("/strikes/new", url.Values{"name": {"x"}, "role": {"administrator"}}); got.Code != http.StatusBadRequest {
		t.Errorf("a field nobody asked for: %d, want 400", got.Code)
	}
}

// TestClientAddress holds that a forwarded address is believed only from a proxy that is configured.
func TestClientAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		proxies []string
		remote  string
		want    string
	}{
		{"no proxy", nil, "10.0.0.1:5", "10.0.0.1"},
		{"this proxy", []string{"10.0.0.1"}, "10.0.0.1:5", "6.6.6.6"},
		{"another proxy", []string{"10.0.0.2"}, "10.0.0.1:5", "10.0.0.1"},
		{"a block", []string{"10.0.0.0/24"}, "10.0.0.9:5", "6.6.6.6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := emptySite(t, func(o *Options) { o.TrustedProxies = tt.proxies })
			got := ""
			extra := route{method: get, path: "/test/address", act: auth.Open, do: func(_ *Server, v *visit) error {
				got = v.c.ClientIP()
				return nil
			}}
			s.server.router.Handle(extra.method, extra.path, s.server.answer(extra))
			r := httptest.NewRequest(http.MethodGet, "/test/address", nil)
			r.RemoteAddr = tt.remote
			r.Header.Set("X-Forwarded-For", "6.6.6.6")
			s.stranger().do(r)
			if got != tt.want {
				t.Errorf("client address %q, want %q", got, tt.want)
			}
		})
	}
	if _, err := New(Options{Store: emptySite(t).store.Store, Now: time.Now, Log: emptySite(t).server.log, TrustedProxies: []string{"nonsense"}}); err == nil {
		t.Error("a proxy that is no address was taken")
	}
}
