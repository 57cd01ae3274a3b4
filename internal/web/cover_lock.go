package web

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var coverRoutes = []route{
	{method: get, path: "/strikes/:strike/slots/:slot/cover", act: auth.SeeRota, do: (*Server).coverPage},
	{method: post, path: "/strikes/:strike/slots/:slot/cover", act: auth.EditRota, do: (*Server).saveCover},
}

// Field names of the lock forms.
const (
	consultantField = "consultant"
	reasonField     = "reason"
)

// stopped is the rule that locking the consultant here breaks by itself, with
// their other locks and fixed sessions: what else they do can still be moved.
func (in coverInput) stopped(id rota.ConsultantID) (rota.Reason, bool) {
	who, ok := in.now.Consultant(id)
	if !ok {
		return rota.Reason{}, false
	}
	p := in.now
	p.Consultants = []rota.Consultant{who}
	var plan rota.Plan
	for _, l := range in.m.entry.Locks {
		if l.Consultant == id && l.Slot != in.slot.ID {
			plan.Assignments = append(plan.Assignments, rota.Assignment{Slot: l.Slot, Consultant: id, Locked: true})
		}
	}
	if reasons := rota.Stops(p, plan, in.slot.ID); len(reasons) > 0 {
		return reasons[0], true
	}
	return rota.Reason{}, false
}

// lockForm offers everybody for a slot that is not in the rota yet: those who are able,
// and the rest with the rule that stops them. It is nil when no place is left to lock.
func (in coverInput) lockForm() *lockForm {
	if in.inRota() || in.placesLeft() <= 0 {
		return nil
	}
	var able, others []Option
	taken, asks := in.taken(), false
	now := map[rota.ConsultantID]rota.Reason{}
	for _, r := range rota.Stops(in.now, in.m.plan, in.slot.ID) {
		now[r.Consultant] = r
	}
	for _, c := range in.now.Consultants {
		if taken[c.ID] {
			continue
		}
		o := Option{Value: string(c.ID), Text: in.m.name(c.ID), Reach: in.reach(c.ID)}
		note := in.aboutHint(c.ID)
		if r, stopped := in.stopped(c.ID); stopped {
			o.Hint = sentence(in.m.stopWords(r, in.now, in.slot)) + ". Needs a reason." + note
			asks = asks || !rota.HasOffered(c, in.slot)
			others = append(others, o)
			continue
		}
		r, busy := now[c.ID]
		if o.Hint = in.effect(c, r, busy); note != "" {
			o.Hint += "." + note
		}
		able = append(able, o)
	}
	f := &lockForm{Able: in.people(consultantField, "Who can take it", able), Others: in.people(consultantField+"-other", "Who cannot, by the rules", others),
		Button: Button{Text: "Lock this person here"}}
	if asks {
		f.Consent = newConsentInputs(in.form, "For somebody who has not offered this time. Cover is voluntary: ask them first.")
	}
	f.Reason = textarea(form.New(), reasonField, "Reason", 3).Hinted("Needed when a rule stops the person; otherwise as you like. Kept with the lock.")
	f.Reason.Value, f.Reason.Error = in.form.Value(reasonField), in.form.Error(reasonField)
	return f
}

// waiting are those whom a lock puts in the slot when the rota is made again.
func (in coverInput) waiting() []holder {
	var out []holder
	here := pairSet(in.m.plan.Pairs())
	for _, l := range in.m.entry.Locks {
		if l.Slot != in.slot.ID || here[l.Pair] {
			continue
		}
		who := in.m.people[l.Consultant]
		h := in.person(l.Consultant, append(in.termsRows(who.Terms.Words()), in.lockRow(true, l.Reason)))
		if in.may(auth.EditRota) {
			h.Do, h.Button = doFree, &Button{Text: "Unlock", Variant: "secondary", Small: true}
		}
		out = append(out, h)
	}
	return out
}

// aboutHint is the note of the person, after another hint, for those who may see people.
func (in coverInput) aboutHint(id rota.ConsultantID) string {
	if note := in.m.people[id].Note; note != "" && in.may(auth.SeePeople) {
		return " Note: " + strings.TrimSuffix(note, ".")
	}
	return ""
}

// reach is how to reach the person, for those who may see people; "" where that is not entered.
func (in coverInput) reach(id rota.ConsultantID) string {
	if !in.may(auth.SeePeople) {
		return ""
	}
	return in.m.contact(id)
}

