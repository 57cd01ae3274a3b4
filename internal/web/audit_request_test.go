package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestAuditRequest holds that the audit has, of what accounts do, the reference number of the request and the address
// that it came from, as a trusted proxy says; and neither of what is done by a personal link.
func TestAuditRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t), func(o *Options) { o.TrustedProxies = []string{"192.0.2.0/24"} })
	admin, coordinator := s.as(auth.Administrator), s.as(auth.Coordinator)
	last := func(kind store.Kind) store.AuditRow {
		t.Helper()
		rows, _, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: kind}, 1)
		if err != nil || len(rows) == 0 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		return rows[0]
	}
	for _, tt := range []struct{ remote, forwarded, want string }{
		{"198.51.100.4:4000", "", "198.51.100.4"},
		{"198.51.100.4:4000", "203.0.113.9", "198.51.100.4"}, // whoever says so is not trusted
		{"192.0.2.1:4000", "203.0.113.9", "203.0.113.9"},
		{"192.0.2.1:4000", "203.0.113.9, 198.51.100.8", "198.51.100.8"},
		{"192.0.2.1:4000", "::ffff:203.0.113.9", "203.0.113.9"},
		{"192.0.2.1:4000", "2001:db8::0:7", "2001:db8::7"},
		{"192.0.2.1:4000", "no\taddress", "192.0.2.1"},
		{"@", "", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, strikePath(s.strike, "residents"), nil)
		r.RemoteAddr = tt.remote
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		w := want(t, coordinator.do(r), http.StatusOK)
		if got := last(store.KindPage).Request; got.ID != w.Header().Get("X-Request-Id") || got.ID == "" || got.Address != tt.want {
			t.Errorf("from %s, forwarded for %q: %+v, want %q and %q", tt.remote, tt.forwarded, got, w.Header().Get("X-Request-Id"), tt.want)
		}
	}
	if got := last(store.KindUser); got.Action != store.CameIn || got.Request.ID == "" || got.Request.Address != "192.0.2.1" {
		t.Errorf("signing in: %+v", got)
	}
	s.stranger().post("/sign-in", url.Values{"email": {"nobody@trust.example"}, "password": {testPassword}, "next": {"/"}})
	if got := last(store.KindUser); got.Action != store.Mistaken || got.Request != (store.Request{}) {
		t.Errorf("a sign-in that failed: %+v", got)
	}
	page := want(t, admin.get(auditPath), http.StatusOK)
	contract(t, page)
	text := parse(t, page).Find("main").Text()
	for _, words := range []string{"Reference and address", "2001:db8::7", ", address not known", last(store.KindStrike).Request.ID} {
		if !strings.Contains(text, words) {
			t.Errorf("the audit does not say %q", words)
		}
	}
}

// TestAuditRequestByLink holds that nothing in the database says from where or by which request a resident or consultant
// has done something by their link.
func TestAuditRequestByLink(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t))
	known := s.requests()
	doctor := s.byLink(auth.Resident, 0)
	values := fields(t, want(t, doctor.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	for name := range values {
		if strings.HasPrefix(name, "to-") {
			values.Set(name, string(rota.Away))
		}
	}
	want(t, doctor.post(ownDutiesPath, values), http.StatusSeeOther)
	who := s.byLink(auth.Consultant, 0)
	offers := fields(t, want(t, who.get(ownOffersPath), http.StatusOK), ownOffersPath)
	offers.Set("terms", string(rota.TimeOff))
	want(t, who.post(ownOffersPath, offers), http.StatusSeeOther)
	got := s.requests()
	if len(got) < len(known)+4 { // two links, and what was done by each
		t.Fatalf("%d rows of the audit, and %d before", len(got), len(known))
	}
	if more := got[len(known):]; slices.ContainsFunc(more, func(r string) bool { return r != "" }) {
		t.Errorf("the rows have %q", more)
	}
}

// requests are what every row of the audit has of requests, also of those that no page lists.
func (s *site) requests() []string {
	s.t.Helper()
	return s.texts("SELECT request_id || address FROM audit ORDER BY seq")
}
