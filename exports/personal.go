package exports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"strikerota/rota"
)

// A Task is one piece of a consultant's time over the strike: cover, or a session
// of their own. Rest is known only of work: on-site cover and sessions kept.
type Task struct {
	rota.Span
	Slot      *rota.Slot
	Session   string // what the session is called
	Displaced bool   // the session does not take place
	Locked    bool
	Worked    bool   // part of a slot of which the rest is not theirs
	Broken    string // the rules that it breaks on purpose, with the reason
	Fresh     bool   // not in the rota that people were told of
	Rest      *int   // minutes since the work before, nil for the first and for what is no work
	Untold    bool   // the handout is of some services alone: the rest is not told, whether or not there is work in others
}

// Tasks are one consultant's own, by time.
func (h Handout) Tasks(id rota.ConsultantID) []Task { return newLedger(h.of(id)).tasks(id) }

// Work reports whether rest is counted of it: cover on site, and sessions that take place.
func (t Task) Work() bool {
	return t.Slot != nil && t.Slot.Mode == rota.OnSite || t.Slot == nil && !t.Displaced
}

// tasks are the consultant's own, by time, with the rest before each.
func (l ledger) tasks(id rota.ConsultantID) []Task {
	who, _ := l.Problem.Consultant(id)
	told := map[rota.Pair]bool{}
	for _, p := range l.Problem.Published {
		told[p] = true
	}
	gone := map[rota.SessionID]bool{}
	var out []Task
	for _, a := range l.Plan.Assignments {
		if s, ok := l.Problem.Slot(a.Slot); ok && a.Consultant == id {
			broken := ""
			if l.brokenIn(a.Pair()) != "" {
				broken = l.decided(a.Pair())
			}
			out = append(out, Task{Span: s.Span, Slot: &s, Locked: a.Locked, Worked: l.worked(a.Pair()), Broken: broken, Fresh: len(told) > 0 && !told[a.Pair()]})
			for _, session := range a.Displaces {
				gone[session] = true
			}
		}
	}
	for _, s := range who.Sessions {
		out = append(out, Task{Span: s.Span, Session: l.session(id, s.ID), Displaced: gone[s.ID]})
	}
	slices.SortStableFunc(out, func(a, b Task) int { return a.Compare(b.Span) })
	l.withRest(out)
	return out
}

// withRest adds the time between the end of the latest work before and the start of each. A handout
// of some services alone tells none: of some of it only, what is missing would tell of work in the others.
func (l ledger) withRest(tasks []Task) {
	var free time.Time
	for i, t := range tasks {
		if !t.Work() {
			continue
		}
		switch {
		case l.Only != "":
			tasks[i].Untold = true
		case !free.IsZero():
			rest := max(0, int(t.Start.Sub(free)/time.Minute))
			tasks[i].Rest = &rest
		}
		if t.End.After(free) {
			free = t.End
		}
	}
}

// worked reports whether the assignment is the part of a slot that somebody worked who was sent home, or
// could not go on.
func (l ledger) worked(pair rota.Pair) bool {
	return l.reasons[pair] == rota.WorkedReason
}

// dropped are the slots among the pairs that were the consultant's and are no more.
func (l ledger) dropped(id rota.ConsultantID, was []rota.Pair) []rota.SlotID {
	var out []rota.SlotID
	for _, p := range was {
		if p.Consultant == id && !slices.ContainsFunc(l.holders[p.Slot], func(a rota.Assignment) bool { return a.Consultant == id }) {
			out = append(out, p.Slot)
		}
	}
	return out
}

// takenOff are the slots that were taken off the consultant by hand before they were told of them.
func (l ledger) takenOff(id rota.ConsultantID) []rota.SlotID {
	return slices.DeleteFunc(l.dropped(id, l.Off), func(s rota.SlotID) bool {
		return slices.Contains(l.Problem.Published, rota.Pair{Slot: s, Consultant: id})
	})
}

var taskFields = []field{
	{"Day", 16, date}, {"From", 8, clock}, {"To", 11, dayClock}, {"What", 24, wrapped}, {"Unit", 20, wrapped}, {"Role", 18, wrapped},
	{"Site", 16, wrapped}, {"Mode", 9, plain}, {"Hours", 9, hours}, {"Rest before, hours", 13, hours}, {"Note", 30, wrapped},
}

func (l ledger) taskList(id rota.ConsultantID) listing {
	t := listing{name: "Duties", fields: taskFields}
	for _, x := range l.tasks(id) {
		var rest any
		switch {
		case x.Rest != nil:
			rest = minutes(*x.Rest)
		case x.Untold:
			rest = UntoldRest
		}
		row := []any{rota.DateOf(x.Start), x.Start, plainEnd(x.Span), orElse(x.Session, "Own session"), "", "", "", "", minutes(x.Minutes()), rest, x.Words()}
		if x.Slot != nil {
			row[3], row[4], row[5], row[6], row[7] = "Cover", x.Slot.Unit, x.Slot.Role, x.Slot.Site, x.Slot.Mode.Words()
		}
		t.add(row...)
	}
	return t
}

