package web

import (
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// A withdrawn offer is one under an assignment that the newest version tells of and that the rota
// still has: whoever withdrew it may not come, and nobody but the planner may know.
type withdrawn struct {
	Pair  rota.Pair
	Words string // who withdrew it, and when
	Slot  Link
}

// offersTold reports whether a consultant offers all of what they have been told of.
func offersTold(who rota.Consultant, t rota.Told) bool {
	return slices.ContainsFunc(who.Offers, func(o rota.Offer) bool { return o.Contains(t.Span) && slices.Contains(o.Modes, t.Mode) })
}

// withdrawnOffers are those that were there when the rota was made and are not any more, by time, but
// for what was declined, which opens the place, and for locks to which they have agreed. changes are what consultants changed themselves.
func withdrawnOffers(e rota.Entry, p rota.Problem, plan rota.Plan, told tellings, changes func() ([]store.OwnChange, error)) ([]withdrawn, error) {
	var gone []store.Answer
	people, here := peopleOf(e), pairSet(plan.Pairs())
	for _, a := range told.list {
		who, known := people[a.Told.Consultant]
		was, _ := p.Consultant(a.Told.Consultant)
		if a.Current && a.Outcome != store.Declined && known && here[a.Told.Pair] && offersTold(was, a.Told) && !offersTold(who, a.Told) && !keptAsAgreed(e, a.Told.Pair) {
			gone = append(gone, a)
		}
	}
	if gone == nil {
		return nil, nil
	}
	slices.SortStableFunc(gone, func(a, b store.Answer) int { return a.Told.Span.Compare(b.Told.Span) })
	own, err := changes()
	var out []withdrawn
	for _, a := range gone {
		words := people[a.Told.Consultant].Name + "’s offer for this has been taken out"
		if at := withdrawnAt(own, a.Told); !at.IsZero() {
			words = people[a.Told.Consultant].Name + " withdrew this offer at " + moment(at)
		}
		if a.Outcome == store.Confirmed {
			words += ", and had confirmed it"
		}
		slot, ok := p.Slot(a.Told.Slot)
		if !ok {
			continue
		}
		out = append(out, withdrawn{a.Told.Pair, words, Link{Text: p.SlotWords(slot)}})
	}
	return out, err
}

// withdrawnAt is when they last took an offer out of what they had been told of themselves; zero for never.
func withdrawnAt(own []store.OwnChange, t rota.Told) (at time.Time) {
	for _, c := range own {
		if c.After.ID == t.Consultant && offersTold(c.Before, t) && !offersTold(c.After, t) {
			at = c.At
		}
	}
	return at
}

// addWithdrawn loads them for those who arrange cover, with where each is seen, once it is known what
// people have been told of.
func (s *Server) addWithdrawn(v *visit, strikeID string, m *madeRota) (err error) {
	if !v.can(auth.EditRota) {
		return nil
	}
	m.withdrawn, err = withdrawnOffers(m.entry, m.problem, m.plan, m.told, func() ([]store.OwnChange, error) { return v.store.OwnChanges(v.ctx(), "", strikeID, "") })
	for i, w := range m.withdrawn {
		m.withdrawn[i].Slot.Href = coverPath(strikeID, w.Pair.Slot)
	}
	return err
}

// withdrawnBy says it of one assignment; "" when its offer stands.
func withdrawnBy(list []withdrawn, pair rota.Pair) string {
	i := slices.IndexFunc(list, func(w withdrawn) bool { return w.Pair == pair })
	if i < 0 {
		return ""
	}
	return sentence(list[i].Words) + "."
}
