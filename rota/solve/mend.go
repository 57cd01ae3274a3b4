package solve

import (
	"cmp"
	"container/heap"
	"slices"
)

// A mender fills places that a sketch leaves empty though every plan fills them.
// Somebody changes to a roster with the place, whose other places they have or are
// empty; what they leave that must be filled is the next to fill, by somebody else.
// Such a chain ends with somebody who leaves nothing, and the chain of the least
// regret is looked for as a shortest path from place to place.
type mender struct {
	*run
	guide  *guide
	sketch *sketch
	likely [][]near // rosters of every person, the least regret first
}

// likelyOfPerson is how many rosters of one person are looked at.
const likelyOfPerson = 300

// A chainStep is how a row came to be left: by someone who changed to a roster with
// another row. The row to fill in the end is left by nobody.
type chainStep struct {
	person int
	id     int32
	row    int32 // that they fill
	length float64
}

// mend fills what it can of a sketch.
func (r *run) mend(g *guide, d *sketch) {
	m := &mender{run: r, guide: g, sketch: d, likely: make([][]near, len(r.must))}
	r.eachAlive(func(k, at int, id int32) { m.likely[k] = append(m.likely[k], near{id, r.reduced[at] - g.least[k]}) })
	for k, list := range m.likely {
		slices.SortFunc(list, func(a, b near) int { return cmp.Or(cmp.Compare(a.over, b.over), cmp.Compare(a.id, b.id)) })
		m.likely[k] = slices.Clone(list[:min(len(list), likelyOfPerson)])
	}
	for s, full := range r.full {
		for full && d.used[s] < r.need[s] && m.fill(int32(s)) {
		}
	}
}

// fill fills one place of a row by the chain of the least regret; false if there is none.
func (m *mender) fill(hole int32) bool {
	from := map[int32]chainStep{}
	done := make([]bool, len(m.need))
	q := &ringQueue{{int(hole), 0}}
	for q.Len() > 0 {
		at := heap.Pop(q).(ringStep)
		row := int32(at.node)
		if done[row] {
			continue
		}
		done[row] = true
		var ends []chainStep
		m.eachChange(row, func(s chainStep, leaves int32) {
			s.length += at.length
			switch {
			case leaves >= 0 && done[leaves] || inChain(from, row, s.person):
			case leaves < 0:
				ends = append(ends, s)
			default:
				if old, seen := from[leaves]; !seen || s.length < old.length {
					from[leaves] = s
					heap.Push(q, ringStep{int(leaves), s.length})
				}
			}
		})
		slices.SortStableFunc(ends, func(a, b chainStep) int { return cmp.Compare(a.length, b.length) })
		if slices.ContainsFunc(ends, func(end chainStep) bool { return m.apply(from, end) }) {
			return true
		}
	}
	return false
}

// eachChange calls do with everybody's changes that fill a row and leave no more
// than one to fill instead, -1 being none.
func (m *mender) eachChange(row int32, do func(s chainStep, leaves int32)) {
	for _, t := range m.guide.takers[row] {
		for _, c := range m.likely[t.person] {
			if leaves, ok := m.change(t, c.id, row); ok {
				do(chainStep{t.person, c.id, row, float64(c.over) + 1}, leaves)
			}
		}
	}
}

// change is the row that person t would leave empty by changing to a roster with an
// item more; false if it takes full rows, or leaves several.
func (m *mender) change(t taker, id int32, row int32) (leaves int32, ok bool) {
	k, d := t.person, m.sketch
	var old []uint16
	if d.roster[k] >= 0 {
		old = m.all.of(d.roster[k])
	}
	items := m.all.of(id)
	if slices.Contains(old, uint16(t.item)) || !slices.Contains(items, uint16(t.item)) {
		return 0, false
	}
	for _, i := range items {
		if s := m.row[k][i]; s != row && d.used[s] >= m.need[s] && !slices.Contains(old, i) {
			return 0, false
		}
	}
	leaves = -1
	for _, i := range old {
		if s := m.row[k][i]; m.full[s] && !slices.Contains(items, i) {
			if leaves >= 0 {
				return 0, false
			}
			leaves = s
		}
	}
	return leaves, true
}

// inChain reports whether the person is in the chain that leaves a row.
func inChain(from map[int32]chainStep, row int32, person int) bool {
	for s, ok := from[row]; ok; s, ok = from[s.row] {
		if s.person == person {
			return true
		}
	}
	return false
}

// apply makes the changes of a chain that ends with the step, unless two of them
// take the same place or more is missing then.
func (m *mender) apply(from map[int32]chainStep, end chainStep) bool {
	d, before := m.sketch, m.sketch.missing
	old := map[int]int32{}
	for s, ok := end, true; ok; s, ok = from[s.row] {
		old[s.person] = d.roster[s.person]
		m.give(d, s.person, s.id)
	}
	m.count(d)
	fits := d.missing < before
	for k := range old {
		for _, i := range m.all.of(d.roster[k]) {
			s := m.row[k][i]
			fits = fits && d.used[s] <= m.need[s]
		}
	}
	if !fits {
		for k, id := range old {
			m.give(d, k, id)
		}
		m.count(d)
	}
	return fits
}
