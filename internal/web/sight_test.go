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
)

// TestSighted holds that the store knows which roles see residents by name.
func TestSighted(t *testing.T) {
	t.Parallel()
	for _, role := range auth.AccountRoles() {
		if auth.Can(role, auth.SeePeople) != slices.Contains(store.Sighted(), string(role)) {
			t.Errorf("%s: the table of roles and the store's list say otherwise", role)
		}
	}
	for _, act := range []auth.Act{auth.EditPeople, auth.SeePeople, auth.BringIn, auth.SeeRota, auth.ManageUsers} {
		if auth.Can(auth.Waiting, act) {
			t.Errorf("who waits may %s", act)
		}
	}
}

// TestSight holds that a coordinator is told of an account that an administrator makes with sight of residents,
// until it is marked as seen; and that it opens nothing before one of those who see them has confirmed it.
func TestSight(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned().published()
	office, boss := s.as(auth.Coordinator), s.as(auth.Administrator)
	made := want(t, boss.post(accountsPath, url.Values{"name": {"New Face"}, "email": {"new@trust.example"}, "role": {"coordinator"}}), http.StatusOK)
	if text := s.readable(made); !strings.Contains(text, "opens nothing yet") {
		t.Errorf("the administrator reads %s", text)
	}
	fresh, err := s.store.UserByEmail(t.Context(), "new@trust.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.SetPassword(t.Context(), store.Actor{ID: fresh.ID}, fresh.ID, testHash); err != nil {
		t.Fatal(err)
	}
	v := s.signedInAs(fresh)
	params := s.params()
	for _, r := range routes() {
		if r.act != auth.Open && r.act != auth.Self && !r.own() {
			if w := v.do(httptest.NewRequest(r.method, s.address(r.path, params), nil)); w.Code != http.StatusNotFound {
				t.Errorf("%s %s for who waits: status %d, want 404", r.method, r.path, w.Code)
			}
		}
	}
	if got := v.get("/").Header().Get("Location"); got != accountPath {
		t.Errorf("who waits is led to %q", got)
	}
	if text := s.readable(v.get(accountPath)); !strings.Contains(text, "opens nothing until it is confirmed. A rota coordinator who is there already confirms it") {
		t.Errorf("who waits reads %s", text)
	}
	told := "New access to residents by name: New Face, given by R. Osei at "
	for _, path := range []string{strikePath(s.strike), "/strikes", sightPath} {
		w := want(t, office.get(path), http.StatusOK)
		contract(t, w)
		if text := s.readable(w); !strings.Contains(text, told) || !strings.Contains(text, "New Face") {
			t.Errorf("%s does not tell of it: %s", path, text)
		}
		for _, role := range []auth.Role{auth.Lead, auth.Finance} {
			if strings.Contains(s.as(role).get(path).Body.String(), "New Face") {
				t.Errorf("%s: %s is told of it", path, role)
			}
		}
	}
	want(t, boss.post(sightPath, url.Values{confirmField: {fresh.ID}}), http.StatusNotFound)
	want(t, v.post(sightPath, url.Values{confirmField: {fresh.ID}}), http.StatusNotFound)
	want(t, office.post(sightPath, url.Values{confirmField: {fresh.ID}}), http.StatusSeeOther)
	want(t, v.get(strikePath(s.strike, "residents")), http.StatusOK)

	seen := parse(t, office.get(sightPath)).Find("input[name=seen]").AttrOr("value", "")
	want(t, office.post(sightPath, url.Values{seenField: {"x"}}), http.StatusBadRequest)
	want(t, office.post(sightPath, url.Values{seenField: {seen}}), http.StatusSeeOther)
	if text := s.readable(office.get(strikePath(s.strike))); strings.Contains(text, "New Face") {
		t.Errorf("it is told of again: %s", text)
	}
	audit := s.readable(boss.get("/audit?what=user"))
	for _, words := range []string{"Gave sight of residents by name to New Face", "Confirmed the sight of residents by name of New Face"} {
		if !strings.Contains(audit, words) {
			t.Errorf("the audit does not say %q", words)
		}
	}
}

// TestSightByLink holds that an administrator who uses the link for a coordinator's password sees nobody as them and confirms
// nobody, and that the pages say what helps when nobody else could confirm.
func TestSightByLink(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	office, boss := s.as(auth.Coordinator), s.as(auth.Administrator)
	owner := s.user(auth.Coordinator)
	page := managePath(owner.ID)
	if text := s.readable(want(t, boss.get(page), http.StatusOK)); !strings.Contains(text, "strikerota user password "+owner.Email) {
		t.Errorf("the page of the account does not say what helps at night: %s", text)
	}
	made := want(t, boss.post(page, url.Values{"do": {"link"}}), http.StatusOK)
	if text := s.readable(made); !strings.Contains(text, "opens no residents until it is confirmed") {
		t.Errorf("the page of the link says %s", text)
	}
	thief := s.stranger()
	want(t, thief.post(madeLink(t, made), url.Values{"new-password": {"seven yellow tractors"}}), http.StatusSeeOther)
	want(t, thief.signInAs(owner.Email, "seven yellow tractors"), http.StatusSeeOther)
	for _, path := range []string{strikePath(s.strike, "residents"), sightPath, strikePath(s.strike)} {
		want(t, thief.get(path), http.StatusNotFound)
	}
	want(t, thief.post(sightPath, url.Values{confirmField: {owner.ID}}), http.StatusNotFound)
	for _, text := range []string{s.readable(thief.get(accountPath)), s.readable(boss.get(page))} {
		if !strings.Contains(text, "There is no rota coordinator who could confirm it now") || !strings.Contains(text, "strikerota user confirm "+owner.Email) {
			t.Errorf("nothing says what helps when nobody could confirm: %s", text)
		}
	}
	if err := s.store.ConfirmUser(t.Context(), store.Actor{}, owner.ID); err != nil {
		t.Fatal(err)
	}
	want(t, thief.get(strikePath(s.strike, "residents")), http.StatusOK)
	want(t, office.get("/strikes"), http.StatusSeeOther) // signed out by the other password
}
