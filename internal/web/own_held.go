package web

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// A heldView is all that is held about somebody, for themselves.
type heldView struct {
	base
	Kept   string
	Rights string
	Beside string // what else is kept, and names them or not
	Parts  []heldPart
	File   string
}

// A heldPart is one part of it.
type heldPart struct {
	Heading string
	List    SummaryList
}

// heldRights say what to do about what is held.
const heldRights = "If something is wrong, tell the rota office. You can also ask your trust’s data protection officer, or complain to the Information Commissioner’s Office."

// heldRecord says what the audit has of somebody.
const heldRecord = " The record of changes says that something was saved, when, and by whose account or that it was by a personal link, and who looked at residents by name. It has people by their codes, and never says what was said."

// text is the page as a text file.
func (p *heldView) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\r\n%s, %s\r\n\r\n%s\r\n%s\r\n", p.Title, p.Trust, p.Strike.Name, p.Kept, p.Rights)
	for _, part := range p.Parts {
		fmt.Fprintf(&out, "\r\n%s\r\n", part.Heading)
		for _, row := range part.List.Rows {
			fmt.Fprintf(&out, "%s: %s\r\n", row.Key, row.Value)
		}
	}
	fmt.Fprintf(&out, "\r\n%s\r\n", p.Beside)
	return out.String()
}

// held is the page of whoever has come.
func (s *Server) held(v *visit) (*heldView, store.Strike, error) {
	strike, err := s.ownStrike(v)
	if err != nil {
		return nil, strike, err
	}
	p := &heldView{base: s.ownBase(v, strike, "What is held about you"), Kept: keptUntil(strike), Rights: heldRights, File: ownHeldPath + "/file"}
	of := s.heldOfResident
	p.Beside = "Tables of duties that the rota office brought in may name you too, for a day, so that they can be taken back; how their rows were corrected is kept without names until everything is deleted."
	if v.own.Kind == store.KindConsultant {
		of = s.heldOfConsultant
		p.Beside = "Every published rota, the draft of the next and notes of calls about changes name you too, until everything is deleted, and tables that the rota office brought in, for a day."
	}
	p.Beside += heldRecord
	if p.Parts, err = of(v, strike); err != nil {
		return nil, strike, err
	}
	links, err := v.store.PersonalLinks(v.ctx(), strike.ID, v.own.Kind)
	i := slices.IndexFunc(links, func(l store.PersonalLink) bool { return l.ID == v.own.ID })
	if i >= 0 {
		p.Parts = append(p.Parts, heldPart{"Your personal link", Summary(SummaryRow{Key: "Made", Value: moment(links[i].MadeAt)}, SummaryRow{Key: "Ends", Value: moment(links[i].Expires)})})
	}
	return p, strike, err
}

func (s *Server) heldOfResident(v *visit, strike store.Strike) ([]heldPart, error) {
	held, err := v.store.Held(v.ctx(), strike.ID, rota.ResidentID(v.own.ID))
	if err != nil {
		return nil, err
	}
	parts := []heldPart{{"You", Summary(SummaryRow{Key: "Name", Value: held.Name}, SummaryRow{Key: "Grade", Value: orNotGiven(held.Grade)},
		SummaryRow{Key: "Unit", Value: orNotGiven(held.Unit)}, SummaryRow{Key: "Code in the planner", Value: string(held.ID)})}}
	var rows []SummaryRow
	for _, d := range held.Duties {
		rows = append(rows, SummaryRow{Key: d.Span.Words(), Value: saidOfDuty(d, held.Said[d.ID])})
	}
	if rows != nil {
		parts = append(parts, heldPart{"Your shifts", Summary(rows...)})
	}
	return parts, nil
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
	}
	return words
}

func (s *Server) heldOfConsultant(v *visit, strike store.Strike) ([]heldPart, error) {
	id := rota.ConsultantID(v.own.ID)
	who, err := v.store.Consultant(v.ctx(), strike.ID, id)
	if err != nil {
		return nil, err
	}
	facts := consultantFacts(who)
	for i := range facts {
		facts[i].Value = orNotGiven(facts[i].Value)
	}
	parts := []heldPart{{"You", Summary(append(facts, SummaryRow{Key: "Code in the planner", Value: v.own.ID})...)}}
	told, err := s.tellings(v, strike.ID)
	if err != nil {
		return nil, err
	}
	var rows []SummaryRow
	for _, a := range told.about(id) {
		value := answerWords(a.Outcome)
		if !a.Current {
			value += ", no longer yours"
		}
		rows = append(rows, SummaryRow{Key: a.Told.Span.Words() + ", " + a.Told.Site, Value: value})
	}
	if rows != nil {
		parts = append(parts, heldPart{"Cover that you were told of", Summary(rows...)})
	}
	rows = nil
	changes, err := v.store.OwnChanges(v.ctx(), "", strike.ID, id)
	for _, c := range changes {
		for _, x := range ownChangeFacts(c) {
			rows = append(rows, SummaryRow{Key: x.key, Value: nameOr(x.was, "nothing") + " became " + nameOr(x.is, "nothing") + ", at " + moment(c.At)})
		}
	}
	if rows != nil {
		parts = append(parts, heldPart{"What you changed yourself", Summary(rows...)})
	}
	seen, seenErr := v.store.Seen(v.ctx(), store.ByConsultant.ID, strike.ID, id)
	if seen > 0 {
		parts = append(parts, heldPart{"Changes of the rota that you marked as seen", Summary(SummaryRow{Key: "Up to", Value: toVersion(seen)})})
	}
	return parts, errors.Join(err, seenErr)
}

func (s *Server) heldPage(v *visit) error {
	p, _, err := s.held(v)
	if err != nil {
		return err
	}
	return s.show(v, "own-held", p)
}

func (s *Server) heldFile(v *visit) error {
	p, strike, err := s.held(v)
	if err != nil {
		return err
	}
	return s.send(v, strike, "held.txt", "text/plain; charset=utf-8", s.now(), func(w io.Writer) error {
		_, err := io.WriteString(w, p.text())
		return err
	})
}
