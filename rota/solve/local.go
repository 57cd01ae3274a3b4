package solve

import (
	"cmp"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A local cut says that some people cannot do better among themselves than they
// can. Prices of the linear model make costs of what they do: those of the stage,
// and the prices of places that others could take as well. The least that they
// come to, with nobody in half a roster, is found exactly, and no plan is below
// it. The linear model is, where fractions gain it something there: the cut says
// no. It holds for all prices, and in all stages after.

// The weights of a local cut are whole: finer than units by localScale, or
// coarser where they would come to more than localWeight.
const (
	localScale  = 16
	localWeight = 20000
)

// A localCut is what came of looking for one.
type localCut struct {
	cut
	broken bool // whether the linear model's solution breaks it
	nodes  int  // of branch and bound that it took
}

// local finds the cut that the people make at the guide's prices, unless they are
// too many to tell. It changes nothing, so that others may be looked for beside it.
func (r *run) local(e *highs.Engine, g *guide, plan *sketch, people []int) (localCut, error) {
	inside := make([]bool, len(r.must))
	for _, k := range people {
		inside[k] = true
	}
	c, share, scaled := r.localCosts(g, inside)
	b := &block{run: r, inside: inside, costs: c, scaled: scaled, slot: map[int32]int{}}
	beyond := b.fill(g, plan, people)
	if float64(beyond) < share+0.05 {
		return localCut{}, nil
	}
	bound, nodes, err := b.least(e, beyond)
	if err != nil || math.IsInf(bound, 0) || bound < share+0.05 {
		return localCut{nodes: nodes}, err
	}
	for k := range c.item { // no more than: the other way round
		for i := range c.item[k] {
			c.item[k][i] = -c.item[k][i]
		}
		c.any[k], c.loss[k] = -c.any[k], -c.loss[k]
	}
	return localCut{cut{costs: c, limit: -int64(bound)}, true, nodes}, nil
}

// localCosts are the weights of a cut, and what the linear model's solution has in it.
func (r *run) localCosts(g *guide, inside []bool) (*costs, float64, func(int64) int64) {
	y := slices.Clone(g.y)
	for s, takers := range g.takers {
		if !slices.ContainsFunc(takers, func(t taker) bool { return !inside[t.person] }) {
			y[s] = 0
		}
	}
	for n := r.rows() - len(r.cuts); n < len(y); n++ {
		if r.cuts[n-r.rows()+len(r.cuts)].costs == nil {
			y[n] = 0
		}
	}
	all := make([]weights, len(inside))
	most := int64(1)
	for k, in := range inside {
		if !in {
			continue
		}
		all[k] = r.weigh(r.costs, y, k)
		for _, v := range append(all[k].item, all[k].any, all[k].loss) {
			most = max(most, v, -v)
		}
	}
	n := len(inside)
	c := &costs{scale: 1, only: inside, item: make([][]int64, n), any: make([]int64, n), loss: make([]int64, n)}
	scale := min(localScale, localWeight*unit/float64(most))
	fine := func(v int64) int64 { return int64(math.Round(float64(v) * scale / unit)) }
	for k, in := range inside {
		if !in {
			continue
		}
		c.any[k], c.loss[k] = fine(all[k].any), fine(all[k].loss)
		c.item[k] = make([]int64, len(all[k].item))
		for i, v := range all[k].item {
			c.item[k][i] = fine(v)
		}
	}
	share := 0.0
	for j, v := range r.x {
		if k := r.person(r.pool[j]); inside[k] {
			share += v * float64(c.of(r.all, k, r.pool[j]))
		}
	}
	return c, share, fine
}

// A block is the model of a local cut.
type block struct {
	highs.Model
	run    *run
	inside []bool
	costs  *costs
	scaled func(int64) int64 // prices in its weights
	slot   map[int32]int
}

// ofBlock is the most rosters of the model of a local cut of so many people.
func (m *master) ofBlock(people int) int {
	return max(m.sizes.ofBlock, m.sizes.ofBlockEach*people)
}

// fill adds the rosters of the people that could do better among themselves than what
// they do in a plan, and of those if they are many the likeliest. It gives what nobody
// comes to below with a roster that is left out.
func (b *block) fill(g *guide, plan *sketch, people []int) (beyond int64) {
	list, base := b.candidates(g, people)
	now := -base
	for _, k := range people {
		if id := plan.roster[k]; id >= 0 {
			now += b.costs.of(b.run.all, k, id)
		}
	}
	beyond = math.MaxInt64
	left := list[:0]
	for _, l := range list {
		switch {
		case l.over > now:
			beyond = min(beyond, base+l.over)
		case !b.spare(g, l):
			left = append(left, l)
		}
	}
	if most := b.run.ofBlock(len(people)); len(left) > most {
		slices.SortStableFunc(left, func(a, b blocked) int { return cmp.Compare(a.over, b.over) })
		beyond = min(beyond, base+left[most].over)
		left = left[:most]
		slices.SortFunc(left, func(a, b blocked) int { return cmp.Compare(a.id, b.id) })
	}
	b.columns(g, people, left)
	return beyond
}

// A blocked roster is one of a person in a block.
type blocked struct {
	near
	person int
}

// least is what nobody comes to below, where what is left out comes to no less than beyond.
func (b *block) least(e *highs.Engine, beyond int64) (bound float64, nodes int, err error) {
	res, err := b.run.solveSmall(e, &b.Model, highs.Options{NodeLimit: 100})
	if err != nil {
		return 0, 0, err
	}
	bound = whole(res.Bound)
	if res.Status == highs.Optimal {
		bound = max(bound, math.Round(res.Objective))
	}
	if beyond < math.MaxInt64 {
		if res.Status == highs.Infeasible {
			bound = math.Inf(1)
		}
		bound = min(bound, float64(beyond))
	}
	return bound, int(res.Nodes), nil
}

// candidates lists the rosters of the people, and by how much each is dearer than the least of its
// person at the prices; nobody comes to below base.
func (b *block) candidates(g *guide, people []int) (list []blocked, base int64) {
	r, y := b.run, b.inner(g)
	for s, v := range y {
		base += v * r.need[s]
	}
	for _, k := range people {
		least := int64(0)
		if r.must[k] {
			least = math.MaxInt64
		}
		first := len(list)
		for _, id := range r.alive[g.from[k]:g.from[k+1]] {
			v := b.costs.of(r.all, k, id)
			for _, i := range r.all.of(id) {
				v -= y[r.row[k][i]]
			}
			least = min(least, v)
			list = append(list, blocked{near{id, v}, k})
		}
		if least == math.MaxInt64 {
			least = 0
		}
		base += least
		for n := range list[first:] {
			list[first+n].over -= least
		}
	}
	return list, base
}

// spare reports whether a roster is not needed: without one of its places, that need not be
// filled by these people, it is no dearer.
func (b *block) spare(g *guide, l blocked) bool {
	r, k := b.run, l.person
	items, cost := r.all.of(l.id), b.costs.of(r.all, k, l.id)
	if len(items) == 1 {
		return !r.must[k] && cost >= 0 && !b.exact(g, r.row[k][items[0]])
	}
	want := make([]uint16, 0, len(items)-1)
	for n, i := range items {
		if b.exact(g, r.row[k][i]) {
			continue
		}
		want = append(append(want[:0], items[:n]...), items[n+1:]...)
		if id, ok := r.with(k, want); ok && r.lives(id) && b.costs.of(r.all, k, id) <= cost {
			return true
		}
	}
	return false
}

// columns makes the model of the rosters.
func (b *block) columns(g *guide, people []int, list []blocked) {
	r := b.run
	for _, k := range people {
		person := b.row(1, r.must[k])
		for ; len(list) > 0 && list[0].person == k; list = list[1:] {
			id, j := list[0].id, int32(len(b.Cols))
			b.Cols = append(b.Cols, highs.Col{Upper: 1, Integer: true, Obj: float64(b.costs.of(r.all, k, id))})
			b.add(person, j)
			for _, i := range r.all.of(id) {
				b.add(b.place(g, r.row[k][i]), j)
			}
		}
	}
}

// inner are the prices of the rows in which nobody else could be, in the weights of the cut.
func (b *block) inner(g *guide) map[int32]int64 {
	y := map[int32]int64{}
	for s, takers := range g.takers {
		if len(takers) > 0 && g.y[s] != 0 && b.alone(g, int32(s)) {
			y[int32(s)] = b.scaled(g.y[s])
			if !b.run.full[s] {
				y[int32(s)] = min(0, y[int32(s)])
			}
		}
	}
	return y
}

func (b *block) row(limit int64, exact bool) int {
	b.Rows = append(b.Rows, rowTo(limit, exact))
	return len(b.Rows) - 1
}

// place is the row of a slot: exact if it must be full and nobody else could be in it.
func (b *block) place(g *guide, s int32) int {
	n, ok := b.slot[s]
	if !ok {
		n = b.row(b.run.need[s], b.exact(g, s))
		b.slot[s] = n
	}
	return n
}

// exact reports whether a slot must be filled by the people.
func (b *block) exact(g *guide, s int32) bool { return b.run.full[s] && b.alone(g, s) }

// alone reports whether nobody else could be in a slot.
func (b *block) alone(g *guide, s int32) bool {
	return !slices.ContainsFunc(g.takers[s], func(t taker) bool { return !b.inside[t.person] })
}

func (b *block) add(row int, j int32) {
	b.Rows[row].Index, b.Rows[row].Value = append(b.Rows[row].Index, j), append(b.Rows[row].Value, 1)
}
