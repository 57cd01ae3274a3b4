package web

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/solve"
)

var editRoutes = []route{
	{method: get, path: "/strikes/:strike/slots/:slot/cover/check", act: auth.EditRota, do: (*Server).checkEdit},
	{method: post, path: "/strikes/:strike/slots/:slot/cover/check", act: auth.EditRota, do: (*Server).saveEdit},
	{method: post, path: "/strikes/:strike/rota/undo", act: auth.EditRota, do: (*Server).undoEdit},
}

// Fields of the check page. sawField holds what the person saw of the people and the
// slots that the edit touches, as ids.
const (
	sawField  = "saw"
	editField = "edit"
)

// checkPath is the page that shows what an edit would do.
func checkPath(strikeID string, slot rota.SlotID, e rota.Edit) string {
	return slotPath(strikeID, slot, "cover", "check") + "?" + url.Values{wayField: {wayOf(e)}}.Encode()
}

// A checkView shows what an edit would do before it is saved, and stops for each rule
// that it breaks.
type checkView struct {
	base
	Action  string
	Way     string
	Saw     string
	Changed *Changed
	Slot    string
	Does    []string  // what is done
	Reach   []reached // how to reach those who are given a place, for those who may see people
	Effects []string  // what comes of it
	Stale   *outOfDate
	Rules   []brokenRule
	Consent *consentInputs // nil where everybody has offered what they are given
	Since   *Choices       // to be ticked where somebody is put into a slot that has begun
	Left    *Link          // to covering what is left of it instead
	Reason  Textarea
	Button  Button
	Keep    Link
}

// A brokenRule is one rule that an edit breaks: in words, where it comes from, and by whom.
type brokenRule struct{ Name, Source, Words string }

// An editing is an edit of a draft under way.
type editing struct {
	m      *madeRota
	slot   rota.Slot
	way    string
	edit   rota.Edit
	after  rota.Draft
	change rota.Change
	form   *form.Form
	agreed consent
	since  bool // that who is put into a slot that has begun has been there since then
}

// try makes the edit of the rota as it is now.
func (e *editing) try() (err error) {
	e.after, e.change, err = e.m.draft.Edit(e.edit)
	return err
}

// newCheckView builds the page.
func newCheckView(b base, e editing, may func(auth.Act) bool) *checkView {
	id := b.Strike.ID
	b.backTo("Who covers it", coverPath(id, e.slot.ID))
	p := &checkView{base: b, Action: slotPath(id, e.slot.ID, "cover", "check"), Way: e.way, Slot: e.m.problem.SlotWords(e.slot),
		Does: e.m.changeWords(e.change), Effects: e.effects(may(auth.SeeCost)), Stale: e.m.outOfDate(id, may),
		Button: Button{Text: "Save", Once: true}, Keep: Link{Text: "Cancel, change nothing", Href: coverPath(id, e.slot.ID)}}
	if may(auth.SeePeople) {
		p.Reach = e.reach()
	}
	p.Saw = sawOf(e.m.draft.Touches(e.edit))
	p.Since, p.Left = e.sinceChoices(id)
	label, hint := "Reason, if you want to keep one", "Kept with the change, and shown with it."
	if e.leaves() {
		label = "Why is the place left open?"
	}
	for _, broken := range e.change.Broken {
		p.Rules = append(p.Rules, e.rule(broken))
	}
	if p.Rules != nil {
		label, hint = "Why, and who has approved it?", "Kept with the change. Rota coordinators read it on pages and in files, and the person on their own sheet. The rota for wards says that a rule is broken, not why."
		if unoffered(e.change.Broken) {
			p.Consent = newConsentInputs(e.form, "Somebody is given a place that they have not offered. Cover is voluntary: ask them first.")
		}
		p.Button = Button{Text: "Break the rule and save", Variant: "warning", Once: true}
	}
	p.Reason = textarea(e.form, reasonField, label, 3).Hinted(hint)
	return p
}

