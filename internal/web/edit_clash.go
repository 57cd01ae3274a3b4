package web

import (
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// editChanged says who changed what an edit touches since it was seen, what to do
// about it, and both states.
func (s *Server) editChanged(v *visit, strike store.Strike, e editing, seen, now rota.Part, next string) (*Changed, error) {
	people, slots := e.edit.Touches()
	by, err := s.editorOf(v, strike, people, slots)
	if err != nil {
		return nil, err
	}
	c := &Changed{Sentence: by + " changed the same part of the rota after you opened this page. Nothing of yours has been saved yet. " + next}
	var rows [][]Cell
	add := func(what, was, is string) {
		if was != is {
			rows = append(rows, []Cell{{Text: what}, {Text: was}, {Text: is}})
		}
	}
	for _, id := range slots {
		slot, _ := e.m.problem.Slot(id)
		add(e.m.problem.SlotWords(slot), e.m.holdersIn(seen, id), e.m.holdersIn(now, id))
	}
	for _, id := range people {
		add(e.m.name(id), e.m.coverOf(seen, id), e.m.coverOf(now, id))
	}
	if rows != nil {
		t := NewTable("changed", "What differs", []Column{{Text: "What"}, {Text: "When you opened the page"}, {Text: "Now"}}, rows)
		t.Size = "s"
		c.Table = &t
	}
	return c, nil
}

// editorOf names who edited one of these last, or else says that the rota was made again.
func (s *Server) editorOf(v *visit, strike store.Strike, people []rota.ConsultantID, slots []rota.SlotID) (string, error) {
	edits, err := v.store.Edits(v.ctx(), strike.ID, 0, 0)
	if err != nil {
		return "", err
	}
	for _, e := range edits {
		if e.Change.MeetsAny(people, slots) {
			return nameOr(e.By, "Somebody else") + ", at " + moment(e.At) + ",", nil
		}
	}
	return "The rota was made again, which", nil
}

// holdersIn says who was in the slot, and what was left open of it.
func (m *madeRota) holdersIn(p rota.Part, id rota.SlotID) string {
	var out []string
	for _, h := range p.Holders {
		if h.Slot == id {
			out = append(out, m.name(h.Consultant))
		}
	}
	for _, l := range p.LeftOpen {
		if l.Slot == id {
			out = append(out, count(l.Places, "place")+" left open on purpose")
		}
	}
	if out == nil {
		return "Nobody"
	}
	return strings.Join(out, ", ")
}

// coverOf says what the person covered, and where they were locked.
func (m *madeRota) coverOf(p rota.Part, id rota.ConsultantID) string {
	var out []string
	for _, a := range p.Assignments {
		if a.Consultant != id {
			continue
		}
		slot, _ := m.problem.Slot(a.Slot)
		text := m.problem.SlotWords(slot)
		if hasLock(p.Locks, a.Pair()) {
			text += " (locked)"
		}
		out = append(out, text)
	}
	if out == nil {
		return "Nothing"
	}
	return strings.Join(out, "; ")
}

// showEditGone answers 409 where the edit can no longer be made at all.
func (s *Server) showEditGone(v *visit, strike store.Strike, e editing, seen, now rota.Part) error {
	c, err := s.editChanged(v, strike, e, seen, now, "Your change can no longer be made as it was: look at the slot as it is now, and choose again.")
	if err != nil {
		return err
	}
	p := &checkView{base: s.checkBase(v, strike), Changed: c, Slot: e.m.problem.SlotWords(e.slot),
		Keep: Link{Text: "See who covers it now", Href: coverPath(strike.ID, e.slot.ID)}}
	p.backTo("Who covers it", coverPath(strike.ID, e.slot.ID))
	p.Reason = textarea(e.form, reasonField, "What you wrote as the reason, to copy", 3)
	return s.showChanged(v, "edit-check", p)
}
