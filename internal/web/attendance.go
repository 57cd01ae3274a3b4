package web

import (
	"errors"
	"fmt"
	"slices"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var attendanceRoutes = []route{
	{method: get, path: "/strikes/:strike/residents/attendance", act: auth.EditPeople, do: (*Server).attendancePage},
	{method: post, path: "/strikes/:strike/residents/attendance", act: auth.EditPeople, do: (*Server).saveAttendance},
}

// notConfirmed stands for the empty attendance in forms.
const notConfirmed = "not_confirmed"

// attendanceOptions are the choices of a duty. Worked and absent, and nothing
// else: the reason of an absence is never asked.
func attendanceOptions() []Option {
	out := make([]Option, 0, 3)
	for _, a := range rota.Attendances() {
		out = append(out, Option{Value: attendanceValue(a), Text: a.Words()})
	}
	return out
}

func attendanceValue(a rota.Attendance) string { return nameOr(string(a), notConfirmed) }

func readAttendanceValue(f *form.Form, name, what string) rota.Attendance {
	v := form.Choice(f, name, what, []string{notConfirmed, string(rota.Worked), string(rota.Absent)})
	if v == notConfirmed {
		return rota.NotConfirmed
	}
	return rota.Attendance(v)
}

// newAttendancePage is the grid of replies with attendance in its cells.
func newAttendancePage(b base, f *form.Form, strike rota.Strike, list []store.Resident, by filter, number int) *repliesPage {
	p := newGridPage(b, f, strike, list, by, number, gridKind{
		path: []string{"residents", "attendance"},
		cell: buildAttendanceChoice,
	})
	p.About = "Say of each duty whether it was worked, once its day is over, then save. Only what you change is saved. Record no reason. " +
		"Pay is withheld from confirmed absence alone."
	p.Save = Button{Text: "Save the attendance", Once: true}
	return p
}

func buildAttendanceChoice(f *form.Form, who string, d rota.Duty) replyChoice {
	to, from := toName(d.ID), fromName(d.ID)
	now := attendanceValue(d.Attendance)
	if !f.Has(to) {
		f.Set(to, now)
	}
	f.Set(from, now)
	c := replyChoice{Times: rota.ClockWords(d.Start) + " to " + rota.ClockWords(d.End), FromName: from, From: now}
	c.Select = choose(f, to, who+", "+d.Span.Words(), attendanceOptions())
	return c
}

// readAttendance reads the grid: every duty whose choice is no longer what it was.
func readAttendance(f *form.Form) []store.AttendanceChange {
	var out []store.AttendanceChange
	for _, name := range f.Names("to-") {
		id := rota.DutyID(name[len("to-"):])
		to := readAttendanceValue(f, name, "the attendance")
		from := readAttendanceValue(f, fromName(id), "what the attendance was")
		if to != from {
			out = append(out, store.AttendanceChange{Duty: id, From: from, To: to})
		}
	}
	return out
}

const attendanceTitle = "Attendance of residents"

func (s *Server) attendancePage(v *visit) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	by := v.filter(strikePath(strike.ID, "residents", "attendance"), "unit")
	b := s.strikeBase(v, strike, residentsSection, attendanceTitle)
	return s.show(v, "replies", newAttendancePage(b, form.New(), strike.Strike, list, by, v.number()))
}

// saveAttendance saves what was changed.
func (s *Server) saveAttendance(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	unit := f.Optional("unit", "the unit", 80)
	number := f.Int("page", "the page", 0, 1_000_000)
	changes := readAttendance(f)
	if err := f.Done(); err != nil {
		return err
	}
	by := filter{path: strikePath(strike.ID, "residents", "attendance"), values: map[string][]string{}}
	if unit != "" {
		by.values.Set("unit", unit)
	}
	if f.OK() && len(changes) > 0 {
		err = s.store.SaveAttendance(v.ctx(), v.actor(), strike.ID, changes)
	}
	switch {
	case err != nil && !errors.Is(err, rota.ErrConflict):
		return err
	case f.OK() && err == nil:
		s.flash(v, savedAttendance(len(changes)))
		return s.redirect(v, by.href(number))
	}
	return s.showAttendanceAgain(v, f, by, number, changes, err)
}

func savedAttendance(n int) string {
	if n == 0 {
		return "Nothing was changed, so nothing was saved"
	}
	return "Attendance of " + count(n, "duty", "duties") + " has been saved"
}

// showAttendanceAgain shows the grid with what was typed: after a clash, or after
// a choice that is not one.
func (s *Server) showAttendanceAgain(v *visit, f *form.Form, by filter, number int, changes []store.AttendanceChange, clash error) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, residentsSection, attendanceTitle)
	if clash == nil {
		return s.showAgain(v, "replies", newAttendancePage(b, f, strike.Strike, list, by, number), f)
	}
	changed := attendanceChanged(f, clash, list, changes)
	kept := form.New()
	for _, c := range changes {
		kept.Set(toName(c.Duty), attendanceValue(c.To))
	}
	for _, e := range f.Errors() {
		kept.FailAt(e.Field, e.Target, e.Text)
	}
	p := newAttendancePage(b, kept, strike.Strike, list, by, number)
	p.Changed = changed
	return s.showChanged(v, "replies", p)
}

// attendanceChanged compares the changes with what is kept now.
func attendanceChanged(f *form.Form, err error, list []store.Resident, changes []store.AttendanceChange) *Changed {
	var now, typed []SummaryRow
	for _, r := range sortResidents(list) {
		for _, d := range r.Duties {
			i := slices.IndexFunc(changes, func(c store.AttendanceChange) bool { return c.Duty == d.ID })
			if i < 0 || d.Attendance == changes[i].From || d.Attendance == changes[i].To {
				continue
			}
			key := r.Name + ", " + d.Span.Words()
			now = append(now, SummaryRow{Key: key, Value: d.Attendance.Words()})
			typed = append(typed, SummaryRow{Key: key, Value: changes[i].To.Words()})
			f.Fail(toName(d.ID), fmt.Sprintf("Saved by somebody else: %s", lowerFirst(d.Attendance.Words())))
		}
	}
	return changedSince(err, now, typed)
}
