package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// consentSite is the trust of edits by hand in which c1 has offered nothing.
func consentSite(t *testing.T) *site {
	s := handSite(t)
	e := handEntry()
	for i := range e.Consultants {
		if e.Consultants[i].ID == "c1" {
			e.Consultants[i].Offers = nil
		}
	}
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestConsent holds that nobody is given a place that they have not offered before it is said who agreed and
// when, by hand or by a lock for the next rota, and that it is kept with the reason.
func TestConsent(t *testing.T) {
	t.Parallel()
	refused := func(t *testing.T, s *site, v *visitor, to string, values url.Values) {
		t.Helper()
		for _, given := range []map[string]string{{}, {agreedField: "Dr c1"}, {agreedWhenField: "24 July"}, {agreedField: " ", agreedWhenField: " "}} {
			for _, name := range []string{agreedField, agreedWhenField} {
				values.Set(name, given[name])
			}
			w := want(t, v.post(to, values), http.StatusUnprocessableEntity)
			contract(t, w)
			doc := parse(t, w)
			for _, name := range []string{agreedField, agreedWhenField} {
				if missing := strings.TrimSpace(given[name]) == ""; doc.Find(".nhsuk-error-summary a[href='#"+name+"']").Length() == 1 != missing {
					t.Errorf("given %v, the fault of %s does not stand there", given, name)
				}
				if got := doc.Find("input[name="+name+"]").AttrOr("value", ""); got != given[name] {
					t.Errorf("%s is kept as %q, want %q", name, got, given[name])
				}
			}
		}
		values.Set(agreedField, "Dr c1")
		values.Set(agreedWhenField, "24 July, by telephone.")
	}
	const agreed = "Agreed by Dr c1, 24 July, by telephone."
	t.Run("by hand", func(t *testing.T) {
		s := consentSite(t)
		v := s.as(auth.Coordinator)
		s.finish()
		action, values := s.open(v, "night", taking("night", "c1"))
		values.Set(reasonField, "Nobody else is free")
		refused(t, s, v, action, values)
		values.Set(reasonField, "")
		contract(t, want(t, v.post(action, values), http.StatusUnprocessableEntity))
		values.Set(reasonField, "Nobody else is free")
		want(t, v.post(action, values), http.StatusSeeOther)
		if got := pageText(t, v, coverPath(s.strike, "night")); !strings.Contains(got, agreed+" Nobody else is free") {
			t.Errorf("the slot says %s", got)
		}
	})
	t.Run("trained in nothing, but has offered", func(t *testing.T) {
		s := consentSite(t)
		v := s.as(auth.Coordinator)
		if got := want(t, v.get(checkPath(s.strike, "night", taking("night", "c3"))), http.StatusOK).Body.String(); strings.Contains(got, `id="`+agreedField+`"`) {
			t.Error("it is asked who agreed of somebody who has offered")
		}
	})
	t.Run("a lock for the next rota", func(t *testing.T) {
		s := consentSite(t)
		v := s.as(auth.Coordinator)
		e := s.entry()
		slot := e.Slots[0]
		slot.ID, slot.Unit = "new", "New unit"
		e.Slots = append(e.Slots, slot)
		if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
			t.Fatal(err)
		}
		values := url.Values{doField: {doLock}, consultantField: {"c1"}, reasonField: {"Asked"}}
		refused(t, s, v, coverPath(s.strike, "new"), values)
		want(t, v.post(coverPath(s.strike, "new"), values), http.StatusSeeOther)
		if got := s.entry().Locks; len(got) != 1 || got[0].Reason != agreed+"\nAsked" || got[0].Pair != (rota.Pair{Slot: "new", Consultant: "c1"}) {
			t.Errorf("locks %+v", got)
		}
	})
}
