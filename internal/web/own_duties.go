package web

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var ownDutyRoutes = []route{
	{method: get, path: ownDutiesPath, act: auth.Declare, do: (*Server).ownDutiesPage},
	{method: post, path: ownDutiesPath, act: auth.Declare, do: (*Server).declare},
}

// An ownDutiesView is a resident's own duties, with what they have said of each.
type ownDutiesView struct {
	base
	Changed *Changed
	Kept    string // until when, and on which basis
	Silent  string // how those who have not said are planned for
	Who     string
	None    string // that there is nothing to say, or ""
	Action  string
	All     *Choices // one answer for all duties; nil of fewer than two
	Duties  []ownDuty
	Fixed   []string // duties of which nothing can be said: outside the strike, or begun
	Save    Button
}

// An ownDuty asks what somebody says of one duty. From is what was kept of it when the
// page was made.
type ownDuty struct {
	Said           Choices
	FromName, From string
}

// ownDuties is what the page is made of.
type ownDuties struct {
	strike store.Strike
	now    store.Resident
	said   map[rota.DutyID]store.Saying
	slots  []rota.Slot
	open   []rota.Duty // of which something can be said
	fixed  []rota.Duty
}

// allField is one answer for all duties, eachWords that there is none.
const (
	allField  = "all"
	eachWords = "As I choose for each below"
)

// ownWords are declarations as a resident says them.
func ownWords(d rota.Declaration) string {
	switch d {
	case rota.Away:
		return "I will not be available"
	case rota.Working:
		return "I will be working"
	case rota.PrefersNotToSay:
		return "I prefer not to say"
	}
	return "Nothing said"
}

// ownDuties loads the resident of the link. The slots' names say which ward a duty is on.
func (s *Server) ownDuties(v *visit) (ownDuties, error) {
	in := ownDuties{}
	var err error
	if in.strike, err = s.ownStrike(v); err != nil {
		return in, err
	}
	held, err := v.store.HeldOfResident(v.ctx(), in.strike.ID, rota.ResidentID(v.own.ID))
	if err != nil {
		return in, err
	}
	in.now, in.said = held.Resident, held.Said
	slots, err := v.store.Slots(v.ctx(), in.strike.ID)
	in.slots = plainSlots(slots)
	for _, d := range in.now.Duties {
		if in.strike.Struck(d) && s.now().Before(d.Start) {
			in.open = append(in.open, d)
		} else {
			in.fixed = append(in.fixed, d)
		}
	}
	return in, err
}

// words are a duty with its ward, as it is called in the slots.
func (in ownDuties) words(d rota.Duty) string {
	words := d.Span.Words()
	if slot, ok := slotOf(in.slots, d.Slot); ok {
		words += ": " + slot.Unit + ", " + slot.Role
	}
	return words
}

func newOwnDuties(b base, f *form.Form, in ownDuties) *ownDutiesView {
	p := &ownDutiesView{base: b, Kept: keptUntil(in.strike), Silent: plannedForWords(in.strike.Case), Action: ownDutiesPath, Save: Button{Text: "Save what I say", Once: true}}
	who := []string{in.now.Name}
	for _, part := range []string{in.now.Grade, in.now.Unit} {
		if part != "" {
			who = append(who, part)
		}
	}
	p.Who = strings.Join(who, ", ") + "."
	options := optionsOf(declarationOrder, ownWords)
	for _, d := range in.open {
		to, from := toName(d.ID), fromName(d.ID)
		if !f.Has(to) {
			f.Set(to, string(d.Declaration))
		}
		one := ownDuty{Said: radios(f, to, in.words(d), options), FromName: from, From: string(d.Declaration)}
		one.Said.Small = true
		if said := in.said[d.ID]; d.Declaration != rota.NoReply && !said.Own {
			one.Said.Hint = "“" + ownWords(d.Declaration) + "” was entered by the rota office at " + moment(said.At) + "."
		}
		p.Duties = append(p.Duties, one)
	}
	if len(in.open) > 1 {
		if !f.Has(allField) {
			f.Set(allField, "")
		}
		all := radios(f, allField, "For all shifts below", append([]Option{{Value: "", Text: eachWords}}, allOptions()...))
		all.Small = true
		p.All = &all
	}
	if len(in.open) == 0 {
		p.None = "The trust has no shift of yours that is still to begin in this strike, so there is nothing to say."
	}
	for _, d := range in.fixed {
		why := "outside the strike"
		if in.strike.Struck(d) {
			why = "has begun, and from then on it counts whether you came"
		}
		p.Fixed = append(p.Fixed, in.words(d)+" ("+why+")")
	}
	return p
}

