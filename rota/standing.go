package rota

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Standing is how a slot stands on the day: who holds it, of the places that
// consultants are to fill.
type Standing struct {
	Slot    Slot // its places are those for consultants
	Holders []ConsultantID
	Lost    bool // it is a part that nobody was in and that nobody can cover any more
}

// Open is how many places nobody holds that somebody could.
func (s Standing) Open() int {
	if s.Lost {
		return 0
	}
	return s.Empty()
}

// Empty is how many places nobody holds, lost ones too.
func (s Standing) Empty() int { return max(0, s.Slot.Places-len(s.Holders)) }

// Spare is how many hold it beyond those that are needed.
func (s Standing) Spare() int { return max(0, len(s.Holders)-s.Slot.Places) }

// Standing lists how the plan's slots stand that go on within the span, by time.
func (m Made) Standing(span Span) []Standing {
	var out []Standing
	for _, s := range m.Problem.Slots {
		if s.Overlaps(span) {
			out = append(out, Standing{Slot: s, Holders: holdersOf(m.Plan, s.ID)})
		}
	}
	return sortedStanding(out)
}

// Standing lists how the slots of the entry stand within the span, by time, by what is
// known now of who came: those that need a consultant, and those that one holds.
func (e Entry) Standing(plan Plan, span Span) []Standing {
	var out []Standing
	for _, n := range e.Attended(plan.Pairs()).Needs() {
		s := Standing{Slot: n.Slot, Holders: holdersOf(plan, n.Slot.ID)}
		s.Slot.Places = n.Places
		if n.Slot.Overlaps(span) && (n.Places > 0 || s.Holders != nil) {
			out = append(out, s)
		}
	}
	return sortedStanding(out)
}

func sortedStanding(list []Standing) []Standing {
	slices.SortFunc(list, func(a, b Standing) int {
		return cmp.Or(a.Slot.Compare(b.Slot.Span), strings.Compare(string(a.Slot.ID), string(b.Slot.ID)))
	})
	return list
}

// Remaining is the entry from which the rest of the strike is planned anew at an
// instant, with as few changes as can be from a rota as it stands: by who came, and with
// the work that has begun locked, so that nobody is moved out of it even where a
// resident has come after all. [Problem.Started] leaves open in its problem what can no
// longer be covered. A place from which somebody was sent home counts by who came as any other.
func (e Entry) Remaining(standing []Pair, at time.Time) Entry {
	e = e.Attended(standing)
	e.Published = standing
	e.LeftOpen = slices.DeleteFunc(slices.Clone(e.LeftOpen), LeftOpen.StoodDown)
	e.Locks = slices.Clone(e.Locks)
	slots, people := map[SlotID]Slot{}, map[ConsultantID]bool{}
	for _, s := range e.Slots {
		slots[s.ID] = s
	}
	for _, c := range e.Consultants {
		people[c.ID] = true
	}
	for _, pair := range standing {
		s, there := slots[pair.Slot]
		if there && people[pair.Consultant] && !s.Start.After(at) && lockIndex(e.Locks, pair) < 0 {
			e.Locks = append(e.Locks, Lock{pair, BegunReason})
		}
	}
	return e
}

// BegunReason is the reason of a lock on work that had begun when the rest was planned anew,
// and of places of it that nobody held then.
const BegunReason = "Had begun when the rest was planned anew"

// Begun reports whether the places stay open since their slot had begun, and nobody has
// decided to leave them open.
func (l LeftOpen) Begun() bool { return l.Reason == BegunReason }
