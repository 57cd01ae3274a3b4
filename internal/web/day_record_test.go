package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// came is the attendance of each duty.
func (s *site) came() map[rota.DutyID]rota.Attendance {
	s.t.Helper()
	out := map[rota.DutyID]rota.Attendance{}
	for _, d := range s.entry().Duties {
		out[d.ID] = d.Attendance
	}
	return out
}

// TestDayAttendance confirms who came, many at once, and opens and closes places by it; what
// residents have said stays.
func TestDayAttendance(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	e := s.entry()
	r1, r2 := e.Duties[0], e.Duties[1]
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "attendance")
	others := "everybody else who was expected was here"
	if got := pageText(t, v, page); !strings.Contains(got, "8am to 8pm, north") || !strings.Contains(got, "Not expected") || !strings.Contains(got, "Expected") || strings.Contains(got, others) {
		t.Errorf("while the only one who is expected has not begun:\n%s", got)
	}
	form := fields(t, v.get(page), page)
	form.Set(toName(r1.ID), string(rota.Worked))
	form.Set(fromName(r2.ID), notConfirmed)
	form.Set(toName(r2.ID), notConfirmed)
	form.Set(doField, doOthers)
	want(t, v.post(page, form), http.StatusSeeOther)
	if diff := cmp.Diff(map[rota.DutyID]rota.Attendance{r1.ID: rota.Worked, r2.ID: rota.NotConfirmed}, s.came()); diff != "" {
		t.Errorf("everybody expected who has begun was here (-want +got):\n%s", diff)
	}
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "Places without a consultant now0") || !strings.Contains(got, "Places open later0") {
		t.Errorf("a resident has come after all:\n%s", got)
	}
	now = rotatest.At("2025-07-25 20:30")
	form = fields(t, v.get(page), page)
	form.Set(doField, doOthers)
	if got := pageText(t, v, page); !strings.Contains(got, others) {
		t.Errorf("the page has no %q:\n%s", others, got)
	}
	want(t, v.post(page, form), http.StatusSeeOther)
	if got := s.came()[r2.ID]; got != rota.Worked {
		t.Errorf("everybody expected was here, but who was expected is %q", got)
	}
	form = fields(t, v.get(page), page)
	form.Set(toName(r2.ID), string(rota.Absent))
	to := want(t, v.post(page, form), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); to != strikePath(s.strike, "day") || !strings.Contains(got, "1 place is opened by it") || !strings.Contains(got, "Now, until 11pm") {
		t.Errorf("%s says:\n%s", to, got)
	}
	for _, d := range s.entry().Duties {
		if d.ID == r1.ID && d.Declaration != rota.Away || d.ID == r2.ID && d.Declaration != rota.Working {
			t.Errorf("what %s had said is now %s", d.ID, d.Declaration)
		}
	}
	stale := fields(t, v.get(page), page)
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: r1.ID, From: rota.Worked, To: rota.NotConfirmed}}); err != nil {
		t.Fatal(err)
	}
	stale.Set(toName(r1.ID), string(rota.Absent))
	w := want(t, v.post(page, stale), http.StatusConflict)
	contract(t, w)
	stale.Set(toName(r1.ID), "perhaps")
	w = want(t, v.post(page, stale), http.StatusUnprocessableEntity)
	contract(t, w)
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestAttendanceTooEarly: nothing can be said of a duty that has not begun, by the clock or at
// the hour that is shown; a day without an hour is all of it.
func TestAttendanceTooEarly(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "attendance")
	d := s.entry().Duties[1] // at eight in the evening
	now = rotatest.At("2025-08-10 10:00")
	for query, early := range map[string]bool{"": false, "?day=2025-07-25": false, "?day=2025-07-25&hour=14": true, "?day=2025-07-25&hour=20": false} {
		if got := pageText(t, v, page+query); strings.Contains(got, "Too early to say") != early {
			t.Errorf("%q, afterwards, says:\n%s", query, got)
		}
	}
	now = rotatest.At("2025-07-25 19:59")
	if got := pageText(t, v, page); !strings.Contains(got, "Too early to say") {
		t.Errorf("the page says:\n%s", got)
	}
	form := fields(t, v.get(page), page)
	form.Set(toName(d.ID), string(rota.Worked))
	form.Set(fromName(d.ID), notConfirmed)
	want(t, v.post(page, form), http.StatusBadRequest)
	grid := strikePath(s.strike, "residents", "attendance")
	w := want(t, v.get(grid), http.StatusOK)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "8pm to 11pm: too early to say") {
		t.Errorf("the grid says:\n%s", got)
	}
	form = fields(t, w, grid)
	if form.Has(toName(d.ID)) {
		t.Error("the grid asks of a duty that has not begun")
	}
	form.Set(toName(d.ID), string(rota.Worked))
	form.Set(fromName(d.ID), notConfirmed)
	want(t, v.post(grid, form), http.StatusBadRequest)
	if got := s.came()[d.ID]; got != rota.NotConfirmed {
		t.Errorf("it was saved as %q", got)
	}
	now = rotatest.At("2025-07-25 20:00")
	want(t, v.post(grid, form), http.StatusSeeOther)
	if got := s.came()[d.ID]; got != rota.Worked {
		t.Errorf("once it has begun it was saved as %q", got)
	}
}

