package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// A whyGroup is everybody whom one rule stops.
type whyGroup struct {
	Rule    string // as a heading
	Count   string
	Trained bool // they have the skill
	People  []whyPerson
}

// Many reports whether the group is too long to be seen at once.
func (g whyGroup) Many() bool { return len(g.People) > manyShown }

// Alike puts together the names of those who are stopped in the same words.
func (g whyGroup) Alike() []whyAlike {
	var out []whyAlike
	for _, p := range g.People {
		i := slices.IndexFunc(out, func(a whyAlike) bool { return a.Why == p.Why })
		if i < 0 {
			i = len(out)
			out = append(out, whyAlike{Why: p.Why})
		}
		out[i].Names = append(out[i].Names, p.Name)
	}
	return out
}

// A whyAlike is who is stopped in the same words.
type whyAlike struct {
	Why   string
	Names []string
}

// A whyPerson is one consultant and what stops them, in words.
type whyPerson struct {
	ID, Name, Why string
	Contact       string // of who could be asked to offer it, or ""
	Offer         string // where their offer is recorded, or ""
}

// A why is why places of a slot are open.
type why struct {
	Sentence string
	Trained  []whyGroup
	Others   []whyGroup // not trained: many, and of little use
	Free     []string   // whom nothing stops
}

// ruleSkill is the rule by which people are trained for a slot or not.
const ruleSkill rota.RuleID = "skill"

// ruleOffer is the rule that only who has offered is given a slot.
const ruleOffer rota.RuleID = "offer"

// whyOpen puts the reasons of an open slot in groups by rule, people with the
// skill first.
func (m *madeRota) whyOpen(o rota.Open) why {
	return m.whyOpenBesides(o, rota.EvenOffered(m.problem, m.plan, o.Slot))
}

// whyOpenBesides is why a slot is open with what else would stop those who have not offered it, or nil
// where nobody reads of each person.
func (m *madeRota) whyOpenBesides(o rota.Open, besides map[rota.ConsultantID]rota.Reason) why {
	slot, _ := m.problem.Slot(o.Slot)
	var w why
	trained, parts := 0, []string{}
	in := map[rota.ConsultantID]bool{}
	for _, a := range m.plan.Holders(o.Slot) {
		in[a.Consultant] = true
	}
	off, hidden := m.whyKeptOff(o.Slot, in), []whyPerson(nil)
	for _, rule := range rota.MustHold() {
		g := whyGroup{Rule: stopOf(rule.ID).heading, Trained: rule.ID != ruleSkill}
		for _, r := range o.Reasons {
			switch {
			case r.Rule != rule.ID || in[r.Consultant]:
			case m.hidden(r):
				hidden = append(hidden, whyPerson{ID: string(r.Consultant), Name: m.name(r.Consultant), Why: unavailable})
			case !off[r.Consultant]:
				g.People = append(g.People, whyPerson{ID: string(r.Consultant), Name: m.name(r.Consultant), Why: sentence(m.stopWords(r, m.problem, slot)) + m.besidesWords(besides, r, slot)})
			}
		}
		if len(g.People) == 0 {
			continue
		}
		slices.SortStableFunc(g.People, byName)
		g.Count = count(len(g.People), "consultant")
		if !g.Trained {
			w.Others = append(w.Others, g)
			continue
		}
		trained += len(g.People)
		parts = append(parts, fmt.Sprintf("%d %s", len(g.People), stopOf(rule.ID).phrase))
		w.Trained = append(w.Trained, g)
	}
	if g := w.unavailable(hidden); g != nil {
		trained += len(hidden)
		parts = append(parts, fmt.Sprintf("%d %s", len(hidden), rota.LowerFirst(unavailable)))
		w.Trained = append(w.Trained, *g)
	}
	if len(in) > 0 {
		trained += len(in)
		parts = append(parts, fmt.Sprintf("%d in another of its places", len(in)))
	}
	if len(off) > 0 && !m.apart() {
		trained += len(off)
		parts = append(parts, fmt.Sprintf("%d taken off it by hand", len(off)))
	}
	w.Free = m.free(o)
	w.Sentence = whySentence(len(m.problem.Consultants), trained+len(w.Free), parts, w.Free)
	if m.part != nil {
		w.Sentence = "Of the consultants whom you see: " + rota.LowerFirst(w.Sentence) + " Those who cover other services alone are not counted."
	}
	return w
}

// besidesWords say what else would stop somebody who has not offered the slot; "" for nothing.
func (m *madeRota) besidesWords(besides map[rota.ConsultantID]rota.Reason, r rota.Reason, slot rota.Slot) string {
	other, stopped := besides[r.Consultant]
	if r.Rule != ruleOffer || !stopped || m.hidden(other) {
		return ""
	}
	return other.EvenOfferedWords(m.problem, slot)
}

