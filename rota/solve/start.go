package solve

import (
	"math"
	"sort"
)

// present says which items of people[k] stand in the solution x.
func (t *part) present(k int, x []float64) []bool {
	q := t.people[k]
	out := make([]bool, len(q.items))
	for i, it := range q.items {
		switch it.kind {
		case fixed:
			out[i] = true
		case planned:
			out[i] = x[t.vars[k][i]] < 0.5
		default:
			out[i] = x[t.vars[k][i]] > 0.5
		}
	}
	return out
}

// greedy makes a first solution: the locks, then each slot in order of priority,
// fewest candidates first, given to whoever has least and breaks no rule.
func (t *part) greedy() {
	type seat struct{ k, i int }
	state := make([][]bool, len(t.people))
	minutes := make([]int, len(t.people))
	bySlot := map[int][]seat{}
	filled := map[int]int{}
	t.eachItem(func(k, i int, it item) {
		if state[k] == nil {
			state[k] = make([]bool, len(t.people[k].items))
		}
		state[k][i] = it.kind == fixed || it.locked
		if it.locked {
			filled[it.slot]++
			minutes[k] += it.minutes()
		} else if it.kind == cover {
			bySlot[it.slot] = append(bySlot[it.slot], seat{k, i})
		}
	})
	order := append([]int(nil), t.slots...)
	sort.SliceStable(order, func(a, b int) bool {
		x, y := t.problem.Slots[order[a]], t.problem.Slots[order[b]]
		if x.Priority != y.Priority {
			return x.Priority < y.Priority
		}
		return len(bySlot[order[a]]) < len(bySlot[order[b]])
	})
	for _, s := range order {
		seats := bySlot[s]
		sort.SliceStable(seats, func(a, b int) bool { return minutes[seats[a].k] < minutes[seats[b].k] })
		for _, c := range seats {
			if filled[s] >= t.problem.Slots[s].Places {
				break
			}
			state[c.k][c.i] = true
			if len(t.people[c.k].cuts(state[c.k])) > 0 {
				state[c.k][c.i] = false
				continue
			}
			filled[s]++
			minutes[c.k] += t.people[c.k].items[c.i].minutes()
		}
	}
	t.best = t.vector(state)
}

// state says which items of everybody stand in the solution x.
func (t *part) state(x []float64) [][]bool {
	out := make([][]bool, len(t.people))
	for k := range t.people {
		out[k] = t.present(k, x)
	}
	return out
}

// vector makes the column values of a state, with the sessions displaced that
// lose least.
func (t *part) vector(state [][]bool) []float64 {
	x := make([]float64, len(t.cols))
	for k, q := range t.people {
		q.keep(state[k])
		for i, it := range q.items {
			if j := t.vars[k][i]; j >= 0 && state[k][i] == (it.kind == cover) {
				x[j] = 1
			}
			if it.kind == cover && state[k][i] && t.used != nil {
				x[t.used[k]] = 1
			}
		}
	}
	for _, a := range t.aux {
		x[a.col] = a.value(x)
	}
	return x
}

// value is the least that the auxiliary column can be in x.
func (a auxiliary) value(x []float64) float64 {
	v := 0.0
	for _, m := range a.members {
		sum := 0.0
		for _, l := range m {
			if l.negative {
				sum += 1 - x[l.col]
			} else {
				sum += x[l.col]
			}
		}
		v = max(v, math.Round(sum))
	}
	return v
}

// keep changes which planned sessions stand: of all ways that the cover allows,
// the one that loses least, and of those the one that displaces fewest.
func (q *person) keep(state []bool) {
	taken, sessions := newSet(len(state)), false
	for i, it := range q.items {
		sessions = sessions || it.kind == planned
		if it.kind != planned && state[i] {
			taken.add(i)
		}
	}
	if !sessions {
		return
	}
	present, _, ok := q.displace(taken)
	if !ok {
		return
	}
	for i := range state {
		state[i] = present.has(i)
	}
}
