package solve

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/rota"
)

// A Kind says how a candidate puts somebody in a slot.
type Kind string

// The kinds of candidate. Nobody locked is ever moved, and a consultant is only
// taken off another slot when that slot stops them, or in a swap.
const (
	// Assign: somebody whom nothing stops takes an open place.
	Assign Kind = "assign"
	// Replace: the slot is full; somebody takes the place of one in it, and leaves the
	// fewest other slots that stop them: none, mostly.
	Replace Kind = "replace"
	// Release: somebody takes an open place and leaves the fewest other slots that stop them.
	Release Kind = "release"
	// Pass: as Release, and a second person takes over everything that the first leaves.
	Pass Kind = "pass"
	// Exchange: two people exchange one slot each, after which one of them takes an open place as well.
	Exchange Kind = "exchange"
	// Swap: somebody in the slot and somebody in another slot change places.
	Swap Kind = "swap"
)

// Kinds lists every kind of candidate.
func Kinds() []Kind { return []Kind{Assign, Replace, Release, Pass, Exchange, Swap} }

// A Move is what changes for one consultant. Displaces are planned sessions of
// theirs that are lost by it; Restores are sessions lost until now that are
// kept again. All are sorted by id.
type Move struct {
	Consultant rota.ConsultantID
	Takes      []rota.SlotID
	Leaves     []rota.SlotID
	Displaces  []rota.SessionID
	Restores   []rota.SessionID
}

// An Effect is the value of one stage of the aims before and after, as
// [rota.Values] computes it.
type Effect struct {
	Aim           string // a stage as named by [rota.Problem.Stages]
	Before, After int64
}

// A Candidate is one thing that could be done to put one more consultant, or
// another one, in a slot. The plan after it holds every must-hold rule for
// everybody whom it touches, with as little displaced as can be.
type Candidate struct {
	Kind       Kind
	Slot       rota.SlotID
	Consultant rota.ConsultantID // who takes the slot
	Moves      []Move            // in the order to do them: one, or two when a second person is touched
	Effect     []Effect          // every stage, in order
	Opens      []rota.SlotID     // slots that have somebody fewer by it, sorted
}

// CandidateOptions steer which candidates are given.
type CandidateOptions struct {
	// Most is the most candidates to give; 0 is all.
	Most int
}

// Candidates ranks what could be done to put one more consultant in the slot of
// a plan, or another one when the slot is full: best first by the stages of the
// aims, then by fewest moves, then by ids. Each consultant is given with the best
// candidate of each kind, also when it makes the plan worse; one that only adds
// moves to another of the same consultant, and gains nothing by it, is left out.
// Nothing that can be done is an empty list.
//
// The problem must come from rota.NewProblem and the plan must be sound
// (rota.Check). An unknown slot is rota.ErrNotFound. To ask about several slots
// of one plan, make a [Board].
func Candidates(p rota.Problem, plan rota.Plan, slot rota.SlotID, o CandidateOptions) ([]Candidate, error) {
	b, err := NewBoard(p, plan)
	if err != nil {
		return nil, err
	}
	return b.Candidates(slot, o)
}

// Candidates is as the function of that name, for the board's plan.
func (b *Board) Candidates(slot rota.SlotID, o CandidateOptions) ([]Candidate, error) {
	s, ok := b.slotIndex[slot]
	if !ok {
		return nil, fmt.Errorf("candidates for slot %s: %w", slot, rota.ErrNotFound)
	}
	drafts := b.drafts(s)
	slices.SortFunc(drafts, compareDrafts)
	if o.Most > 0 && len(drafts) > o.Most {
		drafts = drafts[:o.Most]
	}
	out := make([]Candidate, len(drafts))
	for i, d := range drafts {
		out[i] = b.candidate(s, d)
	}
	return out, nil
}

// A draft is a candidate in indexes. The first change is not always that of who:
// changes stand in the order to do them.
type draft struct {
	kind    Kind
	who     int
	changes []reseat
	after   []int64 // by stage
}

// compareDrafts is the ranking.
func compareDrafts(x, y draft) int {
	if c := slices.Compare(x.after, y.after); c != 0 {
		return c
	}
	if c := cmp.Or(len(x.changes)-len(y.changes), x.who-y.who); c != 0 {
		return c
	}
	if c := slices.CompareFunc(x.changes, y.changes, compareChanges); c != 0 {
		return c
	}
	return cmp.Compare(x.kind, y.kind)
}

func compareChanges(x, y reseat) int {
	return cmp.Or(x.who-y.who, slices.Compare(x.takes, y.takes), slices.Compare(x.leaves, y.leaves))
}

// within reports whether everything that x does is also done by y.
func (x draft) within(y draft) bool {
	for _, c := range x.changes {
		found := slices.ContainsFunc(y.changes, func(d reseat) bool {
			return d.who == c.who && holdsAll(d.takes, c.takes) && holdsAll(d.leaves, c.leaves)
		})
		if !found {
			return false
		}
	}
	return true
}

func holdsAll(all, some []int) bool {
	return !slices.ContainsFunc(some, func(v int) bool { return !slices.Contains(all, v) })
}

// candidate writes a draft out in ids.
func (b *Board) candidate(s int, d draft) Candidate {
	out := Candidate{
		Kind: d.kind, Slot: b.problem.Slots[s].ID, Consultant: b.problem.Consultants[d.who].ID,
		Effect: b.effect(d.after), Opens: []rota.SlotID{},
	}
	for _, c := range d.changes {
		out.Moves = append(out.Moves, b.move(c))
	}
	for _, n := range netShifts(d.changes) {
		if n.more < 0 {
			out.Opens = append(out.Opens, b.problem.Slots[n.slot].ID)
		}
	}
	slices.Sort(out.Opens)
	return out
}

func (b *Board) move(c reseat) Move {
	who := b.person(c.who)
	m := Move{Consultant: b.problem.Consultants[c.who].ID, Takes: b.slotIDs(c.takes), Leaves: b.slotIDs(c.leaves)}
	for _, id := range c.gone {
		if !slices.Contains(who.gone, id) {
			m.Displaces = append(m.Displaces, id)
		}
	}
	for _, id := range who.gone {
		if !slices.Contains(c.gone, id) {
			m.Restores = append(m.Restores, id)
		}
	}
	return m
}

func (b *Board) slotIDs(slots []int) []rota.SlotID {
	var out []rota.SlotID
	for _, s := range slots {
		out = append(out, b.problem.Slots[s].ID)
	}
	slices.Sort(out)
	return out
}

func (b *Board) effect(after []int64) []Effect {
	out := make([]Effect, len(after))
	for i, stage := range b.stages {
		out[i] = Effect{Aim: stage, Before: b.values[i], After: after[i]}
	}
	return out
}
