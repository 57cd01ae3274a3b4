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
			out = append(out, d.Span.Words()+", "+modePhrase(d.Mode))
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
	planned, _ := p.Consultant(r.Consultant)
	now, known := m.people[r.Consultant]
	if r.Rule != ruleOffer || !known || slices.Contains(planned.KeptOff, slot.ID) || !rota.Able(now, slot) {
		return r.Words(p, slot)
	}
	if rota.Able(now.Without(m.entry.Declined), slot) {
		return "offers this time " + modePhrase(slot.Mode) + " by what is entered now, which counts once the rota is made again"
	}
	return "offered this time " + modePhrase(slot.Mode) + " and has declined it"
}

// countsLater reports whether the consultant offers the slot by what is entered now and
// not yet in the rota.
func (m *madeRota) countsLater(pair rota.Pair) bool {
	slot, there := m.slot(pair.Slot)
	planned, _ := m.problem.Consultant(pair.Consultant)
	planned.KeptOff = nil
	return there && !rota.Able(planned, slot) && rota.Able(m.people[pair.Consultant].Without(m.entry.Declined), slot)
}
