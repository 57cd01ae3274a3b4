package solve

import (
	"math"
	"slices"
	"sort"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// A part is a set of consultants and slots that nothing joins to the rest.
type part struct {
	problem *rota.Problem
	people  []*person
	slots   []int

	cols []highs.Col
	vars [][]int // vars[q][i] is the column of item i of people[q]: x or z; -1 for fixed sessions
	aux  []auxiliary
	used []int // used[q] is the column of u for people[q]; nil unless the aim needs it

	objectives map[string]objective

	best []float64 // a value for every column: the best solution so far
	held []heldStage

	master *master // the model in rosters; nil when they are too many
	prices prices  // the best of the stage that the master has just solved
	lost   bool    // whether no dive has shown the way
	hints  []hint

	filled *callResult // what is left open, once fillPlaces has said so

	compact bool        // whether rows is made
	rows    []highs.Row // of the compact model; they hold in every stage, found chains included
}

// A heldStage is a stage before, at its value. The spread has no objective.
type heldStage struct {
	objective *objective
	value     int64
}

// An auxiliary column is at least the value of each of its members.
type auxiliary struct {
	col     int
	members [][]literal // each a sum of literals no two of which can be 1
}

// A literal is a column, or one minus it.
type literal struct {
	col      int
	negative bool
}

// parts splits the problem into its independent parts, largest first.
func parts(p *rota.Problem, all []*person) []*part {
	root := make([]int, len(p.Slots))
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	first := func(q *person) int {
		for _, it := range q.items {
			if it.kind == cover {
				return it.slot
			}
		}
		return -1
	}
	for _, q := range all {
		for _, it := range q.items {
			if it.kind == cover {
				root[find(it.slot)] = find(first(q))
			}
		}
	}
	byRoot := map[int]*part{}
	var out []*part
	for _, q := range all {
		r := find(first(q))
		if byRoot[r] == nil {
			byRoot[r] = &part{problem: p}
			out = append(out, byRoot[r])
		}
		byRoot[r].people = append(byRoot[r].people, q)
	}
	for i := range p.Slots {
		if part := byRoot[find(i)]; part != nil {
			part.slots = append(part.slots, i)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].size() > out[j].size() })
	return out
}

func (t *part) size() int {
	n := 0
	for _, q := range t.people {
		n += len(q.items)
	}
	return n
}

// columns makes a column for every item.
func (t *part) columns() {
	wantUsed := slices.Contains(t.problem.Aims, rota.AimConsultants)
	for _, q := range t.people {
		vars := make([]int, len(q.items))
		for i, it := range q.items {
			switch {
			case it.kind == fixed:
				vars[i] = -1
			case it.locked:
				vars[i] = t.column(1, 1, true)
			default:
				vars[i] = t.column(0, 1, true)
			}
		}
		t.vars = append(t.vars, vars)
		if wantUsed {
			t.used = append(t.used, t.column(0, 1, true))
		}
	}
}

// build makes the rows of the compact model, when first asked to.
func (t *part) build() {
	if t.compact {
		return
	}
	t.compact = true
	t.placeRows()
	for k, q := range t.people {
		t.cliqueRows(k, q)
		t.coverRow(k, q)
		t.dateRows(k, q)
		t.hopeless(k, q)
	}
	t.best = t.vector(t.state(t.best))
}

func (t *part) column(lower, upper float64, integer bool) int {
	t.cols = append(t.cols, highs.Col{Lower: lower, Upper: upper, Integer: integer})
	return len(t.cols) - 1
}

// literal is 1 when item i of people[k] is present. It must not be a fixed session.
func (t *part) literal(k, i int) literal {
	return literal{t.vars[k][i], t.people[k].items[i].kind == planned}
}

// sum makes the row Σ weight × literal ≤ limit.
func sum(literals []literal, weights []float64, limit float64) highs.Row {
	row := highs.Row{Lower: math.Inf(-1), Upper: limit}
	for n, l := range literals {
		w := 1.0
		if weights != nil {
			w = weights[n]
		}
		if l.negative {
			row.Upper -= w
			w = -w
		}
		row.Index = append(row.Index, int32(l.col))
		row.Value = append(row.Value, w)
	}
	return row
}

