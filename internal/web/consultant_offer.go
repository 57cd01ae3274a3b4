package web

import (
	"slices"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// slotQuery names a slot whose time the offer to add is to have.
const slotQuery = "slot"

// offerPath is where an offer of a consultant is recorded, with the time of the slot ready.
func offerPath(strikeID string, id rota.ConsultantID, slot rota.SlotID) string {
	return withQuery(strikePath(strikeID, "consultants", string(id), "edit"), slotQuery, string(slot)) + "#ready"
}

// offerFor fills the offer to add with the time of a slot.
func offerFor(f *form.Form, slot rota.Slot) {
	i := rowsOf(f, "offer") - 1
	setSpan(f, rowName("offer", i, "span"), slot.Span)
	f.Set(rowName("offer", i, "modes"), string(slot.Mode))
}

// readyFor is the page of a consultant with the time of the slot, if there is one, in the offer to add.
func readyFor(id string, p *consultantPage, f *form.Form, st consultantState) *consultantPage {
	i := slices.IndexFunc(st.slots, func(s rota.Slot) bool { return string(s.ID) == id })
	if i < 0 {
		return p
	}
	slot, opened := st.slots[i], p.Opened // without what nobody has typed yet
	offerFor(f, slot)
	f.Set(slotQuery, id)
	p = buildConsultant(p.base, f, st)
	p.Opened, p.Ready = opened, "The offer to add below has the time of "+rota.Problem{Slots: st.slots}.SlotWords(slot)+". Save it once they have made it."
	return p
}

// afterConsultant says that somebody is saved, and goes to what was asked for next: back to the slot for
// which their offer was recorded.
func (s *Server) afterConsultant(v *visit, st consultantState, c rota.Consultant, ended, then string, slot rota.SlotID) error {
	words, list := "The consultant has been saved: "+c.Name+ended, strikePath(st.strike.ID, "consultants")
	to := list
	switch {
	case then == another:
		to = list + "/new" + likeQuery + string(c.ID)
	case then != "":
		kept := map[string]int{"offer": len(c.Offers), "session": len(c.Sessions)}[then]
		to = strikePath(st.strike.ID, "consultants", string(c.ID), "edit") + "#" + rowName(then, kept, "span-day")
	case slices.ContainsFunc(st.slots, func(s rota.Slot) bool { return s.ID == slot }):
		words, to = words+". The rota counts the offer once it is made again, or its rest is planned anew", coverPath(st.strike.ID, slot)
	}
	s.flash(v, words)
	return s.redirect(v, to)
}
