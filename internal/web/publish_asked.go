package web

import (
	"strikerota/internal/store"
	"strikerota/rota"
)

// An askCount counts the assignments of the rota by what is known of whether they come.
type askCount struct {
	confirmed int
	fresh     int // told of nothing, or of another time or place, by the newest version, and not confirmed since
	silent    int // told of just this, and not confirmed
}

// askCount counts those of the rota, what was said by telephone since the newest version with it; of what is
// over, or kept as worked, only what is confirmed.
func (m *madeRota) askCount() askCount {
	var out askCount
	locks := lockedPairs(m.entry)
	for _, a := range m.plan.Assignments {
		slot, _ := m.problem.Slot(a.Slot)
		switch _, told := m.told.of(slot, a.Consultant); {
		case m.told.outcome(slot, a.Consultant) == store.Confirmed:
			out.confirmed++
		case !slot.End.After(m.answersAt()), locks[a.Pair()].Reason == rota.WorkedReason:
		case told:
			out.silent++
		default:
			out.fresh++
		}
	}
	return out
}

// askedWords say whom to ask once the rota is published, and who is not asked again.
func (m *madeRota) askedWords() []string {
	a, last := m.askCount(), toVersion(m.told.number)
	var out []string
	if n := a.confirmed; n > 0 {
		out = append(out, count(n, "assignment is confirmed already, and stays so", "assignments are confirmed already, and stay so")+": nobody is asked again of the same slot at the same time and place.")
	}
	switch n := a.fresh; {
	case n > 0 && m.told.number == 0:
		out = append(out, sentenceIsAre(n, "assignment")+" still to be asked about.")
	case n > 0:
		out = append(out, sentenceIsAre(n, "assignment")+" new since "+last+", or at another time or place, and still to be asked about.")
	}
	if n := a.silent; n > 0 {
		out = append(out, count(n, "assignment is as "+last+" has it, and is not confirmed yet", "assignments are as "+last+" has them, and are not confirmed yet")+".")
	}
	return out
}

// toTell is how many are still to be told that they need not come to what the newest version has for
// them: once another is published, nobody is asked to ring them.
func (in callsInput) toTell() int {
	n := 0
	for _, l := range in.lines() {
		if in.m.told.number > 0 && l.Comes == no {
			n++
		}
	}
	return n
}

// tellWords say so.
func (in callsInput) tellWords() string {
	n := in.toTell()
	if n == 0 {
		return ""
	}
	return count(n, "assignment of "+toVersion(in.m.told.number)+" has gone, and whoever had it has not been told", "assignments of "+toVersion(in.m.told.number)+" have gone, and whoever had them has not been told") +
		". Ring them first: once this rota is published, nobody is listed who is in it no more."
}
