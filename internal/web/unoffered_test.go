package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestOfferTakenUnderALock: what takes away the offer beneath a lock, on the page of a consultant, in the grids of offers
// and by a spreadsheet, is not saved before it is said who agreed and when, which is kept with the lock, or that it is to be
// unlocked. The question has the same words everywhere.
func TestOfferTakenUnderALock(t *testing.T) {
	t.Parallel()
	const who, question = rota.ConsultantID("C001"), "Locks on a time that is not offered any more"
	type way struct {
		name string
		open func(s *site, v *visitor) (path string, values url.Values) // with the offer taken away
	}
	form := func(path func(s *site) string, take func(url.Values)) func(*site, *visitor) (string, url.Values) {
		return func(s *site, v *visitor) (string, url.Values) {
			page := want(s.t, v.get(path(s)), http.StatusOK)
			values := fields(s.t, page, path(s))
			take(values)
			return path(s), values
		}
	}
	for _, w := range []way{
		{"form", form(func(s *site) string { return strikePath(s.strike, "consultants", string(who), "edit") }, func(v url.Values) { v.Set("offer-0-remove", "yes") })},
		{"grid of one", form(func(s *site) string { return availabilityPath(s.strike, who) }, func(v url.Values) { v.Del("offer-0") })},
		{"grid of all", form(func(s *site) string { return availabilityPath(s.strike, "") }, func(v url.Values) { v.Del("offer-0") })},
		{"spreadsheet", func(s *site, v *visitor) (string, url.Values) {
			b := bringAll(v, "consultants", "Consultant,Fri 25 0700-2100\n"+s.entry().Consultants[0].Name+",No\n")
			return b.at, fields(s.t, b.w, b.at)
		}},
	} {
		for _, tt := range []struct {
			name, fault string
			say         map[string]string
			reason      string // of the lock afterwards, or "" for none
		}{
			{"nothing said", unofferedField, nil, "As before"},
			{"nobody named", agreedField, map[string]string{unofferedField: "agreed", agreedWhenField: "24 July"}, "As before"},
			{"kept", "", map[string]string{unofferedField: "agreed", agreedField: "Dr C001", agreedWhenField: "24 July, by telephone"}, "Agreed by Dr C001, 24 July, by telephone.\nAs before"},
			{"unlocked", "", map[string]string{unofferedField: "unlock"}, ""},
		} {
			t.Run(w.name+", "+tt.name, func(t *testing.T) {
				s := gridSite(t)
				v := s.as(auth.Coordinator)
				if err := s.store.SetLock(t.Context(), actor, s.strike, rota.Lock{Pair: rota.Pair{Slot: "d", Consultant: who}, Reason: "As before"}); err != nil {
					t.Fatal(err)
				}
				path, values := w.open(s, v)
				answer := v.post(path, values)
				contract(t, want(t, answer, http.StatusUnprocessableEntity))
				if text := parse(t, answer).Find("main").Text(); strings.Count(text, question) != 1 || !strings.Contains(text, "Cover is voluntary: ask them first") {
					t.Error("it is not asked")
				}
				if len(s.offers(who)) != 1 {
					t.Error("it is saved before it is asked")
				}
				values = fieldsAgain(t, answer, path, values)
				for name, text := range tt.say {
					values.Set(name, text)
				}
				answer = v.post(path, values)
				if tt.fault == "" {
					want(t, answer, http.StatusSeeOther)
				} else {
					contract(t, want(t, answer, http.StatusUnprocessableEntity))
					if parse(t, answer).Find(".nhsuk-error-summary a[href='#"+tt.fault+"']").Length() != 1 {
						t.Errorf("no fault at %s", tt.fault)
					}
				}
				got := s.entry().Locks
				if tt.reason == "" && len(got) > 0 || tt.reason != "" && (len(got) != 1 || got[0].Reason != tt.reason) {
					t.Errorf("the locks are %+v, want the reason %q", got, tt.reason)
				}
			})
		}
	}
}

// fieldsAgain are the values of the page's form, which shows what was sent.
func fieldsAgain(t *testing.T, w *httptest.ResponseRecorder, path string, sent url.Values) url.Values {
	t.Helper()
	values := fields(t, w, path)
	if sent.Has("offer-0-remove") && values.Get("offer-0-remove") == "" {
		t.Error("the page forgets what was to be removed")
	}
	return values
}
