package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
)

// TestMetrics reads the figures after some visits: they count routes, and name neither
// a strike nor a person.
func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	run := s.start(s.problem())
	v := s.as(auth.Coordinator)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	resident := string(e.Residents[0].ID)
	for range 2 {
		want(t, v.get(strikePath(s.strike, "residents", resident, "edit")), http.StatusOK)
	}
	want(t, v.get("/nowhere/"+resident), http.StatusNotFound)
	v.do(httptest.NewRequest("BREW", "/", nil))

	w := httptest.NewRecorder()
	s.server.Metrics().Handler.ServeHTTP(w, httptest.NewRequest(get, "/metrics", nil))
	body := want(t, w, http.StatusOK).Body.String()
	for _, line := range []string{
		`strikerota_requests_total{method="GET",route="/strikes/:strike/residents/:resident/edit",status="200"} 2`,
		`strikerota_requests_total{method="GET",route="",status="404"} 1`,
		`strikerota_requests_total{method="other",`,
		`strikerota_runs{state="waiting"} 1`, `strikerota_runs{state="running"} 0`,
		`strikerota_build_info{version=""} 1`, `process_resident_memory_bytes `,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("no %s among\n%s", line, regexp.MustCompile(`(?m)^strikerota_re.*$`).FindAllString(body, 20))
		}
	}
	for _, secret := range []string{s.strike, run, resident, "Coordinator", s.users[auth.Coordinator].ID} {
		if secret != "" && strings.Contains(body, secret) {
			t.Errorf("the figures hold %q", secret)
		}
	}
}

// TestOwnUntold holds that neither log nor figures tell a reply by a personal link from a look at its pages.
func TestOwnUntold(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Resident, 0)
	before := len(s.log.String())
	values := fields(t, want(t, v.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	values.Set("to-D1", "away")
	want(t, v.post(ownDutiesPath, values), http.StatusSeeOther)
	values.Set("to-D1", "nonsense")
	want(t, v.post(ownDutiesPath, values), http.StatusUnprocessableEntity)
	if log := s.log.String()[before:]; strings.Contains(log, ownPath) || strings.Contains(log, "POST") {
		t.Errorf("the log says %s", log)
	}
	w := httptest.NewRecorder()
	s.server.Metrics().Handler.ServeHTTP(w, httptest.NewRequest(get, "/metrics", nil))
	told := regexp.MustCompile(`(?m)^strikerota_re.*route="/own.*$`).FindAllString(w.Body.String(), -1)
	for _, line := range told {
		if !strings.HasPrefix(line, `strikerota_requests_total{method="any",route="/own"`) {
			t.Errorf("the figures say %s", line)
		}
	}
	if len(told) == 0 {
		t.Error("pages of personal links are not counted")
	}
	want(t, s.stranger().get(ownLinkPath+"/nonsense"), http.StatusNotFound)
	if !strings.Contains(s.log.String(), ownLinkPath+"/:secret") {
		t.Error("a link that opens nothing is not in the log: nobody could see that somebody guesses")
	}
}