// plannedForWords say how those who have not said are planned for, all alike.
func plannedForWords(c rota.Case) string {
	who := "In this strike all who have not said, or prefer not to, are planned for alike: as if "
	switch c.Kind {
	case rota.AllWorking:
		return who + "all of them will be working. So a place for a consultant in a shift of yours tells whoever knows your shifts that you have said that you will be away."
	case rota.ShareAway:
		return who + strconv.Itoa(c.Share) + " in 100 of them will be away, and nobody is picked out."
	}
	return who + "all of them will be away, which is the safe choice. So where you alone are due and the rota has no place for a consultant, whoever knows your shifts can take it that you have said that you will be working."
}

// allOptions are the answers for all duties at once.
func allOptions() []Option {
	out := optionsOf(declarationOrder, ownWords)
	out[len(out)-1].Text = "Take back what I have said"
	return out
}

// keptUntil say how long what is entered is kept, and why it may be.
func keptUntil(strike store.Strike) string {
	words := "It is kept until it is deleted with everything else about people in this strike"
	if !strike.DeleteOn.IsZero() {
		words += ", on " + longDate(strike.DeleteOn)
	}
	words += "."
	if r := strike.Retention; r.Recorded() {
		words += fmt.Sprintf(" Legal basis: %s. Privacy notice: %s.", strings.TrimRight(r.Basis, "."), strings.TrimRight(r.Notice, "."))
	}
	return words
}

// read reads what is said of each duty that was on the page and has not begun since. One
// answer for all never replaces another that was chosen for a single duty at the same time.
func (in ownDuties) read(f *form.Form) []store.DeclarationChange {
	all := form.OptionalChoice(f, allField, "what you say of all shifts", declarationOrder)
	one := func(d rota.Duty) store.DeclarationChange {
		c := store.DeclarationChange{Duty: d.ID}
		c.From = form.Choice(f, fromName(d.ID), "what you had said", rota.Declarations())
		c.To = form.Choice(f, toName(d.ID), "what you say of this shift", rota.Declarations())
		return c
	}
	var out []store.DeclarationChange
	for _, d := range in.open {
		c := one(d)
		if all != "" {
			if c.To != c.From && c.To != all {
				f.Fail(toName(d.ID), in.words(d)+" has an answer of its own beside another one for all shifts. "+
					"Choose the same in both, or \""+eachWords+"\" for all shifts. Nothing has been saved")
			}
			c.To = all
		}
		if c.To != c.From {
			out = append(out, c)
		}
	}
	for _, d := range in.fixed {
		if !f.Has(toName(d.ID)) {
			continue
		}
		if c := one(d); c.To != c.From {
			f.FailAt(toName(d.ID), "maincontent", in.words(d)+" has begun, so nothing more can be said of it here. Tell the rota office")
		}
	}
	return out
}

func (s *Server) ownDutiesPage(v *visit) error {
	in, err := s.ownDuties(v)
	if err != nil {
		return err
	}
	return s.show(v, "own-duties", newOwnDuties(s.ownBase(v, in.strike, ownDutiesTitle), form.New(), in))
}

const ownDutiesTitle = "Your duties in the strike"

// declare answers POST: it saves what has been changed.
func (s *Server) declare(v *visit) error {
	in, err := s.ownDuties(v)
	if err != nil {
		return err
	}
	f := v.form()
	changes := in.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	if !f.OK() {
		return s.showAgain(v, "own-duties", newOwnDuties(s.ownBase(v, in.strike, ownDutiesTitle), f, in), f)
	}
	err = v.store.Declare(v.ctx(), in.strike.ID, in.now.ID, changes)
	if errors.Is(err, rota.ErrConflict) {
		return s.saidMeanwhile(v, err, changes)
	}
	if err != nil {
		return err
	}
	text := "Saved. You can change it or take it back here until the shift begins"
	if len(changes) == 0 {
		text = nothingSaved
	}
	s.flash(v, text)
	return s.redirect(v, ownDutiesPath)
}

// saidMeanwhile shows what has been entered since the page was made beside what was
// chosen on it. To save again keeps what was chosen.
func (s *Server) saidMeanwhile(v *visit, clash error, changes []store.DeclarationChange) error {
	in, err := s.ownDuties(v)
	if err != nil {
		return err
	}
	f := form.New()
	var now, typed []SummaryRow
	for _, c := range changes {
		f.Set(toName(c.Duty), string(c.To))
		for _, d := range in.open {
			if d.ID == c.Duty && d.Declaration != c.To {
				now = append(now, SummaryRow{Key: in.words(d), Value: ownWords(d.Declaration)})
				typed = append(typed, SummaryRow{Key: in.words(d), Value: ownWords(c.To)})
			}
		}
	}
	p := newOwnDuties(s.ownBase(v, in.strike, ownDutiesTitle), f, in)
	p.Changed = changedSince(clash, now, typed)
	return s.showChanged(v, "own-duties", p)
}
