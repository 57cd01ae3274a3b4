package solve

import (
	"slices"

	"strikerota/rota"
)

// A reseat is what one person would hold instead, with as little displaced as can be.
type reseat struct {
	who           int
	takes, leaves []int // slots, ascending
	roster        *person
	present       []bool           // which items of roster stand
	gone          []rota.SessionID // displaced after it, sorted
	loss          int64            // of all of gone
	minutes       int64            // of cover after it
	slots         int              // how many are held after it
}

// try gives the reseat when k takes and leaves slots, or false when a rule forbids it.
// k must be able to take what they take, and hold unlocked what they leave.
func (b *Board) try(k int, takes, leaves []int) (reseat, bool) {
	if b.collides(k, takes, leaves) {
		return reseat{}, false
	}
	q := b.roster(k, takes, leaves)
	present, ok := q.leastLoss()
	if !ok {
		return reseat{}, false
	}
	c := reseat{who: k, takes: takes, leaves: leaves, roster: q, present: present}
	for i, it := range q.items {
		switch {
		case it.kind == cover:
			c.minutes += int64(it.minutes())
			c.slots++
		case !present[i]:
			c.gone = append(c.gone, rota.SessionID(it.id))
			c.loss += int64(it.loss)
		}
	}
	slices.Sort(c.gone)
	return c, true
}

// collides reports whether a slot taken clashes with one kept or with a fixed
// session. It only saves time: most of what is tried fails here.
func (b *Board) collides(k int, takes, leaves []int) bool {
	who := b.person(k)
	clash := func(x, y item) bool {
		if y.start < x.start {
			x, y = y, x
		}
		return who.limits.clashes(b.problem, x, y)
	}
	for _, s := range takes {
		for _, h := range who.held {
			if !slices.Contains(leaves, h) && clash(b.slots[s], b.slots[h]) {
				return true
			}
		}
		for _, it := range who.sessions {
			if it.kind == fixed && clash(b.slots[s], it) {
				return true
			}
		}
	}
	return false
}

// roster is the person with exactly what they would hold, and their sessions, as items.
func (b *Board) roster(k int, takes, leaves []int) *person {
	who := b.person(k)
	q := *who.limits
	q.items = make([]item, 0, len(who.held)+len(takes)+len(who.sessions))
	for _, s := range who.held {
		if !slices.Contains(leaves, s) {
			q.items = append(q.items, b.holding(k, s))
		}
	}
	for _, s := range takes {
		q.items = append(q.items, b.slots[s])
	}
	q.items = append(q.items, who.sessions...)
	q.sortItems()
	q.findClashes(b.problem)
	return &q
}

// leastLoss says which items stand when all cover does and the planned sessions
// kept lose least: of those the fewest displaced, of those the earliest. It gives
// false when no choice of sessions holds the rules.
func (q *person) leastLoss() ([]bool, bool) {
	state := q.without(planned)
	if q.broken(state) != nil {
		return nil, false
	}
	for i := range state {
		state[i] = true
	}
	best := keeping{loss: -1}
	q.giveUp(state, make([]bool, len(state)), keeping{}, &best)
	for _, i := range best.gone {
		state[i] = false
	}
	return state, true
}

// without is the state in which every item but those of the kind is present.
func (q *person) without(kind itemKind) []bool {
	state := make([]bool, len(q.items))
	for i, it := range q.items {
		state[i] = it.kind != kind
	}
	return state
}

// keeping is a choice of planned sessions to displace.
type keeping struct {
	gone []int
	loss int // -1 is no choice yet
}

func (k keeping) better(o keeping) bool {
	if o.loss < 0 || k.loss != o.loss {
		return o.loss < 0 || k.loss < o.loss
	}
	if len(k.gone) != len(o.gone) {
		return len(k.gone) < len(o.gone)
	}
	return slices.Compare(slices.Sorted(slices.Values(k.gone)), slices.Sorted(slices.Values(o.gone))) < 0
}

