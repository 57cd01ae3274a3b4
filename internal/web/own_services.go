package web

import (
	"context"
	"errors"
	"slices"
	"strings"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/solve"
)

// A clinical lead may see the slots of some services alone. What a page shows of slots, plans and
// people comes from the loaders of this file and from those that call them ([Server.entry], [Server.made],
// [Server.version], [Server.tellings]), which leave out the rest; a page that asks the store
// past them is refused by the methods below, and one of another service is not found. A test holds
// that every method of the store that tells of slots or people is among them.

// A trustView is what the trust has, for a visitor who sees the slots of some services or of all.
type trustView struct {
	*store.Trust
	own rota.OwnServices
}

// view is what a visitor may ask of their trust.
func view(t *store.Trust, own rota.OwnServices) *trustView { return &trustView{t, own} }

// ownServices are those of an account: of every role but a lead's it is all, and what it may do is what
// narrows them.
func ownServices(user store.User) rota.OwnServices {
	if auth.Role(user.Role) == auth.Lead {
		return user.Services
	}
	return rota.EveryService()
}

// seesAll reports whether the visitor sees the slots of every service.
func (v *visit) seesAll() bool { return v.store.own.All }

// whole reads what tells of slots or people, for those who see all services.
func whole[T any](t *trustView, read func() (T, error)) (out T, err error) {
	if !t.own.All {
		return out, rota.ErrForbidden
	}
	return read()
}

// Slots lists the slots of the visitor's services.
func (t *trustView) Slots(ctx context.Context, strikeID string) ([]store.Slot, error) {
	list, err := t.Trust.Slots(ctx, strikeID)
	return slices.DeleteFunc(list, func(s store.Slot) bool { return !t.own.Has(s.Service) }), err
}

// elsewhereWords stand for what was typed of a version, which may speak of any service.
const elsewhereWords = "Not shown: it may speak of services that you do not see"

// Versions lists what has been published, without what was typed of it.
func (t *trustView) Versions(ctx context.Context, strikeID string) ([]store.Version, error) {
	list, err := t.Trust.Versions(ctx, strikeID)
	for i := range list {
		list[i] = t.ofVersion(list[i])
	}
	return list, err
}

func (t *trustView) ofVersion(x store.Version) store.Version {
	if t.own.All {
		return x
	}
	if x.Note != "" {
		x.Note = elsewhereWords
	}
	x.OpenReason, x.Approver = "", "" // which tell that a place of priority 1 is open, in whichever service
	return x
}

// entry is what is entered of a strike, as far as the visitor may know it. Those who may not see
// residents by name learn nothing of what one has said: for them places are as the rota made
// last has them, and while none is made there are none. Nor do those who see some services learn of
// the others.
func (s *Server) entry(v *visit, strikeID string) (rota.Entry, error) {
	e, err := v.store.Trust.Entry(v.ctx(), strikeID)
	if err != nil || v.can(auth.SeePeople) {
		return e, err
	}
	problem, plan, _, err := s.plan(v, strikeID, e)
	slots := slices.Concat(e.Slots, e.Lost)
	if errors.Is(err, rota.ErrNotFound) {
		return e.Unsaid(nil).Of(rota.Made{}.Own(v.store.own, slots)), nil
	}
	made := rota.Made{Problem: problem, Plan: plan}
	return e.Unsaid(&problem).Of(made.Own(v.store.own, slots, e.Published...)), err
}

// An ownPart is why a rota is a part of one: whose slots are in it, and the whole, of which no page
// may show anything.
type ownPart struct {
	rota.Own
	services rota.OwnServices
	whole    *madeRota
}

// of is the part of the rota that somebody sees of these services. told are the pairs that
// people have been told of.
func (m *madeRota) of(services rota.OwnServices, told ...rota.Pair) *madeRota {
	if services.All {
		return m
	}
	whole := m.asShown()
	was := slices.Concat(told, m.entry.Published, m.draft.Off())
	for _, k := range m.entry.KeptOff {
		was = append(was, k.Pair)
	}
	own := whole.Own(services, slices.Concat(m.entry.Slots, m.entry.Lost), was...)
	made, part := whole.Of(own), *m
	part.problem, part.plan, part.draft, part.entry = made.Problem, made.Plan, m.draft.Of(own), m.entry.Of(own)
	part.people, part.toldReturn, part.part = peopleOf(part.entry), nil, &ownPart{own, services, m}
	return &part
}

