package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// attends records whether the resident of a duty came.
func (s *site) attends(d rota.Duty, now rota.Attendance) {
	s.t.Helper()
	if err := s.store.SaveAttendance(s.t.Context(), actor, s.strike, []store.AttendanceChange{{Duty: d.ID, From: d.Attendance, To: now}}); err != nil {
		s.t.Fatal(err)
	}
}

// takeAnew plans the rest anew, and makes it the rota.
func (s *site) takeAnew(v *visitor, now time.Time, as ...rota.Assignment) {
	s.t.Helper()
	run := s.replan(now, as...)
	want(s.t, v.post(strikePath(s.strike, "day", "replan", "take"), url.Values{"run": {run}}), http.StatusSeeOther)
}

// TestReplanSettles: a place of work that had begun, and that nobody holds, is not open any more to
// anybody once the rest was planned anew by who came, also where nobody would be moved, and is again
// once they are found to be absent.
func TestReplanSettles(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v, lead := s.as(auth.Coordinator), s.as(auth.Lead)
	day, page, rotaPage := strikePath(s.strike, "day"), strikePath(s.strike, "day", "replan"), strikePath(s.strike, "rota")
	standing := []rota.Assignment{rotatest.In("day", "c1"), rotatest.In("late", "c2")}
	open := func(want string) {
		t.Helper()
		for role, v := range map[auth.Role]*visitor{auth.Coordinator: v, auth.Lead: lead} {
			if got := pageText(t, v, day); !strings.Contains(got, "Places without a consultant now"+want) {
				t.Errorf("to a %s the day says:\n%s", role, got)
			}
		}
		csv := lead.get(strikePath(s.strike, "downloads", "rota.csv")).Body.String()
		if got := strings.Contains(csv, "OPEN"); got != (want != "0") {
			t.Errorf("a lead reads in the file, with %s open:\n%s", want, csv)
		}
	}
	open("1")
	s.absent() // so that somebody moves
	s.takeAnew(v, now, append(standing, rotatest.In("eve", "c3"))...)
	open("1")
	for _, tt := range []struct {
		came rota.Attendance
		open string
		left []rota.LeftOpen
	}{{rota.Worked, "0", nil}, {rota.Absent, "1", []rota.LeftOpen{{Slot: "day", Places: 1, Reason: rota.BegunReason}}}} {
		s.attends(s.entry().Duties[0], tt.came)
		if got := pageText(t, v, rotaPage); !strings.Contains(got, "Who came differs from what this rota expects: 1 slot needs") {
			t.Errorf("%s: the rota says:\n%s", tt.came, got)
		}
		if got := pageText(t, lead, rotaPage); strings.Contains(got, "Who came") {
			t.Errorf("%s: a lead reads:\n%s", tt.came, got)
		}
		plan, _ := s.current()
		s.replan(now, plan.Assignments...)
		w := want(t, v.get(page), http.StatusOK)
		contract(t, w)
		if got := mainText(t, w); !strings.Contains(got, "nobody would be moved") || !strings.Contains(got, "Make this the rota") || strings.Contains(got, "can be undone") {
			t.Errorf("%s: planned anew, the page says:\n%s", tt.came, got)
		}
		want(t, v.post(page+"/take", fields(t, w, page+"/take")), http.StatusSeeOther)
		open(tt.open)
		if diff := cmp.Diff(tt.left, s.entry().LeftOpen); diff != "" {
			t.Errorf("%s: left open (-want +got):\n%s", tt.came, diff)
		}
		doc := parse(t, want(t, v.get(rotaPage), http.StatusOK))
		if got := doc.Find("main").Text(); !strings.Contains(got, "Nobody moves") || strings.Contains(got, "Who came differs") {
			t.Errorf("%s: taken, the rota says:\n%s", tt.came, got)
		}
	}
}

