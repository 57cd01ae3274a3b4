package rota

import (
	"bytes"
	"encoding/json"
)

// A Touched is something that cannot be taken back, because it has been edited since.
type Touched struct {
	Kind string // "resident", "duty", "consultant", "slot", "lock", "trust card" or "BMA card"
	ID   string // of the thing; "" for a card
}

// Revert takes back what changed an entry from before to after, in an entry that
// may have been edited since. Whatever still is as it was after goes back to what it
// was before; what has been edited since stays and is listed. What the change never
// touched stays as it is now. Settings and the published plan are left alone.
func Revert(now, before, after Entry) (Entry, []Touched) {
	var r reverter
	out := now
	out.Residents = reverted(&r, "resident", now.Residents, before.Residents, after.Residents, residentKey)
	out.Duties = reverted(&r, "duty", now.Duties, before.Duties, after.Duties, dutyKey)
	out.Consultants = reverted(&r, "consultant", now.Consultants, before.Consultants, after.Consultants, consultantKey)
	out.Slots = reverted(&r, "slot", now.Slots, before.Slots, after.Slots, slotKey)
	out.Locks = reverted(&r, "lock", now.Locks, before.Locks, after.Locks, lockKey)
	out.Cards.Trust = reverted(&r, "trust card", []Card{now.Cards.Trust}, []Card{before.Cards.Trust}, []Card{after.Cards.Trust}, cardKey)[0]
	out.Cards.BMA = reverted(&r, "BMA card", []Card{now.Cards.BMA}, []Card{before.Cards.BMA}, []Card{after.Cards.BMA}, cardKey)[0]
	return out, r.touched
}

// Altered lists what differs between two entries, of the things that [Revert] takes back.
func Altered(before, after Entry) map[Touched]bool {
	out := map[Touched]bool{}
	altered(out, "resident", before.Residents, after.Residents, residentKey)
	altered(out, "duty", before.Duties, after.Duties, dutyKey)
	altered(out, "consultant", before.Consultants, after.Consultants, consultantKey)
	altered(out, "slot", before.Slots, after.Slots, slotKey)
	altered(out, "lock", before.Locks, after.Locks, lockKey)
	altered(out, "trust card", []Card{before.Cards.Trust}, []Card{after.Cards.Trust}, cardKey)
	altered(out, "BMA card", []Card{before.Cards.BMA}, []Card{after.Cards.BMA}, cardKey)
	return out
}

func altered[T any](out map[Touched]bool, kind string, before, after []T, id func(T) string) {
	was, is := byKey(before, id), byKey(after, id)
	for k, b := range was {
		if a, there := is[k]; !there || !SameThing(a, b) {
			out[Touched{Kind: kind, ID: k}] = true
		}
	}
	for k := range is {
		if _, there := was[k]; !there {
			out[Touched{Kind: kind, ID: k}] = true
		}
	}
}

func residentKey(x Resident) string     { return string(x.ID) }
func dutyKey(x Duty) string             { return string(x.ID) }
func consultantKey(x Consultant) string { return string(x.ID) }
func slotKey(x Slot) string             { return string(x.ID) }
func lockKey(x Lock) string             { return string(x.Slot) + "/" + string(x.Consultant) }
func cardKey(Card) string               { return "" }

type reverter struct{ touched []Touched }

func (r *reverter) keep(kind, id string) {
	r.touched = append(r.touched, Touched{Kind: kind, ID: id})
}

// reverted takes the changes of one list back.
func reverted[T any](r *reverter, kind string, now, before, after []T, id func(T) string) []T {
	was, made := byKey(before, id), byKey(after, id)
	var out []T
	here := map[string]bool{}
	for _, n := range now {
		k := id(n)
		here[k] = true
		b, hadBefore := was[k]
		a, hadAfter := made[k]
		switch {
		case hadBefore == hadAfter && (!hadBefore || SameThing(b, a)):
			out = append(out, n) // the change did not touch it
		case hadAfter && SameThing(a, n):
			if hadBefore {
				out = append(out, b)
			}
		default:
			if !hadBefore || !SameThing(b, n) {
				r.keep(kind, k)
			}
			out = append(out, n)
		}
	}
	for _, b := range before {
		k := id(b)
		a, hadAfter := made[k]
		switch {
		case here[k] || hadAfter && SameThing(a, b):
		case hadAfter:
			r.keep(kind, k) // changed, then deleted by somebody
		default:
			out = append(out, b)
		}
	}
	return out
}

func byKey[T any](list []T, id func(T) string) map[string]T {
	out := make(map[string]T, len(list))
	for _, x := range list {
		out[id(x)] = x
	}
	return out
}

// SameThing reports whether two values of the same type say the same. Instants must
// both be in UTC; an empty list and none are the same.
func SameThing(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	empty := func(t []byte) []byte { return bytes.ReplaceAll(t, []byte(":[]"), []byte(":null")) }
	return errX == nil && errY == nil && bytes.Equal(empty(x), empty(y))
}
