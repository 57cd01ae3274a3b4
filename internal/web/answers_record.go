package web

import (
	"errors"
	"slices"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var answerRoutes = []route{
	{method: get, path: "/strikes/:strike/answers", act: auth.SeeRota, do: (*Server).answersPage},
	{method: post, path: "/strikes/:strike/answers", act: auth.EditRota, do: (*Server).recordAnswer},
}

// Fields of the answer forms.
const (
	answerSlot    = "slot"
	backField     = "back"
	maxAnswerCode = 100
	answerSaw     = "saw" // the number of the answer that the page showed, 0 for none
)

// recordAnswer keeps what somebody said on the telephone: of one slot, or of all that
// they have been told of and not declined. To decline takes them out of the draft as
// well, and to take that back puts them in again where nothing stands in the way.
func (s *Server) recordAnswer(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	answer := store.NewAnswer{ByPhone: true, Version: f.Version()}
	answer.Consultant = rota.ConsultantID(f.Text(consultantField, "the consultant", maxAnswerCode))
	answer.Slot = rota.SlotID(f.Optional(answerSlot, "the slot", maxAnswerCode))
	answer.Outcome = form.Choice(f, outcomeField, "what was said", []store.Outcome{store.Rung, store.Confirmed, store.Declined, store.TakenBack})
	back := form.OptionalChoice(f, backField, "the page", []string{backToAnswers, backToPerson, backToSlot})
	saw := f.Optional(answerSaw, "the answer before", 20)
	if err := f.Done(); err != nil {
		return err
	}
	all := answer.Slot == ""
	if !f.OK() || all && (answer.Outcome == store.Declined || answer.Outcome == store.TakenBack) {
		return &form.Refused{Field: outcomeField}
	}
	told, err := s.tellings(v, strike.ID)
	if err != nil {
		return err
	}
	if refused, err := s.declineBegun(v, strike, told, answer); refused || err != nil {
		return err
	}
	if overtaken, err := s.answerOvertaken(v, strike, told, answer, saw); overtaken || err != nil {
		return err
	}
	if err := s.keepAnswers(v, strike, answer); err != nil {
		return err
	}
	text := answerFlash(answer.Outcome)
	if answer.Outcome == store.TakenBack {
		m, err := s.made(v, strike)
		if err != nil {
			return err
		}
		if m != nil && m.countsLater(answer.Pair) {
			text += ", once the rota is made again"
		}
	}
	s.flash(v, text)
	switch back {
	case backToPerson:
		return s.redirect(v, personPath(strike.ID, answer.Consultant))
	case backToSlot:
		return s.redirect(v, coverPath(strike.ID, answer.Slot))
	}
	return s.redirect(v, strikePath(strike.ID, "answers"))
}

// keepAnswers keeps the answer, of one slot, or of all that is still to be answered.
func (s *Server) keepAnswers(v *visit, strike store.Strike, answer store.NewAnswer) error {
	slots := []rota.SlotID{answer.Slot}
	if answer.Slot == "" {
		var err error
		if slots, err = s.stillToAnswer(v, strike, answer); err != nil {
			return err
		}
	}
	for _, answer.Slot = range slots {
		if err := s.keepAnswer(v, strike, answer); err != nil {
			return err
		}
	}
	return nil
}

// stillToAnswer lists what the consultant has been told of and has neither confirmed
// nor declined, but for what is over, and of what they confirm, what they do not offer any more.
func (s *Server) stillToAnswer(v *visit, strike store.Strike, answer store.NewAnswer) ([]rota.SlotID, error) {
	list, err := v.store.Answers(v.ctx(), strike.ID)
	if err != nil {
		return nil, err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return nil, err
	}
	again := map[rota.Pair]bool{}
	if m != nil && answer.Outcome == store.Confirmed {
		again = pairSet(m.stranded())
	}
	var out []rota.SlotID
	for _, a := range list {
		if a.Told.Consultant == answer.Consultant && !again[a.Told.Pair] && a.Current && unsettled(a) && !over(a, answersAt(s.now(), strike.Strike)) {
			out = append(out, a.Told.Slot)
		}
	}
	return out, nil
}

func answerFlash(o store.Outcome) string {
	switch o {
	case store.Declined:
		return "Recorded that they decline it. The place is open again in the draft, and their offer for that time no longer counts. “Take it back” undoes both"
	case store.TakenBack:
		return "Taken back: their offer for that time counts again"
	}
	return "Recorded: " + rota.LowerFirst(answerWords(o))
}

// keepAnswer saves the answer with what comes of it in the draft.
func (s *Server) keepAnswer(v *visit, strike store.Strike, answer store.NewAnswer) error {
	return anew(func() error {
		var err error
		answer.Edit = nil
		switch answer.Outcome {
		case store.Declined:
			answer.Edit, err = s.declineEdit(v, strike, answer.Pair)
		case store.TakenBack:
			answer.Edit, err = s.takeBackEdit(v, strike, answer.Pair)
		}
		if err != nil {
			return err
		}
		return v.store.Record(v.ctx(), v.actor(), strike.ID, answer)
	})
}

// declineEdit takes them out of the slot, locked or not; nil where they are not in it.
func (s *Server) declineEdit(v *visit, strike store.Strike, pair rota.Pair) (*store.NewEdit, error) {
	m, err := s.made(v, strike)
	if err != nil || m == nil || !pairSet(m.plan.Pairs())[pair] {
		return nil, err
	}
	e := rota.Edit{Leaves: []rota.Pair{pair}, Reason: "Declined by them"}
	e.Unlocks = m.locked(e.Leaves)
	after, change, err := m.draft.Edit(e)
	if err != nil {
		return nil, err
	}
	edit := newEdit(m, after, change)
	return &edit, nil
}

// takeBackEdit takes back the edit that came of the decline; nil where none did, what it
// touched has been changed since, or the rota was made since without their offer.
func (s *Server) takeBackEdit(v *visit, strike store.Strike, pair rota.Pair) (*store.NewEdit, error) {
	told, err := s.tellings(v, strike.ID)
	if err != nil {
		return nil, err
	}
	e, err := v.store.Edit(v.ctx(), strike.ID, told.by[pair].Number)
	if errors.Is(err, rota.ErrNotFound) || err == nil && e.Undone {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m, err := s.madeAs(v, strike, func(e *rota.Entry) {
		e.Declined = slices.DeleteFunc(e.Declined, func(t rota.Told) bool { return t.Pair == pair })
	})
	if err != nil || m == nil || m.countsLater(pair) || !m.draft.CanUndo(e.Change) {
		return nil, err
	}
	after, change, err := m.draft.Undo(e.Change)
	if err != nil {
		return nil, err
	}
	edit := newEdit(m, after, change)
	edit.Undoes = e.Number
	return &edit, nil
}
