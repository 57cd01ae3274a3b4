package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// backSite is a rota at half past ten, in which c1 is in one of two places of a slot and a resident was
// expected in the other, but did not come: c3 has been called in for what is left. anew has the rest planned
// anew before that.
func backSite(t *testing.T, now *time.Time, places int, anew bool) (*site, *visitor, rota.SlotID) {
	t.Helper()
	*now = rotatest.At("2025-07-25 10:30")
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return *now } })
	b := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00", rotatest.Places(places)).Slot("late", "26 08:00", "26 20:00").
		Consultant("c1").Consultant("c2").Consultant("c3").Duty("r1", "day", rota.Working)
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, b.Entry()); err != nil {
		t.Fatal(err)
	}
	as := []rota.Assignment{rotatest.In("late", "c2")}
	if places == 2 {
		as = append(as, rotatest.In("day", "c1"))
	}
	s.finish(as...)
	s.published()
	s.attends(s.entry().Duties[0], rota.Absent)
	v := s.as(auth.Coordinator)
	if anew {
		plan, _ := s.current()
		s.takeAnew(v, *now, plan.Assignments...)
	}
	page := strikePath(s.strike, "day", "slots", "day")
	to := want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther).Header().Get("Location")
	left := rota.SlotID(path.Base(strings.TrimSuffix(to, "/cover")))
	form, values := s.open(v, left, taking(left, "c3"))
	want(t, v.post(form, values), http.StatusSeeOther)
	return s, v, left
}

// TestThereAfterAll has a resident found to be there after what is left of the slot was covered: nothing
// is lost, whoever was called in for it is told that they are not needed, and nobody else.
func TestThereAfterAll(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		places int
		anew   bool
	}{{1, false}, {2, false}, {1, true}, {2, true}} {
		places := tt.places
		var now time.Time
		s, v, left := backSite(t, &now, places, tt.anew)
		s.published()
		day, calls := strikePath(s.strike, "day"), strikePath(s.strike, "day", "calls")
		pages := []string{day, strikePath(s.strike, "rota"), coverPath(s.strike, left)}
		for _, page := range pages {
			if got := pageText(t, v, page); !strings.Contains(got, "Lost: ") || strings.Contains(got, "not needed any more") || strings.Contains(got, "has changed since") || strings.Contains(got, "Who came differs") {
				t.Errorf("%d places, absent: %s says:\n%s", places, page, got)
			}
		}
		now = rotatest.At("2025-07-25 12:00")
		s.attends(s.entry().Duties[0], rota.Worked)
		for _, page := range pages {
			if got := pageText(t, v, page); strings.Contains(got, "Lost: ") || strings.Contains(got, "lost: nobody") {
				t.Errorf("%d places, there after all: %s says:\n%s", places, page, got)
			}
		}
		if got := pageText(t, v, pages[1]); !strings.Contains(got, "Who came differs from what this rota expects: 1 slot needs") {
			t.Errorf("%d places, planned anew %t: the rota says:\n%s", places, tt.anew, got)
		}
		if got := pageText(t, v, coverPath(s.strike, left)); !strings.Contains(got, "1 resident is there after all, in this slot too. By that the slot needs 0 consultants.") {
			t.Errorf("%d places: the slot says:\n%s", places, got)
		}
		const spare = "1 consultant is not needed any more, by who came."
		if got := pageText(t, v, day); !strings.Contains(got, spare) || !strings.Contains(got, "Places without a consultant now0 Places open later0") {
			t.Errorf("%d places: the day says:\n%s", places, got)
		}
		got := pageText(t, v, calls)
		if !strings.Contains(got, spare) || !strings.Contains(got, "Dr c3") || strings.Count(got, "Not needed in ") != 2 || strings.Contains(got, "Dr c1") {
			t.Errorf("%d places: whom to ring says:\n%s", places, got)
		}
		if got := pageText(t, s.as(auth.Lead), day); strings.Contains(got, "not needed any more") {
			t.Errorf("%d places: a lead reads:\n%s", places, got)
		}
		told := fields(t, v.get(calls), calls)
		told.Set(outcomeField, string(store.CallYes))
		want(t, v.post(calls, told), http.StatusSeeOther)
		for _, page := range pages {
			if got := pageText(t, v, page); strings.Contains(got, "has changed since") || strings.Contains(got, spare) {
				t.Errorf("%d places, planned anew %t, told: %s says:\n%s", places, tt.anew, page, got)
			}
		}
	}
}