// Words are what else to know of it, or "".
func (t Task) Words() string {
	var out []string
	if t.Displaced {
		out = append(out, "Does not take place: displaced by cover or by the rest after it")
	}
	switch {
	case t.Broken != "":
		out = append(out, t.Broken)
	case t.Worked:
		out = append(out, "Yours until "+rota.ClockWords(t.End)+": the rest of the duty is not")
	case t.Locked:
		out = append(out, "Decided by hand: making the rota again keeps it")
	}
	if t.Fresh {
		out = append(out, "New since the published rota")
	}
	return strings.Join(out, "; ")
}

const dutiesSheet = "Your cover"

// Personal writes one consultant's own duties and rest. Nobody else is in it.
func Personal(w io.Writer, h Handout, id rota.ConsultantID) error {
	b, err := h.labelled("Your cover: "+h.Problem.Strike.Name, h.Problem.Strike.Name)
	if err != nil {
		return err
	}
	l := newLedger(h.of(id))
	return b.written(w, func(b *book) error { return l.writeTasks(b, id) }, l.writePersonalReadme)
}

// of is the handout with one consultant in it.
func (h Handout) of(id rota.ConsultantID) Handout {
	h.Problem.Consultants = slices.DeleteFunc(slices.Clone(h.Problem.Consultants), func(c rota.Consultant) bool { return c.ID != id })
	h.Plan.Assignments = slices.DeleteFunc(slices.Clone(h.Plan.Assignments), func(a rota.Assignment) bool { return a.Consultant != id })
	return h
}

func (l ledger) writeTasks(b *book, id rota.ConsultantID) error {
	t := l.taskList(id)
	const headRow = 8
	s := b.sheet(dutiesSheet, layout{widths: t.widths(), paper: paperA4, landscape: true, frozenRow: headRow, titleRow: headRow})
	s.put(24, s.cell(title, l.titled("Cover by "+l.name(id))))
	load, tasks := l.Problem.Loads(l.Plan)[id], l.tasks(id)
	s.put(0, s.cell(bare, joinWords(l.Trust, l.Problem.Strike.Name)+": "+spanWords(l.Problem.Strike.Span)))
	s.put(0, s.cell(bare, fmt.Sprintf("Cover: %s in %d %s, of them %d %s.", rota.Hours(load.Minutes), load.Duties, noun(load.Duties, "duty", "duties"), load.Nights, noun(load.Nights, "night", "nights"))))
	s.put(0, s.cell(bare, restWords(tasks)))
	s.put(0, s.cell(bare, l.droppedWords(id)))
	s.put(0, s.cell(bare, "Tell "+l.officeName()+" at once when anything here is wrong or cannot be done. Extra cover is voluntary."))
	s.put(0, s.cell(bare, l.ends()))
	s.list(t, "You have no cover and no session in this strike.")
	return s.flush()
}

// UntoldRest stands for the rest before a duty in what is of some services alone.
const UntoldRest = "Not told"

// ShortestRest is the shortest before cover; nil where none follows other work, or some of it is not told.
func ShortestRest(tasks []Task) *int {
	var least *int
	for _, x := range tasks {
		switch {
		case x.Slot == nil:
		case x.Untold:
			return nil
		case x.Rest != nil && (least == nil || *x.Rest < *least):
			least = x.Rest
		}
	}
	return least
}

func restWords(tasks []Task) string {
	least := ShortestRest(tasks)
	switch {
	case slices.ContainsFunc(tasks, func(t Task) bool { return t.Untold }):
		return "Rest is " + rota.LowerFirst(UntoldRest) + " in a file of some services alone: there may be work in others."
	case least == nil:
		return "No duty follows other work."
	}
	return "Shortest rest before on-site cover: " + rota.Hours(*least) + ". Rest is counted from the end of the work before, own sessions among it."
}

// droppedWords say what is no longer the consultant's. What a file of an earlier draft
// held is known only as far as it was taken off by hand.
func (l ledger) droppedWords(id rota.ConsultantID) string {
	var out []string
	for _, lost := range []struct {
		since string
		slots []rota.SlotID
	}{{"since the published rota", l.dropped(id, l.Problem.Published)}, {"since the rota was made, taken off by hand", l.takenOff(id)}} {
		if len(lost.slots) > 0 {
			out = append(out, "No longer yours "+lost.since+": "+l.slotsWords(id, lost.slots)+".")
		}
	}
	switch {
	case out != nil:
		return strings.Join(out, " ")
	case len(l.Problem.Published) > 0:
		return "Nothing that you were told of before has been dropped."
	}
	return "What an earlier file may have held is not known here: this one holds instead of it."
}

// slotsWords name slots, and say of each until when somebody worked it who no longer has the rest.
func (l ledger) slotsWords(who rota.ConsultantID, slots []rota.SlotID) string {
	var out []string
	for _, id := range slots {
		words := string(id)
		if s, ok := l.Problem.Slot(id); ok {
			words = s.Words()
			for _, a := range l.Plan.Assignments {
				part, _ := l.Problem.Slot(a.Slot)
				if a.Consultant == who && l.worked(a.Pair()) && s.Contains(part.Span) && compareSlots(withoutID(s), withoutID(part)) == 0 {
					words += ", which was yours until " + rota.ClockWords(part.End)
				}
			}
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ")
}

func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func (l ledger) writePersonalReadme(b *book) error {
	p := l.readme(b, "About this file")
	p.line("What it is", "The duties of one consultant over the strike, with their own sessions and the rest before each. The calendar file holds the same duties.")
	p.line("Times", londonWords)
	return p.flush()
}
