package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/exports"
	"strikerota/internal/store"
	"strikerota/rota"
)

// addPlanned adds what was planned and decided with a consultant, and what the office has
// written about them.
func (s *Server) addPlanned(v *visit, strike store.Strike, h *heldText, in heldInput) error {
	who := in.held.Who.Consultant
	if who.Note != "" {
		h.Words = append(h.Words, officeNote{About: noteKey, Text: who.Note})
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	if m != nil {
		var now []SummaryRow
		for _, r := range plannedRows(m.problem, m.plan, who.ID) {
			now = append(now, r.SummaryRow)
		}
		h.add("Your cover in the rota as it is now", now)
	}
	var locked, off []SummaryRow
	for _, l := range in.held.Locks {
		locked = append(locked, SummaryRow{Key: in.slot(l.Slot), Value: "Locked: making the rota leaves you there"})
		h.Words = append(h.Words, reasoned("Why you are locked: ", in.slot(l.Slot), l.Reason)...)
	}
	for _, k := range in.held.KeptOff {
		off = append(off, SummaryRow{Key: in.slot(k.Slot), Value: "Kept off: making the rota does not give it to you"})
		h.Words = append(h.Words, reasoned("Why you are kept off: ", in.slot(k.Slot), k.Reason)...)
	}
	h.add("What was decided about you", append(locked, off...))
	if m != nil {
		var rows []SummaryRow
		for _, e := range in.held.Edits {
			if does := m.changeWords(e.Change); len(does) > 0 {
				rows = append(rows, SummaryRow{Key: moment(e.At), Value: strings.Join(does, "; ")})
			}
			h.Words = append(h.Words, reasoned("Why the rota was changed by hand at ", moment(e.At), e.Change.Reason)...)
		}
		h.add("Changes of the rota by hand", rows)
	}
	return s.addRotas(v, strike, h, in)
}

// reasoned are the words of a reason, if one was given.
func reasoned(what, about, reason string) []officeNote {
	if reason == "" {
		return nil
	}
	return []officeNote{{About: what + about, Text: reason}}
}

// A plannedRow is a slot that a plan gives somebody, in words.
type plannedRow struct {
	SummaryRow
	start time.Time
}

// Words are the row as one line.
func (r plannedRow) Words() string { return r.Key + ": " + r.Value }

// plannedRows are what a plan gives somebody.
func plannedRows(p rota.Problem, plan rota.Plan, id rota.ConsultantID) (rows []plannedRow) {
	who, _ := p.Consultant(id)
	for _, a := range plan.Assignments {
		slot, ok := p.Slot(a.Slot)
		if a.Consultant != id || !ok {
			continue
		}
		value := p.RoleWords(slot) + ", " + rota.LowerFirst(slot.Mode.Words())
		for _, x := range who.Sessions {
			if slices.Contains(a.Displaces, x.ID) {
				value += ", in place of your session " + x.Span.Words()
			}
		}
		rows = append(rows, plannedRow{SummaryRow{Key: slot.Span.Words(), Value: value}, slot.Start})
	}
	return rows
}

// addRotas adds every version: what it gave them, and what was entered about them then and is not as it
// is now. What they had in rotas that were never published stands together: in which of them a slot was
// not would tell when a resident had said that they are at work there.
func (s *Server) addRotas(v *visit, strike store.Strike, h *heldText, in heldInput) error {
	list := slices.Clone(in.held.Rotas)
	slices.SortStableFunc(list, func(a, b store.HeldRota) int { return a.At.Compare(b.At) })
	var rows, then []SummaryRow
	told := map[string]bool{}
	var drafts []plannedRow
	for _, r := range list {
		one, err := s.heldRota(v, strike.ID, r, in.held.Who.ID)
		if err != nil {
			return err
		}
		if !one.there {
			continue
		}
		when, cover := "Made at "+moment(r.At), plannedRows(one.problem, one.plan, in.held.Who.ID)
		if r.Version > 0 {
			when = sentence(toVersion(r.Version)) + ", published at " + moment(r.At)
			rows = append(rows, SummaryRow{Key: when, Value: plannedWords(cover)})
		} else {
			drafts = append(drafts, cover...)
		}
		for _, x := range factsApart(consultantFacts(store.Consultant{Consultant: one.as(in.held.Who.Consultant)}), consultantFacts(withoutNote(in.held.Who))) {
			if fact := x.key + "\n" + x.was; !told[fact] {
				told[fact] = true
				then = append(then, SummaryRow{Key: x.key, Value: nameOr(x.was, "Nothing") + ", in the rota " + rota.LowerFirst(when)})
			}
		}
	}
	if drafts != nil {
		slices.SortStableFunc(drafts, func(a, b plannedRow) int {
			return cmp.Or(a.start.Compare(b.start), strings.Compare(a.Words(), b.Words()))
		})
		drafts = slices.CompactFunc(drafts, func(a, b plannedRow) bool { return a.Words() == b.Words() })
		rows = append(rows, SummaryRow{Key: "In any that was made", Value: plannedWords(drafts)})
	}
	h.add("Rotas that were made and published", rows)
	h.add("What was entered about you then and is not as it is now", then)
	return nil
}

// plannedWords are slots of theirs in one line.
func plannedWords(rows []plannedRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Words())
	}
	return nameOr(strings.Join(out, "; "), "No cover for you")
}

// A heldRota is a rota that somebody may be in.
type heldRota struct {
	there   bool // they are
	problem rota.Problem
	plan    rota.Plan
	who     rota.Consultant
	beside  bool // who is as in the files that were published: with name and contact
}

// heldRota reads a rota. It is read for this alone, past what is kept of the newest ones.
func (s *Server) heldRota(v *visit, strikeID string, r store.HeldRota, id rota.ConsultantID) (out heldRota, err error) {
	problem, plan, beside, err := v.store.RotaDocuments(v.ctx(), strikeID, r)
	if err != nil || problem == nil {
		return out, err
	}
	key := r.RunID
	if r.Version > 0 {
		key = versionKey(strikeID, r.Version)
	}
	if out.problem, out.plan, err = s.plans.read(store.PlanRecord{RunID: key, Problem: problem, Plan: plan}); err != nil {
		return out, fmt.Errorf("read a rota of strike %s: %w", strikeID, err)
	}
	out.who, out.there = out.problem.Consultant(id)
	if beside == nil {
		return out, nil
	}
	kept, err := exports.ReadKept(beside, out.problem, out.plan)
	if who, ok := kept.Consultants[id]; ok {
		who.Note = ""
		out.who, out.there, out.beside = who, true, true
	}
	return out, err
}

// as is who somebody was then, with what a rota has no place for as it is now.
func (r heldRota) as(now rota.Consultant) rota.Consultant {
	then := r.who
	if r.beside {
		return then
	}
	then.Name, then.Grade, then.Contact = now.Name, now.Grade, now.Contact
	then.Sessions = slices.Clone(then.Sessions)
	for i, x := range then.Sessions {
		for _, o := range now.Sessions {
			if o.ID == x.ID {
				then.Sessions[i].Name = o.Name
			}
		}
	}
	return then
}