// TestTwinsOfWhoCame holds that nobody but a coordinator can tell, of a rota whose rest was planned
// anew, that a resident came to work that had begun from that it needs a doctor fewer.
func TestTwinsOfWhoCame(t *testing.T) {
	t.Parallel()
	reads := func(became func(*site)) map[string]string {
		now := rotatest.At("2025-07-25 10:00")
		s := newSite(t, func(o *Options) {
			so := storetest.SQLite(t)
			so.Now = func() time.Time { return now }
			o.Store, o.Now = storetest.With(t, so).Store, so.Now
		})
		s.twin(dayEntry())
		s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
		v := s.as(auth.Coordinator)
		became(s)
		plan, _ := s.current()
		s.takeAnew(v, now, plan.Assignments...)
		e := s.entry()
		out := s.leadReads(e)
		s.published()
		for _, path := range []string{"", "versions/1", "answers", "versions/1/files/rota.xlsx", "versions/1/files/rota.csv"} {
			out["version "+path] = s.readable(s.as(auth.Lead).get(strikePath(s.strike) + "/" + path))
		}
		for _, path := range []string{"downloads/rota.xlsx", "downloads/rota.csv"} { // what wards are given
			out["wards "+path] = s.readable(v.get(strikePath(s.strike) + "/" + path))
		}
		return out
	}
	came := reads(func(s *site) { s.attends(s.entry().Duties[0], rota.Worked) })
	fewer := reads(func(s *site) {
		e := s.entry()
		if e.Slots[0].ID != "day" || e.Duties[0].Slot != "day" {
			t.Fatal("the first slot or duty is another")
		}
		e.Slots[0].Places--
		e.Duties[0].Slot = ""
		s.twin(e)
		s.attends(s.entry().Duties[0], rota.Worked)
	})
	if diff := cmp.Diff(came, fewer); diff != "" {
		t.Errorf("a resident came, or one fewer is needed (-came +fewer):\n%s", diff)
	}
	if got := came["lead day"]; !strings.Contains(got, "Places without a consultant now0") {
		t.Errorf("a lead reads:\n%s", got)
	}
	for path, text := range came {
		if strings.Contains(text, "by who came") || strings.Contains(text, "has come") {
			t.Errorf("%s tells that it is about who came:\n%s", path, text)
		}
	}
}

// TestReplanWithoutTheDeleted: that somebody has been deleted who is in work that has begun does not keep the
// rest from being planned anew.
func TestReplanWithoutTheDeleted(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v := s.as(auth.Coordinator)
	c, err := s.store.Consultant(t.Context(), s.strike, "c1")
	if err == nil {
		err = s.store.DeleteConsultant(t.Context(), actor, s.strike, "c1", c.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.takeAnew(v, now, rotatest.In("late", "c2"))
	if plan, _ := s.current(); len(plan.Holders("day")) != 0 || len(plan.Holders("late")) != 1 {
		t.Errorf("taken, the rota is %v", plan.Pairs())
	}
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "Places without a consultant now2") {
		t.Errorf("the day says:\n%s", got)
	}
}

// TestTwinsOfAHeldPlace holds that nobody but a coordinator can tell whether a resident came to work that had begun
// and that a consultant is in: all that a lead and wards read is the same, once the rest was planned anew by it.
func TestTwinsOfAHeldPlace(t *testing.T) {
	t.Parallel()
	reads := func(came rota.Attendance) map[string]string {
		now := rotatest.At("2025-07-25 10:00")
		s := newSite(t, func(o *Options) {
			so := storetest.SQLite(t)
			so.Now = func() time.Time { return now }
			o.Store, o.Now = storetest.With(t, so).Store, so.Now
		})
		e := dayEntry()
		e.Slots[0].Places = 1
		s.twin(e)
		s.finish(rotatest.In("day", "c1"), rotatest.In("late", "c2"))
		v, lead := s.as(auth.Coordinator), s.as(auth.Lead)
		s.attends(s.entry().Duties[0], came)
		s.absent()
		s.takeAnew(v, now, rotatest.In("day", "c1"), rotatest.In("late", "c2"), rotatest.In("eve", "c3"))
		if slot, _ := s.madeProblem().Slot("day"); slot.Unneeded == 1 != (came == rota.Worked) {
			t.Fatalf("%s: the slot is %+v", came, slot)
		}
		out := map[string]string{}
		for path, text := range s.leadReads(s.entry()) {
			if strings.HasPrefix(path, "lead ") { // finance read who came, as counts
				out[path] = text
			}
		}
		s.published()
		for _, path := range []string{"", "gaps", "versions/1", "answers", "versions/1/files/rota.xlsx", "consultants/c1"} {
			out["version "+path] = s.readable(lead.get(strikePath(s.strike) + "/" + path))
		}
		for _, path := range []string{"downloads/rota.xlsx", "downloads/rota.csv"} {
			out["wards "+path] = s.readable(v.get(strikePath(s.strike) + "/" + path))
		}
		return out
	}
	if diff := cmp.Diff(reads(rota.Worked), reads(rota.Absent)); diff != "" {
		t.Errorf("a resident came, or did not (-came +absent):\n%s", diff)
	}
}

// madeProblem is the problem of the rota as it is.
func (s *site) madeProblem() rota.Problem {
	s.t.Helper()
	d, _ := s.draft()
	return d.Problem
}
