package rota

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Cut divides places of a slot by time on the day: the part that has been worked stays
// what it is, the rest is a slot of its own that can be covered, and what lies between is lost.
type Cut struct {
	Slot   Slot // as it was entered before
	Places int  // how many of its places are divided
	Due    int  // of these, those in which a consultant had been due
	Missed int  // of these, those that the rota had residents for, who did not come
	Pieces []Piece
	Spare  bool // residents fill the places: the slot keeps them, and only who worked has a piece
	Joined bool // it takes such a cut back
}

// A Piece is one part of the places that a [Cut] divides.
type Piece struct {
	ID SlotID // that of the slot where all its places are divided and this is the first
	Span
	Who  ConsultantID // who worked it; "" for nobody
	Gone bool         // nobody had it, and nobody can any more: it is lost
}

// WorkedReason is the reason of the lock on a part of a slot that somebody has worked.
const WorkedReason = "Worked this part of the slot"

// NewCut divides places of a slot as entered. Who held them worked until then; nobody did
// where that is not after the slot's start. What is left from the other instant on, which is
// no earlier, is to be covered. taken tells which ids are in use.
func NewCut(s Slot, places int, who ConsultantID, worked, from time.Time, taken func(SlotID) bool) Cut {
	c := Cut{Slot: s, Places: places}
	if who != "" {
		c.Due = places
	}
	at := s.Start
	add := func(end time.Time, p Piece) {
		if end.After(s.End) {
			end = s.End
		}
		if !end.After(at) {
			return
		}
		p.Span, at = Span{at, end}, end
		c.Pieces = append(c.Pieces, p)
	}
	if who != "" {
		add(worked, Piece{Who: who})
	}
	add(from, Piece{Gone: true})
	add(s.End, Piece{})
	next := s.partIDs(taken)
	for i := range c.Pieces {
		if i == 0 && places == s.Places {
			c.Pieces[i].ID = s.ID
		} else {
			c.Pieces[i].ID = next()
		}
	}
	return c
}

// partIDs gives one id after another for parts of the slot, of those that are not taken.
func (s Slot) partIDs(taken func(SlotID) bool) func() SlotID {
	n := 1
	return func() SlotID {
		for {
			n++
			if id := SlotID(fmt.Sprintf("%s-%d", s.ID, n)); !taken(id) {
				return id
			}
		}
	}
}

// NewRelease divides a slot as entered for a consultant who worked in it until then and is
// not needed after it: residents fill the slot as it is.
func NewRelease(s Slot, who ConsultantID, worked time.Time, taken func(SlotID) bool) Cut {
	part := Piece{ID: s.partIDs(taken)(), Span: Span{s.Start, worked}, Who: who}
	return Cut{Slot: s, Places: 1, Spare: true, Pieces: []Piece{part}}
}

// Left is what is left to be covered; false when nothing is.
func (c Cut) Left() (Piece, bool) {
	i := slices.IndexFunc(c.Pieces, func(p Piece) bool { return p.Who == "" && !p.Gone })
	if i < 0 {
		return Piece{}, false
	}
	return c.Pieces[i], true
}

// divide gives the slots that the cut makes of its slot, itself among them. It may have
// other places than when it was entered; so many leave it.
func (c Cut) divide(s Slot, leave int) []Slot {
	var out []Slot
	for _, p := range c.Pieces {
		if p.Gone && p.ID != s.ID {
			continue // only what residents are rostered to stays a slot
		}
		piece := s
		piece.ID, piece.Span = p.ID, p.Span
		if p.ID != s.ID {
			piece.Places, piece.Unneeded = c.Places, 0
		}
		out = append(out, piece)
	}
	if c.Spare {
		return append([]Slot{s}, out...)
	}
	if _, keeps := c.kept(); !keeps {
		need := max(0, s.needed()-leave)
		s.Places = max(0, s.Places-leave)
		s.Unneeded = s.Places - min(need, s.Places)
		out = append([]Slot{s}, out...)
	}
	return out
}

// kept is the piece that keeps the id of the slot; false when all of them are beside it.
func (c Cut) kept() (Piece, bool) {
	i := slices.IndexFunc(c.Pieces, func(p Piece) bool { return p.ID == c.Slot.ID })
	if i < 0 {
		return Piece{}, false
	}
	return c.Pieces[i], true
}

