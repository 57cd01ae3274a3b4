package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestOfferReady leads from what would fix an open place to the offer to add with the time of the
// slot in it, which is saved as any other; the page as it is else has nothing ready.
func TestOfferReady(t *testing.T) {
	s := newSite(t)
	e := rotatest.July().Standard().Slot("night", "25 20:00", "26 08:00").Consultant("c1").Entry()
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	before := len(s.entry().Consultants[0].Offers)
	v, plain := s.as(auth.Coordinator), strikePath(s.strike, "consultants", "c1", "edit")
	page := offerPath(s.strike, "c1", "night")
	page = strings.TrimSuffix(page, "#ready")
	if got := pageText(t, v, plain); strings.Contains(got, "has the time of") {
		t.Errorf("unasked, the page says:\n%s", got)
	}
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	if got := parse(t, w).Find("#ready").Text(); !strings.Contains(got, "Fri 25 July, 8pm to 8am") {
		t.Errorf("the page says %q", got)
	}
	form := fields(t, w, plain)
	form.Set("name", "")
	again := want(t, v.post(plain, form), http.StatusUnprocessableEntity)
	form = fields(t, again, plain)
	form.Set("name", "Dr c1")
	to := want(t, v.post(plain, form), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); to != coverPath(s.strike, "night") || !strings.Contains(got, "Dr c1. The rota counts the offer once it is made again") {
		t.Errorf("saved, %s says:\n%s", to, got)
	}
	offers := s.entry().Consultants[0].Offers
	if len(offers) != before+1 || offers[before].Span != e.Slots[0].Span || offers[before].Modes[0] != rota.OnSite {
		t.Errorf("saved, they offer %v", offers)
	}
}
