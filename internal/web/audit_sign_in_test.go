package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// TestSignInsAudited holds that the audit has who signed in by password and out, and that it failed, without
// what was typed; and no page that was looked at.
func TestSignInsAudited(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.user(auth.Coordinator)
	v := s.stranger()
	try := func(email, password string) int {
		return v.post("/sign-in", url.Values{"email": {email}, "password": {password}, "next": {"/"}}).Code
	}
	try("coordinator@trust.example", "not the password at all")
	try("nobody-zzyx@trust.example", "not the password at all")
	if try("coordinator@trust.example", testPassword) != http.StatusSeeOther {
		t.Fatal("nobody could sign in")
	}
	v.get("/help")
	v.get(strikePath(s.strike))
	want(t, v.post("/sign-out", url.Values{}), http.StatusSeeOther)
	rows, _, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindUser}, 1)
	if err != nil {
		t.Fatal(err)
	}
	id := s.users[auth.Coordinator].ID
	var got []string
	for _, r := range rows {
		got = append(got, strings.ReplaceAll(byWords(r)+": "+auditWords(r), id, "ID"))
	}
	slices.Reverse(got)
	expected := []string{"The planner itself: Signing in failed, with a wrong password or code: ID",
		"The planner itself: Signing in failed, with an e-mail address that no account has here", "R. Osei: Signed in with a password", "R. Osei: Signed out"}
	if diff := cmp.Diff(expected, got[max(0, len(got)-4):]); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
	if page := s.as(auth.Administrator).get(auditPath).Body.String(); strings.Contains(page, "zzyx") {
		t.Error("the audit shows an address that was typed")
	}
}
