package web

import (
	"net/http"
	"net/http/httptest"
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

// absent records that the resident of the evening is absent.
func (s *site) absent() {
	s.t.Helper()
	d := s.entry().Duties[1]
	if err := s.store.SaveAttendance(s.t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: d.Attendance, To: rota.Absent}}); err != nil {
		s.t.Fatal(err)
	}
}

// TestReplan plans the rest anew, shows what would change, and takes it: what has begun
// and what was not touched stays, and it can be undone.
func TestReplan(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.absent()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "replan")
	form := fields(t, want(t, v.get(page), http.StatusOK), page)
	want(t, v.post(page, form), http.StatusSeeOther)
	if got := pageText(t, v, page); !strings.Contains(got, "Waiting to start") {
		t.Errorf("while it is being planned:\n%s", got)
	}
	want(t, v.post(page+"/cancel", url.Values{}), http.StatusSeeOther)
	run := s.replan(now, rotatest.In("day", "c1"), rotatest.In("late", "c2"), rotatest.In("eve", "c3"))
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	text := parse(t, w).Find("main").Text()
	if !strings.Contains(text, "1 slot would change") || !strings.Contains(text, "Ward, Registrar tier") || strings.Contains(text, "Need not come Dr") {
		t.Errorf("what would change:\n%s", text)
	}
	if open := parse(t, w).Find("main a[href='" + coverPath(s.strike, "day") + "']"); open.Length() != 1 {
		t.Errorf("the place that has begun and nobody holds is not what stays open:\n%s", text)
	}
	was := now
	now = rotatest.At("2025-07-25 20:30")
	if open := parse(t, v.get(page)).Find("main a[href='" + coverPath(s.strike, "day") + "']"); open.Length() != 0 {
		t.Error("a slot that is over is said to stay open")
	}
	now = was
	before, _ := s.current()
	take := fields(t, w, page+"/take")
	if take.Get("run") != run {
		t.Fatalf("it takes %v, want %s", take, run)
	}
	to := want(t, v.post(page+"/take", take), http.StatusSeeOther).Header().Get("Location")
	if to != strikePath(s.strike, "day", "calls") {
		t.Errorf("then it goes to %s", to)
	}
	plan, record := s.current()
	if missing := rota.Missing(before.Pairs(), plan.Pairs()); record.RunID != run || len(missing) > 0 || len(plan.Pairs()) != len(before.Pairs())+1 {
		t.Errorf("the rota is %v of run %s, which lacks %v", plan.Pairs(), record.RunID, missing)
	}
	if diff := cmp.Diff([]rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Reason: rota.BegunReason}}, s.entry().Locks); diff != "" {
		t.Errorf("locks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]rota.LeftOpen{{Slot: "day", Places: 1, Reason: rota.BegunReason}}, s.entry().LeftOpen); diff != "" {
		t.Errorf("left open (-want +got):\n%s", diff)
	}
	if open, _ := plan.OpenIn("day"); open.Places != 1 {
		t.Errorf("of what has begun %d places are open in the rota", open.Places)
	}
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "Places without a consultant now1") {
		t.Errorf("the day says:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); strings.Contains(got, "has changed since") || !strings.Contains(got, "The rest was planned anew from 10am") {
		t.Errorf("the rota says:\n%s", got)
	}
	if got := pageText(t, v, page); !strings.Contains(got, "is the rota now") {
		t.Errorf("taken, the page says:\n%s", got)
	}
	want(t, v.post(page+"/take", afresh(take)), http.StatusConflict)
	edits, err := s.store.Edits(t.Context(), s.strike, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	want(t, v.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {strconv.FormatInt(edits[0].Number, 10)}}), http.StatusSeeOther)
	if plan, _ := s.current(); !slices.Equal(plan.Pairs(), before.Pairs()) {
		t.Errorf("undone, the rota is %v, want %v", plan.Pairs(), before.Pairs())
	}
}

// TestCameOnRota: the rota page says to those who may see people that who came differs from
// what it expects, until the slot is over.
func TestCameOnRota(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	page, says := strikePath(s.strike, "rota"), "Who came differs from what this rota expects: 1 slot needs more or fewer consultants"
	if got := pageText(t, s.as(auth.Coordinator), page); strings.Contains(got, "Who came") {
		t.Errorf("nobody is recorded, and it says:\n%s", got)
	}
	s.absent()
	for role, want := range map[auth.Role]bool{auth.Coordinator: true, auth.Lead: false} {
		if got := pageText(t, s.as(role), page); strings.Contains(got, says) != want || strings.Contains(got, "See the day") != want {
			t.Errorf("to a %s it says:\n%s", role, got)
		}
	}
	now = rotatest.At("2025-07-25 23:00")
	if got := pageText(t, s.as(auth.Coordinator), page); strings.Contains(got, "Who came") {
		t.Errorf("the slot is over, and it says:\n%s", got)
	}
}

