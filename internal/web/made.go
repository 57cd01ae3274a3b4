package web

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
)

// A madeRota is the rota as it is now, as it was made last and changed by hand since,
// beside what is entered now. Names come from
// what is entered: the documents hold none.
type madeRota struct {
	entry   rota.Entry
	problem rota.Problem
	plan    rota.Plan
	at      time.Time
	run     string                                // that made it
	draft   rota.Draft                            // what it is, for edits
	version int64                                 // of the draft
	people  map[rota.ConsultantID]rota.Consultant // as entered
	changed []string                              // what has changed since, in words

	edited time.Time // when it was changed last by hand; zero while nobody has
	byHand string    // who changed it last by hand and when; "" while nobody has

	replanned time.Time // from when on its rest was planned anew on the day; zero for all else
	begun     bool      // the strike has begun, and is not over
	now       time.Time // when that was

	explained  explained
	told       tellings          // for pages that show who has confirmed
	withdrawn  []withdrawn       // offers under what people have been told of, for pages that list them
	toldReturn []rota.ReturnCell // what was told of attendance to those who may not see residents by name
	part       *ownPart          // of which whole it is a part; nil when it is the whole
}

// newMadeRota puts the two together.
func newMadeRota(e rota.Entry, p rota.Problem, plan rota.Plan, at time.Time) *madeRota {
	return newReplannedRota(e, p, plan, at, time.Time{})
}

// newReplannedRota puts together a rota whose rest was planned anew from an instant on.
func newReplannedRota(e rota.Entry, p rota.Problem, plan rota.Plan, at, replanned time.Time) *madeRota {
	m := &madeRota{entry: e, problem: p, plan: plan, at: at, people: peopleOf(e), draft: rota.NewDraft(p, plan, e), replanned: replanned}
	m.changed = changesSince(e, p, plan, replanned)
	return m
}

func peopleOf(e rota.Entry) map[rota.ConsultantID]rota.Consultant {
	out := map[rota.ConsultantID]rota.Consultant{}
	for _, c := range e.Consultants {
		if c.ID != "" { // those of other services alone are only counted
			out[c.ID] = c
		}
	}
	return out
}

// name is the consultant's, or words with their code when they are no longer entered.
func (m *madeRota) name(id rota.ConsultantID) string {
	if who, ok := m.people[id]; ok {
		return nameOr(who.Name, string(id))
	}
	return fmt.Sprintf("A consultant who has been deleted (%s)", id)
}

// contact is how to reach the consultant on the day; "" where none is entered. Not everybody may read it.
func (m *madeRota) contact(id rota.ConsultantID) string {
	return strings.TrimSpace(m.people[id].Contact)
}

// named are the consultants of the rota with their names, those since deleted too.
func (m *madeRota) named() map[rota.ConsultantID]rota.Consultant {
	out := maps.Clone(m.people)
	for _, c := range m.problem.Consultants {
		if _, ok := out[c.ID]; !ok {
			c.Name = m.name(c.ID)
			out[c.ID] = c
		}
	}
	return out
}

// repriced is the rota at the rate cards as they are now, beside what is published now.
func (m *madeRota) repriced() (rota.Problem, rota.Plan) {
	p, plan := m.problem, m.plan
	p.Cards, p.Published = m.entry.Cards, m.entry.Published
	plan.Cost = rota.Total(p.Lines(plan))
	return p, plan
}

// locked is the set of pairs that are locked now.
func lockedPairs(e rota.Entry) map[rota.Pair]rota.Lock {
	out := map[rota.Pair]rota.Lock{}
	for _, l := range e.Locks {
		out[l.Pair] = l
	}
	return out
}

// slot finds a slot as entered, or else as it was when the rota was made.
func (m *madeRota) slot(id rota.SlotID) (rota.Slot, bool) {
	for _, s := range m.entry.Slots {
		if s.ID == id {
			return s, true
		}
	}
	return m.problem.Slot(id)
}

const (
	aimsPart        = "dates, rules or aims"
	placesPart      = "slots, residents’ duties and replies, or the case"
	slotsPart       = "slots"
	consultantsPart = "consultants"
	ratesPart       = "rates"
)

// parts of a problem that a person may have changed, each with its words.
var problemParts = []struct {
	words string
	of    func(rota.Problem) rota.Problem
}{
	{aimsPart, func(p rota.Problem) rota.Problem {
		return rota.Problem{Strike: p.Strike, Rules: p.Rules, Aims: p.Aims}
	}},
	{placesPart, onlyPlaces},
	{consultantsPart, func(p rota.Problem) rota.Problem { return rota.Problem{Consultants: p.KeepingOff(nil).Consultants} }},
	{ratesPart, func(p rota.Problem) rota.Problem { return rota.Problem{Cards: p.Cards} }},
	{"locks, people taken off, or places left open", func(p rota.Problem) rota.Problem {
		return rota.Problem{Locks: p.Locks, LeftOpen: p.LeftOpen, Consultants: onlyKeptOff(p)}
	}},
}

