package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
)

// TestLimits asks for more than an account may, of each kind.
func TestLimits(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(o *Options) { o.Limits = auth.Limits{ChangesPerMinute: 2, FilesPerHour: 1} }).planned()
	v := s.as(auth.Coordinator)
	file := strikePath(s.strike, "downloads", "rota.xlsx")
	want(t, v.get(file), http.StatusOK)
	w := want(t, v.get(file), http.StatusTooManyRequests)
	contract(t, w)
	if w.Header().Get("Retry-After") != "3600" && w.Header().Get("Retry-After") != "3599" {
		t.Errorf("Retry-After %q, want an hour", w.Header().Get("Retry-After"))
	}
	if !strings.Contains(w.Body.String(), "you still see what you typed") {
		t.Error("the page does not say what becomes of the form")
	}
	want(t, s.as(auth.Finance).get(strikePath(s.strike, "downloads", "costs.csv")), http.StatusOK)

	page := strikePath(s.strike, "details")
	for range 30 {
		want(t, v.get(page), http.StatusOK) // looking is free
	}
	rename := func(name string) int {
		values := fields(t, v.get(page), page)
		values.Set("name", name)
		return v.post(page, values).Code
	}
	for i, status := range []int{http.StatusSeeOther, http.StatusSeeOther, http.StatusTooManyRequests} {
		if got := rename("Strike " + string(rune('A'+i))); got != status {
			t.Errorf("form %d: status %d, want %d", i+1, got, status)
		}
	}
	strike, err := s.store.Strike(t.Context(), s.strike)
	if err != nil || strike.Name != "Strike B" {
		t.Errorf("the name is %q, %v: want that of the second form", strike.Name, err)
	}
}

// TestUse holds what each kind of route counts as.
func TestUse(t *testing.T) {
	t.Parallel()
	counts := map[auth.Use]int{}
	for _, r := range routes() {
		use := r.use()
		counts[use]++
		if r.method == get && !r.file && use != auth.UseNone || r.method == post && r.act != auth.Open && use == auth.UseNone {
			t.Errorf("%s %s counts as %d", r.method, r.path, use)
		}
	}
	for _, use := range []auth.Use{auth.UseChange, auth.UseFile, auth.UseUpload, auth.UseRota} {
		if counts[use] < 3 {
			t.Errorf("only %d routes count as %d", counts[use], use)
		}
	}
}
