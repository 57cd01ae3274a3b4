package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestRetentionAsked holds that a new strike starts with what the last one has, that
// names are refused with a way to the place to record it, and taken once it is.
func TestRetentionAsked(t *testing.T) {
	s := newSite(t)
	v := s.as(auth.Coordinator)
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	settings := st.StrikeSettings
	settings.Retention = rota.Retention{Days: 30, Basis: "As our lead has settled", Notice: "trust.example/privacy"}
	if err := s.store.SaveStrike(t.Context(), actor, s.strike, st.Version, settings); err != nil {
		t.Fatal(err)
	}
	settings.Retention, settings.Name = rota.ExampleRetention(), "A later example"
	settings.Strike.Start, settings.Strike.End = settings.Strike.Start.AddDate(0, 0, 28), settings.Strike.End.AddDate(0, 0, 28)
	if _, err := s.store.CreateStrike(t.Context(), actor, settings); err != nil {
		t.Fatal(err)
	}
	values := fields(t, want(t, v.get("/strikes/new"), http.StatusOK), "/strikes/new")
	for name, text := range map[string]string{"keep-days": "30", "keep-basis": "As our lead has settled", "keep-notice": "trust.example/privacy"} {
		if got := values.Get(name); got != text {
			t.Errorf("%s starts as %q, want %q", name, got, text)
		}
	}

	settings.Retention, settings.Name = rota.Retention{}, "Bare"
	bare, err := s.store.CreateStrike(t.Context(), actor, settings)
	if err != nil {
		t.Fatal(err)
	}
	add := strikePath(bare, "residents", "new")
	details := strikePath(bare, "details")
	resident := fields(t, want(t, v.get(add), http.StatusOK), add)
	resident.Set("name", "Dr A. Example")
	page := want(t, v.post(add, resident), http.StatusConflict).Body.String()
	if !strings.Contains(page, details+"#keep-days") {
		t.Error("the refusal has no link to where it is recorded")
	}
	if overview := v.get(strikePath(bare)).Body.String(); !strings.Contains(overview, "Record how long names are kept") {
		t.Error("the overview does not say that it has to be recorded")
	}
	recorded := fields(t, want(t, v.get(details), http.StatusOK), details)
	want(t, v.post(details, recorded), http.StatusSeeOther)
	want(t, v.post(add, resident), http.StatusSeeOther)
}

// TestRetentionPage holds what the page says of strikes in each state, and who may see it.
func TestRetentionPage(t *testing.T) {
	day := rota.Date{Year: 2025, Month: time.September, Day: 10}
	tests := []struct {
		name   string
		strike store.Strike
		want   string
	}{
		{"not recorded", store.Strike{}, "Not recorded: it takes no names"},
		{"to come", store.Strike{DeleteOn: day.Add(1)}, "On 11 September 2025"},
		{"today", store.Strike{DeleteOn: day}, "Due since 10 September 2025"},
		{"done", store.Strike{DeleteOn: day, PurgedAt: time.Date(2025, 9, 9, 23, 30, 0, 0, time.UTC)}, "Done on 10 September 2025"},
	}
	for _, tt := range tests {
		if got := retentionWords(tt.strike, day); !strings.HasPrefix(got, strings.Split(tt.want, " 1")[0]) || !strings.HasSuffix(got, tt.want[len(tt.want)-15:]) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}

	s := newSite(t)
	if _, err := s.store.Purge(t.Context(), actor, s.strike, []store.Total{{Of: "Critical slots", Text: "12345"}, {Of: "Cost as agreed", Text: "£67.89"}}); err != nil {
		t.Fatal(err)
	}
	for _, role := range auth.Roles() {
		w := s.as(role).get(retentionPath)
		if !auth.Can(role, auth.SeeRetention) {
			want(t, w, http.StatusNotFound)
			continue
		}
		page := want(t, w, http.StatusOK).Body.String()
		contract(t, w)
		for _, text := range []string{"Certificate: ", "12345", "Residents"} {
			if !strings.Contains(page, text) {
				t.Errorf("%s: the page lacks %q", role, text)
			}
		}
	}
	closed := s.as(auth.Coordinator)
	add := strikePath(s.strike, "residents", "new")
	resident := fields(t, want(t, closed.get(add), http.StatusOK), add)
	resident.Set("name", "Dr A. Example")
	if page := want(t, closed.post(add, resident), http.StatusConflict).Body.String(); !strings.Contains(page, "This strike is closed") {
		t.Error("a purged strike does not say that it is closed")
	}
}

// TestDeletedStrike: the pages of a strike of which everybody was deleted say so, and when, and
// what was kept; they are not those of a new one.
func TestDeletedStrike(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return rotatest.At("2025-09-10 12:00") } })
	s.planned()
	kept := []store.Total{{Of: "Critical slots", Text: "12345"}, {Of: "Duties confirmed absent", Text: "not told"}, {Of: "Cost as agreed", Text: "£67.89"}}
	c, err := s.store.Purge(t.Context(), actor, s.strike, kept)
	if err != nil {
		t.Fatal(err)
	}
	says := "was deleted on " + longDate(rota.DateOf(c.At))
	for role, cost := range map[auth.Role]bool{auth.Coordinator: true, auth.Finance: true, auth.Lead: false} {
		w := want(t, s.as(role).get(strikePath(s.strike)), http.StatusOK)
		contract(t, w)
		got := parse(t, w).Find("main").Text()
		if !strings.Contains(got, says) || !strings.Contains(got, "12345") || strings.Contains(got, "£67.89") != cost || strings.Contains(got, "not told") != (role == auth.Coordinator) {
			t.Errorf("to a %s it says:\n%s", role, got)
		}
		for _, not := range []string{"Next:", "No rota has been made", "Add residents", "Cover now"} {
			if strings.Contains(got, not) {
				t.Errorf("to a %s it says %q", role, not)
			}
		}
	}
	v := s.as(auth.Coordinator)
	for _, path := range []string{"residents", "consultants", "slots", "rota", "day", "cost"} {
		w := want(t, v.get(strikePath(s.strike, path)), http.StatusOK)
		contract(t, w)
		if got := parse(t, w).Find("main").Text(); !strings.Contains(got, says) || strings.Contains(got, "Make the rota") {
			t.Errorf("%s says:\n%s", path, got)
		}
	}
	if got := pageText(t, v, "/strikes"); !strings.Contains(got, says) {
		t.Errorf("the list says:\n%s", got)
	}
}
