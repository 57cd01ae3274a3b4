package exports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	ics "github.com/arran4/golang-ical"

	"strikerota/rota"
)

// Calendar writes one consultant's cover as an iCalendar file (RFC 5545), times
// in UTC. It names nobody. An event keeps its identity from rota to rota, so that
// importing a newer file moves it instead of adding another, and takes out one that
// is theirs no more.
func Calendar(w io.Writer, h Handout, id rota.ConsultantID) error {
	cal := ics.NewCalendarFor("strikerota")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Strike cover")
	l := newLedger(h.of(id))
	for _, t := range l.tasks(id) {
		if t.Slot != nil {
			l.addEvent(cal, id, t)
		}
	}
	for _, lost := range slices.Concat(l.dropped(id, l.Problem.Published), l.takenOff(id)) {
		if s, ok := l.Problem.Slot(lost); ok {
			l.cancelEvent(cal, id, s)
		}
	}
	// Lines must end with CR LF (RFC 5545, 3.1); the library needs to be told.
	if err := cal.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("write the calendar: %w", err)
	}
	return nil
}

func (l ledger) addEvent(cal *ics.Calendar, id rota.ConsultantID, t Task) {
	e := l.event(cal, id, *t.Slot)
	e.SetSummary(clean("Cover: " + t.Slot.Unit + ", " + t.Slot.Role))
	e.SetLocation(clean(t.Slot.Site))
	lines := []string{t.Slot.Mode.Words() + ", " + t.Slot.Service, rota.Hours(t.Minutes())}
	if t.Rest != nil {
		lines = append(lines, "Rest before: "+rota.Hours(*t.Rest))
	} else if t.Untold {
		lines = append(lines, "Rest before: "+rota.LowerFirst(UntoldRest))
	}
	if words := t.Words(); words != "" {
		lines = append(lines, words)
	}
	if l.Office != "" {
		lines = append(lines, "Rota office: "+l.Office)
	}
	lines = append(lines, l.sign())
	e.SetDescription(clean(strings.Join(lines, "\n")))
	e.SetStatus(ics.ObjectStatusConfirmed)
	if l.Edition.Draft && !l.Edition.Same {
		e.SetStatus(ics.ObjectStatusTentative)
	}
}

// cancelEvent takes back the event of a slot that is no longer the consultant's.
func (l ledger) cancelEvent(cal *ics.Calendar, id rota.ConsultantID, s rota.Slot) {
	e := l.event(cal, id, s)
	e.SetSummary(clean("No longer yours: " + s.Unit + ", " + s.Role))
	e.SetDescription(clean(l.sign()))
	e.SetStatus(ics.ObjectStatusCancelled)
}

// sign says at the end of an event which rota it is of, how to handle it and until when.
func (l Labels) sign() string {
	words := l.foot() + ". " + l.handling()
	if by := l.deleteBy(); by != "" {
		words += ". Delete by " + by
	}
	return words
}

// event is what every event of a slot has: its identity, its times and which rota it is of.
func (l ledger) event(cal *ics.Calendar, id rota.ConsultantID, s rota.Slot) *ics.VEvent {
	e := cal.AddEvent(fmt.Sprintf("%x-%s-%s@strikerota", l.Problem.Strike.Start.Unix(), s.ID, id))
	e.SetDtStampTime(l.asOf().UTC())
	e.SetSequence(max(0, int(l.asOf().Unix()/60))) // a later rota wins
	e.SetStartAt(s.Start)
	e.SetEndAt(s.End)
	e.SetClass(ics.ClassificationPrivate)
	return e
}
