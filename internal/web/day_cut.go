package web

import (
	"time"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

const cutTitle = "Cover what is left"

const fromField = "from"

// quarter is the step of times on the day.
const quarter = 15 * time.Minute

// A cutView covers what is left of a slot that has begun with a place that nobody holds.
type cutView struct {
	base
	watch
	Action string
	Slot   string
	None   string // why there is nothing to cover
	Open   string
	From   Select
	Button Button
}

// A cutInput is what the page is made of.
type cutInput struct {
	dayInput
	slot rota.Slot // as entered
}

// open is how many places of the slot nobody holds now, if it has begun and is not over.
func (in cutInput) open() int {
	if !in.slot.Holds(in.watch.at) {
		return 0
	}
	for _, s := range in.m.entry.Standing(in.m.plan, rota.Span{Start: in.watch.at, End: in.watch.at.Add(time.Minute)}) {
		if s.Slot.ID == in.slot.ID {
			return s.Open()
		}
	}
	return 0
}

// due is in how many of the open places of the slot a consultant had been due: the rota had them
// for consultants before it was known who came, or it is what is left of a slot in which a consultant had been
// due. That the others are lost is for coordinators alone.
func (in cutInput) due(open int) int {
	for _, c := range in.m.entry.Cuts {
		if left, ok := c.Left(); ok && left.ID == in.slot.ID && !c.Spare && c.Due > 0 {
			return min(open, c.Due)
		}
	}
	for _, l := range in.m.draft.Left {
		if l.Slot == in.slot.ID && l.Begun() {
			return 0 // it came into the rota once it had begun
		}
	}
	return in.planned(open)
}

// planned is how many of the open places of the slot the rota has for consultants.
func (in cutInput) planned(open int) int {
	for _, s := range in.m.asShown().Standing(in.slot.Span) {
		if s.Slot.ID == in.slot.ID {
			return min(open, max(0, s.Open()-s.Slot.Unneeded))
		}
	}
	return 0
}

// nextQuarter is the first full quarter of an hour after an instant. What is left of a slot
// begins then, so that it can be planned like all else that has not begun.
func nextQuarter(at time.Time) time.Time {
	return at.Truncate(quarter).Add(quarter) // London is whole hours from UTC
}

// clockOption is an instant to choose.
func (w watch) clockOption(at time.Time) Option {
	text := rota.ClockWords(at)
	if rota.DateOf(at) != rota.DateOf(w.at) {
		text += " " + rota.DateOf(at).Words()
	}
	return Option{Value: at.UTC().Format(time.RFC3339), Text: text}
}

// from are the quarters of an hour from which on it could be covered.
func (in cutInput) from() []Option {
	var out []Option
	for at := nextQuarter(in.watch.at); at.Before(in.slot.End); at = at.Add(quarter) {
		if at.After(in.slot.Start) {
			out = append(out, in.watch.clockOption(at))
		}
	}
	return out
}

// newCutView builds the page.
func newCutView(b base, f *form.Form, in cutInput) *cutView {
	id := b.Strike.ID
	b.backTo(dayTitle, in.watch.path(id))
	p := &cutView{base: b, watch: in.watch, Action: leftPath(id, in.slot.ID), Slot: in.m.problem.SlotWords(in.slot),
		Button: Button{Text: "Add the slot, and see who could take it", Once: true}}
	open, from := in.open(), in.from()
	if open == 0 || len(from) == 0 {
		p.None = "Nothing is left of it to be covered by a slot of its own: it has not begun, it is over, every place of it is held, or what is left of it is a slot of its own already."
		return p
	}
	p.Open = sentenceIsAre(open, "place")
	p.From = choose(f, fromField, "From when on?", from)
	return p
}

func (s *Server) withCut(v *visit, day, hour string) (b base, in cutInput, done bool, err error) {
	b, in.dayInput, done, err = s.withDay(v, cutTitle, day, hour)
	if err != nil || done {
		return b, in, done, err
	}
	id := rota.SlotID(v.param("slot"))
	if !in.m.entered(id) {
		return b, in, false, rota.ErrNotFound
	}
	in.slot, _ = in.m.slot(id)
	return b, in, false, nil
}

// cutPage answers GET /strikes/:strike/day/slots/:slot.
func (s *Server) cutPage(v *visit) error {
	b, in, done, err := s.withCut(v, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	return s.show(v, "day-cut", newCutView(b, form.New(), in))
}

// saveCut makes what is left of a slot one of its own, and shows who could take it.
func (s *Server) saveCut(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	b, in, done, err := s.withCut(v, day, hour)
	if err != nil || done {
		return err
	}
	at := chooseTime(f, fromField, "the time", in.from())
	if err := f.Done(); err != nil {
		return err
	}
	open := in.open()
	if open == 0 {
		return s.cutOvertaken(v, in) // somebody is in it now
	}
	if !f.OK() {
		return s.showAgain(v, "day-cut", newCutView(b, f, in), f)
	}
	cut := rota.NewCut(in.slot, open, "", in.slot.Start, at, in.taken)
	cut.Due, cut.Missed = in.due(open), open-in.planned(open)
	left, ok := cut.Left()
	if !ok {
		return rota.ErrConflict
	}
	words := "What is left from " + rota.ClockWords(at) + " on is a slot of its own. See who could take it"
	return s.editDay(v, b, in.dayInput, words, func(dayInput) (rota.Edit, string, error) {
		return rota.Edit{Cuts: []rota.Cut{cut}}, coverPath(b.Strike.ID, left.ID), nil
	})
}

// chooseTime is one of the instants that could be chosen; zero with a fault in the form else.
func chooseTime(f *form.Form, name, what string, from []Option) time.Time {
	var allowed []string
	for _, o := range from {
		allowed = append(allowed, o.Value)
	}
	at, err := time.Parse(time.RFC3339, form.Choice(f, name, what, allowed))
	if err != nil {
		return time.Time{} // the form says so
	}
	return at
}