// reach are those who are given a place, as far as it is entered how to reach them.
func (e editing) reach() []reached {
	var out []reached
	for _, pair := range e.edit.Takes {
		contact := e.m.contact(pair.Consultant)
		if one := (reached{e.m.name(pair.Consultant), contact}); contact != "" && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// leaves reports whether the edit leaves a place open on purpose that was not.
func (e editing) leaves() bool {
	return slices.ContainsFunc(e.edit.LeftOpen, func(l rota.LeftOpen) bool { return l.Places > e.m.problem.LeftOpenIn(l.Slot) })
}

// needsReason says why a reason must be given; "" when it need not.
func (e editing) needsReason() string {
	switch {
	case len(e.change.Broken) > 0:
		return "Enter why the rule is broken, and who has approved it"
	case e.leaves():
		return "Enter why the place is left open"
	}
	return ""
}

func (e editing) rule(b rota.Breach) brokenRule {
	slot := e.slot
	if !slices.Contains(b.Slots, slot.ID) && len(b.Slots) > 0 {
		slot, _ = e.m.problem.Slot(b.Slots[0])
	}
	out := brokenRule{Name: rota.RuleName(b.Rule), Words: e.m.breachWords(b, slot)}
	for _, r := range rota.MustHold() {
		if r.ID == b.Rule {
			out.Source = r.Source
		}
	}
	return out
}

// effects says what becomes of each aim, which places open or are filled, and what is
// displaced or put back.
func (e editing) effects(cost bool) []string {
	var out []string
	before := e.m.plan
	for _, s := range e.m.problem.Slots {
		was, is := len(before.Holders(s.ID)), len(e.after.Plan.Holders(s.ID))
		now, _ := e.after.Problem.Slot(s.ID)
		switch {
		case is < was && now.Places < s.Places:
			out = append(out, "Takes away "+count(s.Places-now.Places, "place")+" of "+e.m.problem.SlotWords(s)+": residents fill what is needed there, so nothing is left open")
		case is < was:
			out = append(out, "Opens "+e.m.problem.SlotWords(s))
		case is > was:
			out = append(out, "Fills a place of "+e.m.problem.SlotWords(s))
		}
	}
	out = append(append(out, e.atOnce()...), e.sessions()...)
	now := map[string]int64{}
	for _, a := range e.after.Plan.Aims {
		now[a.Aim] = a.Value
	}
	changed := append(rota.Plan{Assignments: e.change.Before.Assignments}.Pairs(), rota.Plan{Assignments: e.change.After.Assignments}.Pairs()...)
	for _, a := range before.Aims {
		after, there := now[a.Aim]
		if rota.IsCost(a.Aim) && !cost || !there || rota.IsCost(a.Aim) && (a.Value < 0 || after < 0) {
			continue
		}
		effect := solve.Effect{Aim: a.Aim, Before: a.Value, After: after}
		if words := effect.Words(); words != "" {
			if e.m.doubtfulEffect([]solve.Effect{effect}, changed) {
				words += notConfirmedMark
			}
			out = append(out, unbroken.Replace(sentence(words)))
		}
	}
	if out == nil {
		out = []string{"Nothing else changes"}
	}
	return append(out, e.m.madeAgainWords(e.change)...)
}

// sessions says whose sessions are displaced and put back.
func (e editing) sessions() []string {
	type key struct {
		who rota.ConsultantID
		id  rota.SessionID
	}
	gone := func(list []rota.Assignment) map[key]bool {
		out := map[key]bool{}
		for _, a := range list {
			for _, id := range a.Displaces {
				out[key{a.Consultant, id}] = true
			}
		}
		return out
	}
	was, is := gone(e.change.Before.Assignments), gone(e.change.After.Assignments)
	var out []string
	for _, id := range e.change.People {
		who, ok := e.m.people[id]
		if !ok {
			continue
		}
		for _, s := range who.Sessions {
			k := key{id, s.ID}
			text := e.m.name(id) + ": " + nameOr(s.Name, "a session") + ", " + s.Span.Words() + " (" + rota.LossWords(int64(s.Loss)) + ")"
			switch {
			case is[k] && !was[k]:
				out = append(out, "Displaces a session of "+text)
			case was[k] && !is[k]:
				out = append(out, "Puts back a session of "+text)
			}
		}
	}
	return out
}

// sawOf is what was seen, as a form's value.
func sawOf(p rota.Part) string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // ids and words alone
	}
	return string(text)
}

// loadEdit reads the way and makes the edit of the rota as it is now.
func (s *Server) loadEdit(v *visit, strike store.Strike, way string, f *form.Form) (editing, error) {
	m, err := s.needRota(v, strike)
	if err != nil {
		return editing{}, err
	}
	e := editing{m: m, way: way, form: f}
	var ok bool
	if e.slot, ok = m.problem.Slot(rota.SlotID(v.param("slot"))); !ok {
		return e, rota.ErrNotFound
	}
	if e.edit, ok = editOf(way); !ok {
		return e, rota.ErrNotFound
	}
	return e, nil
}

func (s *Server) checkBase(v *visit, strike store.Strike) base {
	return s.strikeBase(v, strike, rotaSection, "Check this change")
}

