package web

import (
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// What a clinical lead reads of what stops a consultant, or of a rule that one breaks, is what
// follows from the rota that they read and from training: why somebody is not working is for the
// rota coordinators alone, and to all others one word. What was typed about a person is nobody else's.
const unavailable = "Unavailable"

// follows reports whether a reason follows from the rota and from training alone: an offer,
// an answer, a session or a limit of somebody's own does not.
func (m *madeRota) follows(r rota.Reason) bool {
	switch r.Rule {
	case ruleSkill, "site":
		return true
	case "overlap", "travel", "rest", "max_days_in_a_row":
		return !slices.ContainsFunc(r.Because, func(id string) bool {
			_, slot := m.problem.Slot(rota.SlotID(id))
			return !slot
		})
	}
	return false
}

// hidden reports whether the reason is kept from whoever reads the rota.
func (m *madeRota) hidden(r rota.Reason) bool { return m.apart() && !m.follows(r) }

// unavailable is the group of those whose reasons are kept from whoever reads; nil for nobody.
func (w *why) unavailable(people []whyPerson) *whyGroup {
	if len(people) == 0 {
		return nil
	}
	slices.SortStableFunc(people, byName)
	return &whyGroup{Rule: unavailable, Count: count(len(people), "consultant"), Trained: true, People: people}
}

// waysApart words an open slot for those who do not arrange the rota: which slots cannot all be
// filled. Who could take any of them, what binds each and what would change that are the
// consultants' own.
func (m *madeRota) waysApart(strikeID string, slot rota.SlotID, may func(auth.Act) bool) *waysOut {
	if m.part != nil {
		return &waysOut{Note: "The rota coordinators read what else stands against it, in other services too, and what would fill it."}
	}
	w := m.waysOut(strikeID, slot, may)
	if w.Fixes == nil && w.Conflict == "" {
		return w
	}
	out := &waysOut{Note: "The rota coordinators read what would fill it.", Unsure: w.Unsure && w.Parts != nil}
	if w.Parts != nil {
		out.Conflict = strings.TrimSuffix(w.Parts.Sentence, ".") + ": " + strings.Join(w.Parts.Slots, "; ") + "."
	}
	return out
}

// locksApart are locks without what was typed about people; that somebody worked a part of a slot stays.
func locksApart(list []rota.Lock) []rota.Lock {
	out := slices.Clone(list)
	for i, l := range out {
		if l.Reason != rota.WorkedReason {
			out[i].Reason = ""
		}
	}
	return out
}

// notAvailable is the answer of somebody who declined, to those who may not know that they did.
const notAvailable store.Outcome = "unavailable"

// answersApart are the answers as a clinical lead reads them: who comes and who does not, as the newest
// version has it, and nothing of what was declined before.
func answersApart(list []store.Answer) []store.Answer {
	var out []store.Answer
	for _, a := range list {
		if a.Outcome == store.Declined {
			if !a.Current {
				continue
			}
			a.Outcome = notAvailable
		}
		out = append(out, a)
	}
	return out
}
