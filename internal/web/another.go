package web

import (
	"cmp"
	"slices"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// The form of something new may begin as something that is there: ?like= names it. So
// "Save and add another" goes on, and a slot is copied.

const (
	likeQuery = "?like="
	another   = "another" // what is next after saving
)

// anotherButton saves and shows the form for the next.
func anotherButton(what string) *Button {
	return &Button{Text: "Save and add another " + what, Name: "then", Value: another, Variant: "secondary"}
}

// slotLike is a new slot that begins as another, on the day after it: without a day where
// that is outside the strike or has such a slot already.
func slotLike(o rota.Slot, strike rota.Span, all []rota.Slot) rota.Slot {
	next, err := o.OnDay(rota.DateOf(o.Start).Add(1))
	if err != nil || !startsIn(strike, next) || slices.ContainsFunc(all, func(s rota.Slot) bool { return sameWork(s, next) }) {
		next.Span = rota.Span{}
	}
	return next
}

// residentLike is a new resident of the grade and unit of another.
func residentLike(o store.Resident) store.Resident {
	var next store.Resident
	next.Grade, next.Unit = o.Grade, o.Unit
	return next
}

// consultantLike begins the form of a new consultant with the grade, sites and terms of
// another. What somebody can do, and has offered, is never taken from another.
func consultantLike(f *form.Form, o store.Consultant) *form.Form {
	return f.Set("grade", cmp.Or(o.Grade, "Consultant")).Set("sites", o.Sites...).Set("terms", string(o.Terms)).Set("pay-point", o.PayPoint)
}