// ownRota is the part of the rota made last that the visitor sees.
func (s *Server) ownRota(v *visit, strikeID string, m *madeRota) (*madeRota, error) {
	if v.seesAll() {
		return m, nil
	}
	answers, err := v.store.Trust.Answers(v.ctx(), strikeID)
	var told []rota.Pair
	for _, a := range answers {
		told = append(told, a.Told.Pair)
	}
	return m.of(v.store.own, told...), err
}

// answersOf lists what consultants have been told of in the visitor's services, and what they said: of slots of the
// newest version, or of those entered.
func (s *Server) answersOf(v *visit, strikeID string, newest int64) ([]store.Answer, error) {
	list, err := v.store.Trust.Answers(v.ctx(), strikeID)
	if err != nil || v.seesAll() {
		return list, err
	}
	slots, err := v.store.Slots(v.ctx(), strikeID)
	if err != nil {
		return nil, err
	}
	_, h, err := s.version(v, strikeID, newest)
	if err != nil {
		return nil, err
	}
	here := map[rota.SlotID]bool{}
	for _, slot := range slices.Concat(plainSlots(slots), h.Problem.Slots) {
		here[slot.ID] = true
	}
	return slices.DeleteFunc(list, func(a store.Answer) bool { return !here[a.Told.Slot] }), nil
}

// callsOf lists what was said by telephone since the newest version, of the slots of the rota and of those
// entered that the visitor sees.
func (s *Server) callsOf(v *visit, strikeID string, m *madeRota) ([]store.Call, error) {
	list, err := v.store.Trust.Calls(v.ctx(), strikeID)
	if m.part == nil {
		return list, err
	}
	return slices.DeleteFunc(list, func(c store.Call) bool { _, seen := m.slot(c.Slot); return !seen }), err
}

// editsOf lists the newest changes by hand, but for those that touch what the visitor does not see.
func (s *Server) editsOf(v *visit, strikeID string, m *madeRota) ([]store.Edit, error) {
	list, err := v.store.Trust.Edits(v.ctx(), strikeID, 0, recentEdits)
	if m.part == nil {
		return list, err
	}
	return slices.DeleteFunc(list, func(e store.Edit) bool { return !m.part.Change(e.Change) }), err
}

// knows is rota.ErrNotFound for a consultant who is not entered, or whom the visitor does not see.
func (s *Server) knows(v *visit, strike store.Strike, id rota.ConsultantID) error {
	_, err := v.store.Trust.Consultant(v.ctx(), strike.ID, id)
	if err != nil || v.seesAll() {
		return err
	}
	m, err := s.made(v, strike)
	if err == nil && m != nil && !m.part.Person(id) {
		err = rota.ErrNotFound
	}
	return err
}

// noSlotWords say of which of the visitor's services none of the slots is, which are what they see of the strike;
// "" for none, and for those who see all.
func (v *visit) noSlotWords(slots []rota.Slot) string {
	switch own := v.store.own; {
	case own.All:
		return ""
	case own.List == "":
		return "This strike has no slot of a service that you see."
	default:
		return noSlotOf(own, slots, "in this strike")
	}
}

// noSlotOf says of which of the services none of the slots is, or is "".
func noSlotOf(own rota.OwnServices, slots []rota.Slot, where string) string {
	var there []string
	for _, s := range slots {
		there = append(there, s.Service)
	}
	none := own.Without(there)
	if len(none) == 0 {
		return ""
	}
	return "There is no slot of " + strings.Join(none, " or ") + " " + where + "."
}

// ownServicesWords tell a lead whose slots they see; "" for those who see all.
func (v *visit) ownServicesWords() string {
	switch {
	case v.seesAll():
		return ""
	case v.store.own.List == "":
		return "You see the slots of no service yet. Ask an administrator of the planner to give your account yours."
	}
	return "You see " + v.store.own.Words() + "."
}

// candidate reports whether nothing that it moves or opens is hidden.
func (p *ownPart) candidate(c solve.Candidate) bool {
	ok := p.Person(c.Consultant)
	slots := slices.Clone(c.Opens)
	for _, m := range c.Moves {
		ok = ok && p.Person(m.Consultant)
		slots = slices.Concat(slots, m.Takes, m.Leaves)
	}
	return ok && !slices.ContainsFunc(slots, func(id rota.SlotID) bool { return !p.Slot(id) })
}

// ownFiles are the files of a rota that is a part: they say so, and hold neither ways out, which name
// other slots, nor money.
func (m *madeRota) ownFiles(h exports.Handout) exports.Handout {
	if m.part == nil {
		return h
	}
	h.Only, h.Ways, h.Money = m.part.services.Words(), nil, exports.Money{}
	return h
}
