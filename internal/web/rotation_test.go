package web

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"strikerota/internal/auth"
)

// TestSessionRotates holds that a session has a new id from each step on at which it is worth more, and that
// the id of before opens nothing: whoever planted or saw it has nothing of what comes after.
func TestSessionRotates(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, _ := factored(t, &now)
	s.user(auth.Finance)
	changed := func(step, cookie string, v *visitor, do func()) {
		t.Helper()
		before := v.cookies[cookie]
		do()
		if before == "" || v.cookies[cookie] == before {
			t.Errorf("%s: the id %q is now %q", step, before, v.cookies[cookie])
		}
		old := s.stranger()
		old.cookies[cookie] = before
		if got := old.get("/strikes").Code; got != http.StatusSeeOther {
			t.Errorf("%s: the id of before gives %d", step, got)
		}
	}
	v := s.stranger()
	want(t, v.signInAs(s.users[auth.Finance].Email, testPassword), http.StatusSeeOther)
	changed("another person signs in", "strikerota", v, func() { want(t, v.signInAs(s.users[auth.Finance].Email, testPassword), http.StatusSeeOther) })
	changed("the password of a second factor", "strikerota", v, func() { want(t, v.signInAs(s.users[auth.Coordinator].Email, testPassword), http.StatusOK) })
	now = now.Add(time.Minute)
	changed("the code", "strikerota", v, func() { want(t, v.post(codePath, url.Values{"code": {p.code(t, now)}}), http.StatusSeeOther) })
	want(t, v.get("/strikes"), http.StatusOK)
}

// TestCodeAfterNewPassword holds that a code is worth nothing once the password that came before it is another.
func TestCodeAfterNewPassword(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	s, p, _ := factored(t, &now)
	now = now.Add(time.Minute)
	v := s.stranger()
	user := s.users[auth.Coordinator]
	want(t, v.signInAs(user.Email, testPassword), http.StatusOK)
	if err := s.store.SetPassword(t.Context(), actor, user.ID, testHash+" "); err != nil {
		t.Fatal(err)
	}
	v.post(codePath, url.Values{"code": {p.code(t, now)}})
	if got := v.get("/strikes").Code; got != http.StatusSeeOther {
		t.Errorf("the code signs in after the password was changed: %d", got)
	}
}

// TestOwnSession holds that a personal link's session has a new id each time the link is opened, and two hours.
func TestOwnSession(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Resident, 0)
	first := v.cookies["strikerota-own"]
	want(t, v.post(ownLinkPath+"/"+s.personal(auth.Resident, 1), url.Values{}), http.StatusSeeOther)
	if first == "" || v.cookies["strikerota-own"] == first {
		t.Errorf("the id %q is now %q", first, v.cookies["strikerota-own"])
	}
	old := s.stranger()
	old.cookies["strikerota-own"] = first
	want(t, old.get(ownHeldPath), http.StatusNotFound)
	db, err := s.store.DB()
	if err != nil {
		t.Fatal(err)
	}
	var until int64
	if err := db.QueryRowContext(t.Context(), "SELECT MAX(expires_at) FROM sessions").Scan(&until); err != nil {
		t.Fatal(err)
	}
	if left := time.Until(time.Unix(until, 0)); left > 2*time.Hour || left < 2*time.Hour-10*time.Minute {
		t.Errorf("the session is kept for %v, want two hours", left)
	}
}

// TestRenamedLink holds that the link of somebody opens nothing once their code is another person's.
func TestRenamedLink(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Resident, 0)
	want(t, v.get(ownHeldPath), http.StatusOK)
	r, err := s.store.Resident(t.Context(), s.strike, s.entry().Residents[0].ID)
	if err == nil {
		r.Name = "Dr Somebody Else"
		_, err = s.store.SaveResident(t.Context(), actor, s.strike, r)
	}
	if err != nil {
		t.Fatal(err)
	}
	want(t, v.get(ownHeldPath), http.StatusNotFound)
}
