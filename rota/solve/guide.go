package solve

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// A guide is what the prices of a bound say.
type guide struct {
	bound
	from    []int     // where each person's rosters begin among the alive; one more stands at the end
	regret  [][]int64 // of every item of every person: how much dearer the cheapest roster with it is
	takers  [][]taker // who could be in each place row
	support map[int32]bool
	turn    uint32
}

// A taker is a person with an item that is in a row.
type taker struct{ person, item int }

// guide prices every roster.
func (r *run) guide() *guide {
	b := r.price(r.costs, r.latest)
	if b.total < r.bound.total-unit/2 {
		b = r.price(r.costs, r.bound.y)
	}
	g := &guide{bound: b, from: make([]int, 1, len(r.must)+1), takers: make([][]taker, len(r.need))}
	g.support = map[int32]bool{}
	for j, v := range r.x {
		if v > 1e-6 {
			g.support[r.pool[j]] = true
		}
	}
	g.regret = make([][]int64, len(r.must))
	for k, row := range r.row {
		g.regret[k] = make([]int64, len(row))
		for i := range row {
			g.regret[k][i] = math.MaxInt64
		}
	}
	r.eachAlive(func(k, at int, id int32) {
		for len(g.from) <= k {
			g.from = append(g.from, at)
		}
		over := r.reduced[at] - g.least[k]
		for _, i := range r.all.of(id) {
			g.regret[k][i] = min(g.regret[k][i], over)
		}
	})
	for len(g.from) <= len(r.must) {
		g.from = append(g.from, len(r.alive))
	}
	for k, row := range r.row {
		for i, s := range row {
			if s >= 0 && g.regret[k][i] < math.MaxInt64 {
				g.takers[s] = append(g.takers[s], taker{k, i})
			}
		}
	}
	return g
}

// over is how much dearer what person k does is than the least of theirs.
func (r *run) over(g *guide, d *sketch, k int) int64 {
	if d.roster[k] < 0 {
		return max(0, -g.least[k])
	}
	at, ok := slices.BinarySearch(r.alive, d.roster[k])
	if !ok {
		return 0
	}
	return r.reduced[at] - g.least[k]
}

// A seed is a person, a place row or a local cut with a share in the distance to the bound.
type seed struct {
	person, row, cut int // the others are -1
	share            int64
}

// place is the seed without its share.
func (s seed) place() seed {
	s.share = 0
	return s
}

// seeds lists them, the greatest share first.
func (r *run) seeds(g *guide, d *sketch) []seed {
	var out []seed
	add := func(person, row, cut int, share int64) {
		if share > unit/1000 {
			out = append(out, seed{person, row, cut, share})
		}
	}
	for s, n := range r.need {
		left := n - d.used[s]
		share := -g.y[s] * left
		if r.full[s] {
			share += d.penalty * unit * left
		}
		add(-1, s, -1, share)
	}
	for k := range d.roster {
		share := r.over(g, d, k)
		if r.must[k] && d.roster[k] < 0 {
			share += d.penalty * unit
		}
		add(k, -1, -1, share)
	}
	for n, c := range r.cuts {
		if y := g.y[r.rows()-len(r.cuts)+n]; c.costs != nil && y < 0 {
			add(-1, -1, n, -y*r.leftOf(c, d))
		}
	}
	slices.SortStableFunc(out, func(a, b seed) int { return cmp.Compare(b.share, a.share) })
	return out
}

// around lists the people nearest to a seed, nobody if it has more itself: in a row those who could take a place
// of it at the least regret, from there on the rows that they would leave.
func (r *run) around(g *guide, d *sketch, from seed, most int) []int {
	var people []int
	in, seen := make([]bool, len(d.roster)), make([]bool, len(r.need))
	q := &ringQueue{}
	row := func(s int32, length float64) {
		if s >= 0 && !seen[s] {
			seen[s] = true
			for _, t := range g.takers[s] {
				if !in[t.person] {
					heap.Push(q, ringStep{t.person, length + float64(g.regret[t.person][t.item])})
				}
			}
		}
	}
	person := func(k int, length float64) {
		in[k] = true
		people = append(people, k)
		if id := d.roster[k]; id >= 0 {
			for _, i := range r.all.of(id) {
				row(r.row[k][i], length)
			}
		}
	}
	switch {
	case from.cut >= 0:
		within := r.cuts[from.cut].people()
		if len(within) > most {
			return nil
		}
		for _, k := range within {
			person(k, 0)
		}
	case from.person >= 0:
		person(from.person, 0)
		for i, regret := range g.regret[from.person] {
			if regret == 0 {
				row(r.row[from.person][i], 0)
			}
		}
	default:
		row(int32(from.row), 0)
	}
	for q.Len() > 0 && len(people) < most {
		if at := heap.Pop(q).(ringStep); !in[at.node] {
			person(at.node, at.length)
		}
	}
	return people
}

// shuffled orders rosters of the same regret, differently each time, so that nobody always comes last.
func (g *guide) shuffled(id int32) uint32 {
	h := (uint32(id) + g.turn*0x9e3779b9) * 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
