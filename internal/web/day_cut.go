package web

import (
	"time"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const cutTitle = "Cover what is left"

const fromField = "from"

// A cutView covers what is left of a slot that has begun with a place that nobody holds.
type cutView struct {
	base
	watch
	Action  string
	Slot    string
	None    string // why there is nothing to cover
	Open    string
	From    Select
	Version int64
	Button  Button
}

// A cutInput is what the page is made of.
type cutInput struct {
	dayInput
	slot store.Slot
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

// from are the half hours from which on it could be covered.
func (in cutInput) from() []Option {
	const step = 30 * time.Minute
	var out []Option
	for at := in.watch.at.Truncate(step).Add(step); at.Before(in.slot.End); at = at.Add(step) { // London is whole hours from UTC
		text := rota.ClockWords(at)
		if rota.DateOf(at) != rota.DateOf(in.watch.at) {
			text += " " + rota.DateOf(at).Words()
		}
		out = append(out, Option{Value: at.UTC().Format(time.RFC3339), Text: text})
	}
	return out
}

// newCutView builds the page.
func newCutView(b base, f *form.Form, in cutInput) *cutView {
	id := b.Strike.ID
	b.backTo(dayTitle, in.watch.path(id))
	p := &cutView{base: b, watch: in.watch, Action: strikePath(id, "day", "slots", string(in.slot.ID)), Slot: in.m.problem.SlotWords(in.slot.Slot), Version: in.slot.Version,
		Button: Button{Text: "Add the slot", Once: true}}
	open, from := in.open(), in.from()
	if open == 0 || len(from) == 0 {
		p.None = "Nothing is left of it to be covered by a slot of its own: it has not begun, it is over, or every place of it is held."
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
	in.slot, err = s.store.Slot(v.ctx(), b.Strike.ID, rota.SlotID(v.param("slot")))
	return b, in, false, err
}

// cutPage answers GET /strikes/:strike/day/slots/:slot.
func (s *Server) cutPage(v *visit) error {
	b, in, done, err := s.withCut(v, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	return s.show(v, "day-cut", newCutView(b, form.New(), in))
}

// saveCut makes what is left of a slot one of its own, to be planned or filled.
func (s *Server) saveCut(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	version := f.Version()
	b, in, done, err := s.withCut(v, day, hour)
	if err != nil || done {
		return err
	}
	var allowed []string
	for _, o := range in.from() {
		allowed = append(allowed, o.Value)
	}
	from := form.Choice(f, fromField, "the time", allowed)
	if err := f.Done(); err != nil {
		return err
	}
	if in.open() == 0 {
		return rota.ErrConflict // somebody is in it now
	}
	if !f.OK() {
		return s.showAgain(v, "day-cut", newCutView(b, f, in), f)
	}
	at, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return err
	}
	stays, left := in.slot.Cut(in.open(), at)
	if _, err := s.store.CutSlot(v.ctx(), v.actor(), b.Strike.ID, store.Slot{Slot: stays, Version: version}, left); err != nil {
		return err
	}
	s.flash(v, "A slot from "+rota.ClockWords(at)+" on has been added. Plan the rest anew to fill it")
	return s.redirect(v, in.watch.path(b.Strike.ID, "replan"))
}
