package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestOwnChangesSeen has two consultants change what they offer, one of them twice and with the
// office between: the overview counts them, and each account sees before and after until it
// has marked it as seen.
func TestOwnChangesSeen(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	office := s.as(auth.Coordinator)
	overview, page, person := strikePath(s.strike), ownChangesPath(s.strike), strikePath(s.strike, "consultants", "c1", "edit")
	const told = "changed what they offer"
	says := func(path string, yes bool, words ...string) {
		t.Helper()
		text := pageText(t, office, path)
		for _, w := range words {
			if strings.Contains(text, w) != yes {
				t.Errorf("%s says %q: %v, want %v\n%s", path, w, !yes, yes, text)
			}
		}
	}
	says(overview, false, told)
	says(page, true, "Nothing is new")
	change := func(n int, set map[string]string) {
		t.Helper()
		v := s.byLink(auth.Consultant, n)
		values := fields(t, v.get(ownOffersPath), ownOffersPath)
		for name, value := range set {
			values.Set(name, value)
		}
		want(t, v.post(ownOffersPath, values), http.StatusSeeOther)
	}
	change(0, map[string]string{"terms": "time_off"})
	c, err := s.store.Consultant(t.Context(), s.strike, "c1")
	if err != nil {
		t.Fatal(err)
	}
	c.Note, c.Contact = "back on Saturday", "bleep 9"
	if _, err := s.store.SaveConsultant(t.Context(), actor, s.strike, c); err != nil {
		t.Fatal(err)
	}
	change(0, map[string]string{"terms": "bma_rate", "max-cover": "24", "offer-1-span-day": "2025-07-28", "offer-1-span-from": "08:00",
		"offer-1-span-to": "20:00", "offer-1-modes": "on_call"})
	says(overview, true, "1 consultant "+told+", or how to pay or reach them, since you last looked.")
	change(1, map[string]string{"contact": "bleep 5"})
	says(overview, true, "2 consultants "+told)
	says(page, true, "Changed 2 times", "Paid Before Trust rate Now BMA rate", "Most cover Before The trust’s Now 24 hours", "Offer, Mon 28 July, 8am to 8pm Before Nothing Now On call", "Contact")
	says(page, false, "back on Saturday", "bleep 9", "Time off")
	says(person, true, "Changed by themselves since you last looked", "Paid Before Trust rate Now BMA rate")
	says(person, false, "bleep 5")

	first := parse(t, office.get(page)).Find("form[action='" + page + "']").First()
	marked := url.Values{}
	for _, name := range []string{"version", "consultant"} {
		marked.Set(name, first.Find("input[name="+name+"]").AttrOr("value", ""))
	}
	change(0, map[string]string{"contact": "bleep 6"}) // after the page was shown
	want(t, office.post(page, marked), http.StatusSeeOther)
	says(page, true, "bleep 6", "bleep 5")
	says(page, false, "BMA rate")
	want(t, office.post(page, url.Values{"version": {"999999"}}), http.StatusSeeOther)
	says(overview, false, told)
	says(person, false, "Changed by themselves")
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
	held := mainText(t, s.byLink(auth.Consultant, 0).get(ownHeldPath))
	if !strings.Contains(held, "Trust rate became Time off") || strings.Contains(held, "bleep 5") {
		t.Errorf("of what is held the consultant reads %q", held)
	}
	change(0, map[string]string{"contact": "bleep 7"})
	change(0, map[string]string{"contact": "bleep 6"})
	says(page, true, "All of it was changed back")
}

// TestOwnSince takes a consultant's own page through five versions, one of them a re-plan that
// moves nothing of theirs: it tells what changed since they marked it or answered, or else since
// the first, and nothing of the draft or of anybody else.
func TestOwnSince(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.byLink(auth.Consultant, 0)
	publish := func(as ...rota.Assignment) {
		t.Helper()
		s.finish(as...)
		s.published()
	}
	says := func(path string, words ...string) {
		t.Helper()
		text := pageText(t, v, path)
		for _, w := range words {
			if not, is := strings.CutPrefix(w, "not "); strings.Contains(text, not) == is {
				t.Errorf("%s says %q: %v\n%s", path, not, is, text)
			}
		}
	}
	day, night := "Labour ward, Registrar tier, Sat 26 July, 8am to 8pm", "Labour ward, Registrar tier, Sat 26 July, 8pm to Sun 27 July, 8am"
	publish(rotatest.In("day", "c1"))
	says(ownCoverPath, "not Changed since", "not Mark as seen")
	s.finish(rotatest.In("night", "c1"))
	says(ownCoverPath, "not Changed since", "not night") // a draft is not theirs
	s.published()
	says(ownCoverPath, "Changed since version 1", "New: ", "No longer: ", "not c2")
	want(t, v.post(ownCoverPath+"/seen", url.Values{"version": {"2"}}), http.StatusSeeOther)
	says(ownCoverPath, "Changed since version 2", "that is the newest version", "not Mark as seen")
	publish(rotatest.In("night", "c1"), rotatest.In("day", "c2"))
	says(ownCoverPath, "Changed since version 2", "Nothing of yours, up to version 3", "Mark as seen")
	publish(rotatest.In("day", "c1"), rotatest.In("night", "c2"))
	publish(rotatest.In("day", "c2"), rotatest.In("night", "c2"))
	says(ownCoverPath, "Changed since version 2", "No longer: ", "not New: ", "You have no cover in it")
	says(ownCoverPath+"?since=4", "Changed since version 4", "No longer: "+day)
	says(ownCoverPath+"?since=1", "Changed since version 1", "No longer: "+day, "not "+night)
	publish(rotatest.In("day", "c1"))
	want(t, v.post(ownCoverPath, url.Values{"version": {"6"}, "slot": {"day"}, outcomeField: {string(store.Confirmed)}}), http.StatusSeeOther)
	says(ownCoverPath, "Changed since version 6", "that is the newest version")
	want(t, v.post(ownCoverPath+"/seen", url.Values{"version": {"9"}}), http.StatusBadRequest)
	want(t, s.byLink(auth.Resident, 0).post(ownCoverPath+"/seen", url.Values{"version": {"1"}}), http.StatusNotFound)
}