// onlyPlaces are the slots, whoever is needed in their places: that alone plans nothing anew.
func onlyPlaces(p rota.Problem) rota.Problem {
	slots := slices.Clone(p.Slots)
	for i := range slots {
		slots[i].Unneeded = 0
	}
	return rota.Problem{Slots: slots}
}

// askedAgain is the problem that a rota would answer if it were asked for in the same way
// now, beside the one that it answers: of what is entered, or, for one whose rest was planned
// anew, of what had not begun at that instant. Who was let go since then was let go by who came.
func askedAgain(e rota.Entry, was rota.Problem, plan rota.Plan, replanned time.Time) (now, then rota.Problem, err error) {
	if replanned.IsZero() {
		now, _, err = makeable(e)
		return now.WithoutReleased(e.LeftOpen), was, err
	}
	now, err = replanProblem(e, plan.Pairs(), replanned)
	return now.ToCome(replanned), was.WithoutReleased(e.LeftOpen).ToCome(replanned), err
}

// changesSince says which parts of the problem differ from the one that the plan
// answers. A lock made since on an assignment of the plan changes nothing, and to
// publish it does not put it out of date.
func changesSince(e rota.Entry, was rota.Problem, plan rota.Plan, replanned time.Time) []string {
	now, was, err := askedAgain(e, was, plan, replanned)
	if err != nil {
		return []string{"something that must be put right before a rota can be made"}
	}
	now.Locks = agreedLocks(now.Locks, was.Locks, plan)
	now.Aims = aimsThen(e, was, now, plan, replanned)
	var out []string
	for _, part := range problemParts {
		if sameDocument(part.of(now), part.of(was)) {
			continue
		}
		words := part.words
		if words == placesPart && e.AsMade != nil {
			words = slotsPart // replies are not looked at
		}
		out = append(out, words)
	}
	return out
}

// changedApart are the changes since that are none of residents' duties and replies, for pages
// whose readers must not learn of these. Of slots it knows what is entered of each but places, and
// not whether somebody is needed in them.
func (m *madeRota) changedApart() []string {
	var out []string
	for _, words := range m.changed {
		if words == aimsPart || words == consultantsPart || words == ratesPart {
			out = append(out, words)
		}
	}
	for _, was := range m.problem.Slots {
		now, _ := m.slot(was.ID)
		if now.Places, now.Unneeded = was.Places, was.Unneeded; !sameDocument(rota.Problem{Slots: []rota.Slot{now}}, rota.Problem{Slots: []rota.Slot{was}}) || !m.entered(was.ID) {
			return append(out, slotsPart)
		}
	}
	return out
}

// entered reports whether a slot is still there.
func (m *madeRota) entered(id rota.SlotID) bool {
	return slices.ContainsFunc(m.entry.Slots, func(s rota.Slot) bool { return s.ID == id })
}

// aimsThen are the aims as entered now at the rates of the problem: aims of cost fall
// away where a rate is missing, and a rate that came or went since is a change of
// rates alone. Few changes are no aim of a rota made before the first version, and come
// first where that was asked for.
func aimsThen(e rota.Entry, was, now rota.Problem, plan rota.Plan, replanned time.Time) []rota.Aim {
	e.Cards = was.Cards
	then, _, err := askedAgain(e, was, plan, replanned)
	if err != nil {
		return now.Aims
	}
	if slices.Equal(then.FewestChanges().Aims, was.Aims) {
		return was.Aims
	}
	if !slices.Contains(was.Aims, rota.AimChanges) {
		return slices.DeleteFunc(then.Aims, func(a rota.Aim) bool { return a == rota.AimChanges })
	}
	return then.Aims
}

// agreedLocks leaves out the locks that are new and that the plan keeps already.
func agreedLocks(now, was []rota.Pair, plan rota.Plan) []rota.Pair {
	old, kept := pairSet(was), pairSet(plan.Pairs())
	var out []rota.Pair
	for _, l := range now {
		if old[l] || !kept[l] {
			out = append(out, l)
		}
	}
	return out
}

func pairSet(pairs []rota.Pair) map[rota.Pair]bool {
	out := map[rota.Pair]bool{}
	for _, p := range pairs {
		out[p] = true
	}
	return out
}

