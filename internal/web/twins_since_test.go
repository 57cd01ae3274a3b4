package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestTwinsSinceTheRota holds that nobody but a coordinator learns of one resident's reply from
// what changes when it is entered: every page and file of theirs, and what wards are given, is the
// same before and after, to the byte, while no rota has been made and since one was made and published.
// So it is on both databases: PostgreSQL moves a row that is changed behind all others.
func TestTwinsSinceTheRota(t *testing.T) {
	t.Parallel()
	for name, made := range map[string]bool{"before there is a rota": false, "since the rota was made": true} {
		t.Run(name, func(t *testing.T) {
			storetest.EachOptions(t, func(t *testing.T, o store.Options) {
				if o.Driver == store.SQLite || !underRace {
					sinceTheRota(t, made, o)
				}
			})
		})
	}
}

func sinceTheRota(t *testing.T, made bool, db store.Options) {
	e := fewDuties(rotatest.Small(1), 8)
	for i := range e.Duties {
		e.Duties[i].Declaration = []rota.Declaration{rota.NoReply, rota.Away, rota.Working, rota.PrefersNotToSay}[i%4]
	}
	db.Now = dayBefore
	s := newSiteOf(t, e, func(o *Options) { o.Now, o.Store = db.Now, storetest.With(t, db).Store })
	if made {
		s.planned().published()
	}
	readers := s.readers()
	for i, r := range readers {
		for _, slot := range e.Slots {
			if auth.Can(r.role, auth.SeeRota) {
				readers[i].paths = append(readers[i].paths, coverPath(s.strike, slot.ID))
			}
		}
	}
	if made { // what coordinators hand to wards
		readers = append(readers, reader{role: auth.Coordinator, who: s.as(auth.Coordinator),
			paths: []string{strikePath(s.strike, "downloads", "rota.xlsx"), strikePath(s.strike, "downloads", "rota.csv"), strikePath(s.strike, "versions", "1", "files", "rota.xlsx")}})
	}
	changed := e.Duties
	if underRace {
		changed = changed[:2]
	}
	first := s.bytesFor(readers)
	for i, d := range changed {
		said := rota.Declarations()[i%4]
		if said == d.Declaration {
			said = rota.Declarations()[(i+1)%4]
		}
		s.says(d, said)
		got := s.bytesFor(readers)
		for _, path := range slices.Sorted(maps.Keys(got)) {
			if got[path] != first[path] {
				t.Errorf("%s tells that one said %q instead of %q: %s", path, said, d.Declaration, firstDifference(first[path], got[path]))
			}
		}
		if t.Failed() {
			return
		}
	}
}

// says enters what a resident has said of a duty.
func (s *site) says(d rota.Duty, said rota.Declaration) {
	s.t.Helper()
	if err := s.store.SaveDeclarations(s.t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: said}}); err != nil {
		s.t.Fatal(err)
	}
}

// attend records of duties that stood at one attendance another.
func (s *site) attend(from, to rota.Attendance, duties ...rota.Duty) {
	s.t.Helper()
	var changes []store.AttendanceChange
	for _, d := range duties {
		changes = append(changes, store.AttendanceChange{Duty: d.ID, From: from, To: to})
	}
	if err := s.store.SaveAttendance(s.t.Context(), actor, s.strike, changes); err != nil {
		s.t.Fatal(err)
	}
}

// TestTwinsOfACorrection holds that nobody but a coordinator learns from two readings of any page
// or file, before and after it, what one correction of attendance was, or what a resident did who
// was deleted, or whose duty was; and that what they read follows once corrections alter no count
// by fewer than five.
func TestTwinsOfACorrection(t *testing.T) {
	t.Parallel()
	e := fewDuties(rotatest.Small(1), 4)
	for i := range 30 {
		id := fmt.Sprintf("R9%02d", i)
		e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(id), Name: "Example " + id, Grade: "ST3"})
		e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID("D" + id), Resident: rota.ResidentID(id), Declaration: rota.NoReply,
			Span: rotatest.Span("2025-07-27 08:00", "2025-07-27 20:00")})
	}
	s := newSiteOf(t, e, before(t))
	s.planned().published()
	crowd := e.Duties[len(e.Duties)-30:]
	s.attend("", rota.Worked, e.Duties[:len(e.Duties)-30]...)
	s.attend("", rota.Absent, crowd[:16]...)
	s.attend("", rota.Worked, crowd[16:]...)
	readers := s.readers()
	first := s.bytesFor(readers)
	read := func() map[string]string { return s.bytesFor(readers) }
	csv := string(auth.Finance) + " " + strikePath(s.strike, "downloads", "return.csv")
	if !strings.Contains(first[csv], ",16") {
		t.Fatalf("finance does not read that 16 were absent: %s", first[csv])
	}
	for n := range 4 {
		s.attend(rota.Absent, rota.Worked, crowd[n])
		for path, text := range read() {
			if text != first[path] {
				t.Errorf("%s tells of correction %d: %s", path, n+1, firstDifference(first[path], text))
			}
		}
	}
	exact := s.as(auth.Coordinator).post(strikePath(s.strike, "downloads", "named", "return-exact.xlsx"), url.Values{reasonField: {"To submit it"}})
	if !strings.Contains(sheetsText(t, want(t, exact, http.StatusOK).Body.Bytes()), ">12<") {
		t.Error("the exact return does not say that 12 were absent")
	}
	s.attend(rota.Absent, rota.Worked, crowd[4])
	if got := read()[csv]; !strings.Contains(got, ",11") {
		t.Errorf("after five corrections finance reads %s", got)
	}
	first = read()
	for name, delete := range map[string]func(){"a resident": func() { s.deleteResident(crowd[29].Resident) }, "a duty": func() { s.deleteDuty(crowd[28]) }} {
		delete()
		for path, text := range read() {
			if text != first[path] && !strings.Contains(path, "/own/link/") { // the link of whoever was deleted has ended
				t.Errorf("%s tells that %s was deleted: %s", path, name, firstDifference(first[path], text))
			}
		}
	}
}

// deleteResident deletes a resident with all their duties.
func (s *site) deleteResident(id rota.ResidentID) {
	s.t.Helper()
	r, err := s.store.Resident(s.t.Context(), s.strike, id)
	if err == nil {
		err = s.store.DeleteResident(s.t.Context(), actor, s.strike, id, r.Version)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// deleteDuty takes a duty off its resident.
func (s *site) deleteDuty(d rota.Duty) {
	s.t.Helper()
	r, err := s.store.Resident(s.t.Context(), s.strike, d.Resident)
	if err == nil {
		r.Duties = slices.DeleteFunc(r.Duties, func(o rota.Duty) bool { return o.ID == d.ID })
		_, err = s.store.SaveResident(s.t.Context(), actor, s.strike, r)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}