// people are radios; nil when there is nobody. The ids of the second list differ from the first.
func (in coverInput) people(id, legend string, options []Option) *Choices {
	if len(options) == 0 {
		return nil
	}
	sort.SliceStable(options, func(i, j int) bool { return options[i].Text < options[j].Text })
	c := Choices{Field: Field{ID: id, Name: consultantField, Label: legend, LabelSize: "s"}, Small: true,
		Options: numbered(id, chosen(options, in.form.Value(consultantField)))}
	if id == consultantField {
		c.Error = in.form.Error(consultantField)
	}
	return &c
}

// taken are those in the slot or locked to it.
func (in coverInput) taken() map[rota.ConsultantID]bool {
	out := map[rota.ConsultantID]bool{}
	for _, a := range in.m.plan.Holders(in.slot.ID) {
		out[a.Consultant] = true
	}
	for _, l := range in.m.entry.Locks {
		if l.Slot == in.slot.ID {
			out[l.Consultant] = true
		}
	}
	return out
}

// placesLeft is how many places of the slot are not locked.
func (in coverInput) placesLeft() int {
	n := in.need.Places
	for _, l := range in.m.entry.Locks {
		if l.Slot == in.slot.ID {
			n--
		}
	}
	return n
}

// termsRows say on which terms somebody covers, to those who arrange it alone.
func (in coverInput) termsRows(words string) []SummaryRow {
	if !in.may(auth.SeePeople) {
		return nil
	}
	return []SummaryRow{{Key: "Terms", Value: words}}
}

// effect says what locking an able consultant would mean.
func (in coverInput) effect(c rota.Consultant, r rota.Reason, busy bool) string {
	words := []string{c.Terms.Words()}
	if cost, err := in.m.entry.Cards.Agreed(in.slot, c); err == nil && in.may(auth.SeeCost) {
		words = append(words, in.m.agreedWords(&cost, in.slot, c))
	}
	for _, s := range c.Sessions {
		if s.Overlaps(in.slot.Span) {
			words = append(words, fmt.Sprintf("displaces a session (%s)", rota.LossWords(int64(s.Loss))))
		}
	}
	switch {
	case !in.made:
	case busy:
		words = append(words, "in this rota "+in.m.stopWords(r, in.now, in.slot)+", which would have to change")
	default:
		words = append(words, "free in this rota")
	}
	return strings.Join(words, "; ")
}

func (s *Server) coverPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	in, err := s.cover(v, strike)
	if err != nil {
		return err
	}
	p := newCoverView(s.coverBase(v, strike, in), in)
	if p.Why != nil && !v.can(auth.EditRota) {
		if p.Office, err = s.officeWords(v); err != nil {
			return err
		}
	}
	return s.show(v, "cover", p)
}

func (s *Server) coverBase(v *visit, strike store.Strike, in coverInput) base {
	title := slotWords(in.slot)
	if title == in.slot.Words() { // nothing is missing of it
		title = in.now.SlotWords(in.slot)
	}
	return s.strikeBase(v, strike, rotaSection, title)
}

// cover loads the slot that the path names, the rota and what is entered.
func (s *Server) cover(v *visit, strike store.Strike) (coverInput, error) {
	in := coverInput{may: v.can, made: true, form: form.New()}
	var err error
	if in.may(auth.SeeCost) {
		money, err := v.store.Money(v.ctx(), strike.ID)
		if err != nil {
			return in, err
		}
		in.money = money.Pricing
	}
	if in.m, err = s.made(v, strike); err != nil {
		return in, err
	}
	if in.m == nil {
		e, err := s.entry(v, strike.ID)
		if err != nil {
			return in, err
		}
		in.m, in.made = &madeRota{entry: e, people: peopleOf(e), now: s.now()}, false
	}
	if in.m.told, err = s.tellings(v, strike.ID); err != nil {
		return in, err
	}
	if err := s.explain(v, in.m); err != nil {
		return in, err
	}
	var ok bool
	if in.slot, ok = in.m.slot(rota.SlotID(v.param("slot"))); !ok {
		return in, rota.ErrNotFound
	}
	in = in.entered()
	if err = s.addWithdrawn(v, strike.ID, in.m); err != nil {
		return in, err
	}
	if in.may(auth.EditRota) {
		in.picked, err = in.pick(strike.ID)
	} else {
		in.could, err = in.m.couldTake(in.slot.ID, in.may)
	}
	return in, err
}

// entered adds what is entered now: the need, and the problem with the slot in it.
func (in coverInput) entered() coverInput {
	for _, n := range in.m.entry.Needs() {
		if n.Slot.ID == in.slot.ID {
			in.need = n
		}
	}
	now, _, err := makeable(in.m.entry)
	if err != nil {
		now = in.m.problem // with faults in what is entered, the rota made last is all there is to go by
	}
	if _, there := now.Slot(in.slot.ID); !there {
		now.Slots = append(slices.Clone(now.Slots), in.slot)
		sort.SliceStable(now.Slots, func(i, j int) bool { return now.Slots[i].ID < now.Slots[j].ID })
	}
	in.now = now
	return in
}

