package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// What is held about one person is written to them, and there is one piece of code for it:
// for their own page, and for the page on which the rota office makes the file for somebody
// who asks for it (UK GDPR, article 15). Nothing of anybody else is in it.

// A heldText is what is held about somebody, in words to them.
type heldText struct {
	About  string // the heading of the file
	Of     string // the trust
	In     string // the strike
	Use    string // what it is for, where it comes from and who sees it
	Kept   string
	Rights string
	Parts  []heldPart
	Beside string // what else is kept, and names them or not
	Words  []officeNote
}

// A heldPart is one part of it.
type heldPart struct {
	Heading string
	List    SummaryList
}

// An officeNote is something that the office has typed about somebody: it may tell of others
// too, so that somebody has to read it before it is given. Names of others are taken out of what is given.
type officeNote struct {
	About, Text string
	Given       string   // what the file says
	Names       []string // of others in it
}

// mark tells words apart, so that nothing is given but what was read.
func (w officeNote) mark() string {
	return printOf(w.About, w.Text)
}

// heldRights say what to do about what is held.
const heldRights = "If something is wrong, tell the rota office. You can also ask your trust’s data protection officer, or complain to the Information Commissioner’s Office."

// heldUse begins what it is for.
const heldUse = "It is used to plan safe cover for this strike. The rota office entered it or took it from your trust’s rotas and forms, unless it says that you did it yourself. "

// heldRecord says what the audit has of somebody.
const heldRecord = " The record of changes says that something was saved, when, and by whose account or that it was by a personal link, and who looked at residents by name. It has people by their codes, and never says what was said."

// text is all of it as a text file.
func (h heldText) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\r\n%s, %s\r\n\r\n%s\r\n%s\r\n%s\r\n", h.About, h.Of, h.In, h.Use, h.Kept, h.Rights)
	for _, part := range h.Parts {
		fmt.Fprintf(&out, "\r\n%s\r\n", part.Heading)
		for _, row := range part.List.Rows {
			fmt.Fprintf(&out, "%s: %s\r\n", row.Key, row.Value)
		}
	}
	fmt.Fprintf(&out, "\r\n%s\r\n", h.Beside)
	return out.String()
}

// add adds a part, unless there is nothing in it.
func (h *heldText) add(heading string, rows []SummaryRow) {
	if len(rows) > 0 {
		h.Parts = append(h.Parts, heldPart{heading, Summary(rows...)})
	}
}

// give adds those of the words that are given, and says how many are not.
func (h *heldText) give(marks []string) {
	var rows []SummaryRow
	for _, w := range h.Words {
		if slices.Contains(marks, w.mark()) {
			rows = append(rows, SummaryRow{Key: w.About, Value: w.Given})
		}
	}
	h.add("What the rota office has written about you", rows)
	if n := len(h.Words) - len(rows); n > 0 {
		h.Beside = fmt.Sprintf("The rota office has written %s about you that %s not in this file, since %s tell of somebody else. Ask it to read %s to you. ", count(n, "note"), itOrThey(n, "is", "are"), itOrThey(n, "it may", "they may"), itOrThey(n, "it", "them")) + h.Beside
	}
}

