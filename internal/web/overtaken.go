package web

import (
	"slices"
	"strconv"

	"strikerota/internal/store"
	"strikerota/rota"
)

// What two people record of the same call or answer at once does not merge: the second reads what
// the first has recorded, and records theirs again where it is the newer.

// answerOvertaken answers 409 when somebody else has recorded another answer since the page was
// shown, with who said what: neither is lost, and whoever knows better records it again.
func (s *Server) answerOvertaken(v *visit, strike store.Strike, told tellings, answer store.NewAnswer, saw string) (bool, error) {
	if answer.Slot == "" || saw == "" {
		return false, nil
	}
	now := told.by[answer.Pair]
	if strconv.FormatInt(now.Number, 10) == saw || now.Outcome == answer.Outcome {
		return false, nil
	}
	m, err := s.needRota(v, strike)
	if err != nil {
		return false, err
	}
	words := m.name(answer.Consultant) + ", " + m.slotWords(answer.Slot) + ": “" + answerWords(now.Outcome) + "”. " + saidWords(now)
	if now.Outcome == store.NotAsked {
		words = m.name(answer.Consultant) + ", " + m.slotWords(answer.Slot) + ": what they had said has been taken back."
	}
	return true, s.showOvertaken(v, strike, words, "Yours, “"+answerWords(answer.Outcome)+"”, has not been saved. Where it is the newer, record it again.",
		Link{Text: "See who has confirmed", Href: strikePath(strike.ID, "answers")})
}

// showOvertaken answers 409 with what somebody else recorded after the page was opened, and what to do.
func (s *Server) showOvertaken(v *visit, strike store.Strike, theirs, yours string, to Link) error {
	p := &errorPage{base: s.strikeBase(v, strike, rotaSection, "Somebody else recorded this after you opened the page"), Paragraphs: []string{theirs, yours}, Links: []Link{to}}
	return s.showWith(v, statusOf(rota.ErrConflict), "error", p)
}

// callOvertaken answers 409 to a call that is not to be made any more: somebody else has rung them, or
// the rota is another now.
func (s *Server) callOvertaken(v *visit, b base, in callsInput, pair rota.Pair, asked string, outcome store.CallOutcome) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	theirs := in.m.name(pair.Consultant) + ", " + in.m.slotWords(pair.Slot) + ": "
	if i := slices.IndexFunc(in.calls, func(c store.Call) bool { return c.Pair == pair }); i >= 0 {
		theirs += in.callWords(in.calls[i]) + "."
	} else {
		by, err := s.editorOf(v, strike, []rota.ConsultantID{pair.Consultant}, []rota.SlotID{pair.Slot})
		if err != nil {
			return err
		}
		theirs += by + " changed the rota there, so that this call need not be made."
	}
	return s.showOvertaken(v, strike, theirs, "Yours, “"+outcomeWords(outcome, asked == yes)+"”, has not been saved. If it is the newer, change the rota to it.", Link{Text: callsTitle, Href: in.watch.path(b.Strike.ID, "calls")})
}

// cutOvertaken answers 409 to what is left of a slot that has no open place any more.
func (s *Server) cutOvertaken(v *visit, in cutInput) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	by, err := s.editorOf(v, strike, nil, []rota.SlotID{in.slot.ID})
	if err != nil {
		return err
	}
	return s.showOvertaken(v, strike, in.m.slotWords(in.slot.ID)+" has no open place any more: "+rota.LowerFirst(by)+" changed it after you opened the page.", "Nothing of yours has been saved.",
		Link{Text: "See who covers it", Href: coverPath(strike.ID, in.slot.ID)})
}