// TestReplanOld: what is planned from a rota that is no longer so cannot be taken, and who
// comes or is absent after it makes the rota out of date.
func TestReplanOld(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "replan")
	run := s.replan(now)
	action, values := s.open(v, "day", taking("day", "c3"))
	values.Set(sinceField, yes)
	want(t, v.post(action, values), http.StatusSeeOther)
	if got := pageText(t, v, page); !strings.Contains(got, "can no longer be taken") || strings.Contains(got, "Make this the rota") {
		t.Errorf("the page says:\n%s", got)
	}
	w := want(t, v.post(page+"/take", url.Values{"run": {run}}), http.StatusConflict)
	contract(t, w)
	for _, words := range []string{"Nothing has been taken", "R. Osei, at", "Dr c3 takes", "Plan it anew again"} {
		if got := mainText(t, w); !strings.Contains(got, words) {
			t.Errorf("the clash does not say %q:\n%s", words, got)
		}
	}
	want(t, v.post(page+"/take", url.Values{}), http.StatusBadRequest)
	newer := s.replan(now)
	w = want(t, v.post(page+"/take", url.Values{"run": {run}}), http.StatusConflict)
	contract(t, w)
	if got := mainText(t, w); !strings.Contains(got, "planned anew again") || newer == run {
		t.Errorf("of an older plan the page says:\n%s", got)
	}
	s.absent()
	run = s.replan(now)
	want(t, v.post(page+"/take", url.Values{"run": {run}}), http.StatusSeeOther)
	d := s.entry().Duties[0]
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: d.Attendance, To: rota.Worked}}); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); strings.Contains(got, "has changed since") {
		t.Errorf("somebody came to work that had begun, which changes nothing that can be planned:\n%s", got)
	}
	d = s.entry().Duties[1]
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: d.Attendance, To: rota.Worked}}); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "slots, residents’ duties and replies, or the case") {
		t.Errorf("they came after all, and the rota does not say that it is out of date:\n%s", got)
	}
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestReplanTooLate: a plan of which a slot has begun meanwhile cannot be taken, whatever hour is
// shown: nobody is moved in work that has begun.
func TestReplanTooLate(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.absent()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "replan")
	s.replan(now, rotatest.In("day", "c1"), rotatest.In("late", "c2"), rotatest.In("eve", "c3"))
	before, _ := s.current()
	now = rotatest.At("2025-07-25 19:59")
	take := fields(t, v.get(page), page+"/take")
	now = rotatest.At("2025-07-25 20:00")
	for _, hour := range []string{"", "10"} {
		path := page
		if hour != "" {
			take.Set(dayField, "2025-07-25")
			take.Set(hourField, hour)
			path += "?day=2025-07-25&hour=" + hour
		}
		for _, w := range []*httptest.ResponseRecorder{want(t, v.get(path), http.StatusOK), want(t, v.post(page+"/take", afresh(take)), http.StatusConflict)} {
			contract(t, w)
			if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "has begun since: Ward, Registrar tier") || strings.Contains(got, "Make this the rota") {
				t.Errorf("at eight, shown %q, it says:\n%s", hour, got)
			}
		}
	}
	if plan, _ := s.current(); !slices.Equal(plan.Pairs(), before.Pairs()) {
		t.Errorf("the rota is %v", plan.Pairs())
	}
}

