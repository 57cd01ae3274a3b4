package exports

import (
	"slices"

	"strikerota/rota"
)

// A stop is everybody whom one thing stops from taking an open place.
type stop struct {
	words   string
	source  string // of the rule
	reasons []rota.Reason
}

// stops puts the reasons of an open place in groups, in the order of the rules.
func (l ledger) stops(o rota.Open) []stop {
	var out []stop
	for _, rule := range rota.MustHold() {
		for _, r := range o.Reasons {
			if r.Rule != rule.ID {
				continue
			}
			words := l.stopWords(o.Slot, r)
			i := slices.IndexFunc(out, func(s stop) bool { return s.words == words })
			if i < 0 {
				i = len(out)
				out = append(out, stop{words: words, source: rule.Source})
			}
			out[i].reasons = append(out[i].reasons, r)
		}
	}
	return out
}

const (
	ruleSkill rota.RuleID = "skill"
	ruleOffer rota.RuleID = "offer"
)

// declined reports whether an offer stops somebody because they have declined the slot.
func (l ledger) declined(id rota.SlotID, r rota.Reason) bool {
	return r.Rule == ruleOffer && slices.Contains(l.Declined, rota.Pair{Slot: id, Consultant: r.Consultant})
}

// stopWords are what stops somebody from taking the slot. Of the rule of offers they tell
// apart who was taken off by hand, who offered and has declined, and who has not offered.
func (l ledger) stopWords(id rota.SlotID, r rota.Reason) string {
	who, _ := l.Problem.Consultant(r.Consultant)
	switch {
	case r.Rule == ruleOffer && slices.Contains(who.KeptOff, id):
		return "Taken off it by hand"
	case l.declined(id, r):
		return "Offered, and has declined it"
	}
	if words, ok := ruleStops[r.Rule]; ok {
		return words
	}
	return rota.RuleName(r.Rule)
}

// inWords is the reason as a sentence about somebody.
func (l ledger) inWords(slot rota.Slot, r rota.Reason) string {
	if l.declined(slot.ID, r) {
		return r.DeclinedWords(slot)
	}
	return r.Words(l.Problem, slot)
}

// ruleStops are the rules as the reason why somebody cannot.
var ruleStops = map[rota.RuleID]string{
	ruleSkill:             "Not trained",
	"site":                "Not at this site",
	ruleOffer:             "No offer for this time and mode",
	"overlap":             "Already at work",
	"travel":              "No time to travel",
	"rest":                "Resting",
	"max_cover":           "Has reached their hours",
	"max_nights_in_a_row": "Too many nights in a row",
	"max_days_in_a_row":   "Too many days in a row",
}
