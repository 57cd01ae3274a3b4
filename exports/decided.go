package exports

import (
	"slices"
	"strings"

	"strikerota/rota"
)

// A BrokenRule is a rule that somebody has decided to break: which, and in words who does
// it where and why.
type BrokenRule struct{ Rule, Words string }

// BrokenRules lists the rules that locks break, as the workbooks do.
func (h Handout) BrokenRules() []BrokenRule { return newLedger(h).brokenRules() }

func (l ledger) brokenRules() []BrokenRule {
	var out []BrokenRule
	for _, b := range l.Plan.Broken {
		words := l.breachWords(b)
		if b.Consultant != "" {
			words = l.name(b.Consultant) + ": " + words
		}
		if why := l.reasonOf(b); why != "" {
			words += ". Locked all the same, because: " + why
		}
		out = append(out, BrokenRule{rota.RuleName(b.Rule), words})
	}
	return out
}

// brokenIn names the rules that a person has decided to break with an assignment; "" for none.
func (l ledger) brokenIn(pair rota.Pair) string {
	var out []string
	for _, b := range l.Plan.Broken {
		name := rota.RuleName(b.Rule)
		if (b.Consultant == pair.Consultant || b.Consultant == "") && slices.Contains(b.Slots, pair.Slot) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "; ")
}

// brokenPairs are the assignments with which a rule is broken on purpose.
func (l ledger) brokenPairs() (out []rota.Pair) {
	for _, pair := range l.Plan.Pairs() {
		if l.brokenIn(pair) != "" {
			out = append(out, pair)
		}
	}
	return out
}

// decided says that a rule is broken on purpose, and the reason typed with the lock.
func (l ledger) decided(pair rota.Pair) string {
	broken, why := l.brokenIn(pair), l.reasons[pair]
	if broken == "" {
		return why
	}
	words := "Breaks a rule on purpose: " + broken
	if why != "" {
		words += ". " + why
	}
	if once := l.onceWords(pair); once != "" {
		words = strings.TrimSuffix(words, ".") + ". " + once
	}
	return words
}

// onceWords says how much of the assignment counts in another slot; "" for none.
func (l ledger) onceWords(pair rota.Pair) string {
	if l.elsewhere[pair] == 0 {
		return ""
	}
	return rota.OnceWords(l.elsewhere[pair])
}

// lockedWords says whether a person has decided the assignment, and which rules it breaks.
func (l ledger) lockedWords(a rota.Assignment) string {
	if broken := l.brokenIn(a.Pair()); broken != "" {
		words := yesNo(a.Locked) + ", breaks a rule: " + broken
		if once := l.onceWords(a.Pair()); once != "" {
			words += ". " + once
		}
		return words
	}
	return yesNo(a.Locked)
}

// leftOpen is what is left open of the slot on purpose.
func (l ledger) leftOpen(id rota.SlotID) rota.LeftOpen {
	for _, left := range l.LeftOpen {
		if left.Slot == id && !left.StoodDown() {
			return left
		}
	}
	return rota.LeftOpen{}
}

// leftWords says that a place is left open on purpose, and why, or that it could not be
// covered whole any more.
func leftWords(left rota.LeftOpen) string {
	switch {
	case left.Reason == "":
		return "Left open on purpose"
	case left.Begun():
		return left.Reason
	}
	return "Left open on purpose: " + left.Reason
}

// untyped is the handout without the reasons that people have typed. Who must be told by code alone
// could read from one whose code it is.
func (h Handout) untyped() Handout {
	h.Locks, h.LeftOpen = slices.Clone(h.Locks), slices.Clone(h.LeftOpen)
	for i := range h.Locks {
		h.Locks[i].Reason = ""
	}
	for i, left := range h.LeftOpen {
		if !left.Begun() && !left.StoodDown() {
			h.LeftOpen[i].Reason = ""
		}
	}
	return h
}
