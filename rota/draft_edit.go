package rota

import (
	"fmt"
	"slices"
)

// An Edit is what a person changes in a draft at once: who takes and leaves which
// slots, what is locked and unlocked, how many places of a slot are left open, who
// is kept off which slots, or no longer, and which slots are cut.
type Edit struct {
	Takes, Leaves  []Pair
	Locks, Unlocks []Pair
	LeftOpen       []LeftOpen // of each slot, after the edit; 0 places takes it back
	KeepOff, Allow []Pair
	Cuts           []Cut // after those who leave
	Reason         string
}

// A Part is what a draft holds of the people and slots that an edit touches.
type Part struct {
	Assignments []Assignment // of those people
	Locks       []Lock       // of those people
	Holders     []Pair       // of those slots
	LeftOpen    []LeftOpen   // of those slots
	KeptOff     []KeptOff    // those people
}

// A Change is an edit made: what it touched, before and after.
type Change struct {
	People        []ConsultantID
	Slots         []SlotID
	Before, After Part
	Cuts          []Cut    // slots that it divided, or joined again
	Broken        []Breach // rules that it broke on purpose
	Reason        string
}

// Stuck says that an edit does not fit the draft as it is: what it goes by is no
// longer so. It is an ErrConflict.
type Stuck struct {
	Pair Pair // whom, or just the slot
	Why  StuckWhy
}

// A StuckWhy is what does not fit.
type StuckWhy string

// The reasons.
const (
	StuckAbsent  StuckWhy = "is not in the slot"
	StuckAllowed StuckWhy = "is not kept off the slot"
	StuckThere   StuckWhy = "is in the slot already"
	StuckLocked  StuckWhy = "is locked there"
	StuckFull    StuckWhy = "has no place left"
	StuckCut     StuckWhy = "is divided already"
	StuckBroken  StuckWhy = "breaks a rule there, which only a lock can hold"
)

// Error names ids only.
func (s *Stuck) Error() string { return fmt.Sprintf("%s/%s %s", s.Pair.Slot, s.Pair.Consultant, s.Why) }

// Unwrap is ErrConflict.
func (s *Stuck) Unwrap() error { return ErrConflict }

// Edit gives the draft after the edit, and the change. Who takes a slot is locked in
// it: solving holds what a person has decided. Where that breaks a rule, everything
// that breaks it together is locked, so that the draft says who decided it, and the
// change lists the rule. Sessions are displaced at the least loss.
//
// The error is ErrNotFound for a slot or consultant that the problem does not have,
// and *Stuck where the edit does not fit.
func (d Draft) Edit(e Edit) (Draft, Change, error) {
	w := d.working()
	if err := w.known(e); err != nil {
		return d, Change{}, err
	}
	for _, step := range []func(Edit) error{w.unlock, w.leave, w.allow, w.cut, w.take, w.lock, w.close, w.keepOff} {
		if err := step(e); err != nil {
			return d, Change{}, err
		}
	}
	people, slots := d.touched(e)
	out := w.done(people)
	for _, pair := range e.Unlocks {
		if lockIndex(out.Locks, pair) >= 0 && !slices.Contains(e.Takes, pair) {
			return d, Change{}, &Stuck{pair, StuckBroken}
		}
	}
	c := Change{People: people, Slots: slots, Before: d.Part(people, slots), After: out.Part(people, slots), Cuts: e.Cuts,
		Broken: newBreaches(d.Plan.Broken, out.Plan.Broken), Reason: e.Reason}
	return out, c, nil
}

// Touches lists the people and slots that the edit names, in order.
func (e Edit) Touches() ([]ConsultantID, []SlotID) {
	people, slots := map[ConsultantID]bool{}, map[SlotID]bool{}
	for _, pair := range slices.Concat(e.Takes, e.Leaves, e.Locks, e.Unlocks, e.KeepOff, e.Allow) {
		people[pair.Consultant], slots[pair.Slot] = true, true
	}
	for _, l := range e.LeftOpen {
		slots[l.Slot] = true
	}
	for _, c := range e.Cuts {
		slots[c.Slot.ID] = true
		for _, p := range c.Pieces {
			slots[p.ID] = true
			if p.Who != "" {
				people[p.Who] = true
			}
		}
	}
	return sorted(people), sorted(slots)
}