// saveCover locks, unlocks, or goes on to what would come of a way that was chosen.
func (s *Server) saveCover(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	in, err := s.cover(v, strike)
	if err != nil {
		return err
	}
	in.form = v.form()
	if in.form.Value(doField) == doPick {
		return s.choose(v, strike, in)
	}
	lock, what := in.readLock()
	if err := in.form.Done(); err != nil {
		return err
	}
	if !in.form.OK() {
		return s.showAgain(v, "cover", newCoverView(s.coverBase(v, strike, in), in), in.form)
	}
	text := "The lock has been taken off"
	if what == doLock {
		text = "Locked. Making the rota again keeps it"
	}
	if err := s.setLock(v, strike, in, lock, what); err != nil {
		return err
	}
	s.flash(v, text)
	return s.redirect(v, coverPath(strike.ID, in.slot.ID))
}

// setLock locks or unlocks somebody who is in the rota, which is a change of it by
// hand, or else for the rota that is made next.
func (s *Server) setLock(v *visit, strike store.Strike, in coverInput, lock rota.Lock, what string) error {
	_, locked := lockedPairs(in.m.entry)[lock.Pair]
	switch here := pairSet(in.m.plan.Pairs())[lock.Pair]; {
	case locked == (what == doLock): // somebody else was first
		return nil
	case !here && what == doLock:
		return v.store.SetLock(v.ctx(), v.actor(), strike.ID, lock)
	case !here:
		return v.store.ClearLock(v.ctx(), v.actor(), strike.ID, lock.Pair)
	}
	edit := rota.Edit{Locks: []rota.Pair{lock.Pair}, Reason: lock.Reason}
	if what == doFree {
		edit = rota.Edit{Unlocks: []rota.Pair{lock.Pair}}
	}
	return anew(func() error {
		m, err := s.needRota(v, strike)
		if err != nil {
			return err
		}
		after, c, err := m.draft.Edit(edit)
		if err != nil {
			return err
		}
		return s.keepEdit(v, strike, m, after, c, 0)
	})
}

// choose goes on to the page that shows what would come of it.
func (s *Server) choose(v *visit, strike store.Strike, in coverInput) error {
	f := in.form
	form.Choice(f, doField, "what to do", []string{doPick})
	way := f.Optional(wayField, "who takes it", maxWay)
	if err := f.Done(); err != nil {
		return err
	}
	edit, ok := editOf(way)
	if way == "" {
		f.FailAt(wayField, in.picked.first(), "Choose who takes it")
	} else if !ok {
		return &form.Refused{Field: wayField}
	}
	if !f.OK() {
		in.picked.Error = f.Error(wayField)
		return s.showAgain(v, "cover", newCoverView(s.coverBase(v, strike, in), in), f)
	}
	return s.redirect(v, checkPath(strike.ID, in.slot.ID, edit))
}

// readLock reads the form: the lock, and whether to set it or take it off.
func (in coverInput) readLock() (rota.Lock, string) {
	f := in.form
	what := form.Choice(f, doField, "what to do", []string{doLock, doFree})
	var ids []rota.ConsultantID
	for _, c := range in.m.entry.Consultants {
		ids = append(ids, c.ID)
	}
	lock := rota.Lock{Pair: rota.Pair{Slot: in.slot.ID}}
	lock.Consultant = form.Choice(f, consultantField, "a consultant", ids)
	lock.Reason = f.Lines(reasonField, "the reason", maxReason)
	agreed := readConsent(f)
	if !f.OK() || what == doFree {
		return lock, what
	}
	_, again := lockedPairs(in.m.entry)[lock.Pair]
	if again || pairSet(in.m.plan.Pairs())[lock.Pair] {
		return lock, what
	}
	r, stopped := in.stopped(lock.Consultant)
	who, _ := in.now.Consultant(lock.Consultant)
	switch asks := stopped && !rota.HasOffered(who, in.slot); {
	case in.inRota():
		f.Fail(consultantField, "Choose who takes it from the list: a lock alone puts nobody here")
	case in.placesLeft() <= 0:
		f.Fail(consultantField, "Every place here is taken or locked already. Unlock one first")
	case stopped && lock.Reason == "":
		f.Fail(reasonField, "Enter a reason: "+in.m.name(lock.Consultant)+" "+in.m.stopWords(r, in.now, in.slot))
		if asks {
			agreed.require(f)
		}
	case asks:
		agreed.require(f)
		lock.Reason = agreed.with(lock.Reason)
	}
	return lock, what
}