// placeRows: no more consultants than places, or than locks where there are more of those.
func (t *part) placeRows() {
	bySlot := map[int][]literal{}
	locks := map[int]int{}
	for k, q := range t.people {
		for i, it := range q.items {
			if it.kind == cover {
				bySlot[it.slot] = append(bySlot[it.slot], t.literal(k, i))
				if it.locked {
					locks[it.slot]++
				}
			}
		}
	}
	for _, s := range t.slots {
		limit := max(t.problem.Slots[s].Places, locks[s])
		if len(bySlot[s]) > limit {
			t.rows = append(t.rows, sum(bySlot[s], nil, float64(limit)))
		}
	}
}

// cliqueRows: at most one of any items no two of which can both be present. What
// clashes with a lock or a fixed session is settled by its bounds. With the aim of
// few consultants, at most one becomes at most u.
func (t *part) cliqueRows(k int, q *person) {
	inSome := make([]bool, len(q.items))
	for _, clique := range q.cliques() {
		free := slices.DeleteFunc(slices.Clone(clique), func(i int) bool { return !q.items[i].free() })
		if len(free) < len(clique) {
			for _, i := range free {
				t.forbid(k, i)
			}
			continue
		}
		row := sum(t.literals(k, free), nil, 1)
		if t.used != nil && !q.has(free, planned) {
			row.Upper = 0
			row.Index, row.Value = append(row.Index, int32(t.used[k])), append(row.Value, -1)
			for _, i := range free {
				inSome[i] = true
			}
		}
		t.rows = append(t.rows, row)
	}
	for i, it := range q.items {
		if t.used != nil && it.kind == cover && !inSome[i] {
			t.rows = append(t.rows, highs.Row{Lower: math.Inf(-1), Upper: 0,
				Index: []int32{int32(t.vars[k][i]), int32(t.used[k])}, Value: []float64{1, -1}})
		}
	}
}

func (t *part) literals(k int, set []int) []literal {
	out := make([]literal, len(set))
	for n, i := range set {
		out[n] = t.literal(k, i)
	}
	return out
}

// forbid keeps item i of people[k] from being present.
func (t *part) forbid(k, i int) {
	col := &t.cols[t.vars[k][i]]
	if t.people[k].items[i].kind == planned {
		col.Lower = 1
	} else {
		col.Upper = 0
	}
}

// hopeless forbids what breaks a rule beside that which is settled alone, such as
// fixed sessions on more days in a row than may be worked.
func (t *part) hopeless(k int, q *person) {
	for i, it := range q.items {
		if !it.free() {
			continue
		}
		there := newSet(len(q.items))
		there.add(i)
		for j, other := range q.items {
			if !other.free() {
				there.add(j)
			}
		}
		if !q.sound(there) {
			t.forbid(k, i)
		}
	}
}

// cliques covers every clash of q by a set of items that all clash with each other.
func (q *person) cliques() [][]int {
	n := len(q.items)
	free := newSet(n)
	done := make([]set, n)
	for i, it := range q.items {
		done[i] = newSet(n)
		if it.free() {
			free.add(i)
		}
	}
	var out [][]int
	for i := range n {
		for j := q.clash[i].next(i + 1); j >= 0; j = q.clash[i].next(j + 1) {
			if done[i].has(j) {
				continue
			}
			clique := q.grow(i, j, free)
			all := newSet(n)
			for _, k := range clique {
				all.add(k)
			}
			for _, k := range clique {
				done[k].join(all)
			}
			out = append(out, clique)
		}
	}
	return out
}

// grow adds to i and j every free item that clashes with all so far, in order. A
// set that holds something settled (a lock, a fixed session) stays a pair.
func (q *person) grow(i, j int, free set) []int {
	clique := []int{i, j}
	if !free.has(i) || !free.has(j) {
		return clique
	}
	left := slices.Clone(free)
	left.keep(q.clash[i])
	left.keep(q.clash[j])
	for k := left.next(0); k >= 0; k = left.next(k + 1) {
		clique = append(clique, k)
		left.keep(q.clash[k])
	}
	return clique
}

// coverRow: no more minutes than the limit. Locks above it leave nothing for others.
func (t *part) coverRow(k int, q *person) {
	if q.maxCover < 0 {
		return
	}
	total, locked := 0, 0
	var set []int
	var weights []float64
	for i, it := range q.items {
		if it.kind != cover {
			continue
		}
		total += it.minutes()
		if it.locked {
			locked += it.minutes()
			continue
		}
		set, weights = append(set, i), append(weights, float64(it.minutes()))
	}
	if total > q.maxCover && len(set) > 0 {
		t.rows = append(t.rows, sum(t.literals(k, set), weights, float64(max(0, q.maxCover-locked))))
	}
}
