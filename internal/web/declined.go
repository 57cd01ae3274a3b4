package web

import (
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/rota"
)

// declines are those that were declined, in the order of the answers.
func (t tellings) declines() []rota.Told {
	var out []rota.Told
	for _, a := range t.list {
		if a.Outcome == store.Declined {
			out = append(out, a.Told)
		}
	}
	return out
}

// declinedSpans say which of what the consultant offers they have declined since, as "8am
// to 8pm, on site"; "" for nothing.
func declinedSpans(who rota.Consultant, declined []rota.Told) string {
	var out []string
	for _, d := range declined {
		offers := func(o rota.Offer) bool { return slices.Contains(o.Modes, d.Mode) && o.Overlaps(d.Span) }
		if d.Consultant == who.ID && slices.ContainsFunc(who.Offers, offers) {
			out = append(out, d.Span.Words()+", "+d.Mode.Phrase())
		}
	}
	return strings.Join(out, "; ")
}

// declinedNote is a sentence of what was declined; "" for nothing.
func declinedNote(who rota.Consultant, declined []rota.Told) string {
	if words := declinedSpans(who, declined); words != "" {
		return "Declined since, so it does not count: " + words
	}
	return ""
}

// stopWords say what stops the reason's consultant. Of the rule of offers they tell apart
// who never offered, who did and declined, and whose offer counts again since the rota was made.
func (m *madeRota) stopWords(r rota.Reason, p rota.Problem, slot rota.Slot) string {
	switch offers, declined := m.offersNow(r, p, slot); {
	case declined:
		return r.DeclinedWords(slot)
	case offers:
		return "offers this time " + slot.Mode.Phrase() + " by what is entered now, which counts once the rota is made again"
	}
	return r.Words(p, slot)
}

// offersNow reports whether somebody whom the rule of offers stops offers the slot by what
// is entered now, and whether they have declined it.
func (m *madeRota) offersNow(r rota.Reason, p rota.Problem, slot rota.Slot) (offers, declined bool) {
	planned, _ := p.Consultant(r.Consultant)
	now, known := m.people[r.Consultant]
	if r.Rule != ruleOffer || !known || slices.Contains(planned.KeptOff, slot.ID) || !rota.Able(now, slot) {
		return false, false
	}
	return true, !rota.Able(now.Without(m.entry.Declined), slot)
}

// declinedOpen are those who offered a slot that is open, by what is entered, and have
// declined it.
func (m *madeRota) declinedOpen() []rota.Pair {
	var out []rota.Pair
	for _, o := range m.plan.Open {
		slot, _ := m.problem.Slot(o.Slot)
		for _, r := range o.Reasons {
			if _, declined := m.offersNow(r, m.problem, slot); declined {
				out = append(out, rota.Pair{Slot: o.Slot, Consultant: r.Consultant})
			}
		}
	}
	return out
}

// countsLater reports whether the consultant offers the slot by what is entered now and
// not yet in the rota.
func (m *madeRota) countsLater(pair rota.Pair) bool {
	slot, there := m.slot(pair.Slot)
	planned, _ := m.problem.Consultant(pair.Consultant)
	planned.KeptOff = nil
	return there && !rota.Able(planned, slot) && rota.Able(m.people[pair.Consultant].Without(m.entry.Declined), slot)
}