// TestToldAfterReplan has residents come after all when the rest has been planned anew: once a
// consultant is told that they may go, the rota is not out of date.
func TestToldAfterReplan(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.finish(rotatest.In("day", "c1"), rotatest.In("day", "c3"), rotatest.In("late", "c2"))
	s.published()
	now = rotatest.At("2025-07-25 10:08")
	v := s.as(auth.Coordinator)
	day, calls := strikePath(s.strike, "day"), strikePath(s.strike, "day", "calls")
	s.absent()
	want(t, v.post(day+"/replan/take", url.Values{"run": {s.replan(now)}}), http.StatusSeeOther)
	page := strikePath(s.strike, "rota")
	stale := func() bool { return strings.Contains(pageText(t, v, page), "has changed since") }
	for _, tt := range []struct {
		duty int
		slot string
		old  bool // the rota, when it is known that they came
	}{{0, "day", false}, {1, "eve", true}} { // the one has begun, the other is still to come
		d := s.entry().Duties[tt.duty]
		if err := s.store.SaveAttendance(t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: d.Attendance, To: rota.Worked}}); err != nil {
			t.Fatal(err)
		}
		if stale() != tt.old {
			t.Errorf("a resident came to %s: out of date is %v", tt.slot, !tt.old)
		}
		card := parse(t, v.get(calls)).Find("input[name=comes][value=go]").Closest("form")
		who := card.Find("input[name=consultant]").AttrOr("value", "")
		want(t, v.post(calls, url.Values{"slot": {tt.slot}, "consultant": {who}, "comes": {goes}, outcomeField: {string(store.CallYes)}}), http.StatusSeeOther)
		if stale() {
			t.Errorf("%s was told that they are not needed in %s, and the rota is out of date:\n%s", who, tt.slot, pageText(t, v, page))
		}
	}
}

// last is the number of the newest version, 0 for none.
func (s *site) last() int64 {
	s.t.Helper()
	list, err := s.store.Versions(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(list) == 0 {
		return 0
	}
	return list[0].Number
}

// TestCalls: who is rung is what differs from the newest version and from what was said by
// telephone since. A no opens the place again and names who could be next.
func TestCalls(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "calls")
	if got := pageText(t, v, page); !strings.Contains(got, "No version of the rota has been published") || !strings.Contains(got, "Ring Dr c1") || !strings.Contains(got, "Ring Dr c2") {
		t.Errorf("without a version:\n%s", got)
	}
	s.published()
	if got := pageText(t, v, page); strings.Contains(got, "everybody knows") ||
		!strings.Contains(got, "Nobody has to be rung about a change since version 1. 2 assignments are not confirmed yet") ||
		!strings.Contains(got, "Who has confirmed version 1") {
		t.Errorf("just published, and nobody has confirmed:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "answers")); !strings.Contains(got, "Nobody has to be rung about a change since it. 2 assignments are not confirmed yet. "+callsTitle) {
		t.Errorf("who has confirmed says otherwise:\n%s", got)
	}
	replaced := taking("late", "c3")
	replaced.Leaves = []rota.Pair{{Slot: "late", Consultant: "c2"}}
	action, values := s.open(v, "late", replaced)
	want(t, v.post(action, values), http.StatusSeeOther)
	got := pageText(t, v, page)
	if ring, tell := strings.Index(got, "Ring Dr c3"), strings.Index(got, "Tell Dr c2"); ring < 0 || tell < ring || strings.Contains(got, "Ring Dr c1") {
		t.Errorf("after a change:\n%s", got)
	}
	call := func(who, comes, outcome string) url.Values {
		return url.Values{"slot": {"late"}, "consultant": {who}, "comes": {comes}, outcomeField: {outcome}}
	}
	w := want(t, v.post(page, call("c3", yes, "")), http.StatusUnprocessableEntity)
	contract(t, w)
	if parse(t, w).Find(".nhsuk-error-summary a[href='#outcome-1']").Length() != 1 {
		t.Error("the fault does not stand at the call")
	}
	want(t, v.post(page, call("c2", no, "no")), http.StatusUnprocessableEntity) // whoever is told cannot say no
	want(t, v.post(page, call("c3", yes, "no answer")), http.StatusSeeOther)
	if got := pageText(t, v, page); !strings.Contains(got, "No answer, R. Osei at") {
		t.Errorf("nobody answered:\n%s", got)
	}
	want(t, v.post(page, call("c2", no, "yes")), http.StatusSeeOther)
	w = want(t, v.post(page, call("c2", no, "yes")), http.StatusConflict) // known already
	contract(t, w)
	if got := mainText(t, w); !strings.Contains(got, "Told, R. Osei at") || !strings.Contains(got, "has not been saved") {
		t.Errorf("the second to record the call reads:\n%s", got)
	}
	want(t, v.post(page, call("c3", yes, "no")), http.StatusSeeOther)
	plan, _ := s.current()
	if len(plan.Holders("late")) != 0 || len(s.entry().Locks) != 0 {
		t.Errorf("they said no and are still in it: %v", plan.Pairs())
	}
	w = want(t, v.get(page), http.StatusOK)
	contract(t, w)
	doc := parse(t, w)
	next := doc.Find("ol a[href*='/cover/check?']")
	if got := doc.Find("main").Text(); !strings.Contains(got, "Open again") || next.Length() != 2 || !strings.Contains(got, "Told, R. Osei at") {
		t.Errorf("%d could be next:\n%s", next.Length(), got)
	}
	if paper := doc.Find("main .nhsuk-card ol").Closest(".app-noprint").Length(); paper > 0 {
		t.Error("who could take what is open again is not on paper")
	}
	if strings.Contains(next.Text(), "c3") {
		t.Errorf("who said no is named again: %s", next.Text())
	}
	action, values = s.open(v, "late", taking("late", "c2"))
	want(t, v.post(action, values), http.StatusSeeOther)
	want(t, v.post(page, call("c2", yes, "yes")), http.StatusSeeOther) // knew that they need not come
	if got := pageText(t, v, page); !strings.Contains(got, "Nobody has to be rung about a change") || !strings.Contains(got, "1 assignment is not confirmed yet") ||
		!strings.Contains(got, "Yes, they come") {
		t.Errorf("all changes are told, and one has not confirmed:\n%s", got)
	}
	s.published()
	if err := s.store.Record(t.Context(), actor, s.strike, store.NewAnswer{Version: 2, Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Outcome: store.Confirmed}); err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, page); !strings.Contains(got, "Nobody has to be rung: everybody knows what they cover.") || strings.Contains(got, "not confirmed") {
		t.Errorf("one confirmed, and the other said yes before the version:\n%s", got)
	}
	if calls, err := s.store.Calls(t.Context(), s.strike); err != nil || calls != nil {
		t.Errorf("calls since the newest version: %v, %v", calls, err)
	}
	want(t, s.as(auth.Lead).get(page), http.StatusNotFound)
}

