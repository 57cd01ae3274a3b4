package web

import "strikerota/rota"

// sinceField says that who is put into a slot that has begun has been there since it began.
const sinceField = "since-start"

// late reports whether the slot had begun more than a quarter of an hour before, while the strike runs: who
// is put into it then is shown as having worked it, and is paid for it, from its start.
func (m *madeRota) late(s rota.Slot) bool { return m.begun && !s.Start.Add(quarter).After(m.now) }

// lateTakes are those whom the edit puts into slots that had begun.
func (e editing) lateTakes() []rota.Pair {
	var out []rota.Pair
	for _, pair := range e.edit.Takes {
		if slot, ok := e.m.problem.Slot(pair.Slot); ok && e.m.late(slot) {
			out = append(out, pair)
		}
	}
	return out
}

// sinceChoices ask whether they have been there since it began, and lead to what else can be done;
// nil where nothing had begun.
func (e editing) sinceChoices(strikeID string) (*Choices, *Link) {
	late := e.lateTakes()
	if len(late) == 0 {
		return nil, nil
	}
	slot, _ := e.m.problem.Slot(late[0].Slot)
	words := e.m.name(late[0].Consultant) + " has been there since " + rota.ClockWords(slot.Start)
	over := !slot.End.After(e.m.now)
	if over {
		words = e.m.name(late[0].Consultant) + " was there from " + rota.ClockWords(slot.Start) + " to " + rota.ClockWords(slot.End)
	}
	c := checkboxes(e.form, sinceField, "The slot has begun", []Option{{Value: yes, Text: words, Hint: "They are shown and paid as in it from its start."}})
	if over {
		return &c, nil
	}
	return &c, &Link{Text: "They come only from now on: cover what is left", Href: leftPath(strikeID, slot.ID)}
}

// requireSince refuses whoever was not there from the start.
func (e editing) requireSince() {
	if len(e.lateTakes()) > 0 && !e.since {
		e.form.Fail(sinceField, "Tick that they have been there since it began, or cover what is left of it from the day’s page")
	}
}

// leftPath is where what is left of a slot that has begun is covered.
func leftPath(strikeID string, id rota.SlotID) string {
	return strikePath(strikeID, "day", "slots", string(id))
}

// leftLink leads from a slot that has begun, of which places are open, to covering what is left of it.
func (in coverInput) leftLink(strikeID string, open bool) *Link {
	if !open || !in.m.late(in.slot) || !in.slot.End.After(in.m.now) {
		return nil
	}
	return &Link{Text: "Cover what is left of it", Href: leftPath(strikeID, in.slot.ID)}
}