// checkEdit shows what an edit would do. It saves nothing.
func (s *Server) checkEdit(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	if _, ok := editOf(v.query(wayField)); !ok {
		return s.redirect(v, coverPath(strike.ID, rota.SlotID(v.param("slot"))))
	}
	e, err := s.loadEdit(v, strike, v.query(wayField), form.New())
	if err != nil {
		return err
	}
	if err := e.try(); err != nil {
		return err
	}
	return s.show(v, "edit-check", newCheckView(s.checkBase(v, strike), e, v.can))
}

// tries is how often a save is begun anew when others change other parts of the rota meanwhile.
const tries = 5

// anew saves what comes of the draft as it is, and begins again with each draft that others
// have made meanwhile.
func anew(save func() error) error {
	for range tries {
		if err := save(); !errors.Is(err, store.ErrDraftMoved) {
			return err
		}
	}
	return rota.ErrConflict
}

// saveEdit saves an edit if the people and slots that it touches are as they were seen,
// whatever else of the rota has changed.
func (s *Server) saveEdit(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	way, saw := f.Text(wayField, "what to change", maxWay), f.Text(sawField, "what you saw", maxWay)
	reason, agreed, since := f.Lines(reasonField, "the reason", maxReason), readConsent(f), f.Checked(sinceField)
	if err := f.Done(); err != nil {
		return err
	}
	return anew(func() error {
		e, err := s.loadEdit(v, strike, way, f)
		if err != nil {
			return err
		}
		e.edit.Reason, e.agreed, e.since = reason, agreed, since
		e.edit.LeftOpen = withReason(e.edit.LeftOpen, reason)
		if done, err := s.refuseEdit(v, strike, &e, saw); done || err != nil {
			return err
		}
		if unoffered(e.change.Broken) {
			e.edit.Reason = agreed.with(reason)
			if err := e.try(); err != nil {
				return err
			}
		}
		if err := s.keepEdit(v, strike, e.m, e.after, e.change, 0); err != nil {
			return err
		}
		s.flash(v, "Saved: "+strings.Join(e.m.changeWords(e.change), "; "))
		return s.redirect(v, coverPath(strike.ID, e.slot.ID))
	})
}

// maxWay is how long a way, or what was seen, may be.
const maxWay = 20_000

func withReason(left []rota.LeftOpen, reason string) []rota.LeftOpen {
	out := slices.Clone(left)
	for i := range out {
		out[i].Reason = reason
	}
	return out
}

// refuseEdit answers 409 where what was seen is no longer so, and 422 where something is
// missing; done is then true.
func (s *Server) refuseEdit(v *visit, strike store.Strike, e *editing, saw string) (done bool, err error) {
	var seen rota.Part
	if json.Unmarshal([]byte(saw), &seen) != nil {
		return false, &form.Refused{Field: sawField}
	}
	now := e.m.draft.Touches(e.edit)
	clash := !rota.SameThing(seen, now)
	if err := e.try(); err != nil {
		if !clash || !errors.Is(err, rota.ErrConflict) {
			return false, err
		}
		return true, s.showEditGone(v, strike, *e, seen, now)
	}
	if clash {
		p := newCheckView(s.checkBase(v, strike), *e, v.can)
		if p.Changed, err = s.editChanged(v, strike, *e, seen, now, "What your change would do now is below: save it if you still want it."); err != nil {
			return false, err
		}
		return true, s.showChanged(v, "edit-check", p)
	}
	if need := e.needsReason(); need != "" && e.edit.Reason == "" && e.form.OK() {
		e.form.Fail(reasonField, need)
	}
	if unoffered(e.change.Broken) {
		e.agreed.require(e.form)
	}
	e.requireSince()
	if !e.form.OK() {
		return true, s.showAgain(v, "edit-check", newCheckView(s.checkBase(v, strike), *e, v.can), e.form)
	}
	return false, nil
}

// newEdit is a change of the draft to save.
func newEdit(m *madeRota, after rota.Draft, c rota.Change) store.NewEdit {
	e := store.NewEdit{Seen: m.version, Change: c}
	if after.Plan.ByHand {
		hand := after.Hand()
		e.Hand = &hand
	}
	return e
}

// keepEdit saves a change of the draft.
func (s *Server) keepEdit(v *visit, strike store.Strike, m *madeRota, after rota.Draft, c rota.Change, undoes int64) error {
	e := newEdit(m, after, c)
	e.Undoes = undoes
	_, err := v.store.SaveEdit(v.ctx(), v.actor(), strike.ID, e)
	return err
}