// TestUnable takes a consultant who cannot come off their slots and keeps them off all others
// meanwhile, until they can come again.
func TestUnable(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "unable")
	if got := pageText(t, v, page); !strings.Contains(got, "Dr c1: 1 slot") || strings.Contains(got, "Dr c3") {
		t.Errorf("to choose from:\n%s", got)
	}
	contract(t, want(t, v.post(page, url.Values{"consultant": {"c1"}}), http.StatusUnprocessableEntity))
	for until, says := range map[string]string{"": "Choose until when they worked", "2025-07-25T10:00:00Z": "must be one of those listed"} { // none, and later than now
		w := want(t, v.post(page, url.Values{"consultant": {"c1"}, theirField: {"day"}, untilName("day"): {until}}), http.StatusUnprocessableEntity)
		if got := parse(t, w).Find(".nhsuk-error-summary a[href='#" + untilName("day") + "']").Text(); !strings.Contains(got, says) {
			t.Errorf("worked until %q: it says %q", until, got)
		}
	}
	tryForm(t, v, page+"?consultant=c1", page, map[string]string{}, []badField{
		{"no slot", map[string]string{theirField: ""}, theirField, "must be from those listed"},
	})
	plan, _ := s.current()
	if got, want := plan.Pairs(), []rota.Pair{{Slot: "day-2", Consultant: "c1"}, {Slot: "late", Consultant: "c2"}}; !slices.Equal(got, want) {
		t.Errorf("the rota is %v, want %v", got, want)
	}
	off := func() []rota.Pair {
		var out []rota.Pair
		for _, k := range s.entry().KeptOff {
			out = append(out, k.Pair)
		}
		return out
	}
	ill := []rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "day-4", Consultant: "c1"}}
	if diff := cmp.Diff(ill, off()); diff != "" {
		t.Errorf("kept off (-want +got):\n%s", diff)
	}
	// for longer: also off a slot that the rota has no place of, since a resident covers it
	form := fields(t, v.get(page+"?consultant=c2"), page)
	if got := form[theirField]; got != nil {
		t.Errorf("ticked, of slots that begin in more than 12 hours: %v", got)
	}
	form.Set(theirField, "late")
	want(t, v.post(page, form), http.StatusSeeOther)
	if diff := cmp.Diff([]rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "day", Consultant: "c2"}, {Slot: "day-4", Consultant: "c1"}, {Slot: "day-4", Consultant: "c2"},
		{Slot: "eve", Consultant: "c2"}, {Slot: "late", Consultant: "c2"}}, off()); diff != "" {
		t.Errorf("kept off (-want +got):\n%s", diff)
	}
	if got := pageText(t, v, page); !strings.Contains(got, "Nobody has a slot") || !strings.Contains(got, "Dr c2: cannot come from 10am on Fri 25 July") {
		t.Errorf("recorded before:\n%s", got)
	}
	able := strikePath(s.strike, "day", "able")
	want(t, v.post(able, url.Values{"consultant": {"c2"}}), http.StatusSeeOther)
	want(t, v.post(able, url.Values{"consultant": {"c2"}}), http.StatusConflict)
	if diff := cmp.Diff(ill, off()); diff != "" {
		t.Errorf("kept off (-want +got):\n%s", diff)
	}
	want(t, v.get(page+"?consultant=c9"), http.StatusNotFound)
	want(t, v.post(page, url.Values{"consultant": {"c1"}, theirField: {"late"}}), http.StatusConflict) // not theirs
	want(t, v.post(page, url.Values{"consultant": {"c9"}, theirField: {"late"}}), http.StatusNotFound)
	want(t, v.post(page, url.Values{"consultant": {"c1"}}), http.StatusConflict) // they are off already
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestIllInTheMiddle has a consultant fall ill in the middle of a slot: what they worked stays
// theirs, what is left is offered at once, and one button takes it back.
func TestIllInTheMiddle(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	now = rotatest.At("2025-07-25 10:08")
	v := s.as(auth.Coordinator)
	page, day := strikePath(s.strike, "day", "unable"), strikePath(s.strike, "day")
	before := s.entry().Slots
	first := parse(t, v.get(page+"?consultant=c1")).Find("#" + untilName("day") + " option").First()
	if first.Text() != "10:15am" {
		t.Errorf("asked until when they worked, the first choice is %q", first.Text())
	}
	form := fields(t, v.get(page+"?consultant=c1"), page)
	form.Set(untilName("day"), "2025-07-25T08:30:00Z") // half past nine
	rest := want(t, v.post(page, form), http.StatusSeeOther).Header().Get("Location")
	if rest != coverPath(s.strike, "day-4") {
		t.Fatalf("then it goes to %s", rest)
	}
	if got := pageText(t, v, rest); !strings.Contains(got, "10:15am to 8pm") || !strings.Contains(got, "Dr c2") || strings.Contains(got, "Dr c1 at") {
		t.Errorf("who could take the rest:\n%s", got)
	}
	d, _ := s.draft()
	if got := d.Problem.Ledger(d.Plan, rota.Pricing{}).Total().Minutes; got != 90+12*60 {
		t.Errorf("%d minutes count, want an hour and a half of the day and the other slot", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "Dr c1 worked in it until 9:30am") || strings.Contains(got, "Dr c1 leaves") {
		t.Errorf("the changes by hand say:\n%s", got)
	}
	contract(t, v.get(day))
	undo := fields(t, v.get(day), strikePath(s.strike, "rota", "undo"))
	if to := want(t, v.post(strikePath(s.strike, "rota", "undo"), undo), http.StatusSeeOther).Header().Get("Location"); to != day {
		t.Errorf("undone, it goes to %s", to)
	}
	if diff := cmp.Diff(before, s.entry().Slots); diff != "" {
		t.Errorf("slots after the undo (-want +got):\n%s", diff)
	}
	if plan, _ := s.current(); plan.ByHand || len(s.entry().KeptOff) != 0 {
		t.Errorf("after the undo the rota is %v, kept off %v", plan.Pairs(), s.entry().KeptOff)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "Put it back") || !strings.Contains(got, "is one slot again") {
		t.Errorf("the undo is listed as:\n%s", got)
	}
}

// TestCoverWhatIsLeft makes what is left of a slot that has begun one of its own, which the rest
// planned anew fills.
func TestCoverWhatIsLeft(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	day := strikePath(s.strike, "day")
	link := parse(t, want(t, v.get(day), http.StatusOK)).Find("a:contains('Cover what is left')").AttrOr("href", "")
	page := strikePath(s.strike, "day", "slots", "day")
	if link != page {
		t.Fatalf("the day leads to %q, want %q", link, page)
	}
	stale := fields(t, v.get(page), page)
	begun := fields(t, v.get(page), page)
	if got := begun.Get(fromField); got != "2025-07-25T09:15:00Z" {
		t.Errorf("the first choice is %s", got)
	}
	begun.Set(fromField, "2025-07-25T09:00:00Z") // now
	contract(t, want(t, v.post(page, begun), http.StatusUnprocessableEntity))
	to := tryForm(t, v, page, page, map[string]string{fromField: "2025-07-25T10:30:00Z"}, nil)
	if to != coverPath(s.strike, "day-3") {
		t.Errorf("then it goes to %s", to)
	}
	slots := map[string]int{}
	for _, slot := range s.entry().Slots {
		slots[slot.Span.Words()] += slot.Places
	}
	if slots["Fri 25 July, 8am to 8pm"] != 1 || slots["Fri 25 July, 8am to 11:30am"] != 0 || slots["Fri 25 July, 11:30am to 8pm"] != 1 {
		t.Errorf("places are %v", slots)
	}
	if got := pageText(t, v, day); !strings.Contains(got, "From 11:30am until 8pm") || !strings.Contains(got, "Places without a consultant now1 Places open later1") ||
		!strings.Contains(got, "Lost: nobody") || !strings.Contains(got, "1 lost: nobody is there") || !strings.Contains(got, "1 of 2 no consultant 1 of 2 no consultant 1 of 2 open") {
		t.Errorf("the day says:\n%s", got)
	}
	stale.Set(fromField, "2025-07-25T10:30:00Z")
	want(t, v.post(page, stale), http.StatusConflict)
	if got := pageText(t, v, page); !strings.Contains(got, "Nothing is left of it") {
		t.Errorf("with every place held it says:\n%s", got)
	}
	p, err := replanProblem(s.entry(), []rota.Pair{{Slot: "day", Consultant: "c1"}}, now)
	if err != nil || len(p.Slots) != 3 || p.LeftOpenIn("day-3") != 0 {
		t.Errorf("what is left to plan: %d slots, %v", len(p.Slots), err)
	}
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestNotNeeded has a resident come after all: one of the two consultants is told that they may
// go, keeps what they have worked, and the place is not said to be open.
func TestNotNeeded(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.finish(rotatest.In("day", "c1"), rotatest.In("day", "c3"), rotatest.In("late", "c2"))
	now = rotatest.At("2025-07-25 10:08")
	v := s.as(auth.Coordinator)
	day, calls := strikePath(s.strike, "day"), strikePath(s.strike, "day", "calls")
	attendance := strikePath(s.strike, "day", "attendance")
	form := fields(t, v.get(attendance), attendance)
	form.Set(toName(s.entry().Duties[0].ID), string(rota.Worked))
	to := want(t, v.post(attendance, form), http.StatusSeeOther).Header().Get("Location")
	const spare = "1 consultant is not needed any more, by who came."
	if got := pageText(t, v, to); to != day || !strings.Contains(got, "has been saved. "+spare) || strings.Count(got, spare) != 2 {
		t.Errorf("%s says:\n%s", to, got)
	}
	if got := pageText(t, s.as(auth.Lead), day); strings.Contains(got, "not needed") {
		t.Errorf("to a lead the day says:\n%s", got)
	}
	w := v.get(calls)
	contract(t, w)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "from 10:15am on: residents fill it") || strings.Count(got, "Not needed in") != 2 { // on the page and on paper
		t.Errorf("whom to ring:\n%s", got)
	}
	if got := pageText(t, v, calls); strings.Index(got, "Ring Dr c2") > strings.Index(got, "Tell ") {
		t.Errorf("who may go stands before who has to come:\n%s", got)
	}
	card := parse(t, v.get(calls)).Find("input[name=comes][value=go]").Closest("form")
	who := rota.ConsultantID(card.Find("input[name=consultant]").AttrOr("value", ""))
	told := url.Values{"slot": {"day"}, "consultant": {string(who)}, "comes": {goes}, outcomeField: {string(store.CallNoAnswer)}}
	want(t, v.post(calls, told), http.StatusSeeOther)
	if d, _ := s.draft(); d.Plan.ByHand {
		t.Error("nobody was reached, and the rota is another")
	}
	told.Set(outcomeField, string(store.CallYes))
	want(t, v.post(calls, told), http.StatusSeeOther)
	d, _ := s.draft()
	if i := slices.IndexFunc(d.Plan.Assignments, func(a rota.Assignment) bool { return a.Slot == "day-2" && a.Consultant == who }); i < 0 {
		t.Fatalf("the rota is %v, want %s in what they worked", d.Plan.Pairs(), who)
	}
	if part, _ := d.Problem.Slot("day-2"); !part.End.Equal(rotatest.At("2025-07-25 10:15")) {
		t.Errorf("they worked until %v", part.End)
	}
	if got := pageText(t, v, day); !strings.Contains(got, "Places without a consultant now0") || strings.Contains(got, "not needed any more") {
		t.Errorf("then the day says:\n%s", got)
	}
	if csv := v.get(strikePath(s.strike, "downloads", "rota.csv")).Body.String(); len(d.Plan.Open) > 0 || strings.Contains(csv, "OPEN") || strings.Contains(csv, "tood down") {
		t.Errorf("open are %v, the file says:\n%s", d.Plan.Open, csv)
	}
	if got := pageText(t, v, coverPath(s.strike, "day")); !strings.Contains(got, "Filled Stood down on the day: 1 place. No consultant is needed there any more.") {
		t.Errorf("the slot says:\n%s", got)
	}
	if got := pageText(t, v, calls); strings.Contains(got, "Not needed in") || !strings.Contains(got, "Told, ") {
		t.Errorf("then whom to ring says:\n%s", got)
	}
	lead := s.as(auth.Lead)
	reads := func() (out []string) {
		for _, path := range []string{strikePath(s.strike), day, strikePath(s.strike, "rota"), coverPath(s.strike, "day"), coverPath(s.strike, "day-2")} {
			out = append(out, pageText(t, lead, path))
		}
		return append(out, want(t, lead.get(strikePath(s.strike, "downloads", "rota.csv")), http.StatusOK).Body.String())
	}
	known := reads()
	d0 := s.entry().Duties[0]
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d0.ID, From: rota.Worked, To: rota.NotConfirmed}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reads(), known); diff != "" {
		t.Errorf("a lead reads that a resident came (-without +with):\n%s", diff)
	}
	for _, got := range known {
		if strings.Contains(got, "ot needed") || strings.Contains(got, "tood down") || strings.Contains(got, "resident") && strings.Contains(got, "has come") {
			t.Errorf("a lead reads that or why somebody was stood down:\n%s", got)
		}
	}
	undo := url.Values{editField: {strconv.FormatInt(lastEdit(t, s), 10)}}
	want(t, v.post(strikePath(s.strike, "rota", "undo"), undo), http.StatusSeeOther)
	if got := pageText(t, v, calls); !strings.Contains(got, "Ask whether they come to Labour ward, Registrar tier, Fri 25 July, 8am to 8pm") {
		t.Errorf("who was told to go, and is in it again, is not rung:\n%s", got)
	}
	want(t, v.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {strconv.FormatInt(lastEdit(t, s), 10)}}), http.StatusSeeOther)
	want(t, v.post(calls, afresh(told)), http.StatusConflict)
	if diff := cmp.Diff([]rota.LeftOpen{{Slot: "day", Places: 1, Reason: rota.NotNeededReason}}, s.entry().LeftOpen); diff != "" {
		t.Errorf("left open (-want +got):\n%s", diff)
	}
}

// lastEdit is the number of the newest change by hand.
func lastEdit(t *testing.T, s *site) int64 {
	t.Helper()
	edits, err := s.store.Edits(t.Context(), s.strike, 0, 1)
	if err != nil || len(edits) == 0 {
		t.Fatalf("the newest change: %v, %v", edits, err)
	}
	return edits[0].Number
}
