package web

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// another adds a trust, with somebody of each role and a strike of its own that is quite
// unlike the first one's.
func (s *site) another() (*store.Trust, map[auth.Role]store.User) {
	s.t.Helper()
	ctx := s.t.Context()
	id, err := s.store.AddTrust(ctx, "Another trust (fictional)")
	if err != nil {
		s.t.Fatal(err)
	}
	trust, users := s.store.Of(id), map[auth.Role]store.User{}
	for _, role := range auth.Roles() {
		users[role], err = trust.CreateUser(ctx, store.User{Email: string(role) + "@another.example", Name: "A. Stranger", Role: string(role), Services: rota.EveryService(), PasswordHash: testHash})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	e := rotatest.Small(9)
	e.Strike.Name = "Strike of another trust"
	strike, err := trust.CreateStrike(ctx, actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules,
		Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(), Retention: rota.StandardRetention()})
	if err == nil {
		err = trust.ReplaceEntry(ctx, actor, strike, e)
	}
	if err == nil {
		card := rotatest.TrustCard()
		card.Name = "Card of another trust"
		_, err = trust.SaveLibraryCard(ctx, actor, store.LibraryCard{Card: card})
	}
	if err == nil {
		_, err = trust.CreateRun(ctx, actor, strike, []byte("{}"), store.RunOptions{})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return trust, users
}

// signedInAs is the browser of somebody who has signed in.
func (s *site) signedInAs(user store.User) *visitor {
	s.t.Helper()
	v := s.stranger()
	want(s.t, v.post("/sign-in", url.Values{"email": {user.Email}, "password": {testPassword}, "next": {"/"}}), http.StatusSeeOther)
	v.get("/help") // has the token
	return v
}

// owned are the parts of addresses that are ids of what one trust has.
var owned = []string{"strike", "run", "resident", "consultant", "slot", "key", "case", "import", "done", "version", "account"}

// requests sends the route's request to the address, with a form where it takes one.
func (v *visitor) requests(r route, address string) *httptest.ResponseRecorder {
	if r.method == get {
		return v.get(address)
	}
	return v.post(address, url.Values{"version": {"1"}})
}

// TestOtherTrust asks for every route with real ids of what one trust has, as each role of
// another trust: the answer is to the byte that to ids of what there is not, and no page
// is shown. Nothing is done in the trust that has it.
func TestOtherTrust(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	_, users := s.another()
	real := s.params()
	none := maps.Clone(real)
	for _, name := range owned {
		none[name] = "none"
	}
	_, done, err := s.store.AuditLog(t.Context(), store.AuditFilter{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	entered, asked := s.entry(), 0
	for _, role := range auth.Roles() {
		v := s.signedInAs(users[role])
		for _, r := range routes() {
			address, missing := s.address(r.path, real), s.address(r.path, none)
			if r.act == auth.Open || address == missing {
				continue
			}
			asked++
			theirs, nothing := v.requests(r, address), v.requests(r, missing)
			if a, b := withoutReference(theirs), withoutReference(nothing); a != b {
				t.Errorf("%s %s as %s: another trust's is not answered as what there is not: %s", r.method, r.path, role, firstDifference(a, b))
			}
			if got := theirs.Code; r.method == get && got != http.StatusNotFound || got < 400 {
				t.Errorf("%s %s as %s: %d, want 404", r.method, r.path, role, got)
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d requests were made", asked)
	}
	if _, now, err := s.store.AuditLog(t.Context(), store.AuditFilter{}, 1); err != nil || now != done {
		t.Errorf("the audit has %d records, %v; it had %d", now, err, done)
	}
	if !rota.SameThing(entered, s.entry()) {
		t.Error("what is entered has changed")
	}
}

// withoutReference is an answer without the number by which an error is found in the log.
func withoutReference(w *httptest.ResponseRecorder) string {
	return strings.ReplaceAll(twinBytes(w), w.Header().Get("X-Request-Id"), "")
}

// TestTwinsOfTrusts holds that every page and file of a trust is the same to the byte
// whether or not another trust shares the planner, whatever that one has.
func TestTwinsOfTrusts(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned().published()
	readers := append(s.readers(), reader{role: auth.Auditor, who: s.as(auth.Auditor), paths: []string{auditPath}})
	params, everything := s.params(), reader{role: auth.Coordinator, who: s.as(auth.Coordinator)}
	for _, r := range routes() {
		// The overview counts what the coordinator has looked at meanwhile; leads read it too.
		if r.method == get && auth.Can(auth.Coordinator, r.act) && r.path != "/strikes/:strike" {
			everything.paths = append(everything.paths, s.address(r.path, params))
		}
	}
	everything.who.get(factorPath) // draws a secret the first time
	coordinator := []reader{everything}
	alone := s.bytesFor(readers)
	maps.Copy(alone, s.bytesFor(coordinator))
	_, _ = s.another()
	for page, was := range s.bytesFor(coordinator) {
		if was != alone[page] {
			t.Errorf("%s tells of another trust: %s", page, firstDifference(alone[page], was))
		}
	}
	for page, now := range s.bytesFor(readers) {
		if strings.HasSuffix(page, auditPath) { // it has what the coordinator looked at meanwhile
			if strings.Contains(now, "another.example") || strings.Contains(now, "Stranger") || strings.Contains(now, "nother trust") {
				t.Errorf("%s tells of another trust", page)
			}
			continue
		}
		if now != alone[page] {
			t.Errorf("%s tells of another trust: %s", page, firstDifference(alone[page], now))
		}
	}
	if len(alone) < 150 {
		t.Errorf("only %d pages and files were compared", len(alone))
	}
}