// touched are the people and slots that the edit names, and whom the draft keeps off what it cuts:
// they are kept off what is left of it too.
func (d Draft) touched(e Edit) ([]ConsultantID, []SlotID) {
	people, slots := e.Touches()
	for _, k := range d.KeptOff {
		if slices.ContainsFunc(e.Cuts, func(c Cut) bool { return c.Slot.ID == k.Slot }) {
			people = append(people, k.Consultant)
		}
	}
	slices.Sort(people)
	return slices.Compact(people), slots
}

// Touches is the part of the draft that the edit goes by.
func (d Draft) Touches(e Edit) Part { return d.Part(d.touched(e)) }

// Part is what the draft holds of the people and the slots.
func (d Draft) Part(people []ConsultantID, slots []SlotID) Part {
	var p Part
	for _, a := range d.Plan.Assignments {
		if slices.Contains(people, a.Consultant) {
			p.Assignments = append(p.Assignments, a)
		}
		if slices.Contains(slots, a.Slot) {
			p.Holders = append(p.Holders, a.Pair())
		}
	}
	for _, l := range d.Locks {
		if slices.Contains(people, l.Consultant) {
			p.Locks = append(p.Locks, l)
		}
	}
	for _, k := range d.KeptOff {
		if slices.Contains(people, k.Consultant) {
			p.KeptOff = append(p.KeptOff, k)
		}
	}
	for _, l := range d.Left {
		if slices.Contains(slots, l.Slot) {
			p.LeftOpen = append(p.LeftOpen, l)
		}
	}
	return p
}

// A working is an edit under way.
type working struct {
	draft Draft
	hand  Hand
	locks []Lock
}

// working begins an edit. A place that was stood down can be taken again, so that it counts as one.
func (d Draft) working() working {
	w := working{draft: d, hand: d.Hand(), locks: slices.Clone(d.Locks)}
	w.draft.Problem = d.whole
	return w
}

// known refuses what the problem does not have. What somebody is kept off, or no longer,
// may be a slot that the rota has no place of yet, and so may one that is cut.
func (w *working) known(e Edit) error {
	people, _ := e.Touches()
	e.KeepOff, e.Allow, e.Cuts = nil, nil, nil
	_, slots := e.Touches()
	for _, id := range people {
		if _, ok := w.draft.Problem.Consultant(id); !ok {
			return fmt.Errorf("consultant %s: %w", id, ErrNotFound)
		}
	}
	for _, id := range slots { // one whose last place was not needed is gone, and is named all the same
		if _, ok := w.draft.base.Slot(id); !ok {
			return fmt.Errorf("slot %s: %w", id, ErrNotFound)
		}
	}
	return nil
}

func (w *working) index(pair Pair) int {
	return slices.IndexFunc(w.hand.Assignments, func(a Assignment) bool { return a.Pair() == pair })
}

func (w *working) unlock(e Edit) error {
	for _, pair := range e.Unlocks {
		i := lockIndex(w.locks, pair)
		if i < 0 {
			return &Stuck{pair, StuckAbsent}
		}
		w.locks = slices.Delete(w.locks, i, i+1)
	}
	return nil
}

func (w *working) leave(e Edit) error {
	w.hand.Assignments = slices.Clone(w.hand.Assignments)
	for _, pair := range e.Leaves {
		i := w.index(pair)
		if i < 0 {
			return &Stuck{pair, StuckAbsent}
		}
		if lockIndex(w.locks, pair) >= 0 {
			return &Stuck{pair, StuckLocked}
		}
		w.hand.Assignments = slices.Delete(w.hand.Assignments, i, i+1)
	}
	return nil
}

// allow lets solving put people back where they were taken off.
func (w *working) allow(e Edit) error {
	for _, pair := range e.Allow {
		if keptOffIndex(w.hand.KeptOff, pair) < 0 {
			return &Stuck{pair, StuckAllowed}
		}
		w.hand.KeptOff = withoutKeptOff(w.hand.KeptOff, pair)
	}
	return nil
}

// keepOff keeps people off slots that they are not in.
func (w *working) keepOff(e Edit) error {
	for _, pair := range e.KeepOff {
		if w.index(pair) >= 0 {
			return &Stuck{pair, StuckThere}
		}
		w.hand.KeptOff = append(withoutKeptOff(w.hand.KeptOff, pair), KeptOff{pair, e.Reason})
	}
	return nil
}