// Lost lists the parts that nobody had and that nobody can cover any more, as slots with the
// places that the cut divides.
func (c Cut) Lost() []Slot {
	var out []Slot
	for _, p := range c.Pieces {
		if p.Gone {
			s := c.Slot
			s.ID, s.Span, s.Places, s.Source = p.ID, p.Span, c.Places, ""
			out = append(out, s.WithDue(c.Due))
		}
	}
	return out
}

// Due is, of a lost part, in how many of its places a consultant had been due: residents had the others, for
// which no consultant is needed, as Unneeded says of every slot.
func (s Slot) Due() int { return s.needed() }

// WithDue is the lost part with that many of its places due to consultants.
func (s Slot) WithDue(n int) Slot {
	s.Unneeded = s.Places - n
	return s
}

// DueLost are lost parts as those may know of them who must not learn what residents do: with the
// places in which a consultant had been due. Of any other a part that is lost tells that a resident
// did not come.
func DueLost(lost []Slot) []Slot {
	var out []Slot
	for _, s := range lost {
		if s.Places = s.Due(); s.Places > 0 {
			out = append(out, s.WithDue(s.Places))
		}
	}
	return out
}

// reversed takes the cut back, or makes it again.
func (c Cut) reversed() Cut {
	c.Joined = !c.Joined
	return c
}

// Slots lists the slots that the cut divides and makes.
func (c Cut) Slots() []SlotID {
	out := []SlotID{c.Slot.ID}
	for _, p := range c.Pieces {
		out = append(out, p.ID)
	}
	return out
}

// Of makes the cut in slots as entered, sorted by id. It reports false, and leaves them as they
// are, where they are not what it divides or joins.
func (c Cut) Of(slots []Slot) ([]Slot, bool) { return c.of(slots, c.Places) }

// of is [Cut.Of] for slots of which so many of the places are among theirs: those of a problem
// have no places for residents.
func (c Cut) of(slots []Slot, theirs int) ([]Slot, bool) {
	find := func(id SlotID) (Slot, bool) { return Problem{Slots: slots}.Slot(id) }
	s, there := find(c.Slot.ID)
	if !there {
		s = c.Slot
		s.Places, s.Unneeded, s.Source = 0, 0, "" // residents filled what was left of it
	}
	var made []Slot
	for _, p := range c.Pieces {
		piece, has := find(p.ID)
		switch {
		case p.Gone, p.ID == c.Slot.ID:
		case has != c.Joined, has && !piece.Span.Equal(p.Span):
			return slots, false
		}
	}
	kept, keeps := c.kept()
	switch {
	case !c.Joined && there && !s.Span.Equal(c.Slot.Span):
		return slots, false
	case !c.Joined:
		made = c.divide(s, theirs)
	case c.Spare:
		made = []Slot{s}
	case !keeps && there && !s.Span.Equal(c.Slot.Span):
		return slots, false // somebody has changed it since
	case !keeps:
		s.Span, s.Places = c.Slot.Span, s.Places+theirs
		made = []Slot{s}
	case there && !s.Span.Equal(kept.Span):
		return slots, false
	default:
		if s.Span = c.Slot.Span; !there && kept.Gone {
			s.Places = theirs
		}
		made = []Slot{s}
	}
	gone := c.Slots()
	out := slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool { return slices.Contains(gone, s.ID) })
	out = append(out, made...)
	slices.SortFunc(out, func(a, b Slot) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out, true
}

// cut is the problem with these cuts made of its slots, without what is lost, and whether all
// could be. A slot has a place for everybody who is in it, also where that is one more than is needed.
func (p Problem) cut(cuts []Cut, held map[SlotID]int) (Problem, bool) {
	if len(cuts) == 0 {
		return p, true
	}
	all, slots := true, p.Slots
	for _, c := range cuts {
		var ok bool
		slots, ok = c.of(slots, c.Places-c.Missed)
		all = all && ok
	}
	gone := map[SlotID]bool{}
	for _, c := range cuts {
		for _, l := range c.Lost() {
			gone[l.ID] = !c.Joined
		}
	}
	out := make([]Slot, 0, len(slots))
	for _, s := range slots {
		if gone[s.ID] {
			continue
		}
		if more := held[s.ID] - s.Places; more > 0 && slices.ContainsFunc(cuts, func(c Cut) bool { return c.Slot.ID == s.ID }) {
			s.Places, s.Unneeded = s.Places+more, s.Unneeded+more
		}
		if s.Places > 0 {
			out = append(out, s)
		}
	}
	p.Slots = out
	return p, all
}

