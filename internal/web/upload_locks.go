package web

import (
	"slices"

	"strikerota/exports/intake"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// Locks stay whatever is saved of a consultant, and a file tells nothing of them. Where the offer beneath one is taken away,
// or its slot is moved out of it, somebody would be kept in a place that they have not offered, and whoever saves it is
// asked who agreed.

// unofferedLocks are the locks that stay whose slot its consultant has offered now, and has not in the file.
func unofferedLocks(now, file rota.Entry, kept []rota.Lock) []rota.Lock {
	stay := keepLocks(file, kept)
	return slices.DeleteFunc(stay, func(l rota.Lock) bool { return hasOffered(file, l.Pair) || !hasOffered(now, l.Pair) })
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
		f.Fail(unofferedField, "Choose what becomes of the locks on times that are not offered any more")
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

// askUnoffered reads what becomes of the locks beneath which consultants, as they are to be, have no offer any more, and
// gives it with the question, which is nil where there is none.
func (s *Server) askUnoffered(v *visit, f *form.Form, strikeID string, to ...store.Consultant) (*unofferedLocksView, []store.LockFate, error) {
	if !f.OK() {
		readUnoffered(f, nil, nil) // once the rest is well
		return nil, nil, nil
	}
	now, err := v.store.Entry(v.ctx(), strikeID)
	if err != nil {
		return nil, nil, err
	}
	then := withConsultants(now, to...)
	unoffered := unofferedLocks(now, then, now.Locks)
	locks := readUnoffered(f, now.Locks, unoffered)
	var fates []store.LockFate
	for _, l := range unoffered {
		n := slices.IndexFunc(locks, func(o rota.Lock) bool { return o.Pair == l.Pair })
		if n >= 0 {
			l = locks[n]
		}
		fates = append(fates, store.LockFate{Lock: l, Off: n < 0})
	}
	return newUnofferedLocks(f, then, unoffered), fates, nil
}

// withConsultants is what is entered with some of the consultants as they are to be.
func withConsultants(e rota.Entry, to ...store.Consultant) rota.Entry {
	e.Consultants = slices.Clone(e.Consultants)
	for i, who := range e.Consultants {
		if n := slices.IndexFunc(to, func(c store.Consultant) bool { return c.ID == who.ID }); n >= 0 {
			e.Consultants[i] = to[n].Consultant
		}
	}
	return e
}

// fatesWords say what became of locks whose offer was taken away with what has been saved; "" for none.
func fatesWords(fates []store.LockFate) string {
	kept, words := 0, ""
	for _, l := range fates {
		kept += count01(!l.Off)
	}
	if kept > 0 {
		words += ". " + count(kept, "lock is", "locks are") + " kept as agreed"
	}
	if off := len(fates) - kept; off > 0 {
		words += ". " + count(off, "lock has", "locks have") + " been taken off: make the rota again to fill its place"
	}
	return words
}

// unoffered is the form, what is entered once the file is brought in, and the locks that then have no offer any more.
func (b *bringing) unoffered(f *form.Form, r intake.Result) (*form.Form, rota.Entry, []rota.Lock) {
	entry, _ := intake.Apply(r, b.choices, b.known)
	return f, entry, unofferedLocks(b.known.Entry, entry, entry.Locks)
}
