package exports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"strikerota/rota"
)

// How a place stands, as the rota says it.
const (
	openWord      = "OPEN"
	coveredWord   = "Covered"
	lockedWord    = "Locked"
	residentsWord = "Residents as rostered"
	laterWord     = "Entered since: make the rota again"
	lostWord      = "Lost"        // of a part that nobody was in
	stoodDownWord = "Stood down"  // of a place in which no consultant is needed any more
	noContact     = "not entered" // of a consultant in a rota that knows other contacts
)

// A post is one line of the rota: a consultant in a place, a place that nobody
// covers, or the residents who fill the rest. It says of residents only that
// they are there: no name and no number.
type post struct {
	slot    rota.Slot
	who     string
	contact string
	state   string
	why     string // the reason typed with the lock, or with a place left open; which rule it breaks
	broken  bool   // a rule, on purpose
}

// posts are all lines of the rota, by time, then as people look for them.
func (l ledger) posts() []post {
	var out []post
	for _, s := range l.Problem.Slots {
		out = append(out, l.postsOf(s)...)
		if l.beside[s.ID] {
			out = append(out, post{slot: s, who: residentsWord, state: coveredWord})
		}
	}
	for _, n := range l.Needs {
		down := l.stoodDown(n.Slot.ID)
		if _, in := l.Problem.Slot(n.Slot.ID); in || n.Slot.LostIn(l.Lost) || down > 0 && n.Slot.Places <= down {
			continue
		}
		p := post{slot: n.Slot, who: residentsWord, state: coveredWord}
		if n.Places > down {
			p.who, p.state = laterWord, openWord
		}
		out = append(out, p)
	}
	for _, s := range l.StoodDown {
		for range s.Places {
			out = append(out, post{slot: s, who: stoodDownWord + ": nobody", state: stoodDownWord, why: "No consultant is needed there any more: it is not open"})
		}
	}
	for _, s := range l.Lost {
		for range s.Places {
			out = append(out, post{slot: s, who: lostWord + ": nobody", state: lostWord, why: "Nobody was there, and nobody can be any more: it is not open"})
		}
	}
	slices.SortStableFunc(out, func(a, b post) int {
		return cmp.Or(a.slot.Compare(b.slot.Span), compareSlots(a.slot, b.slot))
	})
	return out
}

// stoodDown is how many places of the slot were stood down.
func (h Handout) stoodDown(id rota.SlotID) int {
	for _, s := range h.StoodDown {
		if s.ID == id {
			return s.Places
		}
	}
	return 0
}

// postsOf are the places of a slot that consultants must fill.
func (l ledger) postsOf(s rota.Slot) []post {
	var out []post
	for _, a := range l.holders[s.ID] {
		p := post{slot: s, who: l.name(a.Consultant), contact: orElse(l.Consultants[a.Consultant].Contact, noContact), state: coveredWord}
		if a.Locked {
			p.state, p.why, p.broken = lockedWord, l.decided(a.Pair()), l.brokenIn(a.Pair()) != ""
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b post) int { return strings.Compare(a.who, b.who) })
	left := l.leftOpen(s.ID)
	for n := len(out); len(out) < s.Places; {
		p := post{slot: s, who: openWord, state: openWord}
		if len(out)-n < left.Places {
			p.why = leftWords(left)
		}
		out = append(out, p)
	}
	return out
}

// Contacts counts the consultants with cover, and those of them of whom it is entered
// how to reach them on the day.
func (h Handout) Contacts() (covering, known int) {
	seen := map[rota.ConsultantID]bool{}
	for _, a := range h.Plan.Assignments {
		if seen[a.Consultant] {
			continue
		}
		seen[a.Consultant] = true
		covering++
		if strings.TrimSpace(h.Consultants[a.Consultant].Contact) != "" {
			known++
		}
	}
	return covering, known
}

// contactWords say whose contact is missing and where it is entered; "" when none is.
func (h Handout) contactWords() string {
	const where = " Enter it on the consultant's page of the planner (Contact on the day), or bring in a spreadsheet that has it, and download the rota again."
	covering, known := h.Contacts()
	switch {
	case known == covering:
		return ""
	case known == 0:
		return "How to reach the consultants on the day is not entered, so no sheet has a column for it." + where
	}
	return fmt.Sprintf("%d of %d consultants with cover %s no contact: it says %q there.", covering-known, covering, noun(covering-known, "has", "have"), noContact) + where
}

// told leaves the contacts out of a listing of posts when none is known.
func (l ledger) told(t listing) listing {
	if _, known := l.Contacts(); known > 0 {
		return t
	}
	return t.without(contactHead)
}

// shown is the post in a cell of the grid.
func (p post) shown() string {
	switch {
	case p.broken:
		return p.who + " (locked, breaks a rule)"
	case p.state == lockedWord:
		return p.who + " (locked)"
	}
	return p.who
}

// stateWords is how the place stands, with a rule that is broken.
func (p post) stateWords() string {
	if p.broken {
		return p.state + ", breaks a rule"
	}
	return p.state
}

// wardWords is how the place stands for those who go by the rota: that a person has
// decided it is nothing to them.
func (p post) wardWords() string {
	if p.state == lockedWord {
		p.state = coveredWord
	}
	return p.stateWords()
}

// times of the post, with the mode when it is not on site.
func (p post) times() string {
	if p.slot.Mode == rota.OnSite {
		return times(p.slot.Span)
	}
	return times(p.slot.Span) + ", " + strings.ToLower(p.slot.Mode.Words())
}
