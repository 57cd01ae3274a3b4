package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestSaidByLink: an answer that a resident gave by their link is asked about, whatever the
// form says of when it was filled in; undoing an import gives back that they said it.
func TestSaidByLink(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := bareSite(t, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty).press(nil, "imported")
	d := s.entry().Duties[0]
	if err := s.store.Declare(t.Context(), s.strike, d.Resident, []store.DeclarationChange{{Duty: d.ID, From: rota.NoReply, To: rota.PrefersNotToSay}}); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	for done, words := range map[string]string{
		"22/07/2025 10:00": "Said by the resident, by their own link, at 9:14pm on Thu 24 July, after the form was filled in.",
		"24/07/2025 21:15": "before the form was filled in at 9:15pm on Thu 24 July.",
	} {
		b := bringAll(v, "declarations", "GMC,Completion time,Fri 25 July\n0208972,"+done+",Yes\n")
		if !strings.Contains(b.says(), words) {
			t.Fatalf("of a form of %s the page does not say %q: %s", done, words, b.says())
		}
		contract(t, b.w)
		name := parse(t, b.w).Find("form .app-change input[type=checkbox]").First()
		if _, ticked := name.Attr("checked"); ticked || name.Length() == 0 {
			t.Fatal("the resident's own answer has no box, or one that is ticked")
		}
		b.press(nil, "")
		if got := s.entry().Duties[0].Declaration; got != rota.PrefersNotToSay {
			t.Errorf("unasked, it becomes %s", got)
		}
		b = bringAll(v, "declarations", "GMC,Completion time,Fri 25 July\n0208972,"+done+",Yes\n")
		b.press(map[string]string{name.AttrOr("name", ""): "yes"}, "imported")
		if got := s.entry().Duties[0].Declaration; got != rota.Working {
			t.Errorf("accepted, it is %s", got)
		}
		want(t, v.post(b.at+"/undo", url.Values{}), http.StatusSeeOther)
		held, err := s.store.HeldOfResident(t.Context(), s.strike, d.Resident)
		if err != nil {
			t.Fatal(err)
		}
		if said := held.Said[d.ID]; !said.Own || !said.At.Equal(now.Add(-time.Minute)) || held.Resident.Duties[0].Declaration != rota.PrefersNotToSay {
			t.Errorf("after undoing: %+v, %s", said, held.Resident.Duties[0].Declaration)
		}
	}
}

// TestLimitMustBeSaid: a comment that speaks of a limit which none fits cannot be passed over.
func TestLimitMustBeSaid(t *testing.T) {
	t.Parallel()
	v := bareSite(t).as(auth.Coordinator)
	b := bringIn(v, "consultants", "who.csv", "Consultant,Covers,Fri 25 0800-1300,Comments\nDr A Example,obs,no,no weekends\nDr B Example,obs,no,no nights in a row\n")
	b.press(nil, "words")
	for text, answer := range map[string]string{"no weekends": "", "no nights in a row": "nights 1"} {
		if got := fields(t, b.w, b.at).Get(b.control(text)); got != answer {
			t.Errorf("%s is preset to %q", text, got)
		}
	}
	w := want(t, b.post(b.at, fields(t, b.w, b.at)), 422)
	contract(t, w)
	if got := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(got, "Choose what “no weekends” limits") || strings.Contains(got, "in a row") {
		t.Errorf("the summary says %q", got)
	}
}
