package web

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/rota"
)

// Strength is how well a slot could be covered, before any rota is made.
type strength string

const (
	enough strength = "enough" // more people could take it than it has places
	barely strength = "barely" // just as many people as places
	nobody strength = "nobody" // fewer people than places: some stay open whatever is done
)

// strengths are in the order of the filter: worst first.
var strengths = []strength{nobody, barely, enough}

// onReplies narrows the list to slots that rest on residents who have not said.
const onReplies strength = "replies"

// words say it as a choice of the filter.
func (s strength) words() string {
	switch s {
	case nobody:
		return "Nobody, or too few"
	case barely:
		return "Just enough people"
	case onReplies:
		return "Rests on replies"
	}
	return "People to spare"
}

// A gap is one slot with places for consultants, and how many could take it.
type gap struct {
	need    rota.Need
	able    int
	why     string // nobody: what is missing first
	replies int    // how many of its places depend on what the silent will do
	over    bool   // its slot, while the strike runs
}

func (g gap) strength() strength {
	switch {
	case g.need.Places == 0:
		return enough
	case g.able < g.need.Places:
		return nobody
	case g.able == g.need.Places:
		return barely
	}
	return enough
}

// findGaps looks at every slot that has places left for consultants, or would if
// others were away, each as if it were the only one.
func findGaps(e rota.Entry) []gap {
	worst, best := e, e
	worst.Case, best.Case = rota.Case{Kind: rota.AllAway}, rota.Case{Kind: rota.AllWorking}
	most, least := worst.Needs(), best.Needs()
	var out []gap
	for i, n := range e.Needs() {
		g := gap{need: n, replies: most[i].Places - least[i].Places}
		if n.Places == 0 && g.replies == 0 {
			continue
		}
		for _, c := range e.Consultants {
			if rota.Able(c.Without(e.Declined), n.Slot) {
				g.able++
			}
		}
		if g.strength() == nobody {
			g.why = whyNobody(e, n.Slot)
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b gap) int {
		return cmp.Or(cmp.Compare(a.need.Slot.Priority, b.need.Slot.Priority),
			slices.Index(strengths, a.strength())-slices.Index(strengths, b.strength()), compareSlots(a.need.Slot, b.need.Slot))
	})
	return out
}

// whyNobody says which of skill, site and offer is missing first, in counts alone.
func whyNobody(e rota.Entry, s rota.Slot) string {
	trained, here, offered, declined := 0, 0, 0, 0
	for _, c := range e.Consultants {
		c.Offers = []rota.Offer{{Span: s.Span, Modes: []rota.Mode{s.Mode}}} // as if they had offered
		elsewhere := c
		elsewhere.Sites = []string{s.Site}
		if rota.Able(elsewhere, s) {
			trained++
		}
		if rota.Able(c, s) {
			here++
		}
	}
	for _, c := range e.Consultants {
		switch {
		case rota.Able(c.Without(e.Declined), s):
			offered++
		case rota.Able(c, s):
			declined++
		}
	}
	switch {
	case len(e.Consultants) == 0 && e.AsMade == nil:
		return "No consultant has been entered"
	case trained == 0:
		return "Nobody has the skills: " + skillWords(s)
	case here == 0:
		return count(trained, "person has the skills", "people have the skills") + ", none of them works at " + s.Site
	case offered+declined == 0 && e.AsMade == nil:
		return count(here, "trained person works", "trained people work") + " there, none has offered this time " + s.Mode.Phrase()
	}
	if e.AsMade != nil {
		return fmt.Sprintf("%d of %s there available", offered, count(here, "trained person", "trained people"))
	}
	words := fmt.Sprintf("%d of %s there offered this time %s", offered+declined, count(here, "trained person", "trained people"), s.Mode.Phrase())
	if declined > 0 {
		words += fmt.Sprintf(", of them %d declined it", declined)
	}
	return words
}