// asked adds to those who have not offered the slot how to reach them and where to record that they do, but for
// those who have said no to it, and while there is time.
func (in coverInput) asked(w *why, strikeID string) {
	if !in.may(auth.SeePeople) || !in.may(auth.EditPeople) || !in.slot.End.After(in.m.now) {
		return
	}
	no := map[rota.Pair]bool{}
	for _, d := range in.m.entry.Declined {
		no[d.Pair] = true
	}
	for _, g := range w.Trained {
		for i := range g.People {
			id := rota.ConsultantID(g.People[i].ID)
			if _, known := in.m.people[id]; g.Rule == stopOf(ruleOffer).heading && known && !rota.HasOffered(in.m.people[id], in.slot) && !no[rota.Pair{Slot: in.slot.ID, Consultant: id}] {
				g.People[i].Contact, g.People[i].Offer = in.reach(id), offerPath(strikeID, id, in.slot.ID)
			}
		}
	}
}

func byName(a, b whyPerson) int { return strings.Compare(a.Name, b.Name) }

func whySentence(all, trained int, parts, free []string) string {
	switch {
	case all == 0:
		return "No consultant is entered."
	case trained == 0:
		return "No consultant is trained for it."
	case len(free) > 0:
		parts = append(parts, fmt.Sprintf("%d could take it: nothing stops them", len(free)))
	}
	return fmt.Sprintf("%s trained for it: %s.", sentenceIsAre(trained, "consultant"), strings.Join(parts, ", "))
}

// free are those whom no rule stops and who are not in the slot: a rota that has been
// changed by hand, leaves the place open on purpose or is not proved best has them.
func (m *madeRota) free(o rota.Open) []string {
	stopped := map[rota.ConsultantID]bool{}
	for _, r := range o.Reasons {
		stopped[r.Consultant] = true
	}
	for _, a := range m.plan.Holders(o.Slot) {
		stopped[a.Consultant] = true
	}
	var out []string
	for _, c := range m.problem.Consultants {
		if !stopped[c.ID] {
			out = append(out, m.name(c.ID))
		}
	}
	return out
}

// A stop is how pages word a rule that stops people: as a heading, and after a number.
type stop struct{ heading, phrase string }

var stops = map[rota.RuleID]stop{
	ruleSkill:             {"Not trained", "not trained"},
	"site":                {"Not at this site", "not at this site"},
	ruleOffer:             {"No offer that counts for this time", "with no offer that counts for this time"},
	"overlap":             {"Already at work", "already at work"},
	"travel":              {"No time to travel", "without the time to travel"},
	"rest":                {"Resting", "resting"},
	"max_cover":           {"At their limit of hours", "at their limit of hours"},
	"max_nights_in_a_row": {"At their limit of nights in a row", "at their limit of nights in a row"},
	"max_days_in_a_row":   {"At their limit of days in a row", "at their limit of days in a row"},
}

func stopOf(id rota.RuleID) stop {
	if s, ok := stops[id]; ok {
		return s
	}
	return stop{rota.RuleName(id), "stopped by “" + rota.RuleName(id) + "”"}
}

// asBroken turns what would stop somebody into what a lock has made of them.
var asBroken = strings.NewReplacer("would have", "has", "would pass", "passes", "would work", "works")

// breachWords says what is wrong with a consultant's place in the slot.
func (m *madeRota) breachWords(b rota.Breach, slot rota.Slot) string {
	r := rota.Reason{Consultant: b.Consultant, Rule: b.Rule, Because: b.Because(slot.ID)}
	if m.hidden(r) {
		return m.name(b.Consultant) + ": is here against a rule, which the rota coordinators know."
	}
	words := m.name(b.Consultant) + ": " + asBroken.Replace(m.stopWords(r, m.problem, slot)) + "."
	if b.Rule == "overlap" && len(b.Slots) > 1 {
		words += " Hours, nights and cost count that time once."
	}
	return words
}

// brokenWords says what is wrong with a consultant's place in the slot, and why
// it was locked all the same.
func (m *madeRota) brokenWords(b rota.Breach, slot rota.Slot) string {
	text := m.breachWords(b, slot) + " "
	locks, locked := lockedPairs(m.entry), false
	var why []string
	for _, id := range b.Slots {
		l, ok := locks[rota.Pair{Slot: id, Consultant: b.Consultant}]
		locked = locked || ok
		if ok && l.Reason != "" && !slices.Contains(why, l.Reason) {
			why = append(why, l.Reason)
		}
	}
	switch {
	case !locked:
		return text + "The lock has been taken off since: make the rota again."
	case m.apart():
		return text + "Locked all the same."
	case why == nil:
		return text + "Locked all the same, with no reason recorded."
	}
	return text + "Locked all the same, because: " + strings.TrimSuffix(strings.Join(why, "; "), ".") + "."
}

// sentence begins with a capital.
func sentence(s string) string { return rota.UpperFirst(s) }
