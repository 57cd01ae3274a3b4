package solve

import "slices"

// drafts finds the best candidate of each kind for each consultant, not ranked.
func (b *Board) drafts(s int) []draft {
	var out []draft
	tried := map[reseatKey]*reseat{}
	for _, k := range b.canTake(s) {
		if b.holds(k, s) {
			continue
		}
		f := &finder{board: b, slot: s, who: k, best: map[Kind]draft{}, tried: tried}
		f.find()
		out = append(out, f.worthwhile()...)
	}
	return out
}

// A finder looks for what one consultant can do to take one slot.
type finder struct {
	board *Board
	slot  int
	who   int
	best  map[Kind]draft
	tried map[reseatKey]*reseat // nil where a rule forbids it
}

// A reseatKey is a change of one consultant that takes and leaves at most two slots; -1 is none.
type reseatKey struct {
	who           int
	takes, leaves [2]int
}

func (f *finder) find() {
	stops := f.board.stops(f.who, f.slot)
	open := !f.board.full(f.slot)
	for _, leaves := range stops {
		switch {
		case len(leaves) > 0 && open:
			f.leave(leaves)
		case open:
			f.offer(Assign, f.change(f.who, f.slot, -1))
		default:
			f.replace(leaves)
		}
	}
	f.swap()
}

// offer keeps the changes if they are the best of their kind so far. A nil change
// is one that a rule forbids.
func (f *finder) offer(kind Kind, changes ...*reseat) {
	d := draft{kind: kind, who: f.who}
	for _, c := range changes {
		if c == nil {
			return
		}
		d.changes = append(d.changes, *c)
	}
	d.after = f.board.after(d.changes)
	if was, ok := f.best[kind]; !ok || compareDrafts(d, was) < 0 {
		f.best[kind] = d
	}
}

// change is when k takes one slot and leaves another; -1 is none. It is nil when a rule forbids it.
func (f *finder) change(k, takes, leaves int) *reseat {
	return f.changes(k, oneSlot(takes), oneSlot(leaves))
}

func (f *finder) changes(k int, takes, leaves []int) *reseat {
	key := reseatKey{k, upToTwo(takes), upToTwo(leaves)}
	small := len(takes) <= 2 && len(leaves) <= 2
	if c, done := f.tried[key]; done && small {
		return c
	}
	var found *reseat
	if c, ok := f.board.try(k, takes, leaves); ok {
		found = &c
	}
	if small {
		f.tried[key] = found
	}
	return found
}

func upToTwo(slots []int) [2]int {
	out := [2]int{-1, -1}
	copy(out[:], slots)
	return out
}

func oneSlot(slot int) []int {
	if slot < 0 {
		return nil
	}
	return []int{slot}
}

// replace takes the place of each who can be moved, and leaves the slots, which then
// have somebody fewer.
func (f *finder) replace(leaves []int) {
	mine := f.changes(f.who, oneSlot(f.slot), leaves)
	for _, d := range f.inSlot() {
		f.offer(Replace, f.change(d, -1, f.slot), mine)
	}
}

// inSlot lists who is in the slot and not locked there.
func (f *finder) inSlot() []int {
	var out []int
	for _, d := range f.board.holders[f.slot] {
		if !slices.Contains(f.board.people[d].locked, f.slot) {
			out = append(out, d)
		}
	}
	return out
}

// leave takes the slot and leaves the others, which stay open, or go to a second
// person, as they are or in exchange for another slot.
func (f *finder) leave(leaves []int) {
	b := f.board
	mine := f.changes(f.who, oneSlot(f.slot), leaves)
	f.offer(Release, mine)
	for _, d := range b.canTake(leaves[0]) {
		if d == f.who || !f.couldTake(d, leaves) {
			continue
		}
		f.offer(Pass, mine, f.changes(d, leaves, nil))
		if len(leaves) == 1 {
			f.exchange(d, leaves[0])
		}
	}
}

// couldTake reports whether each of the slots is d's to take and not theirs already.
func (f *finder) couldTake(d int, slots []int) bool {
	for _, s := range slots {
		if _, able := slices.BinarySearch(f.board.canTake(s), d); !able || f.board.holds(d, s) {
			return false
		}
	}
	return true
}

// exchange gives slot a to d, who gives another in return.
func (f *finder) exchange(d, a int) {
	for _, back := range f.board.movable(d) {
		if back == f.slot || !f.couldTake(f.who, oneSlot(back)) {
			continue
		}
		theirs := f.change(d, a, back)
		if theirs == nil {
			continue
		}
		takes := []int{f.slot, back}
		slices.Sort(takes)
		f.offer(Exchange, f.changes(f.who, takes, oneSlot(a)), theirs)
	}
}

// swap changes places with each in the slot who can be moved.
func (f *finder) swap() {
	for _, a := range f.board.movable(f.who) {
		mine := f.change(f.who, f.slot, a)
		if mine == nil {
			continue
		}
		for _, d := range f.inSlot() {
			if f.couldTake(d, oneSlot(a)) {
				f.offer(Swap, mine, f.change(d, a, f.slot))
			}
		}
	}
}

// worthwhile leaves out what only adds to another of the consultant's candidates
// and gains nothing by it.
func (f *finder) worthwhile() []draft {
	var out []draft
	for _, kind := range Kinds() {
		d, ok := f.best[kind]
		if !ok {
			continue
		}
		idle := false
		for _, other := range Kinds() {
			if o, ok := f.best[other]; ok && other != kind && o.within(d) && slices.Compare(o.after, d.after) <= 0 {
				idle = true
			}
		}
		if !idle {
			out = append(out, d)
		}
	}
	return out
}