// take seats people, and locks them there: nothing keeps them off any more.
func (w *working) take(e Edit) error {
	for _, pair := range e.Takes {
		if w.index(pair) >= 0 {
			return &Stuck{pair, StuckThere}
		}
		w.hand.Assignments = append(w.hand.Assignments, Assignment{Slot: pair.Slot, Consultant: pair.Consultant})
		w.hand.KeptOff = withoutKeptOff(w.hand.KeptOff, pair)
		w.locks = append(w.locks, Lock{pair, byHand(e.Reason)})
	}
	for _, pair := range e.Takes {
		slot, _ := w.draft.Problem.Slot(pair.Slot)
		if w.count(pair.Slot) > slot.Places {
			return &Stuck{pair, StuckFull}
		}
	}
	return nil
}

// ByHand is the reason of a lock for which nobody gave another.
const ByHand = "Chosen by hand"

func byHand(reason string) string {
	if reason == "" {
		return ByHand
	}
	return reason
}

func (w *working) count(id SlotID) int {
	n := 0
	for _, a := range w.hand.Assignments {
		if a.Slot == id {
			n++
		}
	}
	return n
}

func (w *working) lock(e Edit) error {
	for _, pair := range e.Locks {
		if w.index(pair) < 0 {
			return &Stuck{pair, StuckAbsent}
		}
		if lockIndex(w.locks, pair) >= 0 {
			return &Stuck{pair, StuckLocked}
		}
		w.locks = append(w.locks, Lock{pair, e.Reason})
	}
	return nil
}

// close leaves places open. A place that was left open and is taken is open no more.
func (w *working) close(e Edit) error {
	w.hand.LeftOpen = slices.Clone(w.hand.LeftOpen)
	for _, l := range e.LeftOpen {
		slot, _ := w.draft.Problem.Slot(l.Slot)
		if l.Places < 0 || l.Places > max(0, slot.needed()-w.count(l.Slot)) {
			return &Stuck{Pair{Slot: l.Slot}, StuckFull}
		}
		w.leaveOpen(l)
	}
	for _, pair := range e.Takes {
		w.leaveFewer(pair.Slot)
	}
	return nil
}

// leaveFewer leaves no more places of a slot open than nobody is in.
func (w *working) leaveFewer(id SlotID) {
	l := leftOf(w.hand.LeftOpen, id)
	slot, _ := w.draft.Problem.Slot(id)
	l.Places = min(l.Places, slot.needed()-w.count(id))
	w.leaveOpen(l)
}

func (w *working) leaveOpen(l LeftOpen) {
	w.hand.LeftOpen = slices.DeleteFunc(w.hand.LeftOpen, func(o LeftOpen) bool { return o.Slot == l.Slot })
	if l.Places > 0 {
		w.hand.LeftOpen = append(w.hand.LeftOpen, l)
	}
}

// done seats the people anew and locks what breaks rules.
func (w *working) done(people []ConsultantID) Draft {
	for _, id := range people {
		w.seat(id)
	}
	w.hand.Locks = w.locks
	return w.draft.As(w.hand)
}

// seat gives one person's slots their displaced sessions, and locks what breaks a rule.
func (w *working) seat(id ConsultantID) {
	var pairs []Pair
	var rest []Assignment
	for _, a := range w.hand.Assignments {
		if a.Consultant == id {
			pairs = append(pairs, a.Pair())
		} else {
			rest = append(rest, a)
		}
	}
	who, _ := w.draft.Problem.Consultant(id)
	mine := seated(w.draft.Problem, who, pairs, nil)
	w.hand.Assignments = append(rest, mine...)
	for _, b := range w.against(who, mine) {
		for _, s := range b.Slots {
			if pair := (Pair{s, id}); lockIndex(w.locks, pair) < 0 {
				w.locks = append(w.locks, Lock{pair, w.reason(id)})
			}
		}
	}
}

// against lists the rules that what the person covers breaks, and that locks do not
// break already.
func (w *working) against(who Consultant, mine []Assignment) []Breach {
	return slices.DeleteFunc(w.breaches(who, mine), func(b Breach) bool { return b.Locked })
}

// breaches lists the rules that what the person covers breaks.
func (w *working) breaches(who Consultant, mine []Assignment) []Breach {
	p := w.draft.Problem
	p.Consultants, p.Locks = []Consultant{who}, nil
	p = p.KeepingOff(w.hand.KeptOff)
	for _, l := range w.locks {
		if l.Consultant == who.ID {
			p.Locks = append(p.Locks, l.Pair)
		}
	}
	return rostersOf(p, Plan{Assignments: mine})[0].breaches()
}

// reason is that of the person's newest lock: what was decided last for them.
func (w *working) reason(id ConsultantID) string {
	for _, l := range slices.Backward(w.locks) {
		if l.Consultant == id {
			return l.Reason
		}
	}
	return ByHand
}