func itOrThey(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// newHeld starts what is held about somebody.
func (s *Server) newHeld(v *visit, strike store.Strike) heldText {
	return heldText{About: "What is held about you", Of: s.trustName(v.trust()), In: strike.Name, Kept: keptUntil(strike), Rights: heldRights}
}

// brought tells of files, which may name anybody.
const brought = "Tables that the rota office brought in may name you too, for a day, so that they can be taken back; how their rows were corrected is kept without names until everything is deleted."

// heldOfResident is what is held about a resident.
func (s *Server) heldOfResident(v *visit, strike store.Strike, id rota.ResidentID) (heldText, error) {
	h := s.newHeld(v, strike)
	h.Use = heldUse + "Rota coordinators see it, and nobody else by your name."
	h.Beside = brought + heldRecord
	held, err := v.store.HeldOfResident(v.ctx(), strike.ID, id)
	if err != nil {
		return h, err
	}
	slots, err := s.slotNames(v, strike.ID)
	if err != nil {
		return h, err
	}
	who := held.Resident
	h.add("You", []SummaryRow{{Key: "Name", Value: who.Name}, {Key: "Grade", Value: orNotGiven(who.Grade)},
		{Key: "Unit", Value: orNotGiven(who.Unit)}, {Key: "Code in the planner", Value: string(who.ID)}, {Key: "Last saved", Value: moment(who.Changed)}})
	var rows []SummaryRow
	for _, d := range who.Duties {
		value := saidOfDuty(d, held.Said[d.ID])
		if slot, ok := slotOf(slots, d.Slot); ok {
			value = slot.Unit + ", " + slot.Role + ". " + value
		}
		rows = append(rows, SummaryRow{Key: d.Span.Words(), Value: value})
	}
	h.add("Your shifts", rows)
	h.addLink(held.Link)
	return h, nil
}

// slotNames are the slots as they are entered.
func (s *Server) slotNames(v *visit, strikeID string) ([]rota.Slot, error) {
	slots, err := v.store.Slots(v.ctx(), strikeID)
	return plainSlots(slots), err
}

func (h *heldText) addLink(link *store.PersonalLink) {
	if link != nil {
		h.add("Your personal link", []SummaryRow{{Key: "Made", Value: moment(link.MadeAt)}, {Key: "Ends", Value: moment(link.Expires)}})
	}
}

// saidOfDuty are what is kept of a duty.
func saidOfDuty(d rota.Duty, said store.Saying) string {
	words := d.Declaration.Words()
	switch {
	case said.Own:
		words += ", saved by you at " + moment(said.At)
	case d.Declaration != rota.NoReply:
		words += ", entered by the rota office at " + moment(said.At)
	}
	if d.Attendance != rota.NotConfirmed {
		words += ". Attendance: " + rota.LowerFirst(d.Attendance.Words())
		if !said.Attended.IsZero() {
			words += ", recorded at " + moment(said.Attended)
		}
	}
	return words
}

// heldOfConsultant is what is held about a consultant. On their own page it is what they may
// look at; whoever sees people by name has all of it, with the rotas that nobody was told of.
func (s *Server) heldOfConsultant(v *visit, strike store.Strike, id rota.ConsultantID) (heldText, error) {
	h := s.newHeld(v, strike)
	h.Use = heldUse + "Rota coordinators see all of it. Clinical leads, wards and the switchboard see what you cover and how to reach you; clinical leads, some of their own services alone, also your own lists and clinics, what you have answered and what you are not trained for. Finance see costs by your code."
	held, err := v.store.HeldOfConsultant(v.ctx(), strike.ID, id)
	if err != nil {
		return h, err
	}
	slots, err := s.slotNames(v, strike.ID)
	if err != nil {
		return h, err
	}
	in := heldInput{held: held, slots: slots}
	if in.current, err = v.store.Answers(v.ctx(), strike.ID); err != nil {
		return h, err
	}
	facts := consultantFacts(held.Who)
	for i := range facts {
		facts[i].Value = orNotGiven(facts[i].Value)
	}
	facts = slices.DeleteFunc(facts, func(r SummaryRow) bool { return r.Key == noteKey })
	h.add("You", append(facts, SummaryRow{Key: "Code in the planner", Value: string(id)}))
	h.add("Cover that you were told of", in.told())
	h.add("What you were asked and answered", in.answers())
	h.add("Calls about changes", in.calls())
	h.add("What you changed yourself", in.changes())
	if held.Seen > 0 {
		h.add("Changes of the rota that you marked as seen", []SummaryRow{{Key: "Up to", Value: toVersion(held.Seen)}})
	}
	h.addLink(held.Link)
	if v.can(auth.SeePeople) {
		err = s.addPlanned(v, strike, &h, in)
		h.Beside = "Questions that were put to the planner, such as what other prices would change, and why you could not take a place that is open, have you by your code, in figures that are worked out from this. " + brought + heldRecord
		return h, err
	}
	h.Beside = "Every rota that was made or published, the draft of the next, what was decided in it about you and any note of the rota office name you too, until everything is deleted. Ask the rota office: it can give you a file with all of it. " + brought + heldRecord
	return h, nil
}

// noteKey is the fact that the office has written.
const noteKey = "Note"

func withoutNote(c store.Consultant) store.Consultant {
	c.Note = ""
	return c
}

// A heldInput is what the parts of a consultant are made of.
type heldInput struct {
	held    store.Held
	slots   []rota.Slot
	current []store.Answer
}

// slot is a slot by its words, or what is known of it when it is gone.
func (in heldInput) slot(id rota.SlotID) string {
	if s, ok := slotOf(in.slots, id); ok {
		return dutyWords(in.slots, s)
	}
	for _, t := range in.held.Told {
		if t.Slot == id {
			return t.Span.Words() + ", " + t.Site
		}
	}
	return "A slot that is gone (" + string(id) + ")"
}

func (in heldInput) told() (rows []SummaryRow) {
	for _, t := range in.held.Told {
		value := rota.LowerFirst(t.Mode.Words()) + ". In " + toVersion(t.First)
		if t.Last > t.First {
			value += fmt.Sprintf(" to %d", t.Last)
		}
		if s, ok := slotOf(in.slots, t.Slot); ok {
			value = s.Unit + ", " + s.Role + ", " + value
		}
		if !slices.ContainsFunc(in.current, func(a store.Answer) bool { return a.Current && a.Told.Same(t.Told) && a.Since == t.First }) {
			value += ", no longer yours"
		}
		rows = append(rows, SummaryRow{Key: t.Span.Words() + ", " + t.Site, Value: sentence(value)})
	}
	return rows
}

func (in heldInput) answers() (rows []SummaryRow) {
	for _, a := range in.held.Answers {
		how := ", by your link"
		if a.ByPhone {
			how = ", by telephone"
		}
		words := answerWords(a.Outcome)
		if a.Outcome == store.TakenBack {
			words = "Declined, and taken back"
		}
		rows = append(rows, SummaryRow{Key: moment(a.At), Value: in.slot(a.Slot) + ". " + words + how + ", of " + toVersion(a.Version)})
	}
	return rows
}

func (in heldInput) calls() (rows []SummaryRow) {
	for _, c := range in.held.Calls {
		asked := "That you are not to come"
		if c.Comes {
			asked = "Whether you come"
		}
		rows = append(rows, SummaryRow{Key: moment(c.At), Value: in.slot(c.Slot) + ". " + asked + ": " + string(c.Outcome)})
	}
	return rows
}

func (in heldInput) changes() (rows []SummaryRow) {
	for _, c := range in.held.Changes {
		c.Before.Note, c.After.Note = "", "" // the office's
		for _, x := range ownChangeFacts(c) {
			rows = append(rows, SummaryRow{Key: x.key, Value: nameOr(x.was, "nothing") + " became " + nameOr(x.is, "nothing") + ", at " + moment(c.At)})
		}
	}
	return rows
}
