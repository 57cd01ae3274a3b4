package solve

import (
	"cmp"
	"fmt"
	"slices"

	"strikerota/rota"
)

// A Board is a problem and a plan laid out so that candidates for many slots, and
// the effect of edits by hand, are found quickly. It changes neither of them. It
// must not be used by two goroutines at once.
type Board struct {
	problem   rota.Problem
	plan      rota.Plan
	stages    []string
	values    []int64 // by stage, for the plan as it is
	slotIndex map[rota.SlotID]int
	whoIndex  map[rota.ConsultantID]int
	published map[rota.Pair]bool
	slots     []item   // each slot as an item that nobody is locked in
	holders   [][]int  // who is in each slot
	people    []sitter // by index in the problem's consultants
	busiest   []int    // consultants, most minutes of cover first
	able      [][]int  // who could take each slot by itself; nil until asked
	pence     map[priced]int64
	doubled   map[rota.Pair]int // as the function gives it
}

// A sitter is what one consultant does in the plan.
type sitter struct {
	limits   *person // without items
	sessions []item
	held     []int // slots
	locked   []int // those of held that a lock holds
	gone     []rota.SessionID
	loss     int64 // of the sessions gone
	minutes  int64 // of cover
}

// NewBoard lays out a sound plan of a problem from rota.NewProblem. It gives an
// error when the plan does not fit the problem: an assignment names nothing, is
// given twice or is nobody's to take, a lock is left out, or a session displaced
// is not a planned one of that consultant. Rules between the slots of one
// consultant are not looked at: see rota.Check.
func NewBoard(p rota.Problem, plan rota.Plan) (*Board, error) {
	b := &Board{
		problem: p, plan: plan, stages: p.Stages(),
		slotIndex: map[rota.SlotID]int{}, whoIndex: map[rota.ConsultantID]int{}, published: map[rota.Pair]bool{},
		slots: make([]item, len(p.Slots)), holders: make([][]int, len(p.Slots)),
		people: make([]sitter, len(p.Consultants)), able: make([][]int, len(p.Slots)), pence: map[priced]int64{}, doubled: doubled(p),
	}
	for i, s := range p.Slots {
		b.slotIndex[s.ID] = i
		b.slots[i] = slotItem(s, i)
	}
	for i, c := range p.Consultants {
		b.whoIndex[c.ID] = i
	}
	for _, pair := range p.Published {
		b.published[pair] = true
	}
	if err := b.seat(); err != nil {
		return nil, fmt.Errorf("lay out the plan: %w", err)
	}
	b.count()
	return b, nil
}

// seat takes the plan's assignments over.
func (b *Board) seat() error {
	for _, l := range b.problem.Locks {
		who := &b.people[b.whoIndex[l.Consultant]]
		who.locked = append(who.locked, b.slotIndex[l.Slot])
	}
	for _, a := range b.plan.Assignments {
		s, ok := b.slotIndex[a.Slot]
		k, known := b.whoIndex[a.Consultant]
		if !ok || !known {
			return fmt.Errorf("assignment of %s to slot %s: %w", a.Consultant, a.Slot, rota.ErrNotFound)
		}
		who := &b.people[k]
		if slices.Contains(who.held, s) {
			return fmt.Errorf("%s is in slot %s twice", a.Consultant, a.Slot)
		}
		if !slices.Contains(who.locked, s) && !candidate(b.problem.Consultants[k], b.problem.Slots[s]) {
			return fmt.Errorf("%s cannot take slot %s", a.Consultant, a.Slot)
		}
		who.held = append(who.held, s)
		who.gone = append(who.gone, a.Displaces...)
		b.holders[s] = append(b.holders[s], k)
	}
	for k := range b.people {
		if err := b.people[k].settle(b.problem.Consultants[k]); err != nil {
			return err
		}
	}
	for _, h := range b.holders {
		slices.Sort(h)
	}
	return nil
}

// settle sorts what the consultant holds and holds that it fits the problem.
func (s *sitter) settle(c rota.Consultant) error {
	slices.Sort(s.held)
	slices.Sort(s.gone)
	if !holdsAll(s.held, s.locked) {
		return fmt.Errorf("%s is not in a slot that they are locked in", c.ID)
	}
	for i, id := range s.gone {
		n := slices.IndexFunc(c.Sessions, func(t rota.Session) bool { return t.ID == id })
		if n < 0 || c.Sessions[n].Kind != rota.Planned || i > 0 && s.gone[i-1] == id {
			return fmt.Errorf("session %s of %s cannot be displaced, or is displaced twice", id, c.ID)
		}
		s.loss += int64(c.Sessions[n].Loss)
	}
	return nil
}

// count adds up everybody's cover and every stage.
func (b *Board) count() {
	for k := range b.people {
		for _, s := range b.people[k].held {
			b.people[k].minutes += int64(b.holding(k, s).minutes())
		}
		b.busiest = append(b.busiest, k)
	}
	slices.SortFunc(b.busiest, func(x, y int) int {
		return cmp.Or(cmp.Compare(b.people[y].minutes, b.people[x].minutes), x-y)
	})
	for _, v := range rota.Values(b.problem, b.plan) {
		b.values = append(b.values, v.Value)
	}
}

// person gives the sitter, with limits and sessions worked out the first time.
func (b *Board) person(k int) *sitter {
	who := &b.people[k]
	if who.limits == nil {
		c := b.problem.Consultants[k]
		who.limits = newPerson(b.problem, k, c)
		for _, s := range c.Sessions {
			who.sessions = append(who.sessions, sessionItem(s))
		}
	}
	return who
}

// holding is a slot as an item of the consultant who holds it.
func (b *Board) holding(k, s int) item {
	it := b.slots[s]
	it.locked = slices.Contains(b.people[k].locked, s)
	it.double = b.doubled[rota.Pair{Slot: rota.SlotID(it.id), Consultant: b.problem.Consultants[k].ID}]
	return it
}

// canTake lists who could take the slot if it were their only one, ascending.
func (b *Board) canTake(s int) []int {
	if b.able[s] == nil {
		b.able[s] = []int{}
		for k, c := range b.problem.Consultants {
			if candidate(c, b.problem.Slots[s]) {
				b.able[s] = append(b.able[s], k)
			}
		}
	}
	return b.able[s]
}

// movable lists the slots that the consultant may be taken off.
func (b *Board) movable(k int) []int {
	var out []int
	for _, s := range b.people[k].held {
		if !slices.Contains(b.people[k].locked, s) {
			out = append(out, s)
		}
	}
	return out
}

func (b *Board) holds(k, s int) bool { return slices.Contains(b.people[k].held, s) }

func (b *Board) full(s int) bool { return len(b.holders[s]) >= b.problem.Slots[s].Places }
