package web

import (
	"fmt"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// An answerLine is how it stands with one assignment, and what may be recorded of it.
type answerLine struct {
	What  Link
	Slot  string
	State Tag
	Said  string
	Do    []Button
	Day   *Link // where it is recorded that they stopped, once it has begun
	Saw   int64 // the number of the answer
}

// answersAt is the time by which answers have begun or are over: once the strike is over nothing
// is under way, and what was said and not recorded may still be.
func answersAt(now time.Time, s rota.Strike) time.Time {
	if !now.Before(s.End) {
		return time.Time{}
	}
	return now
}

func (m *madeRota) answersAt() time.Time { return answersAt(m.now, m.entry.Strike) }

// begun reports whether what they were told of has begun: from then on nobody declines it.
func begun(a store.Answer, now time.Time) bool { return !a.Told.Start.After(now) }

// over reports whether what they were told of is over: nobody is rung about it any more.
func over(a store.Answer, now time.Time) bool { return !a.Told.End.After(now) }

// answerButtons are what may be recorded next. To decline what has begun would take away what
// they have worked of it; and nobody confirms what they do not offer any more (again): the place
// has to be filled again.
func answerButtons(a store.Answer, again bool, now time.Time) []Button {
	if a.Outcome == store.Declined {
		return []Button{outcomeButton("Take it back", store.TakenBack)}
	}
	if over(a, now) || a.Outcome == store.EndsSooner {
		return nil
	}
	var out []Button
	if a.Outcome != store.Confirmed && !again {
		out = append(out, outcomeButton("Confirms", store.Confirmed))
	}
	if a.Outcome == store.NotAsked {
		out = append(out, outcomeButton("Rung, no answer", store.Rung))
	}
	if begun(a, now) {
		return out
	}
	return append(out, outcomeButton("Declines", store.Declined))
}

// dayLink leads from what is under way to where it is recorded that somebody stopped or did not
// come; nil for all else.
func (in answering) dayLink(a store.Answer) *Link {
	if now := in.m.answersAt(); !begun(a, now) || over(a, now) || a.Outcome == store.Declined || !in.here[a.Told.Pair] {
		return nil
	}
	page := withQuery(strikePath(in.base.Strike.ID, "day", "unable"), consultantField, string(a.Told.Consultant))
	return &Link{Text: "Gone sick, sent home or not there: record it on the day", Href: page}
}

// A declineBegun is the page of a decline that came once the shift had begun.
func (s *Server) declineBegun(v *visit, strike store.Strike, told tellings, answer store.NewAnswer) (bool, error) {
	if answer.Outcome != store.Declined {
		return false, nil
	}
	a, ok := told.by[answer.Pair]
	if !ok || !begun(a, answersAt(s.now(), strike.Strike)) || a.Outcome == store.Declined {
		return false, nil
	}
	p := &errorPage{base: s.strikeBase(v, strike, rotaSection, "This shift has begun, so it cannot be declined"),
		Paragraphs: []string{"Nothing has been saved. To decline it would take away the hours and the pay of what has been worked.",
			"If they went home, fell ill or did not come, record that on the day: what they worked stays theirs, and what is left of it opens."},
		Links: []Link{{Text: unableTitle, Href: withQuery(strikePath(strike.ID, "day", "unable"), consultantField, string(answer.Consultant))}}}
	return true, s.showWith(v, statusOf(rota.ErrConflict), "error", p)
}

// reopened counts the slots with a place open that somebody of the newest version is in no more.
func (t tellings) reopened(plan rota.Plan) int {
	return len(t.openAgain(plan, func(store.Answer) bool { return true }))
}

// declinedSince reports whether somebody has declined of the newest version what is open.
func (t tellings) declinedSince(plan rota.Plan) bool {
	return len(t.openAgain(plan, func(a store.Answer) bool { return a.Outcome == store.Declined || a.Outcome == notAvailable })) > 0
}

func (t tellings) openAgain(plan rota.Plan, counts func(store.Answer) bool) map[rota.SlotID]bool {
	here, out := pairSet(plan.Pairs()), map[rota.SlotID]bool{}
	for _, a := range t.list {
		if _, open := plan.OpenIn(a.Told.Slot); open && a.Current && !here[a.Told.Pair] && counts(a) {
			out[a.Told.Slot] = true
		}
	}
	return out
}

// figures count the assignments of the newest version by how they stand, and apart from them
// those that nobody is to be rung about any more: what is over, what the rota has changed since,
// and what was declined and is in the version no more.
func (t tellings) figures(m *madeRota) []Figure {
	counts, here := map[store.Outcome]int{}, pairSet(m.plan.Pairs())
	before, past, changed := 0, 0, 0
	for _, a := range t.list {
		switch {
		case !a.Current:
			before++
		case unsettled(a) && over(a, m.answersAt()):
			past++
		case unsettled(a) && !here[a.Told.Pair]:
			changed++
		default:
			counts[a.Outcome]++
		}
	}
	var out []Figure
	outcomes := []store.Outcome{store.NotAsked, store.Rung, store.Confirmed, store.Declined}
	if counts[notAvailable] > 0 {
		outcomes[3] = notAvailable
	}
	for _, o := range outcomes {
		out = append(out, Figure{answerWords(o), fmt.Sprint(counts[o])})
	}
	for _, f := range []struct {
		words string
		n     int
	}{{answerWords(store.EndsSooner), counts[store.EndsSooner]}, {"Over, never confirmed", past}, {"Changed since, not confirmed", changed}, {"Declined, of an older version", before}} {
		if f.n > 0 {
			out = append(out, Figure{f.words, fmt.Sprint(f.n)})
		}
	}
	return out
}
