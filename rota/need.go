package rota

import (
	"fmt"
	"slices"
)

// CaseKind says how residents who have not said are counted.
type CaseKind string

// The cases. AllAway is the default: silence is normal and means nothing.
const (
	AllAway    CaseKind = "all_away"
	ShareAway  CaseKind = "share_away"
	AllWorking CaseKind = "all_working"
)

// CaseKinds lists the cases in the order in which pages show them.
func CaseKinds() []CaseKind { return []CaseKind{AllAway, ShareAway, AllWorking} }

// A Case is how the silent are counted. Share is the percentage of each slot's
// silent residents counted as away, rounded up, when Kind is ShareAway.
type Case struct {
	Kind  CaseKind
	Share int
}

// away is how many of n silent residents of one slot count as away.
func (c Case) away(n int) int {
	switch c.Kind {
	case AllWorking:
		return 0
	case ShareAway:
		return (n*c.Share + 99) / 100
	}
	return n
}

func (c Case) validate(f *faults, path string) {
	if !oneOf(c.Kind, CaseKinds()) {
		f.add(path+".kind", "must be one of %s", list(CaseKinds()))
	}
	if c.Kind == ShareAway && (c.Share < 0 || c.Share > 100) {
		f.add(path+".share", "must be from 0 to 100 per cent")
	}
}

// Struck reports whether the duty falls to the strike: it starts inside it. A
// duty begun before is finished, one begun inside is lost whole (BMA guidance
// to residents on the day of action, 2024).
func (s Strike) Struck(d Duty) bool { return s.Holds(d.Start) }

// Expects reports whether the resident is to work the duty: it does not fall to the strike,
// or they have said that they work.
func (s Strike) Expects(d Duty) bool { return !s.Struck(d) || d.Declaration == Working }

// A Need is one critical slot counted: how many doctors it wants, how many
// residents are rostered to it and what is known of them, and how many places
// are left for consultants.
type Need struct {
	Slot    Slot
	Working int // residents who will be there: declared working, or not struck
	Away    int // residents declared away
	Silent  int // no reply, or prefers not to say
	Places  int // places left for consultants in the chosen case
}

// Rostered is how many residents the slot was to have.
func (n Need) Rostered() int { return n.Working + n.Away + n.Silent }

// Needs counts every slot of the entry in its case, in the entry's order. Where places
// are as a rota has them, residents are not counted.
func (e Entry) Needs() []Need {
	if e.AsMade != nil {
		return e.needsAsMade()
	}
	index := map[SlotID]int{}
	needs := make([]Need, len(e.Slots))
	for i, s := range e.Slots {
		needs[i].Slot = s
		index[s.ID] = i
	}
	for _, d := range e.Duties {
		i, ok := index[d.Slot]
		if !ok {
			continue
		}
		switch {
		case e.Strike.Expects(d):
			needs[i].Working++
		case d.Declaration == Away:
			needs[i].Away++
		default:
			needs[i].Silent++
		}
	}
	for i := range needs {
		n := &needs[i]
		there := max(0, n.Working+n.Silent-e.Case.away(n.Silent)-e.missed(n.Slot.ID))
		if n.Places = max(0, n.Slot.Places-there); e.IsLost(n.Slot) {
			n.Places = 0
		}
	}
	return needs
}

// missed is how many residents of the slot did not come to places that have been divided since,
// so that they fill none of those that it has still.
func (e Entry) missed(id SlotID) (n int) {
	for _, c := range e.Cuts {
		if _, keeps := c.kept(); c.Slot.ID == id && !keeps {
			n += c.Missed
		}
	}
	return n
}

func (e Entry) needsAsMade() []Need {
	needs := make([]Need, len(e.Slots))
	for i, s := range e.Slots {
		if needs[i].Slot = s; !e.IsLost(s) {
			needs[i].Places = e.AsMade[s.ID]
		}
	}
	return needs
}

// Problem counts the places left for consultants and gives the problem to solve:
// slots with none left are not in it, nor is any name or declaration. A lock on a
// slot that needs nobody any more keeps the slot, with as many places as locks.
// What somebody has declined of it counts as not offered.
// While no plan is published there is nothing to change from, so the aim of few
// changes is left out.
func (e Entry) Problem() (Problem, error) {
	if err := e.Validate(); err != nil {
		return Problem{}, err
	}
	p := Problem{Strike: e.Strike, Rules: e.Rules, Published: e.Published, Cards: e.Cards, Aims: slices.Clone(e.Aims)}
	if len(p.Aims) == 0 {
		p.Aims = DefaultAims()
	}
	if len(p.Published) == 0 {
		p.Aims = slices.DeleteFunc(p.Aims, func(a Aim) bool { return a == AimChanges })
	}
	locks := map[SlotID]int{}
	for _, l := range e.Locks {
		locks[l.Slot]++
		p.Locks = append(p.Locks, l.Pair)
	}
	for _, n := range e.Needs() {
		if places := max(n.Places, locks[n.Slot.ID]); places > 0 {
			s := n.Slot
			s.Places, s.Unneeded, s.Source = places, places-n.Places, ""
			p.Slots = append(p.Slots, s)
		}
	}
	p.LeftOpen = e.closed(p.Slots, locks)
	for _, c := range e.Consultants {
		p.Consultants = append(p.Consultants, c.nameless().Without(e.Declined))
	}
	if len(e.KeptOff) > 0 {
		p = p.KeepingOff(e.keptOff())
	}
	problem, err := NewProblem(p)
	if err != nil {
		return Problem{}, fmt.Errorf("make the problem: %w", err)
	}
	return problem, nil
}

// nameless is the consultant as a problem holds it.
func (c Consultant) nameless() Consultant {
	c.Name, c.Grade, c.Contact, c.Note = "", "", "", ""
	sessions := make([]Session, len(c.Sessions))
	for i, s := range c.Sessions {
		s.Name = ""
		sessions[i] = s
	}
	c.Sessions = sessions
	return c
}
