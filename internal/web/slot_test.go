package web

import (
	"net/http"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestOutside holds which slots start outside the strike, and the words for them.
func TestOutside(t *testing.T) {
	t.Parallel()
	strike := rotatest.Span("2025-07-25 07:00", "2025-07-30 07:00")
	slots := rotatest.July().Slot("first", "25 07:00", "25 16:00").Slot("last", "30 06:59", "30 16:00").
		Slot("early", "25 06:59", "25 16:00").Slot("late", "30 07:00", "30 16:00").Entry().Slots
	outside := map[rota.SlotID]bool{"early": true, "late": true}
	for _, s := range slots {
		if got := !startsIn(strike, s); got != outside[s.ID] {
			t.Errorf("slot %s is outside: %v", s.ID, got)
		}
	}
	if got, want := outsideWords(rota.Span{Start: strike.Start.AddDate(-1, 0, 0), End: strike.End.AddDate(1, 0, 0)}, strike, slots), ". 2 critical slots start outside the strike now: change or delete them"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := outsideWords(strike, strike, slots); got != "" {
		t.Errorf("slots that were outside before are told of: %q", got)
	}
	if got := outsideWords(strike, strike, nil); got != "" {
		t.Errorf("with none outside: %q", got)
	}
}

// TestSlotOutside moves a slot past the end of the strike, which is refused at its day;
// then the strike ends before most slots, which is said.
func TestSlotOutside(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page := "/strikes/" + s.strike + "/slots/oa-25-night/edit"
	values := fields(t, v.get(page), page)
	values.Set("span-day", "2025-07-31")
	w := want(t, v.post(page, values), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := parse(t, w).Find(".nhsuk-error-summary a[href='#span-day']").Text(); !strings.Contains(got, "must start during the strike: ") {
		t.Errorf("the error summary has %q at the day", got)
	}
	details := strikePath(s.strike, "details")
	values = fields(t, v.get(details), details)
	values.Set("end-day", "26")
	want(t, v.post(details, values), http.StatusSeeOther)
	if got := parse(t, v.get(strikePath(s.strike))).Find(".nhsuk-notification-banner").Text(); !strings.Contains(got, "critical slots start outside the strike now") {
		t.Errorf("after the strike was made shorter the page says %q", text(t, got))
	}
	page = "/strikes/" + s.strike + "/slots/oa-27-night/edit"
	values = fields(t, v.get(page), page)
	values.Set("source", "Trust minimum")
	want(t, v.post(page, values), http.StatusSeeOther) // it can still be changed where it is
}
