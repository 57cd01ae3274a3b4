package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestUploadUnderALock: a workbook that takes away the offer beneath a lock, or moves its slot out of it, is not saved
// before it is said who agreed and when, which is kept with the lock, or that it is to be unlocked. A lock on a time
// that was not offered before either was answered for when it was made.
func TestUploadUnderALock(t *testing.T) {
	t.Parallel()
	withdrawn := func(e *rota.Entry) { e.Consultants[0].Offers = nil }
	moved := func(e *rota.Entry) {
		e.Slots[0].Start, e.Slots[0].End = e.Consultants[0].Offers[0].Start.AddDate(0, 0, -1), e.Consultants[0].Offers[0].Start.AddDate(0, 0, -1).Add(e.Slots[0].End.Sub(e.Slots[0].Start))
	}
	const agreed = "Agreed by Dr c1, 24 July, by telephone."
	for _, tt := range []struct {
		name   string
		change func(*rota.Entry)
		say    map[string]string
		reason string // of the lock afterwards
		gone   bool
		fault  string // where, or ""
		asked  bool
	}{
		{"the same file", func(*rota.Entry) {}, nil, "As before", false, "", false},
		{"nothing said", withdrawn, nil, "As before", false, unofferedField, true},
		{"kept, and nobody named", withdrawn, map[string]string{unofferedField: "agreed", agreedWhenField: "24 July"}, "As before", false, agreedField, true},
		{"kept, and no time", withdrawn, map[string]string{unofferedField: "agreed", agreedField: "Dr c1"}, "As before", false, agreedWhenField, true},
		{"kept", withdrawn, map[string]string{unofferedField: "agreed", agreedField: "Dr c1", agreedWhenField: "24 July, by telephone"}, agreed + "\nAs before", false, "", true},
		{"unlocked", withdrawn, map[string]string{unofferedField: "unlock"}, "", true, "", true},
		{"moved, and nothing said", moved, nil, "As before", false, unofferedField, true},
		{"moved", moved, map[string]string{unofferedField: "agreed", agreedField: "Dr c1", agreedWhenField: "24 July, by telephone"}, agreed + "\nAs before", false, "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := handSite(t)
			v := s.as(auth.Coordinator)
			pair := rota.Pair{Slot: "day", Consultant: "c1"}
			if err := s.store.SetLock(t.Context(), actor, s.strike, rota.Lock{Pair: pair, Reason: "As before"}); err != nil {
				t.Fatal(err)
			}
			e := s.entry()
			tt.change(&e)
			review := strikePath(s.strike, "upload", "review")
			want(t, v.send(strikePath(s.strike, "upload"), "plans.xlsx", workbook(t, e)), http.StatusSeeOther)
			page := want(t, v.get(review), http.StatusOK)
			contract(t, page)
			if got := strings.Contains(parse(t, page).Find("main").Text(), "Locks on a time that is not offered any more"); got != tt.asked {
				t.Errorf("asked %t, want %t", got, tt.asked)
			}
			values := fields(t, page, review)
			for name, text := range tt.say {
				values.Set(name, text)
			}
			answer := v.post(review, values)
			if tt.fault == "" {
				want(t, answer, http.StatusSeeOther)
			} else {
				contract(t, want(t, answer, http.StatusUnprocessableEntity))
				if parse(t, answer).Find(".nhsuk-error-summary a[href='#"+tt.fault+"']").Length() != 1 {
					t.Errorf("no fault at %s", tt.fault)
				}
			}
			switch got := s.entry().Locks; {
			case tt.gone && len(got) > 0, !tt.gone && (len(got) != 1 || got[0].Pair != pair || got[0].Reason != tt.reason):
				t.Errorf("the locks are %+v, want the reason %q, or none: %t", got, tt.reason, tt.gone)
			}
			// Once it is answered for, or was before, the same file asks nothing more.
			if tt.fault == "" && !tt.gone {
				want(t, v.send(strikePath(s.strike, "upload"), "plans.xlsx", workbook(t, e)), http.StatusSeeOther)
				if strings.Contains(v.get(review).Body.String(), "Locks on a time") {
					t.Error("it is asked again")
				}
			}
		})
	}
}