// TestOpenAgain holds that a place of the newest version that is open now stands on whom to ring with who
// could take it, also where nobody said no: the office took them out, or they are ill.
func TestOpenAgain(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	s.published()
	page := strikePath(s.strike, "day", "calls")
	if got := pageText(t, v, page); strings.Contains(got, "Open again") {
		t.Errorf("just published:\n%s", got)
	}
	action, values := s.open(v, "late", rota.Edit{Leaves: []rota.Pair{{Slot: "late", Consultant: "c2"}}})
	want(t, v.post(action, values), http.StatusSeeOther)
	doc := parse(t, want(t, v.get(page), http.StatusOK))
	if got := doc.Find("main").Text(); strings.Count(got, "Open again") != 1 || doc.Find("ol a[href*='/cover/check?']").Length() == 0 {
		t.Errorf("they have been taken out:\n%s", got)
	}
}

// TestUnableAreNotRung: whoever said that they cannot come need not be told.
func TestUnableAreNotRung(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	s.published()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "unable")
	want(t, v.post(page, fields(t, v.get(page+"?consultant=c1"), page)), http.StatusSeeOther)
	if got := pageText(t, v, strikePath(s.strike, "day", "calls")); !strings.Contains(got, "Nobody has to be rung") {
		t.Errorf("they are on the list:\n%s", got)
	}
}

// TestSolveOnceBegun: once the strike has begun, making the whole rota again says what to do instead.
func TestSolveOnceBegun(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	for at, want := range map[string]bool{"2025-07-25 06:59": false, "2025-07-25 07:00": true, "2025-07-30 07:00": false} {
		now = rotatest.At(at)
		if got := pageText(t, v, strikePath(s.strike, "solve")); strings.Contains(got, "The strike has begun") != want {
			t.Errorf("at %s it says:\n%s", at, got)
		}
	}
}

// TestAgainOnTheDay: once the strike has begun, whatever leads to making the rota again leads
// to planning the rest anew, until it is over.
func TestAgainOnTheDay(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	change := s.entry()
	change.Slots[2].Places = 3
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, change); err != nil {
		t.Fatal(err)
	}
	for at, begun := range map[string]bool{"2025-07-25 06:59": false, "2025-07-25 07:00": true, "2025-07-30 07:00": false} {
		now = rotatest.At(at)
		for _, path := range []string{strikePath(s.strike), strikePath(s.strike, "rota"), coverPath(s.strike, "late")} {
			main := parse(t, want(t, v.get(path), http.StatusOK)).Find("main")
			if main.Find("a[href='"+strikePath(s.strike, "day", "replan")+"']").Length() > 0 != begun || main.Find("a[href='"+strikePath(s.strike, "solve")+"']").Length() > 0 == begun {
				t.Errorf("at %s, %s says:\n%s", at, path, main.Text())
			}
		}
	}
}
