package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestOwnOffers has a consultant enter their own offers, terms and sessions, and holds
// that the rest of what is entered of them stays as it is.
func TestOwnOffers(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Consultant, 0)
	before := s.entry().Consultants
	page := want(t, v.get(ownOffersPath), http.StatusOK)
	if got := mainText(t, page); strings.Contains(got, "Dr c2") || !strings.Contains(got, "voluntary") {
		t.Error("the page names another consultant, or does not say that it is voluntary")
	}
	to := tryForm(t, v, ownOffersPath, ownOffersPath, map[string]string{"terms": "time_off", "max-cover": "24", "contact": "bleep 5",
		"offer-1-span-day": "2025-07-28", "offer-1-span-from": "08:00", "offer-1-span-to": "20:00", "offer-1-modes": "on_call",
		"session-0-name": "Clinic", "session-0-span-day": "2025-07-28", "session-0-span-from": "09:00", "session-0-span-to": "13:00", "session-0-kind": "planned", "session-0-loss": "3"},
		[]badField{
			{"no terms", map[string]string{"terms": ""}, "terms", "Choose how cover is paid"},
			{"hours", map[string]string{"max-cover": "many"}, "max-cover", "most cover"},
			{"nights", map[string]string{"max-nights": "-1"}, "max-nights", "nights in a row"},
			{"an offer that ends before it begins", map[string]string{"offer-1-span-to": "25:00"}, "offer-1-span-to", "offer"},
			{"a session without a loss", map[string]string{"session-0-loss": ""}, "session-0-loss", "patients lost"},
			{"a session without a name", map[string]string{"session-0-name": ""}, "session-0-name", "what the session is"},
		})
	if to != ownOffersPath {
		t.Errorf("leads to %q", to)
	}
	got := s.entry().Consultants
	if diff := cmp.Diff(before[1], got[1]); diff != "" {
		t.Errorf("another consultant has changed (-before +after):\n%s", diff)
	}
	after := got[0]
	if len(after.Offers) != 2 || after.Terms != rota.TimeOff || after.MaxCover == nil || *after.MaxCover != 24*60 || after.Contact != "bleep 5" || len(after.Sessions) != 1 || after.Sessions[0].Loss != 3 {
		t.Errorf("saved %+v", after)
	}
	after.Offers, after.Terms, after.MaxCover, after.Contact, after.Sessions = before[0].Offers, before[0].Terms, nil, before[0].Contact, before[0].Sessions
	if diff := cmp.Diff(before[0], after); diff != "" {
		t.Errorf("more than their own has changed (-before +after):\n%s", diff)
	}
	for _, field := range []string{"name", "skills", "note"} {
		values := fields(t, v.get(ownOffersPath), ownOffersPath)
		values.Set(field, "other")
		want(t, v.post(ownOffersPath, values), http.StatusBadRequest)
	}
	rows, _, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: store.KindConsultant}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := byWords(rows[0]) + ": " + auditWords(rows[0]); got != "Consultant (personal link): Saved consultant c1" {
		t.Errorf("the audit says %q", got)
	}
}

// TestOwnOffersMeanwhile has the office save first: what only one has changed is brought
// together, and of what both have changed both values are shown.
func TestOwnOffersMeanwhile(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Consultant, 0)
	office := func(change func(*store.Consultant)) {
		t.Helper()
		c, err := s.store.Consultant(t.Context(), s.strike, "c1")
		if err != nil {
			t.Fatal(err)
		}
		change(&c)
		if _, err := s.store.SaveConsultant(t.Context(), actor, s.strike, c); err != nil {
			t.Fatal(err)
		}
	}
	values := fields(t, v.get(ownOffersPath), ownOffersPath)
	office(func(c *store.Consultant) { c.Note = "back on Saturday"; c.Contact = "bleep 1" })
	values.Set("terms", "bma_rate")
	want(t, v.post(ownOffersPath, values), http.StatusSeeOther)
	if got := s.entry().Consultants[0]; got.Note != "back on Saturday" || got.Contact != "bleep 1" || got.Terms != rota.BMARate {
		t.Errorf("of two changes there is %+v", got)
	}
	values = fields(t, v.get(ownOffersPath), ownOffersPath)
	office(func(c *store.Consultant) { c.Contact = "bleep 2" })
	values.Set("contact", "bleep 3")
	w := want(t, v.post(ownOffersPath, values), http.StatusConflict)
	contract(t, w)
	if got := mainText(t, w); !strings.Contains(got, "Saved now bleep 2 What you typed bleep 3") || strings.Contains(got, "Saturday") {
		t.Errorf("the clash does not show both values, or shows the office's note:\n%s", got)
	}
	want(t, v.post(ownOffersPath, fields(t, w, ownOffersPath)), http.StatusSeeOther)
	if got := s.entry().Consultants[0].Contact; got != "bleep 3" {
		t.Errorf("saved again, the contact is %q", got)
	}
}