// TestWhoCameAtNight has residents of the night that began the day before asked for while it goes on, and
// says of all the places that open.
func TestWhoCameAtNight(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-26 02:10")
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	e := rotatest.July().Standard().Slot("night", "25 20:00", "26 08:00", rotatest.Places(2)).Slot("day", "26 08:00", "26 20:00").
		Consultant("c1").Duty("r1", "night", rota.Working).Duty("r2", "night", rota.Working).Duty("r3", "day", rota.Working).Entry()
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish()
	v, page := s.as(auth.Coordinator), strikePath(s.strike, "day", "attendance")
	got := pageText(t, v, page)
	if !strings.Contains(got, "Fri 25 July, 8pm to 8am") || !strings.Contains(got, "8am to 8pm") {
		t.Errorf("at two at night the page says:\n%s", got)
	}
	if got := pageText(t, v, page+"?day=2025-07-26"); strings.Contains(got, "Fri 25 July, 8pm") {
		t.Errorf("the whole day after has:\n%s", got)
	}
	form := fields(t, v.get(page), page)
	form.Set(toName(e.Duties[0].ID), string(rota.Absent))
	form.Set(toName(e.Duties[1].ID), string(rota.Absent))
	to := want(t, v.post(page, form), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); !strings.Contains(got, "2 places are opened by it") {
		t.Errorf("saved, %s says:\n%s", to, got)
	}
}

// TestPlannedAnewWithoutIt: a slot that the rest planned anew does not have, since a resident is there after all,
// is covered by residents and not missing from the rota.
func TestPlannedAnewWithoutIt(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	d := s.entry().Duties[1] // of the evening
	if err := s.store.SaveDeclarations(t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: rota.Away}}); err != nil {
		t.Fatal(err)
	}
	s.attends(s.entry().Duties[1], rota.Worked)
	s.takeAnew(v, now, rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	for _, page := range []string{coverPath(s.strike, "eve"), strikePath(s.strike, "rota")} {
		if got := pageText(t, v, page); !strings.Contains(got, "Residents cover it") || strings.Contains(got, "Not in this rota") {
			t.Errorf("%s says:\n%s", page, got)
		}
	}
	if got := pageText(t, v, coverPath(s.strike, "eve")); !strings.Contains(got, "Places for consultants 1 by what was said before; none by who came") {
		t.Errorf("the slot says:\n%s", got)
	}
	in := coverInput{m: aRota(t)}
	if in.slot.ID = "a-filled"; !strings.HasPrefix(in.fullWords(), "Everybody in it is kept") {
		t.Errorf("of a slot in which nobody is locked: %q", in.fullWords())
	}
}

// TestRatesOnTheDay has rates that are entered while the strike runs become those of the rota by planning the rest
// anew, though nobody would be moved; and a consultant be spare by what a resident said, before anybody came.
func TestRatesOnTheDay(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v, page, rotaPage := s.as(auth.Coordinator), strikePath(s.strike, "day", "replan"), strikePath(s.strike, "rota")
	standing := []rota.Assignment{rotatest.In("day", "c1"), rotatest.In("late", "c2")}
	s.takeAnew(v, now, standing...)
	e := s.entry()
	e.Cards.Trust = e.Cards.BMA
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, rotaPage); !strings.Contains(got, "has changed since this rota was made: rates") {
		t.Fatalf("the rota says:\n%s", got)
	}
	run := s.replan(now, standing...)
	if got := pageText(t, v, page); !strings.Contains(got, "nobody would be moved, and the rota would go by what is entered now") {
		t.Errorf("planned anew, the page says:\n%s", got)
	}
	want(t, v.post(page+"/take", url.Values{"run": {run}}), http.StatusSeeOther)
	if got := pageText(t, v, rotaPage); strings.Contains(got, "has changed since") {
		t.Errorf("taken, the rota says:\n%s", got)
	}
	says := func(to rota.Declaration) {
		d := s.entry().Duties[1] // of the evening
		if err := s.store.SaveDeclarations(t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: to}}); err != nil {
			t.Fatal(err)
		}
	}
	says(rota.Away)
	s.takeAnew(v, now, append(standing, rotatest.In("eve", "c3"))...)
	says(rota.Working)
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "1 consultant is not needed any more, by what residents have said.") {
		t.Errorf("the day says:\n%s", got)
	}
}
