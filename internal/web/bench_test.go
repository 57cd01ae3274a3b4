package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// BenchmarkEveryPage asks for every route that answers GET, on the large example with
// a rota, and again in the evening of its third day: the bar is 100 ms a page at the server.
//
//	go test -run '^$' -bench EveryPage ./internal/web
func BenchmarkEveryPage(b *testing.B) {
	for i, s := range []*site{newSiteOf(b, rotatest.Large(1)).planned(), runningDay(b)} {
		name := []string{"made", "on_the_day"}[i]
		params := s.params()
		for _, r := range routes() {
			if r.method != get || strings.HasSuffix(r.path, "/events") || r.own() && s.server.now().After(s.entry().Strike.End) {
				continue
			}
			if i == 0 && (strings.Contains(r.path, "/versions/") || strings.Contains(r.path, ":secret")) {
				continue // nothing is published, and no link was given
			}
			v, address := s.whoMay(r.act), s.address(r.path, params)
			b.Run(name+"/"+strings.ReplaceAll(strings.TrimPrefix(r.path, "/strikes/:strike"), "/", "_"), func(b *testing.B) {
				for b.Loop() {
					if w := v.ask(address); w.Code >= http.StatusBadRequest {
						b.Fatalf("%s: status %d", address, w.Code)
					}
				}
			})
		}
	}
}

// runningDay is the large example on the evening of its third day: published, attendance
// confirmed, with as many absent as came, somebody taken off what comes next, and the rest
// planned anew.
func runningDay(t testing.TB) *site {
	now := rotatest.At("2025-07-27 19:00")
	clock := func() time.Time { return now }
	s := newSiteOf(t, rotatest.Large(1), func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store }).planned().published()
	var came []store.AttendanceChange
	e := s.entry()
	for i, d := range e.Duties {
		if d.Start.Before(now) && e.Strike.Struck(d) {
			came = append(came, store.AttendanceChange{Duty: d.ID, From: d.Attendance, To: []rota.Attendance{rota.Worked, rota.Absent}[i%2]})
		}
	}
	if err := s.store.SaveAttendance(t.Context(), actor, s.strike, came); err != nil {
		t.Fatal(err)
	}
	d, record := s.draft()
	for _, a := range d.Plan.Assignments {
		if slot, _ := d.Problem.Slot(a.Slot); slot.Start.Before(now) {
			continue
		}
		after, change, err := d.Edit(rota.Edit{Leaves: []rota.Pair{a.Pair()}, KeepOff: []rota.Pair{a.Pair()}})
		if err != nil {
			t.Fatal(err)
		}
		hand := after.Hand()
		if _, err := s.store.SaveEdit(t.Context(), actor, s.strike, store.NewEdit{Seen: record.Version, Change: change, Hand: &hand}); err != nil {
			t.Fatal(err)
		}
		break
	}
	s.replan(now)
	return s
}

// ask is get without reading the answer as a page, which would take longer than making it.
func (v *visitor) ask(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.server.ServeHTTP(w, r)
	return w
}
