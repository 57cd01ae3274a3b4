package web

import (
	"slices"
	"strings"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// twinField says that a new resident is not the one who is there already with the same name.
const twinField = "twin"

// twinTick is asked for once there is such a one.
func twinTick(f *form.Form) *Tick {
	if f.Error(twinField) == "" && f.Value(twinField) == "" {
		return nil
	}
	return tick(f, twinField, "This is somebody else: add them all the same")
}

// askTwin asks whether a new resident is one who is there already: two of one name, grade and unit are mostly
// one person who was typed twice, and would be counted twice.
func askTwin(f *form.Form, known rota.Entry, typed rota.Resident) {
	other := f.Checked(twinField)
	if typed.ID != "" || other || !f.OK() {
		return
	}
	same := func(a, b string) bool {
		return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
	}
	i := slices.IndexFunc(known.Residents, func(r rota.Resident) bool {
		return same(r.Name, typed.Name) && same(r.Grade, typed.Grade) && same(r.Unit, typed.Unit)
	})
	if i >= 0 {
		f.Fail(twinField, "There is a resident with the same name, grade and unit already, "+string(known.Residents[i].ID)+
			". To change what is entered of them, open that one from the list; or say that this is somebody else")
	}
}
