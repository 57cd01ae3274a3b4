package web

import (
	"time"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// An outOfDate is the notice on every page from which a rota is handed over
// that what is entered has changed since it was made.
type outOfDate struct {
	Words string
	Again *Link // where to make it again, for those who may
}

// outOfDate is nil for a rota that still answers what is entered.
func (m *madeRota) outOfDate(strikeID string, may func(auth.Act) bool) *outOfDate {
	if len(m.changed) == 0 {
		return nil
	}
	return &outOfDate{Words: changedWords(m.changed), Again: m.againFor(strikeID, may)}
}

// againFor is where the rota is made again, for those who may; nil for all others.
func (m *madeRota) againFor(strikeID string, may func(auth.Act) bool) *Link {
	if !may(auth.EditRota) {
		return nil
	}
	again := m.again(strikeID)
	return &again
}

// again is where the rota is made again: the rest of it alone once the strike has begun, since
// nobody may be moved out of work that they are in.
func (m *madeRota) again(strikeID string) Link {
	return againLink(strikeID, m.begun || !m.replanned.IsZero())
}

// againButton leads there.
func (m *madeRota) againButton(strikeID string) *Button {
	again := m.again(strikeID)
	return &Button{Text: again.Text, Href: again.Href, Variant: "secondary"}
}

func againLink(strikeID string, rest bool) Link {
	if rest {
		return Link{Text: replanTitle, Href: askingReplan.path(strikeID)}
	}
	return Link{Text: "Make the rota again", Href: strikePath(strikeID, "solve")}
}

// begunBy reports whether the strike has begun at an instant, and its last slot is not over.
func begunBy(e rota.Entry, now time.Time) bool {
	return dayOf(e).Holds(now) && !now.Before(e.Strike.Start)
}
