package web

import (
	"fmt"
	"io"
	"slices"
	"time"

	"strikerota/exports"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// An ownCoverView is a consultant's own cover of the newest published rota, and what
// they have answered. The draft is not theirs to see: nobody has been told of it.
type ownCoverView struct {
	base
	Version  string // the number, "" while nothing has been published
	When     string
	Now      ownLines
	Gone     ownLines // what they have declined, and what of it is no longer theirs
	All      *Button
	Calendar string
	Since    *sinceView // once there are two versions
	Office   string     // how the rota office is reached, or ""
}

// ownLines are a list of assignments, with what the forms in it hold.
type ownLines struct {
	Lines         []ownLine
	Version, CSRF string
}

// An ownLine is one assignment, and what they may answer.
type ownLine struct {
	What, Slot string
	State      Tag
	Said       string
	Do         []Button
}

// ownCover is what the page is made of.
type ownCover struct {
	strike store.Strike
	told   tellings
	h      exports.Handout // of the newest version, with how the rota office is reached now
	now    time.Time
}

// ownCover loads what the consultant of the link has been told of.
func (s *Server) ownCover(v *visit) (ownCover, error) {
	in := ownCover{now: s.now()}
	var err error
	if in.strike, err = s.ownStrike(v); err != nil {
		return in, err
	}
	if in.told, err = s.tellings(v, in.strike.ID); err == nil && in.told.number > 0 {
		if _, in.h, err = s.version(v, in.strike.ID, in.told.number); err != nil {
			return in, err
		}
	}
	o, err := s.office(v)
	in.h.Office = o.Reach
	return in, err
}

func newOwnCover(b base, in ownCover, id rota.ConsultantID) *ownCoverView {
	p := &ownCoverView{base: b, Office: in.h.Office}
	if in.told.number == 0 {
		return p
	}
	p.Version, p.When = fmt.Sprint(in.told.number), moment(in.told.at)
	p.Now = ownLines{Version: p.Version, CSRF: b.CSRF}
	p.Gone = p.Now
	list := in.told.about(id)
	slices.SortStableFunc(list, func(a, b store.Answer) int { return a.Told.Span.Compare(b.Told.Span) })
	open := 0
	for _, a := range list {
		line := in.line(a)
		if !a.Current || a.Outcome == store.Declined {
			p.Gone.Lines = append(p.Gone.Lines, line)
			continue
		}
		p.Now.Lines = append(p.Now.Lines, line)
		if unsettled(a) && in.mayAnswer(a) {
			open++
		}
	}
	if open > 1 {
		all := outcomeButton("I will cover all that I have not answered", store.Confirmed)
		p.All = &all
	}
	if len(list) > 0 {
		p.Calendar = ownCoverPath + "/duties.ics"
	}
	return p
}

// mayAnswer reports whether the duty is still to begin: from then on it is rung about.
func (in ownCover) mayAnswer(a store.Answer) bool { return in.now.Before(a.Told.Start) }

func (in ownCover) line(a store.Answer) ownLine {
	l := ownLine{What: a.Told.Span.Words() + ", " + a.Told.Site + ", " + rota.LowerFirst(a.Told.Mode.Words()), Slot: string(a.Told.Slot), State: outcomeTag(a.Outcome)}
	if slot, ok := in.h.Problem.Slot(a.Told.Slot); ok {
		l.What = slot.Unit + ", " + slot.Role + ": " + l.What
	}
	if a.Outcome == store.NotAsked || a.Outcome == store.Rung {
		l.State = Tag{Text: "Not answered", Colour: "grey"}
	}
	if a.Outcome == store.Declined {
		l.Said = "What you offered for that time does not count until you take this back."
	}
	if !in.mayAnswer(a) {
		return l
	}
	switch a.Outcome {
	case store.Declined:
		l.Do = []Button{outcomeButton("Take it back", store.TakenBack)}
	case store.Confirmed:
		l.Do = []Button{outcomeButton("I cannot cover it", store.Declined)}
	default:
		l.Do = []Button{outcomeButton("I will cover it", store.Confirmed), outcomeButton("I cannot cover it", store.Declined)}
	}
	return l
}

func (s *Server) ownCoverPage(v *visit) error {
	in, err := s.ownCover(v)
	if err != nil {
		return err
	}
	id := rota.ConsultantID(v.own.ID)
	p := newOwnCover(s.ownBase(v, in.strike, "Your cover"), in, id)
	if p.Since, err = s.ownSince(v, p.base, in, id); err != nil {
		return err
	}
	return s.show(v, "own-cover", p)
}

// answerOwn keeps what a consultant answers themselves, as recordAnswer does what they
// say on the telephone.
func (s *Server) answerOwn(v *visit) error {
	in, err := s.ownCover(v)
	if err != nil {
		return err
	}
	f := v.form()
	answer := store.NewAnswer{Version: f.Version(), Pair: rota.Pair{Consultant: rota.ConsultantID(v.own.ID)}}
	answer.Slot = rota.SlotID(f.Optional(answerSlot, "the slot", maxAnswerCode))
	answer.Outcome = form.Choice(f, outcomeField, "your answer", []store.Outcome{store.Confirmed, store.Declined, store.TakenBack})
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() || answer.Slot == "" && answer.Outcome != store.Confirmed {
		return &form.Refused{Field: outcomeField}
	}
	if a, ok := in.told.by[answer.Pair]; ok && !in.mayAnswer(a) {
		return rota.ErrConflict
	}
	if err := s.keepAnswers(v, in.strike, answer); err != nil {
		return err
	}
	s.flash(v, map[store.Outcome]string{store.Confirmed: "Thank you: the rota office sees that you will cover it",
		store.Declined:  "The rota office sees that you cannot cover it. If it begins within a day, ring them as well",
		store.TakenBack: "Taken back. Whether it is yours again the rota office decides: they will tell you"}[answer.Outcome])
	return s.redirect(v, ownCoverPath)
}

// takeOff takes what the consultant has declined out of the version, as if it had been
// taken off them: their calendar cancels it, and what they answered last is newer than the version.
func (in *ownCover) takeOff(id rota.ConsultantID) {
	var off []rota.Pair
	for _, a := range in.told.about(id) {
		if a.At.After(in.h.Answered) {
			in.h.Answered = a.At
		}
		if a.Outcome == store.Declined {
			off = append(off, a.Told.Pair)
		}
	}
	in.h.Plan.Assignments = slices.DeleteFunc(slices.Clone(in.h.Plan.Assignments), func(x rota.Assignment) bool { return slices.Contains(off, x.Pair()) })
	in.h.Off = slices.Concat(in.h.Off, off)
}

func (s *Server) ownCalendar(v *visit) error {
	in, err := s.ownCover(v)
	if err != nil {
		return err
	}
	id := rota.ConsultantID(v.own.ID)
	if _, ok := in.h.Problem.Consultant(id); !ok {
		return rota.ErrNotFound
	}
	in.takeOff(id)
	return s.send(v, in.strike, fmt.Sprintf("version-%d-duties.ics", in.told.number), calendarType, in.told.at, func(w io.Writer) error {
		return exports.Calendar(w, in.h, id)
	})
}
