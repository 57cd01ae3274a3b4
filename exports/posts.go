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
	openWord    = "OPEN"
	coveredWord = "Covered"
	againWord   = "To be filled again" // of a consultant who could no longer take the place
	lockedWord  = "Locked"
	lostWord    = "Lost"        // of a part that nobody was in
	noContact   = "not entered" // of a consultant in a rota that knows other contacts
)

// A post is one line of the rota: a consultant in a place, or a place that nobody
// covers. Where residents are at work there is none, nor where a consultant was stood
// down: of a slot with one resident either would tell what this one has done.
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
	}
	for _, s := range l.Lost {
		for range s.Places {
			out = append(out, post{slot: s, who: lostWord + ": nobody", state: lostWord, why: "Nobody was there, and nobody can be any more: it is not open"})
		}
	}
	slices.SortStableFunc(out, func(a, b post) int {
		return cmp.Or(a.slot.Compare(b.slot.Span), compareSlots(a.slot, b.slot))
	})
	if l.ward {
		return forWards(out)
	}
	return out
}

// postsOf are the places of a slot that consultants must fill.
func (l ledger) postsOf(s rota.Slot) []post {
	var out []post
	for _, a := range l.holders[s.ID] {
		p := post{slot: s, who: l.name(a.Consultant), contact: orElse(l.Consultants[a.Consultant].Contact, noContact), state: coveredWord}
		if a.Locked {
			p.state, p.why, p.broken = lockedWord, l.decided(a.Pair()), l.brokenIn(a.Pair()) != ""
		}
		if slices.Contains(l.Withdrawn, a.Pair()) {
			p.state = againWord
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

// officeWords say whom to ring about an open place.
func (l Labels) officeWords() string { return "Open places: ring " + l.officeName() + "." }

// officeName is the rota office, with how to reach it.
func (l Labels) officeName() string {
	if l.Office == "" {
		return "the rota office"
	}
	return "the rota office (" + clean(l.Office) + ")"
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

// known is of how many consultants with cover it is entered how to reach them.
func (h Handout) known() int {
	_, known := h.Contacts()
	return known
}

// told leaves the contacts out of a listing of posts when none is known.
func (l ledger) told(t listing) listing {
	if l.known() > 0 {
		return t
	}
	return t.without(contactHead)
}

// shown is the post in a cell of the grid: of an open place what it needs, and of a consultant
// how to reach them, where that is known of anybody.
func (p post) shown(contacts bool) string {
	if p.who == openWord {
		return openWord + " (" + p.needs() + ")"
	}
	if contacts && p.state != lostWord {
		p.who += ", " + orElse(p.contact, noContact)
	}
	switch {
	case p.state == againWord:
		return p.who + " (to be filled again)"
	case p.broken && p.state == lockedWord:
		return p.who + " (locked, breaks a rule)"
	case p.broken:
		return p.who + " (breaks a rule)"
	case p.state == lockedWord:
		return p.who + " (locked)"
	}
	return p.who
}

// needs say how pressing an open place is, and what whoever takes it has to be trained for.
func (p post) needs() string {
	words := "priority " + fmt.Sprint(p.slot.Priority)
	if len(p.slot.SkillsAll)+len(p.slot.SkillsAny) > 0 {
		words += ": " + skillWords(p.slot)
	}
	return words
}

// stateWords is how the place stands, with a rule that is broken.
func (p post) stateWords() string {
	if p.broken {
		return p.state + ", breaks a rule"
	}
	return p.state
}

// forWards are the posts as those read them who go by the rota: that it breaks a rule concerns
// them, and not which, nor why, nor who has decided it.
func forWards(posts []post) []post {
	for i := range posts {
		p := &posts[i]
		if p.state == lockedWord {
			p.state = coveredWord
		}
		p.why = ""
	}
	return posts
}

// wardWords is how the place stands on a sheet of a day.
func (p post) wardWords() string {
	if p.who == openWord {
		return rota.UpperFirst(p.needs())
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
