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

// TestConfirmedByTelephone: whoever said yes when rung counts as confirmed on the rota before that
// is published, and is not asked again by it; who is new is, and who has gone is to be told first.
func TestConfirmedByTelephone(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	grid, publish, calls := strikePath(s.strike, "rota"), strikePath(s.strike, "publish"), strikePath(s.strike, "day", "calls")
	says := func(page string, wanted, not []string) {
		t.Helper()
		got := pageText(t, v, page)
		for _, words := range wanted {
			if !strings.Contains(got, words) {
				t.Errorf("%s does not say %q:\n%s", page, words, got)
			}
		}
		for _, words := range not {
			if strings.Contains(got, words) {
				t.Errorf("%s says %q:\n%s", page, words, got)
			}
		}
	}
	call := func(slot, who, comes string, o store.CallOutcome) {
		t.Helper()
		want(t, v.post(calls, url.Values{"slot": {slot}, "consultant": {who}, "comes": {comes}, outcomeField: {string(o)}}), http.StatusSeeOther)
	}
	says(grid, nil, []string{"Confirmed"})
	says(publish, []string{"2 assignments are still to be asked about."}, []string{"confirmed already", "has not been told"})
	morning := now
	now = rotatest.At("2025-07-25 21:00")
	says(publish, []string{"1 assignment is still to be asked about."}, nil) // of what is over nobody is asked
	now = morning
	call("day", "c1", yes, store.CallYes)
	says(grid, []string{"Confirmed1 of 2", "Dr c1 (confirmed)"}, []string{"Dr c2 ("})
	says(publish, []string{"1 assignment is confirmed already, and stays so: nobody is asked again", "1 assignment is still to be asked about."}, nil)
	s.published()
	says(grid, []string{"Confirmed1 of 2"}, nil)
	replaced := taking("late", "c3")
	replaced.Leaves = []rota.Pair{{Slot: "late", Consultant: "c2"}}
	action, values := s.open(v, "late", replaced)
	want(t, v.post(action, values), http.StatusSeeOther)
	const gone = "1 assignment of version 1 has gone, and whoever had it has not been told. Ring them first"
	says(grid, []string{"Confirmed1 of 2"}, nil)
	says(publish, []string{gone, "1 assignment is new since version 1, or at another time or place, and still to be asked about."}, nil)
	call("late", "c2", no, store.CallYes)
	call("late", "c3", yes, store.CallNoAnswer)
	says(grid, []string{"Confirmed1 of 2", "Dr c3 (rung, no answer)"}, nil)
	says(publish, nil, []string{"has not been told"})
	call("late", "c3", yes, store.CallYes)
	says(grid, []string{"Confirmed2 of 2", "Dr c3 (confirmed)"}, nil)
	says(publish, []string{"2 assignments are confirmed already, and stay so"}, []string{"to be asked about", "not confirmed yet"})
	if got := pageText(t, s.as(auth.Lead), grid); !strings.Contains(got, "Confirmed2 of 2") {
		t.Errorf("a lead reads:\n%s", got)
	}
	s.published()
	says(grid, []string{"Confirmed2 of 2"}, nil)
}

// TestWorkedIsNotAsked: nobody is to be asked about a part of a slot that they have worked.
func TestWorkedIsNotAsked(t *testing.T) {
	t.Parallel()
	e := dayEntry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	for reason, want := range map[string]askCount{"": {fresh: 2}, rota.WorkedReason: {fresh: 1}} {
		e.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Reason: reason}}
		m := newMadeRota(e, p, plan, rotatest.At("2025-07-24 20:00"))
		m.now = rotatest.At("2025-07-25 10:00")
		if got := m.askCount(); got != want {
			t.Errorf("locked for %q: %+v, want %+v", reason, got, want)
		}
	}
}

// TestMovedSlotIsRungAbout: whoever was told of a slot, or said yes to it, is rung about it again once it is
// at another time.
func TestMovedSlotIsRungAbout(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.published()
	v := s.as(auth.Coordinator)
	calls := strikePath(s.strike, "day", "calls")
	if got := pageText(t, v, calls); strings.Contains(got, "Ring Dr") {
		t.Errorf("nothing has changed, and the page says:\n%s", got)
	}
	// moved ends the slot so much later, and makes the rota again with the same people.
	moved := func(by time.Duration) string {
		t.Helper()
		slot, err := s.store.Slot(t.Context(), s.strike, "late")
		if err != nil {
			t.Fatal(err)
		}
		slot.End = slot.End.Add(by)
		if _, err = s.store.SaveSlot(t.Context(), actor, s.strike, slot); err != nil {
			t.Fatal(err)
		}
		s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
		return pageText(t, v, calls)
	}
	if got := moved(-time.Hour); !strings.Contains(got, "Ring Dr c2") || !strings.Contains(got, "Ask whether they come to Labour ward, Registrar tier, Sat 26 July, 8am to 7pm") || strings.Contains(got, "Ring Dr c1") {
		t.Errorf("an hour earlier the page says:\n%s", got)
	}
	want(t, v.post(calls, url.Values{"slot": {"late"}, "consultant": {"c2"}, "comes": {yes}, outcomeField: {string(store.CallYes)}}), http.StatusSeeOther)
	if got := pageText(t, v, calls); strings.Contains(got, "Ring Dr") {
		t.Errorf("they said yes, and the page says:\n%s", got)
	}
	if got := moved(-time.Hour); !strings.Contains(got, "Ring Dr c2") {
		t.Errorf("another hour earlier the page says:\n%s", got)
	}
}

// TestNobodyForWhatIsOpenAgain: where nobody could take what is open again, whom to ring does not say to ring
// whoever could, and leads to who is trained.
func TestNobodyForWhatIsOpenAgain(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	for _, id := range []rota.ConsultantID{"c1", "c3"} {
		c, err := s.store.Consultant(t.Context(), s.strike, id)
		if err == nil {
			c.Offers[0].Span = rotatest.Span("2025-07-25 07:00", "2025-07-25 21:00")
			_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	s.published()
	if err := s.store.Record(t.Context(), actor, s.strike, store.NewAnswer{Version: 1, Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Outcome: store.Confirmed}); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Coordinator)
	if got := s.say(v, 1, "c2", "late", store.Declined); got != http.StatusSeeOther {
		t.Fatalf("declined: status %d", got)
	}
	page := strikePath(s.strike, "day", "calls")
	if got := pageText(t, v, page); !strings.Contains(got, "What is open again nobody could take by the rules") || !strings.Contains(got, "See who is trained, and what stops them") || strings.Contains(got, "but whoever could") {
		t.Errorf("the page says:\n%s", got)
	}
}
