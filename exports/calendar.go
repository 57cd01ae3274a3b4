package exports

import (
	"fmt"
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"

	"strikerota/rota"
)

// Calendar writes one consultant's cover as an iCalendar file (RFC 5545), times
// in UTC. It names nobody. An event keeps its identity from rota to rota, so that
// importing a newer file moves it instead of adding another.
func Calendar(w io.Writer, h Handout, id rota.ConsultantID) error {
	cal := ics.NewCalendarFor("strikerota")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Strike cover")
	for _, t := range newLedger(h.of(id)).tasks(id) {
		if t.Slot != nil {
			addEvent(cal, h, id, t)
		}
	}
	// Lines must end with CR LF (RFC 5545, 3.1); the library needs to be told.
	if err := cal.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("write the calendar: %w", err)
	}
	return nil
}

func addEvent(cal *ics.Calendar, h Handout, id rota.ConsultantID, t Task) {
	e := cal.AddEvent(fmt.Sprintf("%x-%s-%s@strikerota", h.Problem.Strike.Start.Unix(), t.Slot.ID, id))
	e.SetDtStampTime(h.asOf().UTC())
	e.SetSequence(max(0, int(h.asOf().Unix()/60))) // a later rota wins
	e.SetStartAt(t.Start)
	e.SetEndAt(t.End)
	e.SetSummary(clean("Cover: " + t.Slot.Unit + ", " + t.Slot.Role))
	e.SetLocation(clean(t.Slot.Site))
	lines := []string{t.Slot.Mode.Words() + ", " + t.Slot.Service, rota.Hours(t.Minutes())}
	if t.Rest != nil {
		lines = append(lines, "Rest before: "+rota.Hours(*t.Rest))
	}
	lines = append(lines, h.foot()+". "+h.handling())
	e.SetDescription(clean(strings.Join(lines, "\n")))
	e.SetClass(ics.ClassificationPrivate)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if h.Edition.Draft {
		e.SetStatus(ics.ObjectStatusTentative)
	}
}