// cut makes the cuts of an edit: who worked a part is locked in it, and nobody else was in
// these places. Who is kept off the slot is kept off what is left of it.
func (w *working) cut(e Edit) error {
	w.hand.LeftOpen = slices.Clone(w.hand.LeftOpen)
	for _, c := range e.Cuts {
		if !w.divide(c) {
			return &Stuck{Pair{Slot: c.Slot.ID}, StuckCut}
		}
		for _, p := range c.Pieces {
			if p.Who != "" {
				was := Pair{c.Slot.ID, p.Who}
				i := w.index(was)
				if i < 0 {
					return &Stuck{was, StuckAbsent}
				}
				w.hand.Assignments = slices.Delete(w.hand.Assignments, i, i+1)
				w.locks = slices.DeleteFunc(w.locks, func(l Lock) bool { return l.Pair == was })
				w.hand.Assignments = append(w.hand.Assignments, Assignment{Slot: p.ID, Consultant: p.Who})
				w.locks = append(w.locks, Lock{Pair{p.ID, p.Who}, WorkedReason})
			}
		}
		if kept, keeps := c.kept(); keeps && kept.Who == "" {
			w.leaveOpen(LeftOpen{Slot: kept.ID}) // it is there to be covered
		}
		if left, some := c.Left(); some {
			for _, k := range w.hand.KeptOff {
				if k.Slot == c.Slot.ID && k.Slot != left.ID {
					pair := Pair{left.ID, k.Consultant}
					w.hand.KeptOff = append(withoutKeptOff(w.hand.KeptOff, pair), KeptOff{pair, k.Reason})
				}
			}
		}
		w.leaveFewer(c.Slot.ID)
	}
	return nil
}

// divide makes one cut in the slots of the draft, and reports whether it could.
func (w *working) divide(c Cut) bool {
	held := Plan{Assignments: w.hand.Assignments}.counts()
	for _, p := range c.Pieces {
		if p.Who != "" && w.index(Pair{c.Slot.ID, p.Who}) >= 0 {
			held[c.Slot.ID]--
			held[p.ID]++
		}
	}
	base, ok := w.draft.base.cut([]Cut{c}, held)
	if !ok {
		return false
	}
	w.draft.base = base
	w.draft.Problem, _ = w.draft.Problem.cut([]Cut{c}, held)
	w.hand.Cuts = withCut(w.hand.Cuts, c)
	return true
}

// withCut is the list with one more cut; one that takes another back is gone with it.
func withCut(list []Cut, c Cut) []Cut {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, func(o Cut) bool { return SameThing(o, c.reversed()) }); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return append(list, c)
}

// StandingCuts are those of cuts in the order in which they were made, with those that took others
// back, that nobody has taken back.
func StandingCuts(cuts []Cut) []Cut {
	var net []Cut
	for _, c := range cuts {
		net = withCut(net, c)
	}
	return net
}

// WithoutCuts lists slots as entered as they were before these cuts were made in them, the oldest cut
// first, with those that took others back. What somebody has changed since stays as it is.
func WithoutCuts(slots []Slot, cuts []Cut) []Slot {
	at := map[SlotID]int{}
	for i, s := range slots {
		at[s.ID] = i
	}
	slots = slices.SortedFunc(slices.Values(slots), func(a, b Slot) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, c := range slices.Backward(StandingCuts(cuts)) {
		slots, _ = c.reversed().Of(slots)
	}
	slices.SortStableFunc(slots, func(a, b Slot) int { return at[a.ID] - at[b.ID] }) // as they were given
	return slots
}

// uncut is the hand of the draft without what the change divided, and the problem that it is
// of then. It reports false where the slots are no longer what that left.
func (d Draft) uncut(c Change, h Hand) (Hand, Problem, bool) {
	vanish := map[SlotID]bool{}
	for _, back := range reversed(c.Cuts) {
		h.Cuts = withCut(h.Cuts, back)
		for _, p := range back.Pieces {
			vanish[p.ID] = back.Joined && p.ID != back.Slot.ID
		}
	}
	h.KeptOff = slices.DeleteFunc(slices.Clone(h.KeptOff), func(k KeptOff) bool { return vanish[k.Slot] })
	p, ok := d.made.problem.cut(h.Cuts, Plan{Assignments: h.Assignments}.counts())
	return h, p, ok
}
