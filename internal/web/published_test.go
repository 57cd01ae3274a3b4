package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// TestPublished holds what somebody at a group of trusts is shown: the newest version of
// each trust as rounded totals, no name, no draft; and that each trust can read that it was.
func TestPublished(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t)).planned()
	other, users := s.another()
	v := s.as(auth.Group)
	empty := want(t, v.get(publishedPath), http.StatusOK)
	contract(t, empty)
	if text := parse(t, empty).Find("main").Text(); !strings.Contains(text, "No trust has published a rota yet") {
		t.Errorf("with drafts alone it says %q", text)
	}
	s.published()
	list, err := other.Strikes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.store.Version(t.Context(), s.strike, 1)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := other.CreateRun(t.Context(), store.Actor{}, list[0].ID, first.Problem, store.RunOptions{})
	if err == nil {
		err = s.store.FinishRun(t.Context(), theirs.ID, first.Plan)
	}
	if err != nil {
		t.Fatal(err)
	}
	draft, err := other.CurrentPlan(t.Context(), list[0].ID)
	if err == nil {
		_, err = other.Publish(t.Context(), actor, list[0].ID, store.NewVersion{Seen: draft.Version, Problem: first.Problem, Plan: first.Plan, Beside: []byte("{}")})
	}
	if err != nil {
		t.Fatal(err)
	}
	page := want(t, v.get(publishedPath), http.StatusOK)
	contract(t, page)
	text := parse(t, page).Find("main").Text()
	for _, wanted := range []string{testTrust, "Another trust (fictional)", "Strike of another trust", "version 1", "All services", "About "} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the page lacks %q: %s", wanted, text)
		}
	}
	e := s.entry()
	for _, c := range e.Consultants {
		if strings.Contains(text, c.Name) || strings.Contains(text, string(c.ID)) {
			t.Errorf("the page names %s", c.ID)
		}
	}
	for _, r := range e.Residents {
		if strings.Contains(text, r.Name) {
			t.Errorf("the page names %s", r.ID)
		}
	}
	for _, trust := range []*store.Trust{s.store.Trust, other} {
		rows, _, err := trust.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindPlan}, 1)
		if err != nil || len(rows) == 0 || rows[0].Action != store.Looked {
			t.Errorf("the audit of trust %d has %v, %v", trust.ID(), rows, err)
		}
	}
	audit := parse(t, s.signedInAs(users[auth.Auditor]).get(auditPath)).Text()
	if !strings.Contains(audit, "Looked at the totals of the published rotas") {
		t.Error("the other trust's auditor does not read it")
	}
	for _, role := range auth.Roles() {
		want(t, s.as(role).get(publishedPath), http.StatusNotFound)
	}
	// Administrators of a trust neither see nor look after such an account, and make none.
	admin := s.as(auth.Administrator)
	if strings.Contains(admin.get(accountsPath).Body.String(), s.user(auth.Group).ID) {
		t.Error("an administrator is shown the group's account")
	}
	want(t, admin.get(managePath(s.user(auth.Group).ID)), http.StatusNotFound)
	want(t, admin.post(managePath(s.user(auth.Group).ID), url.Values{"do": {"link"}}), http.StatusNotFound)
	want(t, admin.post(managePath(s.user(auth.Lead).ID), url.Values{"do": {"role"}, "role": {"group"}}), http.StatusUnprocessableEntity)
}

func TestAboutWords(t *testing.T) {
	t.Parallel()
	for n, wanted := range map[int]string{0: "Fewer than 5", 1: "Fewer than 5", 4: "Fewer than 5", 5: "About 5", 7: "About 5", 8: "About 10", 12: "About 10", 13: "About 15"} {
		if got := aboutWords(n); got != wanted {
			t.Errorf("%d: %q, want %q", n, got, wanted)
		}
	}
	for n, wanted := range map[int]string{0: "None", 1: "Fewer than 5", 6: "About 5"} {
		if got := aboutOpen(n); got != wanted {
			t.Errorf("%d open: %q, want %q", n, got, wanted)
		}
	}
}