// giveUp tries every way to break up the sets that cannot stand: one planned
// session of such a set has to go. Those in stay were tried and are kept. It
// leaves state and stay as they were.
func (q *person) giveUp(state, stay []bool, so keeping, best *keeping) {
	if best.loss >= 0 && so.loss > best.loss {
		return
	}
	set := q.broken(state)
	if set == nil {
		if so.better(*best) {
			*best = keeping{slices.Clone(so.gone), so.loss}
		}
		return
	}
	var tried []int
	for _, i := range set {
		if q.items[i].kind != planned || stay[i] {
			continue
		}
		state[i] = false
		q.giveUp(state, stay, keeping{append(slices.Clone(so.gone), i), so.loss + q.items[i].loss}, best)
		state[i] = true
		stay[i] = true
		tried = append(tried, i)
	}
	for _, i := range tried {
		stay[i] = false
	}
}

// stops lists the smallest sets of slots that k must leave to take slot s: none of
// them contains another. An empty one means that nothing stops k; no set means
// that something stops k that cannot be left.
func (b *Board) stops(k, s int) [][]int {
	q := b.roster(k, []int{s}, nil)
	var found [][]int
	var leave func(state []bool, left []int)
	leave = func(state []bool, left []int) {
		set := q.broken(state)
		if set == nil {
			found = append(found, slices.Sorted(slices.Values(left)))
			return
		}
		for _, i := range set {
			if q.items[i].slot == s {
				continue
			}
			state[i] = false
			leave(state, append(slices.Clone(left), q.items[i].slot))
			state[i] = true
		}
	}
	leave(q.without(planned), nil)
	return minimalSets(found)
}

// minimalSets keeps the sets that contain no other, each once, in order.
func minimalSets(sets [][]int) [][]int {
	slices.SortFunc(sets, func(x, y []int) int {
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		return slices.Compare(x, y)
	})
	var out [][]int
	for _, set := range sets {
		if !slices.ContainsFunc(out, func(o []int) bool { return holdsAll(set, o) }) {
			out = append(out, set)
		}
	}
	return out
}

// broken gives everything that can be decided in one set of present items that
// cannot all stand: whoever mends it has to give up one of them. nil means that
// every rule holds, but for what locks and fixed sessions break by themselves.
// Unlike cuts it gives whole runs and rows, so that no way to mend one is missed.
func (q *person) broken(present []bool) []int {
	for i := range q.items {
		for j := q.clash[i].next(0); present[i] && j >= 0 && j < i; j = q.clash[i].next(j + 1) {
			if !present[j] {
				continue
			}
			if set := q.decided([]int{j, i}); len(set) > 0 {
				return set
			}
		}
	}
	if set := q.decided(q.tooMuch(present)); len(set) > 0 {
		return set
	}
	if set := q.brokenRun(present); set != nil {
		return set
	}
	if set := q.brokenRow(present, q.maxNights, func(it item) bool { return it.night }); set != nil {
		return set
	}
	return q.brokenRow(present, q.maxDays, func(it item) bool { return it.onSite })
}

// decided is what of the set is not locked and not a fixed session; nil when nothing is.
func (q *person) decided(set []int) []int {
	var out []int
	for _, i := range set {
		if q.items[i].free() {
			out = append(out, i)
		}
	}
	return out
}

// brokenRun is what can be decided in the first duty run that is too long.
func (q *person) brokenRun(present []bool) []int {
	if q.maxRun < 0 {
		return nil
	}
	var run []int
	end := 0
	bad := func() []int {
		if len(run) == 0 || end-q.items[run[0]].start <= q.maxRun || !q.has(run, cover) {
			return nil
		}
		return q.decided(run)
	}
	for i, it := range q.items {
		if !present[i] || !it.onSite {
			continue
		}
		if len(run) > 0 && it.start-end >= q.rest {
			if set := bad(); set != nil {
				return set
			}
			run = nil
		}
		if len(run) == 0 {
			end = it.end
		}
		run, end = append(run, i), max(end, it.end)
	}
	return bad()
}

// brokenRow is what can be decided in the first row of consecutive dates that is
// longer than the limit; items stand in the order of their dates.
func (q *person) brokenRow(present []bool, limit int, counts func(item) bool) []int {
	if limit < 0 {
		return nil
	}
	var row []int
	dates, last := 0, 0
	bad := func() []int {
		if dates <= limit || !q.has(row, cover) {
			return nil
		}
		return q.decided(row)
	}
	for i, it := range q.items {
		if !present[i] || !counts(it) {
			continue
		}
		if len(row) > 0 && it.date > last+1 {
			if set := bad(); set != nil {
				return set
			}
			row, dates = nil, 0
		}
		if len(row) == 0 || it.date != last {
			dates++
		}
		row, last = append(row, i), it.date
	}
	return bad()
}
