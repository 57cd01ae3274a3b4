package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

const unableTitle = "A consultant cannot come"

// cannotCome begins the reason for which somebody is kept off slots who cannot come. No
// other is asked or kept.
const cannotCome = "Cannot come from "

// An unableView records that a consultant cannot come: who, then which of their slots.
type unableView struct {
	base
	watch
	Action  string
	Pick    *Select // who, while nobody is chosen
	None    string
	Who     string
	Contact string // "" where none is entered
	Other   string // where somebody else is chosen
	ID      rota.ConsultantID
	Slots   *Choices
	Until   []Select // of each that has begun, when they stopped
	Note    string
	Save    Button
	Unable  []ableLine
}

// An ableLine is somebody who cannot come, and the form by which they can again.
type ableLine struct {
	Name, Words, Action string
	Contact             string // "" where none is entered
	ID                  rota.ConsultantID
	Undo, Edit          string // where to take it back, and as which change; "" where that cannot be
	watch
	CSRF string
}

// theirs are the slots of the rota that the consultant has and that are not over, by time.
func (in dayInput) theirs(id rota.ConsultantID) []rota.Slot {
	var out []rota.Slot
	for _, a := range in.m.plan.Assignments {
		if s, ok := in.m.problem.Slot(a.Slot); ok && a.Consultant == id && s.End.After(in.watch.at) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b rota.Slot) int { return a.Compare(b.Span) })
	return out
}

// newUnableView builds the page. id is who was chosen, "" for nobody.
func newUnableView(b base, f *form.Form, in dayInput, id rota.ConsultantID) *unableView {
	strike := b.Strike.ID
	b.backTo(dayTitle, in.watch.path(strike))
	p := &unableView{base: b, watch: in.watch, Action: strikePath(strike, "day", "unable"), ID: id, Other: in.watch.path(strike, "unable"),
		Save: Button{Text: "Take them off these slots", Once: true}}
	if id == "" {
		p.pick(f, in)
		p.Unable = in.unable(b)
		return p
	}
	p.Who, p.Contact = in.m.name(id), in.contact(id)
	var options []Option
	var soon []string // begun, or about to begin
	for _, s := range in.theirs(id) {
		hint := "Opens a place"
		if s.Holds(in.watch.at) {
			hint = "It has begun. What they have worked stays theirs and is paid; what is left of it opens, as a slot of its own"
			p.Until = append(p.Until, choose(f, untilName(s.ID), "Until when did they work in it? "+in.m.problem.SlotWords(s), in.until(s)))
		}
		if s.Start.Before(in.watch.span().End) {
			soon = append(soon, string(s.ID))
		}
		options = append(options, Option{Value: string(s.ID), Text: in.m.problem.SlotWords(s), Hint: hint})
	}
	if options == nil {
		p.None = "They have no slot in the rota from " + moment(in.watch.at) + " on."
		return p
	}
	if !f.Has(theirField) {
		f.Set(theirField, soon...)
	}
	slots := checkboxes(f, theirField, "Which of their slots can they not cover?", options)
	p.Slots = &slots
	p.Note = "What has begun, or begins within 12 hours, is ticked: tick the others that they cannot cover either. Until the last of these ends they are not put in any other slot either. Do not write down why. Locks of theirs on these slots go. All this is one change by hand, which can be undone here and on the page of the day."
	return p
}

// untilName is the field that asks until when somebody worked in a slot that has begun.
func untilName(id rota.SlotID) string { return "until-" + string(id) }

// until are the times at which they can have stopped, now first, to the nearest quarter of an hour.
func (in dayInput) until(s rota.Slot) []Option {
	var out []Option
	for at := in.watch.at.Add(quarter / 2).Truncate(quarter); at.After(s.Start); at = at.Add(-quarter) { // London is whole hours from UTC
		if !at.After(s.End) {
			out = append(out, in.watch.clockOption(at))
		}
	}
	none := in.watch.clockOption(s.Start)
	none.Text = "They did not begin"
	return append(out, none)
}

const theirField = "slot" // of the slots of theirs that they cannot cover

// pick lists who has a slot still.
func (p *unableView) pick(f *form.Form, in dayInput) {
	slots := map[rota.ConsultantID]int{}
	for _, a := range in.m.plan.Assignments {
		if s, ok := in.m.problem.Slot(a.Slot); ok && s.End.After(in.watch.at) {
			slots[a.Consultant]++
		}
	}
	options := []Option{{Value: "", Text: "Choose"}}
	for _, who := range in.m.entry.Consultants {
		if n := slots[who.ID]; n > 0 {
			options = append(options, Option{Value: string(who.ID), Text: nameOr(who.Name, string(who.ID)) + ": " + count(n, "slot")})
		}
	}
	if len(options) == 1 {
		p.None = "Nobody has a slot in the rota from " + moment(in.watch.at) + " on."
		return
	}
	slices.SortStableFunc(options[1:], func(a, b Option) int { return strings.Compare(a.Text, b.Text) })
	who := choose(f, consultantField, "Who cannot come?", options)
	p.Pick = &who
}

