package web

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// anyID is an id, which each database has of its own, or the reference number of a request. Behind a form's token
// stands whose it is, made of the account's.
var anyID = regexp.MustCompile(`[A-Z2-7]{26,}(?:-[0-9a-f]{16}\b)?|\b[A-Z2-7]{4}-[A-Z2-7]{4}`)

// TestTwinsOfHistories holds that nobody but a coordinator learns what one doctor did from any two pages or files of
// different times: two strikes in which one of them, whose slot or whose grade and day is theirs alone, said and did the
// opposite, with everything else the same, read the same after each step: a reply, versions, attendance, corrections, the end.
func TestTwinsOfHistories(t *testing.T) {
	t.Parallel()
	whose := map[string]int{"in a slot": 0, "alone on a day": -1}
	if underRace {
		delete(whose, "in a slot")
	}
	for name, x := range whose {
		first, then := history(t, x, rota.Away, rota.Absent), history(t, x, rota.Working, rota.Worked)
		told := map[string]bool{}
		for step := range first {
			for path, text := range first[step] {
				if text != then[step][path] && !told[path] {
					told[path] = true
					t.Errorf("%s, step %d, %s: %s", name, step, path, firstDifference(text, then[step][path]))
				}
			}
		}
	}
}

// history is all that can be read after each step by those who see no resident by name, when the doctor of one duty
// says and does so.
func history(t *testing.T, duty int, said rota.Declaration, came rota.Attendance) (out []map[string]string) {
	e := fewDuties(rotatest.Small(1), 4)
	due := func(n int, grade, day string) {
		id := fmt.Sprintf("R9%02d", n)
		e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(id), Name: "Example " + id, Grade: grade})
		e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID("D" + id), Resident: rota.ResidentID(id), Declaration: rota.NoReply, Span: rotatest.Span(day+" 08:00", day+" 20:00")})
	}
	for n := range 30 {
		due(n, "ST3", "2025-07-27")
	}
	due(50, "ST8", "2025-07-28")
	for i := range e.Duties {
		e.Duties[i].Declaration = rota.NoReply
	}
	now := time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := newSiteOf(t, e, func(o *Options) { o.Now, o.Store = clock, storetest.OpenAt(t, clock).Store })
	e = s.entry()
	x := e.Duties[(duty+len(e.Duties))%len(e.Duties)]
	s.planned().published()
	var readers []reader
	for _, r := range s.readers() {
		if r.role == auth.Consultant { // whose links are made anew
			continue
		}
		r.paths = slices.DeleteFunc(r.paths, func(path string) bool { return path == factorPath }) // a secret that is drawn
		readers = append(readers, r)
	}
	read := func() {
		now = now.Add(time.Minute)
		got := map[string]string{}
		for path, text := range s.bytesFor(readers) {
			got[anyID.ReplaceAllString(path, "ID")] = anyID.ReplaceAllString(text, "ID")
		}
		for _, r := range readers {
			if auth.Can(r.role, auth.SeeAudit) {
				got[string(r.role)+" audit"] = anyID.ReplaceAllString(s.readable(r.who.get(auditPath)), "ID")
			}
		}
		out = append(out, got)
	}
	read()
	if err := s.store.Declare(t.Context(), s.strike, x.Resident, []store.DeclarationChange{{Duty: x.ID, From: rota.NoReply, To: said}}); err != nil {
		t.Fatal(err)
	}
	read()
	s.published()
	read()
	now = time.Date(2025, 7, 29, 9, 0, 0, 0, time.UTC)
	for _, r := range readers { // their sessions have ended
		r.who.cookies = s.again(r).cookies
	}
	s.attend("", came, x)
	read()
	absent := 0
	for _, d := range e.Duties {
		switch {
		case d.ID == x.ID:
		case e.Strike.Struck(d) && absent < 16:
			s.attend("", rota.Absent, d)
			absent++
		default:
			s.attend("", rota.Worked, d)
		}
	}
	read()
	csv := string(auth.Finance) + " " + strikePath("ID", "downloads", "return.csv")
	if got := out[len(out)-1][csv]; !strings.HasPrefix(got, "200 ") || !regexp.MustCompile(`All grades,\d+,\d+\b`).MatchString(got) {
		t.Fatalf("finance does not read how many were absent on any day: %s", got)
	}
	other := map[rota.Attendance]rota.Attendance{rota.Absent: rota.Worked, rota.Worked: rota.Absent}[came]
	s.attend(came, other, x)
	read()
	s.published()
	read()
	now = time.Date(2025, 7, 31, 9, 0, 0, 0, time.UTC)
	for _, r := range readers {
		r.who.cookies = s.again(r).cookies
	}
	read()
	return out
}
