package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestWithdrawnOffers: an offer that is withdrawn after the rota was published stands on every page from
// which cover is arranged, with who withdrew it and when; a lead does not read it, and a place that was
// taken off them since is not told of.
func TestWithdrawnOffers(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-24 18:00")
	s := newSiteOf(t, handEntry(), func(o *Options) {
		so := storetest.SQLite(t)
		so.Now = func() time.Time { return now }
		o.Store, o.Now = storetest.With(t, so).Store, so.Now
	})
	s.finish(rotatest.In("day", "c1"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	s.published()
	v, lead := s.as(auth.Coordinator), s.as(auth.Lead)
	if s.say(v, 1, "c1", "day", store.Confirmed) != http.StatusSeeOther {
		t.Fatal("it could not be confirmed")
	}
	pages := []string{strikePath(s.strike), strikePath(s.strike, "rota"), strikePath(s.strike, "day"), strikePath(s.strike, "answers")}
	says := func(who *visitor, words string) (out []string) {
		t.Helper()
		for _, page := range pages {
			w := want(t, who.get(page), http.StatusOK)
			contract(t, w)
			if strings.Contains(mainText(t, w), words) {
				out = append(out, page)
			}
		}
		return out
	}
	if got := says(v, "Offers withdrawn"); got != nil {
		t.Errorf("nobody has withdrawn anything, and it is told at %v", got)
	}
	withdraw := func(actor store.Actor, id rota.ConsultantID) {
		t.Helper()
		c, err := s.store.Consultant(t.Context(), s.strike, id)
		if err == nil {
			c.Offers = nil
			_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	now = rotatest.At("2025-07-24 19:02")
	withdraw(store.ByConsultant, "c1")
	withdraw(actor, "c2")
	for _, words := range []string{"Dr c1 withdrew this offer at 7:02pm on Thursday 24 July 2025, and had confirmed it", "Dr c2’s offer for this has been taken out"} {
		if got := says(v, words); len(got) != len(pages) {
			t.Errorf("%q is told at %v alone:\n%s", words, got, pageText(t, v, pages[1]))
		}
	}
	if got := pageText(t, v, coverPath(s.strike, "day")); !strings.Contains(got, "Dr c1 withdrew this offer at 7:02pm") {
		t.Errorf("the page of the slot says:\n%s", got)
	}
	for _, page := range []string{strikePath(s.strike, "answers"), coverPath(s.strike, "day"), coverPath(s.strike, "night")} {
		doc := parse(t, v.get(page))
		for _, slot := range []string{"day", "night"} {
			if n := doc.Find("form:has(input[name=slot][value=" + slot + "]) button[value=" + string(store.Confirmed) + "]").Length(); n != 0 {
				t.Errorf("%s offers that %s is confirmed, which nobody offers any more", page, slot)
			}
		}
	}
	for _, words := range []string{"Offer withdrawn3 places", "(confirmed, to be filled again)"} {
		if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, words) {
			t.Errorf("the rota does not say %q:\n%s", words, got)
		}
	}
	if got := pageText(t, v, strikePath(s.strike, "publish")); !strings.Contains(got, "Fill it again first") {
		t.Errorf("the page that publishes does not warn:\n%s", got)
	}
	if got := v.get(strikePath(s.strike, "downloads", "rota.csv")).Body.String(); strings.Count(got, "To be filled again") != 3 {
		t.Errorf("the table says:\n%s", got)
	}
	if got := append(says(lead, "withdr"), says(lead, "taken out")...); got != nil {
		t.Errorf("a lead reads it at %v", got)
	}
	pair := rota.Pair{Slot: "later", Consultant: "c1"}
	action, values := s.open(v, "later", rota.Edit{Leaves: []rota.Pair{pair}})
	want(t, v.post(action, values), http.StatusSeeOther)
	if got := parse(t, v.get(pages[1])).Find(".nhsuk-inset-text li a[href='" + coverPath(s.strike, "later") + "']").Length(); got != 0 {
		t.Error("they have been taken off it, and it is still told")
	}
}
