package web

import (
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var attendanceRoutes = []route{
	{method: get, path: "/strikes/:strike/residents/attendance", act: auth.EditPeople, do: (*Server).attendancePage, names: "attendance"},
	{method: post, path: "/strikes/:strike/residents/attendance", act: auth.EditPeople, do: (*Server).saveAttendance, names: "attendance"},
}

// notConfirmed stands for the empty attendance in forms.
const notConfirmed = "not_confirmed"

// attendanceGrid asks who came. Worked and absent, and nothing else: the reason of an
// absence is never asked.
func attendanceGrid() dutyGrid {
	g := dutyGrid{
		name: "attendance", title: "Attendance of residents", button: "Save the attendance", what: "the attendance",
		about: "Say of each duty whether it was worked, once it has begun, then save. Only what you change is saved. Record no reason. " +
			"Pay is withheld from confirmed absence alone.",
		value: func(d rota.Duty) string { return nameOr(string(d.Attendance), notConfirmed) },
		saved: func(n int) string {
			if n == 0 {
				return nothingSaved
			}
			return "Attendance of " + count(n, "duty", "duties") + " has been saved"
		},
		save: func(s *Server, v *visit, strikeID string, changes []dutyChange) error {
			var out []store.AttendanceChange
			for _, c := range changes {
				out = append(out, store.AttendanceChange{Duty: c.duty, From: attendanceOf(c.from), To: attendanceOf(c.to)})
			}
			return v.store.SaveAttendance(v.ctx(), v.actor(), strikeID, out)
		},
	}
	for _, a := range rota.Attendances() {
		g.options = append(g.options, Option{Value: g.value(rota.Duty{Attendance: a}), Text: a.Words()})
	}
	return g
}

// attendanceOf is the attendance of a choice.
func attendanceOf(value string) rota.Attendance {
	if value == notConfirmed {
		return rota.NotConfirmed
	}
	return rota.Attendance(value)
}

// attendanceNow is the grid in which nothing is said of duties that have not begun.
func (s *Server) attendanceNow() dutyGrid {
	g := attendanceGrid()
	g.now = s.now()
	return g
}

func (s *Server) attendancePage(v *visit) error { return s.attendanceNow().show(s, v) }
func (s *Server) saveAttendance(v *visit) error { return s.attendanceNow().post(s, v) }

// cameWords say of how many slots that are not over the need is another by who came than
// the rota counts on; "" for none. Where the rest was planned anew that is told of what had
// begun then, and of what somebody is locked in: of all else the rota is out of date when it changes.
func cameWords(e rota.Entry, made rota.Made, replanned, now time.Time) string {
	expected, n := map[rota.SlotID]int{}, 0
	for _, need := range e.Needs() {
		expected[need.Slot.ID] = need.Places
	}
	for _, need := range e.Attended(made.Plan.Pairs()).Needs() {
		counts := expected[need.Slot.ID]
		if !replanned.IsZero() {
			was, _ := made.Problem.Slot(need.Slot.ID)
			counts = was.Places - was.Unneeded
		}
		told := replanned.IsZero() || !need.Slot.Start.After(replanned) ||
			slices.ContainsFunc(e.Locks, func(l rota.Lock) bool { return l.Slot == need.Slot.ID }) // a lock keeps its place
		if told && need.Slot.End.After(now) && need.Places != counts {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return "Who came differs from what this rota expects: " + count(n, "slot needs", "slots need") + " more or fewer consultants than it says."
}