// isUnable reports whether somebody is kept off a slot that is not over since they cannot come.
func (in dayInput) isUnable(k rota.KeptOff) bool {
	slot, ok := in.m.slot(k.Slot)
	_, known := in.m.people[k.Consultant]
	return ok && known && slot.End.After(in.watch.at) && strings.HasPrefix(k.Reason, cannotCome)
}

// unable lists who cannot come, by name.
func (in dayInput) unable(b base) []ableLine {
	var out []ableLine
	for _, k := range in.m.draft.KeptOff {
		if !in.isUnable(k) || slices.ContainsFunc(out, func(l ableLine) bool { return l.ID == k.Consultant }) {
			continue
		}
		line := ableLine{Name: in.m.name(k.Consultant), Contact: in.contact(k.Consultant), Words: k.Reason, ID: k.Consultant, watch: in.watch,
			Action: strikePath(b.Strike.ID, "day", "able"), CSRF: b.CSRF}
		if n := in.recorded(k); n > 0 {
			line.Undo, line.Edit = strikePath(b.Strike.ID, "rota", "undo"), strconv.FormatInt(n, 10)
		}
		out = append(out, line)
	}
	slices.SortStableFunc(out, func(a, b ableLine) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// A workedUntil tells when somebody stopped in each slot that has begun.
type workedUntil map[rota.SlotID]time.Time

// recorded is the change by which it was recorded that somebody cannot come, if it can be
// undone as it stands; 0 else.
func (in dayInput) recorded(k rota.KeptOff) int64 {
	for _, e := range in.edits {
		if e.Undoes == 0 && !e.Undone && e.Change.Reason == k.Reason && slices.Contains(e.Change.After.KeptOff, k) && !slices.Contains(e.Change.Before.KeptOff, k) {
			if in.m.draft.CanUndo(e.Change) {
				return e.Number
			}
			return 0
		}
	}
	return 0
}

// unableEdit takes the consultant off these slots, and keeps them off all others that they
// could be put in before the last of these ends. What they have worked of one that has begun
// stays theirs, and what is left of it is a slot of its own.
func (in dayInput) unableEdit(id rota.ConsultantID, slots []string, worked workedUntil) (rota.Edit, error) {
	since := in.watch.at
	for _, until := range worked {
		if until.Before(since) {
			since = until
		}
	}
	e := rota.Edit{Reason: cannotCome + rota.ClockWords(since) + " on " + rota.DateOf(since).Words()}
	span := rota.Span{Start: in.watch.at, End: in.watch.at}
	for _, slot := range slots {
		pair := rota.Pair{Slot: rota.SlotID(slot), Consultant: id}
		s, ok := in.m.slot(pair.Slot)
		if !ok || !s.End.After(in.watch.at) {
			return e, rota.ErrConflict // it is over by now
		}
		if s.End.After(span.End) {
			span.End = s.End
		}
		if until, begun := worked[pair.Slot]; begun && in.stop(&e, s, id, until) {
			continue
		}
		e.Leaves, e.KeepOff = append(e.Leaves, pair), append(e.KeepOff, pair)
	}
	e.Unlocks = in.m.locked(e.Leaves)
	held := pairSet(in.m.plan.Pairs())
	for _, s := range in.m.entry.Slots {
		pair := rota.Pair{Slot: s.ID, Consultant: id}
		if s.Overlaps(span) && !held[pair] && rota.Able(in.m.people[id], s) {
			e.KeepOff = append(e.KeepOff, pair)
		}
	}
	return e, nil
}

// stop divides a slot that has begun, in which somebody stopped, and keeps them off what is
// left of it, which can be covered from the next quarter of an hour on. It reports whether
// they stay in the part that they have worked.
func (in dayInput) stop(e *rota.Edit, s rota.Slot, id rota.ConsultantID, until time.Time) (stays bool) {
	from := nextQuarter(in.watch.at)
	if until.After(from) {
		from = until
	}
	cut := rota.NewCut(s, 1, id, until, from, in.taken)
	left, some := cut.Left()
	stays = until.After(s.Start)
	if some || stays {
		e.Cuts = append(e.Cuts, cut)
	}
	if some && left.ID != s.ID {
		e.KeepOff = append(e.KeepOff, rota.Pair{Slot: left.ID, Consultant: id})
	}
	if stays && cut.Pieces[0].ID != s.ID {
		e.KeepOff = append(e.KeepOff, rota.Pair{Slot: s.ID, Consultant: id})
	}
	return stays
}

// ableEdit lets the consultant be put again wherever they were kept off since they could
// not come. It is empty when there is no such slot.
func (in dayInput) ableEdit(id rota.ConsultantID) rota.Edit {
	e := rota.Edit{Reason: "Can come again"}
	for _, k := range in.m.draft.KeptOff {
		if k.Consultant == id && in.isUnable(k) {
			e.Allow = append(e.Allow, k.Pair)
		}
	}
	return e
}

// unablePage answers GET /strikes/:strike/day/unable.
func (s *Server) unablePage(v *visit) error {
	b, in, done, err := s.withDay(v, unableTitle, v.query(dayField), v.query(hourField))
	if err != nil || done {
		return err
	}
	id := rota.ConsultantID(v.query(consultantField))
	if _, known := in.m.people[id]; id != "" && !known {
		return rota.ErrNotFound
	}
	if id == "" {
		if in.edits, err = v.store.Edits(v.ctx(), b.Strike.ID, 0, recentEdits); err != nil {
			return err
		}
	}
	return s.show(v, "day-unable", newUnableView(b, form.New(), in, id))
}

// saveUnable takes a consultant off their slots.
func (s *Server) saveUnable(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	id := rota.ConsultantID(f.Text(consultantField, "who cannot come", 80))
	b, in, done, err := s.withDay(v, unableTitle, day, hour)
	if err != nil || done {
		return err
	}
	var allowed []string
	for _, slot := range in.m.problem.Slots {
		allowed = append(allowed, string(slot.ID))
	}
	slots := form.Choices(f, theirField, "the slots", allowed)
	worked := workedUntil{}
	for _, slot := range in.theirs(id) {
		if !slot.Holds(in.watch.at) {
			continue
		}
		if !slices.Contains(slots, string(slot.ID)) {
			f.Optional(untilName(slot.ID), "until when they worked", 40) // of a slot that they go on with
			continue
		}
		worked[slot.ID] = chooseTime(f, untilName(slot.ID), "until when they worked", in.until(slot))
	}
	if err := f.Done(); err != nil {
		return err
	}
	if _, known := in.m.people[id]; !known {
		return rota.ErrNotFound
	}
	if len(in.theirs(id)) == 0 {
		return rota.ErrConflict // somebody was faster
	}
	if len(slots) == 0 {
		f.Fail(theirField, "Choose the slots that they cannot cover")
	}
	if !f.OK() {
		return s.showAgain(v, "day-unable", newUnableView(b, f, in, id), f)
	}
	words := fmt.Sprintf("%s is off %s. See what is open, and who could take it", in.m.name(id), count(len(slots), "slot"))
	return s.editDay(v, b, in, words, func(now dayInput) (rota.Edit, string, error) {
		e, err := now.unableEdit(id, slots, worked)
		return e, now.opened(b.Strike.ID, e), err
	})
}

// opened is where to see who could take what the edit opens: the page of the slot when it is
// one, and else the day.
func (in dayInput) opened(strikeID string, e rota.Edit) string {
	var open []rota.SlotID
	cut := map[rota.SlotID]bool{}
	for _, c := range e.Cuts {
		cut[c.Slot.ID] = true
		if left, ok := c.Left(); ok {
			open = append(open, left.ID)
		}
	}
	for _, pair := range e.Leaves {
		if !cut[pair.Slot] {
			open = append(open, pair.Slot)
		}
	}
	if len(open) == 1 {
		return coverPath(strikeID, open[0])
	}
	return in.watch.path(strikeID)
}

// saveAble takes that back.
func (s *Server) saveAble(v *visit) error {
	f := v.form()
	day, hour := readWatch(f)
	id := rota.ConsultantID(f.Text(consultantField, "who can come again", 80))
	if err := f.Done(); err != nil {
		return err
	}
	b, in, done, err := s.withDay(v, unableTitle, day, hour)
	if err != nil || done {
		return err
	}
	if len(in.ableEdit(id).Allow) == 0 {
		return rota.ErrConflict
	}
	return s.editDay(v, b, in, in.m.name(id)+" can come again", func(now dayInput) (rota.Edit, string, error) {
		return now.ableEdit(id), now.watch.path(b.Strike.ID), nil
	})
}

// editDay changes the rota by hand as it is now, says so and goes where the edit says. Others may
// change other parts of it meanwhile.
func (s *Server) editDay(v *visit, b base, in dayInput, words string, edit func(dayInput) (e rota.Edit, to string, err error)) error {
	strike := store.Strike{ID: b.Strike.ID}
	return anew(func() error {
		m, err := s.needRota(v, strike)
		if err != nil {
			return err
		}
		in.m = m
		e, to, err := edit(in)
		if err != nil {
			return err
		}
		after, change, err := m.draft.Edit(e)
		if err != nil {
			return err
		}
		if err := s.keepEdit(v, strike, m, after, change, 0); err != nil {
			return err
		}
		s.flash(v, words)
		return s.redirect(v, to)
	})
}