// TestOwnCover has a consultant confirm, decline and take back what they are told of.
func TestOwnCover(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Consultant, 0)
	contract(t, want(t, v.get(ownCoverPath), http.StatusOK))
	s.finish(rotatest.In("day", "c1"), rotatest.In("night", "c2"))
	s.published()
	page := want(t, v.get(ownCoverPath), http.StatusOK)
	contract(t, page)
	if got := mainText(t, page); strings.Contains(got, "c2") || !strings.Contains(got, "Sat 26 July, 8am to 8pm") || strings.Contains(got, "8pm to 8am") {
		t.Errorf("the page is not of their own cover:\n%s", got)
	}
	if got := mainText(t, page); !strings.Contains(got, "Declining is free and needs no reason") {
		t.Errorf("it does not say that declining is free:\n%s", got)
	}
	say := func(slot string, o store.Outcome, version string) int {
		return v.post(ownCoverPath, url.Values{"version": {version}, "slot": {slot}, outcomeField: {string(o)}}).Code
	}
	mine := rota.Pair{Slot: "day", Consultant: "c1"}
	published := regexp.MustCompile(`SEQUENCE:\d+`).FindString(want(t, v.get(ownCoverPath+"/duties.ics"), http.StatusOK).Body.String())
	now = now.Add(time.Hour)
	for _, step := range []struct {
		name    string
		slot    string
		outcome store.Outcome
		version string
		status  int
		then    store.Outcome
	}{
		{"another's slot", "night", store.Confirmed, "1", http.StatusNotFound, store.NotAsked},
		{"a version that is not the newest", "day", store.Confirmed, "7", http.StatusConflict, store.NotAsked},
		{"what only the office says", "day", store.Rung, "1", http.StatusBadRequest, store.NotAsked},
		{"all declined at once", "", store.Declined, "1", http.StatusBadRequest, store.NotAsked},
		{"confirmed", "day", store.Confirmed, "1", http.StatusSeeOther, store.Confirmed},
		{"declined", "day", store.Declined, "1", http.StatusSeeOther, store.Declined},
		{"declined again", "day", store.Declined, "1", http.StatusConflict, store.Declined},
		{"taken back", "day", store.TakenBack, "1", http.StatusSeeOther, store.NotAsked},
		{"all confirmed", "", store.Confirmed, "1", http.StatusSeeOther, store.Confirmed},
	} {
		if got := say(step.slot, step.outcome, step.version); got != step.status {
			t.Errorf("%s: status %d, want %d", step.name, got, step.status)
		}
		if got := s.outcomes()[mine]; got != step.then {
			t.Errorf("%s: it stands at %q, want %q", step.name, got, step.then)
		}
		page := want(t, v.get(ownCoverPath), http.StatusOK)
		contract(t, page)
		gone := step.then == store.Declined
		if said := strings.Contains(mainText(t, page), "What you declined"); said != gone {
			t.Errorf("%s: among what was declined: %v", step.name, said)
		}
		calendar := want(t, v.get(ownCoverPath+"/duties.ics"), http.StatusOK).Body.String()
		if strings.Contains(calendar, "STATUS:CONFIRMED") == gone || strings.Contains(calendar, "STATUS:CANCELLED") != gone {
			t.Errorf("%s: the calendar is\n%s", step.name, calendar)
		}
		calls := pageText(t, s.as(auth.Coordinator), strikePath(s.strike, "day", "calls"))
		if strings.Contains(calls, "Open again Labour ward, Registrar tier, Sat 26 July, 8am to 8pm") != gone || gone && strings.Contains(calls, "everybody knows what they cover") {
			t.Errorf("%s: the calls page is\n%s", step.name, calls)
		}
		if got := pageText(t, s.as(auth.Coordinator), strikePath(s.strike)); strings.Contains(got, "Somebody has declined cover") != gone {
			t.Errorf("%s: the overview is\n%s", step.name, got)
		}
		if gone && regexp.MustCompile(`SEQUENCE:\d+`).FindString(calendar) <= published {
			t.Errorf("%s: the cancelled event is not newer than %s:\n%s", step.name, published, calendar)
		}
	}
	if got := pageText(t, s.as(auth.Coordinator), strikePath(s.strike, "answers")); !strings.Contains(got, "Said so themselves at") {
		t.Errorf("the office does not see who said it:\n%s", got)
	}
	if got := want(t, v.get(ownCoverPath+"/duties.ics"), http.StatusOK).Body.String(); !strings.Contains(got, "20250726T") {
		t.Errorf("the calendar is %s", got)
	}
	now = time.Date(2025, 7, 26, 9, 0, 0, 0, time.UTC)
	v = s.byLink(auth.Consultant, 0)
	if got := say("day", store.Declined, "1"); got != http.StatusConflict {
		t.Errorf("declined after it began: status %d", got)
	}
}
