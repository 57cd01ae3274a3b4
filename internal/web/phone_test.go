package web

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestContactParts finds what a phone can ring in what was typed, and leaves all else as it is.
func TestContactParts(t *testing.T) {
	for _, tt := range []struct {
		contact string
		want    []contactPart
	}{
		{"", nil},
		{"07700 900123", []contactPart{{"07700 900123", "07700900123"}}},
		{"bleep 2231", []contactPart{{Text: "bleep 2231"}}},
		{"Mobile 07700 900123, bleep 2231", []contactPart{{Text: "Mobile "}, {"07700 900123", "07700900123"}, {Text: ", bleep 2231"}}},
		{"bleep 2231 07700 900123", []contactPart{{Text: "bleep 2231 "}, {"07700 900123", "07700900123"}}},
		{"2231 +44 7700 900123", []contactPart{{Text: "2231 "}, {"+44 7700 900123", "+447700900123"}}},
		{"+44 (0)7700 900123", []contactPart{{"+44 (0)7700 900123", "+447700900123"}}},
		{"(01632) 960-001 / 01632.960.002", []contactPart{{"(01632) 960-001", "01632960001"}, {Text: " / "}, {"01632.960.002", "01632960002"}}},
		{"a.khan@trust.example", []contactPart{{Text: "a.khan@trust.example"}}},
		{"1234567890123456", []contactPart{{Text: "1234567890123456"}}},
		{"\"><b>", []contactPart{{Text: "\"><b>"}}},
	} {
		if diff := cmp.Diff(tt.want, contactParts(tt.contact)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.contact, diff)
		}
	}
}

// TestNumbersCanBeRung holds that every page on which somebody is to be rung has their number as a link that a
// phone can ring, for those who may read it, and that a bleep stays text.
func TestNumbersCanBeRung(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	for id, contact := range map[rota.ConsultantID]string{"c1": "07700 900121", "c2": "bleep 2231", "c3": "07700 900123"} {
		c, err := s.store.Consultant(t.Context(), s.strike, id)
		if err == nil {
			c.Contact = contact
			_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s.published()
	v := s.as(auth.Coordinator)
	const c1, c3 = "main a[href='tel:07700900121']", "main a[href='tel:07700900123']"
	unable := strikePath(s.strike, "day", "unable")
	has := func(page, link string, least int) {
		t.Helper()
		w := want(t, v.get(page), http.StatusOK)
		contract(t, w)
		doc := parse(t, w)
		if n := doc.Find(link).Length(); n < least || doc.Find("main a[href*='2231']").Length() > 0 {
			t.Errorf("%s has %s %d times:\n%s", page, link, n, doc.Find("main").Text())
		}
	}
	has(strikePath(s.strike, "day"), c1, 2) // beside the open place, and by unit
	has(strikePath(s.strike, "answers"), c1, 1)
	has(coverPath(s.strike, "day"), c1, 1)
	has(coverPath(s.strike, "day"), c3, 1) // who could take the other place
	has(checkPath(s.strike, "day", taking("day", "c3")), c3, 1)
	has(personPath(s.strike, "c3"), c3, 1)
	has(unable+"?consultant=c1", c1, 1)
	s.absent()
	s.replan(now, rotatest.In("day", "c1"), rotatest.In("late", "c2"), rotatest.In("eve", "c3"))
	has(strikePath(s.strike, "day", "replan"), c3, 1)
	form := fields(t, v.get(unable+"?consultant=c1"), unable)
	form.Set(untilName("day"), "2025-07-25T08:30:00Z")
	want(t, v.post(unable, form), http.StatusSeeOther)
	has(unable, c1, 1)
	has(strikePath(s.strike, "day"), c1, 1)
	if n := parse(t, s.as(auth.Lead).get(coverPath(s.strike, "day"))).Find("a[href^=tel]").Length(); n > 0 {
		t.Errorf("a lead can ring %d numbers on the page of a slot", n)
	}
}

// TestWhoCouldBeAsked: beside who has not offered an open slot stands how to reach them and where their offer is
// recorded, for those who may, until the slot is over.
func TestWhoCouldBeAsked(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	c, err := s.store.Consultant(t.Context(), s.strike, "c3")
	if err == nil {
		c.Contact, c.Offers = "07700 900123", nil
		_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
	page, record := coverPath(s.strike, "day"), offerPath(s.strike, "c3", "day")
	for _, tt := range []struct {
		role auth.Role
		at   string
		want int
	}{{auth.Coordinator, "2025-07-25 10:00", 1}, {auth.Lead, "2025-07-25 10:00", 0}, {auth.Coordinator, "2025-07-25 20:30", 0}} {
		now = rotatest.At(tt.at)
		w := want(t, s.as(tt.role).get(page), http.StatusOK)
		contract(t, w)
		li := parse(t, w).Find("main li:contains('Has not offered this time')")
		if n := li.Find("a[href='tel:07700900123']").Length(); n != tt.want || li.Find("a[href='"+record+"']").Length() != tt.want || tt.role == auth.Coordinator && li.Length() != 1 {
			t.Errorf("to a %s at %s the number stands %d times:\n%s", tt.role, tt.at, n, li.Text())
		}
	}
}
