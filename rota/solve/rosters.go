package solve

import "slices"

// A roster is everything that one consultant does over the strike: a set of
// cover that keeps every rule for them, with the sessions displaced that lose
// least. What locks alone break binds nobody, as in cuts.
//
// rosters holds those of every consultant of a part, side by side; a part has up
// to millions. The roster without cover, beside locks, is not among them.
type rosters struct {
	first []int32  // first[k] is the first of people[k]; one more stands at the end
	from  []int32  // from[r] is where the items of r begin; one more stands at the end
	items []uint16 // free cover, as indexes into the person's items, in order
	loss  []int32  // of the sessions displaced
	base  []int64  // loss of the locks alone, for each person
}

func (r *rosters) count() int { return len(r.loss) }

// of gives the items of roster n.
func (r *rosters) of(n int32) []uint16 { return r.items[r.from[n]:r.from[n+1]] }

// bytes is about what the rosters take, with the one figure for each that a stage works with.
func (r *rosters) bytes() int64 { return int64(len(r.loss))*16 + int64(len(r.items))*2 }

// enumerate lists the rosters of everybody, or gives nil when they would take more than limit bytes.
func (t *part) enumerate(limit int64) *rosters {
	all := &rosters{first: []int32{0}, from: []int32{0}}
	for _, q := range t.people {
		if len(q.items) > 1<<16-1 {
			return nil
		}
		e := newEnumerator(q, all, limit)
		all.base = append(all.base, e.baseLoss)
		if !e.add(0, 0) {
			return nil
		}
		all.first = append(all.first, int32(len(all.loss)))
	}
	all.from, all.items, all.loss = slices.Clip(all.from), slices.Clip(all.items), slices.Clip(all.loss)
	return all
}

// An enumerator walks the sets of cover of one person in order of time. A set that
// breaks a rule is left with all that it is part of: more cover never mends it.
type enumerator struct {
	q        *person
	out      *rosters
	limit    int64
	free     []int // items that may be chosen
	planned  set
	base     set // locks and fixed sessions
	baseLoss int64
	chosen   []int
	taken    []set // by depth: base and chosen
	clash    []set // by depth: what clashes with cover taken
	all      set   // scratch
}

func newEnumerator(q *person, out *rosters, limit int64) *enumerator {
	n := len(q.items)
	e := &enumerator{q: q, out: out, limit: limit, planned: newSet(n), base: newSet(n), all: newSet(n)}
	clash, settled := newSet(n), newSet(n)
	for i, it := range q.items {
		switch {
		case it.kind == planned:
			e.planned.add(i)
		case !it.free():
			e.base.add(i)
			settled.join(q.clash[i])
			if it.kind == cover {
				clash.join(q.clash[i])
			}
		}
	}
	for i, it := range q.items {
		if it.kind == cover && !it.locked && !settled.has(i) {
			e.free = append(e.free, i)
		}
	}
	e.taken, e.clash = []set{e.base}, []set{clash}
	_, e.baseLoss, _ = q.displace(e.base)
	return e
}

// add appends every roster that adds to the chosen cover, from free[next] on.
func (e *enumerator) add(depth, next int) bool {
	if len(e.taken) == depth+1 {
		e.taken, e.clash = append(e.taken, newSet(len(e.q.items))), append(e.clash, newSet(len(e.q.items)))
	}
	for n := next; n < len(e.free); n++ {
		i := e.free[n]
		if e.clash[depth].has(i) {
			continue
		}
		taken, clash := e.taken[depth+1], e.clash[depth+1]
		copy(taken, e.taken[depth])
		copy(clash, e.clash[depth])
		taken.add(i)
		clash.join(e.q.clash[i])
		loss, ok := e.loss(taken, clash)
		if !ok {
			continue
		}
		e.chosen = append(e.chosen, i)
		e.put(loss)
		if e.out.bytes() > e.limit || !e.add(depth+1, n+1) {
			return false
		}
		e.chosen = e.chosen[:depth]
	}
	return true
}

