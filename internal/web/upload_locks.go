package web

import (
	"slices"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A workbook tells nothing of locks: they stay. Where it takes away the offer beneath one, or moves its slot out of
// it, somebody would be kept in a place that they have not offered, and whoever uploads it is asked who agreed.

// unofferedLocks are the locks that stay whose slot its consultant has offered now, and has not in the file.
func unofferedLocks(now, file rota.Entry, kept []rota.Lock) []rota.Lock {
	return slices.DeleteFunc(slices.Clone(kept), func(l rota.Lock) bool { return hasOffered(file, l.Pair) || !hasOffered(now, l.Pair) })
}

// hasOffered reports whether what is entered has an offer of the pair's consultant of its slot.
func hasOffered(e rota.Entry, p rota.Pair) bool {
	slot := slices.IndexFunc(e.Slots, func(s rota.Slot) bool { return s.ID == p.Slot })
	who := slices.IndexFunc(e.Consultants, func(c rota.Consultant) bool { return c.ID == p.Consultant })
	return slot >= 0 && who >= 0 && rota.HasOffered(e.Consultants[who], e.Slots[slot])
}

// unofferedField says, in a form, what becomes of such locks.
const unofferedField = "unoffered"

// A lockFate is what becomes of a lock whose offer the file takes away.
type lockFate string

const (
	lockAgreed lockFate = "agreed"
	lockOff    lockFate = "unlock"
)

// unofferedLocksView asks what becomes of them.
type unofferedLocksView struct {
	Locks   []string
	Fate    Choices
	Consent *consentInputs
}

// newUnofferedLocks is nil where there is none.
func newUnofferedLocks(f *form.Form, file rota.Entry, locks []rota.Lock) *unofferedLocksView {
	if len(locks) == 0 {
		return nil
	}
	p := &unofferedLocksView{Consent: newConsentInputs(f, "If they have agreed:"),
		Fate: radios(f, unofferedField, "What becomes of them", []Option{
			{Value: string(lockAgreed), Text: "Keep them: everybody in them has agreed to it", Hint: "Say below who has agreed, and when"},
			{Value: string(lockOff), Text: "Unlock them", Hint: "The next rota gives the places to somebody who has offered them"}})}
	for _, l := range locks {
		who := slices.IndexFunc(file.Consultants, func(c rota.Consultant) bool { return c.ID == l.Consultant })
		slot := slices.IndexFunc(file.Slots, func(s rota.Slot) bool { return s.ID == l.Slot })
		p.Locks = append(p.Locks, file.Consultants[who].Name+", "+slotWords(file.Slots[slot]))
	}
	return p
}

// readUnoffered gives the locks as they are to be, once it is said what becomes of those without an offer.
func readUnoffered(f *form.Form, kept, unoffered []rota.Lock) []rota.Lock {
	fate, agreed := form.OptionalChoice(f, unofferedField, "what becomes of the locks", []lockFate{lockAgreed, lockOff}), readConsent(f)
	if len(unoffered) == 0 {
		return kept
	}
	switch {
	case fate == "" && f.Error(unofferedField) == "":
		f.Fail(unofferedField, "Choose what becomes of the locks on times that are not offered in the file")
	case fate == lockAgreed:
		agreed.require(f)
	}
	out := slices.Clone(kept)
	if fate == lockOff {
		return slices.DeleteFunc(out, func(l rota.Lock) bool { return slices.Contains(unoffered, l) })
	}
	for i, l := range out {
		if slices.Contains(unoffered, l) {
			out[i].Reason = agreed.with(l.Reason)
		}
	}
	return out
}
