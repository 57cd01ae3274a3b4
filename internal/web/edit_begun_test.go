package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestPutIntoBegun: who is put into a slot that has begun counts as having worked it from its
// start, so that it is asked. Whoever comes only from now on takes what is left of it.
func TestPutIntoBegun(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	left := strikePath(s.strike, "day", "slots", "day")
	if got := pageText(t, v, coverPath(s.strike, "day")); !strings.Contains(got, "It has begun: choose here only who has been there since 8am. Cover what is left of it") {
		t.Errorf("the slot says:\n%s", got)
	}
	calls := parse(t, v.get(strikePath(s.strike, "day", "calls"))).Find("main")
	if n := calls.Find("a[href='" + left + "']").Length(); n != 1 || !strings.Contains(calls.Text(), "Open now") {
		t.Errorf("whom to ring leads there %d times:\n%s", n, calls.Text())
	}
	action, values := s.open(v, "day", taking("day", "c3"))
	if page := parse(t, v.get(action+"?way="+values.Get(wayField))); page.Find("main a[href='"+left+"']").Length() != 1 || !strings.Contains(page.Find("main").Text(), "Dr c3 has been there since 8am") {
		t.Errorf("the check says:\n%s", page.Find("main").Text())
	}
	w := want(t, v.post(action, values), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := mainText(t, w); !strings.Contains(got, "Tick that they have been there since it began, or cover what is left of it") {
		t.Errorf("without the tick:\n%s", got)
	}
	if plan, _ := s.current(); len(plan.Holders("day")) != 1 {
		t.Errorf("without the tick in it are %v", plan.Holders("day"))
	}
	values.Set(sinceField, yes)
	want(t, v.post(action, values), http.StatusSeeOther)
	if plan, _ := s.current(); len(plan.Holders("day")) != 2 {
		t.Errorf("in it are %v", plan.Holders("day"))
	}
	change := rota.Edit{Takes: []rota.Pair{{Slot: "late", Consultant: "c3"}}, Leaves: []rota.Pair{{Slot: "late", Consultant: "c2"}}}
	for at, asked := range map[string]string{"2025-07-26 08:14": "", "2025-07-30 09:00": "", // just begun, and the strike is over
		"2025-07-26 08:15": "Dr c3 has been there since 8am", "2025-07-26 21:00": "Dr c3 was there from 8am to 8pm"} {
		now = rotatest.At(at)
		got := pageText(t, v, checkPath(s.strike, "late", change))
		if strings.Contains(got, "has begun") != (asked != "") || !strings.Contains(got, asked) {
			t.Errorf("at %s it says:\n%s", at, got)
		}
	}
}

// TestPublishWhatIsOver: while a strike runs nobody has to approve that places of slots that are over were open.
func TestPublishWhatIsOver(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "publish")
	for at, asks := range map[string]bool{"2025-07-25 10:00": true, "2025-07-25 20:30": false, "2025-07-30 09:00": true} {
		now = rotatest.At(at)
		if got := parse(t, v.get(page)).Find("a.nhsuk-button--warning").Length() > 0; got != asks {
			t.Errorf("at %s who approves is asked: %v", at, got)
		}
	}
	now = rotatest.At("2025-07-25 20:30")
	values := fields(t, v.get(page), page)
	values.Set(reasonField, "Nobody had offered")
	want(t, v.post(page, values), http.StatusSeeOther)
}