func (e *enumerator) put(loss int64) {
	for _, i := range e.chosen {
		e.out.items = append(e.out.items, uint16(i))
	}
	e.out.from = append(e.out.from, int32(len(e.out.items)))
	e.out.loss = append(e.out.loss, int32(loss))
}

// loss is the least loss of displaced sessions with which the cover taken keeps
// every rule; false when there is none.
func (e *enumerator) loss(taken, clash set) (int64, bool) {
	var loss int64
	for w := range e.all {
		e.all[w] = taken[w] | e.planned[w]&^clash[w]
	}
	if e.q.sound(e.all) {
		for i := e.planned.next(0); i >= 0; i = e.planned.next(i + 1) {
			if clash.has(i) {
				loss += int64(e.q.items[i].loss)
			}
		}
		return loss, true
	}
	if !e.q.sound(taken) {
		return 0, false
	}
	_, loss, ok := e.q.displace(taken)
	return loss, ok
}

// sound reports whether the items, no two of which clash, keep the rules that
// bind more than two: the same as cuts finding nothing.
func (q *person) sound(there set) bool {
	minutes, anyFree := 0, false
	var run stretch
	var nights, days row
	for i := there.next(0); i >= 0; i = there.next(i + 1) {
		it := &q.items[i]
		if it.kind == cover {
			minutes += it.minutes()
			anyFree = anyFree || !it.locked
			if q.maxCover >= 0 && minutes > q.maxCover && anyFree {
				return false
			}
		}
		if !it.onSite {
			continue
		}
		if q.maxRun >= 0 && run.add(it, q.rest) > q.maxRun && run.counts() {
			return false
		}
		if q.maxNights >= 0 && it.night && nights.add(it) > q.maxNights && nights.counts() {
			return false
		}
		if q.maxDays >= 0 && days.add(it) > q.maxDays && days.counts() {
			return false
		}
	}
	return true
}

// what says of a run or a row that it has cover, and something to decide.
type what struct{ cover, free bool }

func (w *what) note(it *item) {
	w.cover = w.cover || it.kind == cover
	w.free = w.free || it.free()
}

func (w what) counts() bool { return w.cover && w.free }

// A stretch is the duty run under way.
type stretch struct {
	what
	start, end int
	begun      bool
}

// add joins the item, or begins a new run with it, and gives the run's length in minutes.
func (s *stretch) add(it *item, rest int) int {
	if !s.begun || it.start-s.end >= rest {
		*s = stretch{start: it.start, end: it.end, begun: true}
	}
	s.end = max(s.end, it.end)
	s.note(it)
	return s.end - s.start
}

// A row is the consecutive dates under way.
type row struct {
	what
	date, days int
}

// add joins the item's date and gives the number of dates in a row.
func (r *row) add(it *item) int {
	switch {
	case r.days > 0 && it.date == r.date:
	case r.days > 0 && it.date == r.date+1:
		r.days++
	default:
		*r = row{days: 1}
	}
	r.date = it.date
	r.note(it)
	return r.days
}

// displace finds which planned sessions to keep beside the settled items and
// cover given, so that no rule is broken and the loss of the others is least. ok
// is false when the cover breaks a rule whatever is displaced.
func (q *person) displace(taken set) (present set, loss int64, ok bool) {
	state := make([]bool, len(q.items))
	var so keeping
	for i, it := range q.items {
		state[i] = it.kind == planned || taken.has(i)
		if it.kind == planned && q.meets(i, taken) {
			state[i] = false
			so.gone, so.loss = append(so.gone, i), so.loss+it.loss
		}
	}
	best := keeping{loss: -1}
	q.giveUp(state, make([]bool, len(state)), so, &best)
	if best.loss < 0 {
		return nil, 0, false
	}
	present = slices.Clone(taken)
	for i, it := range q.items {
		if it.kind == planned && !slices.Contains(best.gone, i) {
			present.add(i)
		}
	}
	return present, int64(best.loss), true
}

// meets reports whether cover in taken clashes with item i.
func (q *person) meets(i int, taken set) bool {
	for j := taken.next(0); j >= 0; j = taken.next(j + 1) {
		if q.items[j].kind == cover && q.clash[i].has(j) {
			return true
		}
	}
	return false
}