// sameDocument compares what is written of two problems: the same value gives the same bytes.
func sameDocument(a, b rota.Problem) bool {
	var x, y bytes.Buffer
	if document.WriteProblem(&x, a) != nil || document.WriteProblem(&y, b) != nil {
		return false
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// made loads the rota made last: nil when there is none.
func (s *Server) made(v *visit, strike store.Strike) (*madeRota, error) {
	return s.madeAs(v, strike, func(*rota.Entry) {})
}

// madeAs is the rota made last beside what is entered, changed, as far as the visitor sees it.
func (s *Server) madeAs(v *visit, strike store.Strike, change func(*rota.Entry)) (*madeRota, error) {
	m, err := s.madeWhole(v, strike, change)
	if err != nil || m == nil {
		return nil, err
	}
	return s.ownRota(v, strike.ID, m)
}

// asShown is the plan beside its problem.
func (m *madeRota) asShown() rota.Made { return rota.Made{Problem: m.problem, Plan: m.plan} }

func (s *Server) madeWhole(v *visit, strike store.Strike, change func(*rota.Entry)) (*madeRota, error) {
	record, err := v.store.Trust.CurrentPlan(v.ctx(), strike.ID)
	if errors.Is(err, rota.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := v.store.Trust.Entry(v.ctx(), strike.ID)
	if err != nil {
		return nil, err
	}
	change(&e)
	d, err := s.plans.draft(record, e)
	if err != nil {
		return nil, err
	}
	if !v.can(auth.SeePeople) {
		e = e.Unsaid(&d.Problem)
	}
	replanned, err := replannedAt(record)
	if err != nil {
		return nil, err
	}
	m := newReplannedRota(e, d.Problem, d.Plan, record.MadeAt, replanned)
	m.run, m.draft, m.version = record.RunID, d, record.Version
	if m.toldReturn, err = v.store.Trust.ToldReturn(v.ctx(), strike.ID); err != nil {
		return nil, err
	}
	m.now = s.now()
	m.begun = begunBy(e, m.now)
	if d.Plan.ByHand {
		m.edited = record.ChangedAt
		m.byHand = "Last changed by hand " + editorWords(record.ChangedBy) + "at " + moment(record.ChangedAt)
	}
	return m, nil
}

// withRota loads the strike and the rota made last, and shows the empty page when
// there is none; done is then true.
func (s *Server) withRota(v *visit, in section, title string) (b base, m *madeRota, done bool, err error) {
	strike, err := s.strike(v)
	if err != nil {
		return b, nil, false, err
	}
	if m, err = s.made(v, strike); err != nil {
		return b, nil, false, err
	}
	b = s.strikeBase(v, strike, in, title)
	if m == nil {
		return b, nil, true, s.show(v, "empty", noRota(b, v.can(auth.EditRota)))
	}
	return b, m, false, nil
}

// An emptyPage stands in for a page that needs a rota.
type emptyPage struct {
	base
	Why    string
	Button *Button
}

// noRota is the empty state of pages that show a rota. may is whether the visitor may make one.
func noRota(b base, may bool) *emptyPage {
	p := &emptyPage{base: b, Why: "No rota has been made yet."}
	if b.Closed != "" {
		p.Why = "There is no rota any more."
		return p
	}
	if may {
		p.Button = &Button{Text: "Make the rota", Href: strikePath(b.Strike.ID, "solve")}
	}
	return p
}

// madeWords says when the rota was made, and who changed it last by hand.
func (m *madeRota) madeWords() string {
	if m.byHand == "" {
		return "Made at " + moment(m.at)
	}
	return "Made at " + moment(m.at) + ". " + m.byHand
}

// proofWords say how sure the rota is to be best, and whether cost was left out of it.
func (m *madeRota) proofWords() string {
	words := m.plan.ProofWords()
	if m.costLeftOut() {
		words += ". Cost was left out: rates that it needs were missing"
	}
	if m.part != nil {
		words += ". That is of the rota of all services together"
	}
	return words
}

// costLeftOut reports whether an aim of cost that is entered is not one of the rota's,
// though aims are as they were.
func (m *madeRota) costLeftOut() bool {
	aims := m.entry.Aims
	if len(aims) == 0 {
		aims = rota.DefaultAims()
	}
	return !slices.Contains(m.changed, aimsPart) && slices.ContainsFunc(aims, func(a rota.Aim) bool {
		return rota.IsCost(string(a)) && !slices.Contains(m.problem.Aims, a)
	})
}

// editorWords is "by R. Osei ", or "" when it is not known who.
func editorWords(name string) string {
	if name == "" {
		return ""
	}
	return "by " + name + " "
}

// asOf is when the rota came to be as it is, for files.
func (m *madeRota) asOf() time.Time {
	if m.edited.IsZero() {
		return m.at
	}
	return m.edited
}
